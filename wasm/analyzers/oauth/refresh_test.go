package oauth_test

import (
	"testing"
	"time"

	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
)

// Two refreshes of one page are one effect up to a fortieth of a second apart.
func TestRefreshSentTwice(t *testing.T) {
	const refused = "invalid_grant: Refresh token invalid: " + explaintest.RefreshToken
	for _, test := range []struct {
		name   string
		apart  time.Duration
		origin string // in the second Referer; in the first https://app.example
		agent  string // the second's User-Agent; the first's is "one"
		want   string
	}{
		{"just within", 25 * time.Millisecond, "https://app.example", "one", "refresh-sent-by-two"},
		{"just without", 26 * time.Millisecond, "https://app.example", "one", "refresh-token-spent"},
		{"another page", time.Millisecond, "https://other.example", "one", "refresh-token-spent"},
		{"no page that is known", time.Millisecond, "", "one", "refresh-token-spent"},
		{"another browser", time.Millisecond, "https://app.example", "other", "refresh-token-spent"},
		{"a browser that is not recorded", time.Millisecond, "https://app.example", "", "refresh-sent-by-two"},
	} {
		first := explaintest.TokenExchange(0, "", "grant_type", "refresh_token", "refresh_token", explaintest.RefreshToken)
		first.Request.Headers = []httpmsg.Header{{Name: "Referer", Value: "https://app.example"}}
		second := explaintest.TokenExchange(0, refused, "grant_type", "refresh_token", "refresh_token", explaintest.RefreshToken)
		second.Started = first.Started.Add(test.apart)
		first.Request.Headers = append(first.Request.Headers, httpmsg.Header{Name: "User-Agent", Value: "one"})
		if test.origin != "" {
			second.Request.Headers = []httpmsg.Header{{Name: "Referer", Value: test.origin}}
		} else {
			first.Request.Headers = first.Request.Headers[1:]
		}
		second.Request.Headers = append(second.Request.Headers, httpmsg.Header{Name: "User-Agent", Value: test.agent})
		if have := explaintest.First(explaintest.Last(t, first, second)); have != test.want {
			t.Errorf("%s: have %q, want %q", test.name, have, test.want)
		}
	}
}
