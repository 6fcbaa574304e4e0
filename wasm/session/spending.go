package session

import (
	"cmp"
	"sort"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// A Spending is what used up one window of a rate limit until some exchange.
type Spending struct {
	RateLimitStatus     // that was reported last
	Told            int // by this exchange
	From, To        time.Time
	Uses            []Use // by endpoint, most first
	Exchanges       []int // of the window, as far as the session has them
	Seen            int   // of these, that count
	Refused         int   // and those answered with 429
	Savings         []Saving
}

// A Use is the requests to one endpoint.
type Use struct {
	Endpoint      *catalog.Endpoint // nil: none that is documented
	Seen, Refused int
	Exchanges     []int
}

// A Saving is requests for single days that few for a range would replace.
type Saving struct {
	Endpoint      *catalog.Endpoint
	Calls, Needed int
	URL           string // of the first of those few
}

// Elsewhere is how many requests the session doesn't have.
func (s *Spending) Elsewhere() int { return max(0, s.Limit-s.Remaining-s.Seen) }

// Spending is what used up the window of the rate limit that an exchange is in, by the same
// user and application; false if the limit isn't known by then. It looks at all exchanges,
// so call it only when the user asks.
func (s *Session) Spending(id int) (told Spending, ok bool) {
	r := s.Recorded(id)
	at, pack := EventTimeOf(id, &r.Exchange), r.Pack
	if pack == nil || at.Start.IsZero() || pack.RateLimit.WindowSeconds == 0 {
		return told, false
	}
	window := WindowOf(pack, at.Start)
	mine := s.senderOf(&r.Exchange)
	byEndpoint := map[*catalog.Endpoint]*Use{}
	for other := s.First(); other <= s.LastID(); other++ {
		o := s.Recorded(other)
		x := &o.Exchange
		if o.Pack != pack || !o.counted || o.Preflight || o.IsStep || x.Started.IsZero() || x.Response.Status == 0 || x.FromCache != "" || WindowOf(pack, x.Started) != window || at.before(EventTimeOf(other, x)) {
			continue
		}
		if its := s.senderOf(x); mine.user != "" && its.user != "" && its != mine {
			continue
		}
		use := byEndpoint[o.Endpoint]
		if use == nil {
			use = &Use{Endpoint: o.Endpoint}
			byEndpoint[o.Endpoint] = use
		}
		use.Exchanges, told.Exchanges = append(use.Exchanges, other), append(told.Exchanges, other)
		if x.Response.Status == httpmsg.StatusTooManyRequests {
			use.Refused++
			told.Refused++
		} else {
			use.Seen++
			told.Seen++
		}
		if status, is := s.RateLimitStatus(other); is && (!ok || EventTimeOf(told.Told, s.Exchange(told.Told)).before(EventTimeOf(other, x))) {
			told.RateLimitStatus, told.Told, ok = status, other, true
		}
	}
	if !ok {
		return told, false
	}
	for _, use := range byEndpoint {
		told.Uses = append(told.Uses, *use)
	}
	sort.Slice(told.Uses, func(i, j int) bool {
		a, b := told.Uses[i], told.Uses[j]
		return cmp.Or(cmp.Compare(b.Seen, a.Seen), cmp.Compare(b.Refused, a.Refused), cmp.Compare(a.Exchanges[0], b.Exchanges[0])) < 0
	})
	length := time.Duration(pack.RateLimit.WindowSeconds) * time.Second
	told.From = time.Unix(window.Number*int64(pack.RateLimit.WindowSeconds), 0)
	told.To = told.From.Add(length)
	told.Savings = s.traffic.hours[window].savings(s.catalog)
	return told, true
}

// senderOf is whose requests an exchange is counted with, judging by its token.
func (s *Session) senderOf(x *httpmsg.Exchange) (o owner) {
	if t, ok := s.Sent(x); ok {
		o = s.ownerOf(t)
	}
	return o
}

// savings are the calls for single days that fewer for a range would replace, those
// that save most first.
func (h *RateWindow) savings(c *catalog.Catalog) (list []Saving) {
	if h == nil {
		return nil
	}
	for _, f := range h.families {
		if len(f.days) < 2 {
			continue
		}
		if path, needed := f.RangeCall(c); needed > 0 && 2*needed <= f.Calls {
			address, _, _ := strings.Cut(f.address, "?")
			list = append(list, Saving{f.Endpoint, f.Calls, needed, strings.TrimSuffix(address, httpmsg.Path(f.address)) + path})
		}
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		return cmp.Or(cmp.Compare(b.Calls-b.Needed, a.Calls-a.Needed), strings.Compare(a.URL, b.URL)) < 0
	})
	return list
}
