package listmodel

// maxLate is how much earlier than the exchange before it, in milliseconds, an
// exchange may have begun to be placed before it. It is more than the browser's delay
// in reporting a live request, and less than the time between a recording and what was
// in the list when it was opened, which stays after it.
const maxLate = 10 * 60 * 1000

// placeUpTo works out where items stand in the list that is not sorted: by when
// they began. One without a time, or from long before, stands where it came.
func (l *Model) placeUpTo(s source, id int) {
	for l.placed = max(l.placed, l.dropped); l.placed < id; l.placed++ {
		latest := int64(0)
		if l.placed > l.dropped {
			latest = l.items[l.placed-1].latest
		}
		at := latest
		if x := s.Exchange(l.placed + 1); !x.Started.IsZero() {
			if began := x.Started.UnixMilli(); began >= latest-maxLate {
				at = began
			}
		}
		l.late = l.late || at < latest
		e := l.items[l.placed]
		e.place, e.latest = at, max(latest, at)
	}
}
