package oauth_test

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/wasm/analysis"
	"misstep/wasm/analyzers/oauth"
	"misstep/wasm/diagnosis"
	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
)

// Every case is the last exchange of a session; want is the first cause, "" if there is none.
func TestFlow(t *testing.T) {
	const (
		cb        = "https://app.example.org/callback"
		back      = cb + "?code=" + explaintest.Code + "&state=s1#_=_"
		mismatch  = "invalid_request: Redirect_uri mismatch: https://x.example"
		invalid   = "invalid_grant: Authorization code invalid: " + explaintest.Code
		expired   = "invalid_grant: Authorization code expired: " + explaintest.Code
		noToken   = "invalid_grant: Refresh token invalid: " + explaintest.RefreshToken
		noGrant   = "invalid_request: Missing 'grant_type' parameter value."
		tokenLost = "net::ERR_EMPTY_RESPONSE"
	)
	asked := func(pairs ...string) httpmsg.Exchange {
		return explaintest.Consent(0, back, append([]string{"client_id", "23QXYZ", "response_type", "code", "scope", "activity", "state", "s1"}, pairs...)...)
	}
	grant := func(seconds float64, message string, pairs ...string) httpmsg.Exchange {
		return explaintest.TokenExchange(seconds, message, append([]string{"grant_type", "authorization_code", "code", explaintest.Code, "client_id", "23QXYZ"}, pairs...)...)
	}
	refresh := func(seconds float64, message string, pairs ...string) httpmsg.Exchange {
		return explaintest.TokenExchange(seconds, message, append([]string{"grant_type", "refresh_token", "refresh_token", explaintest.RefreshToken}, pairs...)...)
	}
	lost := func(x httpmsg.Exchange, failure string) httpmsg.Exchange {
		x.Response = httpmsg.Response{Error: failure}
		return x
	}
	json := explaintest.TokenExchange(0, noGrant)
	json.Request.PostData = &httpmsg.PostData{MimeType: "application/json", Text: `{"grant_type":"refresh_token"}`}
	text := explaintest.TokenExchange(0, noGrant)
	text.Request.PostData = &httpmsg.PostData{MimeType: "text/plain;charset=UTF-8", Text: "grant_type=refresh_token"}
	object := explaintest.TokenExchange(0, noGrant)
	object.Request.PostData = &httpmsg.PostData{MimeType: "", Text: "[object Object]"}
	basic := func(x httpmsg.Exchange, client string) httpmsg.Exchange {
		x.Request.Headers = []httpmsg.Header{{Name: "authorization", Value: "Basic " + base64.StdEncoding.EncodeToString([]byte(client+":0123456789abcdef"))}}
		return x
	}
	bare := refresh(1, "x: y", "client_id", "23QXYZ")
	bare.Response.Body = httpmsg.Body{}
	hidden := refresh(0, "")
	hidden.Request.Headers = []httpmsg.Header{{Name: "Origin", Value: "https://app.example.org"}, {Name: "Sec-Fetch-Mode", Value: "cors"}}
	revoke := httpmsg.Exchange{Started: explaintest.SecondsIn(5), Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/revoke", PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "token=" + explaintest.RefreshToken}}, Response: httpmsg.Response{Status: 200}}
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
		{"it differs, and worked", []httpmsg.Exchange{asked("redirect_uri", cb), grant(1, "", "redirect_uri", cb+"/")}, explaintest.NoFinding},
		{"consent of another client", []httpmsg.Exchange{explaintest.Consent(0, "", "client_id", "22OTHER", "redirect_uri", cb+"/"), grant(1, mismatch, "redirect_uri", cb)}, ""},
		{"consent asked for later", []httpmsg.Exchange{explaintest.Consent(9, "", "client_id", "23QXYZ", "redirect_uri", cb+"/"), grant(1, mismatch, "redirect_uri", cb)}, ""},
		{"no consent in the session", []httpmsg.Exchange{grant(1, mismatch, "redirect_uri", cb)}, ""},
		{"callback as redirect_uri", []httpmsg.Exchange{grant(1, mismatch, "redirect_uri", back)}, "redirect-uri-is-callback"},
		{"encoded twice", []httpmsg.Exchange{grant(1, mismatch, "redirect_uri", url.QueryEscape(cb))}, "redirect-uri-encoded-twice"},
		{"an address in the query isn't encoding", []httpmsg.Exchange{grant(1, mismatch, "redirect_uri", cb+"?next="+url.QueryEscape(cb))}, ""},

		{"code used once", []httpmsg.Exchange{asked(), grant(1, invalid)}, ""},
		{"code used before", []httpmsg.Exchange{grant(1, ""), grant(60, invalid)}, "code-used-before"},
		{"by two at once", []httpmsg.Exchange{grant(1, ""), grant(1.01, invalid)}, "code-sent-by-two"},
		{"the earlier one failed", []httpmsg.Exchange{grant(1, "invalid_client: Invalid authorization header. Client secret invalid"), grant(60, invalid)}, ""},
		{"the other came after", []httpmsg.Exchange{grant(60, ""), grant(1, invalid)}, ""},
		{"the earlier answer got lost", []httpmsg.Exchange{lost(grant(1, ""), tokenLost), grant(60, invalid)}, "code-answer-lost"},
		{"the earlier one never left", []httpmsg.Exchange{lost(grant(1, ""), "net::ERR_CONNECTION_REFUSED"), grant(60, invalid)}, ""},
		{"another code", []httpmsg.Exchange{explaintest.TokenExchange(1, "", "grant_type", "authorization_code", "code", "other-code-0000000000"), grant(60, invalid)}, ""},
		{"ten minutes less a second", []httpmsg.Exchange{asked(), grant(599, expired)}, ""},
		{"ten minutes and a second", []httpmsg.Exchange{asked(), grant(601, expired)}, "code-too-old"},
		{"old, but the error is another", []httpmsg.Exchange{asked("redirect_uri", cb), grant(601, mismatch, "redirect_uri", cb)}, ""},
		{"no times recorded", []httpmsg.Exchange{{Request: asked().Request, Response: asked().Response}, {Request: grant(0, expired).Request, Response: grant(0, expired).Response}}, ""},
		{"fragment", []httpmsg.Exchange{explaintest.TokenExchange(0, invalid, "grant_type", "authorization_code", "code", explaintest.Code+"#_=_")}, "code-with-fragment"},
		{"fragment, but it worked", []httpmsg.Exchange{explaintest.TokenExchange(0, "", "grant_type", "authorization_code", "code", explaintest.Code+"#_=_")}, explaintest.NoFinding},
		{"encoded", []httpmsg.Exchange{explaintest.TokenExchange(0, invalid, "grant_type", "authorization_code", "code", explaintest.Code+"%3D")}, "code-encoded-twice"},
		{"of another client", []httpmsg.Exchange{asked(), explaintest.TokenExchange(1, invalid, "grant_type", "authorization_code", "code", explaintest.Code, "client_id", "22TEST")}, "code-of-another-client"},

		{"refresh token never seen", []httpmsg.Exchange{refresh(1, noToken)}, ""},
		{"spent", []httpmsg.Exchange{refresh(1, ""), refresh(60, noToken)}, "refresh-token-spent"},
		{"spent later", []httpmsg.Exchange{refresh(60, ""), refresh(1, noToken)}, ""},
		{"tried before in vain", []httpmsg.Exchange{refresh(1, noToken), refresh(60, noToken)}, ""},
		{"answer lost", []httpmsg.Exchange{lost(refresh(1, ""), tokenLost), refresh(60, noToken)}, "refresh-answer-lost"},
		{"answer hidden by CORS", []httpmsg.Exchange{hidden, refresh(60, noToken)}, "refresh-answer-lost"},
		{"never sent", []httpmsg.Exchange{lost(refresh(1, ""), "net::ERR_BLOCKED_BY_CLIENT"), refresh(60, noToken)}, ""},
		{"revoked", []httpmsg.Exchange{revoke, refresh(60, noToken)}, "refresh-token-revoked"},
		{"revoking was refused", []httpmsg.Exchange{refused, refresh(60, noToken)}, ""},

		{"misspelt", []httpmsg.Exchange{explaintest.TokenExchange(0, noGrant, "grand_type", "refresh_token")}, "parameter-misspelt"},
		{"other notation", []httpmsg.Exchange{explaintest.TokenExchange(0, noGrant, "grantType", "refresh_token")}, "parameter-misspelt"},
		{"misspelled next to the right one", []httpmsg.Exchange{explaintest.TokenExchange(0, "invalid_request: Missing parameters: refresh_token", "grand_type", "x", "grant_type", "refresh_token")}, ""},
		{"misspelt, but not what is missing", []httpmsg.Exchange{explaintest.TokenExchange(0, noGrant, "redirect_url", cb)}, ""},
		{"like one that is not needed", []httpmsg.Exchange{explaintest.TokenExchange(0, "invalid_request: Missing parameters: refresh_token", "grant_type", "refresh_token", "tokn", "x")}, ""},
		{"nothing like it", []httpmsg.Exchange{explaintest.TokenExchange(0, noGrant, "type", "refresh_token")}, ""},
		{"grant_type misspelt", []httpmsg.Exchange{explaintest.TokenExchange(0, "unsupported_grant_type: The authorization grant_type is not supported", "grant_type", "refresh-token")}, "grant-type-misspelt"},
		{"grant_type of another kind", []httpmsg.Exchange{explaintest.TokenExchange(0, "unsupported_grant_type: The authorization grant_type is not supported", "grant_type", "password")}, ""},
		{"empty", []httpmsg.Exchange{explaintest.TokenExchange(0, "invalid_request: Missing parameters: refresh_token", "grant_type", "refresh_token", "refresh_token", " ")}, "parameter-without-value"},
		{"undefined", []httpmsg.Exchange{explaintest.TokenExchange(0, "invalid_grant: Authorization code invalid: undefined", "grant_type", "authorization_code", "code", "undefined")}, "parameter-without-value"},
		{"empty, but not what the answer speaks of", []httpmsg.Exchange{refresh(0, noToken, "redirect_uri", "")}, ""},
		{"JSON", []httpmsg.Exchange{json}, "token-body-not-form"},
		{"text", []httpmsg.Exchange{text}, "token-body-not-form"},
		{"[object Object]", []httpmsg.Exchange{object}, "token-body-not-form"},
		{"client twice, nothing said", []httpmsg.Exchange{basic(bare, "23QXYZ")}, "client-id-twice"},
		{"client twice, and it worked", []httpmsg.Exchange{basic(refresh(0, "", "client_id", "23QXYZ"), "23QXYZ")}, explaintest.NoFinding},
		{"two clients", []httpmsg.Exchange{basic(refresh(0, noToken, "client_id", "22TEST"), "23QXYZ")}, "client-ids-differ"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := explaintest.Last(t, test.exchanges...)
			if first, all := explaintest.First(d), explaintest.Reasons(d); first != test.want || test.want == "" && len(all) > 0 {
				t.Errorf("have %q first, %q in all, want %q", first, all, test.want)
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
		{"right", explaintest.Consent(0, "", right...), explaintest.NoFinding},
		{"no client_id", explaintest.Consent(0, "", right[2:]...), "authorize-parameter-missing"},
		{"empty client_id", explaintest.Consent(0, "", with("client_id", "")...), "authorize-parameter-missing"},
		{"client-id", explaintest.Consent(0, "", append([]string{"client-id", "23QXYZ"}, right[2:]...)...), "authorize-parameter-misspelt"},
		{"the page's form", explaintest.Consent(0, ""), explaintest.NoFinding},
		{"a scope too few, but it got through", explaintest.Consent(0, "https://app.example.org/?code=1", right[:4]...), explaintest.NoFinding},
		{"unknown scope", explaintest.Consent(0, "", with("scope", "activity blockchain")...), "scope-unknown"},
		{"initials", explaintest.Consent(0, "", with("scope", "irn")...), "scope-misspelt"},
		{"short code", explaintest.Consent(0, "", with("scope", "hr")...), "scope-misspelt"},
		{"commas", explaintest.Consent(0, "", with("scope", "activity,sleep")...), "scopes-not-apart"},
		{"response_type", explaintest.Consent(0, "", with("response_type", "id_token")...), "response-type-unknown"},
		{"implicit flow, nothing said", explaintest.Consent(0, "", with("response_type", "token")...), explaintest.NoFinding},
		{"implicit flow refused", explaintest.ConsentRefused("unauthorized_client - The client is not authorized to request an access token using this method", with("response_type", "token")...), "implicit-not-allowed"},
		{"code refused: not for being implicit", explaintest.ConsentRefused("unauthorized_client - The client is not authorized to request an access token using this method", right...), ""},
		{"redirect_uri encoded twice", explaintest.Consent(0, "", with("redirect_uri", "https%3A%2F%2Fapp.example.org")...), "redirect-uri-encoded-twice"},
		{"another client refused", explaintest.ConsentRefused("unauthorized_client - Invalid client_id", right...), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if first := explaintest.First(explaintest.Last(t, test.exchange)); first != test.want {
				t.Errorf("have %q, want %q", first, test.want)
			}
		})
	}
}

func TestAddressDifference(t *testing.T) {
	for _, test := range [][3]string{
		{"https://a.example/cb", "https://a.example/cb", ""},
		{"https://a.example/cb/", "https://a.example/cb", "an extra trailing slash"},
		{"https://a.example", "https://a.example/", "trailing slash missing"},
		{"http://a.example/cb", "https://a.example/cb", "http instead of https"},
		{"http://localhost/cb", "http://127.0.0.1/cb", "host localhost instead of 127.0.0.1"},
		{"http://localhost:8080/", "http://localhost/", "port 8080 instead of none"},
		{"https://a.example/Callback", "https://a.example/callback", "upper and lower case (/Callback instead of /callback)"},
		{"https://a.example/a", "https://a.example/b", "path /a instead of /b"},
		{"https://a.example/a?x=1", "https://a.example/a", "query ?x=1 instead of ?"},
		{"https://a.example/a ", "https://a.example/a", "path /a  instead of /a"},
		{"%zz", "https://a.example", "they differ from character 1"},
	} {
		if have := (&analysis.Pass{Session: diagnosis.NewSession(catalog.New()).Session}).AddressDifference(test[0], test[1]); have != test[2] {
			t.Errorf("%q and %q: have %q, want %q", test[0], test[1], have, test[2])
		}
	}
}

func TestNearestScope(t *testing.T) {
	pack := explaintest.Knowledge(t).Packs()[0]
	for wrong, want := range map[string]string{
		"irn": "irregular_rhythm_notifications", "heart_rate": "heartrate", "heart-rate": "heartrate", "oxygenSaturation": "oxygen_saturation", "nutritoin": "nutrition", "act": "activity",
		"weights": "weight", "electro": "electrocardiogram", "spam": "", "x": "", "openid": "", strings.Repeat("a", 5000): "",
	} {
		if have := oauth.NearestScope(pack.Scopes, wrong); have != want {
			t.Errorf("%.20q: have %q, want %q", wrong, have, want)
		}
	}
}
