package diagnose

import (
	"strconv"
	"strings"

	"misstep/wasm/analysis"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// refusedUnread is what the request itself tells of a refusal that nothing
// explains; nil for a response with a body.
func refusedUnread(e *analysis.Pass) *analysis.Report {
	if !e.Unread() || e.Preflight {
		return nil
	}
	status := e.Exchange.Response.Status
	c := &analysis.Report{Cause: "refused-unread", Certainty: analysis.Likely, Values: map[string]string{"status": strconv.Itoa(status)}, Evidence: statusAndBody(e)}
	meaning := "value.refused-other"
	switch status {
	case httpmsg.StatusBadRequest, httpmsg.StatusUnauthorized, httpmsg.StatusForbidden, httpmsg.StatusNotFound:
		meaning = "value.refused-" + strconv.Itoa(status)
	}
	if e.Step == "token" {
		r := session.ReadTokenRequest(e.Exchange)
		switch {
		case status == httpmsg.StatusUnauthorized:
			meaning = "value.refused-client"
		case status == httpmsg.StatusBadRequest && r.Spends != "":
			c.Cause = "refresh-refused"
		case status == httpmsg.StatusBadRequest && r.Code != "":
			c.Cause = "code-refused"
		}
	} else if _, sent := e.Token(); sent && status == httpmsg.StatusUnauthorized && e.WantedScheme() == httpmsg.Bearer {
		c.Cause = "token-refused"
	}
	if needed := e.NeededScopes(); status == httpmsg.StatusForbidden && len(needed) > 0 {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.needed"), Text: strings.Join(needed, ", "), Where: "request URL"})
	}
	c.Values["meaning"] = e.Say(meaning)
	return c
}

// statusAndBody is what was recorded of a response that says nothing.
func statusAndBody(e *analysis.Pass) []analysis.Evidence {
	r := &e.Exchange.Response
	found := []analysis.Evidence{{Label: e.Say("label.status"), Text: strconv.Itoa(r.Status), Where: "response status"}}
	switch {
	case r.Body.Missing == httpmsg.MissingNavigated || r.Body.Missing == httpmsg.MissingUnread:
		found = append(found, analysis.Evidence{Label: e.Say("label.body"), Text: e.Say("text.missing-" + r.Body.Missing), Where: "response body"})
	case !r.Body.Recorded:
		found = append(found, analysis.Evidence{Label: e.Say("label.body"), Text: e.Say("text.not-recorded"), Where: "response body"})
	}
	if challenge, ok := r.Header("WWW-Authenticate"); ok {
		found = append(found, analysis.Evidence{Label: "WWW-Authenticate", Text: analysis.Short(challenge), Where: errorformat.AtWWWAuthenticate})
	}
	return found
}

// sentUnrecorded reports whether the preflight of a request asked leave for an
// Authorization header: then it was sent, though the recording lacks it.
func sentUnrecorded(e *analysis.Pass) bool {
	p := e.Session.PreflightOf(e.Exchange)
	if p == nil {
		return false
	}
	asked, _ := e.Session.Exchange(p.ID).Request.Header("Access-Control-Request-Headers")
	return httpmsg.ListHas(asked, "authorization")
}
