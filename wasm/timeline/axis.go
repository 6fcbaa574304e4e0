package timeline

import (
	"math"
	"slices"
	"time"
)

// A Frame is a span of time and the pixels that it is drawn on.
type Frame struct {
	From, To    int64 // milliseconds since 1970; From < To
	Left, Width float64
	Folds       []Fold // in the order of time
}

// A Fold is a time in which nothing happened. It is drawn narrow: else a
// session over days would be a few dots.
type Fold struct {
	From, To int64
	drawn    int64 // as if it had lasted so long
}

const (
	leastSpan = 20 // how far one can zoom in, in milliseconds

	leastFold = 20 * 60 * 1000 // from how much idle time on there may be a fold, in milliseconds
	leastBusy = 10             // from how many exchanges on
	foldPart  = 20             // and from which part of the session on: one in so many
)

// Whole is the frame that shows everything, with some room at its sides.
func (m *Model) Whole(left, width float64) Frame {
	f := Frame{From: m.First, To: m.Last, Left: left, Width: max(width, 1), Folds: m.folds}
	room := max(int64(f.flat(f.To)-f.flat(f.From))/50, 250)
	f.From, f.To = f.From-room, f.To+room
	return f
}

// foldsOf finds the idle times of exchanges in the order of time.
func foldsOf(list []Exchange, span int64) (folds []Fold) {
	var end, idle int64
	if len(list) < leastBusy {
		return nil
	}
	for i, e := range list {
		if i > 0 && e.At-end >= max(leastFold, span/foldPart) {
			folds = append(folds, Fold{From: end, To: e.At})
			idle += e.At - end
		}
		end = max(end, e.End)
	}
	for i := range folds {
		folds[i].drawn = max((span-idle)/25, 1000)
	}
	return folds
}

// flat is a moment on a clock that runs fast within folds.
func (f Frame) flat(at int64) float64 {
	flat := float64(at)
	for _, fold := range f.Folds {
		switch {
		case at >= fold.To:
			flat -= float64(fold.To - fold.From - fold.drawn)
		case at > fold.From:
			flat -= float64(at-fold.From) * (1 - float64(fold.drawn)/float64(fold.To-fold.From))
		}
	}
	return flat
}

// moment is the inverse of flat.
func (f Frame) moment(flat float64) int64 {
	for _, fold := range f.Folds {
		switch behind := flat - float64(fold.From); {
		case behind <= 0:
			return int64(flat)
		case behind < float64(fold.drawn):
			return fold.From + int64(behind*float64(fold.To-fold.From)/float64(fold.drawn))
		}
		flat += float64(fold.To - fold.From - fold.drawn)
	}
	return int64(flat)
}

// with is the frame with other ends.
func (f Frame) with(from, to float64) Frame {
	f.From, f.To = f.moment(from), f.moment(to)
	return f
}

// X is where a moment is drawn.
func (f Frame) X(at int64) float64 {
	from := f.flat(f.From)
	return f.Left + (f.flat(at)-from)*f.Width/(f.flat(f.To)-from)
}

// Time is the moment that is drawn at x.
func (f Frame) Time(x float64) int64 {
	from := f.flat(f.From)
	return f.moment(from + (x-f.Left)*(f.flat(f.To)-from)/f.Width)
}

// Zoomed shows factor times as long, and keeps what is drawn at x where it is.
func (f Frame) Zoomed(factor, x float64) Frame {
	at, from, to := f.flat(f.Time(x)), f.flat(f.From), f.flat(f.To)
	return f.with(at-(at-from)*factor, at+(to-at)*factor)
}

// Panned is moved by a part of its width.
func (f Frame) Panned(part float64) Frame {
	from, to := f.flat(f.From), f.flat(f.To)
	return f.with(from+part*(to-from), to+part*(to-from))
}

// Around is moved so that a moment is in its middle.
func (f Frame) Around(at int64) Frame {
	half := (f.flat(f.To) - f.flat(f.From)) / 2
	return f.with(f.flat(at)-half, f.flat(at)+half)
}

// Within is the frame moved, and if need be narrowed, so that it shows nothing
// outside another, nor too little.
func (f Frame) Within(whole Frame) Frame {
	first, last := whole.flat(whole.From), whole.flat(whole.To)
	from, to := f.flat(f.From), f.flat(f.To)
	span := min(max(to-from, leastSpan), last-first)
	from = min(max((from+to)/2-span/2, first), last-span)
	return f.with(from, from+span)
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

// Ticks are round times by the local clock, no closer than gap pixels.
func (f Frame) Ticks(gap float64, local func(time.Time) time.Time) []Tick {
	step := f.tickStep(gap).Milliseconds()
	wall := func(at int64) int64 { // what the clock shows then, as if it were UTC
		_, offset := local(time.UnixMilli(at)).Zone()
		return at + int64(offset)*1000
	}
	const day = int64(day / time.Millisecond)
	midnight := wall(f.From) - (wall(f.From)%day+day)%day
	past := func(at int64) int64 { return (wall(at) - midnight) % step } // since the round time before it
	var ticks []Tick
	last, free := "", f.Left
	for at := f.From - past(f.From); at <= f.To; {
		next := at + step
		if i := slices.IndexFunc(f.Folds, func(fold Fold) bool { return fold.From < at && at < fold.To }); i >= 0 {
			next = max(next, f.Folds[i].To-past(f.Folds[i].To))
		} else if tick := f.tick(at, step, local); at >= f.From && tick.X >= free { // else it is after a fold
			free = tick.X + gap*0.8
			if tick.Day == last {
				tick.Day = ""
			} else {
				last = tick.Day
			}
			ticks = append(ticks, tick)
		}
		if off := past(next); 2*off < step { // clocks were changed
			at = next - off
		} else {
			at = next + step - off
		}
	}
	return ticks
}

// tickStep is the least round span between ticks that leaves gap pixels.
func (f Frame) tickStep(gap float64) time.Duration {
	least := time.Duration((f.flat(f.To) - f.flat(f.From)) * gap / f.Width * float64(time.Millisecond))
	for _, s := range tickSteps {
		if s >= least {
			return s
		}
	}
	step := day
	for n := 0; step < least; n++ {
		step = day * time.Duration([]int{2, 5, 10}[n%3]) * time.Duration(math.Pow10(n/3))
	}
	return step
}

func (f Frame) tick(at, step int64, local func(time.Time) time.Time) Tick {
	shown := local(time.UnixMilli(at))
	return Tick{At: at, X: f.X(at), Text: clockText(shown, time.Duration(step)*time.Millisecond), Day: shown.Format(time.DateOnly)}
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
