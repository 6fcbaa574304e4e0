package redact

import "strings"

// A place is where a value stands.
type place struct {
	from, to int // of the value, without quotes; to is not yet known for open
	open     quote
	notation notation
	number   bool // an unquoted member of a JSON object
	encoded  bool // percent-encoded as a whole, its separators too
	markup   bool // the content of an XML element
}

// valueAfter finds the value of the name at s[i:j].
func (m *masker) valueAfter(i, j int) (place, bool) {
	s := m.s
	var p place
	at := j
	if i > 0 && s[i-1] == '<' && at < len(s) && s[at] == '>' {
		p.from, p.markup = at+1, true
		return p, p.from < len(s)
	}
	at = indexEnd(s, at)
	q, keyQuoted := quoteAt(s, at)
	if keyQuoted {
		at += len(q.text)
	}
	at = indexEnd(s, at)
	before := at
	at = spaces(s, at)
	if next := blanks(s, at); next > at && (keyQuoted || s[at] == '%') {
		if c, _ := charAt(s, next); c == ':' || c == '=' {
			at = next
		}
	}
	tight := at == before
	c, n := byte(0), 0
	if at < len(s) {
		c, n = s[at], 1
		if d, size := encodedAt(s, at); size > 0 {
			c, n = d, size
			p.encoded = s[at] == '%'
		}
	}
	if c != '=' && c != ':' {
		return p, false
	}
	at += n
	if strings.HasPrefix(s[at:], ">") && c == '=' { // Ruby, PHP
		at++
		c = ':'
	}
	for at < len(s) && s[at] == '=' && at-before < 8 {
		at++
	}
	after := at
	at = spaces(s, at)
	tight = tight && at == after && c == '='
	if next := blanks(s, at); next > at && (keyQuoted || p.encoded || s[at] == '%') {
		if _, ok := quoteAt(s, next); ok || s[at] == '%' && c == ':' {
			at = next
		}
	}
	if open, n := charAt(s, at); open == '[' { // a list of values
		next := blanks(s, at+n)
		if _, ok := quoteAt(s, next); ok {
			at = next
		}
	}
	if at+1 < len(s) && (s[at] == 'u' || s[at] == 'b') && (s[at+1] == '\'' || s[at+1] == '"') { // Python
		at++
	}
	p.notation = prose
	if q, ok := quoteAt(s, at); ok {
		p.open = q
		p.from = at + len(q.text)
		p.notation = quoted
		return p, p.from < len(s)
	}
	p.from = at
	p.number = keyQuoted
	if tight && !keyQuoted {
		p.notation = query
	}
	return p, at < len(s)
}

// indexEnd is where the rest of a name ends that says which of several it is:
// access_token[], token[0], params[code].
func indexEnd(s string, at int) int {
	c, n := charAt(s, at)
	if c == ']' {
		return at + n
	}
	if c != '[' {
		return at
	}
	to := at + n
	for to < len(s) && digit(s[to]) && to-at < 8 {
		to++
	}
	if c, n := charAt(s, to); c == ']' {
		return to + n
	}
	return at
}

// value masks what stands at p, if it is a secret, and returns where to go on;
// 0: the name is no name here.
func (m *masker) value(k kind, p place) int {
	s := m.s
	switch k {
	case authorization:
		return m.credentials(p)
	case cookie, setCookie:
		return m.cookies(k, p)
	case challenge:
		if m.saysHashed() {
			k = public
		}
	}
	doubtful := k == weak || k == token && p.notation == prose
	switch {
	case p.markup:
		p.to = limited(s, p.from, "<", 0)
	case p.open.text != "":
		if doubtful {
			window := s[:min(len(s), p.from+longestWeak)]
			p.to = p.open.closing(window, p.from)
			if p.to < len(window) || p.to == len(s) {
				break
			}
			if !secretValue(k, p.notation, decode(s[p.from:p.to])) {
				return 0
			}
		}
		p.to = p.open.closing(s, p.from)
	case p.notation == query && !p.number:
		p.to = m.run(p.from, p.encoded)
	default:
		p.to = m.start(p.from, p.encoded)
		if doubtful { // codes have no colons, sentences and logs do
			if n := strings.IndexByte(s[p.from:p.to], ':'); n >= 0 {
				p.to = p.from + n
			}
		}
	}
	value := s[p.from:p.to]
	if p.open.text == "" && !p.markup && p.notation != query {
		value = strings.TrimRight(value, ".,:!?")
		p.to = p.from + len(value)
	}
	if k == public {
		return p.to
	}
	if value == "" || p.notation == prose && strings.Contains(value, "://") {
		return 0
	}
	if p.markup && k == weak && strings.HasPrefix(value, "/") {
		return 0 // HTML's <code>, around a path
	}
	if p.number {
		// A number, true, false or null of JSON: replaced so that JSON it stays.
		if (k == strong || k == password || k == token || k == user && isUserID(value)) && len(value) >= 4 && strings.Trim(value, "0123456789") == "" {
			if hidden := m.in(m.label, value); hidden != value {
				m.replace(p.from, p.to, `"`+hidden+`"`)
			}
			return p.to
		}
		return 0
	}
	if !secretValue(k, p.notation, decode(value)) {
		if placeholder(value) {
			return p.to
		}
		return 0
	}
	if p.open.text == "" {
		return m.hideRun(p.from, p.to, p.encoded)
	}
	m.mask(p.from, p.to)
	return m.more(p)
}

// more masks the other elements of a list whose first was masked.
func (m *masker) more(p place) int {
	s := m.s
	at := p.to
	for strings.HasPrefix(s[at:], p.open.text) {
		next := spaces(s, at+len(p.open.text))
		if next >= len(s) || s[next] != ',' {
			break
		}
		next = spaces(s, next+1)
		if !strings.HasPrefix(s[next:], p.open.text) {
			break
		}
		from := next + len(p.open.text)
		to := p.open.closing(s, from)
		after := spaces(s, min(len(s), to+len(p.open.text)))
		if after >= len(s) || s[after] != ',' && s[after] != ']' {
			break // the next member, not the next element
		}
		if !placeholder(s[from:to]) {
			m.mask(from, to)
		}
		at = to
	}
	return at
}

// credentials masks an Authorization value in a text.
func (m *masker) credentials(p place) int {
	s := m.s
	end := p.from
	for end < len(s) && nameByte(s[end]) && end-p.from < longestName {
		end++
	}
	if scheme(s[p.from:end]) {
		m.label = schemeLabel(s[p.from:end])
		from := end
		for {
			c, n := encodedAt(s, from)
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
		if q, ok := quoteAt(s, from); ok && q.text != p.open.text { // sent with the token
			from += len(q.text)
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
	if p.notation == prose && !opaque(decode(value)) || placeholder(value) || word(value) {
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
		if c, n := encodedAt(s, from); n > 0 && c == ' ' {
			percent = percent || s[from] == '%'
			from += n
			continue
		}
		break
	}
	if from == j || from >= len(s) {
		return 0
	}
	if q, ok := quoteAt(s, from); ok {
		from += len(q.text)
	}
	to := m.start(from, percent)
	value := strings.TrimRight(s[from:to], ".,:!?")
	to = from + len(value)
	if value == "" || attribute(s, value, to) || word(value) || strings.Contains(value, "://") {
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
	_, quoted := quoteAt(s, to)
	return quoted
}

// cookies masks a Cookie or Set-Cookie value in a text: to the end of its
// quotation, or of its line.
func (m *masker) cookies(k kind, p place) int {
	s := m.s
	to := 0
	if p.open.text != "" {
		to = p.open.closing(s, p.from)
	} else {
		to = limited(s, p.from, "\r\n\"'`", '\\')
	}
	value := s[p.from:to]
	if first := strings.IndexAny(value[:min(len(value), longestWeak)], "= "); first < 0 && !opaque(decode(value)) || first >= 0 && value[first] == ' ' && p.notation == prose {
		return 0 // a sentence about cookies
	}
	hidden := ""
	if k == setCookie {
		hidden = m.in.setCookies(value)
	} else {
		hidden = m.in.cookies(value)
	}
	if hidden != value {
		m.replace(p.from, to, hidden)
	}
	return to
}

func (m *masker) saysHashed() bool {
	if m.hashed == 0 {
		m.hashed = -1
		if saysHashed(m.s) {
			m.hashed = 1
		}
	}
	return m.hashed > 0
}

// pair handles {"name": "access_token", "value": "…"}, as recordings have it,
// fields of HTML forms, and parts of multipart forms. The word name is s[i:j].
func (m *masker) pair(i, j int) int {
	s := m.s
	p, ok := m.valueAfter(j, j)
	if !ok {
		return 0
	}
	end := p.from
	for end < len(s) && (nameByte(s[end]) || s[end] == '[' || s[end] == ']') && end-p.from < longestName {
		end++
	}
	k := classify(s[p.from:end])
	m.label = labelOf(s[p.from:end])
	if k == none || k == public || !strings.HasPrefix(s[end:], p.open.text) {
		return 0
	}
	at := end + len(p.open.text)
	if from, to := partBody(s, at); from > 0 {
		if !placeholder(s[from:to]) {
			m.mask(from, to)
		}
		return to
	}
	if p.open.text == "" {
		return 0
	}
	from, to := around(s, i, at)
	for _, name := range [...]string{"value", "content"} {
		for at := from; ; at++ {
			n := strings.Index(s[at:to], name)
			if n < 0 {
				break
			}
			at += n
			v, ok := m.valueAfter(at, at+len(name))
			if !ok || v.open.text == "" || v.from < m.done || at > from && nameByte(s[at-1]) {
				continue
			}
			if k == weak || k == token { // named as a parameter, so it is one
				v.notation = query
			}
			if end := m.value(k, v); end > 0 {
				return max(j, end)
			}
			return max(j, v.from)
		}
	}
	return 0
}

// around is the tag or the object around s[i:j], as far as is looked at.
func around(s string, i, j int) (from, to int) {
	from = max(0, i-longestWeak)
	if n := strings.LastIndexAny(s[from:i], "<>{}"); n >= 0 {
		from += n + 1
	}
	to = min(len(s), j+longestWeak)
	if n := strings.IndexAny(s[j:to], "<>{}"); n >= 0 {
		to = j + n
	}
	return from, to
}

// partBody is where the body of a part of a multipart form is, in whose header i
// is; 0, 0: it is in none.
func partBody(s string, i int) (from, to int) {
	window := s[i:min(len(s), i+2*longestWeak)]
	for _, line := range [...]string{"\r\n", "\n", `\r\n`, `\n`} {
		header, _, found := strings.Cut(window, line+line)
		if !found || header != "" && !strings.HasPrefix(header, ";") && !strings.HasPrefix(strings.ToLower(header), line+"content-") {
			continue
		}
		from = i + len(header) + 2*len(line)
		if n := strings.Index(s[from:min(len(s), from+longestPart)], line+"--"); n >= 0 {
			return from, from + n
		}
		return from, limited(s, from, "\r\n", '\\')
	}
	return 0, 0
}

// longestPart is how long a secret in a part of a form is at most, in bytes.
const longestPart = 8 << 10
