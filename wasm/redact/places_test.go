package redact

import (
	"strings"
	"testing"
)

// Ids of users in ordinary addresses, and what only looks like them.
func TestUsersInAddresses(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://api.fitbit.com/1/user/D6GQ34/profile.json", "https://api.fitbit.com/1/user/user-1.k3f9/profile.json"},
		{"/1/user/D6GQ34/profile.json", "/1/user/user-1.k3f9/profile.json"},
		{"https://health.googleapis.com/v4/users/1112223334/profile", "https://health.googleapis.com/v4/users/user-1.k3f9/profile"},
		{"users/1112223334", "users/user-1.k3f9"},
		{"/1/USER/D6GQ34", "/1/USER/user-1.k3f9"},
		{"https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/1/user/-/profile.json"},
		{"https://health.googleapis.com/v4/users/me/profile", "https://health.googleapis.com/v4/users/me/profile"},
		{"https://api.fitbit.com/1/user/2024/profile.json", "https://api.fitbit.com/1/user/2024/profile.json"},
		{"https://api.fitbit.com/1/superuser/D6GQ34", "https://api.fitbit.com/1/superuser/D6GQ34"},
		{"https://api.fitbit.com/1/foods/D6GQ34", "https://api.fitbit.com/1/foods/D6GQ34"},
	} {
		for _, name := range []string{"", "Referer", "Location", ":path", "X-Original-Url"} {
			a := testAliases()
			got := a.URL(c.in)
			if name != "" {
				a = testAliases()
				got = a.Header(name, c.in)
			}
			if got != c.want {
				t.Errorf("%s %q\n got %q\nwant %q", name, c.in, got, c.want)
			}
			if got := a.Text("no user D6GQ34 or 1112223334"); c.in != c.want && got == "no user D6GQ34 or 1112223334" {
				t.Errorf("%q is not learned", c.in)
			}
		}
		if got := URL(c.in); got != c.in {
			t.Errorf("on a screen: %q", got)
		}
	}
}

// The ID of a user that is a number is one wherever it can't be a date or a count, and else
// where users are named.
func TestUsersOfDigits(t *testing.T) {
	for id, anywhere := range map[string]bool{"483016": true, "41390996": true, "430824628": true, "48301": false, "20261030": false, "202610": false, "500000": false} {
		a := testAliases()
		a.URL("https://api.fitbit.com/1/user/" + id + "/profile.json")
		for _, in := range []string{"GET /1/user/ID/x.json", "users/ID", `{"user_id": "ID"}`, "userId=ID", "User ID"} {
			if got := a.Known(strings.Replace(in, "ID", id, 1)); strings.Contains(got, id) {
				t.Errorf("%s stays in %s", id, got)
			}
		}
		for _, in := range []string{"odd ID given", `{"steps": ID}`} {
			if got := a.Known(strings.Replace(in, "ID", id, 1)); strings.Contains(got, id) == anywhere {
				t.Errorf("%s: %s", id, got)
			}
		}
	}
}

// User information isn't a mail address, however much it looks like one.
func TestUserInformation(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://u:p@api.fitbit.com/", "https://u:password-1.k3f9@api.fitbit.com/"},
		{"https://u:p@api.fitbit.com", "https://u:password-1.k3f9@api.fitbit.com"},
		{"https://u.v:p+q.r@api.fitbit.com:443/x", "https://u.v:password-1.k3f9@api.fitbit.com:443/x"},
		{"cannot reach postgres://u:p@h", "cannot reach postgres://u:password-1.k3f9@h"},
		{"http://jdoe:secret@proxy:3128 refused", "http://jdoe:password-1.k3f9@proxy:3128 refused"},
		{"redis://:pw@cache.example.com/0", "redis://:password-1.k3f9@cache.example.com/0"},
		{"next=https%3A%2F%2Fu%3Ap%40api.fitbit.com%2F", "next=https%3A%2F%2Fu%3Apassword-1.k3f9%40api.fitbit.com%2F"},
		{`{"proxy":"http:\/\/u:p@api.fitbit.com\/"}`, `{"proxy":"http:\/\/u:password-1.k3f9@api.fitbit.com\/"}`},
		{"next=https%253A%252F%252Fu%253Ap%2540api.fitbit.com", "next=https%253A%252F%252Fu%253Apassword-1.k3f9%2540api.fitbit.com"},
		{"next=https%3A%2F%2Fapi.fitbit.com%2Fa%3Ab%40c", "next=https%3A%2F%2Fapi.fitbit.com%2Fa%3Ab%40c"},
		{"https://jane%40firm.de:pw1@api.fitbit.com/", "https://person-1.k3f9@example.invalid:password-1.k3f9@api.fitbit.com/"},
		{"https://jane@api.fitbit.com/", "https://jane@api.fitbit.com/"},
		{"https://u:***@api.fitbit.com/", "https://u:***@api.fitbit.com/"},
		{"see https://x.example/who:jane@firm.de", "see https://x.example/who:person-1.k3f9@example.invalid"},
		{"https://x.example, jane@firm.de", "https://x.example, person-1.k3f9@example.invalid"},
		{"mailto:jane@firm.de", "mailto:person-1.k3f9@example.invalid"},
	} {
		a := testAliases()
		if got := a.Text(c.in); got != c.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

// JSON that is percent-encoded has its blanks encoded, too.
func TestEncodedBlanks(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"data=%7B%22access_token%22%3A%20%22abc%22%7D", "data=%7B%22access_token%22%3A%20%22…%22%7D"},
		{"data=%7B%22access_token%22%3A+%22abc%22%7D", "data=%7B%22access_token%22%3A+%22…%22%7D"},
		{"data=%7B%0A%20%20%22access_token%22%20%3A%0A%20%22abc%22%7D", "data=%7B%0A%20%20%22access_token%22%20%3A%0A%20%22…%22%7D"},
		{"data={%22access_token%22:%20%22abc%22}", "data={%22access_token%22:%20%22…%22}"},
		{"data=%257B%2522access_token%2522%253A%2520%2522abc%2522%257D", "data=%257B%2522access_token%2522%253A%2520%2522…%2522%257D"},
		{"data=%7B%22access_token%22%3A%20%5B%20%22abc%22%5D", "data=%7B%22access_token%22%3A%20%5B%20%22…%22%5D"},
		{"access_token%3A%20a1b2c3d4", "access_token%3A%20…"},
		{"{\"access_token\" :\n\t\"abc\"}", "{\"access_token\" :\n\t\"…\"}"},
		{`{"body":"{\"access_token\":\n \"abc\"}"}`, `{"body":"{\"access_token\":\n \"…\"}"}`},
		{"data=%7B%22token%22%3A%20null%7D", "data=%7B%22token%22%3A%20null%7D"},
		{"data=%7B%22client_id%22%3A%20%2223ABCD%22%7D", "data=%7B%22client_id%22%3A%20%2223ABCD%22%7D"},
		{"data=%7B%22state%22%3A%20%22active%22%7D", "data=%7B%22state%22%3A%20%22active%22%7D"},
		{"filter=steps.sample_time%20%3E%3D%20%222026-10-01T00%3A00%3A00Z%22", "filter=steps.sample_time%20%3E%3D%20%222026-10-01T00%3A00%3A00Z%22"},
	} {
		check(t, c.in, c.want)
	}
}

const mixed16 = "q7Kp2Zx9Lm4Rt8Wv"

// What sentences, commands, lists and paths name is masked; ordinary prose is not.
func TestNamedSecrets(t *testing.T) {
	for _, format := range []string{
		"The refresh token is X.", "client secret is X", "password is X", "access token (X) expired", "authorization code X was used", "API key X invalid", "access_token -> X", "token value was 'X'",
		"curl --user=23ABCD:X https://x", "curl -u23ABCD:X https://x", "curl -sSu 23ABCD:X https://x",
		`{"key":"refresh_token","value":"X"}`, `{"value":"X","key":"client_secret"}`, `{"field":"password","value":"X"}`,
		"/oauth2/revoke/token/X/x", "/1/access_token/X.json", "/bearer/X", "https://api.fitbit.com/1/access_token/X.json?a=b",
		`{"signing_key":"X"}`, `{"reset_code":"X"}`, "invite_code=X", `{"connection_string":"X"}`,
	} {
		check(t, strings.ReplaceAll(format, "X", mixed16), strings.ReplaceAll(format, "X", "q7Kp…"))
	}
	for _, name := range []string{"X-Secret-Key", "X-Access-Key", "X-Auth-Key", "X-Functions-Key", "X-OAuth-Code", "X-Bearer"} {
		if got := Header(name, mixed16); got != "q7Kp…" {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := Header("X-Original-Cookie", "a="+mixed16); got != "a=q7Kp…" {
		t.Error(got)
	}
	const hex32, hex40 = "4bf92f3577b34da6a3ce929d0e0e4736", "33a64df551425fcc55e4d42a148795d9f25f89d4"
	for _, in := range []string{
		"Error id: " + hex32, "request id " + hex32, "traceId=" + hex32, `{"traceId":"` + hex32 + `"}`, "commit " + hex40, "sha256:" + hex64,
		"The refresh token is invalid", "client secret is required by InvalidRequestParameterException", "access token (Bearer) expired", "authorization code grant is unsupported",
		"password is case_sensitive_and_long_enough", "error code ERR_BAD_REQUEST_2024", "API key restrictions", "token -> header", "the token was issued 2026-11-02T13:46:02Z",
		"/oauth2/token/introspect", "/1/access_token/list.json", "/password/reset-your-password-now", `{"key":"steps","value":"q7Kp2Zx9Lm4Rt8Wv"}`,
		"-u23ABCD:" + mixed16, "Idempotency-Key: " + "8e03978e-40d5-43dd-bc93-6894a57f9324",
	} {
		check(t, in, in)
	}
	check(t, "session "+hex32, "session 4bf9…")
	check(t, "session id "+hex32, "session id 4bf9…")
}
