package listmodel

import (
	"cmp"
	"strings"
)

// A sortKey is what rows are sorted by. No two groups have the same.
type sortKey struct {
	number     int64
	text, then string
	first      int // exchange
}

func (l *Model) keyOf(g *group) sortKey {
	k := sortKey{first: g.shown[0]}
	e := l.items[g.latest()-1]
	switch l.state.Sort.Column {
	case "":
		k.number = l.items[k.first-1].place
	case "status":
		k.number = int64(e.row.Code)
	case "method":
		k.text = e.row.Method
	case "endpoint":
		k.text = e.row.Endpoint
	case "what":
		if k.text, k.then = e.row.Brief, e.row.Fact; k.text == "" {
			k.number = 1 // nothing went wrong: behind all that did
		}
	case "count":
		k.number = int64(len(g.shown))
	case "time":
		k.number = e.started
	}
	return k
}

func (l *Model) compare(a, b *sortKey) int {
	by := cmp.Compare(a.number, b.number)
	if by == 0 {
		by = strings.Compare(a.text, b.text)
	}
	if by == 0 {
		by = strings.Compare(a.then, b.then)
	}
	if l.state.Sort.Descending && l.state.Sort.Column != "" {
		by = -by
	}
	if by == 0 {
		by = cmp.Compare(a.first, b.first)
	}
	return by
}
