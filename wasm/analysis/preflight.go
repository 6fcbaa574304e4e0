package analysis

import (
	"strconv"

	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// PreflightProblem finds what a preflight did not allow; nil when there is none.
func (pass *Pass) PreflightProblem(p *session.Event) *Report {
	if p == nil {
		return nil
	}
	x := pass.Session.Exchange(p.ID)
	place := location.Exchange(p.ID)
	asked, _ := x.Request.Header("Access-Control-Request-Headers")
	allowed, _ := httpmsg.Joined(x.Response.Headers, "Access-Control-Allow-Headers")
	method, _ := x.Request.Header("Access-Control-Request-Method")
	methods, _ := httpmsg.Joined(x.Response.Headers, "Access-Control-Allow-Methods")
	values := map[string]string{"status": strconv.Itoa(p.Status), "method": method, "header": ""}
	switch {
	case p.Status == 0:
		return &Report{Cause: "preflight-unanswered", Certainty: Likely, Values: values, Evidence: []Evidence{{Label: pass.Format("label.preflight"), Text: pass.Format("text.no-answer"), Where: place}}}
	case p.Status >= 300:
		return &Report{Cause: "preflight-failed", Certainty: Certain, Values: values, Evidence: []Evidence{{Label: pass.Format("label.preflight"), Text: pass.Format("text.answered", "status", values["status"]), Where: place}}}
	case !httpmsg.AllowsOrigin(x):
		evidence := []Evidence{{Label: pass.Format("label.preflight"), Text: pass.Format("text.answered-without-origin", "status", values["status"]), Where: place}}
		values["origin"], _ = x.Request.Header("Origin")
		return &Report{Cause: "preflight-without-origin", Certainty: Certain, Values: values, Evidence: append(evidence, AllowedOrigin(x, place)...)}
	}
	if name := httpmsg.RefusedHeader(x); name != "" {
		values["header"] = name
		return &Report{Cause: "preflight-header", Certainty: Certain, Values: values, Evidence: []Evidence{{Label: pass.Format("label.asked-for"), Text: asked, Where: place}, {Label: pass.Format("label.allowed"), Text: allowed, Where: place}},
			Corrections: pass.withoutHeader(name)}
	}
	if httpmsg.RefusesMethod(x) {
		return &Report{Cause: "preflight-method", Certainty: Certain, Values: values, Evidence: []Evidence{{Label: pass.Format("label.asked-for"), Text: method, Where: place}, {Label: pass.Format("label.allowed"), Text: methods, Where: place}}}
	}
	return nil
}

// AllowedOrigin shows the origin that a response allows to read it, if it names one.
func AllowedOrigin(x *httpmsg.Exchange, where location.Location) []Evidence {
	const name = "Access-Control-Allow-Origin"
	allowed, ok := x.Response.Header(name)
	if !ok {
		return nil
	}
	return []Evidence{{Label: name, Text: Short(allowed), Where: where}}
}
