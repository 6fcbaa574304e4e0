package session

import (
	"slices"
	"time"
)

// A partIndex knows which calls there were, for the exchanges that are only a
// part of one: a preflight, and what a service worker asked for in the page's place.
type partIndex struct {
	Calls   map[address][]Event // in the order of time
	Fetched map[address][]Event // those of them that a service worker answered
}

// nearby is how far apart a preflight and its call may begin: which is the
// first differs between browsers.
const nearby = 5 * time.Second

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
	insert(i.Calls, at, Event{EventTime: EventTime{Start: x.Started, ID: id}})
	if x.Response.ByWorker {
		insert(i.Fetched, at, Event{EventTime: EventTime{Start: x.Started, ID: id}})
	}
}

func (i *partIndex) forget(id int, r *Recorded) {
	if r.placed {
		at := address{r.Exchange.Request.Method, r.Exchange.Request.URL}
		remove(i.Calls, at, id)
		remove(i.Fetched, at, id)
	}
}

// PartOf is the call that an exchange is only a part of; 0: it is none.
func (s *Session) PartOf(id int) int {
	r := s.RecordedAs(id)
	x := &r.Exchange
	if x.Started.IsZero() || x.Pasted != "" {
		return 0
	}
	if r.Preflight {
		method, _ := x.Request.Header("Access-Control-Request-Method")
		return nearest(s.Parts.Calls[address{method, x.Request.URL}], x.Started, nearby)
	}
	if len(s.Parts.Fetched) == 0 || x.Response.ByWorker {
		return 0
	}
	call := nearest(s.Parts.Fetched[address{x.Request.Method, x.Request.URL}], x.Started, nearby)
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
func (s *Session) partsOf(id int) (ids []int) {
	if call := s.PartOf(id); call != 0 {
		return []int{call}
	}
	x := s.Exchange(id)
	near := func(list []Event) {
		at, _ := slices.BinarySearchFunc(list, Event{EventTime: EventTime{Start: x.Started.Add(-nearby)}}, Earlier)
		for ; at < len(list) && list[at].Start.Sub(x.Started) <= nearby; at++ {
			if list[at].ID != id && s.PartOf(list[at].ID) == id {
				ids = append(ids, list[at].ID)
			}
		}
	}
	near(s.traffic.preflights[x.Request.URL])
	if x.Response.ByWorker {
		near(s.Parts.Calls[address{x.Request.Method, x.Request.URL}])
	}
	return ids
}

// nearest is the exchange of a list that began nearest to a time, and not
// further from it than that; 0: there is none.
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
