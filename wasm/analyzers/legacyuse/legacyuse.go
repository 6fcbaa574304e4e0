// Package legacyuse analyzes what is left of the predecessor of an API: its tokens, client
// IDs and scopes.
package legacyuse

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "legacyuse",
	Causes: analysis.Weights{
		// What the other API gave out: nothing of it works here, whatever its form or age.
		"legacy-client":        26,
		"legacy-refresh-token": 25,
		"legacy-token":         25,
		// No token at all.
		"api-key-as-token": 22,
		// The token is refused whole, before its scopes are read one by one.
		"scopes-mixed": 21,
		// Guessed from the form of what was sent.
		"jwt-as-access-token":   9,
		"legacy-scopes":         8,
		"token-older-than-life": 6,
		// Form alone.
		"client-id-malformed": 3,
		// Seen before anything failed.
		"scopes-mixed-added":   0,
		"scopes-mixed-asked":   0,
		"scopes-mixed-granted": 0,
	},
	Run: run,
}

// run finds what a program that moved from one API to its
// successor, or uses others of the same vendor, took along by mistake: tokens,
// clients, scopes.
func run(pass *analysis.Pass) []analysis.Report {
	if pass.Preflight {
		return nil
	}
	switch pass.Step {
	case "authorize":
		return slices.Concat(checkOldClient(pass), checkOldScopes(pass), checkMixedRequest(pass))
	case "token":
		return slices.Concat(checkOldClient(pass), checkOldRefresh(pass), checkMixedGrant(pass))
	case "":
		return slices.Concat(pass.OnlyRefused(checkKey(pass)), pass.OnlyRefused(checkOldToken(pass)), checkMixedToken(pass))
	}
	return nil
}

// checkOldToken finds a token of the predecessor, or one in a form that this
// API's tokens do not have; and one that is older than tokens live.
func checkOldToken(pass *analysis.Pass) []analysis.Report {
	if s := pass.Status(); s != httpmsg.StatusUnauthorized && s != httpmsg.StatusForbidden && s != httpmsg.StatusBadRequest {
		return nil
	}
	t, ok := pass.Token()
	if !ok || pass.WantedScheme() != httpmsg.Bearer {
		return nil
	}
	g := pass.Session.IssueOf(t.Text)
	if old := pass.Predecessor(); old != nil {
		values := map[string]string{"old_name": old.Name}
		evidence := []analysis.Evidence{{Label: pass.Format("label.token"), Text: redact.Secret(t.Text), Where: t.Where}}
		if g != nil && g.Pack == old.Pack {
			values["exchange"] = strconv.Itoa(g.ID)
			evidence = append(evidence, analysis.Evidence{Label: pass.Format("label.given-out-by"), Text: old.Name, Where: location.Exchange(g.ID)})
			return []analysis.Report{{Cause: "legacy-token", Certainty: analysis.Certain, Values: values, Evidence: evidence}}
		}
		if issuer := old.Token.Claims["iss"]; t.Jwt && issuer != "" && t.Claims.Issuer == issuer {
			evidence = append(evidence, analysis.Evidence{Label: "iss", Text: t.Claims.Issuer, Where: t.Where})
			return []analysis.Report{{Cause: "legacy-token", Certainty: analysis.Certain, Values: values, Evidence: evidence}}
		}
	}
	if t.Jwt && len(pass.Pack.Token.Claims) == 0 && g == nil {
		return []analysis.Report{{Cause: "jwt-as-access-token", Certainty: analysis.Likely, Evidence: []analysis.Evidence{{Label: pass.Format("label.token"), Text: pass.Format("text.jwt", "token", redact.Secret(t.Text)), Where: t.Where}}}}
	}
	return checkAge(pass, t, g)
}

// checkAge compares the age of a token that the session saw issued with how
// long tokens live; those that say so themselves are read elsewhere.
func checkAge(pass *analysis.Pass, t session.UsedToken, g *session.TokenIssue) []analysis.Report {
	life := time.Duration(pass.Pack.Lifetimes["accessToken"].Seconds) * time.Second
	if t.Jwt || g == nil || life == 0 || g.Start.IsZero() || pass.Exchange.Started.IsZero() {
		return nil
	}
	age := pass.Exchange.Started.Sub(g.Start)
	if age <= life {
		return nil
	}
	return []analysis.Report{{Cause: "token-older-than-life", Certainty: analysis.Certain,
		Values:   map[string]string{"age": pass.Span(age), "lifetime": pass.Span(life), "exchange": strconv.Itoa(g.ID)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.given-out"), Text: analysis.TimeText(g.Start), Where: location.Exchange(g.ID)}, {Label: pass.Format("label.sent"), Text: analysis.TimeText(pass.Exchange.Started), Where: location.RequestStart}}}}
}

// checkKey finds an API key where a token belongs. One beside a token takes nobody's
// place.
func checkKey(pass *analysis.Pass) []analysis.Report {
	header, _ := pass.Exchange.Request.Header("Authorization")
	_, key, _ := strings.Cut(strings.TrimSpace(header), " ")
	where, certainty := location.Authorization, analysis.Certain
	if key == "" {
		query := httpmsg.Query(pass.Exchange.Request.URL)
		named, ok := pass.Exchange.Request.Header("X-Goog-Api-Key")
		switch {
		case httpmsg.FirstParam(query, "access_token") != "" || analysis.SentUnrecorded(pass) || pass.Session.LeavesOut():
			return nil
		case ok:
			key, where = named, location.RequestHeader("X-Goog-Api-Key")
		default:
			key, where = httpmsg.FirstParam(query, "key"), location.RequestParameter("key")
		}
		if !pass.Session.RecordsHeaders() {
			certainty = analysis.Likely // the recording may lack the token
		}
	}
	for _, start := range pass.Pack.Credentials.APIKeys {
		if strings.HasPrefix(key, start) {
			return []analysis.Report{{Cause: "api-key-as-token", Certainty: certainty, Values: map[string]string{"header": start + "…"},
				Evidence: []analysis.Evidence{{Label: pass.Format("label.key"), Text: start + "…", Where: where}}}}
		}
	}
	return nil
}

// checkOldRefresh finds a refresh token of the predecessor at the token
// address of this API.
func checkOldRefresh(pass *analysis.Pass) []analysis.Report {
	old := pass.Predecessor()
	text := httpmsg.FirstParam(pass.Exchange.Request.Params(), "refresh_token")
	if old == nil || text == "" || !pass.Applies("legacy-refresh-token") {
		return nil
	}
	values := map[string]string{"old_name": old.Name}
	evidence := []analysis.Evidence{{Label: "refresh_token", Text: redact.Secret(text), Where: location.RequestParameter("refresh_token")}}
	if g := pass.Session.IssueWith(text); g != nil {
		if g.Pack != old.Pack {
			return nil
		}
		values["exchange"] = strconv.Itoa(g.ID)
		return []analysis.Report{{Cause: "legacy-refresh-token", Certainty: analysis.Certain, Values: values, Evidence: append(evidence, analysis.Evidence{Label: pass.Format("label.given-out-by"), Text: old.Name, Where: location.Exchange(g.ID)})}}
	}
	if len(text) != 64 || !httpmsg.IsHex(text) {
		return nil
	}
	evidence[0].Text = pass.Format("text.hexadecimal-token", "token", evidence[0].Text)
	return []analysis.Report{{Cause: "legacy-refresh-token", Certainty: analysis.Likely, Values: values, Evidence: evidence}}
}

// checkOldClient compares a client ID with the form of this API's ids, and
// with that of the predecessor's.
func checkOldClient(pass *analysis.Pass) []analysis.Report {
	client, where := httpmsg.ClientID(&pass.Exchange.Request)
	client = strings.TrimSpace(client)
	if client == "" || httpmsg.IsPlaceholder(client) || pass.Pack.Credentials.ClientForm == "" || hasForm(pass.Pack.Credentials.ClientForm, client) {
		return nil
	}
	tell := func(cause string, certainty analysis.Certainty, values map[string]string, more ...analysis.Evidence) []analysis.Report {
		values["client_id"] = client
		return []analysis.Report{{Cause: cause, Certainty: certainty, Values: values, Evidence: append([]analysis.Evidence{{Label: "client_id", Text: client, Where: where}}, more...)}}
	}
	asked := pass.Step == "authorize"
	refused := !session.GotThrough(pass.Exchange) && (asked || pass.Exchange.Response.Status >= 400)
	if old := pass.Predecessor(); old != nil && refused {
		certainty := analysis.Likely
		if pass.SurelyExplains("legacy-client") {
			certainty = analysis.Certain
		}
		values := map[string]string{"old_name": old.Name}
		if first, seen := pass.Session.Clients(old.ID)[client]; seen {
			return tell("legacy-client", analysis.Certain, values, analysis.Evidence{Label: pass.Format("label.client-of"), Text: old.Name, Where: location.Exchange(first.ID)})
		}
		if old.Credentials.ClientForm != "" && hasForm(old.Credentials.ClientForm, client) {
			return tell("legacy-client", certainty, values)
		}
	}
	if !pass.SurelyExplains("client-id-malformed") {
		return nil
	}
	return tell("client-id-malformed", analysis.Likely, map[string]string{})
}

// hasForm reports whether a text fits a pattern of the catalog.
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

// checkOldScopes finds scopes of the predecessor in a request for consent.
func checkOldScopes(pass *analysis.Pass) []analysis.Report {
	old := pass.Predecessor()
	if old == nil || session.GotThrough(pass.Exchange) {
		return nil
	}
	scope := httpmsg.FirstParam(httpmsg.Query(pass.Exchange.Request.URL), "scope")
	var found []string
	for _, asked := range strings.Fields(scope) {
		own := slices.ContainsFunc(pass.Pack.Scopes, func(s catalog.Scope) bool { return s.Name == asked })
		if !own && old.HasScope(asked) {
			found = append(found, asked)
		}
	}
	if len(found) == 0 {
		return nil
	}
	c := analysis.Report{Cause: "legacy-scopes", Certainty: pass.CertaintyOf("legacy-scopes"),
		Values:   map[string]string{"scopes": strings.Join(found, " "), "old_name": old.Name, "own_scope": pass.Pack.ScopePrefix},
		Evidence: []analysis.Evidence{{Label: "scope", Text: scope, Where: location.RequestParameter("scope")}}}
	meant, gone := ownScopes(pass, strings.Fields(scope), found)
	if len(meant) > 0 {
		c.Values["names"] = strings.Join(meant, " ")
		c.Corrections = pass.Set("scope", c.Values["names"])
	}
	c.Values["scope"] = strings.Join(gone, " ")
	return []analysis.Report{c}
}

// ownScopes are scopes that do what the asked ones did, among which the old are of
// the predecessor, and those of them that none replaces.
func ownScopes(pass *analysis.Pass, asked, old []string) (own, gone []string) {
	for _, name := range asked {
		meant := name
		if slices.Contains(old, name) {
			meant = pass.Pack.ScopeMeant(name)
		}
		if meant == "" {
			gone = append(gone, name)
		} else if !slices.Contains(own, meant) {
			own = append(own, meant)
		}
	}
	return own, gone
}

// mixedScopes are the scopes of other APIs among some that hold scopes of this one,
// too; none when there are only the one or the other.
func mixedScopes(pass *analysis.Pass, scope string) []string {
	prefix := pass.Pack.ScopePrefix
	if prefix == "" || !strings.Contains(scope, prefix) {
		return nil
	}
	var foreign []string
	for _, name := range strings.Fields(scope) {
		if slices.ContainsFunc(pass.Pack.Credentials.ForeignScopes, func(start string) bool { return strings.HasPrefix(name, start) }) {
			foreign = append(foreign, name)
		}
	}
	return foreign
}

// checkMixedRequest finds a request for consent to several APIs at once.
func checkMixedRequest(pass *analysis.Pass) []analysis.Report {
	params := httpmsg.Query(pass.Exchange.Request.URL)
	scope := httpmsg.FirstParam(params, "scope")
	if foreign := mixedScopes(pass, scope); len(foreign) > 0 {
		return []analysis.Report{{Cause: "scopes-mixed-asked", Certainty: analysis.Likely, Values: map[string]string{"scopes": strings.Join(foreign, " ")},
			Evidence: []analysis.Evidence{{Label: "scope", Text: scope, Where: location.RequestParameter("scope")}}}}
	}
	adds := pass.Pack.Parameters["addGrants"]
	if pass.Pack.ScopePrefix != "" && strings.Contains(scope, pass.Pack.ScopePrefix) && httpmsg.FirstParam(params, adds) == "true" {
		return []analysis.Report{{Cause: "scopes-mixed-added", Certainty: analysis.Possible, Evidence: []analysis.Evidence{{Label: adds, Text: "true", Where: location.RequestParameter(adds)}}}}
	}
	return nil
}

// checkMixedGrant finds a token that was granted scopes of several APIs.
func checkMixedGrant(pass *analysis.Pass) []analysis.Report {
	granted := session.TokenAnswer(pass.Exchange).Scope
	foreign := mixedScopes(pass, granted)
	if len(foreign) == 0 {
		return nil
	}
	return []analysis.Report{{Cause: "scopes-mixed-granted", Certainty: analysis.Likely, Values: map[string]string{"scopes": strings.Join(foreign, " ")},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.granted"), Text: granted, Where: location.ResponseBody.Member("scope")}}}}
}

// checkMixedToken finds that a refused call was made with such a token.
func checkMixedToken(pass *analysis.Pass) []analysis.Report {
	if pass.Status() != httpmsg.StatusForbidden {
		return nil
	}
	t, ok := pass.Token()
	g := pass.Session.IssueOf(t.Text)
	if !ok || g == nil {
		return nil
	}
	foreign := mixedScopes(pass, g.Scope)
	if len(foreign) == 0 {
		return nil
	}
	return pass.OnlyRefused([]analysis.Report{{Cause: "scopes-mixed", Certainty: analysis.Certain, Values: map[string]string{"scopes": strings.Join(foreign, " "), "exchange": strconv.Itoa(g.ID)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.granted"), Text: g.Scope, Where: location.Exchange(g.ID)}}}})
}
