package diagnose

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/wasm/session"
)

// examineShutdown finds that the API itself is switched off: by the status that
// was announced, or, where the browser shows no status, by the date.
func examineShutdown(e *examination) []clue {
	since, gone := e.Pack.Gone()
	off, status := e.Pack.Shutdown, e.exchange.Response.Status
	p := e.session.PreflightOf(e.exchange)
	byPreflight := gone && status == 0 && !e.Preflight && p != nil && p.Status == off.Status && e.exchange.Pasted == "" && len(e.matches) > 0
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
				c.evidence[1].Where = session.ExchangeName(p.ID)
				c.evidence = append(c.evidence, Evidence{e.say("label.preflight"), e.say("text.answered", "status", strconv.Itoa(p.Status)), session.ExchangeName(p.ID)})
			}
			if answered.Before(since) {
				c.cause, c.certainty = "shut-down-early", Likely
			}
		}
	case maybeUnseen(e, since):
		c.cause, c.certainty = "shut-down-unseen", Likely
		c.evidence = []Evidence{{e.say("label.switched-off"), off.Date, "announcement"}, {e.say("label.started"), e.exchange.Started.UTC().Format(time.DateOnly), "start of the request"}}
		if told := e.exchange.Response.Error; told != "" {
			c.evidence = append(c.evidence, Evidence{e.say("label.browser"), short(told), "response error"})
		}
		if e.session.Shutdown(e.Pack).Gone {
			c.evidence = append(c.evidence, Evidence{e.say("label.other-calls"), e.say("text.answered", "status", strconv.Itoa(off.Status)), "session"})
		}
	default:
		return nil
	}
	if instead, _ := replaces(e.session, e.id); instead.replacement != nil {
		switch known := instead.replacement; {
		case known.None != "" && c.cause == "shut-down":
			c.cause = "shut-down-for-good"
		case known.Brief != "":
			c.values["instead"] = known.Brief
		}
	}
	return []clue{c}
}

// maybeUnseen reports whether a request may have met the shutdown without showing
// it: page script and browser show no answer that lacks CORS headers. What
// shows another reason, or that the API answers still, speaks against it.
func maybeUnseen(e *examination, since time.Time) bool {
	x := e.exchange
	if x.Response.Status != 0 || x.Pasted != "" || x.Started.IsZero() || x.Started.Before(since) || !e.AtVendor(x.Request.URL) || e.session.Shutdown(e.Pack).Alive {
		return false
	}
	if p := e.session.PreflightOf(x); p != nil && p.Status != 0 && p.Status != e.Pack.Shutdown.Status && e.preflightProblem(p) != nil {
		return false
	}
	if told, named := strings.CutPrefix(x.Response.Error, "net::"); named {
		return slices.ContainsFunc([]string{"ERR_FAILED", "ERR_CONNECTION_", "ERR_EMPTY_RESPONSE", "ERR_ADDRESS_", "ERR_TIMED_OUT"}, func(known string) bool {
			return strings.HasPrefix(told, known)
		})
	}
	network := e.session.NetworkOf(e.id)
	return slices.Contains([]string{"unknown", "refused", "preflight"}, network)
}
