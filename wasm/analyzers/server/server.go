// Package server analyzes failures that are not the caller's: 5xx, network, CORS.
package server

import (
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "server",
	Causes: analysis.Weights{
		// The session shows what became of the same item.
		"already-deleted":     4,
		"delete-perhaps-done": 3,
		"delete-was-done":     3,
		// Says more than that the page cannot read it.
		"cors-hides-data":   1,
		"cors-hides-error":  1,
		"item-always-fails": 1,
		"outage":            1,
		"preflight-header":  1,
		"preflight-method":  1,
		// What the browser or the preflight says, and no more.
		"blocked-by-extension":     0,
		"blocked-by-page":          0,
		"firefox-tells-nothing":    0,
		"preflight-failed":         0,
		"preflight-unanswered":     0,
		"preflight-without-origin": 0,
		// The server failed, and little else is known.
		"error-id":      -1,
		"server-failed": -2,
	},
	Run: run,
}

// run reads failures that are not the caller's: 5xx, network.
func run(e *analysis.Pass) []analysis.Report {
	status := e.Exchange.Response.Status
	reports := checkNetwork(e)
	if e.Exchange.Request.Method == httpmsg.MethodDelete {
		reports = append(reports, checkDeletion(e)...)
	}
	if status < 500 {
		return reports
	}
	if len(e.Matches) == 0 {
		reports = append(reports, analysis.Report{Cause: "server-failed", Certainty: analysis.Likely, Values: map[string]string{"status": strconv.Itoa(status)}, Evidence: statusAndWords(e)})
	}
	if c := checkErrorID(e); c != nil {
		reports = append(reports, *c)
	}
	return append(reports, checkOutage(e)...)
}

// statusAndWords is what a response says that no entry knows.
func statusAndWords(e *analysis.Pass) []analysis.Evidence {
	found := []analysis.Evidence{{Label: e.Say("label.status"), Text: strconv.Itoa(e.Exchange.Response.Status), Where: location.ResponseStatus}}
	if words := analysis.UnknownMessage(e.Symptoms); words != "" {
		found = append(found, analysis.Evidence{Label: e.Say("label.message"), Text: words, Where: location.ResponseBody})
	}
	return found
}

// checkDeletion reads a DELETE that failed, and one that found nothing left:
// one whose answer was lost on the way may have been carried out.
func checkDeletion(e *analysis.Pass) []analysis.Report {
	status := e.Exchange.Response.Status
	list := e.Session.DeletionsOf(e.Exchange.Request.URL)
	at, _ := slices.BinarySearchFunc(list, session.Event{EventTime: session.EventTime{Start: e.Exchange.Started, ID: e.Id}}, session.Earlier)
	switch {
	case status == httpmsg.StatusBadGateway || status == httpmsg.StatusGatewayTimeout:
		c := analysis.Report{Cause: "delete-perhaps-done", Certainty: analysis.Likely, Values: map[string]string{"status": strconv.Itoa(status), "path": httpmsg.Path(e.Exchange.Request.URL)},
			Evidence: []analysis.Evidence{{Label: e.Say("label.method"), Text: httpmsg.MethodDelete, Where: location.RequestMethod}}}
		for _, later := range list[min(at, len(list)):min(at+5, len(list))] {
			if later.Status == httpmsg.StatusNotFound && later.ID != e.Id {
				c.Cause = "delete-was-done"
				c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.again"), Text: e.Say("text.item-gone"), Where: location.Exchange(later.ID)})
				break
			}
		}
		return []analysis.Report{c}
	case status == httpmsg.StatusNotFound && at > 0:
		for n := min(at, len(list)) - 1; n >= 0 && n >= at-5; n-- {
			before := list[n]
			if before.Status < 300 && before.Status >= 200 || before.Status == httpmsg.StatusBadGateway || before.Status == httpmsg.StatusGatewayTimeout {
				return []analysis.Report{{Cause: "already-deleted", Certainty: analysis.Likely, Values: map[string]string{"before": strconv.Itoa(before.Status), "time": analysis.TimeText(before.Start)},
					Evidence: []analysis.Evidence{{Label: e.Say("label.deleted-before"), Text: e.Say("text.status-at", "status", strconv.Itoa(before.Status), "time", analysis.TimeText(before.Start)), Where: location.Exchange(before.ID)}}}}
			}
		}
	}
	return nil
}

// checkErrorID keeps the ID by which the vendor finds the error in its logs.
func checkErrorID(e *analysis.Pass) *analysis.Report {
	_, id, found := strings.Cut(e.Exchange.Response.Body.Text, e.Pack.ErrorID)
	if !found || e.Pack.ErrorID == "" {
		return nil
	}
	id = strings.TrimLeft(id, " ")
	if end := strings.IndexFunc(id, func(r rune) bool { return !strings.ContainsRune("0123456789ABCDEFabcdef_:-", r) }); end >= 0 {
		id = id[:end]
	}
	if id == "" || len(id) > 120 {
		return nil
	}
	values := map[string]string{"error_id": id}
	if at := e.Answered(); !at.IsZero() {
		values["time"] = analysis.TimeText(at)
	}
	return &analysis.Report{Cause: "error-id", Certainty: analysis.Likely, Values: values, Evidence: []analysis.Evidence{{Label: e.Say("label.error-id"), Text: id, Where: location.ResponseBody}}}
}

// leastRetries is how often one address must have failed to be distinguished from an outage.
const leastRetries = 2

// checkOutage distinguishes a fault of many calls from one of a single item.
func checkOutage(e *analysis.Pass) []analysis.Report {
	traffic := e.Session
	if h := traffic.RateWindow(e.Pack, e.Exchange.Started); h != nil && h.Outage() {
		return []analysis.Report{{Cause: "outage", Certainty: analysis.Likely,
			Values:   map[string]string{"failed": strconv.Itoa(h.Failed), "calls": strconv.Itoa(h.Calls), "endpoints": strconv.Itoa(len(h.Broken))},
			Evidence: []analysis.Evidence{{Label: e.Say("label.failed-in-this-hour"), Text: e.Say("text.failed-of", "failed", strconv.Itoa(h.Failed), "calls", strconv.Itoa(h.Calls), "endpoints", strconv.Itoa(len(h.Broken))), Where: location.Session}}}}
	}
	o := traffic.OutcomesOf(e.Exchange.Request.Method, e.Exchange.Request.URL)
	if o == nil || e.Endpoint == nil || o.Failed < leastRetries || o.Succeeded > 0 {
		return nil
	}
	read := traffic.FirstSuccess(e.Endpoint)
	if read == nil {
		return nil
	}
	return []analysis.Report{{Cause: "item-always-fails", Certainty: analysis.Likely, Values: map[string]string{"failed": strconv.Itoa(o.Failed), "endpoint": e.Endpoint.Name},
		Evidence: []analysis.Evidence{{Label: e.Say("label.same-address-failed"), Text: e.Count("text.times", o.Failed), Where: location.Exchange(o.First.ID)}, {Label: e.Say("label.another-address-of-this-endpoint"), Text: e.Say("text.answered", "status", strconv.Itoa(read.Status)), Where: location.Exchange(read.ID)}}}}
}

// checkNetwork reads what is next to a response that did not reach the
// page.
func checkNetwork(e *analysis.Pass) []analysis.Report {
	x := e.Exchange
	status := x.Response.Status
	if httpmsg.IsPreflight(x) {
		if c := e.PreflightProblem(&session.Event{EventTime: session.EventTime{Start: x.Started, ID: e.Id}, Status: status}); c != nil && e.Found(catalog.PreflightRefused) {
			return []analysis.Report{*c}
		}
		return nil
	}
	origin, _ := x.Request.Header("Origin")
	if e.Found(catalog.CORSBlocked) && status != 0 {
		values := map[string]string{"status": strconv.Itoa(status), "origin": origin, "error": ""}
		c := analysis.Report{Cause: "cors-hides-data", Certainty: analysis.Certain, Values: values, Evidence: []analysis.Evidence{{Label: e.Say("label.origin"), Text: origin, Where: location.RequestHeader("Origin")}, {Label: e.Say("label.hidden-status"), Text: values["status"], Where: location.ResponseStatus}}}
		c.Evidence = append(c.Evidence, analysis.AllowedOrigin(x, location.ResponseHeaders)...)
		if status >= 400 {
			c.Cause = "cors-hides-error"
			values["error"] = e.Say("value.status-alone")
			for _, f := range e.Matches {
				if f.Kind == "error" {
					values["error"] = f.Title
					c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.hidden-error"), Text: f.Title, Where: location.ResponseBody})
					break
				}
			}
		}
		return []analysis.Report{besidePreflight(e, c)}
	}
	if status != 0 || !e.Found(catalog.NetworkFailed, catalog.PreflightRefused) {
		return nil
	}
	if c := e.PreflightProblem(e.Session.PreflightOf(x)); c != nil {
		return []analysis.Report{*c}
	}
	switch agent, _ := x.Request.Header("User-Agent"); {
	case strings.HasPrefix(x.Response.Error, "net::ERR_BLOCKED_BY_CLIENT"):
		return []analysis.Report{{Cause: "blocked-by-extension", Certainty: analysis.Certain, Values: map[string]string{}, Evidence: []analysis.Evidence{{Label: e.Say("label.browser"), Text: x.Response.Error, Where: location.ResponseError}}}}
	case strings.HasPrefix(x.Response.Error, "net::ERR_BLOCKED_BY_"):
		return []analysis.Report{{Cause: "blocked-by-page", Certainty: analysis.Certain, Values: map[string]string{}, Evidence: []analysis.Evidence{{Label: e.Say("label.browser"), Text: x.Response.Error, Where: location.ResponseError}}}}
	case strings.Contains(agent, "Firefox/"):
		return []analysis.Report{besidePreflight(e, analysis.Report{Cause: "firefox-tells-nothing", Certainty: analysis.Likely, Values: map[string]string{}, Evidence: []analysis.Evidence{{Label: e.Say("label.browser"), Text: "Firefox", Where: location.RequestHeader("User-Agent")}}})}
	}
	return nil
}

// besidePreflight adds the preflight of the request to a report's evidence.
func besidePreflight(e *analysis.Pass, c analysis.Report) analysis.Report {
	if p := e.Session.PreflightOf(e.Exchange); p != nil {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.preflight"), Text: e.Say("text.answered", "status", strconv.Itoa(p.Status)), Where: location.Exchange(p.ID)})
	}
	return c
}
