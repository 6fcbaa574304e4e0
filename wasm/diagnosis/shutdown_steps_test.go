package diagnosis_test

import (
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/paste"
)

// What an API answers since it was shut down says each step once, however sure it is; and
// at the API's own address it is what the documentation announced.
func TestShutdownSteps(t *testing.T) {
	knowledge := catalog.Load(builtin.Packs)
	for text, likely := range map[string]bool{
		"$ curl -s -o /dev/null -w '%{http_code}' https://api.fitbit.com/1/user/-/activities/steps/date/today/1y.json\n410":                                   true,
		`org.springframework.web.client.HttpClientErrorException$Gone: 410 Gone on GET request for "https://api.fitbit.com/1/user/-/profile.json": [no body]`: false,
		"410 Client Error: Gone for url: https://api.fitbit.com/1/user/-/profile.json":                                                                        true,
		"410 Gone": false,
	} {
		found, err := paste.Read(knowledge, text)
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %v, %d requests", text, err, len(found))
		}
		s := diagnosis.NewSession(knowledge)
		f := s.Diagnosis(s.Add(found[0])).Findings[0]
		steps := strings.Join(f.Fixes, "\n")
		if likely && f.Certainty != analysis.Likely && f.Certainty != analysis.Certain {
			t.Errorf("%s is only %s", text, f.Certainty)
		}
		if moves := strings.Count(strings.ToLower(steps), "move "); moves != 1 || slices.ContainsFunc(f.Fixes, func(fix string) bool { return strings.Contains(fix, "still responds") }) {
			t.Errorf("%s\n%s", text, steps)
		}
	}
}
