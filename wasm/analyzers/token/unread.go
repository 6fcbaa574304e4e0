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
func refusedUnread(pass *analysis.Pass) *analysis.Report {
	if !pass.Unread() || pass.Preflight {
		return nil
	}
	status := pass.Exchange.Response.Status
	c := &analysis.Report{Cause: "refused-unread", Certainty: analysis.Likely, Values: map[string]string{"status": strconv.Itoa(status)}, Evidence: analysis.StatusAndBody(pass)}
	meaning := "value.refused-other"
	switch status {
	case httpmsg.StatusBadRequest, httpmsg.StatusUnauthorized, httpmsg.StatusForbidden, httpmsg.StatusNotFound:
		meaning = "value.refused-" + strconv.Itoa(status)
	}
	if pass.Step == "token" {
		r := session.ReadTokenRequest(pass.Exchange)
		switch {
		case status == httpmsg.StatusUnauthorized:
			meaning = "value.refused-client"
		case status == httpmsg.StatusBadRequest && r.Spends != "":
			c.Cause = "refresh-refused"
		case status == httpmsg.StatusBadRequest && r.Code != "":
			c.Cause = "code-refused"
		}
	} else if _, sent := pass.Token(); sent && status == httpmsg.StatusUnauthorized && pass.WantedScheme() == httpmsg.Bearer {
		c.Cause = "token-refused"
	}
	if needed := pass.NeededScopes(); status == httpmsg.StatusForbidden && len(needed) > 0 {
		c.Values["scope"] = strings.Join(needed, " ")
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.needed"), Text: strings.Join(needed, ", "), Where: location.RequestURL})
	}
	c.Values["meaning"] = pass.Format(meaning)
	return c
}
