package diagnosis

import (
	"testing"

	"misstep/wasm/httpmsg"
)

// The error with which a consent page sends back to the app comes first (RFC 6749,
// 4.1.2.1 and 4.2.2.1).
func TestRedirectErrors(t *testing.T) {
	const (
		fitbit = "https://www.fitbit.com/oauth2/authorize?response_type=code&client_id=22BCDE&scope=activity&redirect_uri=https%3A%2F%2Fapp.example%2Fcb"
		google = "https://accounts.google.com/o/oauth2/v2/auth?response_type=code&client_id=1-a.apps.googleusercontent.com&redirect_uri=https%3A%2F%2Fapp.example%2Fcb"
	)
	for _, test := range []struct {
		name, url, to string
		status        int
		want          string // first finding; "": it did not fail
	}{
		{"declined", fitbit, "https://app.example/cb?error=access_denied&state=xyz", 302, "consent-denied"},
		{"declined, in words", fitbit, "https://app.example/cb?error_description=The+user+denied+the+request.&error=access_denied", 302, "consent-denied"},
		{"declined, in words of its own", fitbit, "https://app.example/cb?error=access_denied&error_description=Nein%20danke", 303, "consent-denied"},
		{"declined, in a fragment", fitbit, "https://app.example/cb#error=access_denied&state=xyz", 302, "consent-denied"},
		{"declined, at an app's own address", google, "com.example.app:/cb?error=access_denied", 302, "google-consent-denied"},
		{"declined at Google", google, "https://app.example/cb?error=access_denied", 302, "google-consent-denied"},
		{"malformed", google, "https://app.example/cb?error=invalid_request", 302, "google-consent-request-malformed"},
		{"malformed, in words that are known", fitbit, "https://app.example/cb?error=invalid_request&error_description=Missing+scope+parameter+value", 302, "consent-scope-missing"},
		{"scope", fitbit, "https://app.example/cb?error=invalid_scope", 302, "consent-scope-invalid"},
		{"response type", fitbit, "https://app.example/cb?error=unsupported_response_type", 302, "consent-response-type-invalid"},
		{"client", fitbit, "https://app.example/cb?error=unauthorized_client", 302, "consent-response-type-unauthorized"},
		{"server", google, "https://app.example/cb?error=server_error&error_description=oops", 302, "google-consent-server-error"},
		{"busy", google, "https://app.example/cb?error=temporarily_unavailable&error_description=oops", 302, "google-consent-server-error"},
		{"an error of its own", fitbit, "https://app.example/cb?error=no_such_code&error_description=oops", 302, "unknown"},

		{"a code", fitbit, "https://app.example/cb?code=abc&state=error%3Daccess_denied", 302, ""},
		{"an empty error", fitbit, "https://app.example/cb?code=abc&error=", 302, ""},
		{"no redirect", fitbit, "https://app.example/cb?error=access_denied", 200, ""},
		{"a redirect of the API", "https://api.fitbit.com/1/user/-/profile.json", "https://app.example/cb?error=access_denied", 302, ""},
	} {
		for _, member := range []string{"Location", "redirectURL"} {
			x := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: test.url}, Response: httpmsg.Response{Status: test.status, Body: httpmsg.Body{Recorded: true}}}
			if member == "Location" {
				x.Response.Headers = []httpmsg.Header{{Name: "location", Value: test.to}}
			} else {
				x.Response.RedirectURL = test.to
			}
			s := NewSession(knowledge(t))
			s.Add(x)
			d := s.Diagnosis(1)
			have := ""
			switch {
			case d.Unknown:
				have = "unknown"
			case d.Failed:
				have = d.Findings[0].ID
			}
			if have != test.want {
				t.Errorf("%s (%s): %q %+v, want %q", test.name, member, have, d.Findings, test.want)
			}
		}
	}
}
