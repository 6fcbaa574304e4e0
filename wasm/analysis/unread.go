package analysis

import (
	"strconv"

	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
)

// StatusAndBody is what was recorded of a response that says nothing.
func StatusAndBody(pass *Pass) []Evidence {
	r := &pass.Exchange.Response
	found := []Evidence{{Label: pass.Format("label.status"), Text: strconv.Itoa(r.Status), Where: location.ResponseStatus, Repeats: true}}
	switch {
	case r.Body.Missing != "":
		found = append(found, Evidence{Label: pass.Format("label.body"), Text: pass.Format("text.missing-" + r.Body.Missing), Where: location.ResponseBody})
	case !r.Body.Recorded:
		found = append(found, Evidence{Label: pass.Format("label.body"), Text: pass.Format("text.not-recorded"), Where: location.ResponseBody})
	}
	if challenge, ok := r.Header("WWW-Authenticate"); ok {
		found = append(found, Evidence{Label: "WWW-Authenticate", Text: Short(challenge), Where: location.WWWAuthenticate})
	}
	return found
}

// SentUnrecorded reports whether the preflight of a request asked permission for an
// Authorization header: then it was sent, though the recording lacks it.
func SentUnrecorded(pass *Pass) bool {
	p := pass.Session.PreflightOf(pass.Exchange)
	if p == nil {
		return false
	}
	asked, _ := pass.Session.Exchange(p.ID).Request.Header("Access-Control-Request-Headers")
	return httpmsg.ListHas(asked, "authorization")
}
