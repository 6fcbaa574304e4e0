package diagnose

import (
	"strconv"
	"strings"

	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// unread reports whether a request was refused and nothing says why: the
// response has no body, and no header that tells an error.
func (e *examination) unread() bool {
	r := &e.exchange.Response
	return r.Status >= 400 && r.Status < 500 && len(e.matches) == 0 && (!r.Body.Recorded || strings.TrimSpace(r.Body.Text) == "")
}

// refusedUnread is what the request itself tells of a refusal that nothing
// explains; nil for a response with a body.
func refusedUnread(e *examination) *clue {
	if !e.unread() || e.Preflight {
		return nil
	}
	status := e.exchange.Response.Status
	c := &clue{cause: "refused-unread", certainty: Likely, values: map[string]string{"status": strconv.Itoa(status)}, evidence: statusAndBody(e)}
	meaning := "value.refused-other"
	switch status {
	case httpmsg.StatusBadRequest, httpmsg.StatusUnauthorized, httpmsg.StatusForbidden, httpmsg.StatusNotFound:
		meaning = "value.refused-" + strconv.Itoa(status)
	}
	if e.Step == "token" {
		r := session.ReadTokenRequest(e.exchange)
		switch {
		case status == httpmsg.StatusUnauthorized:
			meaning = "value.refused-client"
		case status == httpmsg.StatusBadRequest && r.Spends != "":
			c.cause = "refresh-refused"
		case status == httpmsg.StatusBadRequest && r.Code != "":
			c.cause = "code-refused"
		}
	} else if _, sent := e.token(); sent && status == httpmsg.StatusUnauthorized && e.wantedScheme() == httpmsg.Bearer {
		c.cause = "token-refused"
	}
	if needed := e.neededScopes(); status == httpmsg.StatusForbidden && len(needed) > 0 {
		c.evidence = append(c.evidence, Evidence{e.say("label.needed"), strings.Join(needed, ", "), "request URL"})
	}
	c.values["meaning"] = e.say(meaning)
	return c
}

// statusAndBody is what was recorded of a response that says nothing.
func statusAndBody(e *examination) []Evidence {
	r := &e.exchange.Response
	found := []Evidence{{e.say("label.status"), strconv.Itoa(r.Status), "response status"}}
	switch {
	case r.Body.Missing == httpmsg.MissingNavigated || r.Body.Missing == httpmsg.MissingUnread:
		found = append(found, Evidence{e.say("label.body"), e.say("text.missing-" + r.Body.Missing), "response body"})
	case !r.Body.Recorded:
		found = append(found, Evidence{e.say("label.body"), e.say("text.not-recorded"), "response body"})
	}
	if challenge, ok := r.Header("WWW-Authenticate"); ok {
		found = append(found, Evidence{"WWW-Authenticate", short(challenge), errorformat.AtWWWAuthenticate})
	}
	return found
}

// sentUnrecorded reports whether the preflight of a request asked leave for an
// Authorization header: then it was sent, though the recording lacks it.
func sentUnrecorded(e *examination) bool {
	p := e.session.PreflightOf(e.exchange)
	if p == nil {
		return false
	}
	asked, _ := e.session.Exchange(p.ID).Request.Header("Access-Control-Request-Headers")
	return httpmsg.ListHas(asked, "authorization")
}
