// Package shape classifies what a value looks like by itself, without what names it: a
// word, a date, the name of an error, or something that only a machine makes.
package shape

import "strings"

// CommonWord reports whether a value is one of the words that stand where a
// secret would, in answers, examples and sentences.
func CommonWord(v string) bool {
	if len(v) > 16 {
		return false
	}
	switch strings.ToLower(v) {
	case "null", "undefined", "none", "nil", "nan", "true", "false", "string", "[object object]",
		"redacted", "hidden", "masked", "secret", "token", "password", "bearer", "basic",
		"missing", "required", "invalid", "expired", "revoked", "empty", "unknown", "optional",
		"is", "was", "are", "not", "no", "the", "a", "an", "must", "should", "or", "and", "in", "for", "to", "of",
		"auth", "authentication", "authorization", "access", "header", "scheme", "credentials", "your":
		return true
	}
	return false
}

// Word reports whether a value looks like a word of a sentence.
func Word(v string) bool {
	if len(v) > 14 {
		return false
	}
	for i := 0; i < len(v); i++ {
		if c := v[i]; !('a' <= c && c <= 'z' || i == 0 && 'A' <= c && c <= 'Z') {
			return false
		}
	}
	return true
}

// CapitalWord reports whether a message may have that word in capitals behind “user”.
func CapitalWord(word string) bool {
	switch word {
	case "ADMIN", "GUEST", "AGENT", "OAUTH", "LOGIN", "INPUT", "SCOPE", "TOKEN", "ERROR", "EMAIL", "STATE", "GROUP", "ROLES", "OWNER", "QUERY", "HTTPS", "REQUEST", "DELETE", "PATCH",
		"NOTFOUND", "DENIED", "BLOCKED", "LOCKED", "BANNED", "ABSENT", "ACTIVE", "INACTIVE", "DISABLED", "ENABLED", "DELETED", "REMOVED", "SUSPENDED", "FORBIDDEN", "FAILED", "FAILURE", "DEFINED", "PROFILE", "SESSION", "CONSENT":
		return true
	}
	return CommonWord(word)
}

// longestConstant bounds what is looked at as the name of an error.
const longestConstant = 64

// Constant reports whether a value looks like the name of an error:
// ERR_BAD_REQUEST, invalid_grant, 40001.
func Constant(v string) bool {
	if len(v) <= 5 && strings.Trim(v, "0123456789") == "" {
		return true
	}
	if len(v) > longestConstant {
		return false
	}
	upper, lower, digits, joints, part := false, false, 0, 0, 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case 'A' <= c && c <= 'Z':
			upper = true
			part++
		case 'a' <= c && c <= 'z':
			lower = true
			part++
		case '0' <= c && c <= '9':
			digits++
			part++
		case c == '_' || c == '-' || c == '/' || c == '.':
			joints++
			part = 0
		default:
			return false
		}
		if part > 16 {
			return false
		}
	}
	return (!upper || !lower) && (digits == 0 || joints > 0 && digits <= 4)
}

// Opaque reports whether a value looks made by a machine and not by a person.
func Opaque(v string) bool {
	if len(v) < 8 || strings.Contains(v, "://") || DateLike(v) {
		return false
	}
	upper, digits, letters, changes, slash, last := false, 0, 0, 0, false, byte(0)
	joints := 0
	for i := 0; i < len(v); i++ {
		c := v[i]
		class := byte(0)
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			return false
		case '0' <= c && c <= '9':
			class = '0'
			digits++
		case 'a' <= c && c <= 'z':
			class = 'a'
			letters++
		case 'A' <= c && c <= 'Z':
			class = 'A'
			letters++
			upper = true
		case c == '/':
			slash = true
			joints++
			continue
		default:
			joints++
			continue
		}
		if last != 0 && class != last && !(last == 'A' && class == 'a') {
			changes++
		}
		last = class
	}
	if slash && !upper {
		return false // a path
	}
	return digits > 0 && letters > 0 || changes >= 3 && letters > 0 || len(v) >= 24 && joints == 0
}

// Mixed reports whether a value is long, and a mixture that no words make.
func Mixed(v string) bool {
	if len(v) < 16 || !Opaque(v) || Constant(v) {
		return false
	}
	return Jumbled(v)
}

// MachineMade reports whether a run of letters and digits that stands alone can
// only be a token: 32 or more hex digits, or a long mixture.
func MachineMade(s string) bool {
	if len(s) < 32 {
		return false
	}
	hex, digits, upper, lower, joints, changes, last := true, false, false, false, false, 0, byte(0)
	for i := 0; i < len(s); i++ {
		c, class := s[i], byte(0)
		switch {
		case Digit(c):
			class, digits = '0', true
		case 'a' <= c && c <= 'z':
			class, lower = 'a', true
		case 'A' <= c && c <= 'Z':
			class, upper = 'A', true
		default:
			joints = true
		}
		hex = hex && (Digit(c) || 'a' <= c|0x20 && c|0x20 <= 'f')
		if class == 0 {
			continue
		}
		// A capital begins a word; that says nothing.
		if last != 0 && class != last && !(last == 'A' && class == 'a') {
			changes++
		}
		last = class
	}
	if hex {
		return digits && (upper || lower) // else it is a number
	}
	return changes*5 >= len(s) && (upper && lower || digits && (upper || lower) && !joints)
}

// ChangesIn is how often letters and digits, small and capital, take turns in a value.
// A capital begins a word; that says nothing.
func ChangesIn(value string) int {
	changes, last := 0, byte(0)
	for i := range len(value) {
		class := byte(0)
		switch c := value[i]; {
		case Digit(c):
			class = '0'
		case Letter(c):
			class = 'A' + c&0x20
		default:
			continue
		}
		if last != 0 && class != last && !(last == 'A' && class == 'a') {
			changes++
		}
		last = class
	}
	return changes
}

// Jumbled reports whether letters and digits alternate as in no word.
func Jumbled(value string) bool { return ChangesIn(value)*6 >= len(value) }

// DateLike reports whether a value is a date, a time or a short number.
func DateLike(v string) bool {
	if len(v) > 35 {
		return false
	}
	return strings.Trim(v, "0123456789-:.TZ+/,") == "" && (len(v) <= 4 || strings.ContainsAny(v, "-:./T"))
}

// TopLevel reports whether a word can be the last part of a domain: no number,
// and not the ending of a file.
func TopLevel(word string) bool {
	if len(word) < 2 || strings.ContainsAny(word, "0123456789") && !strings.HasPrefix(word, "xn--") {
		return false
	}
	switch word {
	case "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "css", "js", "mjs", "cjs", "map", "json", "html", "htm", "woff", "ttf", "tsx", "jsx", "invalid":
		return false
	}
	return true
}

// Letter reports whether c is an ASCII letter.
func Letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// Digit reports whether c is an ASCII digit.
func Digit(c byte) bool { return '0' <= c && c <= '9' }

// NameByte reports whether c may be part of a name, or of a base64url value.
func NameByte(c byte) bool { return Letter(c) || Digit(c) || c == '_' || c == '-' }
