package redact

import (
	"strings"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

// A place is where a value is.
type place struct {
	from, to int // of the value, without quotes; to is not yet known for open
	open     escape.Quote
	notation notation
	number   bool // an unquoted member of a JSON object
	named    bool // its name is in quotes
	encoded  bool // percent-encoded as a whole, its separators too
	markup   bool // the content of an XML element

	until string // what ends cookies without quotes, besides a line end
}

// valueAfter finds the value of the name at s[i:j].
func (m *masker) valueAfter(i, j int) (place, bool) {
	s := m.s
	var p place
	at := j
	if from := contentOf(s, i, j); from > 0 {
		p.from, p.markup = from, true
		return p, from < len(s)
	}
	at = indexEnd(s, at)
	q, keyQuoted := escape.QuoteAt(s, at)
	if keyQuoted {
		at += len(q.Text)
	}
	at = starsEnd(s, aside(s, indexEnd(s, at)))
	before := at
	at = spaces(s, at)
	if next := blanks(s, at); next > at && (keyQuoted || s[at] == '%') {
		if c, _ := escape.CharAt(s, next); c == ':' || c == '=' {
			at = next
		}
	}
	tight := at == before
	c, n := byte(0), 0
	if at < len(s) {
		c, n = s[at], 1
		if d, size := escape.At(s, at); size > 0 {
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
	at = spaces(s, starsEnd(s, spaces(s, at)))
	tight = tight && at == after && c == '='
	if next := blanks(s, at); next > at && (keyQuoted || p.encoded || s[at] == '%') {
		if _, ok := escape.QuoteAt(s, next); ok || s[at] == '%' && c == ':' {
			at = next
		}
	}
	at = literalStart(s, at)
	p.notation, p.named = prose, keyQuoted
	if q, ok := escape.QuoteAt(s, at); ok {
		if three := strings.Repeat(q.Text, 3); strings.HasPrefix(s[at:], three) && q.Text != "'" {
			q = escape.Quote{Text: three}
		}
		p.open = q
		p.from = at + len(q.Text)
		p.notation = quoted
		return p, p.from < len(s)
	}
	p.from = at
	p.number = keyQuoted && jsonLiteral(s, at)
	if tight && !keyQuoted {
		p.notation = query
	}
	return p, at < len(s)
}

// contentOf is where the content of the element begins whose name s[i:j] is, as in
// <token> and <a:token b="c">; 0: it is none.
func contentOf(s string, i, j int) int {
	if i > 0 && s[i-1] == ':' {
		for i--; i > 0 && shape.NameByte(s[i-1]); i-- {
		}
	}
	if i == 0 || j >= len(s) || s[i-1] != '<' || s[j] != '>' && s[j] != ' ' {
		return 0
	}
	return tagEnd(s, i-1)
}

// value masks what is at p, if it is a secret, and returns where to go on;
// 0: the name isn't a name here.
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
	doubtful := k == weak || k == pin || k == plural || k == likely || k == token && p.notation == prose
	if p.markup && k != weak && strings.HasPrefix(s[blanks(s, p.from):], "<") && !strings.HasPrefix(s[blanks(s, p.from):], "<!") {
		if from, to := nestedContent(s, p.from); from > 0 {
			return m.cell(k, from, to, false)
		}
		return 0
	}
	p, ok := m.extent(k, p, doubtful)
	if !ok {
		return 0
	}
	value := s[p.from:p.to]
	if p.open.Text == "" && !p.markup && p.notation != query {
		value = strings.TrimRight(value, ".,:!?")
		p.to = p.from + len(value)
	}
	if k == public {
		return p.to
	}
	if k == account && p.notation != query { // perhaps before the name of a collection
		if end := wordEnd(s, p.from); end < p.to && s[end] == '-' {
			value, p.to = s[p.from:end], end
		}
	}
	if value == "" || p.notation == prose && strings.Contains(value, "://") {
		return 0
	}
	if p.open.Text == "" && p.to < len(s) && (s[p.to] == '(' || s[p.to] == '[') && identifier(s, value, p.to) {
		return 0 // of a program
	}
	if (k == strong || k == token) && p.open.Text != "" && !p.named && strings.ContainsAny(value, " \n") {
		return 0 // words, as in Markdown
	}
	if p.notation == prose && k == password && m.label == "secret" && shape.Word(value) && p.to+1 < len(s) && s[p.to] == ' ' && shape.Letter(s[p.to+1]) {
		return 0 // a sentence about secrets
	}
	if p.markup && k == weak && strings.HasPrefix(value, "/") {
		return 0 // HTML's <code>, around a path
	}
	if p.number {
		return m.number(k, p, value)
	}
	if p.markup && doubtful { // HTML's <code>, and the <key> of a property list
		if p.notation = quoted; classify(value) != none {
			return 0 // a name itself
		}
	}
	if !secretValue(k, p.notation, escape.Decode(value)) {
		if placeholder(value) && !p.markup {
			return p.to
		}
		return 0
	}
	if p.open.Text == "" {
		return m.hideRun(p.from, p.to, p.encoded)
	}
	m.mask(p.from, p.to)
	return m.more(p)
}

// extent is the place of a value with its end; false: it is no value. doubtful: names of that
// kind have other values, too, so only what is short enough is looked at.
func (m *masker) extent(k kind, p place, doubtful bool) (place, bool) {
	s := m.s
	switch {
	case p.markup:
		if strings.HasPrefix(s[p.from:], "<![CDATA[") {
			p.from += len("<![CDATA[")
		}
		p.to = limited(s, p.from, "<]", 0)
		rest := s[p.to:]
		if rest != "" && !strings.HasPrefix(rest, "</") && !strings.HasPrefix(rest, "]]>") || rest == "" && strings.ContainsAny(s[p.from:], " @") {
			return p, false // <password>, which stands for one
		}
	case p.open.Text != "" && doubtful:
		window := s[:min(len(s), p.from+longestWeak)]
		p.to = p.open.Closing(window, p.from)
		if p.to < len(window) || p.to == len(s) {
			break
		}
		if !secretValue(k, p.notation, escape.Decode(s[p.from:p.to])) {
			return p, false
		}
		p.to = p.open.Closing(s, p.from)
	case p.open.Text != "":
		p.to = p.open.Closing(s, p.from)
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
	return p, true
}

// number masks a value that is a number, true, false or null of JSON so that it stays JSON.
func (m *masker) number(k kind, p place, value string) int {
	secret := k == strong || k == password || k == token || k == pin || (k == user || k == account) && secretValue(k, quoted, value)
	if !secret || len(value) < 4 || strings.Trim(value, "0123456789") != "" {
		return 0
	}
	if hidden := m.in(m.label, value); hidden != value {
		m.replace(p.from, p.to, `"`+hidden+`"`)
	}
	return p.to
}

// more masks the other elements of a list whose first was masked.
func (m *masker) more(p place) int {
	s := m.s
	at := p.to
	for strings.HasPrefix(s[at:], p.open.Text) {
		if from := joined(s, at+len(p.open.Text)); from > 0 {
			to := p.open.Closing(s[:min(len(s), from+longestPart)], from)
			if !placeholder(s[from:to]) {
				m.mask(from, to)
			}
			at = to
			continue
		}
		next := spaces(s, at+len(p.open.Text))
		if next >= len(s) || s[next] != ',' {
			break
		}
		next = spaces(s, next+1)
		if !strings.HasPrefix(s[next:], p.open.Text) {
			break
		}
		from := next + len(p.open.Text)
		to := p.open.Closing(s, from)
		after := spaces(s, min(len(s), to+len(p.open.Text)))
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

func (m *masker) saysHashed() bool {
	if m.hashed == 0 {
		m.hashed = -1
		if saysHashed(m.s) {
			m.hashed = 1
		}
	}
	return m.hashed > 0
}

// saysHashed reports whether a text says that a code challenge is a hash. Where
// nothing says so, it is the verifier itself (RFC 7636).
func saysHashed(s string) bool {
	return strings.Contains(s, "S256") || strings.Contains(s, "s256")
}

// longestObject is how much of an object is taken for that of a name, in bytes.
const longestObject = 4 << 10

// objectStart is where the object begins that a value is, perhaps after its type in a
// dump of PHP; -1: it is none.
func objectStart(s string, at int) int {
	if c, _ := escape.CharAt(s, at); c == '{' || c == '[' {
		return at
	}
	window := s[at:min(len(s), at+longestName)]
	if !strings.HasPrefix(strings.ToLower(window), "array") && !strings.HasPrefix(window, "object(") && !strings.HasPrefix(window, "stdClass") {
		return -1
	}
	for i := range len(window) {
		switch c := window[i]; {
		case c == '{', c == '(' && i+1 < len(window) && (window[i+1] == '\n' || window[i+1] == '\r'):
			return at + i
		case !shape.Letter(c) && !shape.Digit(c) && strings.IndexByte(" \r\n#()\\", c) < 0:
			return -1
		}
	}
	return -1
}

// enter reports whether what follows the name of a secret is an object: what is in it is
// the secret, or describes it.
func (m *masker) enter(k kind, p place) bool {
	at := objectStart(m.s, p.from)
	if at < 0 || p.open.Text != "" || p.notation == query || k == user || k == account || k == challenge || k == public || k == likely {
		return false
	}
	if p.from < m.inside {
		return true
	}
	depth := 0
	for end := min(len(m.s), at+longestObject); at < end; {
		c, n := escape.CharAt(m.s, at)
		switch c {
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			depth--
		}
		if depth <= 0 {
			break
		}
		at += n
	}
	m.inside, m.of, m.ofLabel = at, k, m.label
	return true
}

// member masks the value of a name that reveals nothing itself, at s[i:j] in an object that
// is a secret's.
func (m *masker) member(i, j int) int {
	for i > m.done && strings.IndexByte("+/", m.s[i-1]) >= 0 {
		i--
	}
	if m.of != weak && i > 0 && m.s[i-1] == '"' { // perhaps a list by what is secret
		to := i + strings.IndexByte(m.s[i:min(len(m.s), i+longestWeak)], '"')
		if c, _ := escape.CharAt(m.s, min(len(m.s), to+1)); to > i && c == ':' && shape.Mixed(m.s[i:to]) {
			m.label = m.ofLabel
			return m.mask(i, to)
		}
	}
	p, ok := m.valueAfter(i, j)
	if !ok || p.from >= m.inside {
		return 0
	}
	if p.open.Text != "" {
		p.to = p.open.Closing(m.s[:min(len(m.s), p.from+longestPart)], p.from)
	} else {
		p.to = m.start(p.from, p.encoded)
	}
	value := escape.Decode(m.s[p.from:p.to])
	if !secretCell(token, value) || (m.of == weak || m.of == plural) && !shape.Mixed(value) || p.open.Text == "" && !shape.Mixed(value) {
		return 0
	}
	m.label = m.ofLabel
	if p.open.Text == "" {
		return m.hideRun(p.from, p.to, p.encoded)
	}
	m.mask(p.from, p.to)
	return m.more(p)
}
