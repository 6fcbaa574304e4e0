package listmodel

import (
	"slices"
	"sort"
)

// A group is what one row shows: repeated failures, or one exchange.
type group struct {
	at        sortKey // where it stands in the rows, while shown is not empty
	shown     []int   // exchanges that the filter lets through, ascending
	expanded  bool
	sparkline *sparkline // nil: to be counted
}

// A Row is one row: a group, or a member of an expanded one.
type Row struct {
	group  *group
	member int // exchange; 0: the group itself
}

// folded reports whether the group is more than one exchange.
func (g *group) folded() bool { return len(g.shown) > 1 }

// latest is the exchange that the group's own row shows.
func (g *group) latest() int { return g.shown[len(g.shown)-1] }

// height is the number of the group's rows.
func (g *group) height() int {
	if g.expanded && g.folded() {
		return 1 + len(g.shown)
	}
	return 1
}

// Refill lists all items again: one pass, and a sort if they are to be sorted.
func (l *Model) Refill() {
	l.changes++
	clear(l.Rows)
	l.Rows, l.Listed = l.Rows[:0], 0
	for _, e := range l.items {
		if e.group != nil {
			e.group.shown = e.group.shown[:0]
			e.group.sparkline = nil
		}
	}
	for i, e := range l.items {
		if e.listed = l.wanted(e); e.listed {
			l.Listed++
			if len(e.group.shown) == 0 {
				l.Rows = append(l.Rows, Row{group: e.group})
			}
			e.group.shown = append(e.group.shown, i+1)
		}
	}
	expanded := false
	for _, r := range l.Rows {
		r.group.at = l.keyOf(r.group)
		expanded = expanded || r.group.height() > 1
	}
	if l.state.Sort.Column != "" || l.late {
		slices.SortFunc(l.Rows, func(a, b Row) int { return l.compare(&a.group.at, &b.group.at) })
	}
	if !expanded {
		return
	}
	heads := slices.Clone(l.Rows)
	l.Rows = l.Rows[:0]
	for _, r := range heads {
		l.Rows = append(l.Rows, r)
		l.Rows = appendMembers(l.Rows, r.group)
	}
}

func appendMembers(rows []Row, g *group) []Row {
	if g.height() > 1 {
		for _, id := range g.shown {
			rows = append(rows, Row{g, id})
		}
	}
	return rows
}

// put lists an exchange if it is wanted and not listed yet.
func (l *Model) put(id int) {
	e := l.items[id-1]
	if e.listed || !l.wanted(e) {
		return
	}
	e.listed = true
	l.Listed++
	g := e.group
	at, _ := slices.BinarySearch(g.shown, id)
	l.change(g, func() {
		g.shown = slices.Insert(g.shown, at, id)
		if g.sparkline != nil && !g.sparkline.add(e.started, l.first, l.last) {
			g.sparkline = nil
		}
	}, at == len(g.shown), id)
}

// drop takes an exchange out of the rows, if it is there.
func (l *Model) drop(id int) {
	e := l.items[id-1]
	if !e.listed {
		return
	}
	e.listed = false
	l.Listed--
	g := e.group
	l.change(g, func() {
		if at, found := slices.BinarySearch(g.shown, id); found {
			g.shown = slices.Delete(g.shown, at, at+1)
		}
		g.sparkline = nil
	}, false, 0)
}

// change changes the members of a group and its rows with them. When a member
// was added at the end, the rows that are there may stay.
func (l *Model) change(g *group, do func(), added bool, id int) {
	l.changes++
	was, height, start := g.at, 0, 0
	if len(g.shown) > 0 {
		height, start = g.height(), l.find(g)
	}
	do()
	key := was
	if len(g.shown) > 0 {
		key = l.keyOf(g)
	}
	stays := height > 0 && len(g.shown) > 0 && key == was
	switch {
	case stays && height == 1 && g.height() == 1:
	case stays && added && height > 1:
		l.Rows = slices.Insert(l.Rows, start+height, Row{g, id})
	default:
		l.Rows = slices.Delete(l.Rows, start, start+height)
		if g.at = key; len(g.shown) > 0 {
			l.insert(g)
		}
	}
}

// insert puts the rows of a group where they belong.
func (l *Model) insert(g *group) {
	at := l.find(g)
	if at == len(l.Rows) && g.height() == 1 { // the usual case: a new one
		l.Rows = append(l.Rows, Row{group: g})
		return
	}
	l.Rows = slices.Insert(l.Rows, at, appendMembers([]Row{{group: g}}, g)...)
}

// find returns where the rows of a group are, or belong.
func (l *Model) find(g *group) int {
	if n := len(l.Rows); n == 0 || l.compare(&l.Rows[n-1].group.at, &g.at) < 0 {
		return n
	}
	return sort.Search(len(l.Rows), func(i int) bool { return l.compare(&l.Rows[i].group.at, &g.at) >= 0 })
}

// Expand unfolds or folds the group of a row.
func (l *Model) Expand(row int, expanded bool) { l.unfold(l.Rows[row].group, expanded) }

func (l *Model) unfold(g *group, expanded bool) {
	if g.expanded == expanded || !g.folded() {
		return
	}
	l.changes++
	at, height := l.find(g), g.height()
	g.expanded = expanded
	if expanded {
		l.Rows = slices.Insert(l.Rows, at+1, appendMembers(nil, g)...)
	} else {
		l.Rows = slices.Delete(l.Rows, at+1, at+height)
	}
}

// RowOf returns where an exchange is: in the row of its group if that is
// folded, or if whole asks for the group; -1 when it is not listed.
func (l *Model) RowOf(id int, whole bool) int {
	if id < 1 || id > len(l.items) || !l.items[id-1].listed {
		return -1
	}
	g := l.items[id-1].group
	at := l.find(g)
	if g.height() == 1 || whole {
		return at
	}
	member, _ := slices.BinarySearch(g.shown, id)
	return at + 1 + member
}

// Exchange is the exchange that a row shows.
func (r Row) Exchange() int {
	if r.member != 0 {
		return r.member
	}
	return r.group.latest()
}

// Latest is the latest exchange of the row's group.
func (r Row) Latest() int { return r.group.latest() }

// Began is the first exchange that a row stands for.
func (r Row) Began() int {
	if r.member != 0 {
		return r.member
	}
	return r.group.shown[0]
}

// IsMember reports whether the row is inside an unfolded group.
func (r Row) IsMember() bool { return r.member != 0 }

// Folds reports whether the row stands for several exchanges.
func (r Row) Folds() bool { return r.member == 0 && r.group.folded() }

// Expanded reports whether the rows of its exchanges are shown.
func (r Row) Expanded() bool { return r.group.expanded }

// Times is how many exchanges the row's group has.
func (r Row) Times() int { return len(r.group.shown) }

// Any reports whether the condition holds for one of the row's exchanges.
func (r Row) Any(is func(exchange int) bool) bool {
	if r.member != 0 {
		return is(r.member)
	}
	return slices.ContainsFunc(r.group.shown, is)
}

// GroupRow is where the row is of the group that a row is of.
func (l *Model) GroupRow(row int) int { return l.find(l.Rows[row].group) }

// InGroup reports whether an exchange is of the group that a row is of.
func (l *Model) InGroup(id, row int) bool {
	return id > 0 && id <= len(l.items) && l.items[id-1].group == l.Rows[row].group
}
