package token

import (
	"strconv"
	"strings"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// refusedUnread is what the request itself shows about a refusal that nothing explains; nil
// for a response with a body.
func refusedUnread(e *analysis.Pass) *analysis.Report {
	if !e.Unread() || e.Preflight {
		return nil
	}
	status := e.Exchange.Response.Status
	c := &analysis.Report{Cause: "refused-unread", Certainty: analysis.Likely, Values: map[string]string{"status": strconv.Itoa(status)}, Evidence: analysis.StatusAndBody(e)}
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
		c.Values["scope"] = strings.Join(needed, " ")
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.needed"), Text: strings.Join(needed, ", "), Where: location.RequestURL})
	}
	c.Values["meaning"] = e.Say(meaning)
	return c
}
