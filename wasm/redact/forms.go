package redact

import "strings"

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
