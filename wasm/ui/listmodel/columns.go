package listmodel

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Column of the list. Heading, cells, sorting, widths and settings all come from
// the table of them; extension/build writes markup and style from it.
type Column struct {
	Name string // in settings, and the class of heading and cells; "column" + Name in title case is the text of its heading
	Help bool   // that text with Help after it says more

	Always   bool // it can't be hidden
	Optional bool // it is hidden until a person asks for it

	// Width is a CSS width: pixels, or a share of what is left ("4fr") with a minimum of
	// Least pixels. Narrow is the same in a narrow list; "": hidden there, unless the user
	// asked for it.
	Width, Narrow string
	Least         int

	Sort func(l *Model, g *group) sortKey // what rows are sorted by
	Most bool                             // pressed for the first time, the heading asks for most first

	// Text is what a cell says; nil where the view's own template has the cell.
	Text  func(*RowText) string
	Title func(*RowText) string // its tooltip; nil: none
}

// Columns are the list's, in their order.
var Columns = []Column{
	{Name: "number", Help: true, Width: "48px", Sort: byNumber(func(r *RowText) int64 { return int64(r.Number) }), Text: func(r *RowText) string { return strconv.Itoa(r.Number) }},
	{Name: "status", Always: true, Width: "72px", Narrow: "72px", Sort: byNumber(func(r *RowText) int64 { return int64(r.Code) })},
	{Name: "method", Width: "66px", Sort: byText(func(r *RowText) string { return r.Method }), Text: func(r *RowText) string { return r.Method }},
	{Name: "host", Optional: true, Width: "140px", Sort: byText(func(r *RowText) string { return r.host }), Text: func(r *RowText) string { return r.host }},
	{Name: "endpoint", Width: "4fr", Narrow: "5fr", Least: 72, Sort: byText(func(r *RowText) string { return r.Endpoint }), Text: func(r *RowText) string { return r.Endpoint }},
	{Name: "what", Always: true, Width: "10fr", Narrow: "7fr", Least: 96, Sort: byFinding},
	{Name: "certainty", Optional: true, Width: "84px", Sort: byCertainty, Text: func(r *RowText) string { return r.Certainty }},
	{Name: "token", Optional: true, Width: "84px", Sort: byToken, Text: func(r *RowText) string { return r.Token }},
	{Name: "count", Help: true, Width: "1fr", Narrow: "58px", Least: 54, Most: true, Sort: func(_ *Model, g *group) sortKey { return sortKey{number: int64(len(g.shown))} }},
	{Name: "duration", Optional: true, Width: "76px", Most: true, Sort: byNumber(func(r *RowText) int64 { return int64(r.Duration) }), Text: (*RowText).Lasted},
	{Name: byTime, Width: "90px", Sort: func(l *Model, g *group) sortKey { return sortKey{number: l.items[g.latest()-1].started} }, Text: (*RowText).Time, Title: (*RowText).UTC},
}

// byTime is the column that the list is in the order of as long as nobody sorts it.
const byTime = "time"

// TextKey is the key of the heading's text.
func (c *Column) TextKey() string { return "column" + strings.ToUpper(c.Name[:1]) + c.Name[1:] }

// ColumnNamed is the column of that name; nil if there is none.
func ColumnNamed(name string) *Column {
	at := slices.IndexFunc(Columns, func(c Column) bool { return c.Name == name })
	if at < 0 {
		return nil
	}
	return &Columns[at]
}

// A sortKey is what rows are sorted by. No two groups have the same.
type sortKey struct {
	number     int64
	text, then string
	first      int // exchange
}

func byNumber(of func(*RowText) int64) func(*Model, *group) sortKey {
	return func(l *Model, g *group) sortKey { return sortKey{number: of(&l.items[g.latest()-1].row)} }
}

func byText(of func(*RowText) string) func(*Model, *group) sortKey {
	return func(l *Model, g *group) sortKey { return sortKey{text: of(&l.items[g.latest()-1].row)} }
}

// byCertainty has what is surest first.
func byCertainty(l *Model, g *group) sortKey {
	at := slices.Index([]string{"certain", "likely", "possible"}, l.items[g.latest()-1].certainty)
	return sortKey{number: int64(uint8(at))} // without one: last
}

// byToken has what was asked without one last.
func byToken(l *Model, g *group) sortKey {
	number, err := strconv.Atoi(l.items[g.latest()-1].token)
	if err != nil {
		number = math.MaxInt
	}
	return sortKey{number: int64(number)}
}

func byFinding(l *Model, g *group) sortKey {
	row := &l.items[g.latest()-1].row
	if row.Brief == "" {
		return sortKey{number: 1, then: row.Fact} // nothing went wrong: behind all that did
	}
	return sortKey{text: row.Brief, then: row.Fact}
}

func (l *Model) keyOf(g *group) (k sortKey) {
	if column := ColumnNamed(l.state.Sort.Column); column != nil {
		k = column.Sort(l, g)
	} else {
		k.number = l.items[g.shown[0]-1].place
	}
	k.first = g.shown[0]
	return k
}

func (l *Model) compare(a, b *sortKey) int {
	by := cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.text, b.text), strings.Compare(a.then, b.then))
	if l.state.Sort.Descending && l.state.Sort.Column != "" {
		by = -by
	}
	return cmp.Or(by, cmp.Compare(a.first, b.first))
}
