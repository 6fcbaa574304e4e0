package redact

import (
	"strings"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

// pair handles {"name": "access_token", "value": "…"}, as recordings have it,
// fields of HTML forms, and parts of multipart forms. The word name is s[i:j].
func (m *masker) pair(i, j int) int {
	s := m.s
	p, ok := m.valueAfter(j, j)
	if !ok {
		return 0
	}
	end := p.from
	for end < len(s) && (shape.NameByte(s[end]) || s[end] == '[' || s[end] == ']') && end-p.from < longestName {
		end++
	}
	k := classify(s[p.from:end])
	m.label = labelOf(s[p.from:end])
	if k == none && p.open.Text != "" {
		if from, to := around(s, i, end); strings.Contains(s[from:to], `httpOnly"`) || strings.Contains(s[from:to], `httpOnly\"`) { // of a cookie
			k, m.label = strong, "cookie"
		}
	}
	if k == none || k == public || !strings.HasPrefix(s[end:], p.open.Text) {
		return 0
	}
	at := end + len(p.open.Text)
	from, to := around(s, i, at)
	tag := from > 0 && s[from-1] == '<'
	if from, to := partBody(s, at); from > 0 {
		if !placeholder(s[from:to]) {
			m.mask(from, to)
		}
		return to
	}
	if tag && strings.HasPrefix(strings.ToLower(s[from:i]), "textarea") {
		if to < len(s) && s[to] == '>' {
			return m.value(k, place{from: to + 1, markup: true})
		}
		return 0
	}
	if p.open.Text == "" && !tag {
		return 0
	}
	lower := strings.ToLower(s[from:to])
	for _, name := range [...]string{"value", "content", "\"v\"", "\"val\""} {
		for at := from; ; at++ {
			n := strings.Index(lower[at-from:], name)
			if n < 0 {
				break
			}
			at += n
			v, ok := m.valueAfter(at, at+len(strings.TrimRight(name, `"`)))
			if !ok || v.open.Text == "" && !tag || v.from < m.done || at > from && shape.NameByte(s[at-1]) {
				continue
			}
			if (k == weak || k == token) && j-i > len("id") { // named as a parameter, so it is one
				v.notation = query
			}
			if end := m.value(k, v); end > 0 {
				return max(j, end)
			}
			return max(j, v.from)
		}
	}
	if tag && to < len(s) && s[to] == '>' {
		if from, end := nestedContent(s, to+1); from > 0 {
			return m.cell(k, from, end, false)
		}
	}
	return 0
}

// nestedContent is the text at i, perhaps inside one more element: <value>X</value>.
func nestedContent(s string, i int) (from, to int) {
	if from, to = content(s, i); to > from {
		return from, to
	}
	at := blanks(s, i)
	if c, n := escape.CharAt(s, at); c != '<' || at+n < len(s) && s[at+n] == '/' {
		return 0, 0
	}
	if end := tagEnd(s, at); end > 0 {
		return content(s, end)
	}
	return 0, 0
}

// hidden masks the value of a hidden field of a form, whatever its name, if only a
// machine makes such, and that of a field for a password: the type is s[i:j].
func (m *masker) hidden(i, j int) int {
	from, to := around(m.s, i, j)
	if from == 0 || m.s[from-1] != '<' || !strings.HasPrefix(strings.ToLower(m.s[from:i]), "input") || !strings.HasSuffix(strings.ToLower(strings.TrimRight(m.s[from:i], "\"'\\= ")), "type") {
		return 0
	}
	at := strings.Index(m.s[from:to], "value=")
	if at < 0 {
		return 0
	}
	v, ok := m.valueAfter(from+at, from+at+len("value"))
	if !ok || v.from < m.done {
		return 0
	}
	v.to = m.run(v.from, false)
	if v.open.Text != "" {
		v.to = v.open.Closing(m.s, v.from)
	}
	kindWord := labelOf(m.s[i:j]) // "hidden" and "password" are types
	if value := escape.Decode(m.s[v.from:v.to]); kindWord != "password" && !shape.Mixed(value) || placeholder(value) || shape.Word(value) {
		return 0
	}
	m.label = kindWord
	return max(j, m.mask(v.from, v.to))
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
		if q, ok := escape.QuoteAt(s, at); ok && strings.HasPrefix(s[at+len(q.Text):], " =>") { // of a highlighted dump
			at = blanks(s, at+len(q.Text)+len(" =>"))
			if q, ok := escape.QuoteAt(s, at); ok {
				at += len(q.Text)
			}
		}
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
