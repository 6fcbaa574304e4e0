package authorization_test

import (
	"strings"
	"testing"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/analyzers/authorization"
	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

const (
	dataCall  = "https://api.fitbit.com/1/user/-/profile.json"
	tokenCall = "https://api.fitbit.com/oauth2/token"
)

func TestAuthorization(t *testing.T) {
	token := scenario.JWT(t, map[string]any{"sub": "9XYZ42", "aud": "22ABCD", "typ": "access_token"})
	data := func(header string) httpmsg.Exchange {
		return scenario.Unauthorized("GET", dataCall, header, "invalid_token", "Access token invalid: x")
	}
	client := func(header string) httpmsg.Exchange {
		return scenario.Unauthorized("POST", tokenCall, header, "invalid_client", "Invalid authorization header format")
	}
	form := func(x httpmsg.Exchange, text string) httpmsg.Exchange {
		x.Request.PostData = &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: text}
		return x
	}
	for _, test := range []struct {
		name string
		x    httpmsg.Exchange
		want string // cause; "" if there is none
	}{
		{"in order", data("Bearer " + token), ""},
		{"scheme in lower case", data("bearer " + token), ""},
		{"undefined", data("Bearer undefined"), "authorization-placeholder"},
		{"whole header null", data("null"), "authorization-placeholder"},
		{"object", data("Bearer [object Object]"), "authorization-placeholder"},
		{"promise", data("Bearer [object Promise]"), "authorization-placeholder"},
		{"None of Python", data("Bearer None"), "authorization-placeholder"},
		{"template", data("Bearer {{access_token}}"), "authorization-placeholder"},
		{"shell variable", data("Bearer $TOKEN"), "authorization-placeholder"},
		{"quoted undefined", data(`Bearer "undefined"`), "authorization-placeholder"},
		{"double quotes", data(`Bearer "` + token + `"`), "authorization-quotes"},
		{"single quotes", data("Bearer '" + token + "'"), "authorization-quotes"},
		{"opening quote only", data(`Bearer "` + token), "authorization-quotes"},
		{"twice", data("Bearer Bearer " + token), "authorization-scheme-twice"},
		{"twice, other case", data("Bearer bearer " + token), "authorization-scheme-twice"},
		{"only the scheme", data("Bearer"), "authorization-empty"},
		{"scheme and spaces", data("Bearer  "), "authorization-empty"},
		{"empty", data(""), "authorization-empty"},
		{"no scheme", data(token), "authorization-no-scheme"},
		{"other scheme", data("Token " + token), "authorization-other-scheme"},
		{"OAuth 1", data(`OAuth oauth_consumer_key="a", oauth_signature="b"`), "authorization-oauth1"},
		{"cut in two", data("Bearer " + token[:40] + " " + token[40:]), "authorization-space"},
		{"escaped line break", data("Bearer " + token + `\n`), "authorization-space"},
		{"of Google", data("Bearer ya29.a0AfH6SMBx0123456789"), "authorization-foreign-token"},
		{"Basic on data", data(scenario.Basic("22ABCD:0123456789abcdef")), "authorization-basic-for-bearer"},
		{"Basic on introspect", scenario.Unauthorized("POST", "https://api.fitbit.com/1.1/oauth2/introspect", scenario.Basic("22ABCD:0123456789abcdef"), "invalid_token", "Access token invalid: x"), "authorization-basic-for-bearer"},
		{"Bearer on introspect", scenario.Unauthorized("POST", "https://api.fitbit.com/1.1/oauth2/introspect", "Bearer "+token, "invalid_token", "Access token invalid: x"), ""},
		{"Bearer on token", client("Bearer " + token), "authorization-bearer-for-basic"},
		{"Bearer on revoke", scenario.Unauthorized("POST", "https://api.fitbit.com/oauth2/revoke", "Bearer "+token, "invalid_client", "Incorrect authorization method"), "authorization-bearer-for-basic"},
		{"pair in order", client(scenario.Basic("22ABCD:0123456789abcdef")), ""},
		{"pair without padding", client(strings.TrimRight(scenario.Basic("22ABCD:0123456789abcdef1"), "=")), ""},
		{"plain pair", client("Basic 22ABCD:0123456789abcdef"), "basic-no-base64"},
		{"encoded bytes", client("Basic /////w=="), "basic-no-base64"},
		{"no colon", client(scenario.Basic("22ABCD0123456789abcdef")), "basic-no-colon"},
		{"empty secret", client(scenario.Basic("22ABCD:")), "basic-empty-secret"},
		{"secret of a line break", client(scenario.Basic("22ABCD:\n")), "basic-empty-secret"},
		{"empty id", client(scenario.Basic(":0123456789abcdef")), "basic-placeholder"},
		{"undefined secret", client(scenario.Basic("22ABCD:undefined")), "basic-placeholder"},
		{"line break after the secret", client(scenario.Basic("22ABCD:0123456789abcdef\n")), "basic-space"},
		{"carriage return after the id", client(scenario.Basic("22ABCD\r:0123456789abcdef")), "basic-space"},
		{"byte order mark", client(scenario.Basic("\ufeff22ABCD:0123456789abcdef")), "basic-space"},
		{"quotes", client(scenario.Basic(`"22ABCD":"0123456789abcdef"`)), "basic-quotes"},
		{"of Google", client(scenario.Basic("1-a.apps.googleusercontent.com:0123456789abcdef")), "foreign-client"},
		{"of Google, in the form", form(client("-"), "client_id=1-a.apps.googleusercontent.com"), "foreign-client"},
		{"Google's name elsewhere", form(client("-"), "client_id=22ABCD&state=a.apps.googleusercontent.com"), ""},
		{"nothing", client("-"), "client-authorization-missing"},
		{"public client", form(client("-"), "client_id=22ABCD"), ""},
		{"absent", scenario.Unauthorized("GET", dataCall, "-", "invalid_request", "Authorization header required"), "authorization-missing"},
		{"absent, but the server saw one", data("-"), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := explaintest.Last(t, test.x)
			if have := explaintest.First(d); have != test.want {
				t.Errorf("have %q, want %q", have, test.want)
			}
		})
	}
}

// A header is blamed only when the response is about it.
func TestAuthorizationOfOtherAnswers(t *testing.T) {
	for _, status := range []int{200, 400, 403, 404, 429, 500} {
		x := scenario.Unauthorized("GET", dataCall, "Bearer undefined", "system", "Too Many Requests")
		x.Response.Status = status
		for _, f := range explaintest.Last(t, x).Findings {
			if strings.HasPrefix(f.Reason, "authorization-") {
				t.Errorf("status %d: %s is told", status, f.Reason)
			}
		}
	}
}

// A sanitized recording has no Authorization headers; none is said to be missing.
func TestAuthorizationNotRecorded(t *testing.T) {
	x := scenario.Unauthorized("GET", dataCall, "-", "invalid_request", "Authorization header required")
	for name, headers := range map[string][]httpmsg.Header{"no headers": nil, "sanitized": {{Name: "Accept", Value: "*/*"}}} {
		x.Request.Headers = headers
		d := explaintest.Last(t, x)
		if explaintest.First(d) != "" {
			t.Errorf("%s: have %q", name, explaintest.First(d))
		}
		if first := d.Findings[0].Evidence[0]; first != (analysis.Evidence{Label: "Authorization", Text: "not recorded", Where: location.Authorization}) {
			t.Errorf("%s: have %v", name, first)
		}
	}
}

// Hidden characters are shown, the rest of a secret is not.
func TestHiddenCharacters(t *testing.T) {
	secret := "0123456789abcdef0123456789abcdef"
	for text, want := range map[string]string{
		secret:                 "0123…",
		secret + "\n":          `0123…\n`,
		" " + secret + " \r\n": `␠0123…␠\r\n`,
		"\u200b" + secret:      `\u200b0123…`,
		"\n":                   `\n`,
		"":                     "",
	} {
		if have := authorization.MaskInner(text); have != want {
			t.Errorf("%q: have %s, want %s", text, have, want)
		}
	}
}
