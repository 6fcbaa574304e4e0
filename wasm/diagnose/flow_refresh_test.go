package diagnose

import (
	"testing"
	"time"

	"misstep/wasm/httpmsg"
)

// Two refreshes of one page are one effect up to a tenth of a second apart.
func TestSentTwice(t *testing.T) {
	const refused = "invalid_grant: Refresh token invalid: " + theRefreshToken
	for _, test := range []struct {
		name   string
		apart  time.Duration
		origin string // in the second Referer; in the first https://app.example
		want   string
	}{
		{"just within", 100 * time.Millisecond, "https://app.example", "refresh-sent-by-two"},
		{"just without", 101 * time.Millisecond, "https://app.example", "refresh-token-spent"},
		{"another page", time.Millisecond, "https://other.example", "refresh-token-spent"},
		{"no page that is known", time.Millisecond, "", "refresh-token-spent"},
	} {
		first := tokenExchange(0, "", "grant_type", "refresh_token", "refresh_token", theRefreshToken)
		first.Request.Headers = []httpmsg.Header{{Name: "Referer", Value: "https://app.example"}}
		second := tokenExchange(0, refused, "grant_type", "refresh_token", "refresh_token", theRefreshToken)
		second.Started = first.Started.Add(test.apart)
		if test.origin != "" {
			second.Request.Headers = []httpmsg.Header{{Name: "Referer", Value: test.origin}}
		} else {
			first.Request.Headers = nil
		}
		if reasons, _ := flowReasons(t, first, second); len(reasons) == 0 || reasons[0] != test.want {
			t.Errorf("%s: have %q, want %q", test.name, reasons, test.want)
		}
	}
}
