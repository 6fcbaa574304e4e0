package oauth

import (
	"strconv"
	"strings"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// consentRedirectURI looks for a redirect_uri that was damaged, that the consent
// page never takes, or that differs from one with which the same client got through.
func consentRedirectURI(pass *analysis.Pass, params []httpmsg.Param) []analysis.Report {
	sent := httpmsg.FirstParam(params, "redirect_uri")
	if sent == "" {
		return nil
	}
	values := map[string]string{"redirect_uri": redact.URL(sent)}
	evidence := []analysis.Evidence{{Label: "redirect_uri", Text: redact.URL(sent), Where: location.RequestParameter("redirect_uri")}}
	if encodedAddress(sent) {
		return []analysis.Report{{Cause: "redirect-uri-encoded-twice", Certainty: pass.CertaintyOf("redirect-uri-encoded-twice"), Values: values, Evidence: evidence, Corrections: pass.Set("redirect_uri", httpmsg.DecodePercent(sent))}}
	}
	if cause, other := redirectMistake(sent); cause != "" && (cause != "redirect-uri-custom-scheme" || pass.SurelyExplains(cause)) {
		c := analysis.Report{Cause: cause, Certainty: pass.CertaintyOf(cause), Values: values, Evidence: evidence}
		if other != "" {
			values["other"] = redact.URL(other)
		}
		if cause == "redirect-uri-fragment" {
			c.Corrections = pass.Set("redirect_uri", other)
		}
		return []analysis.Report{c}
	}
	if !pass.SurelyExplains("redirect-uri-not-the-accepted") {
		return nil
	}
	client := httpmsg.FirstParam(params, "client_id")
	worked := pass.Session.AcceptedConsent(client)
	if worked == nil || worked.RedirectURI == sent {
		if !pass.SurelyExplains("redirect-uri-refused") {
			return nil
		}
		values["client_id"] = client
		return []analysis.Report{{Cause: "redirect-uri-refused", Certainty: analysis.Certain, Values: values, Evidence: evidence}}
	}
	values["asked_redirect_uri"], values["difference"], values["exchange"] = worked.RedirectURI, pass.AddressDifference(sent, worked.RedirectURI), strconv.Itoa(worked.ID)
	return []analysis.Report{{Cause: "redirect-uri-not-the-accepted", Certainty: analysis.Likely, Values: values,
		Evidence: append(evidence, analysis.Evidence{Label: pass.Format("label.accepted-for-this-client"), Text: worked.RedirectURI, Where: worked.Where()})}}
}

// redirectMistake is the cause for which a consent page takes an address from no
// client, and what to send instead where that is plain. A custom scheme some
// clients may have.
func redirectMistake(address string) (cause, other string) {
	scheme, rest, found := strings.Cut(address, ":")
	switch {
	case address == "oob" || strings.HasPrefix(address, "urn:ietf:wg:oauth:"):
		return "redirect-uri-out-of-band", ""
	case strings.Contains(address, "#"):
		other, _, _ = strings.Cut(address, "#")
		return "redirect-uri-fragment", other
	case !found:
		return "", ""
	case strings.EqualFold(scheme, "http") && !isLoopback(rest):
		return "redirect-uri-plain-http", "https:" + rest
	case !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https"):
		return "redirect-uri-custom-scheme", ""
	}
	return "", ""
}

// isLoopback reports whether the rest of an address after its scheme leads to this
// computer.
func isLoopback(rest string) bool {
	host := strings.ToLower(strings.TrimLeft(rest, "/"))
	if end := strings.IndexAny(host, "/?"); end >= 0 {
		host = host[:end]
	}
	if strings.HasPrefix(host, "[") {
		return strings.HasPrefix(host, "[::1]")
	}
	host, _, _ = strings.Cut(host, ":")
	return host == "localhost" || strings.HasPrefix(host, "127.")
}
