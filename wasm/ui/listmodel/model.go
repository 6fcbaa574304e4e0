// Package listmodel works out what the list of exchanges shows: what each row
// says, which rows there are, in which order, and which of them a window sees.
// It reads a session and knows no document; ui/list draws it.
package listmodel

import (
	"slices"
	"strings"

	"misstep/wasm/ui/richtext"
)

// A Model is which rows the list has, in which order. It knows nothing of
// the window that shows some of them.
type Model struct {
	state   *State
	query   query
	items   []*Item // of exchange 1, 2, …
	dropped int     // of them, the first: the session has forgotten them
	placed  int     // of them, the first: their places are known
	late    bool    // an item comes before one that came earlier
	queue   []int   // exchanges to read, in turn
	later   []int   // exchanges to read when there is time, in turn
	Rows    []Row
	groups  map[groupKey]*group

	counts
	navigations []navigation // in the order of their ids
	Listed      int          // exchanges in the rows, folded ones included
	first, last int64        // when the session began and when the last came, milliseconds
	days        map[int]int  // exchanges by the day on which they began
	changes     int          // of the rows
	breaks      breaks

	certainties map[string]string // in words: asking for a text is a call to the browser
}

// counts are those of exchanges, by what may be asked of them.
type counts struct {
	Failures       int
	Pasted         int             // of all, those that a person pasted
	PastedFailures int             // of the failures
	parts          int             // exchanges that are only a part of another
	Chosen         [len(Chips)]int // exchanges that each chip lists
	kinds          map[failure]int // failures by what went wrong
	hosts          map[string]int
	HostNames      []string // keys of hosts, first seen first
}

// certaintyText is how sure a finding is, in words.
func (l *Model) certaintyText(certainty string, text richtext.Text) string {
	if certainty == "" {
		return ""
	}
	if l.certainties[certainty] == "" {
		l.certainties[certainty] = text("certainty" + strings.ToUpper(certainty[:1]) + certainty[1:])
	}
	return l.certainties[certainty]
}

// A failure is one way to fail.
type failure struct{ finding, reason string }

// New is a list without rows.
func New(state *State) *Model {
	l := &Model{state: state, query: parseQuery(state.Filter), certainties: map[string]string{}}
	l.Clear()
	return l
}

// Clear takes everything out of the list; what it is narrowed to stays.
func (l *Model) Clear() {
	*l = Model{
		state: l.state, query: l.query,
		groups: map[groupKey]*group{}, counts: counts{kinds: map[failure]int{}, hosts: map[string]int{}}, days: map[int]int{},
		certainties: l.certainties,
	}
}

// Enqueue has an exchange read, and listed if it is wanted.
func (l *Model) Enqueue(id int) {
	if id <= l.dropped {
		return
	}
	for len(l.items) < id {
		l.items = append(l.items, &Item{})
	}
	e := l.items[id-1]
	e.stale = true
	if !e.queued {
		e.queued = true
		l.queue = append(l.queue, id)
	}
}

// Postpone has an exchange that is new read when there is time.
func (l *Model) Postpone(id int) {
	if id <= l.dropped {
		return
	}
	for len(l.items) < id {
		l.items = append(l.items, &Item{})
	}
	if e := l.items[id-1]; !e.queued && !e.read {
		e.queued, e.stale = true, true
		l.later = append(l.later, id)
	}
}

// Advance starts reading the first postponed file; false if there is none.
func (l *Model) Advance() bool {
	if len(l.later) == 0 {
		return false
	}
	l.queue, l.later = append(l.queue, l.later[0]), l.later[1:]
	return true
}

// Resume has all of them read.
func (l *Model) Resume() { l.queue, l.later = append(l.queue, l.later...), nil }

// Next is the exchange that is read next, 0: none is queued.
func (l *Model) Next() int {
	if len(l.queue) == 0 {
		return 0
	}
	return l.queue[0]
}

// Pending is how many exchanges are to be read, at once or later.
func (l *Model) Pending() int { return len(l.queue) + len(l.later) }

// Postponed reports whether there are exchanges to be read later.
func (l *Model) Postponed() bool { return len(l.later) > 0 }

// A Change is the result of reading an exchange.
type Change struct {
	Exchange int
	Failed   bool
	First    bool // it was not known before that it fails
	Arrived  int  // rows that came while nobody followed
}

// ReadNext reads the next exchange of the queue and lists it. Its cost does
// not depend on how many there are.
func (l *Model) ReadNext(s source, text richtext.Text, zone richtext.Zone) Change {
	id, rows := l.queue[0], len(l.Rows)
	l.queue = l.queue[1:]
	e := l.items[id-1]
	e.queued = false
	l.placeUpTo(s, id)
	l.drop(id)
	l.count(e, -1)
	e.readFrom(s, id, text, zone)
	e.row.Certainty = l.certaintyText(e.certainty, text)
	l.count(e, 1)
	e.group = l.groupOf(e)
	l.put(id)
	c := Change{Exchange: id, Failed: e.failed, First: e.failed && !e.told}
	e.told = e.told || e.failed
	if more := len(l.Rows) - rows; e.news && e.listed && more > 0 {
		e.news = false
		c.Arrived = more
	}
	return c
}

// count keeps the totals, before and after an item is read.
func (l *Model) count(e *Item, by int) {
	if !e.read {
		return
	}
	if by > 0 && l.hosts[e.host] == 0 && e.host != "" && !slices.Contains(l.HostNames, e.host) {
		l.HostNames = append(l.HostNames, e.host)
	}
	l.hosts[e.host] += by
	if l.days[e.day] += by; e.day == 0 || l.days[e.day] == 0 {
		delete(l.days, e.day)
	}
	for i, choice := range Chips {
		if e.is(choice) && !e.part {
			l.Chosen[i] += by
		}
	}
	if e.started != 0 {
		if l.first == 0 || e.started < l.first {
			l.first = e.started
		}
		l.last = max(l.last, e.started)
	}
	if e.part {
		l.parts += by
	}
	if e.pasted {
		l.Pasted += by
	}
	if !e.failed {
		return
	}
	l.Failures += by
	if e.pasted {
		l.PastedFailures += by
	}
	k := failure{e.row.Finding, e.reason}
	if l.kinds[k] += by; l.kinds[k] == 0 {
		delete(l.kinds, k)
	}
}

// Kinds is in how many ways exchanges fail.
func (l *Model) Kinds() int { return len(l.kinds) }

// groupOf is the group of an item; one that is not folded has one of its own.
func (l *Model) groupOf(e *Item) *group {
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

// Regroup folds all items again.
func (l *Model) Regroup() {
	l.groups = map[groupKey]*group{}
	for _, e := range l.items {
		if e.read {
			e.group = l.groupOf(e)
		}
	}
	l.Refill()
}

// wanted reports whether an item is to be listed.
func (l *Model) wanted(e *Item) bool {
	s := l.state
	return e.read && e.isAny(s.Chips) && (s.Certainty == "" || e.certainty == s.Certainty) &&
		(s.Host == "" || e.host == s.Host) && l.query.matches(e)
}

// Narrowed reports whether more than a chip limits what is listed.
func (l *Model) Narrowed() bool {
	return !l.query.empty() || l.state.Certainty != "" || l.state.Host != ""
}
