package diagnose

import (
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// examineConsent checks the parameters of a request for consent, as its page
// would; what is seen is only said of a request that did not get through.
func examineConsent(e *examination) []clue {
	params := httpmsg.Query(e.exchange.Request.URL)
	if c := startedTwice(e); c != nil {
		return append([]clue{*c}, examineAsked(e, params)...)
	}
	return examineAsked(e, params)
}

// startedTwice finds that another consent of this client, with another
// challenge, was asked for just before, and says so with the last of them.
func startedTwice(e *examination) *clue {
	a := e.session.AuthorizeRequest(e.id)
	if a == nil || a.Challenge == "" || a.Start.IsZero() {
		return nil
	}
	rival := func(b *session.AuthorizeRequest) bool {
		return b != nil && b.Challenge != "" && b.Challenge != a.Challenge && b.Start.Sub(a.Start).Abs() < session.MostAtOnce
	}
	list := e.session.AuthorizeRequests(a.Client)
	at, _ := slices.BinarySearchFunc(list, a.EventTime, func(b *session.AuthorizeRequest, m session.EventTime) int { return b.Compare(m) })
	if at <= 0 || at+1 < len(list) && rival(list[at+1]) || !rival(list[at-1]) {
		return nil
	}
	before := list[at-1]
	return &clue{cause: "consent-started-twice", certainty: Certain, values: map[string]string{"exchange": strconv.Itoa(before.ID), "gap": e.gap(a.Start.Sub(before.Start))},
		evidence: []Evidence{{"code_challenge", redact.Secret(a.Challenge), "request parameter code_challenge"}, {e.say("label.before"), redact.Secret(before.Challenge), before.Where()}}}
}

func examineAsked(e *examination, params []httpmsg.Param) []clue {
	if granted := httpmsg.Fragment(e.exchange); httpmsg.FirstParam(granted, "access_token") != "" && e.session.AuthorizeRequest(e.id) != nil {
		return narrowerScopes(e, e.session.AuthorizeRequest(e.id), true, httpmsg.FirstParam(granted, "scope"), "response header Location")
	}
	if len(params) == 0 || session.GotThrough(e.exchange) {
		return nil
	}
	clues := consentNames(e, params)
	if client := httpmsg.FirstParam(params, "client_id"); httpmsg.IsPlaceholder(client) || strings.ContainsAny(client, " *\"'<>{}$=\n") {
		clues = append(clues, clue{cause: "client-id-not-bare", certainty: e.told("client-id-not-bare"), weight: 3,
			values: map[string]string{"client_id": client}, evidence: []Evidence{{"client_id", client, "request parameter client_id"}}})
	}
	clues = append(clues, consentScope(e, httpmsg.FirstParam(params, "scope"))...)
	clues = append(clues, consentRedirectURI(e, params)...)
	if kind := httpmsg.FirstParam(params, "response_type"); kind != "" {
		where := []Evidence{{"response_type", kind, "request parameter response_type"}}
		values := map[string]string{"response_type": kind}
		if kind == "token" && e.answers("implicit-not-allowed") {
			clues = append(clues, clue{cause: "implicit-not-allowed", certainty: Certain, weight: 2, values: values, evidence: where})
		}
		if kind != "code" && kind != "token" {
			clues = append(clues, clue{cause: "response-type-unknown", certainty: e.told("response-type-unknown"), weight: 2, values: values, evidence: where, corrections: e.set("response_type", "code")})
		}
	}
	return clues
}

// told is how sure a cause on the consent page is: certain when the page says
// so, too.
func (e *examination) told(cause string) Certainty { return sureIf(e.answers(cause)) }

// consentNames finds parameters that are missing or misspelt.
func consentNames(e *examination, params []httpmsg.Param) []clue {
	var clues []clue
	for _, name := range []string{"client_id", "response_type", "scope"} {
		if httpmsg.FirstParam(params, name) != "" {
			continue
		}
		if sent := misspeltAs(params, name); sent != "" {
			clues = append(clues, clue{cause: "authorize-parameter-misspelt", certainty: e.told("authorize-parameter-misspelt"), weight: 7,
				values: map[string]string{"sent_name": sent, "name": name}, evidence: []Evidence{{e.say("label.parameter"), sent, "request parameter " + sent}}, corrections: e.rename(sent, name)})
			continue
		}
		if e.answers("authorize-parameter-missing") && !speaksOf(e, name) {
			continue
		}
		seen := make([]string, 0, len(params))
		for _, p := range params[:min(len(params), 12)] {
			seen = append(seen, p.Name)
		}
		clues = append(clues, clue{cause: "authorize-parameter-missing", certainty: e.told("authorize-parameter-missing"), weight: 1,
			values: map[string]string{"name": name}, evidence: []Evidence{{e.say("label.parameters"), redact.Text(strings.Join(seen, ", ")), "request URL"}}})
	}
	return clues
}

// misspeltAs is the parameter whose name is nearly this one; "" for none.
func misspeltAs(params []httpmsg.Param, name string) string {
	for _, p := range params {
		if nearest, distance := match.NearestName(p.Name, authorizeParams); nearest == name && distance > 0 {
			return p.Name
		}
	}
	return ""
}

// consentScope compares the scopes with those that the API has.
func consentScope(e *examination, scope string) []clue {
	known := func(s string) bool {
		return slices.ContainsFunc(e.Pack.Scopes, func(k catalog.Scope) bool { return k.Name == s })
	}
	evidence := []Evidence{{"scope", scope, "request parameter scope"}}
	var clues []clue
	old := e.predecessor()
	right := strings.Fields(scope)
	for i, asked := range strings.Fields(scope) {
		if known(asked) || old != nil && old.hasScope(asked) {
			continue
		}
		if prefix := e.Pack.ScopePrefix; prefix != "" && !strings.HasPrefix(asked, prefix) && !strings.ContainsAny(asked, ",;|+%") && !endsScope(e.Pack.Scopes, asked) {
			continue // of another API that this authorization server serves
		}
		if parts := strings.FieldsFunc(asked, func(r rune) bool { return strings.ContainsRune(",;|+%", r) }); len(parts) > 1 && slices.ContainsFunc(parts, known) {
			return []clue{{cause: "scopes-not-apart", certainty: e.told("scopes-not-apart"), weight: 5, values: map[string]string{"scope": asked, "scopes": strings.Join(parts, " ")}, evidence: evidence,
				corrections: e.set("scope", strings.Replace(scope, asked, strings.Join(parts, " "), 1))}}
		}
		c := clue{cause: "scope-unknown", certainty: e.told("scope-unknown"), weight: 3, values: map[string]string{"scope": asked}, evidence: evidence}
		if near := nearestOwnScope(e.Pack, asked); near != "" {
			c.cause, c.weight, c.values["nearest"] = "scope-misspelt", 4, near
			c.certainty = e.told(c.cause)
			right[i] = near
		}
		if len(clues) < 3 {
			clues = append(clues, c)
		}
	}
	for i := range clues {
		if clues[i].cause == "scope-misspelt" {
			clues[i].corrections = e.set("scope", strings.Join(right, " "))
		}
	}
	return clues
}

// consentRedirectURI looks for a redirect_uri that was damaged, or that differs
// from one with which the same client got through.
func consentRedirectURI(e *examination, params []httpmsg.Param) []clue {
	sent := httpmsg.FirstParam(params, "redirect_uri")
	if sent == "" {
		return nil
	}
	values := map[string]string{"redirect_uri": redact.URL(sent)}
	evidence := []Evidence{{"redirect_uri", redact.URL(sent), "request parameter redirect_uri"}}
	if encodedAddress(sent) {
		return []clue{{cause: "redirect-uri-encoded-twice", certainty: e.told("redirect-uri-encoded-twice"), weight: 3, values: values, evidence: evidence, corrections: e.set("redirect_uri", httpmsg.DecodePercent(sent))}}
	}
	if !e.answers("redirect-uri-not-the-accepted") {
		return nil
	}
	worked := e.session.AcceptedConsent(httpmsg.FirstParam(params, "client_id"))
	if worked == nil || worked.RedirectURI == sent {
		return nil
	}
	values["asked_redirect_uri"], values["difference"], values["exchange"] = worked.RedirectURI, e.addressDifference(sent, worked.RedirectURI), strconv.Itoa(worked.ID)
	return []clue{{cause: "redirect-uri-not-the-accepted", certainty: Likely, weight: 2, values: values,
		evidence: append(evidence, Evidence{e.say("label.accepted-for-this-client"), worked.RedirectURI, worked.Where()})}}
}
