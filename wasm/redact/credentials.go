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
		if from == end || strings.HasPrefix(s[from:], p.open.Text) && p.open.Text != "" {
			if to := m.nextLiteral(from); to > 0 {
				return to
			}
			return end
		}
		if q, ok := escape.QuoteAt(s, from); ok && q.Text != p.open.Text { // sent with the token
			from += len(q.Text)
		}
		to := m.start(from, p.encoded)
		value := s[from:to]
		if attribute(s, value, to) || to < len(s) && s[to] == '(' && identifier(s, value, to) {
			return from
		}
		if placeholder(value) || value == "" {
			return to
		}
		return m.hideRun(from, to, p.encoded)
	}
	to := m.start(p.from, p.encoded)
	value := s[p.from:to]
	if value == "" || to < len(s) && s[to] == '(' && identifier(s, value, to) {
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
		if end := m.nextLiteral(from); end > 0 {
			return end
		}
		from += len(q.Text)
	}
	to := m.start(from, percent)
	value := strings.TrimRight(s[from:to], ".,:!?*")
	to = from + len(value)
	if value == "" || attribute(s, value, to) || identifier(s, value, to) || strings.Contains(value, "://") {
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
		if strings.Contains(s, "curl") || strings.Contains(s, "xh ") {
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
	case "--oauth2-bearer", "--bearer", "--pass", "--proxy-pass":
		if strings.HasSuffix(name, "bearer") {
			m.label = "access-token"
		}
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

// nextLiteral masks the literal that follows the one whose quote is at i: ["Bearer", "…"],
// 'Bearer ' + '…'. 0: none does.
func (m *masker) nextLiteral(i int) int {
	s := m.s
	q, ok := escape.QuoteAt(s, i)
	if !ok {
		return 0
	}
	at := spaces(s, i+len(q.Text))
	if at >= len(s) || strings.IndexByte(",+.", s[at]) < 0 {
		return 0
	}
	at = blanks(s, at+1)
	next, ok := escape.QuoteAt(s, at)
	if !ok || next.Text != q.Text {
		return 0
	}
	from := at + len(q.Text)
	to := q.Closing(s[:min(len(s), from+longestPart)], from)
	if value := escape.Decode(s[from:to]); placeholder(value) || shape.Word(value) || strings.ContainsAny(value, " ;:") {
		return 0
	}
	return m.mask(from, to)
}

// pairArgument masks the secret in the arguments of a function that makes credentials, whose
// name ended at j: btoa("id:…"), HTTPBasicAuth("id", "…").
func (m *masker) pairArgument(j int) int {
	s := m.s
	at := blanks(s, j)
	if at < len(s) && s[at] == '(' {
		at = prefixEnd(s, blanks(s, at+1))
	}
	q, ok := escape.QuoteAt(s, at)
	if !ok || at == j {
		return 0
	}
	from := at + len(q.Text)
	to := q.Closing(s[:min(len(s), from+longestWeak)], from)
	m.label = "client-secret"
	name, secret, ok := strings.Cut(s[from:to], ":")
	if !ok {
		return m.nextLiteral(to)
	}
	if placeholder(secret) || strings.HasPrefix(secret, "//") {
		return 0
	}
	return m.mask(from+len(name)+1, to)
}

// ofClient masks what follows the ID of one of Fitbit's clients at s[i:j] as its secret does:
// 23ABCD:…, ("23ABCD", "…").
func (m *masker) ofClient(i, j int) int {
	s := m.s
	if j-i != len("23ABCD") || s[i] != '2' || j >= len(s) || strings.Trim(s[i:j], "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || strings.Trim(s[i:j], "0123456789") == "" {
		return 0
	}
	m.label = "client-secret"
	if s[j] != ':' {
		return m.nextLiteral(j)
	}
	to := m.start(j+1, false)
	if value := s[j+1 : to]; !shape.Opaque(value) || shape.Constant(value) || placeholder(value) {
		return 0
	}
	return m.hideRun(j+1, to, false)
}

// assigned reports whether the word s[i:j] is a variable whose value is sent as credentials
// soon after: T=… && curl -H "Authorization: Bearer $T".
func (m *masker) assigned(i, j int) bool {
	s := m.s
	if j+1 >= len(s) || s[j] != '=' || j-i > longestName/2 || i > 0 && strings.IndexByte(" \t\n;", s[i-1]) < 0 || !shape.Opaque(s[j+1:m.start(j+1, false)]) {
		return false
	}
	rest := s[j:min(len(s), j+1<<10)]
	for {
		before, after, found := strings.Cut(rest, "$")
		if !found {
			return false
		}
		name := strings.TrimLeft(after, "{")
		if n := len(before) - len("bearer "); strings.HasPrefix(name, s[i:j]) && !goesOn(name, j-i) && n >= 0 && (strings.EqualFold(before[n:], "bearer ") || strings.EqualFold(before[n+1:], "basic ")) {
			return true
		}
		rest = after
	}
}

// identifier reports whether a value that ends at to is a word, or a name in the source of a
// program: a call, or one of letters alone.
func identifier(s, value string, to int) bool {
	if len(value) > longestName/2 || value == "" {
		return false
	}
	letters, digits := 0, 0
	for i := range len(value) {
		if shape.Letter(value[i]) {
			letters++
		} else if shape.Digit(value[i]) {
			digits++
		}
	}
	if letters+digits == 0 {
		return value[0] >= 0x80 // a dash
	}
	if to < len(s) && (s[to] == '(' || s[to] == '[') && value[0] > '9' && strings.Trim(strings.ToLower(value), "abcdefghijklmnopqrstuvwxyz0123456789_.") == "" && digits <= 2 {
		return true
	}
	return shape.Word(value) || letters == len(value) && shape.ChangesIn(value) < 2 && len(value) < 20
}
