package session

import (
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// shutdowns is what a session shows of APIs that are shut down.
type shutdowns struct {
	seen        map[*catalog.Pack]shutdownSeen
	first, last time.Time // of all exchanges that have a time; pasted texts don't count
}

type shutdownSeen struct {
	Gone  bool // since the day, something was answered with the announced status
	Early bool // the server's clock is before the day
	Alive bool // since the day, a documented call succeeded
	OAuth bool // since the day, a step of OAuth succeeded, which brings no data
}

// An Era is on which side of the day that its API was shut down an exchange was.
type Era int

const (
	EraUnknown Era = iota
	BeforeShutdown
	SinceShutdown
)

// Era compares an exchange with the day that an API was shut down: by the server's clock,
// otherwise the client's. If an exchange of a recording has no time, the others decide,
// unless they were on both sides of that day.
func (s *Session) Era(x *httpmsg.Exchange, since time.Time) Era {
	first, _ := httpmsg.RequestTime(x)
	last := first
	switch {
	case !first.IsZero():
	case x.Pasted == "":
		first, last = s.shutdowns.first, s.shutdowns.last
	default:
		first, last = httpmsg.LogDays(x.Response.Body.Text)
	}
	switch {
	case first.IsZero():
		return EraUnknown
	case !first.Before(since):
		return SinceShutdown
	case last.Before(since):
		return BeforeShutdown
	}
	return EraUnknown
}

// observe takes note of a response.
func (i *shutdowns) observe(r *Recorded) {
	x, pack := &r.Exchange, r.Pack
	at, _ := httpmsg.RequestTime(x)
	if at.IsZero() {
		return
	}
	if x.Pasted == "" {
		if i.first.IsZero() || at.Before(i.first) {
			i.first = at
		}
		if at.After(i.last) {
			i.last = at
		}
	}
	if pack == nil || x.Response.Status == 0 || x.FromCache != "" || x.Response.ByWorker {
		return
	}
	since, gone := pack.Gone()
	if !gone || at.Before(since) && x.Started.Before(since) || !r.AtVendor(x.Request.URL) {
		return
	}
	seen := i.seen[pack]
	switch {
	case x.Response.Status == pack.Shutdown.Status:
		seen.Gone = true
	case r.Preflight: // may be answered by something in front of the API
		return
	case at.Before(since):
		seen.Early = true
	case !httpmsg.Succeeded(x) || IsPage(x):
		return
	case r.IsStep:
		seen.OAuth = true
	case r.Endpoint != nil:
		seen.Alive = true
	default:
		return
	}
	if i.seen == nil {
		i.seen = map[*catalog.Pack]shutdownSeen{}
	}
	i.seen[pack] = seen
}

// IsPage reports whether a response is a page for people.
func IsPage(x *httpmsg.Exchange) bool {
	body := &x.Response.Body
	if strings.Contains(body.MimeType, "html") {
		return true
	}
	head := strings.TrimLeft(body.Text, " \t\r\n\ufeff")
	return strings.HasPrefix(head, "<") && !strings.HasPrefix(head, "<?xml")
}
