package diagnose

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
)

// examineShutdown finds that the API itself is switched off: by the status that
// was announced, or, where the browser shows no status, by the date.
func examineShutdown(e *examination) []clue {
	since, gone := e.Pack.Gone()
	off, status := e.Pack.Shutdown, e.exchange.Response.Status
	p := e.session.preflightOf(e.exchange)
	byPreflight := gone && status == 0 && !e.Preflight && p != nil && p.status == off.Status && e.exchange.Pasted == "" && len(e.findings) > 0
	if byPreflight {
		status = off.Status // a browser hides it from the call, but not from DevTools
	}
	if !gone || status != off.Status && status != 0 {
		return nil
	}
	c := clue{certainty: Certain, gone: true, values: map[string]string{"date": off.Date}}
	switch {
	case status == off.Status:
		c.cause = "shut-down"
		if answered := e.answered(); !answered.IsZero() {
			c.evidence = []Evidence{{e.say("label.switched-off"), off.Date, "announcement"}, {e.say("label.answered"), answered.Format(time.DateOnly), "response header Date, or start of the request"}}
			if byPreflight {
				c.evidence[1].Where = exchangeName(p.id)
				c.evidence = append(c.evidence, Evidence{e.say("label.preflight"), e.say("text.answered", "status", strconv.Itoa(p.status)), exchangeName(p.id)})
			}
			if answered.Before(since) {
				c.cause, c.certainty = "shut-down-early", Likely
			}
		}
	case e.unseen(since):
		c.cause, c.certainty = "shut-down-unseen", Likely
		c.evidence = []Evidence{{e.say("label.switched-off"), off.Date, "announcement"}, {e.say("label.started"), e.exchange.Started.UTC().Format(time.DateOnly), "start of the request"}}
		if told := e.exchange.Response.Error; told != "" {
			c.evidence = append(c.evidence, Evidence{e.say("label.browser"), short(told), "response error"})
		}
		if e.session.shutdown(e.Pack).gone {
			c.evidence = append(c.evidence, Evidence{e.say("label.other-calls"), e.say("text.answered", "status", strconv.Itoa(off.Status)), "session"})
		}
	default:
		return nil
	}
	if instead, _ := e.session.replaces(e.id); instead.replacement != nil {
		switch known := instead.replacement; {
		case known.None != "" && c.cause == "shut-down":
			c.cause = "shut-down-for-good"
		case known.Brief != "":
			c.values["instead"] = known.Brief
		}
	}
	return []clue{c}
}

// unseen reports whether a request may have met the shutdown without showing
// it: page script and browser show no answer that lacks CORS headers. What
// shows another reason, or that the API answers still, speaks against it.
func (e *examination) unseen(since time.Time) bool {
	x := e.exchange
	if x.Response.Status != 0 || x.Pasted != "" || x.Started.IsZero() || x.Started.Before(since) || !e.AtVendor(x.Request.URL) || e.session.shutdown(e.Pack).alive {
		return false
	}
	if p := e.session.preflightOf(x); p != nil && p.status != 0 && p.status != e.Pack.Shutdown.Status && e.preflightProblem(p) != nil {
		return false
	}
	if told, named := strings.CutPrefix(x.Response.Error, "net::"); named {
		return slices.ContainsFunc([]string{"ERR_FAILED", "ERR_CONNECTION_", "ERR_EMPTY_RESPONSE", "ERR_ADDRESS_", "ERR_TIMED_OUT"}, func(known string) bool {
			return strings.HasPrefix(told, known)
		})
	}
	network := e.session.networkOf(e.id)
	return slices.Contains([]string{"unknown", "refused", "preflight"}, network)
}

// shutdowns is what a session shows of each API after the day on which it was
// announced to be switched off.
type shutdowns map[*catalog.Pack]shutdownSeen

type shutdownSeen struct {
	gone  bool // something was answered with the announced status
	alive bool // something was answered otherwise
}

// observe takes note of an answer.
func (i shutdowns) observe(r *recorded) {
	x, pack := &r.exchange, r.Pack
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
		seen.gone = true
	} else {
		seen.alive = true
	}
	i[pack] = seen
}
