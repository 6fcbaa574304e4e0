package export

import (
	"fmt"
	"strings"
	"testing"

	"misstep/wasm/diagnosis"
	"misstep/wasm/scenario"
)

// offersOf is all that can be pasted for an exchange's fixes, as it is copied.
func offersOf(s *diagnosis.Session, id int) string {
	var b strings.Builder
	d := s.Diagnosis(id)
	if len(d.Findings) == 0 {
		return ""
	}
	f := d.Findings[0]
	for step, fix := range f.Fixes {
		offers := Offers(s, id, step)
		if len(offers) == 0 && f.Steps[step].Value == "" {
			continue
		}
		fmt.Fprintf(&b, "%d. %s\n", step+1, fix)
		if value := f.Steps[step].Value; value != "" {
			fmt.Fprintf(&b, "value %s\n", value)
		}
		for _, o := range offers {
			if o.Spending {
				b.WriteString("what used the rate limit\n")
			} else if o.Request != nil {
				fmt.Fprintf(&b, "%s\n%s\n", CurlRequest(s, o.Request, CurlOptions{Changes: o.Changes}), FetchRequest(s, o.Request, o.Changes))
			} else {
				fmt.Fprintf(&b, "%s\n", o.URL+o.Text)
			}
		}
	}
	return b.String()
}

// What can be pasted for the steps of the last failing exchange of some scenarios.
func TestOffers(t *testing.T) {
	var b strings.Builder
	for _, name := range []string{
		"token-expired", "expired-plain", "google-token-old", // one known request
		"flow-implicit-unticked",                                             // no refresh token
		"expired-refresh-refused", "flow-code-old", "google-refresh-expired", // the authorization URL, if the session has it
		"token-scope-missing", "token-scope-unticked", "flow-scope-not-asked", "google-scope-missing",
		"rate-elsewhere", "rate-day-by-day", // a range in place of days
		"request-food-singular", "request-date-locale", // the request, corrected
		"shutdown-heart", "shutdown-early", "shutdown-goals", // the successor's call
		"request-date-impossible", "server-outage", // nothing
	} {
		s := scenarioSession(t, name)
		for id := s.LastID(); id > 0; id-- {
			if d := s.Diagnosis(id); d.Failed && len(d.Findings) > 0 {
				fmt.Fprintf(&b, "== %s %d: %s\n%s", name, id, d.Findings[0].Title, offersOf(s, id))
				break
			}
		}
	}
	golden(t, "offers.txt", b.String())
}

// Each step of each scenario has a place for what can be pasted, and nothing that
// is pasted has a hole or a secret.
func TestOffersHoldNoSecret(t *testing.T) {
	for _, name := range scenario.Names(t) {
		s := scenarioSession(t, name)
		for id := 1; id <= s.LastID(); id++ {
			for _, f := range s.Diagnosis(id).Findings {
				if len(f.Steps) != len(f.Fixes) {
					t.Errorf("%s %d: %d steps for %d fixes", name, id, len(f.Steps), len(f.Fixes))
				}
			}
			if text := offersOf(s, id); strings.Contains(text, "eyJ") {
				t.Errorf("%s %d: a token is offered:\n%s", name, id, text)
			}
		}
	}
}
