// Package timeline puts a session on an axis of time: requests, failures by their kind,
// what was left of the rate limit, how long tokens were valid. It is pure, and knows no
// more about an API than the exchanges show.
package timeline

import (
	"cmp"
	"slices"
	"sort"

	"misstep/catalog"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// A Kind is how an exchange ended.
type Kind uint8

// Kinds; all but Success are failures.
const (
	Success Kind = iota
	Auth         // for who asks: credentials, permissions, steps of OAuth
	Request      // for what is asked
	RateLimit
	Server
	Network // the browser had, or showed, no response
	ShutDown
	kinds int = iota
)

// Failures are the kinds of failures in the order in which they are shown.
var Failures = []Kind{Auth, Request, RateLimit, Server, Network, ShutDown}

// An Exchange is where one exchange is on the axis.
type Exchange struct {
	ID   int
	At   int64 // start, in milliseconds since 1970
	End  int64
	Kind Kind
	Step string // of OAuth, see diagnosis.Session.Step
}

// A Timeline takes note of the exchanges of a session as they come.
type Timeline struct {
	notes     []note // by exchange, but for those that are forgotten
	forgotten int    // exchanges, the first
	model     *Model // nil: something came since
}

type note struct {
	Exchange
	there  bool
	timed  bool
	told   *session.RateLimitStatus
	tokens []session.TokenStep
}

// Put takes note of an exchange, or of what became of it.
func (t *Timeline) Put(s *diagnosis.Session, id int) {
	at := id - 1 - t.forgotten
	if at < 0 {
		return
	}
	for len(t.notes) <= at {
		t.notes = append(t.notes, note{})
	}
	t.notes[at], t.model = noteOf(s, id), nil
}

func noteOf(s *diagnosis.Session, id int) note {
	x := s.Exchange(id)
	n := note{there: true, timed: !x.Started.IsZero(), tokens: s.TokenSteps(id)}
	n.ID, n.Step = id, s.Step(id)
	n.Kind = kindOf(x, s.Summary(id), s.Pack(id), s.OAuthStep(id))
	if n.timed {
		n.At = x.Started.UnixMilli()
		n.End = n.At + int64(max(x.Duration, 0))
	}
	if told, ok := s.RateLimitStatus(id); ok {
		n.told = &told
	}
	return n
}

// Clear forgets all exchanges.
func (t *Timeline) Clear() { *t = Timeline{} }

// Forget takes out the exchanges before this ID.
func (t *Timeline) Forget(before int) {
	more := max(before-1-t.forgotten, 0)
	t.forgotten += more
	t.notes = slices.Delete(t.notes, 0, min(more, len(t.notes)))
	t.model = nil
}

// kindOf is how an exchange ended. What the browser kept from the page is a
// failure of the network whatever its status; the rest is recognized by its status.
func kindOf(x *httpmsg.Exchange, d diagnosis.Summary, pack *catalog.Pack, step bool) Kind {
	if !d.Failed {
		return Success
	}
	status := cmp.Or(d.Status, x.Response.Status)
	switch {
	case d.Gone || pack != nil && pack.Shutdown != nil && status == pack.Shutdown.Status:
		return ShutDown
	case d.Kind == catalog.KindNetwork || status == 0 && x.Pasted == "":
		return Network
	case status == httpmsg.StatusTooManyRequests:
		return RateLimit
	case status >= 500:
		return Server
	case status == httpmsg.StatusUnauthorized || status == httpmsg.StatusForbidden || d.Kind == catalog.KindConsent || step:
		return Auth
	}
	return Request
}

// A Model is the whole session in the order of time.
type Model struct {
	Exchanges []Exchange // that have a time
	Untimed   int        // exchanges without one
	First     int64      // start of the first exchange
	Last      int64      // end of the last one
	Counts    [kinds]int // exchanges by kind
	Failures  []int      // places in Exchanges of those that failed
	ByKind    [kinds][]int
	Steps     []int  // places in Exchanges of the steps of OAuth
	Rates     []Rate // the latest first
	Tokens    []Life // by their first sight

	folds []Fold
}

// Empty reports whether there is nothing to be seen.
func (m *Model) Empty() bool { return len(m.Exchanges) == 0 }

// Model is the session as it is now. It costs one pass for each change.
func (t *Timeline) Model() *Model {
	if t.model != nil {
		return t.model
	}
	m := &Model{}
	order := make([]*note, 0, len(t.notes))
	for i := range t.notes {
		switch n := &t.notes[i]; {
		case !n.there:
		case !n.timed:
			m.Untimed++
		default:
			order = append(order, n)
		}
	}
	byTime := func(i, j int) bool {
		a, b := order[i], order[j]
		return a.At < b.At || a.At == b.At && a.ID < b.ID
	}
	if !sort.SliceIsSorted(order, byTime) {
		sort.SliceStable(order, byTime)
	}
	rates, tokens := rateReader{}, tokenReader{}
	for place, n := range order {
		m.Exchanges = append(m.Exchanges, n.Exchange)
		m.Last = max(m.Last, n.End)
		m.Counts[n.Kind]++
		m.ByKind[n.Kind] = append(m.ByKind[n.Kind], place)
		if n.Kind != Success {
			m.Failures = append(m.Failures, place)
		}
		if n.Step != "" {
			m.Steps = append(m.Steps, place)
		}
		rates.read(n)
		tokens.read(n)
	}
	if len(order) > 0 {
		m.First = order[0].At
	}
	m.folds = foldsOf(m.Exchanges, m.Last-m.First)
	m.Rates, m.Tokens = rates.done(m.Last), tokens.lives
	t.model = m
	return m
}

// NextFailure is the place of the failure that is by failures later than an
// exchange, or earlier; past the ends it stays at the end. -1: there is none.
func (m *Model) NextFailure(exchange, by int) int {
	if len(m.Failures) == 0 {
		return -1
	}
	at := -1
	if by < 0 {
		at = len(m.Failures)
	}
	if from := slices.IndexFunc(m.Exchanges, func(e Exchange) bool { return e.ID == exchange }); from >= 0 {
		n, found := slices.BinarySearch(m.Failures, from)
		at = n
		if !found && by > 0 {
			at--
		}
	}
	return m.Failures[min(max(at+by, 0), len(m.Failures)-1)]
}
