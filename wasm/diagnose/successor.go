package diagnose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// A predecessor is the API whose place the examined one took.
type predecessor struct{ *catalog.Pack }

// predecessor finds the pack that names this one as its successor; nil when
// there is none.
func (e *examination) predecessor() *predecessor {
	if pack := e.session.Catalog().Predecessor(e.Pack.ID); pack != nil {
		return &predecessor{pack}
	}
	return nil
}

func (p *predecessor) hasScope(name string) bool {
	return slices.ContainsFunc(p.Scopes, func(s catalog.Scope) bool { return s.Name == name })
}

// examineSuccessor finds what a program that moved from one API to its
// successor, or uses others of the same vendor, took along by mistake: tokens,
// clients, scopes.
func examineSuccessor(e *examination) []clue {
	if e.Preflight {
		return nil
	}
	switch e.Step {
	case "authorize":
		return slices.Concat(examineOldClient(e), examineOldScopes(e), examineMixedRequest(e))
	case "token":
		return slices.Concat(examineOldClient(e), examineOldRefresh(e), examineMixedGrant(e))
	case "":
		return slices.Concat(e.onlyRefused(examineKey(e)), e.onlyRefused(examineOldToken(e)), examineMixedToken(e))
	}
	return nil
}

// examineOldToken finds a token of the predecessor, or one in a form that this
// API's tokens do not have; and one that is older than tokens live.
func examineOldToken(e *examination) []clue {
	if s := e.exchange.Response.Status; s != httpmsg.StatusUnauthorized && s != httpmsg.StatusForbidden && s != httpmsg.StatusBadRequest {
		return nil
	}
	t, ok := e.token()
	if !ok || e.wantedScheme() != httpmsg.Bearer {
		return nil
	}
	g, issued := e.session.TokenIssue(t.Key)
	if old := e.predecessor(); old != nil {
		values := map[string]string{"old_name": old.Name, "issued": ""}
		evidence := []Evidence{{e.say("label.token"), redact.Secret(t.Text), t.Where}}
		if issued && g.Pack == old.Pack {
			values["issued"] = e.say("value.given-out-by", "number", strconv.Itoa(g.ID))
			evidence = append(evidence, Evidence{e.say("label.given-out-by"), old.Name, session.ExchangeName(g.ID)})
			return []clue{{cause: "legacy-token", certainty: Certain, weight: 25, values: values, evidence: evidence}}
		}
		if issuer := old.Token.Claims["iss"]; t.Jwt && issuer != "" && t.Claims.Issuer == issuer {
			evidence = append(evidence, Evidence{"iss", t.Claims.Issuer, t.Where})
			return []clue{{cause: "legacy-token", certainty: Certain, weight: 25, values: values, evidence: evidence}}
		}
	}
	if t.Jwt && len(e.Pack.Token.Claims) == 0 && !issued {
		return []clue{{cause: "jwt-as-access-token", certainty: Likely, weight: 9, evidence: []Evidence{{e.say("label.token"), e.say("text.jwt", "token", redact.Secret(t.Text)), t.Where}}}}
	}
	return examineAge(e, t, g, issued)
}

// examineAge compares the age of a token that the session saw issued with how
// long tokens live; those that say so themselves are read elsewhere.
func examineAge(e *examination, t session.UsedToken, g session.Grant, issued bool) []clue {
	life := seconds(e.Pack.Lifetimes["accessToken"].Seconds)
	if t.Jwt || !issued || life == 0 || g.Start.IsZero() || e.exchange.Started.IsZero() {
		return nil
	}
	age := e.exchange.Started.Sub(g.Start)
	if age <= life {
		return nil
	}
	return []clue{{cause: "token-older-than-life", certainty: Certain, weight: 6,
		values:   map[string]string{"age": e.span(age), "lifetime": e.span(life), "exchange": strconv.Itoa(g.ID)},
		evidence: []Evidence{{e.say("label.given-out"), timeText(g.Start), session.ExchangeName(g.ID)}, {e.say("label.sent"), timeText(e.exchange.Started), "request start"}}}}
}

// examineKey finds an API key where a token belongs.
func examineKey(e *examination) []clue {
	header, _ := e.exchange.Request.Header("Authorization")
	_, credentials, _ := strings.Cut(strings.TrimSpace(header), " ")
	key, where := credentials, httpmsg.AtAuthorization
	if named, ok := e.exchange.Request.Header("X-Goog-Api-Key"); ok {
		key, where = named, "request header X-Goog-Api-Key"
	} else if query := httpmsg.FirstParam(httpmsg.Query(e.exchange.Request.URL), "key"); query != "" && credentials == "" {
		key, where = query, "request parameter key"
	}
	for _, start := range e.Pack.Credentials.APIKeys {
		if strings.HasPrefix(key, start) {
			return []clue{{cause: "api-key-as-token", certainty: Certain, weight: 22, values: map[string]string{"header": start + "…"},
				evidence: []Evidence{{e.say("label.key"), start + "…", where}}}}
		}
	}
	return nil
}

// examineOldRefresh finds a refresh token of the predecessor at the token
// address of this API.
func examineOldRefresh(e *examination) []clue {
	old := e.predecessor()
	text := httpmsg.FirstParam(e.exchange.Request.Params(), "refresh_token")
	if old == nil || text == "" || !e.fits("legacy-refresh-token") {
		return nil
	}
	values := map[string]string{"old_name": old.Name, "issued": ""}
	evidence := []Evidence{{"refresh_token", redact.Secret(text), "request parameter refresh_token"}}
	if g, known := e.session.RefreshIssue(session.KeyOf(text)); known {
		if g.Pack != old.Pack {
			return nil
		}
		values["issued"] = e.say("value.given-out-by", "number", strconv.Itoa(g.ID))
		return []clue{{cause: "legacy-refresh-token", certainty: Certain, weight: 25, values: values, evidence: append(evidence, Evidence{e.say("label.given-out-by"), old.Name, session.ExchangeName(g.ID)})}}
	}
	if len(text) != 64 || !isHexText(text) {
		return nil
	}
	evidence[0].Text = e.say("text.hexadecimal-token", "token", evidence[0].Text)
	return []clue{{cause: "legacy-refresh-token", certainty: Likely, weight: 8, values: values, evidence: evidence}}
}

// examineOldClient compares a client id with the form of this API's ids, and
// with that of the predecessor's.
func examineOldClient(e *examination) []clue {
	client, where := httpmsg.ClientID(&e.exchange.Request)
	client = strings.TrimSpace(client)
	if client == "" || httpmsg.IsPlaceholder(client) || e.Pack.Credentials.ClientForm == "" || hasForm(e.Pack.Credentials.ClientForm, client) {
		return nil
	}
	tell := func(cause string, certainty Certainty, weight int, values map[string]string, more ...Evidence) []clue {
		values["client_id"] = client
		return []clue{{cause: cause, certainty: certainty, weight: weight, values: values, evidence: append([]Evidence{{"client_id", client, where}}, more...)}}
	}
	asked := e.Step == "authorize"
	refused := !session.GotThrough(e.exchange) && (asked || e.exchange.Response.Status >= 400)
	if old := e.predecessor(); old != nil && refused {
		certainty := Likely
		if e.answers("legacy-client") {
			certainty = Certain
		}
		values := map[string]string{"old_name": old.Name}
		if first, seen := e.session.Clients(old.ID)[client]; seen {
			return tell("legacy-client", Certain, 26, values, Evidence{e.say("label.client-of"), old.Name, session.ExchangeName(first.ID)})
		}
		if old.Credentials.ClientForm != "" && hasForm(old.Credentials.ClientForm, client) {
			return tell("legacy-client", certainty, 26, values)
		}
	}
	if !e.answers("client-id-malformed") {
		return nil
	}
	return tell("client-id-malformed", Likely, 3, map[string]string{})
}

// hasForm reports whether a text fits a pattern of the catalogue.
func hasForm(pattern, text string) bool {
	form, compiled := forms.Load(pattern)
	if !compiled {
		form, _ = regexp.Compile(pattern)
		forms.Store(pattern, form)
	}
	return form.(*regexp.Regexp) != nil && form.(*regexp.Regexp).MatchString(text)
}

// forms are the patterns that were needed so far, compiled; nil for one that is
// none.
var forms sync.Map

// examineOldScopes finds scopes of the predecessor in a request for consent.
func examineOldScopes(e *examination) []clue {
	old := e.predecessor()
	if old == nil || session.GotThrough(e.exchange) {
		return nil
	}
	scope := httpmsg.FirstParam(httpmsg.Query(e.exchange.Request.URL), "scope")
	var found []string
	for _, asked := range strings.Fields(scope) {
		own := slices.ContainsFunc(e.Pack.Scopes, func(s catalog.Scope) bool { return s.Name == asked })
		if !own && old.hasScope(asked) {
			found = append(found, asked)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return []clue{{cause: "legacy-scopes", certainty: e.told("legacy-scopes"), weight: 8,
		values:   map[string]string{"scopes": strings.Join(found, " "), "old_name": old.Name, "own_scope": e.Pack.ScopePrefix},
		evidence: []Evidence{{"scope", scope, "request parameter scope"}}}}
}

// mixedScopes are the scopes of other APIs among some that hold scopes of this one,
// too; none when there are only the one or the other.
func mixedScopes(e *examination, scope string) []string {
	prefix := e.Pack.ScopePrefix
	if prefix == "" || !strings.Contains(scope, prefix) {
		return nil
	}
	var foreign []string
	for _, name := range strings.Fields(scope) {
		if slices.ContainsFunc(e.Pack.Credentials.ForeignScopes, func(start string) bool { return strings.HasPrefix(name, start) }) {
			foreign = append(foreign, name)
		}
	}
	return foreign
}

// examineMixedRequest finds a request for consent to several APIs at once.
func examineMixedRequest(e *examination) []clue {
	params := httpmsg.Query(e.exchange.Request.URL)
	scope := httpmsg.FirstParam(params, "scope")
	if foreign := mixedScopes(e, scope); len(foreign) > 0 {
		return []clue{{cause: "scopes-mixed-asked", certainty: Likely, values: map[string]string{"scopes": strings.Join(foreign, " ")},
			evidence: []Evidence{{"scope", scope, "request parameter scope"}}}}
	}
	if e.Pack.ScopePrefix != "" && strings.Contains(scope, e.Pack.ScopePrefix) && httpmsg.FirstParam(params, "include_granted_scopes") == "true" {
		return []clue{{cause: "scopes-mixed-added", certainty: Possible, evidence: []Evidence{{"include_granted_scopes", "true", "request parameter include_granted_scopes"}}}}
	}
	return nil
}

// examineMixedGrant finds a token that was granted scopes of several APIs.
func examineMixedGrant(e *examination) []clue {
	granted := session.TokenAnswer(e.exchange).Scope
	foreign := mixedScopes(e, granted)
	if len(foreign) == 0 {
		return nil
	}
	return []clue{{cause: "scopes-mixed-granted", certainty: Likely, values: map[string]string{"scopes": strings.Join(foreign, " ")},
		evidence: []Evidence{{e.say("label.granted"), granted, "response body scope"}}}}
}

// examineMixedToken finds that a refused call was made with such a token.
func examineMixedToken(e *examination) []clue {
	if e.exchange.Response.Status != httpmsg.StatusForbidden {
		return nil
	}
	t, ok := e.token()
	g, issued := e.session.TokenIssue(t.Key)
	foreign := mixedScopes(e, g.Scope)
	if !ok || !issued || len(foreign) == 0 {
		return nil
	}
	return e.onlyRefused([]clue{{cause: "scopes-mixed", certainty: Certain, weight: 21, values: map[string]string{"scopes": strings.Join(foreign, " "), "exchange": strconv.Itoa(g.ID)},
		evidence: []Evidence{{e.say("label.granted"), g.Scope, session.ExchangeName(g.ID)}}}})
}
