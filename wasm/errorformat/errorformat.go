// package errorformat reads the errors in a response, in whatever form: Fitbit's
// errors[], google.rpc, OAuth, HTML pages, log lines and other notations. It knows
// forms, not what an error means.
package errorformat

import (
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/messages"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jsonscan"
)

// MaxErrors bounds how many errors of one body are looked at.
const MaxErrors = 20

// MaxDepth bounds how deep errors are looked for in a JSON body.
const MaxDepth = 6

// A Response is an exchange with what is known of its request.
type Response struct {
	Exchange *httpmsg.Exchange
	Pack     string // id; "": any pack may know its errors
	Data     bool   // it is what was asked for: see IsSuccess
	Consent  bool   // it is of the page on which a person gives consent
	Token    bool   // it is the token endpoint's
	Call     string // endpoint that was called, see catalog.Endpoint.Call
	Grant    string // that a token request asked for
}

// Symptoms finds every error in a response: in the address that a consent page
// redirects to, in the body, and in its WWW-Authenticate header if the body has none.
func Symptoms(c *catalog.Catalog, r Response) []catalog.Symptom {
	return byRedirect(r, byChallenge(r.Exchange, reader{c}.extractBody(r)))
}

// A reader reads texts by what a catalog says of their form.
type reader struct{ catalog *catalog.Catalog }

// extractBody finds every error in a response body: errors[] with and without
// success and fieldName, google.rpc objects, OAuth's error and
// error_description, objects recognized by their keys, HTML pages, plain text,
// truncated bodies and other notations. A body without an error gives one
// symptom that says only its form.
func (s reader) extractBody(r Response) []catalog.Symptom {
	x := r.Exchange
	base := catalog.Symptom{Pack: r.Pack, Status: x.Response.Status, Method: x.Request.Method, Call: r.Call}
	if r.Token {
		base.Step = "token"
	}
	if x.Response.Status == 0 && x.Pasted == "" && x.Request.URL != "" {
		return []catalog.Symptom{base} // a body would be the browser's own error page
	}
	if x.Pasted != "" && x.Response.Error != "" {
		base.Where = location.ResponseError
		return s.extractProse(base, x.Response.Error)
	}
	if r.Pack == "" && (x.Pasted != "" || x.Response.Body.Recorded) {
		s.origin(&base, x)
	}
	if !x.Response.Body.Recorded {
		base.Where = location.ResponseStatus
		return []catalog.Symptom{base}
	}
	place := location.ResponseBody
	if x.Pasted != "" && x.Request.URL == "" && len(x.Response.Headers) == 0 {
		place = location.PastedText
	}
	base.Where = place
	if isProse(x) {
		base.Call, base.Calls = "", s.callsIn(x)
	}
	base.Grant = r.Grant
	if r.Data {
		base.Body = "object"
		return []catalog.Symptom{base}
	}
	text := strings.TrimSpace(strings.TrimPrefix(x.Response.Body.Text, "\ufeff"))
	found := s.extractText(base, text)
	for i := range found {
		if found[i].Pack == "" {
			s.named(&found[i])
		}
		if told := &found[i]; isProse(x) && told.Pack+told.Named != "" && told.Status != 0 && told.Type+told.Reason == "" {
			told.ByClient = true
		}
		if place == location.ResponseBody && found[i].Kind == "" && r.Consent && found[i].Type != "" {
			found[i].Kind = catalog.KindConsent
		}
		if found[i].Kind == "" && found[i].Type != "" && r.Token {
			found[i].Kind = catalog.KindError // the consent page may have the same words
		}
	}
	return found
}

func (s reader) extractText(base catalog.Symptom, text string) []catalog.Symptom {
	text = messages.Truncate(text, httpmsg.MaxBody) // read like one that was cut off
	switch {
	case text == "":
		base.Body = "empty"
		return []catalog.Symptom{base}
	case text[0] == '{' || text[0] == '[':
		if value, ok := jsonscan.Decode(text); ok {
			return s.extractJSON(base, value)
		}
	case text[0] == '<' && looksLikeHTML(text):
		return s.extractHTML(base, text)
	}
	return s.extractProse(base, text)
}
