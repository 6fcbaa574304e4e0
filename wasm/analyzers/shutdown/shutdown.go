// Package shutdown analyzes whether the API itself is shut down.
package shutdown

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/replacement"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "shutdown",
	Causes: analysis.Weights{
		// Told first in any case, or last where nobody knows the day: Report.Shutdown.
		"shut-down":             0,
		"shut-down-answered":    0,
		"shut-down-early":       0,
		"shut-down-for-good":    0,
		"shut-down-though-used": 0,
		"shut-down-undated":     0,
		"shut-down-unseen":      0,
	},
	Run: run,
}

// run finds that the API itself is shut down: by the status that it answers
// since, or by the day. Whatever a request failed with since that day, nothing
// that the response asks for brings the API back.
func run(pass *analysis.Pass) []analysis.Report {
	since, gone := pass.Pack.Gone()
	if !gone {
		return nil
	}
	p := refusedBefore(pass)
	worded := pass.Status() == pass.Pack.Shutdown.Status && pass.AtVendor(pass.Exchange.Request.URL) // what a tool printed of it
	if pass.Exchange.Response.Status == pass.Pack.Shutdown.Status || worded || p != nil {
		c := byStatus(pass, since, p)
		if pass.Exchange.Response.Status == 0 && p == nil {
			c.Certainty = analysis.Likely
		}
		return told(pass, c)
	}
	if address := pass.Exchange.Request.URL; address != "" && !pass.AtVendor(address) || clockAhead(pass) || onThisSide(pass) {
		return nil
	}
	switch pass.Session.Era(pass.Exchange, since) {
	case session.BeforeShutdown:
		return nil
	case session.EraUnknown:
		if s := pass.Exchange.Response.Status; s >= 200 && s < 400 {
			return nil
		}
		return told(pass, analysis.Report{Cause: "shut-down-undated", Certainty: analysis.Possible})
	}
	unanswered := pass.Exchange.Response.Status == 0 && (pass.Exchange.Pasted == "" || len(pass.Symptoms) > 0 && pass.Symptoms[0].Kind == catalog.KindNetwork)
	switch {
	case pass.Session.Shutdown(pass.Pack).Alive:
		return told(pass, analysis.Report{Cause: "shut-down-though-used", Certainty: analysis.Likely, Evidence: dated(pass)})
	case unanswered:
		return told(pass, unseen(pass))
	}
	return told(pass, answered(pass))
}

// told adds to a report what to call instead.
func told(pass *analysis.Pass, c analysis.Report) []analysis.Report {
	off := pass.Pack.Shutdown
	c.Shutdown = true
	c.Evidence = append([]analysis.Evidence{{Label: pass.Format("label.switched-off"), Text: pass.DayText(off.Date), Where: location.Announcement}}, c.Evidence...)
	c.Values = map[string]string{"date": pass.DayText(off.Date), "call": pass.Pack.Successor.Address}
	known := replacement.Known(pass.Session, pass.ID)
	switch {
	case known == nil:
	case known.None != "" && (c.Cause == "shut-down" || c.Cause == "shut-down-answered"):
		c.Cause = "shut-down-for-good"
	case known.Brief != "":
		c.Values["instead"] = known.Brief
		c.Values["call"] = known.Calls[0].Method + " " + known.Calls[0].Address
	}
	return []analysis.Report{c}
}

// refusedBefore is the preflight that got the announced status where a browser
// hides it from the call, but not from DevTools.
func refusedBefore(pass *analysis.Pass) *session.Event {
	x := pass.Exchange
	p := pass.Session.PreflightOf(x)
	if x.Response.Status != 0 || pass.Preflight || p == nil || p.Status != pass.Pack.Shutdown.Status || x.Pasted != "" || len(pass.Matches) == 0 {
		return nil
	}
	return p
}

// byStatus is recognized by the status that was announced, of the response or of its preflight.
func byStatus(pass *analysis.Pass, since time.Time, p *session.Event) analysis.Report {
	c := analysis.Report{Cause: "shut-down", Certainty: analysis.Certain}
	at := pass.Answered()
	if at.IsZero() {
		return c
	}
	c.Evidence = dated(pass)
	if p != nil {
		c.Evidence[0].Where = location.Exchange(p.ID)
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.preflight"), Text: pass.Format("text.answered", "status", strconv.Itoa(p.Status)), Where: location.Exchange(p.ID)})
	}
	if at.Before(since) {
		c.Cause, c.Certainty = "shut-down-early", analysis.Likely
	}
	return c
}

// answered is recognized by the date: something still responds, in place of the API.
func answered(pass *analysis.Pass) analysis.Report {
	c := analysis.Report{Cause: "shut-down-answered", Certainty: analysis.Certain, Evidence: dated(pass)}
	if pass.Session.Shutdown(pass.Pack).OAuth || pass.IsConsent && (httpmsg.Succeeded(pass.Exchange) || saysWhy(pass)) {
		c.Certainty = analysis.Likely // not all of it is off, or a page is just left over
	}
	return c
}

// unseen is recognized by the date, if there wasn't a response or the browser shows none.
func unseen(pass *analysis.Pass) analysis.Report {
	c := analysis.Report{Cause: "shut-down-unseen", Certainty: analysis.Likely}
	if !pass.Exchange.Started.IsZero() {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.started"), Text: pass.Exchange.Started.UTC().Format(time.DateOnly), Where: location.RequestStart})
	}
	if says := pass.Exchange.Response.Error; says != "" {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.browser"), Text: analysis.Short(says), Where: location.ResponseError})
	}
	if pass.Session.Shutdown(pass.Pack).Gone {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.other-calls"), Text: pass.Format("text.answered", "status", strconv.Itoa(pass.Pack.Shutdown.Status)), Where: location.Session})
	}
	return c
}

// dated returns when the response came, or nothing if only other requests show it.
func dated(pass *analysis.Pass) []analysis.Evidence {
	at, where := pass.AnsweredWhere()
	if at.IsZero() && pass.Exchange.Pasted != "" {
		_, at = httpmsg.LogDays(pass.Exchange.Response.Body.Text)
		where = location.PastedText
	}
	if at.IsZero() {
		return nil
	}
	return []analysis.Evidence{{Label: pass.Format("label.answered"), Text: at.Format(time.DateOnly), Where: where}}
}

// clockAhead reports whether nothing but the client's clock says that the day has come,
// while the server's, in another response, says that it hasn't.
func clockAhead(pass *analysis.Pass) bool {
	_, where := pass.AnsweredWhere()
	return where != location.Date && pass.Session.Shutdown(pass.Pack).Early
}

// onThisSide reports whether the request never got as far as the API, or what
// looks like a failure is how the consent page works.
func onThisSide(pass *analysis.Pass) bool {
	x := pass.Exchange
	switch s := x.Response.Status; {
	case s >= 400:
		return false
	case s >= 300 && pass.IsConsent:
		return !leadsAway(pass) || goesOn(pass)
	case s >= 300:
		return !leadsAway(pass)
	case s >= 200:
		if pass.IsConsent { // a page for people: to be filled in, as it always was
			return !saysWhy(pass) && !showsEnd(pass)
		}
		return !session.IsPage(x) && !slices.ContainsFunc(pass.Matches, func(m analysis.Match) bool { return m.Kind == catalog.KindError })
	case x.Pasted != "":
		return false
	}
	if strings.HasPrefix(x.Response.Error, "net::ERR_BLOCKED_") {
		return true
	}
	return !slices.Contains([]string{"unknown", "refused", "timeout", "reset", "preflight", "dns", "tls"}, pass.Session.NetworkOf(pass.ID))
}

// saysWhy reports whether the consent page, or where it leads to, names an error.
func saysWhy(pass *analysis.Pass) bool {
	return slices.ContainsFunc(pass.Matches, func(m analysis.Match) bool { return m.Kind == catalog.KindConsent })
}

// goesOn reports whether a consent page's redirect goes on with what was asked for: it
// leads to the app, or its address has what the request was about, as that of a login
// page does.
func goesOn(pass *analysis.Pass) bool {
	to := httpmsg.DecodePercent(httpmsg.DecodePercent(httpmsg.RedirectTo(pass.Exchange)))
	if saysWhy(pass) {
		return false // back to the app, with an error
	}
	for _, p := range httpmsg.Query(pass.Exchange.Request.URL) {
		if len(p.Value) >= leastKept && p.Name != "response_type" && p.Name != "scope" && strings.Contains(to, p.Value) {
			return true
		}
	}
	return session.GotThrough(pass.Exchange)
}

// leastKept is how long a value is at least by which a redirect is known to go on.
const leastKept = 4

// showsEnd reports whether a page speaks of the API that took this one's place, or is
// known whole and has nothing to fill in.
func showsEnd(pass *analysis.Pass) bool {
	body := &pass.Exchange.Response.Body
	_, page, _ := strings.Cut(pass.Pack.Successor.Documentation, "://")
	if strings.Contains(body.Text, pass.Pack.Successor.Name) || page != "" && strings.Contains(body.Text, page) {
		return true
	}
	return body.Text != "" && !body.Truncated && !strings.Contains(body.Text, "<form")
}

// leadsAway reports whether a redirect leads to another host than was asked.
func leadsAway(pass *analysis.Pass) bool {
	to, _ := pass.Exchange.Response.Header("Location")
	there, err := url.Parse(to)
	here, _ := url.Parse(pass.Exchange.Request.URL)
	return err == nil && here != nil && cmp.Or(there.Hostname(), here.Hostname()) != here.Hostname()
}
