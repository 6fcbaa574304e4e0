package errorformat

import (
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/httpmsg"
)

// Redirect is where the error of a consent page is read that sends back to the app.
var Redirect = location.ResponseHeader("Location")

// RedirectError is the error that a consent page sends a person back to the app
// with, and its description (RFC 6749, 4.1.2.1 and 4.2.2.1); "" if there is none.
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

// CallbackError is the error in an address of an app in a text, to which a consent
// page sent a person back: as the browser shows it, or a server's log; "" if there is none.
func CallbackError(text string) (code, description, address string) {
	if !strings.Contains(text, "error=") {
		return "", "", ""
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\r\n\"'`<>", r) }) {
		before, fragment, _ := strings.Cut(word, "#")
		params := append(httpmsg.Query(before), httpmsg.Query("?"+fragment)...)
		code = httpmsg.FirstParam(params, "error")
		if !strings.HasPrefix(word, "/") && !strings.Contains(before, "://") && !strings.Contains(before, ":/") || !strings.Contains(code, "_") || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_") != "" {
			continue
		}
		return code, strings.Join(strings.Fields(httpmsg.FirstParam(params, "error_description")), " "), word
	}
	return "", "", ""
}

// callback reads the error in an app's address. What the page says of it is the type
// alone where its words aren't known.
func (s reader) callback(base catalog.Symptom, text string) (catalog.Symptom, bool) {
	code, description, address := CallbackError(text)
	if code == "" {
		return base, false
	}
	base.Kind, base.Body, base.Type, base.Message = catalog.KindConsent, "text", code, description
	if base.Pack == "" {
		base.Pack, _ = s.hostIn(httpmsg.DecodePercent(address))
		named := text
		if _, behind, found := strings.Cut(address, "://"); found {
			host, _, _ := strings.Cut(behind, "/")
			named = strings.Replace(text, address, host, 1) // the path is the app's
		}
		base.Named = match.NamedIn(s.catalog, named)
	}
	base.Foreign = false
	if found := match.Find(s.catalog, base); description == "" || len(found) == 0 || found[0].Certainty == match.Possible {
		base.Reason, base.Message = code, ""
		if description != "" {
			base.Values = map[string]string{"description": description}
		}
	}
	base.Foreign = base.Pack+base.Named == "" // apps sign in elsewhere, too
	return base, true
}
