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
	_, keyQuoted := quoteAt(s, at)
	if keyQuoted {
		q, _ := quoteAt(s, at)
		at += len(q.text)
	}
	if at < len(s) && s[at] == ']' {
		at++
	} else if c, n := encodedAt(s, at); n > 0 && c == ']' {
		at += n
	}
	before := at
	at = spaces(s, at)
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
	if at < len(s) && s[at] == '[' { // a list of values
		if next := spaces(s, at+1); next < len(s) {
			if _, ok := quoteAt(s, next); ok {
				at = next
			}
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

// value masks what stands at p, if it is a secret, and returns where to go on;
// 0: the name is no name here.
func (m *masker) value(k kind, p place) int {
	s := m.s
	switch k {
	case authorization:
		return m.credentials(p)
	case cookie:
		return m.cookies(p)
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
		if (k == strong || k == password || k == token) && len(value) >= 4 && strings.Trim(value, "0123456789") == "" {
			m.replace(p.from, p.to, `"`+m.in(m.label, value)+`"`)
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
func (m *masker) cookies(p place) int {
	s := m.s
	ends := "\r\n\"'`"
	window := s[p.from:min(len(s), p.from+longestWeak)]
	if p.open.plain == '"' {
		ends = "\r\n\""
	}
	first := strings.IndexAny(window, "="+ends)
	if first < 0 || window[first] != '=' {
		return 0
	}
	to := limited(s, p.from, ends, '\\')
	if p.open.text != "" && p.open.plain == 0 {
		to = p.open.closing(s, p.from)
	}
	value := s[p.from:to]
	if hidden := m.in.cookies(value); hidden != value {
		m.replace(p.from, to, hidden)
	}
	return to
}

// pair handles {"name": "access_token", "value": "…"}, as recordings have it,
// inputs of HTML forms, and parts of multipart forms.
func (m *masker) pair(j int) int {
	s := m.s
	p, ok := m.valueAfter(j, j)
	if !ok || p.open.text == "" {
		return 0
	}
	end := p.from
	for end < len(s) && nameByte(s[end]) && end-p.from < longestName {
		end++
	}
	k := classify(s[p.from:end])
	m.label = labelOf(s[p.from:end])
	if k == none || !strings.HasPrefix(s[end:], p.open.text) {
		return 0
	}
	at := end + len(p.open.text)
	for _, blank := range [...]string{"\r\n\r\n", "\n\n", `\r\n\r\n`, `\n\n`} {
		if strings.HasPrefix(s[at:], blank) {
			at += len(blank)
			to := limited(s, at, "\r\n", '\\')
			if !placeholder(s[at:to]) {
				m.mask(at, to)
			}
			return to
		}
	}
	for start := at; at < len(s) && at-start < longestName; at++ {
		if c := s[at]; c == 'v' || c != ' ' && c != ',' && c != '\n' && c != '\r' && c != '\t' && c != '"' && c != '\'' && c != '\\' {
			break
		}
	}
	if !strings.HasPrefix(s[at:], "value") {
		return 0
	}
	v, ok := m.valueAfter(at, at+len("value"))
	if !ok || v.open.text == "" {
		return 0
	}
	if k == weak || k == token { // named as a parameter, so it is one
		v.notation = query
	}
	if end := m.value(k, v); end > 0 {
		return end
	}
	return v.from
}
