package listmodel

import (
	"slices"
	"sort"
)

// forgotten represents every exchange that the session has forgotten: only its number remains.
var forgotten = &Item{}

// Total is how many calls the list knows: what is only a part of one does not count.
func (l *Model) Total() int { return len(l.items) - l.dropped - l.parts }

// Forget takes the exchanges before this ID out of the list. It reports false
// where they are gone already.
func (l *Model) Forget(before int) bool {
	if before <= l.dropped+1 {
		return false
	}
	for l.dropped < before-1 {
		id := l.dropped + 1
		if id > len(l.items) {
			l.items = append(l.items, forgotten)
		} else {
			l.drop(id)
			l.count(l.items[id-1], -1)
			l.items[id-1] = forgotten
		}
		l.dropped = id
	}
	isGone := func(id int) bool { return id < before }
	l.queue, l.later = slices.DeleteFunc(l.queue, isGone), slices.DeleteFunc(l.later, isGone)
	l.navigations = slices.DeleteFunc(l.navigations, func(m navigation) bool { return m.id < before })
	return true
}

// A navigation is where, between two exchanges, the page went elsewhere.
type navigation struct {
	id      int // of the first exchange after it
	address string
}

// maxNavigations bounds the navigations that are kept while nothing else happens.
const maxNavigations = 1000

// MarkNavigation marks the place before the exchange with this ID.
func (l *Model) MarkNavigation(id int, address string) {
	if n := len(l.navigations); n > 0 && l.navigations[n-1].id == id {
		l.navigations = l.navigations[:n-1] // went on at once
	}
	if len(l.navigations) == maxNavigations {
		l.navigations = slices.Delete(l.navigations, 0, 1)
	}
	l.navigations = append(l.navigations, navigation{id, address})
}

// NavigatedBefore is where the page went between the row above and this one, "" when
// it stayed. Rows that are sorted are in no order of time.
func (l *Model) NavigatedBefore(at int) string {
	if l.state.Sort.Column != "" || len(l.navigations) == 0 {
		return ""
	}
	here := l.Rows[at].Began()
	n := sort.Search(len(l.navigations), func(i int) bool { return !l.isAfter(here, l.navigations[i]) })
	if n == 0 {
		return ""
	}
	last := l.navigations[n-1]
	if at == 0 && last.id == 1 || at > 0 && l.isAfter(l.Rows[at-1].Began(), last) {
		return ""
	}
	return last.address
}

// isAfter reports whether an exchange is to stand after a navigation. One that
// came later, but began before one that was there, was still of the page before.
func (l *Model) isAfter(id int, m navigation) bool {
	return id >= m.id && (m.id == 1 || l.items[id-1].place >= l.items[m.id-2].latest)
}
