package diagnose

import (
	"slices"

	"misstep/wasm/analysis"
	"misstep/wasm/session"
)

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
