package listmodel

import "time"

// breaks are where another day begins in the rows, or another file.
type breaks struct {
	changes int   // of the rows, when they were looked for
	files   bool  // were looked at
	rows    []int // the first of each
}

// Layout is where the rows stand: in the order of time, those of each day and file below a
// line that says which; all of one need none. file returns the file of an exchange; nil if
// there is at most one.
func (l *Model) Layout(file func(id int) string) Layout {
	y := Layout{Rows: len(l.Rows)}
	if column := l.state.Sort.Column; (len(l.days) > 1 || file != nil) && (column == "" || column == byTime) {
		if l.breaks.changes != l.changes || l.breaks.files != (file != nil) {
			l.findBreaks(file)
		}
		y.Breaks = l.breaks.rows
	}
	return y
}

func (l *Model) findBreaks(file func(id int) string) {
	l.breaks = breaks{l.changes, file != nil, l.breaks.rows[:0]}
	day, name := 0, ""
	for i := range l.Rows {
		if l.Rows[i].member != 0 {
			continue
		}
		id := l.ordered(i)
		itsDay, itsName := l.items[id-1].day, name
		if itsDay == 0 {
			itsDay = day
		}
		if file != nil {
			itsName = file(id)
		}
		if itsDay != day || itsName != name {
			day, name = itsDay, itsName
			l.breaks.rows = append(l.breaks.rows, i)
		}
	}
}

// ordered is the exchange by whose time a row stands where it does.
func (l *Model) ordered(row int) int {
	if l.state.Sort.Column == byTime {
		return l.Rows[row].Exchange()
	}
	return l.Rows[row].Began()
}

// OtherDay reports whether a row is of a day that no line above it says: that of
// another request of its group, or any where the list has no such lines.
func (l *Model) OtherDay(row int) bool {
	if len(l.days) < 2 {
		return false
	}
	said := 0
	switch r := l.Rows[row]; l.state.Sort.Column {
	case "":
		said = l.items[r.group.shown[0]-1].day
	case byTime:
		said = l.items[r.Latest()-1].day
	}
	day := l.items[l.Rows[row].Exchange()-1].day
	return day != 0 && day != said
}

// Leads is that exchange, and when it began by the reader's clock.
func (l *Model) Leads(row int) (id int, began time.Time) {
	id = l.ordered(row)
	return id, l.items[id-1].row.Started
}
