package listmodel

import "time"

// dayBreaks are where the day changes in the rows.
type dayBreaks struct {
	changes int   // of the rows, when they were looked for
	rows    []int // the first of each day
}

// Layout is where the rows stand: in the order of time, those of each day below a
// line that says which; all of one day need none.
func (l *Model) Layout() Layout {
	y := Layout{Rows: len(l.Rows)}
	if column := l.state.Sort.Column; len(l.days) > 1 && (column == "" || column == byTime) {
		if l.breaks.changes != l.changes {
			l.findBreaks()
		}
		y.Breaks = l.breaks.rows
	}
	return y
}

func (l *Model) findBreaks() {
	l.breaks = dayBreaks{l.changes, l.breaks.rows[:0]}
	day := 0
	for i := range l.Rows {
		if l.Rows[i].member != 0 {
			continue
		}
		if its := l.items[l.ordered(i)-1].day; its != day && its != 0 {
			day = its
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

// Day is a moment of the day that a row is of.
func (l *Model) Day(row int) time.Time { return l.items[l.ordered(row)-1].row.Started }
