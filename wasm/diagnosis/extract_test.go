package diagnosis

import (
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
	"misstep/wasm/session"
)

func knowledge(t testing.TB) *catalog.Catalog {
	t.Helper()
	c := catalog.Load(builtin.Packs)
	return c
}

// answered is an exchange with this answer to a data call.
func answered(status int, body string) httpmsg.Exchange {
	return httpmsg.Exchange{
		Request:  httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json"},
		Response: httpmsg.Response{Status: status, Body: httpmsg.Body{Text: body, Recorded: true}},
	}
}

func pasted(text string) httpmsg.Exchange {
	return httpmsg.Exchange{Pasted: text, Response: httpmsg.Response{Body: httpmsg.Body{Text: text, Recorded: true}}}
}

// Every form in which an error is met, and the symptoms it gives: type,
// message, field, kind, status and place.
func TestExtract(t *testing.T) {
	type symptom struct {
		errorType, message, field, kind, where string
		status                                 int
	}
	consent := httpmsg.Exchange{
		Request:  httpmsg.Request{Method: "GET", URL: "https://www.fitbit.com/oauth2/authorize?client_id=22ABCD"},
		Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: "<!doctype html><title>Fitbit</title><script>var a = 'Developer information: no'</script><p>The app …</p><p>Developer information:&nbsp;invalid_request - Invalid redirect_uri parameter value</p>"}},
	}
	for _, test := range []struct {
		name string
		x    httpmsg.Exchange
		want []symptom
	}{
		{"classic", answered(401, `{"errors":[{"errorType":"expired_token","message":"Access token expired"}],"success":false}`),
			[]symptom{{"expired_token", "Access token expired", "", "", "response body errors[0]", 401}}},
		{"success first, field", answered(400, `{"success":false,"errors":[{"errorType":"validation","fieldName":"date","message":"Invalid date: x"}]}`),
			[]symptom{{"validation", "Invalid date: x", "date", "", "response body errors[0]", 400}}},
		{"several", answered(401, `{"errors":[{"errorType":"invalid_token","message":"a"},{"errorType":"not_found","message":"b"}]}`),
			[]symptom{{"invalid_token", "a", "", "", "response body errors[0]", 401}, {"not_found", "b", "", "", "response body errors[1]", 401}}},
		{"type only", answered(401, `{"errors":[{"errorType":"expired_token"}]}`),
			[]symptom{{"expired_token", "", "", "", "response body errors[0]", 401}}},
		{"errors as texts", answered(400, `{"errors":["one","two"]}`),
			[]symptom{{"", "one", "", "", "response body errors[0]", 400}, {"", "two", "", "", "response body errors[1]", 400}}},
		{"google.rpc", answered(403, `{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED","details":[{"reason":"R"}]}}`),
			[]symptom{{"PERMISSION_DENIED", "The caller does not have permission", "", "", "response body error", 403}}},
		{"google.rpc pasted brings its status", pasted(`{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}`),
			[]symptom{{"RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", "", "", "pasted text error", 429}}},
		{"RFC 6749", answered(400, `{"error":"invalid_grant","error_description":"Bad code"}`),
			[]symptom{{"invalid_grant", "Bad code", "", "", "response body error", 400}}},
		{"wrapped by a program", pasted(`{"message": {"401": {"errors": [{"message": "Invalid authorization header format.", "errorType": "invalid_client"}]}}}`),
			[]symptom{{"invalid_client", "Invalid authorization header format.", "", "", "pasted text message.401.errors[0]", 0}}},
		{"subscription object", answered(409, `{"collectionType":"activities","ownerId":"A","ownerType":"user","subscriberId":"1","subscriptionId":"2"}`),
			[]symptom{{"", "", "", "", "response body", 409}}},
		{"empty", answered(504, "  \n"), []symptom{{"", "", "", "", "response body", 504}}},
		{"gateway page", answered(502, "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"),
			[]symptom{{"", "502 Bad Gateway", "", "", "response body", 502}}},
		{"cut-off page", answered(504, "<!DOCTYPE html>\n<!--[if lt IE 7]> <html class=\"no-js\">..."), []symptom{{"", "", "", "", "response body", 504}}},
		{"consent page", consent, []symptom{{"invalid_request", "Invalid redirect_uri parameter value", "", "consent", "response body", 200}}},
		{"consent page pasted", pasted("The app you're trying to connect …\n\n_Developer information:  invalid_request - Invalid redirect_uri parameter value_"),
			[]symptom{{"invalid_request", "Invalid redirect_uri parameter value", "", "consent", "pasted text", 0}}},
		{"plain text", answered(401, "oauth_problem=permission_denied"), []symptom{{"", "oauth_problem=permission_denied", "", "", "response body", 401}}},
		{"type - message", pasted("invalid_grant - Authorization code invalid:"), []symptom{{"invalid_grant", "Authorization code invalid:", "", "", "pasted text", 0}}},
		{"type: message", pasted("OAuth failed with invalid_client: Client id invalid"), []symptom{{"invalid_client", "Client id invalid", "", "", "pasted text", 0}}},
		{"cut-off JSON", answered(403, `{"errors":[{"errorType":"insufficient_scope","message":"This application does not have perm`),
			[]symptom{{"insufficient_scope", "This application does not have perm", "", "", "response body", 403}}},
		{"Python", pasted(`{u'errors': [{u'errorType': u'expired_token', u'message': u'Access token expired'}], u'success': False}`),
			[]symptom{{"expired_token", "Access token expired", "", "", "pasted text", 0}}},
		{"Ruby", pasted("{\"errors\"=>\n  [{\"errorType\"=>\"oauth\",\n  \"message\"=>\n  \"Invalid signature\"}]}"),
			[]symptom{{"oauth", "Invalid signature", "", "", "pasted text", 0}}},
		{"JavaScript", pasted(`{ errors: [ { errorType: 'system', message: 'It\'s late' } ], success: false }`),
			[]symptom{{"system", "It's late", "", "", "pasted text", 0}}},
		{"Elixir", pasted(`%{"errors" => [%{"errorType" => "request", "message" => "m"}]}`), []symptom{{"request", "m", "", "", "pasted text", 0}}},
		{"JSON in a JSON text", pasted(`log: "{\"errors\":[{\"errorType\":\"system\",\"message\":\"Too many\"}]}"`),
			[]symptom{{"system", "Too many", "", "", "pasted text", 0}}},
		{"two in a log", pasted(`a {"errorType":"x_y","message":"1"} b {"errorType":"z_y","message":"2"}`),
			[]symptom{{"x_y", "1", "", "", "pasted text", 0}, {"z_y", "2", "", "", "pasted text", 0}}},
		{"status in a log line", pasted("Fitbit API request failed. Status code: 403 No access"), []symptom{{"", "Fitbit API request failed. Status code: 403 No access", "", "", "pasted text", 403}}},
		{"status alone", pasted("502"), []symptom{{"", "", "", "", "pasted text", 502}}},
		{"a number that isn't a status", pasted("GET took 450 ms"), []symptom{{"", "GET took 450 ms", "", "", "pasted text", 0}}},
		{"success body with an error", answered(200, `{"errors":[{"errorType":"system","message":"m"}]}`),
			[]symptom{{"system", "m", "", "", "response body errors[0]", 200}}},
		{"success body that talks of messages", answered(200, `{"user":{"message":"hello"}}`), []symptom{{"", "", "", "", "response body", 200}}},
		{"not recorded", httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/x"}, Response: httpmsg.Response{Status: 401}},
			[]symptom{{"", "", "", "", "response status", 401}}},
		{"the browser's own error page", func() httpmsg.Exchange { x := answered(0, "<html>This site can't be reached</html>"); return x }(), []symptom{{}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			session := NewSession(knowledge(t))
			var have []symptom
			for _, s := range session.symptoms(unread(session, test.x), "") {
				have = append(have, symptom{s.Type, s.Message, s.Field, s.Kind, s.Where.String(), s.Status})
			}
			if len(have) != len(test.want) {
				t.Fatalf("have %+v\nwant %+v", have, test.want)
			}
			for i := range have {
				if have[i] != test.want[i] {
					t.Errorf("symptom %d\nhave %+v\nwant %+v", i, have[i], test.want[i])
				}
			}
		})
	}
}

// What the browser shows of requests that got no response, or one the page
// could not read.
func TestNetwork(t *testing.T) {
	call := func(status int, cause string, request, response map[string]string) httpmsg.Exchange {
		x := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json"}, Response: httpmsg.Response{Status: status, Error: cause}}
		for name, value := range request {
			x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: name, Value: value})
		}
		for name, value := range response {
			x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: name, Value: value})
		}
		return x
	}
	crossOrigin := map[string]string{"Origin": "http://localhost:3000", "Sec-Fetch-Mode": "cors"}
	for _, test := range []struct {
		name string
		x    httpmsg.Exchange
		want string
	}{
		{"no CORS header", call(401, "net::ERR_FAILED", crossOrigin, nil), "cors-blocked"},
		{"CORS header there", call(401, "", crossOrigin, map[string]string{"access-control-allow-origin": "*"}), ""},
		{"same origin", call(401, "", map[string]string{"Origin": "https://api.fitbit.com"}, nil), ""},
		{"no browser page", call(401, "", nil, nil), ""},
		{"navigation", call(401, "", map[string]string{"Origin": "null", "Sec-Fetch-Mode": "navigate"}, nil), ""},
		{"timed out", call(0, "net::ERR_CONNECTION_TIMED_OUT", nil, nil), "connection-timeout"},
		{"closed", call(0, "net::ERR_EMPTY_RESPONSE", nil, nil), "connection-reset"},
		{"refused", call(0, "net::ERR_CONNECTION_REFUSED", nil, nil), "connection-refused"},
		{"no such host", call(0, "net::ERR_NAME_NOT_RESOLVED", nil, nil), "dns-failed"},
		{"certificate", call(0, "net::ERR_CERT_DATE_INVALID", nil, nil), "tls-failed"},
		{"aborted", call(0, "net::ERR_ABORTED", nil, nil), "request-aborted"},
		{"Firefox in Playwright: reset", call(0, "NS_ERROR_NET_RESET", nil, nil), "connection-reset"},
		{"Firefox in Playwright: refused", call(0, "NS_ERROR_CONNECTION_REFUSED", nil, nil), "connection-refused"},
		{"Firefox in Playwright: no such host", call(0, "NS_ERROR_UNKNOWN_HOST", nil, nil), "dns-failed"},
		{"Firefox in Playwright: certificate", call(0, "SEC_ERROR_UNKNOWN_ISSUER", nil, nil), "tls-failed"},
		{"Firefox in Playwright: aborted", call(0, "NS_BINDING_ABORTED", nil, nil), "request-aborted"},
		{"Firefox in Playwright: offline", call(0, "NS_ERROR_OFFLINE", nil, nil), "offline"},
		{"Firefox in Playwright: another", call(0, "NS_ERROR_FAILURE", nil, nil), "network-failed"},
		{"offline", call(0, "net::ERR_INTERNET_DISCONNECTED", nil, nil), "offline"},
		{"the browser does not say", call(0, "", nil, nil), "network-failed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := Explain(knowledge(t), test.x)
			have := ""
			if len(d.Findings) > 0 && d.Findings[0].Kind == catalog.KindNetwork {
				have = d.Findings[0].ID
			}
			if have != test.want {
				t.Errorf("have %q, want %q", have, test.want)
			}
		})
	}

	t.Run("after a refused preflight", func(t *testing.T) {
		session := NewSession(knowledge(t))
		preflight := call(403, "", map[string]string{"Origin": "http://localhost:3000", "Access-Control-Request-Method": "GET"}, nil)
		preflight.Request.Method = "OPTIONS"
		for i, x := range []httpmsg.Exchange{preflight, call(0, "net::ERR_FAILED", crossOrigin, nil)} {
			if d := session.Diagnosis(session.Add(x)); len(d.Findings) == 0 || d.Findings[0].ID != "preflight-refused" {
				t.Errorf("exchange %d: %+v", i+1, d)
			}
		}
	})
	t.Run("a preflight that is allowed is no error", func(t *testing.T) {
		preflight := call(204, "", map[string]string{"Origin": "http://localhost:3000", "Access-Control-Request-Method": "GET"}, map[string]string{"Access-Control-Allow-Origin": "*"})
		preflight.Request.Method = "OPTIONS"
		if d := Explain(knowledge(t), preflight); d.Failed || len(d.Findings) > 0 {
			t.Errorf("%+v", d)
		}
	})
}

func TestUnknownIsSaidToBeUnknown(t *testing.T) {
	for _, body := range []string{
		`{"errors":[{"errorType":"validation","message":"The moon is in the wrong phase"}]}`,
		`{"message":"Not Found","documentation_url":"https://docs.github.com/rest"}`,
		`{"error":{"type":"card_error","message":"Your card was declined."}}`,
	} {
		d := Explain(knowledge(t), answered(400, body))
		if !d.Failed || !d.Unknown || len(d.Findings) > 0 || d.Message == "" {
			t.Errorf("%s\nhave %+v", body, d)
		}
	}
}

// The API echoes tokens in its messages; no diagnosis may.
func TestSecretsAreMasked(t *testing.T) {
	const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIifQ.c2lnbmF0dXJlLW9mLXRva2Vu"
	const refresh = "8e6c666f5e5c8b13119a5e76b9bf110dba7024da893e0e807b65a7de0263a76f"
	for _, body := range []string{
		`{"errors":[{"errorType":"expired_token","message":"Access token expired: ` + token + `. Visit https://dev.fitbit.com/docs/oauth2"}]}`,
		`{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: ` + refresh + `"}]}`,
		`{"errors":[{"errorType":"nobody_knows","message":"Something about ` + token + `"}]}`,
		"Access token expired: " + token,
	} {
		x := answered(401, body)
		x.Request.URL += "?access_token=" + token
		text := strings.ToLower(strings.Join(texts(Explain(knowledge(t), x)), "\n"))
		for _, secret := range []string{token, refresh} {
			if strings.Contains(text, strings.ToLower(secret)) || strings.Contains(text, strings.ToLower(secret[24:])) {
				t.Errorf("%s is in\n%s", secret, text)
			}
		}
	}
}

// texts are all the texts of a diagnosis.
func texts(d Diagnosis) []string {
	all := []string{d.URL, d.Message}
	for _, f := range d.Findings {
		all = append(all, f.Title, f.Fact, f.Message, f.Cause)
		all = append(all, f.Fixes...)
		for _, value := range f.Values {
			all = append(all, value)
		}
		for _, e := range f.Evidence {
			all = append(all, e.Text)
		}
	}
	return all
}

// unread is an exchange as a session records it, before its body is looked at.
func unread(s *Session, x httpmsg.Exchange) *session.Recorded {
	return &session.Recorded{Exchange: x, Target: request.TargetOf(s.Catalog(), &x)}
}
