package redact

import (
	"strings"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

// A name and its value may be side by side with no sign between them: in cells of tables,
// arguments of calls, columns.

// beside finds the value of the name at s[i:j] in the next cell, argument or element; 0:
// there is none that is a secret.
func (m *masker) beside(k kind, i, j int) int {
	if k == cookie || k == setCookie {
		if end := m.cookiesApart(k, j); end > 0 {
			return end
		}
	}
	if from, to := elementAfter(m.s, j); from > 0 {
		return m.cell(k, from, to, false)
	}
	if from, to, apart := fieldAfter(m.s, j); from > 0 {
		return m.cell(k, from, to, apart)
	}
	return 0
}

// cell masks s[from:to] if it can be the secret that a name announces. bare: not even
// quotes distinguish it from a sentence, so it must look like nothing else.
func (m *masker) cell(k kind, from, to int, bare bool) int {
	value := escape.Decode(m.s[from:to])
	if !secretCell(k, value) || bare && (m.ordinary || !shape.Mixed(value)) {
		return 0
	}
	return m.mask(from, to)
}

// secretCell reports whether the value beside a name is its secret: tables
// also explain what a name is, in words.
func secretCell(k kind, value string) bool {
	if strings.ContainsAny(value, " \t\r\n") || shape.Word(value) || shape.Constant(value) && k != pin || shape.DateLike(value) || placeholder(value) {
		return false
	}
	switch k {
	case password, pin:
		return secretValue(k, quoted, value)
	case none, public, user, challenge:
		return false
	}
	return shape.Opaque(value)
}

// elementAfter is the text of the element after the one that contains a name and nothing
// else, as in <td>token</td><td>…</td>; 0, 0: there is none. The name ended at j.
func elementAfter(s string, j int) (from, to int) {
	at := tagsAfter(s, j)
	if at == 0 {
		return 0, 0
	}
	return content(s, at)
}

// tagsAfter is where the tags end that follow a name which ended at j, the first of which
// closes its element; 0: there are none.
func tagsAfter(s string, j int) int {
	if q, ok := escape.QuoteAt(s, j); ok {
		j += len(q.Text)
	}
	c, n := escape.CharAt(s, blanks(s, j))
	if c == ':' || c == '=' {
		j = blanks(s, j) + n
	}
	at, tags := blanks(s, j), 0
	for ; tags < 8 && at-j < longestWeak; tags++ {
		end := tagEnd(s, at)
		if end == 0 {
			break
		}
		if _, n = escape.CharAt(s, at); tags == 0 {
			if c, _ = escape.CharAt(s, at+n); c != '/' {
				return 0
			}
		}
		at = blanks(s, end)
		if c, n = escape.CharAt(s, at); c == ':' || c == '=' {
			at = blanks(s, at+n)
		}
	}
	if tags == 0 {
		return 0
	}
	return at
}

// content is the one word at i up to the next tag; 0, 0: something else is there.
func content(s string, i int) (from, to int) {
	from = blanks(s, i)
	if q, ok := escape.QuoteAt(s, from); ok { // of a highlighted source
		from += len(q.Text)
		to = q.Closing(s[:min(len(s), from+longestPart)], from)
		i = blanks(s, min(len(s), to+len(q.Text)))
		if c, _ := escape.CharAt(s, i); c != '<' || to == from {
			return 0, 0
		}
		return from, to
	}
	to = from
	for to < len(s) && to-from < longestPart {
		c, n := escape.CharAt(s, to)
		if c <= ' ' || c == '<' {
			break
		}
		to += n
	}
	if c, _ := escape.CharAt(s, blanks(s, to)); c != '<' || to == from {
		return 0, 0
	}
	return from, to
}

// tagEnd is where the tag ends that begins at i; 0: none does.
func tagEnd(s string, i int) int {
	c, n := escape.CharAt(s, i)
	if c != '<' {
		return 0
	}
	for at := i + n; at < len(s) && at-i < longestWeak; at += n {
		switch c, n = escape.CharAt(s, at); c {
		case '>':
			return at + n
		case '<':
			return 0
		}
	}
	return 0
}

// fieldAfter is the field after a name that ended at j: ("token", "…"), token,…, a cell
// after a bar or a tab. 0: there is none. apart: no quotes are around it.
func fieldAfter(s string, j int) (from, to int, apart bool) {
	at := j
	name, named := escape.QuoteAt(s, at)
	if named {
		at += len(name.Text)
	}
	sign := at
	for sign < len(s) && s[sign] == ' ' && sign-at < 16 {
		sign++
	}
	c, n := escape.CharAt(s, sign)
	switch {
	case c == ',' || c == '|' || c == '\t' || n > 1 && s[sign] == '\\' && s[sign+n-1] == 't':
	case c == ';' && named: // a:1:{s:12:"token";s:24:"…";}
		if rest := s[sign+n:]; !strings.HasPrefix(rest, "s:") {
			return 0, 0, false
		}
		for sign += len("s:"); sign+n < len(s) && (shape.Digit(s[sign+n]) || s[sign+n] == ':'); sign++ {
		}
	default:
		return 0, 0, false
	}
	from = spaces(s, sign+n)
	value, isQuoted := escape.QuoteAt(s, from)
	if isQuoted {
		from += len(value.Text)
		to = value.Closing(s[:min(len(s), from+longestPart)], from)
		if c, _ := escape.CharAt(s, spaces(s, to+len(value.Text))); c == ':' || c == '=' {
			return 0, 0, false // a name, too
		}
		return from, to, !named && value.Plain != '`'
	}
	to = run(s[:min(len(s), from+longestPart)], from, false)
	return from, to, true
}

// typeEnd is where the type of a value ends that a dump names before it, as in
// string(24) "…", SecretStr('…') or Some("…"); at: there is none.
func typeEnd(s string, at int) int {
	word := blanks(s, at)
	end := wordEnd(s, word)
	if end == word || end >= len(s) || s[end] != '(' {
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
	if at < 0 || p.open.Text != "" || p.notation == query || k == user || k == challenge || k == public {
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

// A table describes the columns of lines, the first of which has names.
type table struct {
	separator byte
	kinds     []kind // of the columns; nil: there is no table
	labels    []string
	until     int // lines up to there were looked at
}

// columns takes the line around the name at s[i:j] for the first of a table, if it is
// names and nothing else.
func (m *masker) columns(i, j int) {
	s := m.s
	if i < m.table.until || i > 0 && !edge(s[i-1]) || j >= len(s) || !edge(s[j]) {
		return
	}
	from := strings.LastIndexByte(s[max(0, i-longestWeak):i], '\n') + 1 + max(0, i-longestWeak)
	to := strings.IndexByte(s[j:min(len(s), j+longestWeak)], '\n') + j
	if to < j || from == max(0, i-longestWeak) && from > 0 {
		return
	}
	m.table = table{until: to}
	line := strings.TrimRight(s[from:to], "\r")
	n := strings.IndexAny(line, ",;\t|")
	for c := range len(line) {
		if !shape.NameByte(line[c]) && !edge(line[c]) && line[c] != '.' {
			return // more than names
		}
	}
	if n < 0 {
		return
	}
	m.table.separator = line[n]
	for _, cell := range strings.Split(line, line[n:n+1]) {
		name := strings.Trim(cell, " \"'`")
		m.table.kinds = append(m.table.kinds, classify(name))
		m.table.labels = append(m.table.labels, labelOf(name))
	}
}

// A stretch of a text.
type stretch struct {
	from, to int
	label    string
}

// edge reports whether c may be at the edge of a cell.
func edge(c byte) bool { return strings.IndexByte(",;|\t\r\n \"'`", c) >= 0 }

// row takes note of the secrets in the line of a table that begins at i.
func (m *masker) row(i int) {
	s := m.s
	m.cells = m.cells[:0]
	for column, k := range m.table.kinds {
		to := i
		for to < len(s) && s[to] != m.table.separator && s[to] != '\n' && s[to] != '\r' {
			to++
		}
		from := i + len(s[i:to]) - len(strings.TrimLeft(s[i:to], " \"'`"))
		end := from + len(strings.TrimRight(s[from:to], " \"'`"))
		if k == user && isUserID(s[from:end]) || secretCell(k, escape.Decode(s[from:end])) {
			m.cells = append(m.cells, stretch{from, end, m.table.labels[column]})
		}
		if to >= len(s) || s[to] != m.table.separator {
			if column == 0 && strings.Trim(s[from:end], "+-=") != "" {
				m.table.kinds = nil // no line of it
			}
			return
		}
		i = to + 1
	}
}
