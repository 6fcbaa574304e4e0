package redact

import (
	"strings"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

// A masker goes through a text once, from left to right, word by word. Its rules
// look ahead over a bounded stretch, or consume what they looked at, so the time
// is linear.
type masker struct {
	in    replacer
	label string // of the secret that is looked at
	s     string
	out   strings.Builder
	done  int // everything before it is in out
	curl  int // whether the text is about curl: 0 not known yet, 1 yes, -1 no

	nested   bool // it is in Base64
	ordinary bool // what only a machine makes isn't a secret by that
	hashed   int  // whether the text says that a challenge is a hash, as curl

	inside  int // up to where an object is a secret's
	of      kind
	ofLabel string
	table   table
	cells   []stretch // secrets in the line of the table that is reached
}

// shortWord is how long words are at most that aren't secret by their own form.
const shortWord = 14

// short reports whether a text is made of short words alone, such as a number,
// a date or an address without a query: nothing in it names a value or a user, or
// is a value that no name is needed for.
func short(s string) bool {
	rest, _ := strings.CutPrefix(s, "https://")
	length := 0
	for i := 0; i < len(rest); i++ {
		c := rest[i]
		switch {
		case shape.NameByte(c):
			if length++; length > shortWord || c == 'e' && strings.HasPrefix(rest[i:], "eyJ") {
				return false
			}
		case c == '/' && userWord(rest[i-length:i]) && !strings.HasPrefix(rest[i:], "/-/"):
			return false // perhaps a user's id follows
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

func (in replacer) maskText(s string, ordinary bool) string {
	m := masker{in: in, ordinary: ordinary}
	return m.maskOnce(s)
}

// maskOnce goes through a text.
func (m *masker) maskOnce(s string) string {
	m.s = s
	for i := 0; i < len(s); {
		c := s[i]
		for len(m.cells) > 0 && m.cells[0].from < i {
			m.cells = m.cells[1:]
		}
		switch {
		case len(m.cells) > 0 && m.cells[0].from == i:
			to := m.cells[0].to
			if m.label = m.cells[0].label; m.label == "cookie" && beginsCookie(s, i) {
				m.replace(i, to, m.in.cookies(s[i:to]))
			} else {
				m.mask(i, to)
			}
			i = to
		case shape.NameByte(c):
			i = m.word(i)
		case c == '\n' && m.table.kinds != nil:
			i++
			m.row(i)
		case c == '%' || c == '\\' || c == '&':
			d, n := escape.At(s, i)
			switch {
			case n == 0:
				i++
			case d == ':' && escape.SlashesAt(s, i+n) > 0:
				i = m.userInfo(i+n+escape.SlashesAt(s, i+n), n)
			case shape.NameByte(d):
				i = m.word(i)
			default:
				i += n
			}
		case c == ':' && escape.SlashesAt(s, i+1) > 0:
			i = m.userInfo(i+1+escape.SlashesAt(s, i+1), 1)
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

// mask masks s[from:to] and returns to.
func (m *masker) mask(from, to int) int {
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
		if !shape.NameByte(c) {
			c, n = escape.At(s, j)
			if n == 0 || !shape.NameByte(c) {
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
	if strings.HasPrefix(s[i:j], "sha") && strings.IndexByte("235", s[min(i+3, j-1)]) >= 0 && j-i > len("sha256-") && s[i+6] == '-' { // of what a page loads
		return run(s, j, false)
	}
	if end := m.ofClient(i, j); end > 0 {
		return end
	}
	if j-i <= 4*longestName {
		if end := m.named(string(name), i, j); end > 0 {
			return end
		}
	}
	if j-i >= leastText/2 {
		if end := m.encodedText(i); end > 0 {
			return end
		}
	}
	if from := m.glued(i, j); from > 0 {
		m.label = labelOf(s[i : from-1])
		return m.mask(from, j)
	}
	if !m.ordinary && (j-i >= leastKnown || j < len(s) && strings.IndexByte("+/=", s[j]) >= 0 && (i == 0 || s[i-1] <= ' ' || strings.IndexByte("\"'(`", s[i-1]) >= 0)) {
		if to := m.start(i, false); m.called(i, to) {
			return m.hideRun(i, to, false)
		}
	}
	m.label = "secret"
	if !m.ordinary && shape.MachineMade(escape.Decode(s[i:j])) && !m.identified(i) && !m.published(i, j) && !strings.HasPrefix(s[j:], ".apps.googleusercontent.com") {
		return m.mask(i, j)
	}
	return j
}

// glued is where a hexadecimal secret begins at the end of the word s[i:j], whose beginning
// names it: refresh_token_8e6c…; 0: there is none, or it is the hash in the name of a file.
func (m *masker) glued(i, j int) int {
	s := m.s
	if j-i < 20 {
		return 0
	}
	from := i + strings.LastIndexAny(s[i:j], "_-") + 1
	hash := strings.Trim(strings.ToLower(s[from:j]), "0123456789abcdef") == ""
	if from == i || (m.ordinary || !shape.MachineMade(s[from:j])) && (hash || !shape.Mixed(s[from:j])) {
		return 0
	}
	if end := wordEnd(s, min(len(s), j+1)); hash && j < len(s) && s[j] == '.' && end > j+1 && end-j <= len(".json") && s[j:end] != ".json" && strings.ToLower(s[j:end]) == s[j:end] {
		return 0
	}
	switch classify(s[i : from-1]) {
	case token, strong, password:
		return from
	}
	return 0
}

// token masks what is a token by its own form; 0 when s[i:j] begins none.
func (m *masker) token(i, j int) int {
	s := m.s
	switch raw := s[i:j]; {
	case strings.HasPrefix(raw, "eyJ"):
		end := j
		for end < len(s) && (shape.NameByte(s[end]) || s[end] == '.' || strings.HasPrefix(s[end:], "%2E") || strings.HasPrefix(s[end:], "%2e")) {
			if s[end] == '%' {
				end += 2
			}
			end++
		}
		end = i + len(strings.TrimRight(s[i:end], "."))
		if strings.IndexByte(s[i:end], '.') < 0 {
			if text := m.encodedText(i); text > 0 {
				return text
			}
		}
		if end-i >= 16 {
			return m.mask(i, end)
		}
	case raw == "ya29" && j < len(s) && s[j] == '.', // Google's access tokens,
		raw == "1" && strings.HasPrefix(s[j:], "//0"), // refresh tokens
		raw == "4" && strings.HasPrefix(s[j:], "/0"):  // and codes
		end := j
		for end < len(s) && (shape.NameByte(s[end]) || end-j < 2) {
			end++
		}
		if end-i >= 20 {
			return m.mask(i, end)
		}
	case strings.IndexByte("AGgsx", raw[0]) >= 0:
		for _, known := range marked {
			if strings.HasPrefix(raw, known.start) && len(raw) >= known.least && (!known.exact || len(raw) == known.least && strings.ToUpper(raw) == raw) {
				return m.mask(i, j)
			}
		}
	}
	return 0
}

// marked are the beginnings by which services mark their secrets, and how long those are
// at least, or exactly and in capitals.
var marked = [...]struct {
	start string
	least int
	exact bool
}{
	{"GOCSPX-", 20, false}, {"AIza", 35, false},
	{"AKIA", 20, true}, {"ASIA", 20, true},
	{"ghp_", 20, false}, {"gho_", 20, false}, {"ghs_", 20, false}, {"github_pat_", 30, false}, {"glpat-", 20, false},
	{"xoxb-", 20, false}, {"xoxp-", 20, false}, {"sk_live_", 20, false}, {"sk_test_", 20, false},
}

// named handles a word, in lower case, that names what comes after it; 0 when it
// names nothing.
func (m *masker) named(name string, i, j int) int {
	if end, done := m.special(name, i, j); done {
		return end
	}
	k := classify(name)
	if (k == none || k == likely) && i < m.inside {
		if end := m.member(i, j); end > 0 {
			return end
		}
	}
	if k != none {
		m.label = labelOf(name)
		if v, ok := m.valueAfter(i, j); ok {
			if m.enter(k, v) {
				return j
			}
			if end := m.value(k, v); end > 0 {
				return end
			}
		}
		if end := m.beside(k, i, j); end > 0 {
			return end
		}
		m.columns(i, j)
		if (k == user || k == account) && j-i >= len("owner") {
			return max(j, m.userAfter(i, j))
		}
		if k == strong || k == password || k == token {
			if end := m.segment(i, j); end > 0 {
				return end
			}
		}
	}
	switch name {
	case "token", "tokens", "session", "code", "verifier", "signature", "secret", "password", "header", "encoded", "credentials":
		m.label = m.labelBefore(name, i)
		if end := m.echo(name, j); end > 0 {
			return end
		}
	}
	return m.stated(k, name, i, j)
}

// special masks what stands at names that mean more than that a secret follows: schemes,
// options of commands, calls, links, tables. done: nothing else is to be looked for.
func (m *masker) special(name string, i, j int) (end int, done bool) {
	switch name {
	case "bearer", "basic":
		m.label = schemeLabel(name)
		if end := m.scheme(j); end > 0 {
			return end, true
		}
	case "name":
		m.cookieTable(j)
		return m.pair(i, j), true
	case "true", "false":
		if i > 0 && m.s[i-1] == '\t' {
			return m.jarred(j), true
		}
		return 0, true
	case "base64":
		if before := m.s[max(0, i-longestName):i]; strings.Contains(before, "data:image/") || strings.Contains(before, "data:font/") {
			end := min(len(m.s), j+1)
			for end < len(m.s) && strings.IndexByte(tokenBytes, m.s[end]) >= 0 {
				end++
			}
			return end, true
		}
	case "insert":
		m.insertion(j)
	case "hidden", "password":
		if end := m.hidden(i, j); end > 0 {
			return end, true
		}
	case "key", "k", "field", "param", "parameter":
		if end := m.pair(i, j); end > 0 {
			return end, true
		}
	case "id":
		if from, _ := around(m.s, i, j); from > 0 && (m.s[from-1] == '<' || m.s[from-1] == '{') { // of a form
			if end := m.pair(i, j); end > 0 {
				return end, true
			}
		}
	case "magic", "reset", "invite", "activate", "confirm", "verify": // links that somebody is sent
		if end := m.segment(i, j); end > 0 {
			return end, true
		}
	case "user", "users", "people", "friends", "invitations", "apisubscriptions":
		if end := m.userAfter(i, j); end > 0 {
			return end, true
		}
	case "-u", "--user", "-b", "--cookie", "--proxy-user", "--oauth2-bearer", "--bearer", "--pass", "--proxy-pass", "--cert":
		return m.curlOption(name, j), true
	case "-e":
		if m.s[i:j] == "-E" {
			return m.curlOption("--cert", j), true
		}
	case "btoa", "b64encode", "base64encode", "basicauth", "set_basic_auth", "httpbasicauth":
		if end := m.pairArgument(j); end > 0 {
			return end, true
		}
	}
	if strings.HasPrefix(m.s[i:], "-p") && (len(name) > len("-p") || j < len(m.s) && m.s[j] > ' ') && strings.Contains(m.s[max(0, i-longestName):i], "mysql") {
		m.label = "password"
		return m.hideRun(i+len("-p"), m.start(i, false), false), true
	}
	if j < len(m.s) && m.s[j] == '=' && (i == 0 || strings.IndexByte("\n\"'`", m.s[i-1]) >= 0) && cookieLine(m.s, i) {
		return m.cookieCell(cookie, i, ""), true
	}
	if m.assigned(i, j) {
		m.label = "secret"
		return m.hideRun(j+1, m.start(j+1, false), false), true
	}
	if joined := strings.TrimLeft(name, "-sklv"); len(name) > 2 && name[0] == '-' && name[1] != '-' && (joined[:min(len(joined), 1)] == "u" || joined[:min(len(joined), 1)] == "b") {
		if end := m.curlOption("-"+joined[:1], j-len(joined)+1); end > 0 {
			return end, true
		}
	}
	if len(name) > len("bearer") && strings.HasSuffix(name, "bearer") { // glued to something
		m.label = schemeLabel("bearer")
		if end := m.scheme(j); end > 0 {
			return end, true
		}
	}
	return 0, false
}
