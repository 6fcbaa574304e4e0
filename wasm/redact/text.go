package redact

import "strings"

// A masker goes through a text once, from left to right, word by word. Its rules
// look ahead over a bounded stretch, or consume what they looked at, so the time
// is linear.
type masker struct {
	in    stand
	label string // of the secret that is looked at
	s     string
	out   strings.Builder
	done  int // everything before it is in out
	curl  int // whether the text is about curl: 0 not known yet, 1 yes, -1 no
}

// shortWord is how long words are at most that are no secret by their own form.
const shortWord = 14

// short reports whether a text is made of short words alone, such as a number,
// a date or an address without a query: nothing in it names a value, or is one
// that no name is needed for.
func short(s string) bool {
	rest, _ := strings.CutPrefix(s, "https://")
	length := 0
	for i := 0; i < len(rest); i++ {
		c := rest[i]
		switch {
		case nameByte(c):
			if length++; length > shortWord || c == 'e' && strings.HasPrefix(rest[i:], "eyJ") {
				return false
			}
		case c == '/' || c == '.' || c == '~':
			length = 0
		default:
			return false
		}
	}
	return true
}

// longestWeak is how far a value that may not be a secret is looked at.
const longestWeak = 256

func (in stand) maskText(s string) string {
	m := masker{in: in, s: s}
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case nameByte(c):
			i = m.word(i)
		case c == '%' || c == '\\':
			d, n := encodedAt(s, i)
			switch {
			case n == 0:
				i++
			case nameByte(d):
				i = m.word(i)
			default:
				i += n
			}
		case c == ':' && strings.HasPrefix(s[i:], "://"):
			i = m.userInfo(i + 3)
		default:
			i++
		}
	}
	if m.done == 0 {
		return s
	}
	m.out.WriteString(s[m.done:])
	return m.out.String()
}

// replace puts text in place of s[from:to].
func (m *masker) replace(from, to int, text string) {
	m.out.WriteString(m.s[m.done:from])
	m.out.WriteString(text)
	m.done = to
}

// hide masks s[from:to] and returns to.
func (m *masker) hide(from, to int) int {
	m.replace(from, to, m.in(m.label, m.s[from:to]))
	return to
}

// word handles the word that begins at i and returns where to go on.
func (m *masker) word(i int) int {
	s := m.s
	var buffer [longestName]byte
	name := buffer[:0]
	j := i
	for j < len(s) {
		c, n := s[j], 1
		if !nameByte(c) {
			if c != '%' && c != '\\' {
				break
			}
			c, n = encodedAt(s, j)
			if n == 0 || !nameByte(c) {
				break
			}
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if len(name) < longestName {
			name = append(name, c)
		}
		j += n
	}
	m.label = "token"
	if end := m.token(i, j); end > 0 {
		return end
	}
	if j-i <= 4*longestName {
		if end := m.named(string(name), i, j); end > 0 {
			return end
		}
	}
	m.label = "secret"
	if machineMade(decode(s[i:j])) && !strings.HasPrefix(s[j:], ".apps.googleusercontent.com") {
		return m.hide(i, j)
	}
	return j
}

// token masks what is a token by its own form; 0 when s[i:j] begins none.
func (m *masker) token(i, j int) int {
	s := m.s
	switch raw := s[i:j]; {
	case strings.HasPrefix(raw, "eyJ"):
		end := j
		for end < len(s) && (nameByte(s[end]) || s[end] == '.' || strings.HasPrefix(s[end:], "%2E") || strings.HasPrefix(s[end:], "%2e")) {
			if s[end] == '%' {
				end += 2
			}
			end++
		}
		end = i + len(strings.TrimRight(s[i:end], "."))
		if end-i >= 16 {
			return m.hide(i, end)
		}
	case raw == "ya29" && j < len(s) && s[j] == '.', // Google's access tokens,
		raw == "1" && strings.HasPrefix(s[j:], "//0"), // refresh tokens
		raw == "4" && strings.HasPrefix(s[j:], "/0"):  // and codes
		end := j
		for end < len(s) && (nameByte(s[end]) || end-j < 2) {
			end++
		}
		if end-i >= 20 {
			return m.hide(i, end)
		}
	case strings.HasPrefix(raw, "GOCSPX-") && len(raw) >= 20, strings.HasPrefix(raw, "AIza") && len(raw) >= 35:
		return m.hide(i, j)
	}
	return 0
}

// machineMade reports whether a run of letters and digits that stands alone can
// only be a token: 32 or more hex digits, or a long mixture.
func machineMade(s string) bool {
	if len(s) < 32 {
		return false
	}
	hex, digits, upper, lower, joints, changes, last := true, false, false, false, false, 0, byte(0)
	for i := 0; i < len(s); i++ {
		c, class := s[i], byte(0)
		switch {
		case digit(c):
			class, digits = '0', true
		case 'a' <= c && c <= 'z':
			class, lower = 'a', true
		case 'A' <= c && c <= 'Z':
			class, upper = 'A', true
		default:
			joints = true
		}
		hex = hex && isHex(c)
		if class == 0 {
			continue
		}
		// A capital begins a word; that says nothing.
		if last != 0 && class != last && !(last == 'A' && class == 'a') {
			changes++
		}
		last = class
	}
	if hex {
		return digits
	}
	return changes*5 >= len(s) && (upper && lower || digits && (upper || lower) && !joints)
}

// named handles a word, in lower case, that names what comes after it; 0 when it
// names nothing.
func (m *masker) named(name string, i, j int) int {
	switch name {
	case "bearer", "basic":
		m.label = schemeLabel(name)
		if end := m.scheme(j); end > 0 {
			return end
		}
	case "name":
		return m.pair(j)
	case "-u", "--user", "-b", "--cookie", "--proxy-user", "--oauth2-bearer":
		return m.curlOption(name, j)
	}
	k := classify(name)
	if k != none {
		m.label = labelOf(name)
		if v, ok := m.valueAfter(i, j); ok {
			if end := m.value(k, v); end > 0 {
				return end
			}
		}
	}
	switch name {
	case "token", "tokens", "code", "verifier", "signature", "secret", "password", "header", "encoded", "credentials":
		m.label = m.labelBefore(name, i)
		return m.echo(name, j)
	}
	return 0
}

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
	m.hide(p.from, p.to)
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
			m.hide(from, to)
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
				m.hide(at, to)
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

// curlOption masks the values of curl's -u, -b and --oauth2-bearer.
func (m *masker) curlOption(name string, j int) int {
	s := m.s
	if m.curl == 0 {
		m.curl = -1
		if strings.Contains(s, "curl") {
			m.curl = 1
		}
	}
	at := spaces(s, j)
	if m.curl < 0 || at == j || at >= len(s) {
		return 0
	}
	p := place{from: at, notation: query}
	if q, ok := quoteAt(s, at); ok {
		p.open = q
		p.from = at + len(q.text)
	}
	to := 0
	if p.open.text != "" {
		to = p.open.closing(s, p.from)
	} else {
		to = m.run(p.from, false)
	}
	m.label = "password"
	switch name {
	case "-b", "--cookie":
		if strings.Contains(s[p.from:to], "=") {
			m.replace(p.from, to, m.in.cookies(s[p.from:to]))
			return to
		}
	case "--oauth2-bearer":
		m.label = "access-token"
		if !placeholder(s[p.from:to]) {
			return m.hide(p.from, to)
		}
	default:
		user, secret, ok := strings.Cut(s[p.from:to], ":")
		if ok && !placeholder(secret) {
			return m.hide(p.from+len(user)+1, to)
		}
	}
	return to
}

// userInfo masks the password in an address whose authority begins at i.
func (m *masker) userInfo(i int) int {
	s := m.s
	colon := -1
	for j := i; j < len(s); j++ {
		switch c := s[j]; {
		case c == ':' && colon < 0:
			colon = j
		case c == '@':
			if colon >= 0 && !placeholder(s[colon+1:j]) {
				m.label = "password"
				m.hide(colon+1, j)
			}
			return j
		case c <= ' ' || strings.IndexByte("/?#\"'<>,;(){}[]", c) >= 0:
			return i
		}
	}
	return i
}

// echo masks a secret that a message repeats: "Access token expired: X", "Invalid
// signature or token 'X'", "Received header = X". The word before ended at j.
func (m *masker) echo(trigger string, j int) int {
	s := m.s
	at, sure, found := j, false, false
	window := min(len(s), j+longestName)
	for words := 0; words <= 6 && at < window; words++ {
		start := spaces(s, at)
		if start < window && (s[start] == ':' || s[start] == '=') {
			at = start + 1
			found = true
			break
		}
		if start >= window || start == at && s[start] != '/' {
			break
		}
		if s[start] == '/' {
			start++
		}
		end := start
		for end < window && letter(s[end]) {
			end++
		}
		switch strings.ToLower(s[start:end]) {
		case "expired", "invalid", "revoked", "rejected", "unknown", "malformed", "mismatch":
			sure = true
		}
		if end == start {
			break
		}
		at = end
	}
	if !found {
		at = j
	}
	from := spaces(s, at)
	if from == j || from >= len(s) || !found && trigger == "code" || trigger == "code" && !sure {
		return 0
	}
	q, isQuoted := quoteAt(s, from)
	if isQuoted {
		from += len(q.text)
	}
	to := m.start(from, false)
	value := strings.TrimRight(s[from:to], ".,:!?")
	to = from + len(value)
	switch {
	case value == "" || strings.Contains(value, "://") || word(value) || dateLike(value):
		return 0
	case placeholder(value):
		return to
	case !sure && (!opaque(decode(value)) || constant(decode(value))):
		return 0
	case !found && !isQuoted && len(value) < 16:
		return 0
	}
	return m.hideRun(from, to, false)
}

// start returns where the first stretch of the unquoted value at i ends, which
// is enough to tell what it is.
func (m *masker) start(i int, encoded bool) int {
	return run(m.s[:min(len(m.s), i+longestWeak)], i, encoded)
}

// hideRun masks the unquoted value at from, of which s[from:to] has been looked
// at, and returns its end.
func (m *masker) hideRun(from, to int, encoded bool) int {
	if to-from > longestWeak-longestName {
		to = from + len(strings.TrimRight(m.s[from:m.run(from, encoded)], ".,:!?")) // those of a sentence
	}
	return m.hide(from, to)
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
		i++
	}
	for i < len(s) {
		c := s[i]
		switch {
		case c <= ' ' || strings.IndexByte("\"'`<>&;,(){}[]#|^", c) >= 0:
			if i == start+1 && i > 0 && strings.IndexByte("<[{", s[start]) >= 0 {
				return start
			}
			return i
		case c == '%' || c == '\\':
			d, n := encodedAt(s, i)
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

// spaces steps over a few blanks.
func spaces(s string, i int) int {
	for end := min(len(s), i+16); i < end && (s[i] == ' ' || s[i] == '\t'); i++ {
	}
	return i
}
