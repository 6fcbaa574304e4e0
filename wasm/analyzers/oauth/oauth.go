// Package oauth analyzes the steps of OAuth, from the consent page to the use of a token.
package oauth

import (
	"slices"

	"misstep/wasm/analysis"
	"misstep/wasm/session"
)

// Run reads a step of OAuth, and what a refused call tells of such steps.
func Run(e *analysis.Pass) []analysis.Report {
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
