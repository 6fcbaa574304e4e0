package token

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
)

// scopeNeeded names the scope of a call that was refused because the token
// lacks it, where nothing says which ones the token has.
func scopeNeeded(pass *analysis.Pass) []analysis.Report {
	if !pass.MayExplain("scope-needed") {
		return scopeToCheck(pass)
	}
	needed, certainty := pass.NeededScopes(), analysis.Likely
	evidence := []analysis.Evidence{{Label: pass.Format("label.needed"), Text: strings.Join(needed, ", "), Where: location.RequestURL}}
	challenge, _ := errorformat.BearerChallenge(pass.Exchange)
	told := ownScopes(pass, challenge["scope"])
	if len(told) > 0 {
		certainty = analysis.Certain
		if !slices.ContainsFunc(needed, func(scope string) bool { return slices.Contains(told, scope) }) {
			needed, evidence = []string{narrowestScope(pass, told)}, nil
		}
	}
	if len(needed) == 0 {
		return nil
	}
	if challenge["scope"] != "" {
		evidence = append(evidence, analysis.Evidence{Label: "scope", Text: challenge["scope"], Where: location.WWWAuthenticate})
	}
	return []analysis.Report{{Cause: "scope-needed", Certainty: certainty, Values: map[string]string{"scope": strings.Join(needed, " ")}, Evidence: evidence}}
}

// asksForMore reports whether the response names scopes and none of them is granted.
func asksForMore(pass *analysis.Pass, g analysis.Granted) bool {
	challenge, _ := errorformat.BearerChallenge(pass.Exchange)
	told := ownScopes(pass, challenge["scope"])
	return len(told) > 0 && !slices.ContainsFunc(told, func(scope string) bool { has, _ := g.Has(scope, pass.Pack); return has })
}

// scopeToCheck names the scope of a call that was refused without a reason, if the token's
// scopes are unknown.
func scopeToCheck(pass *analysis.Pass) []analysis.Report {
	const cause = "scope-to-check"
	needed := pass.NeededScopes()
	if pass.Status() != httpmsg.StatusForbidden || len(needed) == 0 || !pass.MayExplain(cause) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely, Values: map[string]string{"scope": strings.Join(needed, " ")},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.needed"), Text: strings.Join(needed, ", "), Where: location.RequestURL}}}}
}

// ownScopes are those of a list that the API has.
func ownScopes(pass *analysis.Pass, list string) []string {
	return slices.DeleteFunc(strings.Fields(list), func(name string) bool {
		return !strings.HasPrefix(name, pass.Pack.ScopePrefix) || !slices.ContainsFunc(pass.Pack.Scopes, func(s catalog.Scope) bool { return s.Name == name })
	})
}

// narrowestScope is the scope of a list that all others of it include, or the first.
func narrowestScope(pass *analysis.Pass, list []string) string {
	for _, scope := range list {
		if !slices.ContainsFunc(list, func(other string) bool { return !pass.Pack.Grants(other, scope) }) {
			return scope
		}
	}
	return list[0]
}
