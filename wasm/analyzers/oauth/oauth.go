// Package oauth analyzes the steps of OAuth, from the consent page to the use of a token.
package oauth

import (
	"slices"

	"misstep/wasm/analysis"
	"misstep/wasm/session"
)

// Run reads a step of OAuth, and what a refused call tells of such steps.
func Run(e *analysis.Pass) []analysis.Report {
	return append(examineFlow(e), examineRenewal(e)...)
}

// examineFlow follows OAuth from the consent page to the use of the token.
func examineFlow(e *analysis.Pass) []analysis.Report {
	if e.Preflight {
		return nil
	}
	switch e.Step {
	case "authorize":
		return examineConsent(e)
	case "token":
		r := session.ReadTokenRequest(e.Exchange)
		return slices.Concat(examineTokenForm(e, r), examineRedirectURI(e, r), examineCode(e, r), examineRefresh(e, r), examineGrant(e, r))
	case "revoke":
		return nil
	}
	return examineUse(e)
}
