package diagnose

import (
	"testing"

	"misstep/wasm/har"
)

// A diagnosis is made for every line of a long list: what it allocates is
// bounded, lest something is built anew for each word or each endpoint.
func TestAllocations(t *testing.T) {
	k := knowledge(t)
	for name, test := range map[string]struct {
		method, url string
		status      int
		body        string
		most        float64
	}{
		"success":      {"GET", "https://api.fitbit.com/1/user/-/profile.json", 200, `{"user":{}}`, 150},
		"expired":      {"GET", "https://api.fitbit.com/1/user/-/profile.json", 401, `{"errors":[{"errorType":"expired_token","message":"Access token expired: abcdefghijklmnop"}],"success":false}`, 300},
		"rate limit":   {"GET", "https://api.fitbit.com/1/user/-/activities/steps/date/today/1d.json", 429, `{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}`, 300},
		"switched off": {"GET", "https://api.fitbit.com/1/user/-/activities/steps/date/today/1d.json", 410, ``, 400},
		"unknown path": {"GET", "https://api.fitbit.com/1/user/-/activitys/step/date/today/1d.json", 404, ``, 2500},
	} {
		t.Run(name, func(t *testing.T) {
			x := har.Exchange{Request: har.Request{Method: test.method, URL: test.url}, Response: har.Response{Status: test.status}}
			har.SetBody(&x, test.body, "")
			Explain(k, x) // reads and indexes the pack
			if have := testing.AllocsPerRun(20, func() { Explain(k, x) }); have > test.most {
				t.Errorf("%.0f allocations, want %.0f at most", have, test.most)
			} else {
				t.Logf("%.0f allocations of %.0f", have, test.most)
			}
		})
	}
}
