package diagnose

import (
	"slices"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// trafficIndex knows what was called when. All it keeps is found by key, so
// that a diagnosis does not read the session again.
type trafficIndex struct {
	hours      map[window]*hour // by window of a rate limit
	addresses  map[address]*outcomes
	reads      map[*catalog.Endpoint]*event // first successful answer with the data asked for
	redirects  map[string][]event           // by where they lead
	preflights map[string][]event           // by URL, oldest first
	deletions  map[string][]event           // by URL, oldest first
	ids        map[string]roundedID         // by how JavaScript's numbers print them
}

// An address is what a call is the same by.
type address struct{ method, url string }

// An event is one exchange among others.
type event struct {
	eventTime
	status   int
	method   string
	endpoint *catalog.Endpoint
}

func earlier(a, b event) int { return a.compare(b.eventTime) }

// outcomes counts how one and the same call ended.
type outcomes struct {
	calls             int // that the session holds still
	failed, succeeded int
	first             event // of the failed
}

func (i *trafficIndex) observe(c *catalog.Catalog, id int, r *recorded) {
	x, endpoint := &r.exchange, r.Endpoint
	if r.Pack == nil {
		return
	}
	if i.hours == nil {
		*i = trafficIndex{hours: map[window]*hour{}, addresses: map[address]*outcomes{}, reads: map[*catalog.Endpoint]*event{},
			redirects: map[string][]event{}, preflights: map[string][]event{}, deletions: map[string][]event{}, ids: map[string]roundedID{}}
	}
	now := event{eventTimeOf(id, x), x.Response.Status, x.Request.Method, endpoint}
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
	case r.Preflight:
		now.method, _ = x.Request.Header("Access-Control-Request-Method")
		insert(i.preflights, x.Request.URL, now)
		return
	case now.method == httpmsg.MethodDelete:
		insert(i.deletions, x.Request.URL, now)
	}
	if to, ok := x.Response.Header("Location"); ok && now.status >= 300 && now.status < 400 {
		insert(i.redirects, to, now)
	}
	i.countOutcome(now, x)
	if !r.IsStep {
		i.countHour(c, r.Pack, now, x)
	}
}

// turnedBy are the exchanges whose hour is seen otherwise because of this one.
func (i *trafficIndex) turnedBy(id int, r *recorded) []int {
	if !r.counted {
		return nil
	}
	h := i.hours[windowOf(r.Pack, r.exchange.Started)]
	if h == nil {
		return nil
	}
	return h.turnedBy(id)
}

// insert keeps a list in the order of time, whatever the order of adding.
func insert[K comparable](lists map[K][]event, key K, m event) {
	at, _ := slices.BinarySearchFunc(lists[key], m, earlier)
	lists[key] = slices.Insert(lists[key], at, m)
}

// forget gives up what is kept by address. Counts stay: they are few.
func (i *trafficIndex) forget(id int, r *recorded) {
	if !r.counted {
		return
	}
	x := &r.exchange
	if h := i.hours[windowOf(r.Pack, x.Started)]; h != nil {
		h.forget(id)
	}
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

func remove[K comparable](lists map[K][]event, key K, id int) {
	list := lists[key]
	if len(list) > 0 && list[0].id == id { // the usual case: the oldest go first
		list = list[1:]
	} else {
		list = slices.DeleteFunc(list, func(m event) bool { return m.id == id })
	}
	if lists[key] = list; len(list) == 0 {
		delete(lists, key)
	}
}

func (i *trafficIndex) countOutcome(now event, x *httpmsg.Exchange) {
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

// holdsData reports whether an answer has the member that holds what the
// endpoint is for. One of which something was let go had it: see keepBody.
func holdsData(endpoint *catalog.Endpoint, body *httpmsg.Body) bool {
	return endpoint.Member == "" || body.Left > 0 || body.Recorded && strings.Contains(body.Text, endpoint.Member+`"`)
}

// firstRead is the first successful answer of an endpoint, or nil.
func (i *trafficIndex) firstRead(endpoint *catalog.Endpoint) *event { return i.reads[endpoint] }

// intradayRead is the first successful intraday answer of the session, or nil.
func (i *trafficIndex) intradayRead(pack *catalog.Pack) *event {
	var first *event
	for n := range pack.Endpoints {
		if read := i.reads[&pack.Endpoints[n]]; pack.Endpoints[n].Intraday && read != nil && (first == nil || earlier(*read, *first) < 0) {
			first = read
		}
	}
	return first
}

// redirectTo is the redirect that led to an exchange by another method, or nil.
func (i *trafficIndex) redirectTo(x *httpmsg.Exchange) *event {
	list := i.redirects[x.Request.URL]
	for n := len(list) - 1; n >= 0 && n >= len(list)-10; n-- {
		if m := &list[n]; !m.start.After(x.Started) && x.Started.Sub(m.start) < time.Minute && m.method != x.Request.Method {
			return m
		}
	}
	return nil
}

// How long a preflight may begin after its call: browsers tell of either
// first. Another call's, later, is not taken for that of this one.
const (
	soonAfter = 250 * time.Millisecond // where there is one before, too
	longAfter = 5 * time.Second
)

// preflightOf is the preflight of a request: the nearest one for its method,
// before it or soon after; nil when there is none.
func (i *trafficIndex) preflightOf(x *httpmsg.Exchange) *event {
	list := i.preflights[x.Request.URL]
	at, _ := slices.BinarySearchFunc(list, event{eventTime: eventTime{start: x.Started.Add(1)}}, earlier)
	fits := func(m *event) bool { return m.method == "" || m.method == x.Request.Method }
	var before, after *event
	for n := at - 1; n >= 0 && n >= at-10 && before == nil; n-- {
		if fits(&list[n]) {
			before = &list[n]
		}
	}
	for n := at; n < len(list) && n < at+10 && after == nil; n++ {
		if fits(&list[n]) {
			after = &list[n]
		}
	}
	switch {
	case after == nil || after.start.Sub(x.Started) > longAfter:
		return before
	case before == nil:
		return after
	}
	if gap := after.start.Sub(x.Started); gap <= soonAfter && gap < x.Started.Sub(before.start) {
		return after
	}
	return before
}
