package panel

import (
	"encoding/json"
	"slices"
)

// columns are the list's, in their order.
var columns = []string{"status", "method", "endpoint", "what", "count", "time"}

// choices are the chips that say which exchanges are listed; one is chosen.
var choices = []string{"failing", "all", "auth", "4xx", "5xx", "network"}

// A listState is how a person has set up the list. It outlives the window, and
// but for what is of this session alone it is remembered.
type listState struct {
	Filter    string         `json:"filter"`
	Choice    string         `json:"choice"`    // one of choices
	Certainty string         `json:"certainty"` // only findings as sure as this; "": any
	Host      string         `json:"-"`         // only exchanges with this host; "": any
	Sort      sorting        `json:"sort"`
	Widths    map[string]int `json:"widths"` // of columns, in pixels; the others have their own
	Grouped   bool           `json:"grouped"`
	Follow    bool           `json:"-"` // the list stays at its end, as every list does at first
}

// A sorting is by a column; "": in the order in which the exchanges came.
type sorting struct {
	Column     string `json:"column"`
	Descending bool   `json:"descending"`
}

// turned is the sorting after a press on a column's heading: up, down, natural.
// What is most is asked for first where columns count.
func (s sorting) turned(column string) sorting {
	most := column == "count"
	switch {
	case s.Column != column:
		return sorting{column, most}
	case s.Descending == most:
		return sorting{column, !most}
	}
	return sorting{}
}

func newListState() listState {
	return listState{Choice: "failing", Widths: map[string]int{}, Grouped: true, Follow: true}
}

// Bounds of a column's width, in pixels.
const leastWidth, mostWidth = 32, 1200

func clampWidth(width int) int { return min(max(width, leastWidth), mostWidth) }

// readListState reads what was kept. What it does not understand, it leaves as
// it is in a new state: the file may be of another version.
func readListState(data []byte) listState {
	s := newListState()
	if json.Unmarshal(data, &s) != nil {
		return newListState()
	}
	if !slices.Contains(choices, s.Choice) {
		s.Choice = "failing"
	}
	if !slices.Contains(columns, s.Sort.Column) {
		s.Sort = sorting{}
	}
	widths := map[string]int{}
	for _, column := range columns {
		if width, set := s.Widths[column]; set {
			widths[column] = clampWidth(width)
		}
	}
	s.Widths = widths
	return s
}

func (s listState) write() []byte {
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // our own type always marshals
	}
	return data
}
