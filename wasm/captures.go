package main

import (
	"slices"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
)

// A capture is an exchange that came, whether its host is watched or not.
type capture struct {
	exchange *har.Exchange // nil: it is in the session
	id       int           // in the session; 0: not in it
	key      int           // the page's; 0: it has none
	from     *recording    // nil: seen live, or pasted by itself
	entry    int           // its number there
}

// A recording is where exchanges were read from, and can be read from again.
type recording struct {
	source
	taken   []bool   // entries that are captures, by their number
	entries int      // that were looked at before somebody stopped it; 0: all
	passed  passed   // entries that are no captures
	watched []string // the hosts that were while it was read
	began   bool     // it was read, or is
}

// has reports whether an entry is a capture.
func (r *recording) has(entry int) bool { return entry < len(r.taken) && r.taken[entry] }

func (r *recording) take(entry int) {
	for len(r.taken) <= entry {
		r.taken = append(r.taken, false)
	}
	r.taken[entry] = true
}

// keepWatched tells which hosts are no longer watched: by those that still are.
func (r *recording) keepWatched(hosts []string) {
	r.watched = slices.DeleteFunc(r.watched, func(host string) bool { return !slices.Contains(hosts, host) })
}

// wants reports whether it has entries that may be wanted now and were not while
// it was read.
func (r *recording) wants(hosts []string) bool {
	return slices.ContainsFunc(hosts, func(watched string) bool {
		host, _, _ := strings.Cut(watched, "/")
		return !slices.Contains(r.watched, watched) && (r.passed.more || r.passed.of(host) > 0)
	})
}

// captures are the exchanges of a session, and those that were in it while
// their hosts were watched: so a host can be watched after the fact.
type captures struct {
	session    *diagnose.Session
	catalog    *catalog.Catalog
	all        []*capture       // as they came
	known      map[int]*capture // by id
	recordings []*recording
	held       bool // what comes is not put into the session until rebuild
	most       int  // exchanges that the session holds
	dropped    int  // exchanges that were too many for it, the oldest
	gone       int  // times that the session forgot
}

// maxAside is how many exchanges of hosts that are no longer watched are kept.
// Those of recordings need not be: they are read again.
const maxAside = 1000

func newCaptures(c *catalog.Catalog, session *diagnose.Session, most int) *captures {
	session.Clear()
	return &captures{session: session, catalog: c, most: most, known: map[int]*capture{}}
}

// wanted reports whether an exchange belongs into the session. Somebody who
// pastes one wants it explained, whatever its host.
func (c *captures) wanted(x *har.Exchange) bool {
	return x.Pasted != "" || c.watched(x.Request.URL)
}

// watched reports whether requests to an address belong into the session.
func (c *captures) watched(address string) bool { return c.catalog.Watched(address) != nil }

// add takes an exchange.
func (c *captures) add(x har.Exchange) *capture {
	k := &capture{exchange: &x}
	c.all = append(c.all, k)
	if !c.held && c.wanted(&x) {
		c.put(k)
	}
	return k
}

// put adds a capture to the session, which gives up its oldest if it is full.
func (c *captures) put(k *capture) {
	k.id = c.session.Add(*k.exchange)
	k.exchange = nil
	c.known[k.id] = k
	if before := k.id + 1 - c.most; before > c.session.First() {
		c.dropped += before - c.session.First()
		c.forget(before)
	}
}

// limit sets how many exchanges the session holds at most.
func (c *captures) limit(most int) {
	c.most = most
	if before := c.session.Len() + 1 - most; before > c.session.First() {
		c.dropped += before - c.session.First()
		c.forget(before)
	}
}

// forget gives up the exchanges before the one with this id.
func (c *captures) forget(before int) {
	for id := c.session.First(); id < min(before, c.session.Len()+1); id++ {
		delete(c.known, id)
	}
	c.session.Forget(before)
	if c.gone++; c.gone%256 == 0 || before > c.session.Len() { // they are small: now and then will do
		c.sweep()
	}
}

// sweep removes the captures that the session has forgotten.
func (c *captures) sweep() {
	c.all = slices.DeleteFunc(c.all, func(k *capture) bool { return k.id != 0 && k.id < c.session.First() })
}

// addFrom takes an entry of a recording if it is wanted and was not taken yet.
func (c *captures) addFrom(r *recording, entry int, x har.Exchange) (taken bool) {
	if !c.wanted(&x) || r.has(entry) {
		return false
	}
	r.take(entry)
	k := c.add(x)
	k.from, k.entry = r, entry
	return true
}

// complete takes the body of an exchange.
func (c *captures) complete(k *capture, text, encoding string) {
	if k.id == 0 {
		har.SetBody(k.exchange, text, encoding)
		return
	}
	c.session.SetBody(k.id, text, encoding)
}

// of is the capture that has this id in the session, nil: none.
func (c *captures) of(id int) *capture { return c.known[id] }

// wanting are the recordings that have to be read again for the hosts that are
// watched now.
func (c *captures) wanting() (list []*recording) {
	hosts := c.catalog.Hosts()
	for _, r := range c.recordings {
		if r.wants(hosts) {
			list = append(list, r)
		}
	}
	return list
}

// rebuild fills the session anew, in the order in which the exchanges began,
// with those that are wanted now.
func (c *captures) rebuild() {
	c.sweep()
	for _, r := range c.recordings {
		r.keepWatched(c.catalog.Hosts())
	}
	for _, k := range c.all {
		if k.id != 0 {
			k.exchange, k.id = c.session.Exchange(k.id), 0 // with its body
		}
	}
	c.setAside()
	c.session.Clear()
	clear(c.known)
	c.held = false
	for _, k := range ordered(c.all) {
		if c.wanted(k.exchange) {
			c.put(k)
		}
	}
}

// setAside gives up what need not be kept of what is not wanted now.
func (c *captures) setAside() {
	aside := 0
	for i := len(c.all) - 1; i >= 0; i-- {
		k := c.all[i]
		if c.wanted(k.exchange) {
			continue
		}
		if aside++; k.from != nil || aside > maxAside {
			if k.from != nil {
				aside--
				k.from.taken[k.entry] = false
				k.from.passed.add([]byte(k.exchange.Request.URL))
			}
			c.all[i] = nil
		}
	}
	c.all = slices.DeleteFunc(c.all, func(k *capture) bool { return k == nil })
}

// ordered is captures by the time when they began; one without a time stays
// behind the one it came after.
func ordered(all []*capture) []*capture {
	type timed struct {
		began time.Time
		*capture
	}
	list := make([]timed, len(all))
	var last time.Time
	for i, k := range all {
		if !k.exchange.Started.IsZero() {
			last = k.exchange.Started
		}
		list[i] = timed{last, k}
	}
	slices.SortStableFunc(list, func(a, b timed) int { return a.began.Compare(b.began) })
	sorted := make([]*capture, len(all))
	for i, t := range list {
		sorted[i] = t.capture
	}
	return sorted
}
