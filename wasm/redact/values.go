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

// indexEnd is where the rest of a name ends that says which of several it is:
// access_token[], token[0], params[code].
func indexEnd(s string, at int) int {
	c, n := escape.CharAt(s, at)
	if c == ']' {
		return at + n
	}
	if c != '[' {
		return at
	}
	to := at + n
	for to < len(s) && shape.Digit(s[to]) && to-at < 8 {
		to++
	}
	if c, n := escape.CharAt(s, to); c == ']' {
		return to + n
	}
	return at
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
	switch {
	case p.markup && k != weak && strings.HasPrefix(s[blanks(s, p.from):], "<") && !strings.HasPrefix(s[blanks(s, p.from):], "<!"):
		if from, to := nestedContent(s, p.from); from > 0 {
			return m.cell(k, from, to, false)
		}
		return 0
	case p.markup:
		if strings.HasPrefix(s[p.from:], "<![CDATA[") {
			p.from += len("<![CDATA[")
		}
		p.to = limited(s, p.from, "<]", 0)
		if rest := s[p.to:]; rest != "" && !strings.HasPrefix(rest, "</") && !strings.HasPrefix(rest, "]]>") || rest == "" && strings.ContainsAny(s[p.from:], " @") {
			return 0 // <password>, which stands for one
		}
	case p.open.Text != "":
		if doubtful {
			window := s[:min(len(s), p.from+longestWeak)]
			p.to = p.open.Closing(window, p.from)
			if p.to < len(window) || p.to == len(s) {
				break
			}
			if !secretValue(k, p.notation, escape.Decode(s[p.from:p.to])) {
				return 0
			}
		}
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
		// A number, true, false or null of JSON: replaced so that JSON it stays.
		if (k == strong || k == password || k == token || k == pin || (k == user || k == account) && secretValue(k, quoted, value)) && len(value) >= 4 && strings.Trim(value, "0123456789") == "" {
			if hidden := m.in(m.label, value); hidden != value {
				m.replace(p.from, p.to, `"`+hidden+`"`)
			}
			return p.to
		}
		return 0
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

// literalStart is where the text of a literal begins, as languages write them: behind the
// brackets of a list, a type, a letter before the quote, or the tag around it.
func literalStart(s string, at int) int {
	start := at
	for range 3 { // a list of values, or a list of such lists
		open, n := escape.CharAt(s, at)
		if open != '[' {
			break
		}
		next := prefixEnd(s, blanks(s, at+n))
		if _, ok := escape.QuoteAt(s, next); ok {
			return next
		}
		at = blanks(s, at+n)
	}
	at = prefixEnd(s, start)
	if end := typeEnd(s, at); end > at {
		return prefixEnd(s, end)
	}
	if from := bracketed(s, at); from > 0 {
		return from
	}
	if at < len(s) && (s[at] == '|' || s[at] == '>') { // of YAML, on the next line
		end := at + 1
		for end < len(s) && (s[end] == '-' || s[end] == '+') {
			end++
		}
		if next := blanks(s, end); next > end && (s[end] == '\n' || s[end] == '\r' || s[end] == '\\') {
			return next
		}
	}
	if from := insideTag(s, at); from > 0 {
		return from
	}
	return at
}

// prefixEnd is where the letters end that languages put before a quote, as in b'…', @"…"
// and ${"…"}; at: there are none.
func prefixEnd(s string, at int) int {
	end := at
	for end < len(s) && end-at < 2 && strings.IndexByte("ubrfBRL@", s[end]) >= 0 {
		end++
	}
	if strings.HasPrefix(s[at:], "${") {
		end = at + len("${")
	}
	if end > at && end < len(s) && (s[end] == '\'' || s[end] == '"') {
		return end
	}
	return at
}

// bracketed is where a value begins that is alone in brackets: [X], Optional[X], Token(X);
// 0: there is none. Names of what is missing stand in brackets, too.
func bracketed(s string, at int) int {
	open := wordEnd(s, at)
	if open >= len(s) || s[open] != '[' && s[open] != '(' {
		return 0
	}
	to := open + 1
	for to < len(s) && to-open < longestWeak && strings.IndexByte(singleBytes+"/=", s[to]) >= 0 {
		to++
	}
	if to < len(s) && (s[to] == ']' || s[to] == ')') && shape.Opaque(s[open+1:to]) && !shape.Constant(s[open+1:to]) {
		return open + 1
	}
	return 0
}

// insideTag is where the text begins of a tag that only says how it looks: <em>X</em>.
func insideTag(s string, at int) int {
	c, n := escape.CharAt(s, at)
	if c != '<' {
		return 0
	}
	if !among(s[at+n:wordEnd(s, at+n)], "em,b,i,code,strong,span,pre,kbd,samp,tt,mark,font,u") {
		return 0
	}
	end := tagEnd(s, at)
	if from, to := content(s, end); to > from && end > 0 {
		return from
	}
	return 0
}

// jsonLiteral reports whether a number, true, false or null is at i.
func jsonLiteral(s string, i int) bool {
	end := i
	for end < len(s) && end-i < longestName && (shape.NameByte(s[end]) || s[end] == '.' || s[end] == '+') {
		end++
	}
	return among(s[i:end], "true,false,null") || end > i && strings.Trim(s[i:end], "0123456789.eE+-") == ""
}

// aside is where what describes a name ends, before the sign behind it: [token:protected],
// token (str), token.....
func aside(s string, at int) int {
	if at >= len(s) {
		return at
	}
	window := s[at:min(len(s), at+longestName)]
	end := -1
	switch next := spaces(s, at); {
	case s[at] == ':':
		for _, sign := range [...]string{"protected]", "private]"} {
			if n := strings.Index(window, sign); n >= 0 && !strings.ContainsAny(window[:n], " \n=") {
				return at + n + len(sign)
			}
		}
		return at
	case next < len(s) && s[next] == '(' && next-at <= 1:
		if n := strings.IndexByte(window, ')'); n >= 0 && !strings.ContainsAny(window[:n], "\n\"'=") {
			end = at + n + 1
		}
	case strings.HasPrefix(window, ".."):
		end = at + len(window) - len(strings.TrimLeft(window, "."))
	}
	if end < 0 {
		return at
	}
	if next := spaces(s, end); next < len(s) && (s[next] == ':' || s[next] == '=') {
		return end
	}
	return at
}

// joined is where the literal begins that is joined to the one whose quote ended at i: "…" +
// "…"; 0: there is none.
func joined(s string, i int) int {
	at := blanks(s[:min(len(s), i+longestName)], i)
	sign := at
	if plus := strings.IndexByte(s[i:at], '+'); plus < 0 { // blanks has stepped over it
		return 0
	}
	if q, ok := escape.QuoteAt(s, sign); ok {
		return sign + len(q.Text)
	}
	return 0
}
