package legacyuse_test

import (
	"testing"

	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
)

// A key is in a token's place only where no token is.
func TestAPIKey(t *testing.T) {
	const (
		steps = "https://health.googleapis.com/v4/users/me/dataTypes/steps/dataPoints"
		key   = "AIzaSyA1234567890abcdefghijklmnopqrstuv"
		token = "Bearer ya29.a0AfH6SMBx1234567890abcdefghijklmnopqrstuvwxyz"
	)
	call := func(url string, headers ...string) httpmsg.Exchange {
		x := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: url}, Response: httpmsg.Response{Status: 403}}
		for i := 0; i < len(headers); i += 2 {
			x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: headers[i], Value: headers[i+1]})
		}
		return x
	}
	other := call("https://health.googleapis.com/v4/users/me/profile", "Authorization", token)
	for _, test := range []struct {
		name string
		list []httpmsg.Exchange // the last is asked about
		want analysis.Certainty // "" for none
	}{
		{"as the token", []httpmsg.Exchange{call(steps, "Authorization", "Bearer "+key)}, analysis.Certain},
		{"in a header alone", []httpmsg.Exchange{other, call(steps, "X-Goog-Api-Key", key)}, analysis.Certain},
		{"in the query alone", []httpmsg.Exchange{other, call(steps + "?key=" + key)}, analysis.Certain},
		{"in a recording without credentials", []httpmsg.Exchange{call(steps, "x-goog-api-key", key)}, analysis.Likely},
		{"beside a token", []httpmsg.Exchange{call(steps, "x-goog-api-key", key, "Authorization", token)}, ""},
		{"in the query, next to a token", []httpmsg.Exchange{call(steps+"?key="+key, "Authorization", token)}, ""},
		{"beside a token in the query", []httpmsg.Exchange{other, call(steps + "?access_token=ya29.x&key=" + key)}, ""},
		{"something else", []httpmsg.Exchange{other, call(steps + "?key=value")}, ""},
	} {
		have := analysis.Certainty("")
		for _, f := range explaintest.Last(t, test.list...).Findings {
			if f.Reason == "api-key-as-token" || f.ID == "api-key-as-token" {
				have = f.Certainty
			}
		}
		if have != test.want {
			t.Errorf("%s: %q, want %q", test.name, have, test.want)
		}
	}
}
