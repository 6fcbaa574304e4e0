package redact

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/wasm/redact/secrettest"
)

const (
	idToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIiLCJhdWQiOiIyMkFCQ0QifQ.feLQlwfWmdxUO1JVcx9w4BT5pW43Lg5PJU9bSJ2XvRc"
	hex64   = "8e6c666f5e5c8b13119a5e76b9bf110dba7024da893e0e807b65a7de0263a76f"
	visit   = " Visit https://dev.fitbit.com/docs/oauth2 for more information on the Fitbit Web API authorization process."
)

func TestSecret(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "…"},
		{"short", "…"},
		{"123456789012345", "…"},
		{"1234567890123456", "1234…"},
		{hex64, "8e6c…"},
		{idToken, "eyJhbGciOi…"},
		{"eyJ", "…"},
		{"…", "…"},
		{"8e6c…", "8e6c…"},
		{"eyJhbGciOi…", "eyJhbGciOi…"},
		{"hunter2…", "…"},
		{`\u0065yJhbGciOiJIUzI1NiJ9`, "…"},
		{"ünïcode and long enough", "…"},
	} {
		if got := Secret(c.in); got != c.want {
			t.Errorf("Secret(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// What the API repeats in its messages.
		{"Access token expired: " + idToken + "." + visit, "Access token expired: eyJhbGciOi…." + visit},
		{`{"errors":[{"errorType":"expired_token","message":"Access token expired: ` + idToken + "." + visit + `"}],"success":false}`,
			`{"errors":[{"errorType":"expired_token","message":"Access token expired: eyJhbGciOi….` + visit + `"}],"success":false}`},
		{"Refresh token invalid: " + hex64 + "." + visit, "Refresh token invalid: 8e6c…." + visit},
		{"Refresh token invalid:" + hex64 + visit, "Refresh token invalid:8e6c…" + visit},
		{"Authorization code invalid: 3f1c0a2b" + visit, "Authorization code invalid: …" + visit},
		{"Authorization code expired: 1a2b3c4d5e6f7a8b9c0d", "Authorization code expired: 1a2b…"},
		{"Authorization code verifier invalid: dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "Authorization code verifier invalid: dBjf…"},
		{"Invalid/expired user token: 76db9d2bf0201e0d", "Invalid/expired user token: 76db…"},
		{"Invalid signature or token '/WXdJVXivN3OuIXl16I7ZOAHpUQ=' or token '76db9d2bf0201e0d6f91f302d5a118e4'", "Invalid signature or token '/WXd…' or token '76db…'"},
		{"Invalid signature: WXdJVXivN3OuIXl16I7ZOAHpUQ=", "Invalid signature: WXdJ…"},
		{"Received authorization header = Basic MjJCWUs5Og==,  received client encoded id = null. Visit", "Received authorization header = Basic …,  received client encoded id = null. Visit"},
		{"received client encoded id = MjJCWUs5OjAxMjM0NTY3ODk=.", "received client encoded id = MjJC…."},
		{"access token eyJhbGciOi.....EpUlpc was used", "access token eyJhbGciOi… was used"},

		// Headers.
		{"Authorization: Bearer " + idToken, "Authorization: Bearer eyJhbGciOi…"},
		{"authorization: Bearer abc", "authorization: Bearer …"},
		{"> Authorization: Basic MjJEUFFYOnNlY3JldHNlY3JldA==\n> Accept: */*", "> Authorization: Basic MjJE…\n> Accept: */*"},
		{"Proxy-Authorization: Basic MjJEUFFYOg==", "Proxy-Authorization: Basic …"},
		{"Cookie: sid=abc; theme=0123456789abcdef", "Cookie: sid=…; theme=0123…"},
		{"set-cookie: sid=abc; Path=/; HttpOnly\r\nx: y", "set-cookie: sid=…; Path=/; HttpOnly\r\nx: y"},
		{"x-api-key: abc12345", "x-api-key: …"},
		{`Authorization: OAuth oauth_consumer_key="1f2e", oauth_token="abc", oauth_signature="a%2Bb"`, `Authorization: OAuth oauth_consumer_key="1f2e", oauth_token="…", oauth_signature="…"`},
		{`{"Authorization":["Bearer abc"],"Cookie":"a=b; c=d"}`, `{"Authorization":["Bearer …"],"Cookie":"a=…; c=…"}`},
		{`{"name":"Authorization","value":"Bearer abc"},{"name":"Cookie","value":"a=b"}`, `{"name":"Authorization","value":"Bearer …"},{"name":"Cookie","value":"a=…"}`},

		// Queries and forms.
		{"GET /cb?code=abc&state=xyz#_=_", "GET /cb?code=…&state=…#_=_"},
		{"grant_type=refresh_token&refresh_token=" + hex64 + "&client_id=22ABCD", "grant_type=refresh_token&refresh_token=8e6c…&client_id=22ABCD"},
		{"client_id=22ABCD&client_secret=abc,def&code_verifier=x1", "client_id=22ABCD&client_secret=…,def&code_verifier=…"},
		{"https://app.example/#access_token=" + idToken + "&user_id=ABC", "https://app.example/#access_token=eyJhbGciOi…&user_id=ABC"},
		{"redirect_uri=https%3A%2F%2Fapp%2Fcb%3Fcode%3Dabc%26x%3Dy&z=1", "redirect_uri=https%3A%2F%2Fapp%2Fcb%3Fcode%3D…%26x%3Dy&z=1"},
		{"next=%2Fcb%253Fcode%253Dabc%2526x", "next=%2Fcb%253Fcode%253D…%2526x"},
		{"access%5Ftoken=abc", "access%5Ftoken=…"},
		{"https://me:pass@example.com/x", "https://me:…@example.com/x"},
		{"params[access_token]=abc", "params[access_token]=…"},

		// JSON and its relatives.
		{`{"access_token":"` + idToken + `","expires_in":28800,"token_type":"Bearer","user_id":"9XYZ42"}`, `{"access_token":"eyJhbGciOi…","expires_in":28800,"token_type":"Bearer","user_id":"9XYZ42"}`},
		{`{"refreshToken" : "abc"}`, `{"refreshToken" : "…"}`},
		{`{"body":"{\"refresh_token\":\"abc\",\"x\":1}"}`, `{"body":"{\"refresh_token\":\"…\",\"x\":1}"}`},
		{`{"token":"a\"b","x":1}`, `{"token":"…","x":1}`},
		{`{"code":"0123456789abcdef0123"}`, `{"code":"0123…"}`},
		{`{"token":123456}`, `{"token":"…"}`},
		{`{"access_tokens":1,"token":{"access_token":"abc"}}`, `{"access_tokens":1,"token":{"access_token":"…"}}`},
		{`{"token":["abc","def"],"x":"y"}`, `{"token":["…","…"],"x":"y"}`},
		{`"a\u0026code\u003dabc\u0026b"`, `"a\u0026code\u003d…\u0026b"`},
		{`{u'access_token': u'abc'}`, `{u'access_token': u'…'}`},
		{`{"access_token"=>"abc"}`, `{"access_token"=>"…"}`},
		{`{ accessToken: 'abc', clientSecret: "def" }`, `{ accessToken: '…', clientSecret: "…" }`},
		{`&quot;access_token&quot;:&quot;abc&quot;`, `&quot;access_token&quot;:&quot;…&quot;`},
		{`<access_token>abc</access_token>`, `<access_token>…</access_token>`},
		{`<input name="code" value="abc">`, `<input name="code" value="…">`},
		{"Content-Disposition: form-data; name=\"client_secret\"\r\n\r\nabc\r\n--x", "Content-Disposition: form-data; name=\"client_secret\"\r\n\r\n…\r\n--x"},
		{"FITBIT_CLIENT_SECRET=abc", "FITBIT_CLIENT_SECRET=…"},
		{"refresh_token: abc1", "refresh_token: …"},

		// Commands.
		{"curl -u 22ABCD:abc 'https://x'", "curl -u 22ABCD:… 'https://x'"},
		{"curl --user \"22ABCD:abc\" -b 'a=b' https://x", "curl --user \"22ABCD:…\" -b 'a=…' https://x"},
		{`curl -H 'Authorization: Bearer abc' -H 'Cookie: a=b' -d 'code=abc'`, `curl -H 'Authorization: Bearer …' -H 'Cookie: a=…' -d 'code=…'`},

		// Tokens that stand alone.
		{"used " + hex64 + " twice", "used 8e6c… twice"},
		{"got ya29.a0AfB_byDexampleexample1234", "got ya29…"},
		{"/devices/dGhpc0lzQVNlY3JldFRva2VuMTIzNDU2Nzg5MEFCQ0Q/x", "/devices/dGhp…/x"},
	} {
		check(t, c.in, c.want)
	}
}

// What must stay readable.
func TestTextLeavesAlone(t *testing.T) {
	for _, in := range []string{
		"",
		"Fitbit API request failed. Status code: 403 API client is not authorized",
		`{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}`,
		`{"message":"Request failed with status code 401","code":"ERR_BAD_REQUEST"}`,
		"status code: 403, code = 5, code: 'ECONNREFUSED', Error code: ETIMEDOUT",
		"Access token invalid: <your access token>." + visit,
		"Access token expired: XXXX." + visit,
		"Access token expired: [_omitting_token_string here_]." + visit,
		"Refresh token invalid:------." + visit,
		"Refresh token invalid: xxxxxx." + visit,
		"Authorization code invalid: null", "Authorization code invalid:", "Authorization code verifier invalid: null",
		"Received header = undefined." + visit,
		"Invalid authorization header. Client id invalid",
		"Invalid authorization header format" + visit,
		"The Authorization header must be set to Basic, followed by a space, then the Base64 encoding",
		"Authorization: Bearer <access token>", "Authorization: Bearer $TOKEN", "Authorization: Bearer {{token}}",
		`WWW-Authenticate: Bearer realm="Fitbit", error="invalid_token"`,
		"Missing parameters: code_verifier", "code_verifier parameter length must be between 43 and 128",
		"grant_type=authorization_code&client_id=22ABCD&redirect_uri=https%3A%2F%2Fapp%2Fcb",
		"https://api.fitbit.com/1/user/-/activities/steps/date/2026-11-01/2026-11-02.json?sort=asc&offset=0",
		"https://api.fitbit.com/oauth2/token", "token endpoint: https://api.fitbit.com/oauth2/token",
		"Error id: AC4516A4:704B_A92D91CB:01BB_5A391941_6881765C:1D7A",
		"123e4567-e89b-12d3-a456-426614174000", "Mon, 02 Nov 2026 14:00:11 GMT", "Fitbit-Rate-Limit-Remaining: 0",
		"irregular_rhythm_notifications oxygen_saturation HttpServletRequestWrapperFactoryBeanPostProcessor",
		"code_challenge=E9Melhoa2OwvFrEMTJGuCPqGRP1v2w9XLQzBLRfLz4w&code_challenge_method=S256",
		`{"access_token":null,"refresh_token":"","token_type":"Bearer","nextPageToken":"CAoQAA"}`,
		`{"errors":[{"errorType":"invalid_token","fieldName":"authorization","message":"Access token required"}]}`,
		"invalid_token: Access token invalid", "Token expired: 2026-11-02 13:46:02 before this request at 14:00:11",
		"oauth_problem=parameter_absent&oauth_parameters_absent=oauth_signature_method%26oauth_signature",
		"oauth_acceptable_timestamps=1420057391-1420057991",
		`{"state":"CA","status":"active"}`,
		"123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com",
		"The requested URL <code>/v4/users/me/dataTypes/steps/dataPoints:dailyRollUp</code> was not found",
		"Cookie: none", "\x00\xff \xed\xa0\x80 %zz \\u12 %25",
	} {
		check(t, in, in)
	}
}

func check(t *testing.T, in, want string) {
	t.Helper()
	got := Text(in)
	if got != want {
		t.Errorf("Text(%q)\n got %q\nwant %q", in, got, want)
	}
	if again := Text(got); again != got {
		t.Errorf("Text is not idempotent: %q becomes %q", got, again)
	}
}

func TestHeader(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"Authorization", "Bearer " + idToken, "Bearer eyJhbGciOi…"},
		{"authorization", "Bearer abc", "Bearer …"},
		{"Authorization", "Basic MjJEUFFYOnNlY3JldHNlY3JldA==", "Basic MjJE…"},
		{"Authorization", idToken, "eyJhbGciOi…"},
		{"Authorization", "Bearer", "Bearer"},
		{"Authorization", "Bearer undefined", "Bearer undefined"},
		{"Authorization", "Bearer <token>", "Bearer <token>"},
		{"Authorization", `OAuth oauth_consumer_key="k", oauth_token="abc"`, `OAuth oauth_consumer_key="k", oauth_token="…"`},
		{"Proxy-Authorization", "Basic abc", "Basic …"},
		{"Authorization", `Basic "MjNBQkNERTo4ZTZj0MGQ="`, `Basic "MjNB…"`},
		{"Authorization", `Bearer "MjNBQkNERTo4ZTZj0M=="`, `Bearer "MjNB…"`},
		{"Authorization", `Token "MjNBQkNERTo4ZTZj0MGQ=", realm="x"`, `Token "MjNB…", realm="x"`},
		{"Authorization", `Basic MjNBQkNERTo4ZTZj0MGQ=, realm="x"`, `Basic MjNB…, realm="x"`},
		{"Authorization", `Basic MjNBQkNERTo4ZTZj0MGQ=; charset="UTF-8"`, `Basic MjNB…; charset="UTF-8"`},
		{"Authorization", `Bearer abcdefghijklmnop=, realm="x"`, `Bearer abcd…, realm="x"`},
		{"Authorization", `Bearer realm="x", MjNBQkNERTo4ZTZj0MGQ="`, `Bearer realm="x", MjNB…`},
		{"Authorization", `Basic |x="/x",MjNBQkNERTo4ZTZj`, `Basic …`},
		{"Authorization", `Basic "MjNBQkNERTo4ZTZj0MGQ=", token="abc", q7Kp2Zx9Lm4Rt8WvB`, `Basic "MjNB…", token="…", q7Kp…`},
		{"Authorization", `Bearer MjNBQkNERTo4ZTZj=[x&#x27;,realm="x"`, `Bearer MjNB…`},
		{"Authorization", `Digest username="u", realm="r", response="abcdef"`, `Digest username="u", realm="r", response="…"`},
		{"Authorization", `Digest uri="/x?access_token=abcdefgh12", response="abcdef"`, `Digest uri="/x?access_token=…", response="…"`},
		{"Cookie", "a=b; c=0123456789abcdef", "a=…; c=0123…"},
		{"Set-Cookie", "a=b; Path=/; Max-Age=3; Secure", "a=…; Path=/; Max-Age=3; Secure"},
		{"X-Api-Key", "abc", "…"},
		{"X-CSRF-Token", "abc", "…"},
		{"Location", "https://app/cb?code=abc,def&state=x", "https://app/cb?code=…&state=…"},
		{"Date", "Mon, 02 Nov 2026 14:00:11 GMT", "Mon, 02 Nov 2026 14:00:11 GMT"},
		{":path", "/cb?code=abc", "/cb?code=…"},
		{"WWW-Authenticate", `Bearer realm="x"`, `Bearer realm="x"`},
	} {
		got := Header(c.name, c.in)
		if got != c.want {
			t.Errorf("Header(%q, %q) = %q, want %q", c.name, c.in, got, c.want)
		}
		if again := Header(c.name, got); again != got {
			t.Errorf("Header(%q, …) is not idempotent: %q becomes %q", c.name, got, again)
		}
	}
}

func TestParam(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"code", "abc", "…"},
		{"code", "403", "403"},
		{"state", "abc", "…"},
		{"token", hex64, "8e6c…"},
		{"client_secret", "a b,c", "…"},
		{"assertion", idToken, "eyJhbGciOi…"},
		{"password", "hunter", "…"},
		{"oauth_verifier", "abc", "…"},
		{"access_token", "undefined", "undefined"},
		{"client_id", "22ABCD", "22ABCD"},
		{"grant_type", "refresh_token", "refresh_token"},
		{"code_challenge", "E9Melhoa2OwvFrEMTJGuCPqGRP1v2w9XLQzBLRfLz4w", "E9Me…"},
		{"scope", "activity heartrate", "activity heartrate"},
		{"next", "https://x/?code=abc", "https://x/?code=…"},
		{"date", "2026-11-02", "2026-11-02"},
	} {
		if got := Param(c.name, c.in); got != c.want {
			t.Errorf("Param(%q, %q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestURL(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/1/user/-/profile.json"},
		{"https://x/cb?code=a,b;c'd&state=s#_=_", "https://x/cb?code=…&state=…#_=_"},
		{"https://x/#access_token=" + idToken + "&scope=a+b", "https://x/#access_token=eyJhbGciOi…&scope=a+b"},
		{"https://u:p@x/?access%5Ftoken=abc", "https://u:…@x/?access%5Ftoken=…"},
		{"https://x/?r=https%3A%2F%2Fy%2F%3Ftoken%3Dabc", "https://x/?r=https%3A%2F%2Fy%2F%3Ftoken%3D…"},
		{"https://x/" + hex64 + "?a=b", "https://x/8e6c…?a=b"},
	} {
		got := URL(c.in)
		if got != c.want {
			t.Errorf("URL(%q) = %q, want %q", c.in, got, c.want)
		}
		if again := URL(got); again != got {
			t.Errorf("URL is not idempotent: %q becomes %q", got, again)
		}
	}
}

// A random secret in any notation and encoding never survives, and the masked
// text is masked once for all.
func TestSecretsNeverSurvive(t *testing.T) {
	rounds := 15
	if testing.Short() {
		rounds = 3
	}
	g := secrettest.New(1)
	for range rounds {
		for _, kind := range secrettest.Kinds {
			secret := kind.Make(g)
			for _, encoding := range secrettest.Notations {
				switch encoding.Name {
				case "plain", "query", "percent", "JSON", "some units", "some references":
				default:
					continue // those hide what a rule looks for
				}
				value := encoding.Write(secret)
				for _, n := range secrettest.Formats {
					name := g.Pick(secrettest.Names...)
					if strings.Contains(value, "&") && !strings.ContainsAny(n.Format, "{<") {
						continue // there it ends the value
					}
					survives(t, n.Name+", "+encoding.Name, fmt.Sprintf(n.Format, name, value), secret, value)
				}
				for _, format := range secrettest.Phrases {
					if strings.Contains(format, "://u:") && strings.Contains(value, "/") || strings.Contains(value, "&") {
						continue // no address: a slash ends the authority
					}
					survives(t, format+", "+encoding.Name, fmt.Sprintf(format, value), secret, value)
				}
			}
			for _, n := range secrettest.Bare {
				survives(t, n.Name, fmt.Sprintf(n.Format, g.Pick(secrettest.Names...), secret), secret, secret)
			}
			for _, format := range secrettest.Stated {
				survives(t, format, fmt.Sprintf(format, secret), secret, secret)
			}
			basic := base64.StdEncoding.EncodeToString([]byte("22ABCD:" + secret))
			for _, format := range []string{"Authorization: Basic %s", "Received authorization header = Basic %s,  received", `{"authorization":"Basic %s"}`, "encoded id = %s."} {
				survives(t, format, fmt.Sprintf(format, basic), secret, basic)
			}
			if len(secret) >= 40 && !strings.ContainsAny(secret, "+/=.~") {
				survives(t, "alone", "a "+secret+" b", secret, secret)
			}
		}
	}
}

func survives(t *testing.T, where, text, secret, written string) {
	t.Helper()
	got := Text(text)
	// No more than the four characters that Secret shows, and a JWT's common start.
	for _, s := range []string{secret, written} {
		for i := 10; i+8 <= len(s); i += 4 {
			if strings.Contains(got, s[i:i+8]) {
				t.Fatalf("%s: %q of the secret survives\n in %s\nout %s", where, s[i:i+8], text, got)
			}
		}
	}
	if again := Text(got); again != got {
		t.Fatalf("%s: not idempotent\n in %s\nout %s\nnow %s", where, text, got, again)
	}
}

// A lot of whatever takes a moment, not minutes.
func TestLinear(t *testing.T) {
	const size = 1 << 19
	for _, unit := range []string{
		"a", " ", "eyJ", "eyJ.", "code:", "code: ", `"state":"`, `state:" `, "token=", "token ", "token", "Bearer ", "Cookie:", "Cookie: a", "Cookie: ", "Set-Cookie: ", "HTTP_COOKIE=", "set-cookie: a=b, ", `set-cookie: a=b\n`,
		"<td>Cookie</td><td>a=b</td>", "| Cookie | a=b ", "cookie:\na=b\n", `"cookie","a=b",`, `"cookie":["a=b","c=d"],`, "Cookie\t", "cookie:\n- a=b\n- c=d\n", "Cookie | a=b",
		"%25", "%3D", "\\", `\"`, `"token":"x",`, `\"code\":`, "://", "a:b@", "://a:b", "name=\"code\" ", "[", "access_token=[", "password:", "-u ", "curl -u a:b ",
		"<", "<code>", "code expired ", "token expired: ", "…", "&quot;token&quot;:", "token: &quot;", "x", "authorization:", `"cookie":"a`, "\x00", "access_token:\\\"",
		"\na=b; c=d; ", "0000: a\n", "0000: 41 42\n", "00000000: 4142\n", "65, ", "41 ", "\x00a", "INSERT INTO t(token) VALUES('x'),", "insert into t(token) values('x','y'", "token  n\nq7Kp2Zx9  1\n", "\tTRUE\t1\tx\ty\n", "T=q7Kp2Zx9 $ ", "23ABCD:q7Kp2Zx9 ", "eyJ2Ijpb",
		"q7Kp2Zx9Lm4R is my ", "token: |\n", "token: [[", "**token**: ", "token.....", "token (a): ", "token=q7Kp2Zx9\n", "Token(", "user [", `"k":"token","v":"`, "btoa('a:b'", "SGVsbG8gd29ybGQgdGhpcyBpcyBhIGxvbmcgYmFzZTY0IHRleHQ= ",
		"invalid token '", `"token":["x","y",`, "1//0", "\\\\\\\\\"code\":\\\\\"",
	} {
		text := strings.Repeat(unit, size/len(unit))
		start := time.Now()
		Text(text)
		if d := time.Since(start); d > 8*time.Second {
			t.Errorf("half a megabyte of %q takes %v", unit, d)
		} else if testing.Verbose() && d > 200*time.Millisecond {
			t.Logf("%q takes %v", unit, d)
		}
	}
}

// Cookies stand in lists, and apart from the name of their header.
func TestCookiesElsewhere(t *testing.T) {
	const first, second = "q7Kp2Zx9Lm4Rt8WvB", "x35UyODY30qIoILjo"
	for _, format := range []string{
		"{ 'set-cookie': [ 'HSID=A; Path=/', 'SSID=B; Path=/' ] }", "'set-cookie': [\n  'HSID=A; Path=/',\n  'SSID=B; Path=/'\n]", `{"set-cookie":["HSID=A","SSID=B"]}`,
		`{"multiValueHeaders":{"Set-Cookie":["HSID=A; Secure","SSID=B; Secure"]}}`, `"Set-Cookie"=>["HSID=A", "SSID=B"]`, `{\"set-cookie\":[\"HSID=A\",\n\"SSID=B\"]}`,
		"set-cookie:\n  - HSID=A\n  - SSID=B\n", "'set-cookie': [ 'Set-Cookie', [ 'HSID=A', 'SSID=B' ] ]",
		"cookie:\nHSID=A; SSID=B\nuser-agent:\nMozilla", "Cookie:\r\n    HSID=A; SSID=B\r\n", "Cookie\tHSID=A; SSID=B\n", `cookie:\nHSID=A; SSID=B\naccept:`, "Cookie\nHSID=A; SSID=B\n",
		`["Host","x","Cookie","HSID=A; SSID=B","Accept","*/*"]`, "rawHeaders: [\n 'Cookie',\n 'HSID=A; SSID=B'\n]", "('Cookie', 'HSID=A; SSID=B')", `req.setHeader("cookie", "HSID=A; SSID=B")`,
		"<td>Cookie</td><td>HSID=A; SSID=B</td>", "<tr><td>HTTP_COOKIE</td><td class=\"code\"><pre>&#x27;HSID=A; SSID=B&#x27;</pre></td></tr>", "| Cookie | HSID=A; SSID=B |",
		"**Cookie:** HSID=A; SSID=B", "**Set-Cookie**: HSID=A; Path=/; x=B", "Cookie: >\n  HSID=A; SSID=B", "Cookie HSID=A; SSID=B", "cookie:\n  - HSID=A; SSID=B",
		"set-cookie:\nHSID=A; Path=/\nset-cookie:\nSSID=B; Path=/\n",
	} {
		text := strings.NewReplacer("=A", "="+first, "=B", "="+second).Replace(format)
		got := Text(text)
		if strings.Contains(got, first[4:]) || strings.Contains(got, second[4:]) {
			t.Errorf("%q becomes %q", text, got)
		}
		if left := strings.NewReplacer("q7Kp…", "A", "x35U…", "B").Replace(got); left != format {
			t.Errorf("%q becomes %q", text, got)
		}
		if again := Text(got); again != got {
			t.Errorf("%q is not idempotent: %q", text, again)
		}
	}
	for _, text := range []string{
		"cookie: none", "cookie:\nnone\nhost:\nx=y", "Send the cookie:\nit is set by the server.", "The Set-Cookie header\nhas the form name=value.", "Set-Cookie:\n<name>=<value>",
		"Cookie\nPath=/usr/bin\n", `["Cookie","Host","x"]`, "<td>Cookie</td><td>who you are</td>", "Cookie, a=b", "| Cookie | a header |", `{"vary":["Cookie","Accept"]}`,
		`{"cookie":null,"etag":"a=b"}`, "Cookie\tHost\tAccept\n", "Set the Cookie a=b; then go on", "the cookie a=b is set", "**Cookie:** who you are; what=ever you do", "cookies:\n- are small\n- taste good",
	} {
		if got := Text(text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
	if got := Text("cookie=lang%3Dde%3B%20HSID%3D" + first); got != "cookie=lang…" {
		t.Errorf("encoded cookies become %q", got)
	}
}

// A secret may be glued to its name, as a hash is to that of a file.
func TestGluedSecrets(t *testing.T) {
	for _, length := range []int{32, 40, 64} {
		for _, format := range []string{"it was refresh_token_X", "token-X", "got access_token_X.", "FITBIT_ACCESS_TOKEN_X here", "/revoke/access-token-X.json", "client_secret-X", "<refreshToken_X>", "token-X. Then"} {
			text := strings.Replace(format, "X", hex64[:length], 1)
			want := strings.Replace(format, "X", "8e6c…", 1)
			if got := Text(text); got != want {
				t.Errorf("%q becomes %q", text, got)
			}
		}
		for _, format := range []string{"token-X.js", "/static/access_token-X.css", "main-X", "ETag: W/token-X.map", "page_token-X", "cache-X"} {
			if text := strings.Replace(format, "X", hex64[:length], 1); Text(text) != text {
				t.Errorf("%q becomes %q", text, Text(text))
			}
		}
		if name := "token-" + hex64[:length] + ".json"; FileName(name) != name {
			t.Errorf("%q becomes %q", name, FileName(name))
		}
	}
}

// What is learned of cookies grows with the text, however they are nested.
func TestCookiesScaleLinearly(t *testing.T) {
	for _, unit := range []string{"Set-Cookie: ", "Cookie: ", "HTTP_COOKIE=", "Cookie: a=", "set-cookie: a=b, ", `set-cookie: a=b\n`, "set-cookie: a=b; "} {
		text := strings.Repeat(unit, 20000/len(unit))
		k, bytes := NewSecrets(), 0
		k.Learner().Text(text)
		k.Learner().Header("Set-Cookie", text)
		for value := range k.byValue {
			bytes += len(value)
		}
		if bytes > 8*len(text) {
			t.Errorf("%d bytes of %q: %d bytes are learned", len(text), unit, bytes)
		}
	}
}

func BenchmarkText(b *testing.B) {
	text := strings.Repeat(`{"errors":[{"errorType":"expired_token","message":"Access token expired: `+idToken+visit+`"}],"success":false}`+"\n", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Text(text)
	}
}

func FuzzText(f *testing.F) {
	for _, n := range secrettest.Formats {
		f.Add(fmt.Sprintf(n.Format, "access_token", "3f1c0a2b"), "8e6c666f5e5c8b13")
	}
	for _, p := range secrettest.Phrases {
		f.Add(fmt.Sprintf(p, idToken), "GOCSPX-abc")
	}
	f.Add("\xff%\\u00", "\"'`<>")
	f.Fuzz(func(t *testing.T, text, secret string) {
		got := Text(text)
		if len(got) > len(mark)*len(text) {
			t.Errorf("%d bytes of %d", len(got), len(text))
		}
		if again := Text(got); again != got {
			t.Errorf("not idempotent\n in %q\nout %q\nnow %q", text, got, again)
		}
		for _, name := range []string{"Authorization", "Cookie", "Location", "Date"} {
			masked := Header(name, text)
			if again := Header(name, masked); again != masked {
				t.Errorf("Header(%q) is not idempotent\n in %q\nout %q\nnow %q", name, text, masked, again)
			}
		}
		masked := URL(text)
		if again := URL(masked); again != masked {
			t.Errorf("URL is not idempotent\n in %q\nout %q\nnow %q", text, masked, again)
		}
		if masked := Secret(secret); Secret(masked) != masked {
			t.Errorf("Secret is not idempotent: %q", secret)
		}
		// Whatever comes before it, a token in a form never survives.
		if !strings.Contains(text, hex64[8:40]) {
			if got := Text(text + "\n&refresh_token=" + hex64); strings.Contains(got, hex64[8:40]) {
				t.Errorf("a token survives behind %q: %q", text, got)
			}
		}
	})
}

// A secret at the cut is masked as if all of it were shown.
func TestBeginning(t *testing.T) {
	text := "It was " + hex64 + " and more"
	for limit := range len(text) + 2 {
		if got := Beginning(text, limit); strings.Contains(got, hex64[:5]) || len(got) > limit+len(mark) {
			t.Errorf("of %d bytes: %q", limit, got)
		}
	}
}
