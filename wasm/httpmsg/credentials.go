package httpmsg

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"misstep/catalog/location"
)

const (
	Basic  = "Basic"
	Bearer = "Bearer"
)

// IsPlaceholder reports whether a text is what programs write for a value that
// they do not have, or what stands for it in an example.
func IsPlaceholder(text string) bool {
	inner := strings.Trim(text, "\"'`")
	if IsNothing(inner) {
		return true
	}
	if len(inner) < 3 {
		return false
	}
	if inner != text && isJoint(strings.TrimSpace(inner)) {
		return true
	}
	first, last := inner[0], inner[len(inner)-1]
	return first == '<' && last == '>' || first == '{' && last == '}' || strings.HasPrefix(inner, "${") || first == '$' && !strings.ContainsAny(inner, "+/=.") || first == '%' && last == '%'
}

// isJoint reports whether what is between quotes is source code that joins a
// variable to a text, as in "Bearer ' + token + '": it was sent and not run.
func isJoint(inner string) bool {
	return len(inner) > 2 && (inner[0] == '+' || inner[0] == '.') && inner[len(inner)-1] == inner[0]
}

// IsNothing reports whether a text is what a program writes for a value that it
// does not have. It isn't a secret, and where a secret belongs it is the cause.
func IsNothing(text string) bool {
	if len(text) > len("[object promise]") {
		return false // before a token is written in small letters
	}
	switch strings.ToLower(text) {
	case "undefined", "null", "nil", "none", "nan", "false", "[object object]", "[object promise]", "(null)", "<null>":
		return true
	}
	return false
}

// DecodeBasic undoes Base64, with or without padding, of either alphabet.
func DecodeBasic(text string) (string, bool) {
	text = strings.TrimRight(text, "=")
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if data, err := encoding.DecodeString(text); err == nil && utf8.Valid(data) {
			return string(data), true
		}
	}
	return "", false
}

// ClientID is the client that a step of OAuth is made for, and where it says so.
func ClientID(r *Request) (id string, where location.Location) {
	header, _ := r.Header("Authorization")
	if scheme, credentials, _ := strings.Cut(header, " "); strings.EqualFold(scheme, Basic) {
		decoded, _ := DecodeBasic(strings.TrimSpace(credentials))
		if id, _, pair := strings.Cut(decoded, ":"); pair && id != "" {
			return id, location.Authorization
		}
	}
	id, _ = NamedParam(r, "client_id")
	return id, location.RequestParameter("client_id")
}

// BasicClientID is the client ID in a Basic header; "" when there is none to read.
func BasicClientID(x *Exchange) string {
	if id, where := ClientID(&x.Request); where == location.Authorization {
		return id
	}
	return ""
}

// IsHex reports whether s is an even number of hexadecimal digits.
func IsHex(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil
}
