package session

import (
	"slices"
	"time"

	"misstep/wasm/httpmsg"
)

// A partIndex knows which calls there were, for the exchanges that are only a
// part of one: a preflight, and what a service worker asked for in the page's place.
type partIndex struct {
	Calls   map[address][]Event // in the order of time
	Fetched map[address][]Event // those of them that a service worker answered
}

// nearby is how far apart a preflight and its call may begin: which is the
// first differs between browsers. A preflight may also begin later while its call
// is under way.
const nearby = 5 * time.Second

// near reports whether a preflight and a call may belong together.
func near(preflight, call EventTime) bool {
	return call.Start.Sub(preflight.Start).Abs() <= nearby || !preflight.Start.Before(call.Start) && !preflight.Start.After(call.End)
}

func (i *partIndex) observe(id int, r *Recorded) {
	x := &r.Exchange
	if r.placed || r.Preflight || x.Pasted != "" || x.Started.IsZero() {
		return
	}
	r.placed = true
	if i.Calls == nil {
		*i = partIndex{map[address][]Event{}, map[address][]Event{}}
	}
	at := address{x.Request.Method, x.Request.URL}
	insert(i.Calls, at, Event{EventTime: EventTimeOf(id, x)})
	if x.Response.ByWorker {
		insert(i.Fetched, at, Event{EventTime: EventTimeOf(id, x)})
	}
}

func (i *partIndex) forget(id int, r *Recorded) {
	if r.placed {
		at := address{r.Exchange.Request.Method, r.Exchange.Request.URL}
		remove(i.Calls, at, id)
		remove(i.Fetched, at, id)
	}
}

// PartOf is the call that an exchange is only a part of; 0 if it isn't one.
func (s *Session) PartOf(id int) int {
	r := s.Recorded(id)
	x := &r.Exchange
	if x.Started.IsZero() || x.Pasted != "" {
		return 0
	}
	if r.Preflight {
		method, _ := x.Request.Header("Access-Control-Request-Method")
		return callOf(s.Parts.Calls[address{method, x.Request.URL}], EventTimeOf(id, x))
	}
	if len(s.Parts.Fetched) == 0 {
		return 0
	}
	if x.Response.ByWorker {
		if worker := s.workersOf(id); worker != 0 && tellsMore(s.Exchange(worker), x) {
			return worker
		}
		return 0
	}
	call := s.pagesOf(id)
	if call == 0 || tellsMore(x, s.Exchange(call)) {
		return 0
	}
	return call
}

// pagesOf is the page's view of what a service worker asked for in its place; 0:
// the worker asked for it by itself.
func (s *Session) pagesOf(id int) int {
	x := s.Exchange(id)
	call := nearest(s.Parts.Fetched[address{x.Request.Method, x.Request.URL}], x.Started, nearby)
	if call == 0 {
		return 0
	}
	page := EventTimeOf(call, s.Exchange(call))
	if x.Started.Before(page.Start) || x.Started.After(page.End) || !sameFetch(s.Exchange(call), x) {
		return 0
	}
	return call
}

// workersOf is what a service worker asked for in place of this page's call;
// 0: nothing that is known.
func (s *Session) workersOf(id int) int {
	x := s.Exchange(id)
	list := s.Parts.Calls[address{x.Request.Method, x.Request.URL}]
	at, _ := slices.BinarySearchFunc(list, Event{EventTime: EventTime{Start: x.Started}}, Earlier)
	for _, other := range FirstFew(list[at:]) {
		if !s.Exchange(other.ID).Response.ByWorker && s.pagesOf(other.ID) == id {
			return other.ID
		}
	}
	return 0
}

// tellsMore reports whether of a page and its service worker the worker knows more
// of how a call ended.
func tellsMore(worker, page *httpmsg.Exchange) bool {
	if page.Response.Status == 0 {
		return named(page.Response.Error) == "unknown" && named(worker.Response.Error) != "unknown"
	}
	return worker.Response.Body.Recorded && !page.Response.Body.Recorded
}

// sameFetch reports whether what a page was given by its service worker may be
// what the worker was given: not where it had the response from elsewhere, or
// asked as somebody else.
func sameFetch(page, worker *httpmsg.Exchange) bool {
	a, _ := page.Request.Header("Authorization")
	b, _ := worker.Request.Header("Authorization")
	return page.Response.Status == worker.Response.Status && (a == b || a == "" || b == "")
}

// callOf is the call that a preflight belongs to: the nearest, or the last that
// was under way; 0 if there is none.
func callOf(list []Event, preflight EventTime) int {
	if id := nearest(list, preflight.Start, nearby); id != 0 {
		return id
	}
	if call, ok := LastBefore(list, preflight); ok && near(preflight, call.EventTime) {
		return call.ID
	}
	return 0
}

// fetchedTwice reports whether the session has a call already as the other of a
// page and its service worker saw it.
func (s *Session) fetchedTwice(id int, r *Recorded) bool {
	if r.Preflight || len(s.Parts.Fetched) == 0 {
		return false
	}
	return slices.ContainsFunc(s.partsOf(id), func(other int) bool { return other < id && !s.Recorded(other).Preflight })
}

// partsOf are the exchanges that are only a part of this one, or that this one is a part
// of: each is explained by the other.
func (s *Session) partsOf(id int) (ids []int) {
	if call := s.PartOf(id); call != 0 {
		return []int{call}
	}
	x := s.Exchange(id)
	last := EventTimeOf(id, x).End.Add(nearby)
	find := func(list []Event) {
		at, _ := slices.BinarySearchFunc(list, Event{EventTime: EventTime{Start: x.Started.Add(-nearby)}}, Earlier)
		for ; at < len(list) && !list[at].Start.After(last); at++ {
			if list[at].ID != id && s.PartOf(list[at].ID) == id {
				ids = append(ids, list[at].ID)
			}
		}
	}
	find(s.traffic.preflights[x.Request.URL])
	if len(s.Parts.Fetched) > 0 {
		find(s.Parts.Calls[address{x.Request.Method, x.Request.URL}])
	}
	return ids
}

// nearest is the exchange of a list that began nearest to a time, and not
// further from it than that; 0 if there is none.
func nearest(list []Event, to time.Time, most time.Duration) int {
	at, _ := slices.BinarySearchFunc(list, Event{EventTime: EventTime{Start: to}}, Earlier)
	id := 0
	for _, m := range list[max(at-1, 0):min(at+1, len(list))] {
		if apart := m.Start.Sub(to).Abs(); apart <= most {
			id, most = m.ID, apart
		}
	}
	return id
}
