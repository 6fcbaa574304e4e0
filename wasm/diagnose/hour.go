package diagnose

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
)

// An hour counts the calls in one window of the rate limit.
type hour struct {
	calls     int                        // that were answered with anything but 429
	refused   int                        // answered with 429
	failed    int                        // answered with 5xx
	broken    map[*catalog.Endpoint]bool // answered with 5xx
	endpoints map[*catalog.Endpoint]int
	families  map[string]*family
	widest    *family // with the most calls, of those with leastDays
	remaining int     // of the first answer that told it
	toldAt    event
	most      string // see examination.most
	mostAt    int    // calls, when it was made

	judged  []int // exchanges whose diagnosis depends on the verdict, as they came
	limit   int   // that one of them told, 0: none did
	verdict verdict
	turned  int // exchange that changed it last
}

// A verdict is what an hour's calls say of those that were refused in it, and of
// those that the server failed to answer.
type verdict struct {
	use    rateUse
	outage bool
}

// mostTouched bounds the exchanges whose diagnoses one exchange may change by
// turning the verdict on their hour. That happens a few times in an hour.
const mostTouched = 1000

// turnedBy are the exchanges that are judged otherwise because of this one.
func (h *hour) turnedBy(id int) []int {
	if h.turned != id {
		return nil
	}
	list := h.judged[max(0, len(h.judged)-mostTouched):]
	return slices.DeleteFunc(slices.Clone(list), func(other int) bool { return other == id })
}

// forget gives up an exchange; its calls stay counted.
func (h *hour) forget(id int) {
	if len(h.judged) > 0 && h.judged[0] <= id {
		h.judged = h.judged[1:]
	}
}

// A family is the calls of one endpoint that differ by their date only.
type family struct {
	endpoint    *catalog.Endpoint
	key         string // the path without its date
	address     string
	calls       int
	days        map[string]bool
	first, last string // yyyy-MM-dd

	asRange rangeCall // see rangeCall
}

// A rangeCall reads several days at once.
type rangeCall struct {
	first, last string
	path        string
	needed      int // such calls, for all the days; 0: there is none
}

func (i *trafficIndex) countHour(c *catalog.Catalog, pack *catalog.Pack, now event, x *httpmsg.Exchange) {
	if now.start.IsZero() || now.status == 0 {
		return
	}
	number := windowOf(pack, now.start)
	h := i.hours[number]
	if h == nil {
		h = &hour{broken: map[*catalog.Endpoint]bool{}, endpoints: map[*catalog.Endpoint]int{}, families: map[string]*family{}, remaining: -1}
		i.hours[number] = h
	}
	refused := now.status == httpmsg.StatusTooManyRequests
	if refused {
		h.refused++
		if told, ok := httpmsg.IntHeader(x, pack.RateLimit.Headers.Limit); ok && told > 0 {
			h.limit = told
		}
	} else {
		h.count(pack, now, x)
	}
	if refused || now.status >= 500 {
		h.judged = append(h.judged, now.id)
	}
	if len(h.judged) == 0 {
		return // nobody asks yet
	}
	if v := (verdict{h.use(c, pack, cmp.Or(h.limit, pack.RateLimit.Requests)), h.outage()}); v != h.verdict {
		h.verdict, h.turned = v, now.id
	}
}

// count takes note of a call that was answered with anything but 429.
func (h *hour) count(pack *catalog.Pack, now event, x *httpmsg.Exchange) {
	h.calls++
	h.endpoints[now.endpoint]++
	if now.status >= 500 {
		h.failed++
		h.broken[now.endpoint] = true
	}
	if left, ok := httpmsg.IntHeader(x, pack.RateLimit.Headers.Remaining); ok && (h.remaining < 0 || earlier(now, h.toldAt) < 0) {
		h.remaining, h.toldAt = left, now
	}
	h.countDay(now, x)
}

// A window is one stretch of time in which a pack's rate limit counts calls.
type window struct {
	pack   string
	number int64
}

// windowName is a window of this length, as keys of the wording end.
func windowName(pack *catalog.Pack) string {
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

// windowOf numbers the windows of the rate limit; they begin with the clock's.
func windowOf(pack *catalog.Pack, t time.Time) window {
	return window{pack.ID, t.Unix() / int64(max(pack.RateLimit.WindowSeconds, 1))}
}

// countDay takes note of a call for a single day.
func (h *hour) countDay(now event, x *httpmsg.Exchange) {
	if now.endpoint == nil || now.method != httpmsg.MethodGet {
		return
	}
	day, single := "", true
	var few [256]byte
	path, key, done := httpmsg.Path(x.Request.URL), few[:0], 0
	request.EachPlace(now.endpoint, path, func(p request.Place) bool {
		switch {
		case p.Date && day == "" && p.Value == "today":
			day = now.start.Format(time.DateOnly)
		case p.Date && day == "" && httpmsg.IsDay(p.Value):
			day = p.Value
		case p.Date:
			single = false // two dates, or one that is none
		case p.Name == "period" && p.Value != "1d":
			single = false
		case p.Name == "period":
		default:
			return true
		}
		key = append(append(append(key, path[done:p.From]...), '{'), p.Name...)
		key = append(append(key, '}'), p.Ending...)
		done = p.To
		return single
	})
	if day == "" || !single {
		return
	}
	key = append(key, path[done:]...)
	f := h.families[string(key)]
	if f == nil {
		f = &family{endpoint: now.endpoint, key: string(key), address: x.Request.URL, days: map[string]bool{}, first: day, last: day}
		h.families[f.key] = f
	}
	f.calls++
	f.days[day] = true
	f.first, f.last = min(f.first, day), max(f.last, day)
	if len(f.days) >= leastDays && (h.widest == nil || f.calls > h.widest.calls || f.calls == h.widest.calls && f.key < h.widest.key) {
		h.widest = f
	}
}

// leastDays is from how many calls for single days a range call is proposed.
const leastDays = 5

// leastPart is the part of the limit that they must make up: one in so many.
const leastPart = 4

// A rateUse is what used a rate limit up, as far as the session shows.
type rateUse int

const (
	usedUntold rateUse = iota // the session has none of the calls
	usedHere
	usedElsewhere        // less was left than the session's calls explain
	usedElsewherePerhaps // the session has few calls
	usedByDays           // calls for single days, where fewer for a range would do
)

// use is what used up the calls of an hour.
func (h *hour) use(c *catalog.Catalog, pack *catalog.Pack, limit int) rateUse {
	switch {
	case h.calls == 0:
		return usedUntold
	case h.remaining >= 0 && h.remaining < limit/2 && h.calls < limit/2:
		return usedElsewhere
	case h.byDays(c, pack):
		return usedByDays
	case h.calls < limit/2:
		return usedElsewherePerhaps
	}
	return usedHere
}

// byDays reports whether many calls for single days were made where few for a
// range would do.
func (h *hour) byDays(c *catalog.Catalog, pack *catalog.Pack) bool {
	f := h.widest
	if f == nil || leastPart*f.calls < max(pack.RateLimit.Requests, 1) {
		return false
	}
	_, needed := f.rangeCall(c)
	return needed > 0 && 2*needed <= f.calls
}

// When failures are the server's: leastFailed calls to leastBroken endpoints in
// one window of the rate limit, and leastShare of all calls, in percent.
const (
	leastFailed = 3
	leastBroken = 2
	leastShare  = 30
)

// outage reports whether the server failed so often that it is not for one item.
func (h *hour) outage() bool {
	return h.failed >= leastFailed && len(h.broken) >= leastBroken && h.failed*100 >= leastShare*h.calls
}

// rangeCall is the path that reads at once the days that a family read each
// alone, and how many such calls are needed; 0 when there is none.
func (f *family) rangeCall(c *catalog.Catalog) (path string, needed int) {
	if r := &f.asRange; r.first != f.first || r.last != f.last {
		path, needed := f.findRange(c)
		*r = rangeCall{f.first, f.last, path, needed}
	}
	return f.asRange.path, f.asRange.needed
}

func (f *family) findRange(c *catalog.Catalog) (path string, needed int) {
	first, _ := time.Parse(time.DateOnly, f.first)
	last, _ := time.Parse(time.DateOnly, f.last)
	span := int(last.Sub(first).Hours()/24) + 1
	segments := strings.Split(httpmsg.Path(f.address), "/")
	base := strings.TrimSuffix(strings.SplitN(f.address, "?", 2)[0], httpmsg.Path(f.address))
	for _, p := range request.Places(f.endpoint, f.address) {
		if !p.Date {
			continue
		}
		rest := segments[p.Segment+1:]
		if len(rest) > 0 && (rest[0] == "1d" || rest[0] == "1d.json") {
			rest = rest[1:]
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
