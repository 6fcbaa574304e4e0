package diagnosis_test

import (
	"strings"
	"testing"
	"time"

	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// The error that CORS hides from a page comes first if it is certain.
func TestHiddenByCORS(t *testing.T) {
	token := func(ends time.Duration) string {
		return "Bearer " + scenario.JWT(t, map[string]any{"sub": "9XYZ42", "aud": "23ABCD", "typ": "access_token", "scopes": "rsle", "exp": explaintest.Start.Add(ends).Unix(), "iat": explaintest.Start.Add(ends - 8*time.Hour).Unix()})
	}
	const line = "GET /1/user/-/sleep/date/2026-10-30.json"
	expired, valid := token(-13*time.Minute), token(4*time.Hour)
	page := func(authorization string, allow ...string) func(*httpmsg.Exchange) {
		return func(x *httpmsg.Exchange) {
			explaintest.Sent("", "Origin", "https://app.example", "Sec-Fetch-Mode", "cors")(x)
			if authorization != "" {
				explaintest.Sent("", "Authorization", authorization)(x)
			}
			for _, origin := range allow {
				explaintest.Header("Access-Control-Allow-Origin", origin)(x)
			}
		}
	}
	for _, test := range []struct {
		name   string
		call   explaintest.Call
		id     string // of the first finding
		hidden bool
	}{
		{"expired, no body", explaintest.Call{line, 401, "", page(expired)}, "token-expired", true},
		{"expired, and the body says so", explaintest.Call{line, 401, explaintest.Failure("expired_token", "Access token expired"), page(expired)}, "expired-token", true},
		{"the body alone says so", explaintest.Call{line, 401, explaintest.Failure("expired_token", "Access token expired"), page("Bearer 0123456789abcdef0123456789abcdef")}, "expired-token", true},
		{"rate limit", explaintest.Call{line, 429, explaintest.Failure("system", "Too Many Requests"), page(valid)}, "rate-limit", true},
		{"shut down", explaintest.Call{line, 410, "", func(x *httpmsg.Exchange) { page(valid)(x); x.Started = time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC) }}, "api-shut-down", true},
		// Near misses: nothing but CORS is certain.
		{"a valid token", explaintest.Call{line, 401, "", page(valid)}, "cors-blocked", false},
		{"no token", explaintest.Call{line, 401, "", page("")}, "cors-blocked", false},
		{"a scope that may be missing", explaintest.Call{"GET /1/user/-/profile.json", 403, "", page(valid)}, "cors-blocked", false},
		{"a success", explaintest.Call{line, 200, `{"sleep":[]}`, page(expired)}, "cors-blocked", false},
		// Nothing is hidden.
		{"the page may read it", explaintest.Call{line, 401, "", page(expired, "*")}, "token-expired", false},
		{"no page", explaintest.Call{line, 401, "", func(x *httpmsg.Exchange) { explaintest.Sent("", "Authorization", expired)(x) }}, "token-expired", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := explaintest.Last(t, explaintest.Exchange(test.call, 0))
			if len(d.Findings) == 0 {
				t.Fatal("nothing is found")
			}
			f, certain := d.Findings[0], 0
			for _, f := range d.Findings {
				if f.Certainty == analysis.Certain {
					certain++
				}
			}
			if f.ID != test.id || f.Hidden != test.hidden || certain > 1 {
				t.Fatalf("first %s (%s), hidden %v, %d certain; want %s, %v", f.ID, f.Reason, f.Hidden, certain, test.id, test.hidden)
			}
			if test.hidden != strings.Contains(f.Cause, "(CORS)") && f.ID != "cors-blocked" {
				t.Errorf("the cause is %q", f.Cause)
			}
			if test.hidden && test.id != "api-shut-down" && diagnosis.Headline(f.Brief, f.Fact) != f.Brief+" – hidden from your code by CORS" {
				t.Errorf("the headline is %q", diagnosis.Headline(f.Brief, f.Fact))
			}
			if test.hidden != (len(d.Findings) > 1 && d.Findings[1].ID == "cors-blocked" || f.ID == "api-shut-down") {
				t.Errorf("what the page sees is not the second reading: %+v", explaintest.Reasons(d))
			}
		})
	}
}
