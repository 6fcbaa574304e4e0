package diagnosis

import (
	"encoding/base64"
	"encoding/json"
	"testing"
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
