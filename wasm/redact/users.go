package redact

import "strings"

// userAfter finds the id of a user behind the word user or users at s[i:j]: in
// an address, /user/ID or users/ID, or in a message, "user ID", "User id: ID".
func (m *masker) userAfter(i, j int) int {
	s := m.s
	m.label = userLabel
	c, n := charAt(s, j)
	if c == '/' {
		from := j + n
		to := from
		for to < len(s) && nameByte(s[to]) && to-from <= longestName {
			to++
		}
		if isUserID(s[from:to]) {
			return m.mask(from, to)
		}
		return 0
	}
	at, sure := j, false
	for at < len(s) && at-j < 16 {
		switch c := s[at]; {
		case c == ' ' || c == ':' || c == '=' || c == '#' || c == '\'' || c == '(':
			at++
			continue
		case strings.EqualFold(s[at:wordEnd(s, at)], "id") && !sure && at > j:
			at, sure = at+len("id"), true
			continue
		}
		break
	}
	if at == j || at >= len(s) {
		return 0
	}
	to := wordEnd(s, at)
	value := s[at:to]
	if to < len(s) && (s[to] == '-' || s[to] == '_' || s[to] == '/') || !isUserID(value) {
		return 0
	}
	digits := strings.Trim(value, "0123456789") == ""
	mixed := strings.ContainsAny(value, "0123456789") && strings.ToLower(value) != value
	if mixed || digits && len(value) >= 9 || sure && len(value) >= 5 && strings.ContainsAny(value, "0123456789") {
		return m.mask(at, to)
	}
	return 0
}

// slashesAt is how long the two slashes at i are, as they are written; 0: there
// are none.
func slashesAt(s string, i int) int {
	c, n := charAt(s, i)
	d, more := charAt(s, i+n)
	if c != '/' || d != '/' {
		return 0
	}
	return n + more
}

func userWord(s string) bool { return strings.EqualFold(s, "user") || strings.EqualFold(s, "users") }

// charAt is the character at i, encoded or not, and how long it is.
func charAt(s string, i int) (byte, int) {
	if i >= len(s) {
		return 0, 0
	}
	if c, n := encodedAt(s, i); n > 0 {
		return c, n
	}
	if strings.HasPrefix(s[i:], `\/`) {
		return '/', 2
	}
	return s[i], 1
}

// wordEnd is where the letters and digits end that begin at i.
func wordEnd(s string, i int) int {
	for end := min(len(s), i+2*longestName); i < end && (letter(s[i]) || digit(s[i])); i++ {
	}
	return i
}

// saysHashed reports whether a text says that a code challenge is a hash. Where
// nothing says so, it is the verifier itself (RFC 7636).
func saysHashed(s string) bool {
	return strings.Contains(s, "S256") || strings.Contains(s, "s256")
}
