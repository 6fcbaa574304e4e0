package session

import "misstep/catalog"

// shutdowns is what a session shows of each API after the day on which it was
// announced to be switched off.
type shutdowns map[*catalog.Pack]shutdownSeen

type shutdownSeen struct {
	Gone  bool // something was answered with the announced status
	Alive bool // something was answered otherwise
}

// observe takes note of an answer.
func (i shutdowns) observe(r *Recorded) {
	x, pack := &r.Exchange, r.Pack
	if pack == nil || x.Response.Status == 0 || x.FromCache != "" {
		return
	}
	since, gone := pack.Gone()
	if !gone || x.Started.IsZero() || x.Started.Before(since) || !r.AtVendor(x.Request.URL) {
		return
	}
	if r.Preflight && x.Response.Status != pack.Shutdown.Status {
		return // may be answered by something in front of the API
	}
	seen := i[pack]
	if x.Response.Status == pack.Shutdown.Status {
		seen.Gone = true
	} else {
		seen.Alive = true
	}
	i[pack] = seen
}
