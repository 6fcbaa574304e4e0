package listmodel

import "slices"

// forgotten stands for every exchange that the session has forgotten: the place
// is all that remains of one.
var forgotten = &Item{}

// Total is how many calls the list knows: what is only a part of one does not count.
func (l *Model) Total() int { return len(l.items) - l.dropped - l.parts }

// Forget takes the exchanges before this id out of the list. It reports false
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

// maxMarks bounds the navigations that are kept while nothing else happens.
const maxNavigations = 1000

// MarkNavigation marks the place before the exchange with this id.
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
	above, here := 0, l.Rows[at].Began()
	if at > 0 {
		above = l.Rows[at-1].Began()
	}
	n, _ := slices.BinarySearchFunc(l.navigations, here+1, func(m navigation, id int) int { return m.id - id })
	if n == 0 || l.navigations[n-1].id <= above || above == 0 && l.navigations[n-1].id == 1 {
		return ""
	}
	return l.navigations[n-1].address
}
