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
	Causes: []string{
		"authorize-parameter-missing",
		"authorize-parameter-misspelt",
		"client-id-not-bare",
		"client-id-twice",
		"client-ids-differ",
		"code-answer-lost",
		"code-encoded-twice",
		"code-of-another-client",
		"code-sent-by-two",
		"code-too-old",
		"code-used-before",
		"code-with-fragment",
		"consent-started-twice",
		"grant-type-misspelt",
		"implicit-not-allowed",
		"parameter-misspelt",
		"parameter-without-value",
		"redirect-uri-differs",
		"redirect-uri-encoded-twice",
		"redirect-uri-is-callback",
		"redirect-uri-left-out",
		"redirect-uri-not-the-accepted",
		"refresh-answer-lost",
		"refresh-sent-by-two",
		"refresh-token-replaced",
		"refresh-token-revoked",
		"refresh-token-spent",
		"refresh-was-refused",
		"refreshes-overlap",
		"response-type-unknown",
		"scope-misspelt",
		"scope-narrower",
		"scope-not-asked",
		"scope-unknown",
		"scope-unticked",
		"scopes-not-apart",
		"token-body-not-form",
	},
	Run: run,
}

// run reads a step of OAuth, and what a refused call tells of such steps.
func run(e *analysis.Pass) []analysis.Report {
	return append(checkFlow(e), checkRenewal(e)...)
}

// checkFlow follows OAuth from the consent page to the use of the token.
func checkFlow(e *analysis.Pass) []analysis.Report {
	if e.Preflight {
		return nil
	}
	switch e.Step {
	case "authorize":
		return checkConsent(e)
	case "token":
		r := session.ReadTokenRequest(e.Exchange)
		return slices.Concat(checkTokenForm(e, r), checkRedirectURI(e, r), checkCode(e, r), checkRefresh(e, r), checkGrant(e, r))
	case "revoke":
		return nil
	}
	return checkUse(e)
}
