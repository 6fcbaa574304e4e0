// Package token analyzes the access token of a refused request: its form, age, owner, history and scopes.
package token

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "token",
	Causes: analysis.Weights{
		// Not an access token that could work, whatever its claims.
		"documentation-token":           19,
		"access-token-as-refresh-token": 18,
		"refresh-token-as-access-token": 18,
		"token-revoked":                 17,
		"token-damaged":                 15,
		// A working token for something else, or half of one.
		"token-of-another-user":    14,
		"token-like-refresh-token": 12,
		"token-replaced":           11,
		"scope-not-granted":        10,
		"token-no-jwt":             10,
		// A token that worked once.
		"token-expired-clock":     8,
		"token-of-another-client": 8,
		"token-expired":           5,
		// Refused, and the response was not recorded.
		"code-refused":    0,
		"refresh-refused": 0,
		"refused-unread":  0,
		"token-refused":   0,
		// What is left when the token seems right.
		"permission-despite-scope": -1,
		"scope-is-granted":         -1,
		"scope-refused-but-held":   -1,
		// The scope is documented, whether the token has it is not known.
		"scope-needed":   -3,
		"scope-to-check": -3,
		// Speaks only against expiry.
		"token-unexpired": -10,
	},
	Run:      run,
	Fallback: refusedUnread,
}

// run reads the access token of a refused request.
func run(pass *analysis.Pass) []analysis.Report {
	if s := pass.Status(); s != httpmsg.StatusBadRequest && s != httpmsg.StatusUnauthorized && s != httpmsg.StatusForbidden || pass.Preflight {
		return nil
	}
	if pass.Step == "token" {
		return pass.OnlyRefused(checkRefreshToken(pass))
	}
	if pass.WantedScheme() != httpmsg.Bearer {
		return nil
	}
	t, ok := pass.Token()
	if !ok {
		return scopeNeeded(pass)
	}
	found := checkForm(pass, t)
	if t.Jwt {
		found = append(found, checkExpiry(pass, t)...)
	}
	found = append(found, checkHistory(pass, t)...)
	return pass.OnlyRefused(append(found, checkPermission(pass, t)...))
}

// permissionCauses are all that checkPermission finds.
var permissionCauses = []string{"token-of-another-user", "token-of-another-client", "scope-is-granted", "permission-despite-scope", "scope-refused-but-held", "scope-not-granted", "scope-needed", "scope-to-check"}

// checkPermission compares what the call needs with whose token it is and
// what that may do.
func checkPermission(pass *analysis.Pass, t session.UsedToken) []analysis.Report {
	if pass.Status() == httpmsg.StatusUnauthorized && !slices.ContainsFunc(permissionCauses, pass.MayExplain) {
		return nil
	}
	var found []analysis.Report
	if t.Jwt {
		found = append(found, checkOwner(pass, t)...)
		found = append(found, checkClient(pass, t)...)
	}
	found = append(found, checkScopes(pass, t)...)
	if pass.Status() == httpmsg.StatusUnauthorized {
		return pass.OnlyExplaining(found) // a token that is refused itself comes first
	}
	if len(pass.Matches) == 0 {
		for i := range found {
			if found[i].Certainty == analysis.Certain {
				found[i].Certainty = analysis.Likely // nothing in the response speaks for it
			}
		}
	}
	return found
}

// checkForm recognizes tokens that aren't access tokens of this API.
func checkForm(pass *analysis.Pass, t session.UsedToken) []analysis.Report {
	if g := pass.Session.IssueWith(t.Text); g != nil {
		return []analysis.Report{{Cause: "refresh-token-as-access-token", Certainty: analysis.Certain, Evidence: []analysis.Evidence{
			{Label: pass.Format("label.token"), Text: redact.Secret(t.Text), Where: t.Where},
			{Label: "refresh_token", Text: pass.Format("text.same-as-refresh"), Where: location.Exchange(g.ID)},
		}}}
	}
	if t.Jwt {
		for _, example := range pass.Pack.Credentials.ExampleTokens {
			if t.Claims.Subject == example.Subject && t.Claims.Client == example.Client && t.Claims.Expires.Unix() == example.Expires {
				return []analysis.Report{{Cause: "documentation-token", Certainty: analysis.Certain,
					Values:   map[string]string{"owner": example.Subject, "client_id": example.Client},
					Evidence: []analysis.Evidence{{Label: pass.Format("label.token"), Text: "sub " + example.Subject + ", aud " + example.Client, Where: t.Where}}}}
			}
		}
		if wanted := pass.Pack.Token.Claims["typ"]; wanted != "" && t.Claims.Type != "" && t.Claims.Type != wanted {
			return []analysis.Report{{Cause: "refresh-token-as-access-token", Certainty: analysis.Certain,
				Evidence: []analysis.Evidence{{Label: "typ", Text: pass.Format("difference.other", "this", t.Claims.Type, "that", wanted), Where: t.Where}}}}
		}
		return nil
	}
	if pass.Session.IssueOf(t.Text) != nil || len(pass.Pack.Token.Claims) == 0 || t.Where != location.Authorization {
		return nil
	}
	for _, start := range pass.Pack.Credentials.ForeignTokens {
		if strings.HasPrefix(t.Text, start) {
			return nil
		}
	}
	shape := []analysis.Evidence{{Label: pass.Format("label.token"), Text: pass.Count("text.characters", len(t.Text), "token", redact.Secret(t.Text)), Where: t.Where}}
	switch {
	case strings.HasPrefix(t.Text, "eyJ"):
		return []analysis.Report{{Cause: "token-damaged", Certainty: analysis.Certain, Values: map[string]string{"token": t.Text}, Evidence: shape}}
	case strings.Trim(strings.ToLower(t.Text), "0123456789abcdef") == "":
		return []analysis.Report{{Cause: "token-like-refresh-token", Certainty: analysis.Likely, Evidence: shape}}
	}
	return []analysis.Report{{Cause: "token-no-jwt", Certainty: analysis.Likely, Evidence: shape}}
}

// checkRefreshToken finds an access token sent where a refresh token belongs.
func checkRefreshToken(pass *analysis.Pass) []analysis.Report {
	text, _ := httpmsg.NamedParam(&pass.Exchange.Request, "refresh_token")
	c, isJWT := jwt.Decode(text)
	issued := pass.Session.IssueOf(text) != nil
	wanted := pass.Pack.Token.Claims["typ"]
	if text == "" || !issued && (!isJWT || wanted == "" || c.Type != wanted) {
		return nil
	}
	return []analysis.Report{{Cause: "access-token-as-refresh-token", Certainty: analysis.Certain,
		Evidence: []analysis.Evidence{{Label: "refresh_token", Text: pass.Format("text.access-token", "token", redact.Secret(text)), Where: location.RequestParameter("refresh_token")}}}}
}

// checkExpiry compares the token's end with the time of the request.
func checkExpiry(pass *analysis.Pass, t session.UsedToken) []analysis.Report {
	ends := t.Claims.Expires
	now, where := httpmsg.RequestTime(pass.Exchange)
	if ends.IsZero() || now.IsZero() {
		return nil
	}
	off := httpmsg.ClockError(pass.Exchange)
	c := analysis.Report{Cause: "token-expired", Certainty: analysis.Certain, Values: map[string]string{"age": pass.Span(now.Sub(ends))}}
	switch {
	case ends.After(now):
		c.Cause, c.Certainty = "token-unexpired", analysis.Likely
	case off > httpmsg.ClockTolerance && ends.After(pass.Exchange.Started):
		c.Cause = "token-expired-clock"
	}
	c.Complete = func(values map[string]string) []analysis.Evidence {
		values["expired"], values["request_time"] = analysis.TimeText(ends), analysis.TimeText(now)
		evidence := []analysis.Evidence{{Label: pass.Format("label.token-expires"), Claim: "exp", Text: values["expired"], Where: t.Where}, {Label: pass.Format("label.request-sent"), Text: values["request_time"], Where: where}}
		values["issued"], values["lifetime"] = "", ""
		if !t.Claims.Issued.IsZero() {
			values["issued"], values["lifetime"] = analysis.TimeText(t.Claims.Issued), pass.Span(ends.Sub(t.Claims.Issued))
			evidence = append(evidence, analysis.Evidence{Label: pass.Format("label.token-issued"), Claim: "iat", Text: values["issued"], Where: t.Where})
		}
		if off.Abs() > httpmsg.ClockTolerance {
			values["clock"] = pass.Span(off.Abs())
			evidence = append(evidence, analysis.Evidence{Label: pass.Format("label.clock"), Text: pass.Format(map[bool]string{true: "text.clock-slow", false: "text.clock-fast"}[off > 0], "span", values["clock"]), Where: where})
		}
		return evidence
	}
	return []analysis.Report{c}
}

// checkOwner compares the user in the path with the token's owner.
func checkOwner(pass *analysis.Pass, t session.UsedToken) []analysis.Report {
	user := userInPath(pass)
	if user == "" || user == pass.Pack.Self || t.Claims.Subject == "" || user == t.Claims.Subject {
		return nil
	}
	return []analysis.Report{{Cause: "token-of-another-user", Certainty: analysis.Certain,
		Values:   map[string]string{"owner": t.Claims.Subject, "user": user},
		Evidence: []analysis.Evidence{{Label: "user-id", Text: user, Where: location.RequestURL}, {Label: "sub", Text: t.Claims.Subject, Where: t.Where}}, Corrections: ownUser(pass)}}
}

// userInPath is what stands for {user-id} in the request's path.
func userInPath(pass *analysis.Pass) string {
	for _, p := range pass.Places() {
		if p.Name == "user-id" {
			return p.Value
		}
	}
	return ""
}

// ownUser asks for the token's owner in place of a user.
func ownUser(pass *analysis.Pass) []analysis.Correction {
	segment := slices.Index(strings.Split(pass.Endpoint.Path, "/"), "{user-id}")
	return analysis.ToPath(httpmsg.PathWith(pass.Exchange.Request.URL, map[int]string{segment: "-"}))
}

// checkClient compares the token's client with those of the session's other
// requests.
func checkClient(pass *analysis.Pass, t session.UsedToken) []analysis.Report {
	clients := pass.Session.Clients(pass.Pack.ID)
	if _, seen := clients[t.Claims.Client]; seen || t.Claims.Client == "" || len(clients) == 0 {
		return nil
	}
	others := slices.Sorted(maps.Keys(clients))
	first := clients[others[0]]
	if len(others) > 3 {
		others = append(others[:3], "…")
	}
	list := strings.Join(others, ", ")
	return []analysis.Report{{Cause: "token-of-another-client", Certainty: analysis.Certain,
		Values:   map[string]string{"client_id": t.Claims.Client, "clients": list},
		Evidence: []analysis.Evidence{{Label: "aud", Text: t.Claims.Client, Where: t.Where}, {Label: pass.Format("label.client"), Text: pass.Format("text.in-other-requests", "clients", list), Where: location.Exchange(first.ID)}}}}
}

// checkHistory looks for what became of the token earlier in the session.
func checkHistory(pass *analysis.Pass, t session.UsedToken) []analysis.Report {
	at := pass.Now()
	var found []analysis.Report
	if when, ok := pass.Session.Revoked(t.Text, at); ok {
		found = append(found, analysis.Report{Cause: "token-revoked", Certainty: analysis.Certain,
			Values:   map[string]string{"age": pass.Span(at.Start.Sub(when.Start)), "exchange": strconv.Itoa(when.ID)},
			Evidence: []analysis.Evidence{{Label: pass.Format("label.revoked"), Text: analysis.TimeText(when.Start), Where: location.Exchange(when.ID)}}})
	}
	if g, ok := pass.Session.ReplacedBy(t, at); ok {
		certainty := analysis.Certain
		if now, _ := httpmsg.RequestTime(pass.Exchange); t.Claims.Expires.After(now) {
			certainty = analysis.Likely // an older token stays valid until it ends
		}
		found = append(found, analysis.Report{Cause: "token-replaced", Certainty: certainty,
			Values:   map[string]string{"age": pass.Span(at.Start.Sub(g.Start)), "exchange": strconv.Itoa(g.ID)},
			Evidence: []analysis.Evidence{{Label: pass.Format("label.newer-token"), Text: pass.Format("text.given-out-at", "time", analysis.TimeText(g.Start)), Where: location.Exchange(g.ID)}}})
	}
	return found
}

// checkScopes compares what the call needs with what the token may do.
func checkScopes(pass *analysis.Pass, t session.UsedToken) []analysis.Report {
	needed := pass.NeededScopes()
	g, ok := pass.GrantedTo(t)
	if !ok {
		return scopeNeeded(pass)
	}
	if one := cmp.Or(pass.AnyScopeOf(g), pass.OwnScopeOf(g)); one != "" {
		needed = []string{one}
	}
	if len(needed) == 0 {
		return nil
	}
	var missing []string
	certainty := analysis.Certain
	for _, scope := range needed {
		if has, known := g.Has(scope, pass.Pack); !has {
			missing = append(missing, scope)
			if !known {
				certainty = analysis.Possible
			}
		}
	}
	values := map[string]string{"scope": strings.Join(missing, " "), "granted": cmp.Or(strings.Join(g.Names, " "), pass.Format("value.none"))}
	evidence := []analysis.Evidence{{Label: pass.Format("label.needed"), Text: strings.Join(needed, ", "), Where: location.RequestURL}, {Label: pass.Format("label.granted"), Text: cmp.Or(strings.Join(g.Names, ", "), values["granted"]), Where: g.Where}}
	if len(g.Unknown) > 0 {
		evidence = append(evidence, analysis.Evidence{Label: pass.Format("label.unknown-codes"), Text: strings.Join(g.Unknown, ", "), Where: g.Where})
	}
	if len(missing) == 0 {
		if asksForMore(pass, g) {
			return scopeNeeded(pass)
		}
		values["scope"] = strings.Join(needed, " ")
		weight := 0
		if pass.Endpoint != nil && pass.Endpoint.Intraday {
			weight = -5 // that says more
		}
		return []analysis.Report{
			{Cause: "scope-is-granted", Certainty: analysis.Likely, Weight: weight, Values: values, Evidence: evidence},
			{Cause: "permission-despite-scope", Certainty: analysis.Likely, Weight: weight, Values: values, Evidence: evidence},
			{Cause: "scope-refused-but-held", Certainty: analysis.Likely, Values: values, Evidence: evidence},
		}
	}
	return []analysis.Report{{Cause: "scope-not-granted", Certainty: certainty, Values: values, Evidence: evidence}}
}
