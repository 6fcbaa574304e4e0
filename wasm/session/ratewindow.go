package session

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
)

// A RateWindow counts the calls in one window of the rate limit.
type RateWindow struct {
	Calls     int                        // that were answered with anything but 429
	Refused   int                        // answered with 429
	Failed    int                        // answered with 5xx
	Broken    map[*catalog.Endpoint]bool // answered with 5xx
	Endpoints map[*catalog.Endpoint]int
	families  map[string]*DailySeries
	Busiest   *DailySeries // with the most calls, of those with leastDays
	Remaining int          // of the first response that had it
	ToldAt    Event

	judged  []int // exchanges whose diagnosis depends on the verdict, as they came
	limit   int   // that one of them reported, 0: none did
	verdict verdict
	turned  int // exchange that changed it last
}

// A verdict is what an hour's calls say of those that were refused in it, and of
// those that the server failed to answer.
type verdict struct {
	use    RateCause
	outage bool
}

// MostAffected bounds the exchanges whose diagnoses one exchange may change by
// turning the verdict on their hour. That happens a few times in an hour.
const MostAffected = 1000

// affectedBy are the exchanges that are judged otherwise because of this one.
func (h *RateWindow) affectedBy(id int) []int {
	if h.turned != id {
		return nil
	}
	list := h.judged[max(0, len(h.judged)-MostAffected):]
	return slices.DeleteFunc(slices.Clone(list), func(other int) bool { return other == id })
}

// forget drops an exchange; its calls stay counted.
func (h *RateWindow) forget(id int) {
	if len(h.judged) > 0 && h.judged[0] <= id {
		h.judged = h.judged[1:]
	}
}

// A DailySeries is the calls to one endpoint that differ only in their dates: for
// single days, or for ranges of a few.
type DailySeries struct {
	Endpoint    *catalog.Endpoint
	key         string // the path without its date
	address     string
	Calls       int
	days        map[string]bool // or ranges of them
	ranges      bool            // there are
	First, Last string          // yyyy-MM-dd

	asRange rangeCall // see rangeCall
}

// A rangeCall reads several days at once.
type rangeCall struct {
	first, last string
	path        string
	needed      int // such calls, for all the days; 0 if there is none
}

func (i *trafficIndex) countHour(c *catalog.Catalog, pack *catalog.Pack, now Event, x *httpmsg.Exchange) {
	if now.Start.IsZero() || now.Status == 0 {
		return
	}
	number := WindowOf(pack, now.Start)
	h := i.hours[number]
	if h == nil {
		h = &RateWindow{Broken: map[*catalog.Endpoint]bool{}, Endpoints: map[*catalog.Endpoint]int{}, families: map[string]*DailySeries{}, Remaining: -1}
		i.hours[number] = h
	}
	refused := now.Status == httpmsg.StatusTooManyRequests
	if refused {
		h.Refused++
		if told, ok := httpmsg.IntHeader(x, pack.RateLimit.Headers.Limit); ok && told > 0 {
			h.limit = told
		}
	} else {
		h.count(pack, now, x)
	}
	if refused || now.Status >= 500 {
		h.judged = append(h.judged, now.ID)
	}
	if len(h.judged) == 0 {
		return // nobody asks yet
	}
	if v := (verdict{h.Cause(c, pack, cmp.Or(h.limit, pack.RateLimit.Requests)), h.Outage()}); v != h.verdict {
		h.verdict, h.turned = v, now.ID
	}
}

// count takes note of a call that was answered with anything but 429.
func (h *RateWindow) count(pack *catalog.Pack, now Event, x *httpmsg.Exchange) {
	h.Calls++
	h.Endpoints[now.Endpoint]++
	if now.Status >= 500 {
		h.Failed++
		h.Broken[now.Endpoint] = true
	}
	if left, ok := httpmsg.IntHeader(x, pack.RateLimit.Headers.Remaining); ok && (h.Remaining < 0 || Earlier(now, h.ToldAt) < 0) {
		h.Remaining, h.ToldAt = left, now
	}
	h.countDay(now, x)
}

// A window is one stretch of time in which a pack's rate limit counts calls.
type window struct {
	pack   string
	Number int64
}

// WindowName is a window of this length, as keys of the wording end.
func WindowName(pack *catalog.Pack) string {
	switch pack.RateLimit.WindowSeconds {
	case 60:
		return "minute"
	case 3600:
		return "hour"
	case 86400:
		return "day"
	}
	return "window"
}

// WindowOf numbers the windows of the rate limit; they begin with the clock's.
func WindowOf(pack *catalog.Pack, t time.Time) window {
	return window{pack.ID, t.Unix() / int64(max(pack.RateLimit.WindowSeconds, 1))}
}

// countDay takes note of a call for a single day, or for a few.
func (h *RateWindow) countDay(now Event, x *httpmsg.Exchange) {
	if now.Endpoint == nil || now.Method != httpmsg.MethodGet {
		return
	}
	first, last, known := "", "", true
	var few [256]byte
	path, key, done := httpmsg.Path(x.Request.URL), few[:0], 0
	request.EachPlace(now.Endpoint, path, func(p request.Place) bool {
		day := p.Value
		switch {
		case p.Date && day == "today":
			day = now.Start.Format(time.DateOnly)
		case p.Date && !httpmsg.IsDay(day), p.Name != "period" && !p.Date:
			known = !p.Date // else a date that is none
			return known
		}
		switch {
		case p.Date && first == "":
			first, last = day, day
		case p.Date && first == last:
			last = day
		case p.Date:
			known = false
		case day != "1d":
			first = periodStart(last, day)
			known = first != ""
		}
		key = append(append(append(key, path[done:p.From]...), '{'), p.Name...)
		key = append(append(key, '}'), p.Ending...)
		done = p.To
		return known
	})
	if first == "" || !known || last < first {
		return
	}
	key = append(key, path[done:]...)
	f := h.families[string(key)]
	if f == nil {
		f = &DailySeries{Endpoint: now.Endpoint, key: string(key), address: x.Request.URL, days: map[string]bool{}, First: first, Last: last}
		h.families[f.key] = f
	}
	f.Calls++
	f.First, f.Last = min(f.First, first), max(f.Last, last)
	if first != last {
		f.ranges, f.days[first+last] = true, true
		return
	}
	f.days[first] = true
	if !f.ranges && len(f.days) >= leastDays && (h.Busiest == nil || f.Calls > h.Busiest.Calls || f.Calls == h.Busiest.Calls && f.key < h.Busiest.key) {
		h.Busiest = f
	}
}

// periodStart is the first day of a period that ends on a day; "" for none.
func periodStart(last, period string) string {
	end, err := time.Parse(time.DateOnly, last)
	days := request.Days(period)
	if err != nil || days == 0 {
		return ""
	}
	return end.AddDate(0, 0, 1-days).Format(time.DateOnly)
}

// leastDays is from how many calls for single days a range call is proposed.
const leastDays = 5

// leastPart is the part of the limit that they must make up: one in so many.
const leastPart = 4

// A RateCause is what used a rate limit up, as far as the session shows.
type RateCause int

const (
	CauseUnknown RateCause = iota // the session has none of the calls
	CauseSession
	CauseElsewhere      // less was left than the session's calls explain
	CauseMaybeElsewhere // the session has few calls
	CauseDailySeries    // calls for single days, where fewer for a range would do
)

// Cause is what used up the calls of an hour.
func (h *RateWindow) Cause(c *catalog.Catalog, pack *catalog.Pack, limit int) RateCause {
	switch {
	case h.Calls == 0:
		return CauseUnknown
	case h.Remaining >= 0 && h.Remaining < limit/2 && h.Calls < limit/2:
		return CauseElsewhere
	case h.byDays(c, pack):
		return CauseDailySeries
	case h.Calls < limit/2:
		return CauseMaybeElsewhere
	}
	return CauseSession
}

// byDays reports whether many calls for single days were made where few for a
// range would do.
func (h *RateWindow) byDays(c *catalog.Catalog, pack *catalog.Pack) bool {
	f := h.Busiest
	if f == nil || leastPart*f.Calls < max(pack.RateLimit.Requests, 1) {
		return false
	}
	_, needed := f.RangeCall(c)
	return needed > 0 && 2*needed <= f.Calls
}

// When failures are the server's: leastFailed calls to leastBroken endpoints in
// one window of the rate limit, and leastShare of all calls, in percent.
const (
	leastFailed = 3
	leastBroken = 2
	leastShare  = 30
)

// Outage reports whether the server failed so often that it is not for one item.
func (h *RateWindow) Outage() bool {
	return h.Failed >= leastFailed && len(h.Broken) >= leastBroken && h.Failed*100 >= leastShare*h.Calls
}

// RangeCall is the path that reads in one call the days that a family read one after
// the other, and how many such calls are needed; 0 when there is none.
func (f *DailySeries) RangeCall(c *catalog.Catalog) (path string, needed int) {
	if r := &f.asRange; r.first != f.First || r.last != f.Last {
		path, needed := f.findRange(c)
		*r = rangeCall{f.First, f.Last, path, needed}
	}
	return f.asRange.path, f.asRange.needed
}

func (f *DailySeries) findRange(c *catalog.Catalog) (path string, needed int) {
	first, _ := time.Parse(time.DateOnly, f.First)
	last, _ := time.Parse(time.DateOnly, f.Last)
	span := int(last.Sub(first).Hours()/24) + 1
	segments := strings.Split(httpmsg.Path(f.address), "/")
	base := strings.TrimSuffix(strings.SplitN(f.address, "?", 2)[0], httpmsg.Path(f.address))
	for _, p := range request.Places(f.Endpoint, f.address) {
		if !p.Date {
			continue
		}
		rest := segments[p.Segment+1:]
		if len(rest) > 0 {
			if end, _, _ := strings.Cut(rest[0], "."); end == "today" || httpmsg.IsDay(end) || request.Days(end) > 0 {
				rest = rest[1:]
			}
		}
		ending := ""
		if len(rest) == 0 {
			ending = ".json"
			if _, after, ok := strings.Cut(segments[len(segments)-1], "."); ok {
				ending = "." + after
			}
		}
		write := func(days int) string {
			list := slices.Concat(segments[:p.Segment], []string{first.Format(time.DateOnly), first.AddDate(0, 0, days-1).Format(time.DateOnly) + ending}, rest)
			return strings.Join(list, "/")
		}
		_, found := c.Endpoint(httpmsg.MethodGet, base+write(span))
		if found == nil || found.MaxDays == 1 || found.State == "retired" || len(request.Dates(request.Places(found, base+write(span)))) != 2 {
			return "", 0
		}
		days := span
		if found.MaxDays > 0 {
			days = min(span, found.MaxDays)
		}
		return write(days), (span + days - 1) / days
	}
	return "", 0
}

// A RateLimitStatus is what one response said about the rate limit.
type RateLimitStatus struct {
	Pack, Name   string        // id and name of the API
	Per          string        // what is counted together, as documented: "user and application"
	User, Client string        // whose requests are counted, judging by the token
	Limit        int           // requests in a window
	Remaining    int           // of them
	Reset        time.Time     // when the limit resets, by the client's clock; zero: unknown
	Window       time.Duration // how long a window is; 0: not known
}

// RateLimitStatus is what the response of an exchange said about the rate limit; false if
// it said nothing, or came from a cache.
func (s *Session) RateLimitStatus(id int) (RateLimitStatus, bool) {
	r := s.Recorded(id)
	x, pack := &r.Exchange, r.Pack
	if pack == nil || x.FromCache != "" {
		return RateLimitStatus{}, false
	}
	limits := pack.RateLimit
	left, ok := httpmsg.IntHeader(x, limits.Headers.Remaining)
	if !ok || left < 0 {
		return RateLimitStatus{}, false
	}
	told := RateLimitStatus{
		Pack: pack.ID, Name: pack.Name, Per: limits.Per, Limit: limits.Requests, Remaining: left,
		Window: time.Duration(limits.WindowSeconds) * time.Second,
	}
	if limit, ok := httpmsg.IntHeader(x, limits.Headers.Limit); ok && limit > 0 {
		told.Limit = limit
	}
	told.Limit = max(told.Limit, left)
	if seconds, ok := httpmsg.IntHeader(x, limits.Headers.Reset); ok && seconds >= 0 && !x.Started.IsZero() && seconds <= mostSeconds(limits.WindowSeconds) {
		told.Reset = x.Started.Add(time.Duration(x.Duration*float64(time.Millisecond)) + time.Duration(seconds)*time.Second)
	}
	sender := s.senderOf(x)
	told.User, told.Client = sender.user, sender.client
	return told, true
}

// mostSeconds is the longest wait that can be believed: what is longer isn't a number of
// seconds, but perhaps a date.
func mostSeconds(window int) int {
	if window == 0 {
		return 31 * 24 * 60 * 60
	}
	return 2 * window
}
