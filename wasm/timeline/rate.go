package timeline

import (
	"cmp"
	"slices"
	"sort"

	"misstep/wasm/session"
)

// A Rate is what was left of one rate limit: of an API, and of the user and
// the application that its requests are counted for.
type Rate struct {
	session.RateLimitStatus        // the last time
	Exchange                int    // that told it
	Told                    int64  // when it did
	Steps                   []Step // in the order of time
	Resets                  []int64
}

// A Step is what was left from one moment on.
type Step struct {
	At       int64
	Left     int
	Limit    int
	Exchange int // that reported it; 0: none did, it follows from a reset
}

// At returns what was left at a moment; false if nothing was known by then.
func (r *Rate) At(at int64) (Step, bool) {
	n, found := slices.BinarySearchFunc(r.Steps, at, func(s Step, at int64) int { return cmp.Compare(s.At, at) })
	for found && n+1 < len(r.Steps) && r.Steps[n+1].At == at {
		n++
	}
	if !found {
		n--
	}
	if n < 0 {
		return Step{}, false
	}
	return r.Steps[n], true
}

// Over reports whether the window is over, so that the limit has been reset.
func (r *Rate) Over(now int64) bool {
	return !r.Reset.IsZero() && now >= r.Reset.UnixMilli()
}

type rateKey struct{ pack, user, client string }

type rateReader struct {
	rates []*Rate
	byKey map[rateKey]*Rate
}

// read takes note of a response; they come in the order of time.
func (r *rateReader) read(n *note) {
	if n.told == nil {
		return
	}
	key := rateKey{n.told.Pack, n.told.User, n.told.Client}
	rate := r.byKey[key]
	if rate == nil {
		rate = &Rate{}
		r.rates = append(r.rates, rate)
		if r.byKey == nil {
			r.byKey = map[rateKey]*Rate{}
		}
		r.byKey[key] = rate
	}
	rate.add(n)
}

func (r *Rate) add(n *note) {
	at := n.End // of a response that overtakes another, the other's counts
	if last := len(r.Steps) - 1; last >= 0 {
		if r.Over(at) {
			r.fill()
		} else if at < r.Steps[last].At {
			at = r.Steps[last].At
		}
	}
	r.RateLimitStatus, r.Exchange, r.Told = *n.told, n.ID, at
	if n := len(r.Steps); n == 0 || r.Steps[n-1].Left != r.Remaining || r.Steps[n-1].Limit != r.Limit {
		r.Steps = append(r.Steps, Step{At: at, Left: r.Remaining, Limit: r.Limit, Exchange: r.Exchange})
	}
	if r.Reset.IsZero() {
		return
	}
	// Whole seconds, repeated by many responses: the last one that means this reset counts.
	reset := r.Reset.UnixMilli()
	if last := len(r.Resets) - 1; last >= 0 && reset-r.Resets[last] < max(r.Window.Milliseconds()/2, 2000) {
		r.Resets[last] = max(r.Resets[last], reset)
		return
	}
	r.Resets = append(r.Resets, reset)
}

// fill begins a new window, in which all is free.
func (r *Rate) fill() {
	at := max(r.Reset.UnixMilli(), r.Steps[len(r.Steps)-1].At)
	r.Steps = append(r.Steps, Step{At: at, Left: r.Limit, Limit: r.Limit})
}

// done returns the rates at the end of the session, the latest first.
func (r *rateReader) done(end int64) []Rate {
	sort.SliceStable(r.rates, func(i, j int) bool { return r.rates[i].Told > r.rates[j].Told })
	var rates []Rate
	for _, rate := range r.rates {
		if rate.Over(end) {
			rate.fill()
		}
		rates = append(rates, *rate)
	}
	return rates
}
