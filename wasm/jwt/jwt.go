// Package jwt reads what a token in JWT form says about itself. It never checks
// a signature: only the server has the key.
package jwt

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"misstep/wasm/jsonscan"
)

// MaxLength bounds what is decoded; longer texts aren't token. Bytes.
const MaxLength = 8192

// Claims are what an access token says about itself.
type Claims struct {
	Subject string // user ID
	Client  string // client ID
	Type    string // such as access_token
	Issuer  string
	Scopes  []string
	Issued  time.Time // zero when it does not say
	Expires time.Time // zero when it does not say
}

// Decode reads a token's claims; false if the text isn't a JWT.
func Decode(token string) (Claims, bool) {
	payload, ok := Payload(token)
	if !ok {
		return Claims{}, false
	}
	claims, ok := jsonscan.Decode(string(payload))
	if !ok {
		return Claims{}, false
	}
	body, _ := claims.(map[string]any)
	text := func(value any) string {
		text, _ := value.(string)
		return text
	}
	word := func(name string) string {
		word, is := body[name].(string)
		ok = ok && (is || body[name] == nil)
		return word
	}
	date := func(name string) (t time.Time) {
		seconds, is := body[name].(float64)
		ok = ok && (is || body[name] == nil)
		if seconds > 0 && seconds < 1<<53 {
			t = time.Unix(int64(seconds), 0).UTC()
		}
		return t
	}
	c := Claims{
		Subject: word("sub"), Client: text(body["aud"]), Type: word("typ"), Issuer: word("iss"),
		Scopes: strings.Fields(word("scopes")), Issued: date("iat"), Expires: date("exp"),
	}
	if list, is := body["aud"].([]any); is && len(list) == 1 {
		c.Client = text(list[0])
	}
	if !ok {
		return Claims{}, false
	}
	return c, true
}

// Payload is the JSON object in which a token has its claims; false when the
// text isn't a token, for which its header must be an object, too.
func Payload(token string) ([]byte, bool) {
	parts := strings.Split(token, ".")
	if len(token) > MaxLength || len(parts) != 3 {
		return nil, false
	}
	var decoded [2][]byte
	for i := range decoded {
		data, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || !json.Valid(data) || bytes.TrimSpace(data)[0] != '{' {
			return nil, false
		}
		decoded[i] = data
	}
	return decoded[1], true
}

// A Member is one claim as the token has it.
type Member struct {
	Name  string
	Value json.RawMessage
}

// Members are the first so many claims of a token, in its own order.
func Members(token string, most int) []Member {
	payload, ok := Payload(token)
	if !ok {
		return nil
	}
	var list []Member
	members := jsonscan.New(payload)
	members.Object(func(name []byte) {
		if claim := (Member{Name: string(name), Value: members.Raw()}); len(list) < most {
			list = append(list, claim)
		}
	})
	return list
}

// Find is the first token in a text, such as an error message.
func Find(text string) string {
	for {
		i := strings.Index(text, "eyJ")
		if i < 0 {
			return ""
		}
		text = text[i:]
		end := strings.IndexFunc(text, func(r rune) bool { return !IsRune(r) })
		if end < 0 {
			end = len(text)
		}
		found := strings.TrimRight(text[:end], ".") // the sentence's full stop
		if _, ok := Decode(found); ok {
			return found
		}
		text = text[end:]
	}
}

// IsRune reports whether a character may be in a token.
func IsRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_' || r == '.'
}
