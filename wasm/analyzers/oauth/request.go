package oauth

import (
	"encoding/json"
	"slices"
	"strings"

	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// tokenParams are the parameters of a token request by RFC 6749 and 7636, those
// that it may fail without first.
var tokenParams = []string{"grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "client_id", "client_secret", "expires_in", "state", "scope", "token", "user_id"}

// needed is how many of tokenParams a request may fail without.
const needed = 6

// authorizeParams are those of a request for consent.
var authorizeParams = []string{"client_id", "response_type", "redirect_uri", "scope", "state", "prompt", "expires_in", "code_challenge", "code_challenge_method"}

// checkTokenForm looks at how the parameters were sent.
func checkTokenForm(pass *analysis.Pass, r session.TokenRequest) []analysis.Report {
	var reports []analysis.Report
	if c := notForm(pass); c != nil {
		reports = append(reports, *c)
	}
	reports = append(reports, misspelled(pass, r.Params)...)
	reports = append(reports, withoutValue(pass, r)...)
	reports = append(reports, grantMisspelled(pass, r)...)
	reports = append(reports, absent(pass, r)...)
	return append(reports, clientTwice(pass, r)...)
}

// notForm finds a body that isn't a form, so that the server sees none of its
// parameters.
func notForm(pass *analysis.Pass) *analysis.Report {
	const cause = "token-body-not-form"
	body := pass.Exchange.Request.PostData
	if body == nil || strings.TrimSpace(body.Text) == "" || !pass.Applies(cause) {
		return nil
	}
	contentType, recorded := pass.Exchange.Request.Header("Content-Type")
	if !recorded {
		contentType = body.MimeType
	}
	contentType, _, _ = strings.Cut(contentType, ";")
	text := strings.TrimSpace(body.Text)
	form, isForm := "", false // whether it could be one, sent otherwise
	switch {
	case json.Valid([]byte(text[:min(len(text), httpmsg.MaxBody)])) && (text[0] == '{' || text[0] == '['):
		form, isForm = pass.Format("value.json-body"), text[0] == '{'
	case strings.Contains(contentType, "multipart/"):
		form = pass.Format("value.multipart-body")
	case strings.HasPrefix(text, "[object "):
		form = pass.Format("value.body-text", "text", text[:min(len(text), 24)])
	case contentType != "" && !strings.Contains(contentType, "x-www-form-urlencoded"):
		form, isForm = pass.Format("value.body-called", "type", contentType), strings.Contains(text, "grant_type=")
	default:
		return nil
	}
	if contentType == "" {
		contentType = pass.Format("value.no-content-type")
	}
	c := &analysis.Report{Cause: cause, Certainty: analysis.Certain, Values: map[string]string{"content_type": contentType, "form": form},
		Evidence: []analysis.Evidence{{Label: "Content-Type", Text: contentType, Where: location.ContentType}, {Label: pass.Format("label.body"), Text: form, Where: location.RequestBody}}}
	if isForm {
		c.Corrections = []analysis.Correction{{Part: analysis.PartNotation, Value: httpmsg.FormType}}
	}
	return c
}

// misspelled finds a parameter whose name is nearly that of one that is missing.
func misspelled(pass *analysis.Pass, params []httpmsg.Param) []analysis.Report {
	const cause = "parameter-misspelt"
	if !pass.Applies(cause) {
		return nil
	}
	var reports []analysis.Report
	for _, p := range params {
		name, distance := match.NearestName(p.Name, tokenParams)
		if name == "" || distance == 0 || !slices.Contains(tokenParams[:needed], name) || httpmsg.FirstParam(params, name) != "" || !speaksOf(pass, name) {
			continue
		}
		reports = append(reports, analysis.Report{Cause: cause, Certainty: analysis.Certain, Values: map[string]string{"sent_name": p.Name, "name": name},
			Evidence: []analysis.Evidence{{Label: pass.Format("label.parameter"), Text: p.Name, Where: location.RequestParameter(p.Name)}}, Corrections: pass.Rename(p.Name, name)})
	}
	return reports
}

// withoutValue finds a parameter whose value is empty, or what programs write
// for a value that they do not have.
func withoutValue(pass *analysis.Pass, r session.TokenRequest) []analysis.Report {
	const cause = "parameter-without-value"
	if !pass.Applies(cause) {
		return nil
	}
	for _, p := range r.Params {
		text := strings.TrimSpace(p.Value)
		if !slices.Contains(tokenParams[:needed], p.Name) || text != "" && !httpmsg.IsPlaceholder(text) || !speaksOf(pass, p.Name) {
			continue
		}
		if text == "" {
			text = pass.Format("value.empty")
		}
		return []analysis.Report{{Cause: cause, Certainty: analysis.Certain, Values: map[string]string{"name": p.Name, "value": text},
			Evidence: []analysis.Evidence{{Label: p.Name, Text: text, Where: location.RequestParameter(p.Name)}}}}
	}
	return nil
}

// grants are the values of grant_type (RFC 6749) but the one that asks for a
// user's password.
var grants = []string{"authorization_code", "refresh_token", "client_credentials"}

// grantMisspelled finds a grant_type that is nearly one.
func grantMisspelled(pass *analysis.Pass, r session.TokenRequest) []analysis.Report {
	const cause = "grant-type-misspelt"
	name, _ := match.NearestName(strings.Trim(r.Grant, "\"' \n"), grants)
	if name == "" || r.Grant == name || !pass.Applies(cause) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Certain, Values: map[string]string{"sent_name": r.Grant, "name": name},
		Evidence: []analysis.Evidence{{Label: "grant_type", Text: r.Grant, Where: location.RequestParameter("grant_type")}}, Corrections: pass.Set("grant_type", name)}}
}

// speaksOf reports whether a finding's message names a parameter, however it is
// written; so does a response that says nothing.
func speaksOf(pass *analysis.Pass, name string) bool {
	if pass.UnexplainedRefusal() {
		return true
	}
	words := strings.ReplaceAll(name, "_", " ")
	for _, f := range pass.Matches {
		if strings.Contains(strings.ReplaceAll(strings.ToLower(f.Message), "_", " "), words) {
			return true
		}
	}
	return false
}

// clientTwice finds a client ID that is both in the Basic header and in the
// form.
func clientTwice(pass *analysis.Pass, r session.TokenRequest) []analysis.Report {
	header, form := httpmsg.BasicClientID(pass.Exchange), httpmsg.FirstParam(r.Params, "client_id")
	if header == "" || form == "" {
		return nil
	}
	values := map[string]string{"client_id": header, "form_client_id": form}
	evidence := []analysis.Evidence{{Label: pass.Format("label.client-id"), Text: header, Where: location.Authorization}, {Label: "client_id", Text: form, Where: location.RequestParameter("client_id")}}
	switch {
	case header != form && pass.Applies("client-ids-differ"):
		return []analysis.Report{{Cause: "client-ids-differ", Certainty: analysis.Likely, Values: values, Evidence: evidence}}
	case header == form && pass.Applies("client-id-twice"):
		return []analysis.Report{{Cause: "client-id-twice", Certainty: analysis.Possible, Values: values, Evidence: evidence}}
	}
	return nil
}

// absent finds that a token request lacks what its grant needs, where the response
// says nothing else.
func absent(pass *analysis.Pass, r session.TokenRequest) []analysis.Report {
	needs := map[string]string{"": "grant_type", "authorization_code": "code", "refresh_token": "refresh_token"}[r.Grant]
	if needs == "" || len(r.Params) == 0 || !pass.Unread() || pass.Status() != httpmsg.StatusBadRequest {
		return nil
	}
	if slices.ContainsFunc(r.Params, func(p httpmsg.Param) bool { return p.Name == needs }) {
		return nil // without a value, perhaps
	}
	return []analysis.Report{{Cause: "parameter-absent", Certainty: analysis.Likely, Values: map[string]string{"name": needs},
		Evidence: []analysis.Evidence{{Label: needs, Text: pass.Format("text.none-recorded"), Where: location.RequestParameter(needs)}}}}
}
