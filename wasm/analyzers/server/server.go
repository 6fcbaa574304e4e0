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
func run(pass *analysis.Pass) []analysis.Report {
	status := pass.Exchange.Response.Status
	reports := checkNetwork(pass)
	if pass.Exchange.Request.Method == httpmsg.MethodDelete {
		reports = append(reports, checkDeletion(pass)...)
	}
	if status < 500 {
		return reports
	}
	if len(pass.Matches) == 0 {
		reports = append(reports, analysis.Report{Cause: "server-failed", Certainty: analysis.Likely, Values: map[string]string{"status": strconv.Itoa(status)}, Evidence: statusAndWords(pass)})
	}
	if c := checkErrorID(pass); c != nil {
		reports = append(reports, *c)
	}
	return append(reports, checkOutage(pass)...)
}

// statusAndWords is what a response says that no entry knows.
func statusAndWords(pass *analysis.Pass) []analysis.Evidence {
	found := []analysis.Evidence{{Label: pass.Format("label.status"), Text: strconv.Itoa(pass.Exchange.Response.Status), Where: location.ResponseStatus}}
	if words := analysis.UnknownMessage(pass.Symptoms); words != "" {
		found = append(found, analysis.Evidence{Label: pass.Format("label.message"), Text: words, Where: location.ResponseBody})
	}
	return found
}

// checkDeletion reads a DELETE that failed, and one that found nothing left:
// one whose answer was lost on the way may have been carried out.
func checkDeletion(pass *analysis.Pass) []analysis.Report {
	status := pass.Exchange.Response.Status
	list := pass.Session.DeletionsOf(pass.Exchange.Request.URL)
	at, _ := slices.BinarySearchFunc(list, session.Event{EventTime: session.EventTime{Start: pass.Exchange.Started, ID: pass.ID}}, session.Earlier)
	switch {
	case status == httpmsg.StatusBadGateway || status == httpmsg.StatusGatewayTimeout:
		c := analysis.Report{Cause: "delete-perhaps-done", Certainty: analysis.Likely, Values: map[string]string{"status": strconv.Itoa(status), "path": httpmsg.Path(pass.Exchange.Request.URL)},
			Evidence: []analysis.Evidence{{Label: pass.Format("label.method"), Text: httpmsg.MethodDelete, Where: location.RequestMethod}}}
		for _, later := range list[min(at, len(list)):min(at+5, len(list))] {
			if later.Status == httpmsg.StatusNotFound && later.ID != pass.ID {
				c.Cause = "delete-was-done"
				c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.again"), Text: pass.Format("text.item-gone"), Where: location.Exchange(later.ID)})
				break
			}
		}
		return []analysis.Report{c}
	case status == httpmsg.StatusNotFound && at > 0:
		for n := min(at, len(list)) - 1; n >= 0 && n >= at-5; n-- {
			before := list[n]
			if before.Status < 300 && before.Status >= 200 || before.Status == httpmsg.StatusBadGateway || before.Status == httpmsg.StatusGatewayTimeout {
				return []analysis.Report{{Cause: "already-deleted", Certainty: analysis.Likely, Values: map[string]string{"before": strconv.Itoa(before.Status), "time": analysis.TimeText(before.Start)},
					Evidence: []analysis.Evidence{{Label: pass.Format("label.deleted-before"), Text: pass.Format("text.status-at", "status", strconv.Itoa(before.Status), "time", analysis.TimeText(before.Start)), Where: location.Exchange(before.ID)}}}}
			}
		}
	}
	return nil
}

// checkErrorID keeps the ID by which the vendor finds the error in its logs.
func checkErrorID(pass *analysis.Pass) *analysis.Report {
	_, id, found := strings.Cut(pass.Exchange.Response.Body.Text, pass.Pack.ErrorID)
	if !found || pass.Pack.ErrorID == "" {
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
	if at := pass.Answered(); !at.IsZero() {
		values["time"] = analysis.TimeText(at)
	}
	return &analysis.Report{Cause: "error-id", Certainty: analysis.Likely, Values: values, Evidence: []analysis.Evidence{{Label: pass.Format("label.error-id"), Text: id, Where: location.ResponseBody}}}
}

// leastRetries is how often one address must have failed to be distinguished from an outage.
const leastRetries = 2

// checkOutage distinguishes a fault of many calls from one of a single item.
func checkOutage(pass *analysis.Pass) []analysis.Report {
	traffic := pass.Session
	if h := traffic.RateWindow(pass.Pack, pass.Exchange.Started); h != nil && h.Outage() {
		return []analysis.Report{{Cause: "outage", Certainty: analysis.Likely,
			Values:   map[string]string{"failed": strconv.Itoa(h.Failed), "calls": strconv.Itoa(h.Calls), "endpoints": strconv.Itoa(len(h.Broken))},
			Evidence: []analysis.Evidence{{Label: pass.Format("label.failed-in-this-hour"), Text: pass.Format("text.failed-of", "failed", strconv.Itoa(h.Failed), "calls", strconv.Itoa(h.Calls), "endpoints", strconv.Itoa(len(h.Broken))), Where: location.Session}}}}
	}
	o := traffic.OutcomesOf(pass.Exchange.Request.Method, pass.Exchange.Request.URL)
	if o == nil || pass.Endpoint == nil || o.Failed < leastRetries || o.Succeeded > 0 {
		return nil
	}
	read := traffic.FirstSuccess(pass.Endpoint)
	if read == nil {
		return nil
	}
	return []analysis.Report{{Cause: "item-always-fails", Certainty: analysis.Likely, Values: map[string]string{"failed": strconv.Itoa(o.Failed), "endpoint": pass.Endpoint.Name},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.same-address-failed"), Text: pass.Count("text.times", o.Failed), Where: location.Exchange(o.First.ID)}, {Label: pass.Format("label.another-address-of-this-endpoint"), Text: pass.Format("text.answered", "status", strconv.Itoa(read.Status)), Where: location.Exchange(read.ID)}}}}
}

// checkNetwork reads what is next to a response that did not reach the
// page.
func checkNetwork(pass *analysis.Pass) []analysis.Report {
	x := pass.Exchange
	status := x.Response.Status
	if httpmsg.IsPreflight(x) {
		if c := pass.PreflightProblem(&session.Event{EventTime: session.EventTime{Start: x.Started, ID: pass.ID}, Status: status}); c != nil && pass.Shows(catalog.PreflightRefused) {
			return []analysis.Report{*c}
		}
		return nil
	}
	origin, _ := x.Request.Header("Origin")
	if pass.Shows(catalog.CORSBlocked) && status != 0 {
		values := map[string]string{"status": strconv.Itoa(status), "origin": origin, "error": ""}
		c := analysis.Report{Cause: "cors-hides-data", Certainty: analysis.Certain, Values: values, Evidence: []analysis.Evidence{{Label: pass.Format("label.origin"), Text: origin, Where: location.RequestHeader("Origin")}, {Label: pass.Format("label.hidden-status"), Text: values["status"], Where: location.ResponseStatus}}}
		c.Evidence = append(c.Evidence, analysis.AllowedOrigin(x, location.ResponseHeaders)...)
		if status >= 400 {
			c.Cause = "cors-hides-error"
			values["error"] = pass.Format("value.status-alone")
			for _, f := range pass.Matches {
				if f.Kind == "error" {
					values["error"] = f.Title
					c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.hidden-error"), Text: f.Title, Where: location.ResponseBody})
					break
				}
			}
		}
		return []analysis.Report{besidePreflight(pass, c)}
	}
	if status != 0 || !pass.Shows(catalog.NetworkFailed, catalog.PreflightRefused) {
		return nil
	}
	if c := pass.PreflightProblem(pass.Session.PreflightOf(x)); c != nil {
		return []analysis.Report{*c}
	}
	switch agent, _ := x.Request.Header("User-Agent"); {
	case strings.HasPrefix(x.Response.Error, "net::ERR_BLOCKED_BY_CLIENT"):
		return []analysis.Report{{Cause: "blocked-by-extension", Certainty: analysis.Certain, Values: map[string]string{}, Evidence: []analysis.Evidence{{Label: pass.Format("label.browser"), Text: x.Response.Error, Where: location.ResponseError}}}}
	case strings.HasPrefix(x.Response.Error, "net::ERR_BLOCKED_BY_"):
		return []analysis.Report{{Cause: "blocked-by-page", Certainty: analysis.Certain, Values: map[string]string{}, Evidence: []analysis.Evidence{{Label: pass.Format("label.browser"), Text: x.Response.Error, Where: location.ResponseError}}}}
	case strings.Contains(agent, "Firefox/"):
		return []analysis.Report{besidePreflight(pass, analysis.Report{Cause: "firefox-tells-nothing", Certainty: analysis.Likely, Values: map[string]string{}, Evidence: []analysis.Evidence{{Label: pass.Format("label.browser"), Text: "Firefox", Where: location.RequestHeader("User-Agent")}}})}
	}
	return nil
}

// besidePreflight adds the preflight of the request to a report's evidence.
func besidePreflight(pass *analysis.Pass, c analysis.Report) analysis.Report {
	if p := pass.Session.PreflightOf(pass.Exchange); p != nil {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.preflight"), Text: pass.Format("text.answered", "status", strconv.Itoa(p.Status)), Where: location.Exchange(p.ID)})
	}
	return c
}
