package diagnose

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// maxToken bounds what is decoded; longer texts are no token. Bytes.
const maxToken = 8192

// claims are what an access token in JWT form says about itself. Its signature
// cannot be checked: only the server has the key.
type claims struct {
	Subject string // user id
	Client  string // client id
	Type    string // such as access_token
	Issuer  string
	Scopes  []string
	Issued  time.Time // zero when it does not say
	Expires time.Time // zero when it does not say
}

// decodeToken reads a JWT's claims; false when it is none.
func decodeToken(token string) (claims, bool) {
	parts := strings.Split(token, ".")
	if len(token) > maxToken || len(parts) != 3 {
		return claims{}, false
	}
	var header, body map[string]any
	if !decodePart(parts[0], &header) || !decodePart(parts[1], &body) {
		return claims{}, false
	}
	ok := true
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
	c := claims{
		Subject: word("sub"), Client: textOf(body["aud"]), Type: word("typ"), Issuer: word("iss"),
		Scopes: strings.Fields(word("scopes")), Issued: date("iat"), Expires: date("exp"),
	}
	if list, is := body["aud"].([]any); is && len(list) == 1 {
		c.Client = textOf(list[0])
	}
	if !ok {
		return claims{}, false
	}
	return c, true
}

// decodePart reads one part of a JWT: JSON in base64url without padding.
func decodePart(part string, into any) bool {
	data, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(data, into) == nil
}

// tokenIn finds the first JWT in a text, such as an error message.
func tokenIn(text string) string {
	for {
		i := strings.Index(text, "eyJ")
		if i < 0 {
			return ""
		}
		text = text[i:]
		end := strings.IndexFunc(text, func(r rune) bool { return !isTokenRune(r) })
		if end < 0 {
			end = len(text)
		}
		found := strings.TrimRight(text[:end], ".") // the sentence's full stop
		if _, ok := decodeToken(found); ok {
			return found
		}
		text = text[end:]
	}
}

func isTokenRune(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_' || r == '.'
}
