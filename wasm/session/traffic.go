package session

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// A roundedID is an ID that JavaScript's numbers cannot hold.
type roundedID struct {
	Whole string
	Seen  Event
}

// LargestExact is the largest integer up to which JavaScript numbers are exact.
const LargestExact = 1 << 53

// leastRounded is how many digits a number has at least that is larger.
const leastRounded = 16

// AsNumber is how JavaScript prints a whole number after JSON.parse.
func AsNumber(digits string) string {
	f, err := strconv.ParseFloat(digits, 64)
	if err != nil || f >= 1e21 {
		return ""
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// maxIDs bounds the ids that are kept.
const maxIDs = 50_000

// noteIDs keeps the IDs of a response that JavaScript would round.
func (i *trafficIndex) noteIDs(now Event, x *httpmsg.Exchange) {
	if !x.Response.Body.Recorded {
		return
	}
	text := x.Response.Body.Text
	if len(text) > httpmsg.MaxBody {
		text = text[:httpmsg.MaxBody]
	}
	// Each number that is long enough has one of these digits, and others on
	// one side of it.
	for at := leastRounded - 1; at < len(text); at += leastRounded {
		if !httpmsg.IsDigit(text[at]) || !(digitAt(text, at-4) && digitAt(text, at-8)) && !(digitAt(text, at+4) && digitAt(text, at+8)) {
			continue
		}
		start, end := at, at
		for start > 0 && httpmsg.IsDigit(text[start-1]) {
			start--
		}
		for end < len(text) && httpmsg.IsDigit(text[end]) {
			end++
		}
		if n := end - start; n >= leastRounded && n <= 20 && (start == 0 || text[start-1] != '.') {
			whole := text[start:end]
			if rounded := AsNumber(whole); rounded != "" && rounded != whole {
				if known, ok := i.ids[rounded]; !ok && len(i.ids) < maxIDs || ok && Earlier(now, known.Seen) < 0 {
					i.ids[rounded] = roundedID{strings.Clone(whole), now} // not all of the body
				}
			}
		}
		at = end
	}
}

func digitAt(text string, i int) bool { return i >= 0 && i < len(text) && httpmsg.IsDigit(text[i]) }

// trafficIndex knows what was called when. All it keeps is found by key, so
// that a diagnosis does not read the session again.
type trafficIndex struct {
	hours      map[window]*RateWindow // by window of a rate limit
	addresses  map[address]*outcomes
	reads      map[*catalog.Endpoint]*Event // first successful answer with the data asked for
	redirects  map[string][]Event           // by where they lead
	preflights map[string][]Event           // by URL, oldest first
	deletions  map[string][]Event           // by URL, oldest first
	ids        map[string]roundedID         // by how JavaScript's numbers print them
}

// An address is what a call is the same by.
type address struct{ method, url string }

// An Event is one exchange among others.
type Event struct {
	EventTime
	Status   int
	Method   string
	Endpoint *catalog.Endpoint
}

// Earlier orders events by time, as slices.SortFunc asks.
func Earlier(a, b Event) int { return a.Compare(b.EventTime) }

// outcomes counts how one and the same call ended.
type outcomes struct {
	calls             int // that the session holds still
	Failed, Succeeded int
	First             Event // of the failed
}

// observe takes note of an exchange; twice says that a call is in the traffic
// already, as its page or its service worker saw it.
func (i *trafficIndex) observe(c *catalog.Catalog, id int, r *Recorded, twice bool) {
	x, endpoint := &r.Exchange, r.Endpoint
	if r.Pack == nil {
		return
	}
	if i.hours == nil {
		*i = trafficIndex{hours: map[window]*RateWindow{}, addresses: map[address]*outcomes{}, reads: map[*catalog.Endpoint]*Event{},
			redirects: map[string][]Event{}, preflights: map[string][]Event{}, deletions: map[string][]Event{}, ids: map[string]roundedID{}}
	}
	now := Event{EventTimeOf(id, x), x.Response.Status, x.Request.Method, endpoint}
	if ok := now.Status >= 200 && now.Status < 300; ok {
		if endpoint != nil && HoldsData(endpoint, &x.Response.Body) {
			if first := i.reads[endpoint]; first == nil || Earlier(now, *first) < 0 {
				i.reads[endpoint] = &now
			}
		}
		i.noteIDs(now, x)
	}
	if r.counted || twice {
		return
	}
	r.counted = true
	switch {
	case r.Preflight:
		now.Method, _ = x.Request.Header("Access-Control-Request-Method")
		insert(i.preflights, x.Request.URL, now)
		return
	case now.Method == httpmsg.MethodDelete:
		insert(i.deletions, x.Request.URL, now)
	}
	if to, ok := x.Response.Header("Location"); ok && now.Status >= 300 && now.Status < 400 {
		insert(i.redirects, to, now)
	}
	i.countOutcome(now, x)
	if !r.IsStep {
		i.countHour(c, r.Pack, now, x)
	}
}

// affectedBy are the exchanges whose hour is seen otherwise because of this one.
func (i *trafficIndex) affectedBy(id int, r *Recorded) []int {
	if !r.counted {
		return nil
	}
	h := i.hours[WindowOf(r.Pack, r.Exchange.Started)]
	if h == nil {
		return nil
	}
	return h.affectedBy(id)
}

// insert keeps a list in the order of time, whatever the order of adding.
func insert[K comparable](lists map[K][]Event, key K, m Event) {
	at, _ := slices.BinarySearchFunc(lists[key], m, Earlier)
	lists[key] = insertAt(lists[key], at, m)
}

// forget drops what is kept by address. Counts stay: they are few.
func (i *trafficIndex) forget(id int, r *Recorded) {
	if !r.counted {
		return
	}
	x := &r.Exchange
	if h := i.hours[WindowOf(r.Pack, x.Started)]; h != nil {
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

func remove[K comparable](lists map[K][]Event, key K, id int) {
	list := lists[key]
	if len(list) > 0 && list[0].ID == id { // the usual case: the oldest go first
		list = list[1:]
	} else {
		list = slices.DeleteFunc(list, func(m Event) bool { return m.ID == id })
	}
	if lists[key] = list; len(list) == 0 {
		delete(lists, key)
	}
}

func (i *trafficIndex) countOutcome(now Event, x *httpmsg.Exchange) {
	key := address{now.Method, x.Request.URL}
	o := i.addresses[key]
	if o == nil {
		o = &outcomes{}
		i.addresses[key] = o
	}
	o.calls++
	switch {
	case now.Status >= 500:
		if o.Failed++; o.Failed == 1 || Earlier(now, o.First) < 0 {
			o.First = now
		}
	case now.Status >= 200 && now.Status < 300:
		o.Succeeded++
	}
}

// HoldsData reports whether a response has the key with the endpoint's data. A response
// whose body was trimmed had it: see keptBody.
func HoldsData(endpoint *catalog.Endpoint, body *httpmsg.Body) bool {
	return endpoint.Member == "" || body.DroppedBytes > 0 || body.Recorded && strings.Contains(body.Text, endpoint.Member+`"`)
}

// firstRead is the first successful answer of an endpoint, or nil.
func (i *trafficIndex) firstRead(endpoint *catalog.Endpoint) *Event { return i.reads[endpoint] }

// intradayRead is the first successful intraday answer of the session, or nil.
func (i *trafficIndex) intradayRead(pack *catalog.Pack) *Event {
	var first *Event
	for n := range pack.Endpoints {
		if read := i.reads[&pack.Endpoints[n]]; pack.Endpoints[n].Intraday && read != nil && (first == nil || Earlier(*read, *first) < 0) {
			first = read
		}
	}
	return first
}

// redirectTo is the redirect that led to an exchange by another method, or nil.
func (i *trafficIndex) redirectTo(x *httpmsg.Exchange) *Event {
	list := i.redirects[x.Request.URL]
	for n := len(list) - 1; n >= 0 && n >= len(list)-10; n-- {
		if m := &list[n]; !m.Start.After(x.Started) && x.Started.Sub(m.Start) < time.Minute && m.Method != x.Request.Method {
			return m
		}
	}
	return nil
}

// soonAfter is how long a preflight may begin after its call where there is one before,
// too: browsers report either first. A later one of another call isn't matched with this
// one.
const soonAfter = 250 * time.Millisecond

// PreflightOf is the preflight of a request: the nearest one for its method, before it or
// soon after; nil when there is none. Browsers remember what a preflight allowed, so it may
// be long ago; they forget a refusal at once.
func (s *Session) PreflightOf(x *httpmsg.Exchange) *Event {
	list := s.traffic.preflights[x.Request.URL]
	if len(list) == 0 {
		return nil
	}
	at, _ := slices.BinarySearchFunc(list, Event{EventTime: EventTime{Start: x.Started.Add(1)}}, Earlier)
	now := EventTimeOf(0, x)
	fits := func(m *Event) bool { return m.Method == "" || m.Method == x.Request.Method }
	remembered := func(m *Event) *Event {
		if m != nil && !near(m.EventTime, now) && !httpmsg.Allowed(s.Exchange(m.ID)) {
			return nil
		}
		return m
	}
	var before, after *Event
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
	case after == nil || !near(after.EventTime, now):
		return remembered(before)
	case before == nil:
		return after
	}
	if gap := after.Start.Sub(x.Started); gap <= soonAfter && gap < x.Started.Sub(before.Start) {
		return after
	}
	return remembered(before)
}
