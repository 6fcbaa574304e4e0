package timeline

import (
	"math"
	"time"
)

// A Frame is a span of time and the pixels that it is drawn on.
type Frame struct {
	From, To    int64 // milliseconds since 1970; From < To
	Left, Width float64
}

// leastSpan is how far one can zoom in, in milliseconds.
const leastSpan = 20

// Whole is the frame that shows everything, with some room at its sides.
func (m *Model) Whole(left, width float64) Frame {
	span := m.Last - m.First
	room := max(span/50, 250)
	return Frame{m.First - room, m.Last + room, left, max(width, 1)}
}

// X is where a moment is drawn.
func (f Frame) X(at int64) float64 {
	return f.Left + float64(at-f.From)*f.Width/float64(f.To-f.From)
}

// Time is the moment that is drawn at x.
func (f Frame) Time(x float64) int64 {
	return f.From + int64((x-f.Left)*float64(f.To-f.From)/f.Width)
}

// Zoomed shows factor times as long, and keeps what is drawn at x where it is.
func (f Frame) Zoomed(factor, x float64) Frame {
	at := f.Time(x)
	f.From, f.To = at-int64(float64(at-f.From)*factor), at+int64(float64(f.To-at)*factor)
	return f
}

// Panned is moved by a part of its width.
func (f Frame) Panned(part float64) Frame {
	by := int64(part * float64(f.To-f.From))
	f.From, f.To = f.From+by, f.To+by
	return f
}

// Within is the frame moved, and if need be narrowed, so that it shows nothing
// outside another, nor too little.
func (f Frame) Within(whole Frame) Frame {
	span := min(max(f.To-f.From, leastSpan), whole.To-whole.From)
	middle := f.From + (f.To-f.From)/2
	f.From = min(max(middle-span/2, whole.From), whole.To-span)
	f.To = f.From + span
	return f
}

// A Tick is one mark of the axis.
type Tick struct {
	At   int64
	X    float64
	Text string // time of day
	Day  string // 2006-01-02, on the first tick and where it changes
}

var tickSteps = []time.Duration{
	time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond, 10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, day,
}

const day = 24 * time.Hour

// Ticks are round times of that place, no closer than gap pixels.
func (f Frame) Ticks(gap float64, place *time.Location) []Tick {
	least := time.Duration(float64(f.To-f.From) * gap / f.Width * float64(time.Millisecond))
	step := tickSteps[len(tickSteps)-1]
	for _, s := range tickSteps {
		if s >= least {
			step = s
			break
		}
	}
	for n := 0; step < least; n++ {
		step = day * time.Duration([]int{2, 5, 10}[n%3]) * time.Duration(math.Pow10(n/3))
	}
	from := time.UnixMilli(f.From).In(place)
	midnight := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, place)
	var ticks []Tick
	last := ""
	for n := int64(0); ; n++ {
		at := midnight.Add(time.Duration(n) * step)
		if step >= day {
			at = midnight.AddDate(0, 0, int(n*int64(step/day))) // a day may have 23 hours
		} else if n == 0 {
			n = int64(from.Sub(midnight) / step)
			at = midnight.Add(time.Duration(n) * step)
		}
		milliseconds := at.UnixMilli()
		if milliseconds > f.To {
			return ticks
		}
		if milliseconds < f.From {
			continue
		}
		tick := Tick{At: milliseconds, X: f.X(milliseconds), Text: clockText(at, step)}
		if date := at.Format(time.DateOnly); date != last {
			tick.Day, last = date, date
		}
		ticks = append(ticks, tick)
	}
}

// clockText is a time of day as exactly as a step asks for; "" for whole days.
func clockText(t time.Time, step time.Duration) string {
	switch {
	case step >= day:
		return ""
	case step >= time.Minute:
		return t.Format("15:04")
	case step >= time.Second:
		return t.Format(time.TimeOnly)
	}
	return t.Format("15:04:05.000")
}
