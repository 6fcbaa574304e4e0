package listmodel

import (
	"cmp"
	"slices"
	"strings"
)

// A Column of the list. Heading, cells, sorting, widths and settings all come from
// the table of them; extension/build writes markup and style from it.
type Column struct {
	Name string // in settings, and the class of heading and cells; "column" + Name in title case is the text of its heading
	Help bool   // that text with Help behind it says more

	// Width is in CSS: pixels, or a share of what is left ("4fr"), of which Least
	// pixels are kept. Narrow is the same where the list is narrow; "": hidden there.
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
	{Name: "status", Width: "72px", Narrow: "72px", Sort: byNumber(func(r *RowText) int64 { return int64(r.Code) })},
	{Name: "method", Width: "62px", Sort: byText(func(r *RowText) string { return r.Method }), Text: func(r *RowText) string { return r.Method }},
	{Name: "endpoint", Width: "4fr", Narrow: "5fr", Least: 72, Sort: byText(func(r *RowText) string { return r.Endpoint }), Text: func(r *RowText) string { return r.Endpoint }},
	{Name: "what", Width: "6fr", Narrow: "6fr", Least: 96, Sort: byFinding},
	{Name: "count", Help: true, Width: "74px", Narrow: "52px", Most: true, Sort: func(_ *Model, g *group) sortKey { return sortKey{number: int64(len(g.shown))} }},
	{Name: "time", Width: "68px", Sort: func(l *Model, g *group) sortKey { return sortKey{number: l.items[g.latest()-1].started} }, Text: (*RowText).Time, Title: (*RowText).UTC},
}

// ColumnNamed is the column of that name; nil: there is none.
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
