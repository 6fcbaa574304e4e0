package panel

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"misstep/wasm/ui/richtext"
)

// A listing is which rows the list has, in which order. It knows nothing of
// the window that shows some of them.
type listing struct {
	state   *listState
	query   query
	entries []*entry // of exchange 1, 2, …
	dropped int      // of them, the first: the session has forgotten them
	queue   []int    // exchanges to read, in turn
	later   []int    // exchanges to read when there is time, in turn
	rows    []listRow
	groups  map[groupKey]*group

	failures    int
	kinds       map[kind]int // failures by what went wrong
	hosts       map[string]int
	hostNames   []string // keys of hosts, first seen first
	marks       []mark   // in the order of their ids
	listed      int      // exchanges in the rows, folded ones included
	first, last int64    // when the session began and when the last came, milliseconds
}

// A kind is one way to fail.
type kind struct{ finding, reason string }

// A group is what stands behind one row: repeated failures, or one exchange.
type group struct {
	at       sortKey // where it stands in the rows, while shown is not empty
	shown    []int   // exchanges that the filter lets through, ascending
	expanded bool
	spark    *spark // nil: to be counted
}

// A listRow is one row: a group, or a member of an expanded one.
type listRow struct {
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

func newListing(state *listState) *listing {
	l := &listing{state: state, query: parseQuery(state.Filter)}
	l.clear()
	return l
}

func (l *listing) clear() {
	*l = listing{
		state: l.state, query: l.query,
		groups: map[groupKey]*group{}, kinds: map[kind]int{}, hosts: map[string]int{},
	}
}

// enqueue has an exchange read, and listed if it is wanted.
func (l *listing) enqueue(id int) {
	if id <= l.dropped {
		return
	}
	for len(l.entries) < id {
		l.entries = append(l.entries, &entry{})
	}
	e := l.entries[id-1]
	e.stale = true
	if !e.queued {
		e.queued = true
		l.queue = append(l.queue, id)
	}
}

// postpone has an exchange that is new read when there is time.
func (l *listing) postpone(id int) {
	if id <= l.dropped {
		return
	}
	for len(l.entries) < id {
		l.entries = append(l.entries, &entry{})
	}
	if e := l.entries[id-1]; !e.queued && !e.read {
		e.queued, e.stale = true, true
		l.later = append(l.later, id)
	}
}

// advance has the first of those read that were postponed; false: there is none.
func (l *listing) advance() bool {
	if len(l.later) == 0 {
		return false
	}
	l.queue, l.later = append(l.queue, l.later[0]), l.later[1:]
	return true
}

// resume has all of them read.
func (l *listing) resume() { l.queue, l.later = append(l.queue, l.later...), nil }

// next is the exchange that is read next, 0: none is queued.
func (l *listing) next() int {
	if len(l.queue) == 0 {
		return 0
	}
	return l.queue[0]
}

// pending is how many exchanges are to be read, at once or later.
func (l *listing) pending() int { return len(l.queue) + len(l.later) }

// postponed reports whether there are exchanges to be read later.
func (l *listing) postponed() bool { return len(l.later) > 0 }

// A change is what came of reading an exchange.
type change struct {
	exchange int
	failed   bool
	first    bool // it was not known before that it fails
	arrived  int  // rows that came while nobody followed
}

// readNext reads the next exchange of the queue and lists it. Its cost does
// not depend on how many there are.
func (l *listing) readNext(s source, text richtext.Text) change {
	id, rows := l.queue[0], len(l.rows)
	l.queue = l.queue[1:]
	e := l.entries[id-1]
	e.queued = false
	l.drop(id)
	l.count(e, -1)
	e.readFrom(s, id, text)
	l.count(e, 1)
	e.group = l.groupOf(e)
	l.put(id)
	c := change{exchange: id, failed: e.failed, first: e.failed && !e.told}
	e.told = e.told || e.failed
	if more := len(l.rows) - rows; e.news && e.listed && more > 0 {
		e.news = false
		c.arrived = more
	}
	return c
}

// count keeps the totals, before and after an entry is read.
func (l *listing) count(e *entry, by int) {
	if !e.read {
		return
	}
	if by > 0 && l.hosts[e.host] == 0 && e.host != "" && !slices.Contains(l.hostNames, e.host) {
		l.hostNames = append(l.hostNames, e.host)
	}
	l.hosts[e.host] += by
	if e.started != 0 {
		if l.first == 0 || e.started < l.first {
			l.first = e.started
		}
		l.last = max(l.last, e.started)
	}
	if !e.failed {
		return
	}
	l.failures += by
	k := kind{e.line.finding, e.reason}
	if l.kinds[k] += by; l.kinds[k] == 0 {
		delete(l.kinds, k)
	}
}

// groupOf is the group of an entry; one that is not folded has one of its own.
func (l *listing) groupOf(e *entry) *group {
	if !l.state.Grouped || !e.failed {
		return &group{}
	}
	key := e.groupKey()
	g := l.groups[key]
	if g == nil {
		g = &group{}
		l.groups[key] = g
	}
	return g
}

// regroup folds all entries anew.
func (l *listing) regroup() {
	l.groups = map[groupKey]*group{}
	for _, e := range l.entries {
		if e.read {
			e.group = l.groupOf(e)
		}
	}
	l.refill()
}

// wanted reports whether an entry is to be listed.
func (l *listing) wanted(e *entry) bool {
	s := l.state
	return e.read && e.is(s.Choice) && (s.Certainty == "" || e.certainty == s.Certainty) &&
		(s.Host == "" || e.host == s.Host) && l.query.match(e)
}

// narrowed reports whether more than a chip limits what is listed.
func (l *listing) narrowed() bool {
	return !l.query.empty() || l.state.Certainty != "" || l.state.Host != ""
}

// refill lists all entries anew: one pass, and a sort if they are to be sorted.
func (l *listing) refill() {
	clear(l.rows)
	l.rows, l.listed = l.rows[:0], 0
	for _, e := range l.entries {
		if e.group != nil {
			e.group.shown = e.group.shown[:0]
			e.group.spark = nil
		}
	}
	for i, e := range l.entries {
		if e.listed = l.wanted(e); e.listed {
			l.listed++
			if len(e.group.shown) == 0 {
				l.rows = append(l.rows, listRow{group: e.group})
			}
			e.group.shown = append(e.group.shown, i+1)
		}
	}
	expanded := false
	for _, r := range l.rows {
		r.group.at = l.keyOf(r.group)
		expanded = expanded || r.group.height() > 1
	}
	if l.state.Sort.Column != "" {
		slices.SortFunc(l.rows, func(a, b listRow) int { return l.compare(&a.group.at, &b.group.at) })
	}
	if !expanded {
		return
	}
	heads := slices.Clone(l.rows)
	l.rows = l.rows[:0]
	for _, r := range heads {
		l.rows = append(l.rows, r)
		l.rows = appendMembers(l.rows, r.group)
	}
}

func appendMembers(rows []listRow, g *group) []listRow {
	if g.height() > 1 {
		for _, id := range g.shown {
			rows = append(rows, listRow{g, id})
		}
	}
	return rows
}

// put lists an exchange if it is wanted and not listed yet.
func (l *listing) put(id int) {
	e := l.entries[id-1]
	if e.listed || !l.wanted(e) {
		return
	}
	e.listed = true
	l.listed++
	g := e.group
	at, _ := slices.BinarySearch(g.shown, id)
	l.change(g, func() {
		g.shown = slices.Insert(g.shown, at, id)
		if g.spark != nil && !g.spark.add(e.started, l.first, l.last) {
			g.spark = nil
		}
	}, at == len(g.shown), id)
}

// drop takes an exchange out of the rows, if it is there.
func (l *listing) drop(id int) {
	e := l.entries[id-1]
	if !e.listed {
		return
	}
	e.listed = false
	l.listed--
	g := e.group
	l.change(g, func() {
		if at, found := slices.BinarySearch(g.shown, id); found {
			g.shown = slices.Delete(g.shown, at, at+1)
		}
		g.spark = nil
	}, false, 0)
}

// change changes the members of a group and its rows with them. When a member
// was added at the end, the rows that are there may stay.
func (l *listing) change(g *group, do func(), added bool, id int) {
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
		l.rows = slices.Insert(l.rows, start+height, listRow{g, id})
	default:
		l.rows = slices.Delete(l.rows, start, start+height)
		if g.at = key; len(g.shown) > 0 {
			l.insert(g)
		}
	}
}

// insert puts the rows of a group where they belong.
func (l *listing) insert(g *group) {
	at := l.find(g)
	if at == len(l.rows) && g.height() == 1 { // the usual case: a new one
		l.rows = append(l.rows, listRow{group: g})
		return
	}
	l.rows = slices.Insert(l.rows, at, appendMembers([]listRow{{group: g}}, g)...)
}

// find returns where the rows of a group are, or belong.
func (l *listing) find(g *group) int {
	if n := len(l.rows); n == 0 || l.compare(&l.rows[n-1].group.at, &g.at) < 0 {
		return n
	}
	return sort.Search(len(l.rows), func(i int) bool { return l.compare(&l.rows[i].group.at, &g.at) >= 0 })
}

// expand unfolds or folds the group of a row.
func (l *listing) expand(row int, expanded bool) { l.unfold(l.rows[row].group, expanded) }

func (l *listing) unfold(g *group, expanded bool) {
	if g.expanded == expanded || !g.folded() {
		return
	}
	at, height := l.find(g), g.height()
	g.expanded = expanded
	if expanded {
		l.rows = slices.Insert(l.rows, at+1, appendMembers(nil, g)...)
	} else {
		l.rows = slices.Delete(l.rows, at+1, at+height)
	}
}

// rowOf returns where an exchange is: in the row of its group if that is
// folded, or if whole asks for the group; -1 when it is not listed.
func (l *listing) rowOf(id int, whole bool) int {
	if id < 1 || id > len(l.entries) || !l.entries[id-1].listed {
		return -1
	}
	g := l.entries[id-1].group
	at := l.find(g)
	if g.height() == 1 || whole {
		return at
	}
	member, _ := slices.BinarySearch(g.shown, id)
	return at + 1 + member
}

// exchange is the exchange that a row shows.
func (r listRow) exchange() int {
	if r.member != 0 {
		return r.member
	}
	return r.group.latest()
}

// began is the first exchange that a row stands for.
func (r listRow) began() int {
	if r.member != 0 {
		return r.member
	}
	return r.group.shown[0]
}

// isMember reports whether the row is inside an unfolded group.
func (r listRow) isMember() bool { return r.member != 0 }

// folds reports whether the row stands for several exchanges.
func (r listRow) folds() bool { return r.member == 0 && r.group.folded() }

// expanded reports whether the rows of those that it stands for are there.
func (r listRow) expanded() bool { return r.group.expanded }

// times is how many exchanges the row's group has.
func (r listRow) times() int { return len(r.group.shown) }

// groupRow is where the row is of the group that a row is of.
func (l *listing) groupRow(row int) int { return l.find(l.rows[row].group) }

// inGroup reports whether an exchange is of the group that a row is of.
func (l *listing) inGroup(id, row int) bool {
	return id > 0 && id <= len(l.entries) && l.entries[id-1].group == l.rows[row].group
}

// A sortKey is what rows are sorted by. No two groups have the same.
type sortKey struct {
	number     int64
	text, then string
	first      int // exchange
}

func (l *listing) keyOf(g *group) sortKey {
	k := sortKey{first: g.shown[0]}
	e := l.entries[g.latest()-1]
	switch l.state.Sort.Column {
	case "status":
		k.number = int64(e.line.code)
	case "method":
		k.text = e.line.method
	case "endpoint":
		k.text = e.line.endpoint
	case "what":
		if k.text, k.then = e.line.brief, e.line.fact; k.text == "" {
			k.number = 1 // nothing went wrong: behind all that did
		}
	case "count":
		k.number = int64(len(g.shown))
	case "time":
		k.number = e.started
	}
	return k
}

func (l *listing) compare(a, b *sortKey) int {
	by := cmp.Compare(a.number, b.number)
	if by == 0 {
		by = strings.Compare(a.text, b.text)
	}
	if by == 0 {
		by = strings.Compare(a.then, b.then)
	}
	if l.state.Sort.Descending {
		by = -by
	}
	if by == 0 {
		by = cmp.Compare(a.first, b.first)
	}
	return by
}
