package redact

import (
	"strings"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

// start returns where the first stretch of the unquoted value at i ends, which is enough to
// recognize what it is.
func (m *masker) start(i int, encoded bool) int {
	return run(m.s[:min(len(m.s), i+longestWeak)], i, encoded)
}

// hideRun masks the unquoted value at from, of which s[from:to] has been looked
// at, and returns its end.
func (m *masker) hideRun(from, to int, encoded bool) int {
	if to-from > longestWeak-longestName {
		to = from + len(strings.TrimRight(m.s[from:m.run(from, encoded)], ".,:!?")) // those of a sentence
	}
	m.mask(from, to)
	return m.wrapped(from, to)
}

// wrapped masks the rest of a value that ended at i with its line, because somebody wrapped
// it there: on the next line nothing else stands, and no word.
func (m *masker) wrapped(from, i int) int {
	s := m.s
	at := i
	for at < len(s) && strings.IndexByte("\\=^ ", s[at]) >= 0 && at-i < 3 && at+1 < len(s) && strings.IndexByte("\r\n ", s[at+1]) >= 0 {
		at++
	}
	if at >= len(s) || s[at] != '\n' && s[at] != '\r' {
		return i
	}
	for end := min(len(s), at+longestName); at < end && strings.IndexByte(" \t\r\n>#\u2502", s[at]) >= 0; at++ {
	}
	to := at
	for to < len(s) && to-at < longestPart && strings.IndexByte(tokenBytes, s[to]) >= 0 && (s[to] != '=' || to+1 == len(s) || strings.IndexByte("=\r\n&\"'", s[to+1]) >= 0) {
		to++
	}
	part := s[at:to]
	if to < len(s) && strings.IndexByte("\r\n\"'`&\\,", s[to]) < 0 || len(part) < leastEncoded || shape.ChangesIn(part) < 3 || !shape.Jumbled(part) || shape.DateLike(part) || shape.Constant(part) || isAlias(part) || placeholder(part) {
		return i
	}
	m.mask(at, to)
	return m.wrapped(at, to)
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
		if c, _ := escape.CharAt(s, i+1); s[i] == '<' && c == '/' { // the end of what is around it
			return start
		}
		i++
	}
	for i < len(s) {
		c := s[i]
		switch {
		case c == '&':
			d, n := escape.At(s, i)
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
			d, n := escape.At(s, i)
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
		c, n := escape.CharAt(s, i)
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

// wordEnd is where the letters and digits end that begin at i.
func wordEnd(s string, i int) int {
	for end := min(len(s), i+2*longestName); i < end && (shape.Letter(s[i]) || shape.Digit(s[i])); i++ {
	}
	return i
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

// typeEnd is where the type of a value ends that a dump names before it, as in
// string(24) "…", SecretStr('…') or Some("…"); at: there is none.
func typeEnd(s string, at int) int {
	word := blanks(s, at)
	end := wordEnd(s, word)
	if end == word || end >= len(s) {
		return at
	}
	switch s[word:end] {
	case "chr", "str", "Just", "Some": // of R, Haskell
		if next := spaces(s, end); next > end {
			if _, ok := escape.QuoteAt(s, next); ok {
				return next
			}
		}
	}
	if s[end] != '(' {
		return at
	}
	end++
	if size := wordEnd(s, end); size > end && strings.Trim(s[end:size], "0123456789") == "" && size < len(s) && s[size] == ')' {
		end = spaces(s, size+1)
	}
	if _, ok := escape.QuoteAt(s, end); !ok {
		return at
	}
	return end
}
