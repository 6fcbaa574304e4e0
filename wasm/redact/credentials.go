package redact

import (
	"strings"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

// credentials masks the value of an Authorization header.
func (in replacer) credentials(value string) string {
	if placeholder(value) {
		return value
	}
	name, rest, _ := strings.Cut(value, " ")
	if !scheme(name) {
		return in("credentials", value)
	}
	bare := strings.TrimLeft(rest, " ")
	if bare == "" || placeholder(bare) {
		return value
	}
	before := value[:len(value)-len(bare)]
	from, to := firstWord(bare)
	rest = strings.TrimSpace(bare[to:])
	if !strings.Contains(bare, `="`) {
		to = len(strings.TrimRight(bare, "\"' "))
		return before + bare[:from] + in(schemeLabel(name), bare[from:max(from, to)]) + bare[max(from, to):]
	}
	head, list := "", bare
	if !parameter(bare[from:], to-from) {
		head, list = bare[:from]+in.replace(schemeLabel(name), bare[from:to]), bare[to:]
	}
	hidden, ok := in.parameters(list)
	if word := bare[from:to]; head != "" && !placeholder(word) && strings.Trim(word, tokenBytes) != "" {
		ok = false // more than credentials
	}
	if !ok || head != "" && from == 0 && strings.Trim(rest, `"'`) != "" && rest[0] != ',' && rest[0] != ';' {
		return before + in(schemeLabel(name), bare)
	}
	return before + head + hidden
}

// parameters masks the values in a list of name="value", and what has no name. false: there
// is nothing but that.
func (in replacer) parameters(s string) (hidden string, ok bool) {
	list := strings.Split(s, ",")
	ok = strings.Trim(s, `"' `) == ""
	for i, item := range list {
		if strings.Trim(item, `"' `) == "" {
			continue
		}
		name, quoted, valued := strings.Cut(item, "=")
		bare := strings.Trim(name, `"'; `)
		if !valued || !parameterName(bare) {
			list[i] = in.hideSpaced("credentials", item)
			continue
		}
		ok = true
		switch strings.ToLower(bare) {
		case "uri":
			list[i] = name + `="` + in.url(strings.Trim(quoted, `" `)) + `"`
			continue
		case "realm", "charset", "algorithm", "qop", "nc", "username", "oauth_consumer_key",
			"oauth_signature_method", "oauth_timestamp", "oauth_version", "oauth_callback":
			continue
		}
		list[i] = name + `="` + in.replace(labelOf(bare), strings.Trim(quoted, `" `)) + `"`
	}
	return strings.Join(list, ","), ok
}

// firstWord is where the first word is, or all that is in quotes.
func firstWord(s string) (from, to int) {
	from = len(s) - len(strings.TrimLeft(s, "\"'"))
	ends := "\"' \t,;"
	if from > 0 {
		ends = s[:1]
	}
	if n := strings.IndexAny(s[from:], ends); n >= 0 {
		return from, from + n
	}
	return from, len(s)
}

// parameter reports whether a text begins with name="value" or its like, the first word of
// which ends at n. The sign of equality may also be the filling of Base64.
func parameter(s string, n int) bool {
	name, value, ok := strings.Cut(s[:n], "=")
	if !ok || !parameterName(name) {
		return false
	}
	return strings.Trim(value, "=") != "" || value == "" && strings.HasPrefix(s[n:], `"`) && len(strings.TrimSpace(s[n:])) > 1 && s[n+1] != ','
}

func parameterName(s string) bool {
	return len(s) <= 24 && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz_-*") == ""
}

func (in replacer) hideSpaced(label, s string) string {
	bare := strings.TrimLeft(s, " ")
	return s[:len(s)-len(bare)] + in.replace(label, bare)
}

// credentials masks an Authorization value in a text.
func (m *masker) credentials(p place) int {
	s := m.s
	end := p.from
	for end < len(s) && shape.NameByte(s[end]) && end-p.from < longestName {
		end++
	}
	if scheme(s[p.from:end]) {
		m.label = schemeLabel(s[p.from:end])
		from := end
		for {
			c, n := escape.At(s, from)
			if from < len(s) && (s[from] == ' ' || s[from] == '+') {
				n = 1
			} else if n == 0 || c != ' ' {
				break
			}
			from += n
		}
		if from == end {
			return end
		}
		if q, ok := escape.QuoteAt(s, from); ok && q.Text != p.open.Text { // sent with the token
			from += len(q.Text)
		}
		to := m.start(from, p.encoded)
		value := s[from:to]
		if attribute(s, value, to) {
			return from
		}
		if placeholder(value) || value == "" {
			return to
		}
		return m.hideRun(from, to, p.encoded)
	}
	to := m.start(p.from, p.encoded)
	value := s[p.from:to]
	if value == "" {
		return 0
	}
	if p.notation == prose && !shape.Opaque(escape.Decode(value)) || placeholder(value) || shape.Word(value) {
		return 0
	}
	return m.hideRun(p.from, to, p.encoded)
}

// scheme masks what follows the word Bearer or Basic, which ended at j.
func (m *masker) scheme(j int) int {
	s := m.s
	from, percent := j, false
	for from < len(s) && from-j < 12 {
		if s[from] == ' ' || s[from] == '+' || s[from] == '\t' {
			from++
			continue
		}
		if c, n := escape.At(s, from); n > 0 && c == ' ' {
			percent = percent || s[from] == '%'
			from += n
			continue
		}
		break
	}
	if from == j || from >= len(s) {
		return 0
	}
	if strings.HasPrefix(s[from:], "-a ") { // of HTTPie: -A bearer -a …
		from += len("-a ")
	}
	if q, ok := escape.QuoteAt(s, from); ok {
		from += len(q.Text)
	}
	to := m.start(from, percent)
	value := strings.TrimRight(s[from:to], ".,:!?")
	to = from + len(value)
	if value == "" || attribute(s, value, to) || shape.Word(value) || strings.Contains(value, "://") {
		return 0
	}
	if placeholder(value) {
		return to
	}
	return m.hideRun(from, to, percent)
}

// attribute reports whether a value is the realm= of a challenge.
func attribute(s, value string, to int) bool {
	name, rest, ok := strings.Cut(value, "=")
	if !ok || len(name) > 24 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" {
		return false
	}
	if rest != "" {
		return strings.Trim(rest, "=") != ""
	}
	_, quoted := escape.QuoteAt(s, to)
	return quoted
}

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
	if q, ok := escape.QuoteAt(s, at); ok {
		p.open = q
		p.from = at + len(q.Text)
	}
	to := 0
	if p.open.Text != "" {
		to = p.open.Closing(s, p.from)
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
			if c, n = escape.CharAt(s, j); n != size && n > 1 {
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
			if user := escape.Decode(s[i:name]); len(user) >= 16 && shape.Opaque(user) && !placeholder(user) {
				m.label = "token"
				m.mask(i, name)
			}
			if secret != "" && (!placeholder(secret) || shape.CommonWord(secret)) {
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
