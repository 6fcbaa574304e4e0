// Package shutdown analyzes whether the API itself is switched off.
package shutdown

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/replacement"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "shutdown",
	Causes: analysis.Weights{
		// Told first in any case: Report.Shutdown.
		"shut-down":          0,
		"shut-down-early":    0,
		"shut-down-for-good": 0,
		"shut-down-unseen":   0,
	},
	Run: run,
}

// run finds that the API itself is switched off: by the status that
// was announced, or, where the browser shows no status, by the date.
func run(e *analysis.Pass) []analysis.Report {
	since, gone := e.Pack.Gone()
	off, status := e.Pack.Shutdown, e.Exchange.Response.Status
	p := e.Session.PreflightOf(e.Exchange)
	byPreflight := gone && status == 0 && !e.Preflight && p != nil && p.Status == off.Status && e.Exchange.Pasted == "" && len(e.Matches) > 0
	if byPreflight {
		status = off.Status // a browser hides it from the call, but not from DevTools
	}
	if !gone || status != off.Status && status != 0 {
		return nil
	}
	c := analysis.Report{Certainty: analysis.Certain, Shutdown: true, Values: map[string]string{"date": off.Date}}
	switch {
	case status == off.Status:
		c.Cause = "shut-down"
		if answered, where := e.AnsweredWhere(); !answered.IsZero() {
			c.Evidence = []analysis.Evidence{{Label: e.Say("label.switched-off"), Text: off.Date, Where: location.Announcement}, {Label: e.Say("label.answered"), Text: answered.Format(time.DateOnly), Where: where}}
			if byPreflight {
				c.Evidence[1].Where = location.Exchange(p.ID)
				c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.preflight"), Text: e.Say("text.answered", "status", strconv.Itoa(p.Status)), Where: location.Exchange(p.ID)})
			}
			if answered.Before(since) {
				c.Cause, c.Certainty = "shut-down-early", analysis.Likely
			}
		}
	case maybeUnseen(e, since):
		c.Cause, c.Certainty = "shut-down-unseen", analysis.Likely
		c.Evidence = []analysis.Evidence{{Label: e.Say("label.switched-off"), Text: off.Date, Where: location.Announcement}, {Label: e.Say("label.started"), Text: e.Exchange.Started.UTC().Format(time.DateOnly), Where: location.RequestStart}}
		if told := e.Exchange.Response.Error; told != "" {
			c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.browser"), Text: analysis.Short(told), Where: location.ResponseError})
		}
		if e.Session.Shutdown(e.Pack).Gone {
			c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.other-calls"), Text: e.Say("text.answered", "status", strconv.Itoa(off.Status)), Where: location.Session})
		}
	default:
		return nil
	}
	if known := replacement.Known(e.Session, e.Id); known != nil {
		switch {
		case known.None != "" && c.Cause == "shut-down":
			c.Cause = "shut-down-for-good"
		case known.Brief != "":
			c.Values["instead"] = known.Brief
		}
	}
	return []analysis.Report{c}
}

// maybeUnseen reports whether a request may have met the shutdown without showing
// it: page script and browser show no answer that lacks CORS headers. What
// shows another reason, or that the API answers still, speaks against it.
func maybeUnseen(e *analysis.Pass, since time.Time) bool {
	x := e.Exchange
	if x.Response.Status != 0 || x.Pasted != "" || x.Started.IsZero() || x.Started.Before(since) || !e.AtVendor(x.Request.URL) || e.Session.Shutdown(e.Pack).Alive {
		return false
	}
	if p := e.Session.PreflightOf(x); p != nil && p.Status != 0 && p.Status != e.Pack.Shutdown.Status && e.PreflightProblem(p) != nil {
		return false
	}
	if told, named := strings.CutPrefix(x.Response.Error, "net::"); named {
		return slices.ContainsFunc([]string{"ERR_FAILED", "ERR_CONNECTION_", "ERR_EMPTY_RESPONSE", "ERR_ADDRESS_", "ERR_TIMED_OUT"}, func(known string) bool {
			return strings.HasPrefix(told, known)
		})
	}
	network := e.Session.NetworkOf(e.Id)
	return slices.Contains([]string{"unknown", "refused", "preflight"}, network)
}
