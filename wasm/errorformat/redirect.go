package errorformat

import (
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
)

// Redirect is where the error of a consent page is read that sends back to the app.
var Redirect = location.ResponseHeader("Location")

// RedirectError is the error that a consent page sends a person back to the app
// with, and its description (RFC 6749, 4.1.2.1 and 4.2.2.1); "" for none.
func RedirectError(x *httpmsg.Exchange) (code, description string) {
	if x.Response.Status < 300 || x.Response.Status >= 400 {
		return "", ""
	}
	params := append(httpmsg.Query(httpmsg.RedirectTo(x)), httpmsg.Fragment(x)...)
	return httpmsg.FirstParam(params, "error"), strings.Join(strings.Fields(httpmsg.FirstParam(params, "error_description")), " ")
}

// byRedirect reads the error in the address that a consent page redirects to.
func byRedirect(r Response, found []catalog.Symptom) []catalog.Symptom {
	if !r.Consent {
		return found
	}
	code, description := RedirectError(r.Exchange)
	if code == "" {
		return found
	}
	return []catalog.Symptom{{Pack: r.Pack, Kind: catalog.KindConsent, Status: r.Exchange.Response.Status, Method: r.Exchange.Request.Method, Type: code, Message: description, Where: Redirect}}
}
