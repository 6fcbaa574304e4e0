package redact

import (
	"strings"
	"testing"
)

// Values beside their names are masked, and tables that explain names stay as they are.
func TestTables(t *testing.T) {
	for _, format := range []string{
		"<tr><td>client_secret</td><td>X</td></tr>", "<li><b>Access Token:</b> X</li>", "<a:Password Type=\"x\">X</a:Password>", `&lt;td&gt;password&lt;/td&gt;&lt;td&gt;X&lt;/td&gt;`,
		"[\"access_token\"]=>\n string(28) \"X\"", `s:12:"access_token";s:16:"X";`, "'token' => SecretStr('X')", `Some(access_token: Some("X"))`,
		"user,access_token\nbob,X", "user\taccess_token\r\nbob\tX\r\n", "id,n,password\n1,2,X\n3,4,X", "access_token,X", "| refresh_token | X |",
		`xhr.setRequestHeader("X-Api-Key", "X")`, `["access_token","X"]`,
		`{"token":{"value":"X"}}`, `{"tokens":["X"]}`, `{"auth":{"session":{"id":"X"}}}`, `{"credentials":{"a":{"b":[{"c":"X"}]}}}`, "[token] => Array\n(\n [value] => X\n)",
		"\x1b[32mX-Api-Key\x1b[0m: \x1b[1mX\x1b[0m", `\u001b[36maccess_token\u001b[39m=X`, `\033[36maccess_token\033[39m=X`, "[36maccess_token[39m=X",
		"+---+\n| user | token |\n+---+---+\n| bob | X |\n", `<b>"access_token"</b>: <i class="s">"X"</i>`, "http -A bearer -a X https://x",
		"loremBearer X and more", `<input id="code" readonly value="X">`, "https://app.example/magic/X?a=b", "/reset/X",
		"HTTP_COOKIE=sid=X", "HTTP_AUTHORIZATION: X", `[HTTP_X_CSRF_TOKEN] => X`, "Sec-WebSocket-Protocol: access_token, X",
	} {
		text := strings.ReplaceAll(format, "X", mixed16)
		text = strings.NewReplacer(mixed16+"-Api", "X-Api", "_"+mixed16+"_", "_X_").Replace(text)
		if got := Text(text); strings.Contains(got, mixed16[4:]) {
			t.Errorf("%q stays %q", text, got)
		}
	}
	for _, in := range []string{
		"<tr><td>access_token</td><td>string</td></tr>", "<td>client_secret</td><td>Required. The secret of the app.</td>", "<td>code</td><td>ERR_BAD_REQUEST_2024</td>", "<td>token</td><td>&lt;your token&gt;</td>", "<label name=\"password\">Password</label>", "<td>code_verifier</td><td>43-128</td>",
		`{"total_tokens":4096,"tokens":{"used":4096,"model":"gpt-4o-2024-08"},"max_tokens":"4096"}`, `{"grant_types_supported":["authorization_code","refresh_token","client_credentials"]}`, `{"token":{"type":"Bearer","expires":"2026-10-30T13:46:02Z","scope":"heartrate"}}`,
		`{"id":"state","value":"active"}`, `<a id="code" href="/a">value</a>`, "/verify/your-email-address-now", "/reset/12345678",
		`{"sha":"` + "33a64df551425fcc55e4d42a148795d9f25f89d4" + `"}`, "Internal error, trace 4bf92f3577b34da6a3ce929d0e0e4736",
		"user,token\n", "token,count\nabc,3\n", "name,password_hint\nbob,rosebud2016\n", "| access_token | the token that expired |", `required: ["access_token", "client_id2"]`,
		"\x1b[33mwarning\x1b[0m: 3 of 4", "rate(x[5m]) and [0m] of tokens", `localStorage.setItem("token", "undefined")`, "refresh_token, access_token, code_verifier", "[token] => Array\n(\n)\n",
	} {
		check(t, in, in)
	}
}

// Secrets in an app's own headers are recognized by their names, and what only looks like a
// secret stays.
func TestOwnFields(t *testing.T) {
	for _, f := range []struct{ name, value string }{
		{"X-Session", "WMfsspjztbpBbEQq"}, {"X-Sid", "a8K2p9"}, {"X-Key", "482913"}, {"X-Pass", "WMfsspjztbpBbEQq"}, {"X-Refresh", mixed16},
		{"Sec-WebSocket-Protocol", "access_token, a8K2p9Qz"}, {"Sec-WebSocket-Protocol", "graphql-ws, " + mixed16}, {"Sec-WebSocket-Protocol", "base64url.bearer.authorization.k8s.io." + mixed16}, {"X-Own", "token, a8K2p9Qz"},
	} {
		if got := Header(f.name, f.value); got == f.value || strings.Contains(got, "a8K2p9") || strings.Contains(got, mixed16) {
			t.Errorf("%s: %s stays %s", f.name, f.value, got)
		}
	}
	const hex40 = "33a64df551425fcc55e4d42a148795d9f25f89d4"
	for _, f := range []struct{ name, value string }{
		{"X-Git-Sha", hex40}, {"X-Commit", hex64}, {"ETag", `"` + hex40 + `"`}, {"X-Tree", hex40}, {"X-Nginx-Cache-Key", hex40}, {"Surrogate-Key", hex40}, {"Postman-Token", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"},
		{"Sec-WebSocket-Protocol", "graphql-transport-ws, v12.stomp, mqttv3.1, json.reliable.webpubsub.azure.v1, v4.channel.k8s.io, actioncable-v1-json, base64.binary.k8s.io"},
		{"Access-Control-Allow-Headers", "authorization, x-b3-traceid, X-Amz-Content-Sha256"}, {"Vary", "Authorization, X-Fb-Http2Version3"},
		{"X-Session", "active"}, {"X-Key", "primary"}, {"X-State", "enabled"}, {"X-Refresh", "3600"}, {"X-Token-Type", "Bearer"}, {"X-User-Id", "me"},
	} {
		if got := Header(f.name, f.value); got != f.value {
			t.Errorf("%s: %s became %s", f.name, f.value, got)
		}
	}
	for _, f := range []struct{ name, value string }{{"X-User-Id", "9QZ7KX"}, {"X-Fitbit-User-Id", "483016"}, {"X-Goog-Authenticated-User-Id", "accounts.google.com:112233445566"}, {"X-Forwarded-User", "9QZ7KX"}} {
		if got := testAliases().Header(f.name, f.value); !strings.HasSuffix(got, "user-1.k3f9") {
			t.Errorf("%s: %s became %s", f.name, f.value, got)
		}
	}
	for _, address := range []string{"https://api.fitbit.com/1/user/%39QZ7KX/profile.json", "https://api.fitbit.com/1//user//9QZ7KX/profile.json"} {
		if got := testAliases().URL(address); strings.Contains(got, "QZ7KX") {
			t.Errorf("%s became %s", address, got)
		}
	}
}
