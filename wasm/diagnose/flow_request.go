package diagnose

import (
	"encoding/json"
	"slices"
	"strings"

	"misstep/catalog/match"
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

// examineTokenForm looks at how the parameters were sent.
func examineTokenForm(e *examination, r session.TokenRequest) []clue {
	var clues []clue
	if c := notForm(e); c != nil {
		clues = append(clues, *c)
	}
	clues = append(clues, misspelt(e, r.Params)...)
	clues = append(clues, withoutValue(e, r)...)
	clues = append(clues, grantMisspelt(e, r)...)
	return append(clues, clientTwice(e, r)...)
}

// notForm finds a body that is no form, so that the server sees none of its
// parameters.
func notForm(e *examination) *clue {
	const cause = "token-body-not-form"
	body := e.exchange.Request.PostData
	if body == nil || strings.TrimSpace(body.Text) == "" || !e.fits(cause) {
		return nil
	}
	contentType, recorded := e.exchange.Request.Header("Content-Type")
	if !recorded {
		contentType = body.MimeType
	}
	contentType, _, _ = strings.Cut(contentType, ";")
	text := strings.TrimSpace(body.Text)
	form, isForm := "", false // whether it could be one, sent otherwise
	switch {
	case json.Valid([]byte(text[:min(len(text), httpmsg.MaxBody)])) && (text[0] == '{' || text[0] == '['):
		form, isForm = e.say("value.json-body"), text[0] == '{'
	case strings.Contains(contentType, "multipart/"):
		form = e.say("value.multipart-body")
	case strings.HasPrefix(text, "[object "):
		form = e.say("value.body-text", "text", text[:min(len(text), 24)])
	case contentType != "" && !strings.Contains(contentType, "x-www-form-urlencoded"):
		form, isForm = e.say("value.body-called", "type", contentType), strings.Contains(text, "grant_type=")
	default:
		return nil
	}
	if contentType == "" {
		contentType = e.say("value.no-content-type")
	}
	c := &clue{cause: cause, certainty: Certain, weight: 6, values: map[string]string{"content_type": contentType, "form": form},
		evidence: []Evidence{{"Content-Type", contentType, "request header Content-Type"}, {e.say("label.body"), form, "request body"}}}
	if isForm {
		c.corrections = []Correction{{Part: PartNotation, Value: httpmsg.FormType}}
	}
	return c
}

// misspelt finds a parameter whose name is nearly that of one that is missing.
func misspelt(e *examination, params []httpmsg.Param) []clue {
	const cause = "parameter-misspelt"
	if !e.fits(cause) {
		return nil
	}
	var clues []clue
	for _, p := range params {
		name, distance := match.NearestName(p.Name, tokenParams)
		if name == "" || distance == 0 || !slices.Contains(tokenParams[:needed], name) || httpmsg.FirstParam(params, name) != "" || !speaksOf(e, name) {
			continue
		}
		clues = append(clues, clue{cause: cause, certainty: Certain, weight: 7, values: map[string]string{"sent_name": p.Name, "name": name},
			evidence: []Evidence{{e.say("label.parameter"), p.Name, "request parameter " + p.Name}}, corrections: e.rename(p.Name, name)})
	}
	return clues
}

// withoutValue finds a parameter whose value is empty, or what programs write
// for a value that they do not have.
func withoutValue(e *examination, r session.TokenRequest) []clue {
	const cause = "parameter-without-value"
	if !e.fits(cause) {
		return nil
	}
	for _, p := range r.Params {
		text := strings.TrimSpace(p.Value)
		if !slices.Contains(tokenParams[:needed], p.Name) || text != "" && !httpmsg.IsPlaceholder(text) || !speaksOf(e, p.Name) {
			continue
		}
		if text == "" {
			text = e.say("value.empty")
		}
		return []clue{{cause: cause, certainty: Certain, weight: 7, values: map[string]string{"name": p.Name, "value": text},
			evidence: []Evidence{{p.Name, text, "request parameter " + p.Name}}}}
	}
	return nil
}

// grants are the values of grant_type (RFC 6749) but the one that asks for a
// user's password.
var grants = []string{"authorization_code", "refresh_token", "client_credentials"}

// grantMisspelt finds a grant_type that is nearly one.
func grantMisspelt(e *examination, r session.TokenRequest) []clue {
	const cause = "grant-type-misspelt"
	name, _ := match.NearestName(strings.Trim(r.Grant, "\"' \n"), grants)
	if name == "" || r.Grant == name || !e.fits(cause) {
		return nil
	}
	return []clue{{cause: cause, certainty: Certain, weight: 6, values: map[string]string{"sent_name": r.Grant, "name": name},
		evidence: []Evidence{{"grant_type", r.Grant, "request parameter grant_type"}}, corrections: e.set("grant_type", name)}}
}

// speaksOf reports whether a finding's message names a parameter, however it is
// written; so does an answer that says nothing.
func speaksOf(e *examination, name string) bool {
	if e.open() {
		return true
	}
	words := strings.ReplaceAll(name, "_", " ")
	for _, f := range e.matches {
		if strings.Contains(strings.ReplaceAll(strings.ToLower(f.Message), "_", " "), words) {
			return true
		}
	}
	return false
}

// clientTwice finds a client id that is both in the Basic header and in the
// form.
func clientTwice(e *examination, r session.TokenRequest) []clue {
	header, form := httpmsg.BasicClientID(e.exchange), httpmsg.FirstParam(r.Params, "client_id")
	if header == "" || form == "" {
		return nil
	}
	values := map[string]string{"client_id": header, "form_client_id": form}
	evidence := []Evidence{{e.say("label.client-id"), header, "request header Authorization"}, {"client_id", form, "request parameter client_id"}}
	switch {
	case header != form && e.fits("client-ids-differ"):
		return []clue{{cause: "client-ids-differ", certainty: Likely, weight: 2, values: values, evidence: evidence}}
	case header == form && e.fits("client-id-twice"):
		return []clue{{cause: "client-id-twice", certainty: Possible, values: values, evidence: evidence}}
	}
	return nil
}
