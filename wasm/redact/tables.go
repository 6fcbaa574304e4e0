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
		if strings.ContainsAny(m.s[j:from], "|\t") && (k == strong || k == password) {
			apart = false // a cell of its own
		}
		return m.cell(k, from, to, apart)
	}
	if from := oddGap(m.s, j); from > 0 && (k == strong || k == password || k == token || k == plural) {
		return m.cell(k, from, m.start(from, false), true)
	}
	return 0
}

// oddGap is where a value begins behind a name that ended at j, if only bytes of another
// format are between them, arrows or other signs that aren't ASCII; 0: something else is.
func oddGap(s string, j int) int {
	odd := false
	for i := j; i < len(s) && i-j < 8; i++ {
		switch c := s[i]; {
		case c >= 0x80 && c < heldEnd[0], c < ' ' && c != '\n' && c != '\r' && c != '\t':
			odd = true
		case c == ' ' || c == '=' || c == '>' || c == ':':
		case odd && (shape.NameByte(c) || c == '/'):
			return i
		default:
			return 0
		}
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
	case none, public, user, account, challenge:
		return false
	case likely:
		return shape.Mixed(value)
	}
	return shape.Opaque(value)
}

// fieldAfter is the field after a name that ended at j: ("token", "…"), token,…, a cell
// after a bar or a tab. 0: there is none. apart: no quotes are around it.
func fieldAfter(s string, j int) (from, to int, apart bool) {
	at := j
	name, named := escape.QuoteAt(s, at)
	if named {
		at += len(name.Text)
	}
	if strings.HasPrefix(s[at:], ">>,<<") { // of Erlang
		at += len(">>,<<")
		q, ok := escape.QuoteAt(s, at)
		return at + len(q.Text), q.Closing(s[:min(len(s), at+longestPart)], at+len(q.Text)), !ok
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

// A table describes the columns of lines, the first of which has names.
type table struct {
	separator byte     // ' ': the columns are where their names are
	kinds     []kind   // of the columns; nil: there is no table
	labels    []string // of the columns
	names     []stretch
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
	for c := range len(line) {
		if !shape.NameByte(line[c]) && !edge(line[c]) && line[c] != '.' {
			return // more than names
		}
	}
	if n := strings.IndexAny(line, ",;\t|"); n >= 0 {
		m.table.separator = line[n]
		for _, cell := range strings.Split(line, line[n:n+1]) {
			m.column(strings.Trim(cell, " \"'`"))
		}
	} else if strings.Contains(line, "  ") {
		m.table.separator = ' '
		for from, to := wordAt(line, 0); from < to; from, to = wordAt(line, to) {
			m.column(line[from:to])
			m.table.names = append(m.table.names, stretch{from: from, to: to})
		}
	}
}

func (m *masker) column(name string) {
	m.table.kinds = append(m.table.kinds, classify(name))
	m.table.labels = append(m.table.labels, labelOf(name))
}

// wordAt is the next stretch without blanks in a line.
func wordAt(line string, i int) (from, to int) {
	for from = i; from < len(line) && line[from] <= ' '; from++ {
	}
	for to = from; to < len(line) && line[to] > ' '; to++ {
	}
	return from, to
}

// cookieTable takes the line whose first name ended at j for that of a table of cookies, as
// browsers show them.
func (m *masker) cookieTable(j int) {
	const names = "\tValue\tDomain\t"
	if strings.HasPrefix(m.s[j:], names) {
		m.table = table{separator: '\t', kinds: []kind{none, strong}, labels: []string{"", "cookie"}, until: j + len(names)}
	}
}

// jarred masks the value of a cookie in a file of those, in which a flag ended at j.
func (m *masker) jarred(j int) int {
	line := m.s[j:min(len(m.s), j+longestPart)]
	if n := strings.IndexAny(line, "\r\n"); n >= 0 {
		line = line[:n]
	}
	fields := strings.SplitN(line, "\t", 4)
	if len(fields) < 4 || fields[0] != "" || fields[1] == "" || strings.Trim(fields[1], "0123456789.") != "" || placeholder(fields[3]) {
		return 0
	}
	m.label = "cookie"
	return m.mask(j+len(line)-len(fields[3]), j+len(line))
}

// insertion takes note of the secrets in a statement of SQL, the word insert of which ended
// at j.
func (m *masker) insertion(j int) {
	s := m.s[:min(len(m.s), j+longestInsertion)]
	at := blanks(s, j)
	if len(m.cells) > 0 || !strings.EqualFold(s[at:wordEnd(s, at)], "into") {
		return
	}
	open := strings.IndexByte(s[at:min(len(s), at+longestWeak)], '(')
	if open < 0 {
		return
	}
	open += at
	end := strings.IndexByte(s[open:], ')')
	if end < 0 {
		return
	}
	end += open
	names := strings.Split(s[open+1:end], ",")
	at = blanks(s, end+1)
	if !strings.EqualFold(s[at:wordEnd(s, at)], "values") {
		return
	}
	at = blanks(s, wordEnd(s, at))
	for at < len(s) && s[at] == '(' {
		for column := 0; at < len(s) && (s[at] == '(' || s[at] == ','); column++ {
			from := blanks(s, at+1)
			to := from
			if q, ok := escape.QuoteAt(s, from); ok {
				from += len(q.Text)
				to = q.Closing(s, from)
				at = min(len(s), to+len(q.Text))
			} else {
				at = run(s, from, false)
			}
			if column < len(names) && to > from {
				name := strings.Trim(names[column], " \t\r\n`\"'\\[]")
				if k := classify(name); secretCell(k, escape.Decode(s[from:to])) {
					m.cells = append(m.cells, stretch{from, to, labelOf(name)})
				}
			}
			at = blanks(s, at)
		}
		if at >= len(s) || s[at] != ')' {
			return
		}
		if at = blanks(s, at+1); at < len(s) && s[at] == ',' {
			at = blanks(s, at+1)
		}
	}
}

// longestInsertion is how much of a statement is looked at, in bytes.
const longestInsertion = 64 << 10

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
	if m.table.separator == ' ' {
		m.alignedRow(i)
		return
	}
	for column, k := range m.table.kinds {
		to := i
		if first := spaces(s, i); first < len(s) && s[first] == '"' { // which may have separators in it
			if end := strings.IndexAny(s[first+1:min(len(s), first+longestPart)], "\"\n"); end > 0 && s[first+1+end] == '"' {
				to = first + 1 + end
			}
		}
		for to < len(s) && s[to] != m.table.separator && s[to] != '\n' && s[to] != '\r' {
			to++
		}
		from := i + len(s[i:to]) - len(strings.TrimLeft(s[i:to], " \"'`"))
		end := from + len(strings.TrimRight(s[from:to], " \"'`"))
		if (k == user || k == account) && secretValue(k, quoted, s[from:end]) || secretCell(k, escape.Decode(s[from:end])) || (k == cookie || k == setCookie) && beginsCookie(s, from) {
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

// alignedRow is row for a table whose columns are where their names are.
func (m *masker) alignedRow(i int) {
	line := m.s[i:min(len(m.s), i+longestPart)]
	if n := strings.IndexAny(line, "\r\n"); n >= 0 {
		line = line[:n]
	}
	for from, to := wordAt(line, 0); from < to; from, to = wordAt(line, to) {
		for column, name := range m.table.names {
			if value := line[from:to]; from < name.to && to > name.from && shape.Opaque(value) && secretCell(m.table.kinds[column], value) {
				m.cells = append(m.cells, stretch{i + from, i + to, m.table.labels[column]})
				break
			}
		}
	}
	if strings.TrimSpace(line) == "" {
		m.table.kinds = nil
	}
}
