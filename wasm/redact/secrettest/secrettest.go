// Package secrettest makes secrets for tests: as servers make them, where they
// stand, and how they are written elsewhere. All tests of what leaves draw from
// it.
package secrettest

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"strings"
)

// A Generator makes secrets; the same seed makes the same.
type Generator struct {
	*rand.Rand
	Secrets []string // that were made
}

// New is a generator with this seed.
func New(seed uint64) *Generator { return &Generator{Rand: rand.New(rand.NewPCG(seed, 3))} }

// Pick is one of the texts.
func (g *Generator) Pick(texts ...string) string { return texts[g.IntN(len(texts))] }

// Bytes are n random ones.
func (g *Generator) Bytes(n int) []byte {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte(g.IntN(256))
	}
	return raw
}

// letters is a text of n of these.
func (g *Generator) letters(n int, of string) string {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = of[g.IntN(len(of))]
	}
	return string(raw)
}

const (
	small   = "abcdefghijklmnopqrstuvwxyz"
	capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digits  = "0123456789"
)

// A Kind is one that servers make.
type Kind struct {
	Name string
	make func(g *Generator) string
}

// Kinds of secrets, by the letters that they are made of.
var Kinds = []Kind{
	{"64 hexadecimal digits", func(g *Generator) string { return hex.EncodeToString(g.Bytes(32)) }},
	{"40 hexadecimal digits", func(g *Generator) string { return hex.EncodeToString(g.Bytes(20)) }},
	{"32 hexadecimal digits", func(g *Generator) string { return hex.EncodeToString(g.Bytes(16)) }},
	{"hexadecimal capitals", func(g *Generator) string { return strings.ToUpper(hex.EncodeToString(g.Bytes(20))) }},
	{"Base64 for addresses", func(g *Generator) string { return base64.RawURLEncoding.EncodeToString(g.Bytes(32)) }},
	{"Base64", func(g *Generator) string { return base64.StdEncoding.EncodeToString(g.Bytes(40)) }},
	{"Base64 with filling", func(g *Generator) string { return base64.StdEncoding.EncodeToString(g.Bytes(31)) }},
	{"letters and digits", func(g *Generator) string { return g.letters(24, small+digits) + g.letters(2, digits) }},
	{"mixed, short", func(g *Generator) string {
		return g.letters(5, small) + g.letters(3, digits) + g.letters(5, capital) + g.letters(3, digits)
	}},
	{"mixed, long", func(g *Generator) string { return g.letters(64, small+capital+digits) }},
	{"with full stops", func(g *Generator) string {
		return g.letters(20, small+capital+digits) + "1a." + g.letters(30, small+capital+digits)
	}},
	{"with tildes", func(g *Generator) string {
		return g.letters(20, small+capital+digits) + "7~" + g.letters(24, small+capital+digits) + "_-9"
	}},
	{"UUID", func(g *Generator) string {
		h := hex.EncodeToString(g.Bytes(16))
		return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
	}},
	{"Google's client secret", func(g *Generator) string { return "GOCSPX-" + base64.RawURLEncoding.EncodeToString(g.Bytes(21)) }},
	{"Google's API key", func(g *Generator) string { return "AIza" + base64.RawURLEncoding.EncodeToString(g.Bytes(27))[:35] }},
	{"Google's access token", func(g *Generator) string { return "ya29." + base64.RawURLEncoding.EncodeToString(g.Bytes(60)) }},
	{"Google's refresh token", func(g *Generator) string { return "1//0" + base64.RawURLEncoding.EncodeToString(g.Bytes(60)) }},
	{"Google's code", func(g *Generator) string { return "4/0" + base64.RawURLEncoding.EncodeToString(g.Bytes(50)) }},
	{"JWT", func(g *Generator) string {
		return g.JWT(map[string]any{"sub": "9QZ7KX", "aud": "23ABCD", "exp": 1793368262})
	}},
}

// JWT is a token with these claims and one that is its own.
func (g *Generator) JWT(claims map[string]any) string {
	claims["jti"] = hex.EncodeToString(g.Bytes(16))
	body, _ := json.Marshal(claims)
	return "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString(body) + "." + base64.RawURLEncoding.EncodeToString(g.Bytes(32))
}

// Make is a new secret.
func (k Kind) Make(g *Generator) string {
	secret := k.make(g)
	g.Secrets = append(g.Secrets, secret)
	return secret
}

// Secret is a new one of any kind.
func (g *Generator) Secret() string { return Kinds[g.IntN(len(Kinds))].Make(g) }

// Again is a new secret, or one that was made before.
func (g *Generator) Again() string {
	if len(g.Secrets) > 0 && g.IntN(2) == 0 {
		return g.Pick(g.Secrets...)
	}
	return g.Secret()
}

// Names of fields that hold secrets.
var Names = []string{"access_token", "refresh_token", "id_token", "token", "code", "code_verifier", "client_secret", "assertion",
	"password", "oauth_token", "oauth_token_secret", "oauth_signature", "oauth_verifier", "accessToken", "clientSecret", "FITBIT_REFRESH_TOKEN", "x-api-key",
	"session_id", "Ocp-Apim-Subscription-Key", "csrf_token", "private_key", "device_code", "mfa_code", "signing_key", "reset_code", "invite_code", "X-Secret-Key",
	"CLIENT_SECRET_PROD", "FITBIT_CLIENT_SECRET_2", "password1", "password_confirmation", "my-refresh-token-old", "access_token_value", "HTTP-X-Api-Key"}
