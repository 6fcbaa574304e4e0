package diagnosis

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/wasm/analysis"
	"misstep/wasm/analyzers/oauth"
	"misstep/wasm/httpmsg"
)

const (
	authorizeAddress = "https://www.fitbit.com/oauth2/authorize"
	tokenAddress     = "https://api.fitbit.com/oauth2/token"
	theCode          = "7b64c4b088b9c841d15bcac15d4aa7433d35af3e"
	theRefreshToken  = "a1f60000000000000000000000000000000000001234567890abcdef12345678"
)

// secondsIn is a moment of the sessions below, in seconds.
func secondsIn(seconds float64) time.Time {
	return time.Date(2026, 10, 12, 9, 30, 0, 0, time.UTC).Add(time.Duration(seconds * float64(time.Second)))
}

// consent is a request for the consent page; pairs are name, value.
func consent(seconds float64, location string, pairs ...string) httpmsg.Exchange {
	x := httpmsg.Exchange{Started: secondsIn(seconds), Request: httpmsg.Request{Method: "GET", URL: authorizeAddress + "?" + flowForm(pairs)}, Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: "<html><body>Sign in</body></html>"}}}
	if location != "" {
		x.Response.Status, x.Response.RedirectURL = 302, location
	}
	return x
}

// consentRefused is one whose page shows an error.
func consentRefused(message string, pairs ...string) httpmsg.Exchange {
	x := consent(0, "", pairs...)
	x.Response.Body = httpmsg.Body{Recorded: true, Text: "<html><body>Developer information: " + message + "</body></html>"}
	return x
}

func flowForm(pairs []string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		parts = append(parts, url.QueryEscape(pairs[i])+"="+url.QueryEscape(pairs[i+1]))
	}
	return strings.Join(parts, "&")
}

// tokenExchange is a request to the token endpoint; message is "type: text" of its
// error, or "" for an answer with tokens.
func tokenExchange(seconds float64, message string, pairs ...string) httpmsg.Exchange {
	x := httpmsg.Exchange{Started: secondsIn(seconds), Duration: 200, Request: httpmsg.Request{Method: "POST", URL: tokenAddress, PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: flowForm(pairs)}}}
	x.Response = httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: fmt.Sprintf(`{"access_token":"access%.0f","refresh_token":"next-refresh-token-%.0f","scope":"activity","user_id":"9ZKLMN"}`, seconds, seconds)}}
	if kind, text, failed := strings.Cut(message, ": "); failed {
		x.Response.Status = 400
		x.Response.Body.Text = fmt.Sprintf(`{"errors":[{"errorType":%q,"message":%q}],"success":false}`, kind, text)
	}
	return x
}

// flowReasons diagnoses the last exchange of a session and returns what
// analyzers found, and the first finding.
func flowReasons(t *testing.T, exchanges ...httpmsg.Exchange) ([]string, Finding) {
	t.Helper()
	session := NewSession(knowledge(t))
	for _, x := range exchanges {
		session.Add(x)
	}
	d := session.Diagnosis(session.LastID())
	var reasons []string
	for _, f := range d.Findings {
		if f.Reason != "" && f.Reason != "shut-down-undated" { // which is told beside whatever has no time
			reasons = append(reasons, f.Reason)
		}
	}
	if len(d.Findings) == 0 {
		return reasons, Finding{}
	}
	return reasons, d.Findings[0]
}

// Every case is the last exchange of a session; want is the cause told first,
// "" for none.
func TestFlow(t *testing.T) {
	const (
		cb        = "https://app.example.org/callback"
		back      = cb + "?code=" + theCode + "&state=s1#_=_"
		mismatch  = "invalid_request: Redirect_uri mismatch: https://x.example"
		invalid   = "invalid_grant: Authorization code invalid: " + theCode
		expired   = "invalid_grant: Authorization code expired: " + theCode
		noToken   = "invalid_grant: Refresh token invalid: " + theRefreshToken
		noGrant   = "invalid_request: Missing 'grant_type' parameter value."
		tokenLost = "net::ERR_EMPTY_RESPONSE"
	)
	asked := func(pairs ...string) httpmsg.Exchange {
		return consent(0, back, append([]string{"client_id", "23QXYZ", "response_type", "code", "scope", "activity", "state", "s1"}, pairs...)...)
	}
	grant := func(seconds float64, message string, pairs ...string) httpmsg.Exchange {
		return tokenExchange(seconds, message, append([]string{"grant_type", "authorization_code", "code", theCode, "client_id", "23QXYZ"}, pairs...)...)
	}
	refresh := func(seconds float64, message string, pairs ...string) httpmsg.Exchange {
		return tokenExchange(seconds, message, append([]string{"grant_type", "refresh_token", "refresh_token", theRefreshToken}, pairs...)...)
	}
	lost := func(x httpmsg.Exchange, failure string) httpmsg.Exchange {
		x.Response = httpmsg.Response{Error: failure}
		return x
	}
	json := tokenExchange(0, noGrant)
	json.Request.PostData = &httpmsg.PostData{MimeType: "application/json", Text: `{"grant_type":"refresh_token"}`}
	text := tokenExchange(0, noGrant)
	text.Request.PostData = &httpmsg.PostData{MimeType: "text/plain;charset=UTF-8", Text: "grant_type=refresh_token"}
	object := tokenExchange(0, noGrant)
	object.Request.PostData = &httpmsg.PostData{MimeType: "", Text: "[object Object]"}
	basic := func(x httpmsg.Exchange, client string) httpmsg.Exchange {
		x.Request.Headers = []httpmsg.Header{{Name: "authorization", Value: "Basic " + base64.StdEncoding.EncodeToString([]byte(client+":0123456789abcdef"))}}
		return x
	}
	bare := refresh(1, "x: y", "client_id", "23QXYZ")
	bare.Response.Body = httpmsg.Body{}
	hidden := refresh(0, "")
	hidden.Request.Headers = []httpmsg.Header{{Name: "Origin", Value: "https://app.example.org"}, {Name: "Sec-Fetch-Mode", Value: "cors"}}
	revoke := httpmsg.Exchange{Started: secondsIn(5), Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/revoke", PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "token=" + theRefreshToken}}, Response: httpmsg.Response{Status: 200}}
	refused := revoke
	refused.Response.Status = 401

	for _, test := range []struct {
		name      string
		exchanges []httpmsg.Exchange
		want      string
	}{
		{"redirect_uri as asked for", []httpmsg.Exchange{asked("redirect_uri", cb), grant(1, mismatch, "redirect_uri", cb)}, ""},
		{"redirect_uri differs", []httpmsg.Exchange{asked("redirect_uri", cb), grant(1, mismatch, "redirect_uri", cb+"/")}, "redirect-uri-differs"},
		{"it differs, but the error is another", []httpmsg.Exchange{asked("redirect_uri", cb), grant(1, "invalid_client: Invalid authorization header. Client secret invalid", "redirect_uri", cb+"/")}, ""},
		{"it differs, and worked", []httpmsg.Exchange{asked("redirect_uri", cb), grant(1, "", "redirect_uri", cb+"/")}, ""},
		{"consent of another client", []httpmsg.Exchange{consent(0, "", "client_id", "22OTHER", "redirect_uri", cb+"/"), grant(1, mismatch, "redirect_uri", cb)}, ""},
		{"consent asked for later", []httpmsg.Exchange{consent(9, "", "client_id", "23QXYZ", "redirect_uri", cb+"/"), grant(1, mismatch, "redirect_uri", cb)}, ""},
		{"no consent in the session", []httpmsg.Exchange{grant(1, mismatch, "redirect_uri", cb)}, ""},
		{"callback as redirect_uri", []httpmsg.Exchange{grant(1, mismatch, "redirect_uri", back)}, "redirect-uri-is-callback"},
		{"encoded twice", []httpmsg.Exchange{grant(1, mismatch, "redirect_uri", url.QueryEscape(cb))}, "redirect-uri-encoded-twice"},
		{"an address in the query is no encoding", []httpmsg.Exchange{grant(1, mismatch, "redirect_uri", cb+"?next="+url.QueryEscape(cb))}, ""},

		{"code used once", []httpmsg.Exchange{asked(), grant(1, invalid)}, ""},
		{"code used before", []httpmsg.Exchange{grant(1, ""), grant(60, invalid)}, "code-used-before"},
		{"by two at once", []httpmsg.Exchange{grant(1, ""), grant(1.01, invalid)}, "code-sent-by-two"},
		{"the earlier one failed", []httpmsg.Exchange{grant(1, "invalid_client: Invalid authorization header. Client secret invalid"), grant(60, invalid)}, ""},
		{"the other came after", []httpmsg.Exchange{grant(60, ""), grant(1, invalid)}, ""},
		{"the earlier answer got lost", []httpmsg.Exchange{lost(grant(1, ""), tokenLost), grant(60, invalid)}, "code-answer-lost"},
		{"the earlier one never left", []httpmsg.Exchange{lost(grant(1, ""), "net::ERR_CONNECTION_REFUSED"), grant(60, invalid)}, ""},
		{"another code", []httpmsg.Exchange{tokenExchange(1, "", "grant_type", "authorization_code", "code", "other-code-0000000000"), grant(60, invalid)}, ""},
		{"ten minutes less a second", []httpmsg.Exchange{asked(), grant(599, expired)}, ""},
		{"ten minutes and a second", []httpmsg.Exchange{asked(), grant(601, expired)}, "code-too-old"},
		{"old, but the error is another", []httpmsg.Exchange{asked("redirect_uri", cb), grant(601, mismatch, "redirect_uri", cb)}, ""},
		{"no times recorded", []httpmsg.Exchange{{Request: asked().Request, Response: asked().Response}, {Request: grant(0, expired).Request, Response: grant(0, expired).Response}}, ""},
		{"fragment", []httpmsg.Exchange{tokenExchange(0, invalid, "grant_type", "authorization_code", "code", theCode+"#_=_")}, "code-with-fragment"},
		{"fragment, but it worked", []httpmsg.Exchange{tokenExchange(0, "", "grant_type", "authorization_code", "code", theCode+"#_=_")}, ""},
		{"encoded", []httpmsg.Exchange{tokenExchange(0, invalid, "grant_type", "authorization_code", "code", theCode+"%3D")}, "code-encoded-twice"},
		{"of another client", []httpmsg.Exchange{asked(), tokenExchange(1, invalid, "grant_type", "authorization_code", "code", theCode, "client_id", "22TEST")}, "code-of-another-client"},

		{"refresh token never seen", []httpmsg.Exchange{refresh(1, noToken)}, ""},
		{"spent", []httpmsg.Exchange{refresh(1, ""), refresh(60, noToken)}, "refresh-token-spent"},
		{"spent later", []httpmsg.Exchange{refresh(60, ""), refresh(1, noToken)}, ""},
		{"tried before in vain", []httpmsg.Exchange{refresh(1, noToken), refresh(60, noToken)}, ""},
		{"answer lost", []httpmsg.Exchange{lost(refresh(1, ""), tokenLost), refresh(60, noToken)}, "refresh-answer-lost"},
		{"answer hidden by CORS", []httpmsg.Exchange{hidden, refresh(60, noToken)}, "refresh-answer-lost"},
		{"never sent", []httpmsg.Exchange{lost(refresh(1, ""), "net::ERR_BLOCKED_BY_CLIENT"), refresh(60, noToken)}, ""},
		{"revoked", []httpmsg.Exchange{revoke, refresh(60, noToken)}, "refresh-token-revoked"},
		{"revoking was refused", []httpmsg.Exchange{refused, refresh(60, noToken)}, ""},

		{"misspelt", []httpmsg.Exchange{tokenExchange(0, noGrant, "grand_type", "refresh_token")}, "parameter-misspelt"},
		{"other notation", []httpmsg.Exchange{tokenExchange(0, noGrant, "grantType", "refresh_token")}, "parameter-misspelt"},
		{"misspelt beside the right one", []httpmsg.Exchange{tokenExchange(0, "invalid_request: Missing parameters: refresh_token", "grand_type", "x", "grant_type", "refresh_token")}, ""},
		{"misspelt, but not what is missing", []httpmsg.Exchange{tokenExchange(0, noGrant, "redirect_url", cb)}, ""},
		{"like one that is not needed", []httpmsg.Exchange{tokenExchange(0, "invalid_request: Missing parameters: refresh_token", "grant_type", "refresh_token", "tokn", "x")}, ""},
		{"nothing like it", []httpmsg.Exchange{tokenExchange(0, noGrant, "type", "refresh_token")}, ""},
		{"grant_type misspelt", []httpmsg.Exchange{tokenExchange(0, "unsupported_grant_type: The authorization grant_type is not supported", "grant_type", "refresh-token")}, "grant-type-misspelt"},
		{"grant_type of another kind", []httpmsg.Exchange{tokenExchange(0, "unsupported_grant_type: The authorization grant_type is not supported", "grant_type", "password")}, ""},
		{"empty", []httpmsg.Exchange{tokenExchange(0, "invalid_request: Missing parameters: refresh_token", "grant_type", "refresh_token", "refresh_token", " ")}, "parameter-without-value"},
		{"undefined", []httpmsg.Exchange{tokenExchange(0, "invalid_grant: Authorization code invalid: undefined", "grant_type", "authorization_code", "code", "undefined")}, "parameter-without-value"},
		{"empty, but not what the answer speaks of", []httpmsg.Exchange{refresh(0, noToken, "redirect_uri", "")}, ""},
		{"JSON", []httpmsg.Exchange{json}, "token-body-not-form"},
		{"text", []httpmsg.Exchange{text}, "token-body-not-form"},
		{"[object Object]", []httpmsg.Exchange{object}, "token-body-not-form"},
		{"client twice, nothing said", []httpmsg.Exchange{basic(bare, "23QXYZ")}, "client-id-twice"},
		{"client twice, and it worked", []httpmsg.Exchange{basic(refresh(0, "", "client_id", "23QXYZ"), "23QXYZ")}, ""},
		{"two clients", []httpmsg.Exchange{basic(refresh(0, noToken, "client_id", "22TEST"), "23QXYZ")}, "client-ids-differ"},
	} {
		t.Run(test.name, func(t *testing.T) {
			reasons, first := flowReasons(t, test.exchanges...)
			if first.Reason != test.want || test.want == "" && len(reasons) > 0 {
				t.Errorf("have %q first, %q in all, want %q", first.Reason, reasons, test.want)
			}
		})
	}
}

func TestConsentPage(t *testing.T) {
	right := []string{"client_id", "23QXYZ", "response_type", "code", "scope", "activity sleep"}
	with := func(name, value string) []string {
		changed := slices.Clone(right)
		for i := 0; i < len(changed); i += 2 {
			if changed[i] == name {
				changed[i+1] = value
				return changed
			}
		}
		return append(changed, name, value)
	}
	for _, test := range []struct {
		name     string
		exchange httpmsg.Exchange
		want     string
	}{
		{"right", consent(0, "", right...), ""},
		{"no client_id", consent(0, "", right[2:]...), "authorize-parameter-missing"},
		{"empty client_id", consent(0, "", with("client_id", "")...), "authorize-parameter-missing"},
		{"client-id", consent(0, "", append([]string{"client-id", "23QXYZ"}, right[2:]...)...), "authorize-parameter-misspelt"},
		{"the page's form", consent(0, ""), ""},
		{"a scope too few, but it got through", consent(0, "https://app.example.org/?code=1", right[:4]...), ""},
		{"unknown scope", consent(0, "", with("scope", "activity blockchain")...), "scope-unknown"},
		{"initials", consent(0, "", with("scope", "irn")...), "scope-misspelt"},
		{"short code", consent(0, "", with("scope", "hr")...), "scope-misspelt"},
		{"commas", consent(0, "", with("scope", "activity,sleep")...), "scopes-not-apart"},
		{"response_type", consent(0, "", with("response_type", "id_token")...), "response-type-unknown"},
		{"implicit flow, nothing said", consent(0, "", with("response_type", "token")...), ""},
		{"implicit flow refused", consentRefused("unauthorized_client - The client is not authorized to request an access token using this method", with("response_type", "token")...), "implicit-not-allowed"},
		{"code refused: not for being implicit", consentRefused("unauthorized_client - The client is not authorized to request an access token using this method", right...), ""},
		{"redirect_uri encoded twice", consent(0, "", with("redirect_uri", "https%3A%2F%2Fapp.example.org")...), "redirect-uri-encoded-twice"},
		{"another client refused", consentRefused("unauthorized_client - Invalid client_id", right...), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if reasons, first := flowReasons(t, test.exchange); first.Reason != test.want {
				t.Errorf("have %q, want %q", reasons, test.want)
			}
		})
	}
}

func TestAddressDifference(t *testing.T) {
	for _, test := range [][3]string{
		{"https://a.example/cb", "https://a.example/cb", ""},
		{"https://a.example/cb/", "https://a.example/cb", "a slash too much at its end"},
		{"https://a.example", "https://a.example/", "the slash at its end is missing"},
		{"http://a.example/cb", "https://a.example/cb", "http, not https"},
		{"http://localhost/cb", "http://127.0.0.1/cb", "host localhost, not 127.0.0.1"},
		{"http://localhost:8080/", "http://localhost/", "port 8080, not none"},
		{"https://a.example/Callback", "https://a.example/callback", "upper and lower case: /Callback, not /callback"},
		{"https://a.example/a", "https://a.example/b", "path /a, not /b"},
		{"https://a.example/a?x=1", "https://a.example/a", "query ?x=1, not ?"},
		{"https://a.example/a ", "https://a.example/a", "path /a , not /a"},
		{"%zz", "https://a.example", "they differ from character 1 on"},
	} {
		if have := (&analysis.Pass{Session: NewSession(catalog.New()).Session}).AddressDifference(test[0], test[1]); have != test[2] {
			t.Errorf("%q and %q: have %q, want %q", test[0], test[1], have, test[2])
		}
	}
}

func TestNearestScope(t *testing.T) {
	pack := knowledge(t).Packs()[0]
	for wrong, want := range map[string]string{
		"irn": "irregular_rhythm_notifications", "heart_rate": "heartrate", "heart-rate": "heartrate", "oxygenSaturation": "oxygen_saturation", "nutritoin": "nutrition", "act": "activity",
		"weights": "weight", "electro": "electrocardiogram", "spam": "", "x": "", "openid": "", strings.Repeat("a", 5000): "",
	} {
		if have := oauth.NearestScope(pack.Scopes, wrong); have != want {
			t.Errorf("%.20q: have %q, want %q", wrong, have, want)
		}
	}
}

// One code or token sent over and over must not make each diagnosis dearer.
func TestFlowCostDoesNotGrow(t *testing.T) {
	c := knowledge(t)
	cost := func(n int) float64 {
		session := NewSession(c)
		for i := range n {
			session.Add(consent(float64(2*i), "", "client_id", "23QXYZ", "scope", "activity", "state", "same", "code_challenge", "same"))
			session.Add(tokenExchange(float64(2*i+1), "invalid_grant: Refresh token invalid: x", "grant_type", "refresh_token", "refresh_token", theRefreshToken, "code", theCode))
		}
		return testing.AllocsPerRun(1, func() {
			for id := session.LastID() - 20; id <= session.LastID(); id++ {
				session.explained = nil
				session.Diagnosis(id)
			}
		})
	}
	if short, long := cost(50), cost(2000); long > 1.2*short {
		t.Errorf("%.0f allocations after 4000 exchanges, %.0f after 100", long, short)
	}
}
