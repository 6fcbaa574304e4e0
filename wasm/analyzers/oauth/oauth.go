// Package oauth analyzes the steps of OAuth, from the consent page to the use of a token.
package oauth

import (
	"slices"

	"misstep/wasm/analysis"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "oauth",
	Causes: analysis.Weights{
		// Names the very scope, and which consent lacks it.
		"scope-not-asked": 15,
		"scope-unticked":  15,
		// A parameter that the server never read: what it says of the others follows from that.
		"authorize-parameter-misspelt": 7,
		"parameter-misspelt":           7,
		"parameter-without-value":      7,
		"refresh-was-refused":          7,
		"grant-type-misspelt":          6,
		"token-body-not-form":          6,
		// The session shows when and how the token was used up.
		"refresh-answer-lost": 5,
		"refreshes-overlap":   5,
		"scopes-not-apart":    5,
		// Used before, or damaged on the way.
		"code-answer-lost":      4,
		"code-encoded-twice":    4,
		"code-sent-by-two":      4,
		"code-used-before":      4,
		"code-with-fragment":    4,
		"refresh-token-revoked": 4,
		"refresh-token-spent":   4,
		"scope-misspelt":        4,
		"scope-other-access":    4,
		// One value is wrong in itself.
		"client-id-not-bare":         3,
		"code-too-old":               3,
		"redirect-uri-encoded-twice": 3,
		// An address that no client may send.
		"redirect-uri-custom-scheme": 3,
		"redirect-uri-fragment":      3,
		"redirect-uri-out-of-band":   3,
		"redirect-uri-plain-http":    3,
		"redirect-uri-is-callback":   3,
		"refresh-token-replaced":     3,
		"scope-unknown":              3,
		// Two values differ, and either may be the right one.
		"client-ids-differ":             2,
		"code-of-another-client":        2,
		"implicit-not-allowed":          2,
		"redirect-uri-differs":          2,
		"redirect-uri-left-out":         2,
		"redirect-uri-not-the-accepted": 2,
		// All that is left is that it is not registered.
		"scopes-not-registered": 1,
		"redirect-uri-refused":  1,
		"response-type-unknown": 2,
		// Only its absence speaks for it.
		"authorize-parameter-missing": 1,
		"parameter-absent":            1,
		// Beside a failure, not why.
		"client-id-twice":       0,
		"consent-started-twice": 0,
		"refresh-sent-by-two":   0,
		"scope-narrower":        0,
	},
	Run: run,
}

// run reads a step of OAuth, and what a refused call reveals about such steps.
func run(pass *analysis.Pass) []analysis.Report {
	return append(checkFlow(pass), checkRenewal(pass)...)
}

// checkFlow follows OAuth from the consent page to the use of the token.
func checkFlow(pass *analysis.Pass) []analysis.Report {
	if pass.Preflight {
		return nil
	}
	switch pass.Step {
	case "authorize":
		return checkConsent(pass)
	case "token":
		r := session.ReadTokenRequest(pass.Exchange)
		return slices.Concat(checkTokenForm(pass, r), checkRedirectURI(pass, r), checkCode(pass, r), checkRefresh(pass, r), checkGrant(pass, r))
	case "revoke":
		return nil
	}
	return append(checkUse(pass), CheckDetails(pass)...)
}
