package oauth

import (
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/session"
)

// checkGrant compares what a token answer grants with what the request for
// consent asked for.
func checkGrant(pass *analysis.Pass, r session.TokenRequest) []analysis.Report {
	answer := session.TokenAnswer(pass.Exchange)
	if answer.Access == "" || r.Code == "" {
		return nil
	}
	a, sure := pass.Session.Consent(pass.Now(), r)
	if a == nil {
		return nil
	}
	return narrowerScopes(pass, a, sure, answer.Scope, location.ResponseBody.Member("scope"))
}

// narrowerScopes compares the scopes granted with those asked for.
func narrowerScopes(pass *analysis.Pass, a *session.AuthorizeRequest, sure bool, granted string, where location.Location) []analysis.Report {
	if a.Scope == "" || granted == "" {
		return nil
	}
	missing := without(lackingScopes(pass, strings.Fields(a.Scope), strings.Fields(granted)), nil)
	// Scopes of another kind altogether would mean that it is another consent.
	if len(missing) == 0 || !sure && len(missing) == len(strings.Fields(a.Scope)) {
		return nil
	}
	return []analysis.Report{{Cause: "scope-narrower", Certainty: analysis.SureIf(sure), Values: map[string]string{"scopes": strings.Join(missing, " "), "granted": granted, "exchange": strconv.Itoa(a.ID)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.asked-for"), Text: a.Scope, Where: a.Where()}, {Label: pass.Format("label.granted"), Text: granted, Where: where}}}}
}

// checkUse tells whether a scope that a call lacks was never asked for, or
// askedDays for and not granted.
func checkUse(pass *analysis.Pass) []analysis.Report {
	if pass.Endpoint == nil || len(pass.Matches) == 0 || len(pass.NeededScopes()) == 0 || !pass.SurelyExplains("scope-unticked") && !pass.SurelyExplains("scope-not-asked") {
		return nil
	}
	header, _ := pass.Exchange.Request.Header("Authorization")
	_, token, _ := strings.Cut(header, " ")
	flows := pass.Session
	used := flows.IssueOf(strings.TrimSpace(token))
	if used == nil || used.Scope == "" {
		return nil
	}
	lacking := lackingScopes(pass, pass.NeededScopes(), strings.Fields(used.Scope))
	first := flows.Origin(used)
	if len(lacking) == 0 || first == nil || pass.AnyScopeOf(analysis.Granted{Names: strings.Fields(used.Scope)}) != "" {
		return nil
	}
	a, sure := first.Asked, true
	if a == nil {
		a, sure = flows.Consent(first.EventTime, session.TokenRequest{Code: first.Code, Client: first.Client, Verifier: first.Verifier})
	}
	if a == nil || a.Scope == "" {
		return nil
	}
	cause := "scope-not-asked"
	if len(lackingScopes(pass, lacking, strings.Fields(a.Scope))) == 0 {
		cause = "scope-unticked"
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.SureIf(sure), Values: map[string]string{"scopes": strings.Join(lacking, " "), "granted": used.Scope, "exchange": strconv.Itoa(a.ID)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.asked-for"), Text: a.Scope, Where: a.Where()}, {Label: pass.Format("label.granted"), Text: used.Scope, Where: location.Exchange(first.ID)}}}}
}

// lackingScopes is the wanted scopes that the granted ones do not hold.
func lackingScopes(pass *analysis.Pass, wanted, granted []string) []string {
	var missing []string
	for _, scope := range wanted {
		if !slices.ContainsFunc(granted, func(g string) bool { return pass.Pack.Grants(g, scope) }) {
			missing = append(missing, scope)
		}
	}
	return missing
}

// without is the elements of list that are not in others, each once.
func without(list, others []string) []string {
	var rest []string
	for _, s := range list {
		if !slices.Contains(others, s) && !slices.Contains(rest, s) {
			rest = append(rest, s)
		}
	}
	return rest
}

// NearestScope is the scope that a wrong one was probably meant to be, by its letters, its
// beginning or its initials; "" if there is none.
func NearestScope(scopes []catalog.Scope, wrong string) string {
	plain := match.PlainName(wrong)
	for _, s := range scopes {
		if plain == match.PlainName(s.Name) || plain == initials(s.Name) || s.Code != "" && plain == s.Code {
			return s.Name
		}
	}
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = s.Name
	}
	if name, _ := match.NearestName(wrong, names); name != "" {
		return name
	}
	for _, name := range names {
		if len(plain) >= 4 && (strings.HasPrefix(match.PlainName(name), plain) || strings.HasPrefix(plain, match.PlainName(name))) {
			return name
		}
	}
	return ""
}

// nearestOwnScope is NearestScope where all of the API's scopes begin alike, or
// else the scope that covers what the wrong one speaks of.
func nearestOwnScope(pack *catalog.Pack, wrong string) string {
	if pack.ScopePrefix == "" {
		return NearestScope(pack.Scopes, wrong)
	}
	var own []catalog.Scope
	for _, s := range pack.Scopes {
		if end, found := strings.CutPrefix(s.Name, pack.ScopePrefix); found {
			own = append(own, catalog.Scope{Name: end})
		}
	}
	_, last, _ := strings.Cut(pack.ScopePrefix, "://")
	last = last[strings.LastIndexByte(last, '/')+1:]
	near, meant := NearestScope(own, strings.TrimPrefix(strings.TrimPrefix(wrong, pack.ScopePrefix), last)), pack.ScopeMeant(wrong)
	if near == "" || meant != "" && scopeData(meant) != pack.ScopePrefix+scopeData(near) {
		return meant // steps is no misspelled sleep
	}
	return pack.ScopePrefix + near
}

// scopeData is a scope without the access to its data that it ends with.
func scopeData(scope string) string {
	if at := strings.LastIndexByte(scope, '.'); at > strings.LastIndexByte(scope, '/') {
		return scope[:at]
	}
	return scope
}

// endsScope reports whether a text is the end of a scope that was not written
// out.
func endsScope(scopes []catalog.Scope, text string) bool {
	return slices.ContainsFunc(scopes, func(s catalog.Scope) bool {
		before, found := strings.CutSuffix(s.Name, text)
		return found && (strings.HasSuffix(before, "/") || strings.HasSuffix(before, "."))
	})
}

// initials of irregular_rhythm_notifications are irn.
func initials(name string) string {
	parts := strings.Split(name, "_")
	if len(parts) < 2 {
		return ""
	}
	var b strings.Builder
	for _, part := range parts {
		if part != "" {
			b.WriteByte(part[0])
		}
	}
	return b.String()
}
