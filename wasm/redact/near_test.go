package redact

import (
	"strings"
	"testing"
)

const (
	near40 = "33a64df551425fcc55e4d42a148795d9f25f89d4"
	near32 = "4bf92f3577b34da6a3ce929d0e0e4736"
)

// What is like a notation of secrets, and is ordinary, stays.
func TestNearMisses(t *testing.T) {
	for _, in := range []string{
		// Names with more words.
		"token_type=Bearer&token_count=12", "password_policy: min=12;upper=1", `{"password_changed":"2026-01-01","has_password":true,"passwordExpires":"never"}`, "secrettest: what they look like",
		"sort_key=created2026&cache_key=steps:2026-10-30", "idempotency_key=8e03978e-40d5-43dd-bc93-6894a57f9324", `{"primaryKey":"8e03978e-40d5-43dd-bc93-6894a57f9324"}`, "monkey=business day_pass: two of them",
		"DB_PASS=", "two-pass: done", "needs_authorization: true", `{"oauth2":"required","auth":"none","login":"jane"}`, "no secret: send no header", "at 2026-10-30T12:00:00Z, rt=120",
		// Literals.
		"\"count\" = 3600;", `{"state":CA}`, "map[status:[401] code:[404]]", "token: Optional.empty", "Token(type=Bearer)", "access_token (string): the token of a user", "token.....: see below", "**Token:** see `docs`",
		"password: |\n  of your choice, please\n", "state=session['oauth_state']", "auth=HTTPBasicAuth(client_id, client_secret)", "Authorization: Basic BASE64(client_id:client_secret)", "token = a + b",
		"<li>token = <em>required</em></li>", `<property name="token"><value>required</value></property>`, `[{"key":"steps","value":"` + mixed16 + `"}]`, `{"id":"state","val":"active"}`,
		// Tables.
		"INSERT INTO t (id, token_type) VALUES (1, 'Bearer'), (2, 'none')", "INSERT INTO the table (see token) values", " id | token_type\n----+----\n  1 | Bearer\n", "USER    TOKEN     N\njane    none      3\n",
		"a\tTRUE\tFALSE\tx\n", "Name\tValue\nsteps\t10000\n", `{"name":"steps","value":"` + mixed16 + `"}`, "NAME    STATUS    AGE\napp-7d9f8b6c5d-x2k4q  Running  3d\n",
		"level=warn; n=3; id=" + mixed16 + " or so", "a=1; b=2; c=3", "max-age=31536000; includeSubDomains; preload",
		// Commands.
		"curl -E cert.pem https://x", "curl --pass $PASS https://x", "mysql -u root -p fitbit", "mysql -P3306 -h db", "btoa(pair)", "printf '23ABCD:%s' \"$SECRET\"", "23ABCD: the client", "23ABCD:2026-10-30", `("23ABCD", "activity heartrate")`,
		"HOST=api2.example.com; curl https://$HOST/x", `["Bearer","Basic"]`, "Bearer undefined** is sent", "**Basic instead of Bearer \u2013 Basic** it is", "bearer atAuthorization isPreflight",
		// Sentences.
		mixed16 + " is the id of the device", mixed16 + " is not a token", "v1.2.3 is the token's version", "The password is required", "Refresh the token: `POST /oauth2/token` with `grant_type=refresh_token`.",
		"- same token: `exchanged for new tokens 25 min earlier`", "(response header Fitbit-Rate-Limit-Remaining)",
		// What machines make, too.
		`{"hash":"` + near32 + `","kid":"` + near40 + `","jti":"` + near32 + `","sha":"` + near40 + `"}`, `{"integrity":"sha512-q7Kp2Zx9Lm4Rt8WvB3nD6sFgq7Kp2Zx9Lm4Rt8WvB3nD6sFg+q7Kp2Zx9Lm4Rt8WvB3nD6sFg=="}`,
		"https://github.com/x/y/commit/" + near40, "/static/js/main." + near32 + ".js", "https://x/a/" + near40 + "/x.png", `{"img":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="}`,
		`{"n":123456789012345678901234567890123456789}`, "SGVsbG8gd29ybGQgdGhpcyBpcyBhIGxvbmcgYmFzZTY0IHRleHQ=", "users/me/dataTypes/sleep/dataPoints/" + near32, "correlation " + near32,
		// Codes of errors.
		"NSURLErrorDomain Code=-1009", "at=error code=H12 desc=x", "code=ECONNREFUSED", "code=ERR_BAD_REQUEST", "?code=404", "code=-32600&x",
	} {
		check(t, in, in)
	}
	for _, f := range []struct{ name, value string }{
		{"newrelic", "eyJ2IjpbMCwxXSwiZCI6eyJ0eSI6IkFwcCIsImlkIjoiMGFmNzY1MTkxNmNkNDNkZCJ9fQ=="}, {"X-Span", near32}, {"traceparent", "00-" + near32 + "-b7ad6b7169203331-01"}, {"X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Self=1-67891233-abcdef012345678912345678"},
		{"Referer", "https://app.example/a/" + near40 + "/x.js"}, {"X-Docker-Tag", near40}, {"X-Correlation", near32}, {"X-Android-Cert", strings.ToUpper(near40)}, {"X-Cache-Key", "/api/v1/x?page=2"}, {"Idempotency-Key", "8e03978e-40d5-43dd-bc93-6894a57f9324"},
		{"X-Service-Key", "backend-v2"}, {"X-Auth-Method", "oauth2"}, {"X-Auth", "required"}, {"X-Access", "read-only"}, {"X-Account-Id", "main"}, {"X-Subject", "Weekly"}, {"X-Login", "jane"}, {"X-Key-Id", "projects/p/keys/k"}, {"X-Token-Ttl", "28800"},
	} {
		if got := testAliases().Header(f.name, f.value); got != f.value {
			t.Errorf("%s: %s becomes %s", f.name, f.value, got)
		}
	}
}

// Mail addresses as people write them for others than machines.
func TestWrittenMailAddresses(t *testing.T) {
	for _, sign := range []string{"@", "%40", "\\u0040", "&#64;", " (at) ", "[at]", " [at] ", " @ ", "\uff20"} {
		if got := testAliases().Text("mail jane.roe" + sign + "mail.example.org, please"); strings.Contains(got, "jane") || !strings.HasSuffix(got, ", please") {
			t.Errorf("%q: %s", sign, got)
		}
	}
	for _, text := range []string{"see it (at) home. It is", "jane(at)home", "list[at]", "v1.2 @ example.org", "10 @ 20", "value.at(at).of", "the end (at) "} {
		if got := testAliases().Text(text); got != text {
			t.Errorf("%s becomes %s", text, got)
		}
	}
}

// Names of fields with more words than those that name a secret, and more names for users.
func TestNamesWithMoreWords(t *testing.T) {
	for _, name := range []string{"X-Fitbit-Auth", "X-Admin-Key", "DD-APPLICATION-KEY", "X-User-Pass", "X-Token-Value", "X-Password-Hash", "Original-Authorization", "HTTP-Authorization", "X-OAuth-Refresh", "X-Access", "DPoP", "X-Hmac", "X-SSO-Ticket", "Grpc-Metadata-Authorization"} {
		for _, value := range []string{mixed16 + "B3nD", "Sommer8109!yuw"} {
			if got := Header(name, value); got == value {
				t.Errorf("%s: %s stays", name, value)
			}
		}
	}
	for _, text := range []string{"DB_PASS=X", "FITBIT_PW=X", "secret_value=X", "passwort=X", "access_token_encrypted: X", `{"client_secret_2":"X"}`, `{"fitbitAccess":"X"}`, `{"at":"X","rt":"X"}`, `{"codeVerifierPlain":"X"}`} {
		if got := Text(strings.ReplaceAll(text, "X", mixed16)); strings.Contains(got, mixed16[4:]) {
			t.Errorf("%s becomes %s", text, got)
		}
	}
	for _, format := range []string{
		`{"fitbit_id":"U"}`, `{"owner":"U"}`, `{"subscriptionId":"U-activities"}`, `{"resourceName":"people/U"}`, "login_hint=U", "/1/user/-/friends/U.json", "apiSubscriptions/U-activities.json",
		"unknown user_id U", "User [U] not found", "no tracker for encodedId U", "account U locked", `no such user: \"U\"`, "user <U>", `"user_id" = U;`, "user_id,n\nU,3\n",
	} {
		text := strings.Replace(format, "U", "9QZ7KX", 1)
		if strings.HasPrefix(format, "U") || strings.HasPrefix(format, "User") {
			text = strings.Replace(format, "[U]", "[9QZ7KX]", 1)
		}
		if got := testAliases().Text(text); strings.Contains(got, "9QZ7KX") {
			t.Errorf("%s becomes %s", text, got)
		}
	}
	for _, name := range []string{"X-Auth-Request-User", "X-Forwarded-Preferred-Username", "X-Ms-Client-Principal-Id", "X-Fitbit-User", "X-Account-Id", "X-JWT-Claim-Sub", "X-Amzn-Oidc-Identity"} {
		if got := testAliases().Header(name, "9QZ7KX"); got != "user-1.k3f9" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
