package redact

import "strings"

// labels are the kinds of secrets that aliases are made for.
var labels = [...]string{"access-token", "refresh-token", "id-token", "token", "code-verifier", "code", "client-secret", "password",
	"session", "state", "cookie", "credentials", "basic", "key", "secret", "user", "person"}

// tagLength is how long the part of an alias is that differs from file to file.
const tagLength = 4

// isAlias reports whether a value is an alias as Aliases makes them: a label, a
// number, a full stop and the file's tag, perhaps filled up with zeros:
// "access-token-1.k3f9". No server makes secrets of that form.
func isAlias(s string) bool {
	at := strings.IndexByte(s, '.')
	if at < 0 || len(s) < at+1+tagLength || at > 32 {
		return false
	}
	label, number := cutLast(s[:at], '-')
	if number == "" || strings.Trim(number, "0123456789") != "" {
		return false
	}
	rest := s[at+1:]
	if strings.Trim(rest[:tagLength], tagLetters) != "" || strings.Trim(rest[tagLength:], ".0123456789") != "" {
		return false
	}
	for _, known := range labels {
		if label == known {
			return true
		}
	}
	return false
}

// tagLetters are those of tags: none that is taken for another.
const tagLetters = "abcdefghijkmnpqrstuvwxyz23456789"

func cutLast(s string, c byte) (before, after string) {
	i := strings.LastIndexByte(s, c)
	if i < 0 {
		return s, ""
	}
	return s[:i], s[i+1:]
}
