package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/har"
)

// trafficIndex knows what was called when. All it keeps is found by key, so
// that a diagnosis does not read the session again.
type trafficIndex struct {
	hours      map[window]*hour // by window of a rate limit
	addresses  map[address]*outcomes
	reads      map[*catalog.Endpoint]*moment // first successful answer with the data asked for
	redirects  map[string][]moment           // by where they lead
	preflights map[string][]moment           // by URL, oldest first
	deletions  map[string][]moment           // by URL, oldest first
	ids        map[string]roundedID          // by how JavaScript's numbers print them
}

// An address is what a call is the same by.
type address struct{ method, url string }

// A moment is one exchange among others.
type moment struct {
	started  time.Time
	id       int
	status   int
	method   string
	endpoint *catalog.Endpoint
}

func earlier(a, b moment) int { return cmp.Or(a.started.Compare(b.started), cmp.Compare(a.id, b.id)) }

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
	toldAt    moment
	most      string // see examination.most
	mostAt    int    // calls, when it was made
}

// A family is the calls of one endpoint that differ by their date only.
type family struct {
	endpoint    *catalog.Endpoint
	key         string // the path without its date
	address     string
	calls       int
	days        map[string]bool
	first, last string // yyyy-MM-dd

	asRange rangeCall // see examination.rangeCall
}

// A rangeCall reads several days at once.
type rangeCall struct {
	first, last string
	path        string
	needed      int // such calls, for all the days; 0: there is none
}

// outcomes counts how one and the same call ended.
type outcomes struct {
	calls             int // that the session holds still
	failed, succeeded int
	first             moment // of the failed
}

func (i *trafficIndex) observe(id int, r *recorded) {
	x, endpoint := &r.exchange, r.endpoint
	if r.pack == nil {
		return
	}
	if i.hours == nil {
		*i = trafficIndex{hours: map[window]*hour{}, addresses: map[address]*outcomes{}, reads: map[*catalog.Endpoint]*moment{},
			redirects: map[string][]moment{}, preflights: map[string][]moment{}, deletions: map[string][]moment{}, ids: map[string]roundedID{}}
	}
	now := moment{x.Started, id, x.Response.Status, x.Request.Method, endpoint}
	if ok := now.status >= 200 && now.status < 300; ok {
		if endpoint != nil && holdsData(endpoint, &x.Response.Body) {
			if first := i.reads[endpoint]; first == nil || earlier(now, *first) < 0 {
				i.reads[endpoint] = &now
			}
		}
		i.noteIDs(now, x)
	}
	if r.counted {
		return
	}
	r.counted = true
	switch {
	case r.preflight:
		insert(i.preflights, x.Request.URL, now)
		return
	case now.method == har.MethodDelete:
		insert(i.deletions, x.Request.URL, now)
	}
	if to, ok := x.Response.Header("Location"); ok && now.status >= 300 && now.status < 400 {
		insert(i.redirects, to, now)
	}
	i.countOutcome(now, x)
	if endpoint == nil || !r.isStep {
		i.countHour(r.pack, now, x)
	}
}

// insert keeps a list in the order of time, whatever the order of adding.
func insert(lists map[string][]moment, key string, m moment) {
	at, _ := slices.BinarySearchFunc(lists[key], m, earlier)
	lists[key] = slices.Insert(lists[key], at, m)
}

// forget gives up what is kept by address. Counts stay: they are few.
func (i *trafficIndex) forget(id int, r *recorded) {
	if !r.counted {
		return
	}
	x := &r.exchange
	remove(i.preflights, x.Request.URL, id)
	remove(i.deletions, x.Request.URL, id)
	if to, ok := x.Response.Header("Location"); ok {
		remove(i.redirects, to, id)
	}
	key := address{x.Request.Method, x.Request.URL}
	if o := i.addresses[key]; o != nil {
		if o.calls--; o.calls <= 0 {
			delete(i.addresses, key)
		}
	}
}

func remove(lists map[string][]moment, key string, id int) {
	list := slices.DeleteFunc(lists[key], func(m moment) bool { return m.id == id })
	if lists[key] = list; len(list) == 0 {
		delete(lists, key)
	}
}

func (i *trafficIndex) countOutcome(now moment, x *har.Exchange) {
	key := address{now.method, x.Request.URL}
	o := i.addresses[key]
	if o == nil {
		o = &outcomes{}
		i.addresses[key] = o
	}
	o.calls++
	switch {
	case now.status >= 500:
		if o.failed++; o.failed == 1 || earlier(now, o.first) < 0 {
			o.first = now
		}
	case now.status >= 200 && now.status < 300:
		o.succeeded++
	}
}

func (i *trafficIndex) countHour(pack *catalog.Pack, now moment, x *har.Exchange) {
	if now.started.IsZero() || now.status == 0 {
		return
	}
	number := windowOf(pack, now.started)
	h := i.hours[number]
	if h == nil {
		h = &hour{broken: map[*catalog.Endpoint]bool{}, endpoints: map[*catalog.Endpoint]int{}, families: map[string]*family{}, remaining: -1}
		i.hours[number] = h
	}
	if now.status == har.StatusTooManyRequests {
		h.refused++
		return
	}
	h.calls++
	h.endpoints[now.endpoint]++
	if now.status >= 500 {
		h.failed++
		h.broken[now.endpoint] = true
	}
	if left, ok := numberIn(x, pack.RateLimit.Headers.Remaining); ok && (h.remaining < 0 || earlier(now, h.toldAt) < 0) {
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
func (h *hour) countDay(now moment, x *har.Exchange) {
	if now.endpoint == nil || now.method != har.MethodGet {
		return
	}
	var day string
	var few [256]byte
	path, key, done := pathIn(x.Request.URL), few[:0], 0
	for _, p := range placesOf(now.endpoint, x.Request.URL) {
		switch {
		case p.isDate() && day == "" && p.value == "today":
			day = now.started.Format(time.DateOnly)
		case p.isDate() && day == "" && isDay(p.value):
			day = p.value
		case p.isDate():
			return // two dates, or one that is none
		case p.name == "period" && p.value != "1d":
			return
		default:
			continue
		}
		key = append(key, path[done:p.from]...)
		key = append(key, '{')
		key = append(key, p.name...)
		key = append(key, '}')
		key = append(key, p.ending...)
		done = p.to
	}
	if day == "" {
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

// numberIn reads a number from a response header, in any case.
func numberIn(x *har.Exchange, name string) (int, bool) {
	if name == "" {
		return 0, false
	}
	text, ok := x.Response.Header(name)
	number, err := strconv.Atoi(strings.TrimSpace(text))
	return number, ok && err == nil
}

// holdsData reports whether an answer has the member that holds what the
// endpoint is for. One of which something was let go had it: see keepBody.
func holdsData(endpoint *catalog.Endpoint, body *har.Body) bool {
	return endpoint.Member == "" || body.Left > 0 || body.Recorded && strings.Contains(body.Text, endpoint.Member+`"`)
}

// firstRead is the first successful answer of an endpoint, or nil.
func (i *trafficIndex) firstRead(endpoint *catalog.Endpoint) *moment { return i.reads[endpoint] }

// intradayRead is the first successful intraday answer of the session, or nil.
func (i *trafficIndex) intradayRead(pack *catalog.Pack) *moment {
	var first *moment
	for n := range pack.Endpoints {
		if read := i.reads[&pack.Endpoints[n]]; pack.Endpoints[n].Intraday && read != nil && (first == nil || earlier(*read, *first) < 0) {
			first = read
		}
	}
	return first
}

// redirectTo is the redirect that led to an exchange by another method, or nil.
func (i *trafficIndex) redirectTo(x *har.Exchange) *moment {
	list := i.redirects[x.Request.URL]
	for n := len(list) - 1; n >= 0 && n >= len(list)-10; n-- {
		if m := &list[n]; !m.started.After(x.Started) && x.Started.Sub(m.started) < time.Minute && m.method != x.Request.Method {
			return m
		}
	}
	return nil
}

// preflightOf is the preflight of a request: the last before it, else the
// first after it; nil when there is none.
func (i *trafficIndex) preflightOf(x *har.Exchange) *moment {
	list := i.preflights[x.Request.URL]
	at, _ := slices.BinarySearchFunc(list, moment{started: x.Started.Add(1)}, earlier)
	switch {
	case at > 0:
		return &list[at-1]
	case len(list) > 0 && list[0].started.Sub(x.Started) < 5*time.Second:
		return &list[0]
	}
	return nil
}

// leastDays is from how many calls for single days a range call is proposed.
const leastDays = 5

// leastPart is the part of the limit that they must make up: one in so many.
const leastPart = 4

// examineRateLimit reads the rate limit and what used it up.
func examineRateLimit(e *examination) []clue {
	if e.status() != har.StatusTooManyRequests {
		return nil
	}
	limits := &e.pack.RateLimit
	limit := limits.Requests
	if told, ok := numberIn(e.exchange, limits.Headers.Limit); ok && told > 0 {
		limit = told
	}
	values := map[string]string{"limit": strconv.Itoa(limit), "resets": e.resets()}
	h := e.session.traffic.hours[windowOf(e.pack, e.exchange.Started)]
	c := clue{cause: "rate-limit-told", certainty: Likely, values: values}
	if h == nil || h.calls == 0 || e.exchange.Started.IsZero() {
		c.more = func() []Evidence { return e.rateTold(values["resets"]) }
		return []clue{c}
	}
	values["calls"], values["most"] = strconv.Itoa(h.calls), e.most(h)
	use := h.use(e, limit)
	switch use {
	case usedElsewhere:
		c.cause, c.weight = "rate-used-elsewhere", 1
		values["left"] = strconv.Itoa(h.remaining)
	case usedByDays:
		e.tellDays(h.widest, &c)
	case usedElsewherePerhaps:
		c.cause = "rate-used-elsewhere"
	default:
		c.cause = "rate-used-here"
	}
	c.more = func() []Evidence { return append(e.rateTold(values["resets"]), e.rateUsed(h, use)...) }
	return []clue{c}
}

// resets is when all calls are free again.
func (e *examination) resets() string {
	reset, told := numberIn(e.exchange, e.pack.RateLimit.Headers.Reset)
	now := e.answered()
	switch {
	case now.IsZero() && told:
		return e.count("value.after-answer", reset)
	case now.IsZero():
		return e.say("value.full-" + windowName(e.pack))
	case told:
		return clockText(now.Add(time.Duration(reset) * time.Second))
	}
	next := time.Unix((windowOf(e.pack, now).number+1)*int64(max(e.pack.RateLimit.WindowSeconds, 1)), 0).UTC()
	return e.say("value.about", "time", next.Format("15:04 UTC"))
}

// rateTold is what the answer says of the rate limit.
func (e *examination) rateTold(resets string) (found []Evidence) {
	for _, told := range []struct{ label, header string }{
		{"label.limit", e.pack.RateLimit.Headers.Limit}, {"label.remaining", e.pack.RateLimit.Headers.Remaining}, {"label.reset", e.pack.RateLimit.Headers.Reset},
	} {
		if number, ok := numberIn(e.exchange, told.header); ok {
			found = append(found, Evidence{e.say(told.label), strconv.Itoa(number), "response header " + told.header})
		}
	}
	if !e.answered().IsZero() {
		found = append(found, Evidence{e.say("label.free-again"), resets, "response headers"})
	}
	return found
}

// A rateUse is what used a rate limit up, as far as the session shows.
type rateUse int

const (
	usedHere             rateUse = iota
	usedElsewhere                // less was left than the session's calls explain
	usedElsewherePerhaps         // the session has few calls
	usedByDays                   // calls for single days, where fewer for a range would do
)

// use is what used up the calls of an hour.
func (h *hour) use(e *examination, limit int) rateUse {
	switch {
	case h.remaining >= 0 && h.remaining < limit/2 && h.calls < limit/2:
		return usedElsewhere
	case h.byDays(e):
		return usedByDays
	case h.calls < limit/2:
		return usedElsewherePerhaps
	}
	return usedHere
}

// rateUsed is what the session shows of an hour's calls.
func (e *examination) rateUsed(h *hour, use rateUse) []Evidence {
	found := []Evidence{{e.say("label.calls-in-" + windowName(e.pack)), strconv.Itoa(h.calls), "session"}, {e.say("label.most"), e.most(h), "session"}}
	if h.refused > 1 {
		found = append(found, Evidence{e.say("label.refused-in-" + windowName(e.pack)), strconv.Itoa(h.refused), "session"})
	}
	if use == usedElsewhere {
		return append(found, Evidence{e.say("label.remaining-first-" + windowName(e.pack)), strconv.Itoa(h.remaining), exchangeName(h.toldAt.id)})
	}
	if f := h.widest; f != nil {
		found = append(found, Evidence{e.say("label.differ-by-their-date-only"), e.count("text.calls-between", f.calls, "first", f.first, "last", f.last), "session"})
	}
	return found
}

// most names the endpoints that were called most: "Sleep Log by Date 120, Profile 3".
func (e *examination) most(h *hour) string {
	if h.mostAt == h.calls {
		return h.most
	}
	type count struct {
		name  string
		calls int
	}
	byName := map[string]int{}
	for endpoint, calls := range h.endpoints {
		name := e.say("value.undocumented-paths")
		if endpoint != nil {
			name = endpoint.Name
		}
		byName[name] += calls
	}
	var counts []count
	for name, calls := range byName {
		counts = append(counts, count{name, calls})
	}
	slices.SortFunc(counts, func(a, b count) int { return cmp.Or(cmp.Compare(b.calls, a.calls), cmp.Compare(a.name, b.name)) })
	var list []string
	for _, c := range counts[:min(3, len(counts))] {
		list = append(list, c.name+" "+strconv.Itoa(c.calls))
	}
	h.most, h.mostAt = strings.Join(list, ", "), h.calls
	return h.most
}

// byDays reports whether many calls for single days were made where few for a
// range would do.
func (h *hour) byDays(e *examination) bool {
	f := h.widest
	if f == nil || leastPart*f.calls < max(e.pack.RateLimit.Requests, 1) {
		return false
	}
	_, needed := e.rangeCall(f)
	return needed > 0 && 2*needed <= f.calls
}

// tellDays makes a clue of that.
func (e *examination) tellDays(f *family, c *clue) {
	path, needed := e.rangeCall(f)
	c.cause, c.weight = "rate-used-by-days", 2
	c.values["count"], c.values["endpoint"], c.values["path"] = strconv.Itoa(f.calls), f.endpoint.Name, path
	c.values["first_date"], c.values["last_date"] = f.first, f.last
	c.values["needed"] = e.count("value.calls", needed)
}

// rangeCall is the path that reads at once the days that a family read each
// alone, and how many such calls are needed; 0 when there is none.
func (e *examination) rangeCall(f *family) (path string, needed int) {
	if r := &f.asRange; r.first != f.first || r.last != f.last {
		path, needed := e.findRange(f)
		*r = rangeCall{f.first, f.last, path, needed}
	}
	return f.asRange.path, f.asRange.needed
}

func (e *examination) findRange(f *family) (path string, needed int) {
	first, _ := time.Parse(time.DateOnly, f.first)
	last, _ := time.Parse(time.DateOnly, f.last)
	span := int(last.Sub(first).Hours()/24) + 1
	segments := strings.Split(pathIn(f.address), "/")
	base := strings.TrimSuffix(strings.SplitN(f.address, "?", 2)[0], pathIn(f.address))
	for _, p := range placesOf(f.endpoint, f.address) {
		if !p.isDate() {
			continue
		}
		rest := segments[p.segment+1:]
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
			list := slices.Concat(segments[:p.segment], []string{first.Format(time.DateOnly), first.AddDate(0, 0, days-1).Format(time.DateOnly) + ending}, rest)
			return strings.Join(list, "/")
		}
		_, found := e.session.catalog.Endpoint(har.MethodGet, base+write(span))
		if found == nil || found.MaxDays == 1 || found.State == "retired" || len(datesOf(placesOf(found, base+write(span)))) != 2 {
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
