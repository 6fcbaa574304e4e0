package panel

import "slices"

// forgotten stands for every exchange that the session has forgotten: the place
// is all that remains of one.
var forgotten = &entry{}

// total is how many exchanges the list knows.
func (l *listing) total() int { return len(l.entries) - l.dropped }

// forget takes the exchanges before this id out of the list. It reports false
// where they are gone already.
func (l *listing) forget(before int) bool {
	if before <= l.dropped+1 {
		return false
	}
	for l.dropped < before-1 {
		id := l.dropped + 1
		if id > len(l.entries) {
			l.entries = append(l.entries, forgotten)
		} else {
			l.drop(id)
			l.count(l.entries[id-1], -1)
			l.entries[id-1] = forgotten
		}
		l.dropped = id
	}
	isGone := func(id int) bool { return id < before }
	l.queue, l.later = slices.DeleteFunc(l.queue, isGone), slices.DeleteFunc(l.later, isGone)
	l.marks = slices.DeleteFunc(l.marks, func(m mark) bool { return m.id < before })
	return true
}

// A mark is where, between two exchanges, the page went elsewhere.
type mark struct {
	id      int // of the first exchange after it
	address string
}

// maxMarks bounds the marks that are kept while nothing else happens.
const maxMarks = 1000

// mark marks the place before the exchange with this id.
func (l *listing) mark(id int, address string) {
	if n := len(l.marks); n > 0 && l.marks[n-1].id == id {
		l.marks = l.marks[:n-1] // went on at once
	}
	if len(l.marks) == maxMarks {
		l.marks = slices.Delete(l.marks, 0, 1)
	}
	l.marks = append(l.marks, mark{id, address})
}

// markAbove is where the page went between the row above and this one, "" when
// it stayed. Rows that are sorted are in no order of time.
func (l *listing) markAbove(at int) string {
	if l.state.Sort.Column != "" || len(l.marks) == 0 {
		return ""
	}
	above, here := 0, l.rows[at].began()
	if at > 0 {
		above = l.rows[at-1].began()
	}
	n, _ := slices.BinarySearchFunc(l.marks, here+1, func(m mark, id int) int { return m.id - id })
	if n == 0 || l.marks[n-1].id <= above || above == 0 && l.marks[n-1].id == 1 {
		return ""
	}
	return l.marks[n-1].address
}

