package diagnose

import (
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// examineServer reads failures that are not the caller's: 5xx, network.
func examineServer(e *examination) []clue {
	status := e.exchange.Response.Status
	clues := examineNetwork(e)
	if e.exchange.Request.Method == httpmsg.MethodDelete {
		clues = append(clues, examineDeletion(e)...)
	}
	if status < 500 {
		return clues
	}
	if len(e.matches) == 0 {
		clues = append(clues, clue{cause: "server-failed", certainty: Likely, weight: -2, values: map[string]string{"status": strconv.Itoa(status)}, evidence: statusAndWords(e)})
	}
	if c := examineErrorID(e); c != nil {
		clues = append(clues, *c)
	}
	return append(clues, examineOutage(e)...)
}

// statusAndWords is what an answer says that no entry knows.
func statusAndWords(e *examination) []Evidence {
	found := []Evidence{{e.say("label.status"), strconv.Itoa(e.exchange.Response.Status), "response status"}}
	if words := unknownMessage(e.symptoms); words != "" {
		found = append(found, Evidence{e.say("label.message"), words, "response body"})
	}
	return found
}

// examineDeletion reads a DELETE that failed, and one that found nothing left:
// one whose answer was lost on the way may have been carried out.
func examineDeletion(e *examination) []clue {
	status := e.exchange.Response.Status
	list := e.session.DeletionsOf(e.exchange.Request.URL)
	at, _ := slices.BinarySearchFunc(list, session.Event{EventTime: session.EventTime{Start: e.exchange.Started, ID: e.id}}, session.Earlier)
	switch {
	case status == httpmsg.StatusBadGateway || status == httpmsg.StatusGatewayTimeout:
		c := clue{cause: "delete-perhaps-done", certainty: Likely, weight: 3, values: map[string]string{"status": strconv.Itoa(status), "path": httpmsg.Path(e.exchange.Request.URL)},
			evidence: []Evidence{{e.say("label.method"), httpmsg.MethodDelete, "request method"}}}
		for _, later := range list[min(at, len(list)):min(at+5, len(list))] {
			if later.Status == httpmsg.StatusNotFound && later.ID != e.id {
				c.cause = "delete-was-done"
				c.evidence = append(c.evidence, Evidence{e.say("label.again"), e.say("text.item-gone"), session.ExchangeName(later.ID)})
				break
			}
		}
		return []clue{c}
	case status == httpmsg.StatusNotFound && at > 0:
		for n := min(at, len(list)) - 1; n >= 0 && n >= at-5; n-- {
			before := list[n]
			if before.Status < 300 && before.Status >= 200 || before.Status == httpmsg.StatusBadGateway || before.Status == httpmsg.StatusGatewayTimeout {
				return []clue{{cause: "already-deleted", certainty: Likely, weight: 4, values: map[string]string{"before": strconv.Itoa(before.Status), "time": before.Start.Format(clock)},
					evidence: []Evidence{{e.say("label.deleted-before"), e.say("text.status-at", "status", strconv.Itoa(before.Status), "time", before.Start.Format(clock)), session.ExchangeName(before.ID)}}}}
			}
		}
	}
	return nil
}

// examineErrorID keeps the id by which the vendor finds the error in its logs.
func examineErrorID(e *examination) *clue {
	_, id, found := strings.Cut(e.exchange.Response.Body.Text, "rror id: ")
	if !found {
		return nil
	}
	if end := strings.IndexFunc(id, func(r rune) bool { return !strings.ContainsRune("0123456789ABCDEFabcdef_:-", r) }); end >= 0 {
		id = id[:end]
	}
	if id == "" || len(id) > 120 {
		return nil
	}
	values := map[string]string{"error_id": id, "time": e.answered().Format(clock)}
	return &clue{cause: "error-id", certainty: Likely, weight: -1, values: values, evidence: []Evidence{{e.say("label.error-id"), id, "response body"}}}
}

// leastRetries is how often one address must have failed to be told from an
// outage.
const leastRetries = 2

// examineOutage tells a fault that concerns many calls from one that concerns
// a single item.
func examineOutage(e *examination) []clue {
	traffic := e.session
	if h := traffic.RateWindow(e.Pack, e.exchange.Started); h != nil && h.Outage() {
		return []clue{{cause: "outage", certainty: Likely, weight: 1,
			values:   map[string]string{"failed": strconv.Itoa(h.Failed), "calls": strconv.Itoa(h.Calls), "endpoints": strconv.Itoa(len(h.Broken))},
			evidence: []Evidence{{e.say("label.failed-in-this-hour"), e.say("text.failed-of", "failed", strconv.Itoa(h.Failed), "calls", strconv.Itoa(h.Calls), "endpoints", strconv.Itoa(len(h.Broken))), "session"}}}}
	}
	o := traffic.OutcomesOf(e.exchange.Request.Method, e.exchange.Request.URL)
	if o == nil || e.Endpoint == nil || o.Failed < leastRetries || o.Succeeded > 0 {
		return nil
	}
	read := traffic.FirstSuccess(e.Endpoint)
	if read == nil {
		return nil
	}
	return []clue{{cause: "item-always-fails", certainty: Likely, weight: 1, values: map[string]string{"failed": strconv.Itoa(o.Failed), "endpoint": e.Endpoint.Name},
		evidence: []Evidence{{e.say("label.same-address-failed"), e.count("text.times", o.Failed), session.ExchangeName(o.First.ID)}, {e.say("label.another-address-of-this-endpoint"), e.say("text.answered", "status", strconv.Itoa(read.Status)), session.ExchangeName(read.ID)}}}}
}

// examineNetwork reads what stands beside an answer that did not reach the
// page.
func examineNetwork(e *examination) []clue {
	x := e.exchange
	status := x.Response.Status
	if httpmsg.IsPreflight(x) {
		if c := e.preflightProblem(&session.Event{EventTime: session.EventTime{Start: x.Started, ID: e.id}, Status: status}); c != nil && e.found(catalog.PreflightRefused) {
			return []clue{*c}
		}
		return nil
	}
	origin, _ := x.Request.Header("Origin")
	if e.found(catalog.CORSBlocked) && status != 0 {
		values := map[string]string{"status": strconv.Itoa(status), "origin": origin, "error": ""}
		c := clue{cause: "cors-hides-data", certainty: Certain, weight: 1, values: values, evidence: []Evidence{{e.say("label.origin"), origin, "request header Origin"}, {e.say("label.hidden-status"), values["status"], "response status"}}}
		if status >= 400 {
			c.cause = "cors-hides-error"
			values["error"] = e.say("value.status-alone")
			for _, f := range e.matches {
				if f.Kind == "error" {
					values["error"] = f.Title
					c.evidence = append(c.evidence, Evidence{e.say("label.hidden-error"), f.Title, "response body"})
					break
				}
			}
		}
		return []clue{besidePreflight(e, c)}
	}
	if status != 0 || !e.found(catalog.NetworkFailed, catalog.PreflightRefused) {
		return nil
	}
	if c := e.preflightProblem(e.session.PreflightOf(x)); c != nil {
		return []clue{*c}
	}
	switch agent, _ := x.Request.Header("User-Agent"); {
	case strings.HasPrefix(x.Response.Error, "net::ERR_BLOCKED_BY_CLIENT"):
		return []clue{{cause: "blocked-by-extension", certainty: Certain, values: map[string]string{}, evidence: []Evidence{{e.say("label.browser"), x.Response.Error, "response error"}}}}
	case strings.HasPrefix(x.Response.Error, "net::ERR_BLOCKED_BY_"):
		return []clue{{cause: "blocked-by-page", certainty: Certain, values: map[string]string{}, evidence: []Evidence{{e.say("label.browser"), x.Response.Error, "response error"}}}}
	case strings.Contains(agent, "Firefox/"):
		return []clue{besidePreflight(e, clue{cause: "firefox-tells-nothing", certainty: Likely, values: map[string]string{}, evidence: []Evidence{{e.say("label.browser"), "Firefox", "request header User-Agent"}}})}
	}
	return nil
}

// besidePreflight adds the preflight of the request to a clue's evidence.
func besidePreflight(e *examination, c clue) clue {
	if p := e.session.PreflightOf(e.exchange); p != nil {
		c.evidence = append(c.evidence, Evidence{e.say("label.preflight"), e.say("text.answered", "status", strconv.Itoa(p.Status)), session.ExchangeName(p.ID)})
	}
	return c
}

// preflightProblem finds what a preflight did not allow; nil when there is none.
func (e *examination) preflightProblem(p *session.Event) *clue {
	if p == nil {
		return nil
	}
	x := e.session.Exchange(p.ID)
	place := session.ExchangeName(p.ID)
	asked, _ := x.Request.Header("Access-Control-Request-Headers")
	allowed, _ := x.Response.Header("Access-Control-Allow-Headers")
	method, _ := x.Request.Header("Access-Control-Request-Method")
	methods, told := x.Response.Header("Access-Control-Allow-Methods")
	values := map[string]string{"status": strconv.Itoa(p.Status), "method": method, "header": ""}
	switch {
	case p.Status == 0:
		return &clue{cause: "preflight-unanswered", certainty: Likely, values: values, evidence: []Evidence{{e.say("label.preflight"), e.say("text.no-answer"), place}}}
	case p.Status >= 300:
		return &clue{cause: "preflight-failed", certainty: Certain, values: values, evidence: []Evidence{{e.say("label.preflight"), e.say("text.answered", "status", values["status"]), place}}}
	case !httpmsg.AllowsOrigin(&x.Response):
		return &clue{cause: "preflight-without-origin", certainty: Certain, values: values, evidence: []Evidence{{e.say("label.preflight"), e.say("text.answered-without-origin", "status", values["status"]), place}}}
	}
	for _, name := range strings.Split(asked, ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" && !httpmsg.ListHas(allowed, name) {
			values["header"] = name
			return &clue{cause: "preflight-header", certainty: Certain, weight: 1, values: values, evidence: []Evidence{{e.say("label.asked-for"), asked, place}, {e.say("label.allowed"), allowed, place}},
				corrections: e.withoutHeader(name)}
		}
	}
	if told && method != "" && !slices.Contains([]string{"GET", "HEAD", "POST"}, method) && !httpmsg.ListHas(methods, strings.ToLower(method)) {
		return &clue{cause: "preflight-method", certainty: Certain, weight: 1, values: values, evidence: []Evidence{{e.say("label.asked-for"), method, place}, {e.say("label.allowed"), methods, place}}}
	}
	return nil
}

// withoutHeader leaves a header field out, unless the call cannot do without.
func (e *examination) withoutHeader(name string) []Correction {
	if _, sent := e.exchange.Request.Header(name); !sent || name == "authorization" || name == "content-type" {
		return nil
	}
	return []Correction{{Part: PartHeader, Name: name, Remove: true}}
}
