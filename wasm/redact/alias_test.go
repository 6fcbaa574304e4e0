package redact

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
)

func testAliases() *Aliases {
	a := NewSecrets().Aliases(nil)
	a.tag = "k3f9"
	return a
}

func TestAliases(t *testing.T) {
	basic := base64.StdEncoding.EncodeToString([]byte("22ABCD:s3cretS3cret"))
	aliased := base64.StdEncoding.EncodeToString([]byte("22ABCD:client-secret-1.k3f9"))
	for _, c := range []struct{ in, want string }{
		{"access_token=" + hex64[:20] + "&x=1", "access_token=access-token-1.k3f9&x=1"},
		{`{"refresh_token":"` + hex64 + `"}`, `{"refresh_token":"refresh-token-1.k3f9"}`},
		{"Refresh token invalid: " + hex64 + "." + visit, "Refresh token invalid: refresh-token-1.k3f9." + visit},
		{"Authorization: Basic " + basic, "Authorization: Basic " + aliased},
		{"Received header = Basic " + basic + ", received", "Received header = Basic " + aliased + ", received"},
		{"Cookie: a=0123456789abcdef; b=x1", "Cookie: a=cookie-1.k3f9; b=cookie-2.k3f9"},
		{"code=abc/def%23_%3D_", "code=code-1.k3f9%23_%3D_"},
		{"code=4f%252F0AbCdEf", "code=code%252D1.k3f9"},
		{"code=a1b2c3d4&code=a1b2c3d4&code=zzz9", "code=code-1.k3f9&code=code-1.k3f9&code=code-2.k3f9"},
		{"Authorization: Bearer \"" + hex64[:20] + "\"", "Authorization: Bearer \"access-token-1.k3f9\""},
		{"https://u:hunter22@x/", "https://u:password-1.k3f9@x/"},
		{"got ya29.a0AfB_byDexampleexample1234", "got ya29.token-1.k3f9"},
		{"mail jane.roe@example.com", "mail person-1.k3f9@example.invalid"},

		// No secrets.
		{"Authorization: Bearer undefined", "Authorization: Bearer undefined"},
		{"Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("22ABCD:")), "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("22ABCD:"))},
		{"client_id=22ABCD&scope=activity&grant_type=refresh_token", "client_id=22ABCD&scope=activity&grant_type=refresh_token"},
		{"access_token=8e6c…", "access_token=8e6c…"},
		{"access_token=access-token-7.zzzz", "access_token=access-token-7.zzzz"},
	} {
		a := testAliases()
		if got := a.Text(c.in); got != c.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", c.in, got, c.want)
		} else if again := a.Text(got); again != got {
			t.Errorf("%q becomes %q", got, again)
		}
	}
}

// The claims that say for what and until when a token is stay; the rest goes.
func TestAliasOfToken(t *testing.T) {
	claims := `{"aud":"22ABCD","sub":"9XYZ42","typ":"access_token","scopes":"ract rhr","exp":1792000000,"iat":1791970000,"email":"jane@example.com","jti":"secretsecret12"}`
	token := "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + "." + hex64
	a := testAliases()
	alias := strings.TrimPrefix(a.Header("Authorization", "Bearer "+token), "Bearer ")
	parts := strings.Split(alias, ".")
	if len(parts) != 3 || parts[2] != "redacted" {
		t.Fatal(alias)
	}
	header, _ := base64.RawURLEncoding.DecodeString(parts[0])
	body, _ := base64.RawURLEncoding.DecodeString(parts[1])
	var got, want any
	json.Unmarshal(body, &got)
	json.Unmarshal([]byte(`{"aud":"22ABCD","sub":"user-1.k3f9","typ":"access_token","scopes":"ract rhr","exp":1792000000,"iat":1791970000,"jti":"access-token-1.k3f9"}`), &want)
	have, _ := json.Marshal(got)
	wanted, _ := json.Marshal(want)
	if string(header) != `{"alg":"none"}` || string(have) != string(wanted) {
		t.Errorf("%s %s", header, have)
	}
	if text := a.Text("Access token expired: " + token + ". User 9XYZ42, not X9XYZ42"); text != "Access token expired: "+alias+". User user-1.k3f9, not X9XYZ42" {
		t.Error(text)
	}
}

// Whether a verifier leads to a challenge stays as it was.
func TestAliasOfVerifier(t *testing.T) {
	const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	for i, challenge := range append(challengesOf(verifier), verifier) {
		a := testAliases()
		request := "code_challenge=" + challenge
		learner := a.known.Learner()
		learner.URL("https://x/?" + request)
		learner.Text("code_verifier=" + verifier)
		alias := strings.TrimPrefix(a.Text("code_verifier="+verifier), "code_verifier=")
		if len(alias) != len(verifier) || strings.Contains(alias, verifier[:8]) {
			t.Errorf("alias %q", alias)
		}
		want := append(challengesOf(alias), alias)[i]
		if got := a.Text(request); got != "code_challenge="+want {
			t.Errorf("%s becomes %s, want %s", challenge, got, want)
		}
	}
	a := testAliases()
	a.Text("code_verifier=" + verifier)
	other := sha256.Sum256([]byte("another"))
	challenge := "code_challenge=" + base64.RawURLEncoding.EncodeToString(other[:]) + "&code_challenge_method=S256"
	if got := a.Text(challenge); got != challenge {
		t.Errorf("the challenge of another verifier becomes %s", got)
	}
}

// A secret that was learned is found in any encoding, where nothing names it.
func TestKnownInAnyEncoding(t *testing.T) {
	const secret = "s3cr3t/0aB+c9dEfGh="
	for _, c := range []struct{ in, want string }{
		{"a " + secret + " b", "a client-secret-1.k3f9 b"},
		{"s3cr3t%2F0aB%2Bc9dEfGh%3D", "client-secret-1.k3f9"},
		{"s3cr3t%2f0aB%2bc9dEfGh%3d", "client-secret-1.k3f9"},
		{`s3cr3t\/0aB+c9dEfGh=`, "client-secret-1.k3f9"},
		{hex.EncodeToString([]byte(secret)), "client-secret-1.k3f9"},
		{strings.ToUpper(hex.EncodeToString([]byte(secret))), "client-secret-1.k3f9"},
		{base64.StdEncoding.EncodeToString([]byte(secret)), "client-secret-1.k3f9"},
		{base64.RawURLEncoding.EncodeToString([]byte(secret)), "client-secret-1.k3f9"},
		{"s3cr3t", "s3cr3t"}, // a part of it is another word
	} {
		a := testAliases()
		a.Secret("client-secret", secret)
		if got := a.Known(c.in); got != c.want {
			t.Errorf("Known(%q) = %q, want %q", c.in, got, c.want)
		}
		for _, before := range []string{"x", "xy", "xyz"} {
			whole := base64.StdEncoding.EncodeToString([]byte(before + secret + "z"))
			if got := a.Known(whole); strings.Contains(got, whole[6:20]) {
				t.Errorf("%s%s in Base64 stays %s", before, secret, got)
			}
		}
	}
}

func TestAliasesDifferBetweenFiles(t *testing.T) {
	one, two := NewSecrets().Aliases([]byte("one")), NewSecrets().Aliases([]byte("two"))
	if a, b := one.Secret("code", hex64), two.Secret("code", hex64); a == b || !isAlias(a) || !isAlias(b) || Text("code="+a) != "code="+a {
		t.Errorf("%q, %q", a, b)
	}
	for _, s := range []string{"", "access-token-1", "access-token-1.k3f", "access-token-.k3f9", "word-1.k3f9", "code-1.K3F9", "code-1.k3f9x"} {
		if isAlias(s) {
			t.Errorf("%q is taken for an alias", s)
		}
	}
}

func FuzzAliases(f *testing.F) {
	f.Add("access_token=" + hex64)
	f.Add("Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("a:b")))
	f.Add("\ue000code=%2541\ue001")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, hex64[8:40]) {
			return
		}
		for _, a := range []*Aliases{testAliases(), NewSecrets().Variables()} {
			a.Secret("refresh-token", hex64)
			got := a.Text(text + "\n" + hex64)
			if strings.Contains(got, hex64[8:40]) {
				t.Errorf("survives behind %q: %q", text, got)
			}
			if most := 200 * (len(text) + len(hex64)); len(got) > most {
				t.Errorf("%d bytes of %d", len(got), len(text))
			}
			a.URL(text)
			a.Header("Authorization", text)
		}
	})
}

// A key that is sent as a user without a password is the secret; a client's ID alone isn't.
func TestBasicWithoutPassword(t *testing.T) {
	for plain, secret := range map[string]bool{mixed16 + ":": true, "23ABCD:": false} {
		a := testAliases()
		basic := base64.StdEncoding.EncodeToString([]byte(plain))
		got := a.Header("Authorization", "Basic "+basic)
		if gone := !strings.Contains(got, basic); gone != secret || secret && a.Text("seen "+mixed16) != "seen credentials-1.k3f9" {
			t.Errorf("%s: %s, %s", plain, got, a.Text("seen "+mixed16))
		}
	}
}
