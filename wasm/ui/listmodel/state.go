package listmodel

import (
	"encoding/json"
	"slices"
	"strings"
)

// Chips are the chips that say which exchanges are listed: all, those that fail,
// or those that fail in one of several ways.
var Chips = [...]string{"all", "failing", "auth", "4xx", "5xx", "network"}

// firstCombinable is where the chips begin that can be combined.
const firstCombinable = 2

// A State is how a person has set up the list. It outlives the window, and
// but for what is of this session alone it is remembered.
type State struct {
	Filter    string          `json:"filter"`
	Chips     string          `json:"choice"`    // one of Chips, or several ways to fail with spaces between
	Certainty string          `json:"certainty"` // only findings as sure as this; "": any
	Host      string          `json:"-"`         // only exchanges with this host; "": any
	Sort      Sorting         `json:"sort"`
	Widths    map[string]int  `json:"widths"`          // of columns, in pixels; the others have their own
	Shown     map[string]bool `json:"shown,omitempty"` // columns that a person shows or hides, against what they are at first
	Grouped   bool            `json:"grouped"`
	Follow    bool            `json:"-"` // the list stays at its end, as every list does at first
}

// A Sorting is by a column; "": in the order in which the exchanges began.
type Sorting struct {
	Column     string `json:"column"`
	Descending bool   `json:"descending"`
}

// SortedBy is the sorting by a column. Upwards by time is the list's own order.
func SortedBy(column string, descending bool) Sorting {
	if column == byTime && !descending {
		return Sorting{}
	}
	return Sorting{column, descending}
}

// Turned is the sorting after a press on a column's heading: up, down, natural.
// What is most is asked for first where columns count.
func (s Sorting) Turned(column string) Sorting {
	c := ColumnNamed(column)
	most := c != nil && c.Most
	if column == byTime {
		return SortedBy(byTime, s.Column == "")
	}
	switch {
	case s.Column != column:
		return Sorting{column, most}
	case s.Descending == most:
		return Sorting{column, !most}
	}
	return Sorting{}
}

// Marked is the sorting as the headings show it.
func (s Sorting) Marked() Sorting {
	if s.Column == "" {
		s.Column = byTime
	}
	return s
}

// Shows reports whether a column is shown; asked: because a person asked for it.
func (s *State) Shows(c *Column) (shown, asked bool) {
	if shown, asked := s.Shown[c.Name]; asked && !c.Always {
		return shown, shown
	}
	return !c.Optional, false
}

// Show shows a column, or hides it.
func (s *State) Show(c *Column, shown bool) {
	if s.Shown == nil {
		s.Shown = map[string]bool{}
	}
	s.Shown[c.Name] = shown
}

// ResetColumns shows the columns that there are at first, as wide and in the order
// as they are then.
func (s *State) ResetColumns() { s.Shown, s.Widths, s.Sort = nil, map[string]int{}, Sorting{} }

// Chosen reports whether a chip is chosen.
func (s *State) Chosen(choice string) bool {
	return strings.Contains(" "+s.Chips+" ", " "+choice+" ")
}

// Choose chooses a chip: beside others, where it is a way to fail, or alone. One
// that is chosen is taken back; without any, all failures are listed.
func (s *State) Choose(choice string, beside bool) {
	at := slices.Index(Chips[:], choice)
	if at < firstCombinable || !beside && s.Chips != choice {
		s.Chips = choice
		return
	}
	chosen := ""
	for _, other := range Chips[firstCombinable:] {
		if s.Chosen(other) != (other == choice) {
			chosen += " " + other
		}
	}
	if s.Chips = strings.TrimPrefix(chosen, " "); chosen == "" {
		s.Chips = "failing"
	}
}

func newState() State {
	return State{Chips: "failing", Widths: map[string]int{}, Grouped: true, Follow: true}
}

// LeastWidth and MostWidth bound a column's width, in pixels.
const LeastWidth, MostWidth = 32, 1200

// ClampWidth is the width that a column may have instead of the one asked for.
func ClampWidth(width int) int { return min(max(width, LeastWidth), MostWidth) }

// ReadState reads what was kept. What it does not understand, it leaves as
// it is in a new state: the file may be of another version.
func ReadState(data []byte) State {
	s := newState()
	if json.Unmarshal(data, &s) != nil {
		return newState()
	}
	for choice := range strings.SplitSeq(s.Chips, " ") {
		if at := slices.Index(Chips[:], choice); at < 0 || at < firstCombinable && choice != s.Chips {
			s.Chips = "failing"
			break
		}
	}
	if s.Sort = SortedBy(s.Sort.Column, s.Sort.Descending); ColumnNamed(s.Sort.Column) == nil {
		s.Sort = Sorting{}
	}
	widths := map[string]int{}
	for _, column := range Columns {
		if width, set := s.Widths[column.Name]; set {
			widths[column.Name] = ClampWidth(width)
		}
	}
	s.Widths = widths
	return s
}

func (s State) Encode() []byte {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // our own type always marshals
	}
	return data
}
