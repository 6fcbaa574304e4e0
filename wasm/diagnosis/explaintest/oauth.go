package explaintest

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"misstep/wasm/httpmsg"
)

// What the flows of tests are about.
const (
	AuthorizeAddress = "https://www.fitbit.com/oauth2/authorize"
	TokenAddress     = "https://api.fitbit.com/oauth2/token"
	Code             = "7b64c4b088b9c841d15bcac15d4aa7433d35af3e"
	RefreshToken     = "a1f60000000000000000000000000000000000001234567890abcdef12345678"
)

// SecondsIn is a moment of such a flow, in seconds.
func SecondsIn(seconds float64) time.Time {
	return time.Date(2026, 10, 12, 9, 30, 0, 0, time.UTC).Add(time.Duration(seconds * float64(time.Second)))
}

// Consent is a request for the consent page; pairs are name, value.
func Consent(seconds float64, location string, pairs ...string) httpmsg.Exchange {
	x := httpmsg.Exchange{Started: SecondsIn(seconds), Request: httpmsg.Request{Method: "GET", URL: AuthorizeAddress + "?" + form(pairs)}, Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: "<html><body>Sign in</body></html>"}}}
	if location != "" {
		x.Response.Status, x.Response.RedirectURL = 302, location
	}
	return x
}

// ConsentRefused is one whose page shows an error.
func ConsentRefused(message string, pairs ...string) httpmsg.Exchange {
	x := Consent(0, "", pairs...)
	x.Response.Body = httpmsg.Body{Recorded: true, Text: "<html><body>Developer information: " + message + "</body></html>"}
	return x
}

func form(pairs []string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		parts = append(parts, url.QueryEscape(pairs[i])+"="+url.QueryEscape(pairs[i+1]))
	}
	return strings.Join(parts, "&")
}

// TokenExchange is a request to the token endpoint; message is "type: text" of its
// error, or "" for a response with tokens.
func TokenExchange(seconds float64, message string, pairs ...string) httpmsg.Exchange {
	x := httpmsg.Exchange{Started: SecondsIn(seconds), Duration: 200, Request: httpmsg.Request{Method: "POST", URL: TokenAddress, PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: form(pairs)}}}
	x.Response = httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: fmt.Sprintf(`{"access_token":"access%.0f","refresh_token":"next-refresh-token-%.0f","scope":"activity","user_id":"9ZKLMN"}`, seconds, seconds)}}
	if kind, text, failed := strings.Cut(message, ": "); failed {
		x.Response.Status = 400
		x.Response.Body.Text = fmt.Sprintf(`{"errors":[{"errorType":%q,"message":%q}],"success":false}`, kind, text)
	}
	return x
}
