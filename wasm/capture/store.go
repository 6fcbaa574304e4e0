package capture

import (
	"slices"
	"sort"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
)

// A Capture is an exchange that came, whether its host is watched or not.
type Capture struct {
	exchange *httpmsg.Exchange // nil: it is in the session
	ID       int               // in the session; 0: not in it
	Key      int               // the page's; 0: it has none
	From     *Recording        // nil: seen live, or pasted by itself
	entry    int               // its number there
}

// Entry is the capture's place in the recording that it is from, counted from 1.
func (k *Capture) Entry() int { return k.entry }

// A Recording is where exchanges were read from, and can be read from again.
type Recording struct {
	Source
	taken   []bool              // entries that are captures, by their number
	entries int                 // that were looked at before somebody stopped it; 0: all
	Skipped HostCounts          // entries that aren't captures
	watched []string            // the hosts that were while it was read
	began   bool                // it was read, or is
	files   map[string]fileBody // what was read of those beside it, by their names there, until the reading ends
}

// has reports whether an entry is a capture.
func (r *Recording) has(entry int) bool { return entry < len(r.taken) && r.taken[entry] }

func (r *Recording) take(entry int) {
	for len(r.taken) <= entry {
		r.taken = append(r.taken, false)
	}
	r.taken[entry] = true
}

// keepWatched drops the hosts that are no longer watched, given those that still are.
func (r *Recording) keepWatched(hosts []string) {
	r.watched = slices.DeleteFunc(r.watched, func(host string) bool { return !slices.Contains(hosts, host) })
}

// Wants reports whether it has entries that may be wanted now and were not while
// it was read.
func (r *Recording) Wants(hosts []string) bool {
	return slices.ContainsFunc(hosts, func(watched string) bool {
		host, _, _ := strings.Cut(watched, "/")
		bare := strings.TrimSuffix(strings.TrimSuffix(host, ":443"), ":80") // as its addresses may be counted
		return !slices.Contains(r.watched, watched) && (r.Skipped.more || r.Skipped.Of(host) > 0 || r.Skipped.Of(bare) > 0)
	})
}

// A Store holds the exchanges of a session, and those that were in it while their
// hosts were watched: so a host can be watched after the fact.
type Store struct {
	session    *diagnosis.Session
	catalog    *catalog.Catalog
	all        []*Capture       // as they came
	known      map[int]*Capture // by ID
	recordings []*Recording
	Held       bool // what comes is not put into the session until Rebuild
	most       int  // exchanges that the session holds
	Dropped    int  // exchanges that were too many for it, the oldest
	gone       int  // times that the session forgot

	// BeforeForget is called with the ID of each exchange that is dropped, while it
	// is there; nil: nobody wants to know.
	BeforeForget func(id int)
}

// maxAside is how many exchanges of hosts that are no longer watched are kept.
// Those of recordings need not be: they are read again.
const maxAside = 1000

// NewStore returns a store that fills the session, which holds most exchanges.
func NewStore(c *catalog.Catalog, session *diagnosis.Session, most int) *Store {
	session.Clear()
	return &Store{session: session, catalog: c, most: most, known: map[int]*Capture{}}
}

// wanted reports whether an exchange belongs into the session. Somebody who
// pastes one wants it explained, whatever its host.
func (s *Store) wanted(x *httpmsg.Exchange) bool {
	return x.Pasted != "" || s.watched(x.Request.URL)
}

// watched reports whether requests to an address belong into the session.
func (s *Store) watched(address string) bool { return s.catalog.Watched(address) != nil }

// Add takes an exchange.
func (s *Store) Add(x httpmsg.Exchange) *Capture {
	k := &Capture{exchange: &x}
	s.all = append(s.all, k)
	if !s.Held && s.wanted(&x) {
		s.admit(k)
	} else {
		x.Response.Body.Keep()
	}
	return k
}

// admit adds a capture to the session, which drops its oldest if it is full.
func (s *Store) admit(k *Capture) {
	k.ID = s.session.Add(*k.exchange)
	k.exchange = nil
	s.known[k.ID] = k
	if before := k.ID + 1 - s.most; before > s.session.First() {
		s.Dropped += before - s.session.First()
		s.Forget(before)
	}
}

// Limit sets how many exchanges the session holds at most.
func (s *Store) Limit(most int) {
	s.most = most
	if before := s.session.LastID() + 1 - most; before > s.session.First() {
		s.Dropped += before - s.session.First()
		s.Forget(before)
	}
}

// Forget drops the exchanges before the one with this ID.
func (s *Store) Forget(before int) {
	for id := s.session.First(); id < min(before, s.session.LastID()+1); id++ {
		if s.BeforeForget != nil {
			s.BeforeForget(id)
		}
		delete(s.known, id)
	}
	s.session.Forget(before)
	if s.gone++; s.gone%256 == 0 || before > s.session.LastID() { // they are small: now and then will do
		s.sweep()
	}
}

// sweep removes the captures that the session has forgotten.
func (s *Store) sweep() {
	s.all = slices.DeleteFunc(s.all, func(k *Capture) bool { return k.ID != 0 && k.ID < s.session.First() })
}

// addFrom takes an entry of a recording if it is wanted and was not taken yet.
func (s *Store) addFrom(r *Recording, entry int, x httpmsg.Exchange) (taken bool) {
	if !s.wanted(&x) || r.has(entry) {
		return false
	}
	r.take(entry)
	k := s.Add(x)
	k.From, k.entry = r, entry
	return true
}

// Complete takes the body of an exchange.
func (s *Store) Complete(k *Capture, text, encoding string) {
	if k.ID == 0 {
		httpmsg.SetBody(k.exchange, text, encoding)
		return
	}
	s.session.SetBody(k.ID, text, encoding)
}

// Replace takes an exchange in place of what was known of it before.
func (s *Store) Replace(k *Capture, x httpmsg.Exchange) {
	if k.ID == 0 {
		if body := k.exchange.Response.Body; body.Recorded {
			x.Response.Body = body
		}
		*k.exchange = x
		return
	}
	s.session.Replace(k.ID, x)
}

// Miss takes note of why no body came.
func (s *Store) Miss(k *Capture, why string) {
	if k.ID == 0 {
		k.exchange.Response.Body.Missing = why
		return
	}
	s.session.SetMissing(k.ID, why)
}

// WithKey is the capture with a key of the page's, nil: none. It is among the last.
func (s *Store) WithKey(key int) *Capture {
	for _, k := range slices.Backward(s.all) {
		if k.Key == key {
			return k
		}
	}
	return nil
}

// Of is the capture that has this ID in the session, nil: none.
func (s *Store) Of(id int) *Capture { return s.known[id] }

// Recordings is how many recordings there are exchanges from.
func (s *Store) Recordings() int { return len(s.recordings) }

// AddRecording has the store know a recording, so that it is read again when other
// hosts are watched. It reports whether it was new.
func (s *Store) AddRecording(r *Recording) (isNew bool) {
	if slices.Contains(s.recordings, r) {
		return false
	}
	s.recordings = append(s.recordings, r)
	return true
}

// RemoveRecording undoes AddRecording.
func (s *Store) RemoveRecording(r *Recording) {
	s.recordings = slices.DeleteFunc(s.recordings, func(other *Recording) bool { return other == r })
}

// NeedReread are the recordings that have to be read again for the hosts that are
// watched now.
func (s *Store) NeedReread() (list []*Recording) {
	hosts := s.catalog.Hosts()
	for _, r := range s.recordings {
		if r.Wants(hosts) {
			list = append(list, r)
		}
	}
	return list
}

// Rebuild fills the session again, in the order in which the exchanges began,
// with those that are wanted now.
func (s *Store) Rebuild() {
	s.sweep()
	for _, r := range s.recordings {
		r.keepWatched(s.catalog.Hosts())
	}
	for _, k := range s.all {
		if k.ID != 0 {
			k.exchange, k.ID = s.session.Exchange(k.ID), 0 // with its body
		}
	}
	s.evictUnwatched()
	s.session.Clear()
	clear(s.known)
	s.Held = false
	for _, k := range ordered(s.all) {
		if s.wanted(k.exchange) {
			s.admit(k)
		}
	}
}

// evictUnwatched drops exchanges of unwatched hosts that needn't be kept.
func (s *Store) evictUnwatched() {
	aside := 0
	for i := len(s.all) - 1; i >= 0; i-- {
		k := s.all[i]
		if s.wanted(k.exchange) {
			continue
		}
		if aside++; k.From != nil || aside > maxAside {
			if k.From != nil {
				aside--
				k.From.taken[k.entry] = false
				k.From.Skipped.add([]byte(k.exchange.Request.URL))
			}
			s.all[i] = nil
		}
	}
	s.all = slices.DeleteFunc(s.all, func(k *Capture) bool { return k == nil })
}

// ordered is captures by the time when they began; one without a time stays
// after the one it came after.
func ordered(all []*Capture) []*Capture {
	type timed struct {
		began time.Time
		*Capture
	}
	list := make([]timed, len(all))
	var last time.Time
	for i, k := range all {
		if !k.exchange.Started.IsZero() {
			last = k.exchange.Started
		}
		list[i] = timed{last, k}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].began.Before(list[j].began) })
	sorted := make([]*Capture, len(all))
	for i, t := range list {
		sorted[i] = t.Capture
	}
	return sorted
}
