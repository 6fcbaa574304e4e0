package diagnose

import (
	"slices"
	"time"
)

// A partIndex knows which calls there were, for the exchanges that are only a
// part of one: a preflight, and what a service worker asked for in the page's place.
type partIndex struct {
	calls   map[address][]event // in the order of time
	fetched map[address][]event // those of them that a service worker answered
}

// nearby is how far apart a preflight and its call may begin: which is the
// first differs between browsers.
const nearby = 5 * time.Second

func (i *partIndex) observe(id int, r *recorded) {
	x := &r.exchange
	if r.placed || r.Preflight || x.Pasted != "" || x.Started.IsZero() {
		return
	}
	r.placed = true
	if i.calls == nil {
		*i = partIndex{map[address][]event{}, map[address][]event{}}
	}
	at := address{x.Request.Method, x.Request.URL}
	insert(i.calls, at, event{eventTime: eventTime{start: x.Started, id: id}})
	if x.Response.ByWorker {
		insert(i.fetched, at, event{eventTime: eventTime{start: x.Started, id: id}})
	}
}

func (i *partIndex) forget(id int, r *recorded) {
	if r.placed {
		at := address{r.exchange.Request.Method, r.exchange.Request.URL}
		remove(i.calls, at, id)
		remove(i.fetched, at, id)
	}
}

// partOf is the call that an exchange is only a part of; 0: it is none.
func (s *sessionLog) partOf(id int) int {
	r := s.recordedAs(id)
	x := &r.exchange
	if x.Started.IsZero() || x.Pasted != "" {
		return 0
	}
	if r.Preflight {
		method, _ := x.Request.Header("Access-Control-Request-Method")
		return nearest(s.parts.calls[address{method, x.Request.URL}], x.Started, nearby)
	}
	if len(s.parts.fetched) == 0 || x.Response.ByWorker {
		return 0
	}
	call := nearest(s.parts.fetched[address{x.Request.Method, x.Request.URL}], x.Started, nearby)
	if call == 0 {
		return 0
	}
	page := s.Exchange(call)
	if during := x.Started.Sub(page.Started); during < 0 || during > time.Duration(page.Duration*float64(time.Millisecond)) {
		return 0 // the worker asked for it by itself
	}
	return call
}

// partsOf are the exchanges that are only a part of this one, or that this one
// is a part of: either is told by the other.
func (s *sessionLog) partsOf(id int) (ids []int) {
	if call := s.partOf(id); call != 0 {
		return []int{call}
	}
	x := s.Exchange(id)
	near := func(list []event) {
		at, _ := slices.BinarySearchFunc(list, event{eventTime: eventTime{start: x.Started.Add(-nearby)}}, earlier)
		for ; at < len(list) && list[at].start.Sub(x.Started) <= nearby; at++ {
			if list[at].id != id && s.partOf(list[at].id) == id {
				ids = append(ids, list[at].id)
			}
		}
	}
	near(s.traffic.preflights[x.Request.URL])
	if x.Response.ByWorker {
		near(s.parts.calls[address{x.Request.Method, x.Request.URL}])
	}
	return ids
}

// nearest is the exchange of a list that began nearest to a time, and not
// further from it than that; 0: there is none.
func nearest(list []event, to time.Time, most time.Duration) int {
	at, _ := slices.BinarySearchFunc(list, event{eventTime: eventTime{start: to}}, earlier)
	id := 0
	for _, m := range list[max(at-1, 0):min(at+1, len(list))] {
		if apart := m.start.Sub(to).Abs(); apart <= most {
			id, most = m.id, apart
		}
	}
	return id
}
