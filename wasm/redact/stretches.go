package redact

import "strings"

// curlOption masks the values of curl's -u, -b and --oauth2-bearer.
func (m *masker) curlOption(name string, j int) int {
	s := m.s
	if m.curl == 0 {
		m.curl = -1
		if strings.Contains(s, "curl") {
			m.curl = 1
		}
	}
	at := spaces(s, j)
	if j < len(s) && s[j] == '=' && strings.HasPrefix(name, "--") {
		at++
	}
	if m.curl < 0 || at == j && len(name) > 2 || at >= len(s) {
		return 0
	}
	p := place{from: at, notation: query}
	if q, ok := quoteAt(s, at); ok {
		p.open = q
		p.from = at + len(q.text)
	}
	to := 0
	if p.open.text != "" {
		to = p.open.closing(s, p.from)
	} else {
		to = m.run(p.from, false)
	}
	m.label = "password"
	switch name {
	case "-b", "--cookie":
		if strings.Contains(s[p.from:to], "=") {
			m.replace(p.from, to, m.in.cookies(s[p.from:to]))
			return to
		}
	case "--oauth2-bearer":
		m.label = "access-token"
		if !placeholder(s[p.from:to]) {
			return m.mask(p.from, to)
		}
	default:
		user, secret, ok := strings.Cut(s[p.from:to], ":")
		if ok && !placeholder(secret) {
			return m.mask(p.from+len(user)+1, to)
		}
	}
	return to
}

// userInfo masks the password in an address whose authority begins at i, and a
// token that is there in place of a user's name. size is how long a separator is
// as it is written: 1, or 3 for %3A.
func (m *masker) userInfo(i, size int) int {
	s := m.s
	colon := -1
	for j := i; j < len(s); {
		c, n := s[j], 1
		if size > 1 && c > ' ' {
			if c, n = charAt(s, j); n != size && n > 1 {
				c = 'a' // encoded once more, or less: it separates nothing here
			}
		}
		switch {
		case c == ':' && colon < 0:
			colon = j
		case c == '@':
			name, secret := j, ""
			if colon >= 0 {
				name, secret = colon, s[colon+n:j]
			}
			if user := decode(s[i:name]); len(user) >= 16 && opaque(user) && !placeholder(user) {
				m.label = "token"
				m.mask(i, name)
			}
			if secret != "" && (!placeholder(secret) || commonWord(secret)) {
				m.label = "password"
				m.mask(colon+n, j)
			}
			return j
		case c <= ' ' || strings.IndexByte(authorityEnds, c) >= 0 || c == '&' && size > 1:
			return i
		}
		j += n
	}
	return i
}

// echo masks a secret that a message repeats: "Access token expired: X", "Invalid
// signature or token 'X'", "Received header = X". The word before ended at j.
func (m *masker) echo(trigger string, j int) int {
	s := m.s
	at, sure, found := j, false, false
	window := min(len(s), j+longestName)
	for words := 0; words <= 6 && at < window; words++ {
		start := spaces(s, at)
		if start < window && (s[start] == ':' || s[start] == '=') {
			at = start + 1
			found = true
			break
		}
		if start >= window || start == at && s[start] != '/' {
			break
		}
		if s[start] == '/' {
			start++
		}
		end := start
		for end < window && letter(s[end]) {
			end++
		}
		switch strings.ToLower(s[start:end]) {
		case "expired", "invalid", "revoked", "rejected", "unknown", "malformed", "mismatch":
			sure = true
		}
		if end == start {
			break
		}
		at = end
	}
	if !found {
		at = j
	}
	from := spaces(s, at)
	if from == j || from >= len(s) || !found && trigger == "code" || trigger == "code" && !sure {
		return 0
	}
	q, isQuoted := quoteAt(s, from)
	if isQuoted {
		from += len(q.text)
	}
	to := m.start(from, false)
	value := strings.TrimRight(s[from:to], ".,:!?")
	to = from + len(value)
	switch {
	case value == "" || strings.Contains(value, "://") || word(value) || dateLike(value):
		return 0
	case placeholder(value):
		return to
	case !sure && (!opaque(decode(value)) || constant(decode(value))):
		return 0
	case !found && !isQuoted && len(value) < 16:
		return 0
	}
	return m.hideRun(from, to, false)
}

// start returns where the first stretch of the unquoted value at i ends, which
// is enough to tell what it is.
func (m *masker) start(i int, encoded bool) int {
	return run(m.s[:min(len(m.s), i+longestWeak)], i, encoded)
}

// hideRun masks the unquoted value at from, of which s[from:to] has been looked
// at, and returns its end.
func (m *masker) hideRun(from, to int, encoded bool) int {
	if to-from > longestWeak-longestName {
		to = from + len(strings.TrimRight(m.s[from:m.run(from, encoded)], ".,:!?")) // those of a sentence
	}
	return m.mask(from, to)
}

func (m *masker) run(i int, encoded bool) int { return run(m.s, i, encoded) }

// run returns where the unquoted value that begins at i ends. encoded: what
// would end it is percent-encoded.
func run(s string, i int, encoded bool) int {
	start := i
	if i < len(s) && strings.IndexByte("<[{$", s[i]) >= 0 { // perhaps a placeholder
		window := s[i:min(len(s), i+longestName)]
		if end := strings.IndexAny(window, ">]}"); end >= 0 && placeholder(window[:end+1]) {
			return i + end + 1
		}
		i++
	}
	for i < len(s) {
		c := s[i]
		switch {
		case c == '&':
			d, n := encodedAt(s, i)
			if n == 0 || d <= ' ' || strings.IndexByte("\"'<>&;,(){}[]#", d) >= 0 {
				return i
			}
			i += n
		case c <= ' ' || strings.IndexByte("\"'`<>;,(){}[]#|^", c) >= 0:
			if i == start+1 && i > 0 && strings.IndexByte("<[{", s[start]) >= 0 {
				return start
			}
			return i
		case c == '%' || c == '\\':
			d, n := encodedAt(s, i)
			switch {
			case n == 0 && c == '\\' && i+1 < len(s) && s[i+1] == '/':
				i += 2
			case n == 0 && c == '\\':
				return i
			case n == 0:
				i++
			case (encoded || c == '\\') && (d <= ' ' || strings.IndexByte("\"'<>&;,(){}[]#", d) >= 0):
				return i
			default:
				i += n
			}
		default:
			i++
		}
	}
	return i
}

// limited returns the next place of one of the bytes ends, or of an escaped
// line end or quote when escape is given.
func limited(s string, i int, ends string, escape byte) int {
	for ; i < len(s); i++ {
		if strings.IndexByte(ends, s[i]) >= 0 {
			return i
		}
		if s[i] == escape && escape != 0 && i+1 < len(s) && strings.IndexByte(`nr"'`, s[i+1]) >= 0 {
			return i
		}
	}
	return len(s)
}

// blanks steps over blanks and line ends, encoded or not; a plus sign is one.
func blanks(s string, i int) int {
	for end := min(len(s), i+longestName); i < end; {
		c, n := charAt(s, i)
		if c > ' ' && c != '+' || n == 0 {
			break
		}
		i += n
	}
	return i
}

// spaces steps over a few blanks.
func spaces(s string, i int) int {
	for end := min(len(s), i+16); i < end && (s[i] == ' ' || s[i] == '\t'); i++ {
	}
	return i
}
