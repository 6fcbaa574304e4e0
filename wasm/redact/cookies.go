package redact

import (
	"strings"

	"misstep/wasm/httpmsg"
	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

// cookies masks the values in a Cookie header, all of them.
func (in replacer) cookies(value string) string {
	list := strings.Split(value, ";")
	for i, item := range list {
		list[i] = in.cookie(item)
	}
	return strings.Join(list, ";")
}

// setCookies masks the values in a Set-Cookie header. Recorders join several
// fields by line ends or, as HTTP allows for others, by commas.
func (in replacer) setCookies(value string) string {
	var out strings.Builder
	for value != "" {
		end, next := httpmsg.CookieEnd(value)
		for from := 0; ; {
			at, n := lineEnd(value[from:end])
			out.WriteString(in.setCookie(value[from : from+at]))
			out.WriteString(value[from+at : from+at+n])
			if from += at + n; n == 0 {
				break
			}
		}
		out.WriteString(value[end:next])
		value = value[next:]
	}
	return out.String()
}

// setCookie masks the value of one, and what isn't an attribute.
func (in replacer) setCookie(one string) string {
	list := strings.Split(one, ";")
	for i, item := range list {
		if i == 0 || !cookieAttribute(item) {
			list[i] = in.cookie(item)
		}
	}
	return strings.Join(list, ";")
}

// lineEnd is where an escaped line end is, and how long; n is 0 at the end of the text.
func lineEnd(s string) (at, n int) {
	for i := range len(s) {
		if c, n := escape.At(s, i); n > 0 && (c == '\n' || c == '\r') {
			return i, n
		}
	}
	return len(s), 0
}

// cookie masks the value of one: all of it, when it has no name, as where the
// sign of equality is only the filling of Base64.
func (in replacer) cookie(item string) string {
	name, content, ok := strings.Cut(item, "=")
	if !ok || strings.Trim(content, "= ") == "" && shape.Opaque(strings.TrimSpace(name)) {
		return in.hideSpaced("cookie", item)
	}
	return in.text(name) + "=" + in.replace("cookie", content)
}

// cookieAttribute reports whether a part of a Set-Cookie header is an attribute:
// its value, too, must look like one.
func cookieAttribute(part string) bool {
	name, value, valued := strings.Cut(part, "=")
	value = strings.Trim(value, ` "`)
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "":
		return !valued
	case "secure", "httponly", "partitioned":
		return value == "" || shape.CommonWord(value)
	case "path":
		return value == "" || value[0] == '/' && !strings.ContainsAny(value, ", ") && Text(value) == value
	case "domain":
		bare := strings.TrimPrefix(strings.ToLower(value), ".")
		last := bare[strings.LastIndexByte(bare, '.')+1:]
		return strings.Trim(bare, "abcdefghijklmnopqrstuvwxyz0123456789.-") == "" && (last != bare && len(last) < 20 && shape.TopLevel(last) && Text(bare) == bare || strings.Trim(bare, "0123456789.") == "" && len(bare) < 16 || bare == "localhost")
	case "expires":
		return len(value) <= 40 && !shape.MachineMade(value) && (strings.Contains(value, ":") || len(value) < 8)
	case "max-age", "version":
		return len(value) <= 12 && strings.Trim(value, "-0123456789") == ""
	case "samesite":
		return strings.EqualFold(value, "lax") || strings.EqualFold(value, "strict") || strings.EqualFold(value, "none") || value == ""
	case "priority":
		return strings.EqualFold(value, "low") || strings.EqualFold(value, "medium") || strings.EqualFold(value, "high")
	}
	return false
}

// cookies masks a Cookie or Set-Cookie value in a text: to the end of its
// quotation, or of its line; and what follows it in a list.
func (m *masker) cookies(k kind, p place) int {
	if m.aboutCookies(p) {
		return 0
	}
	for {
		end := m.cookieValue(k, p)
		next, ok := nextCookie(m.s, p, end)
		if !ok {
			return end
		}
		p = next
	}
}

// nextCookie is the next element of a list: "a=b", "c=d" or - a=b on a line of its own.
func nextCookie(s string, p place, at int) (place, bool) {
	next := place{notation: quoted}
	if p.open.Text == "" {
		from := blanks(s, at)
		if from == at || !strings.HasPrefix(s[from:], "- ") {
			return next, false
		}
		next.from = blanks(s, from+1)
		return next, beginsCookie(s, next.from)
	}
	if !strings.HasPrefix(s[at:], p.open.Text) {
		return next, false
	}
	at = blanks(s, at+len(p.open.Text))
	c, n := escape.CharAt(s, at)
	if c != ',' {
		return next, false
	}
	return quotedCookie(s, at+n)
}

// quotedCookie is the cookie in quotes that comes next, if one does.
func quotedCookie(s string, at int) (place, bool) {
	at = blanks(s, at)
	q, ok := escape.QuoteAt(s, at)
	p := place{from: at + len(q.Text), open: q, notation: quoted}
	return p, ok && beginsCookie(s, p.from)
}

// beginsCookie reports whether the name of a cookie is at i, and a value behind it.
func beginsCookie(s string, i int) bool {
	at := i
	for at < len(s) && at-i < longestName && (shape.NameByte(s[at]) || strings.IndexByte(".!$*~", s[at]) >= 0) {
		at++
	}
	c, n := escape.CharAt(s, at)
	if at == i || c != '=' {
		return false
	}
	c, _ = escape.CharAt(s, at+n)
	return c > ' ' && strings.IndexByte("=<{", c) < 0
}

// cookiesApart masks the cookies after a name that ended at j and stands apart from them:
// on the line before, in the cell or the argument before. 0: there are none.
func (m *masker) cookiesApart(k kind, j int) int {
	s := m.s
	at := j
	q, named := escape.QuoteAt(s, at)
	if named {
		at += len(q.Text)
	}
	if tags := tagsAfter(s, j); tags > 0 {
		if p, ok := quotedCookie(s, tags); ok {
			return m.cookies(k, p)
		}
		return m.cookieCell(k, tags, "<")
	}
	at = starsEnd(s, at)
	c, n := escape.CharAt(s, at)
	if c == ':' {
		at = starsEnd(s, at+n)
	}
	from := blanks(s, at)
	sign, n := escape.CharAt(s, from)
	switch {
	case sign == ',' && c != ':':
		from = blanks(s, from+n)
		if c, n := escape.CharAt(s, from); c == '[' || c == '(' {
			from += n
		}
		if p, ok := quotedCookie(s, from); ok {
			return m.cookies(k, p)
		}
	case sign == '|' && c != ':':
		return m.cookieCell(k, spaces(s, from+n), "|")
	case from == at || named:
	case c == ':' && (sign == '-' || sign == '>' || sign == '|'): // of YAML
		return m.cookieCell(k, blanks(s, from+n), "")
	case c == ':' || strings.IndexByte(s[at:from], '\t') >= 0 || severalCookies(s, from):
		return m.cookieCell(k, from, "")
	}
	return 0
}

// starsEnd is where the stars of Markdown end that are at i.
func starsEnd(s string, i int) int {
	for end := min(len(s), i+2); i < end && s[i] == '*'; i++ {
	}
	return i
}

// severalCookies reports whether another cookie follows the one at i, which no sentence has.
func severalCookies(s string, i int) bool {
	line := s[i:limited(s[:min(len(s), i+longestWeak)], i, "\r\n", '\\')]
	_, rest, ok := strings.Cut(line, "; ")
	return ok && beginsCookie(rest, 0)
}

// cookieCell masks cookies without quotes up to the end of their line, or to the sign before
// the next cell.
func (m *masker) cookieCell(k kind, from int, sign string) int {
	if !beginsCookie(m.s, from) {
		return 0
	}
	return m.cookies(k, place{from: from, notation: quoted, until: sign})
}

// cookieValue masks the cookies at p and returns where they end.
func (m *masker) cookieValue(k kind, p place) int {
	s := m.s
	to := 0
	if p.open.Text != "" {
		to = p.open.Closing(s, p.from)
	} else if p.until != "" {
		to = cellEnd(s, p.from, p.until[0])
	} else {
		to = limited(s, p.from, "\r\n\"'`", '\\')
		for to > p.from && s[to-1] == '=' { // perhaps a value in quotes
			q, ok := escape.QuoteAt(s, to)
			if !ok {
				break
			}
			end := q.Closing(s[:min(len(s), to+longestWeak)], to+len(q.Text))
			if !strings.HasPrefix(s[end:], q.Text) || !shape.Opaque(escape.Decode(s[to+len(q.Text):end])) {
				break
			}
			to = limited(s, end+len(q.Text), "\r\n\"'`", '\\')
		}
	}
	value := s[p.from:to]
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

// aboutCookies reports whether a sentence about cookies is at p, and none of them: its
// beginning tells.
func (m *masker) aboutCookies(p place) bool {
	value := m.s[p.from:min(len(m.s), p.from+longestWeak)]
	if p.open.Text != "" {
		value = value[:p.open.Closing(value, 0)]
	} else {
		value = value[:limited(value, 0, "\r\n\"'`", '\\')]
	}
	value = escape.Decode(value)
	first := strings.IndexAny(value, "= ")
	return first < 0 && !shape.Opaque(value) || first >= 0 && value[first] == ' ' && p.notation == prose
}

// cellEnd is where the cell that begins at i ends: before a sign or the end of the line.
func cellEnd(s string, i int, sign byte) int {
	end := i
	for at := i; at < len(s); {
		c, n := escape.CharAt(s, at)
		if c == sign || c == '\n' || c == '\r' {
			break
		}
		if at += n; c != ' ' {
			end = at
		}
	}
	return end
}

// cookieLine reports whether what begins at i is several cookies and nothing else, as
// document.cookie has them, one of which only a machine makes.
func cookieLine(s string, i int) bool {
	line := s[i:limited(s[:min(len(s), i+longestPart)], i, "\r\n\"'`", '\\')]
	if strings.Count(line, "; ") < 2 {
		return false
	}
	made := false
	for item := range strings.SplitSeq(line, "; ") {
		_, value, ok := strings.Cut(item, "=")
		if !ok || !beginsCookie(item, 0) || strings.ContainsAny(value, " ") {
			return false
		}
		made = made || shape.Mixed(value)
	}
	return made
}
