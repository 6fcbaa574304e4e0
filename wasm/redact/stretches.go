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
