package diagnose

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// jwtOf makes a token with these claims and an invented signature.
func jwtOf(t testing.TB, claims map[string]any) string {
	t.Helper()
	body, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"HS256"}`)) + "." + encode(body) + "." + encode([]byte("an invented signature, 32 bytes."))
}

func TestDecodeToken(t *testing.T) {
	token := jwtOf(t, map[string]any{"sub": "9XYZ42", "aud": "22ABCD", "iss": "Fitbit", "typ": "access_token", "scopes": "ract rhr", "iat": 1793339162, "exp": 1793367962})
	c, ok := decodeToken(token)
	if !ok || c.Subject != "9XYZ42" || c.Client != "22ABCD" || c.Type != "access_token" || strings.Join(c.Scopes, "+") != "ract+rhr" || c.Expires.Sub(c.Issued) != 8*time.Hour {
		t.Errorf("have %+v, %v", c, ok)
	}
	if c, ok := decodeToken(jwtOf(t, map[string]any{"aud": []string{"22ABCD"}})); !ok || c.Client != "22ABCD" || !c.Expires.IsZero() || !c.Issued.IsZero() {
		t.Errorf("list as aud: have %+v, %v", c, ok)
	}
	for name, text := range map[string]string{
		"nothing":      "",
		"dots":         "..",
		"two parts":    token[:strings.LastIndexByte(token, '.')],
		"cut":          token[:60],
		"four parts":   token + ".x",
		"padding":      strings.Replace(token, ".", "=.", 1),
		"no JSON":      "eyJ.eyJ.x",
		"too long":     token + strings.Repeat("x", maxToken),
		"hexadecimals": strings.Repeat("0123456789abcdef", 4),
		"other types":  jwtOf(t, map[string]any{"exp": "tomorrow"}),
	} {
		if _, ok := decodeToken(text); ok {
			t.Errorf("%s is decoded", name)
		}
	}
}

func TestTokenIn(t *testing.T) {
	token := jwtOf(t, map[string]any{"sub": "9XYZ42"})
	for text, want := range map[string]string{
		"Access token expired: " + token + ". Visit https://dev.fitbit.com": token,
		"Access token expired: " + token:                                    token,
		`{"a":"` + token + `"}`:                                             token,
		"eyJunk and then " + token:                                          token,
		"Access token expired: eyJhbGciOi…":                                 "",
		"eyJ":                                                               "",
		"no token":                                                          "",
	} {
		if have := tokenIn(text); have != want {
			t.Errorf("%s: have %s", text, have)
		}
	}
}
