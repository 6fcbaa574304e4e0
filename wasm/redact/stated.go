package redact

import (
	"strings"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

// segment masks what follows the name at s[i:j] in a path: /revoke/token/X,
// /access_token/X.json.
func (m *masker) segment(i, j int) int {
	s := m.s
	c, n := escape.CharAt(s, j)
	if i == 0 || c != '/' || s[i-1] != '/' && !strings.HasSuffix(s[:i], "%2F") {
		return 0
	}
	from := j + n
	to := from
	for to < len(s) && to-from < longestWeak && (shape.NameByte(s[to]) || s[to] == '.' || s[to] == '~') {
		to++
	}
	value := strings.TrimSuffix(s[from:to], ".json")
	if !shape.Mixed(value) {
		return 0
	}
	return m.hideRun(from, from+len(value), false)
}

// stated masks what a sentence says of the name before j: "refresh token is X",
// "access token (X) expired", "authorization code X was used".
func (m *masker) stated(k kind, name string, i, j int) int {
	s := m.s
	switch {
	case j-i > longestName/2: // the middle of something long
		return 0
	case k == strong, k == password, k == token, k == pin:
	case name == "key" && m.follows(i, "api", "secret", "private", "access", "signing", "subscription"),
		name == "code" && m.follows(i, "authorization", "authorisation", "auth", "access", "verification", "device", "reset", "invite", "security", "one-time", "sms", "pin", "otp", "passcode"),
		name == "verifier", name == "signature":
	default:
		return 0
	}
	at := j
	for range 5 {
		at = blanks(s, at)
		if sign := strings.TrimLeft(s[at:min(len(s), at+3)], "-=>([:]"); at < len(s) && len(sign) < min(len(s)-at, 3) {
			at = min(len(s), at+3) - len(sign)
			continue
		}
		if q, ok := escape.QuoteAt(s, at); ok && at > j {
			at += len(q.Text)
			continue
		}
		word := wordEnd(s, at)
		if among(strings.ToLower(s[at:word]), "is,was,to,as,equals,value,with,sent,received,got,provided,used,for,of,fitbit,google,1") {
			at = word
			continue
		}
		break
	}
	if at == j {
		return 0
	}
	to := m.start(at, false)
	value := strings.TrimRight(s[at:to], ".,:!?")
	digits := (k == pin || name == "code") && strings.Trim(value, "0123456789") == "" && len(value) >= 4 && len(value) <= 8 // of a PIN
	if !digits && !shape.Mixed(escape.Decode(value)) || strings.Contains(value, ":") {
		return 0
	}
	m.label = labelOf(name)
	if name == "token" || name == "key" {
		m.label = m.labelBefore(name, i)
	}
	return m.hideRun(at, at+len(value), false)
}

// follows reports whether the word at i follows one of these.
func (m *masker) follows(i int, words ...string) bool {
	before := strings.ToLower(strings.TrimRight(m.s[max(0, i-longestName):i], " "))
	for _, word := range words {
		if rest, ok := strings.CutSuffix(before, word); ok && (rest == "" || !shape.NameByte(rest[len(rest)-1])) {
			return true
		}
	}
	return false
}

// identified reports whether the words before i say that what is there is the
// identity of a request, a trace or a version, which machines make, too.
func (m *masker) identified(i int) bool {
	var buffer [longestName]byte
	before := m.s[max(0, i-longestName/2):i]
	bare := strings.TrimRight(before, " :=#\"'\\(/")
	if len(before)-len(bare) > 8 || bare == before {
		return false
	}
	flat := string(plain(buffer[:0], bare))
	for _, end := range [...]string{"errorid", "requestid", "traceid", "spanid", "correlationid", "transactionid", "eventid", "incidentid", "operationid",
		"commit", "revision", "sha", "trace", "digest", "sha1", "sha256", "sha512", "md5", "etag", "checksum",
		"hash", "kid", "jti", "fingerprint", "correlation", "deployment", "integrity", "tree", "blob", "datapoints"} {
		if strings.HasSuffix(flat, end) {
			return true
		}
	}
	return false
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
		for end < window && shape.Letter(s[end]) {
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
	q, isQuoted := escape.QuoteAt(s, from)
	if isQuoted {
		from += len(q.Text)
	}
	to := m.start(from, false)
	value := strings.TrimRight(s[from:to], ".,:!?")
	to = from + len(value)
	switch {
	case trigger == "header" && strings.IndexByte(value, '-') > 0 && !strings.ContainsAny(value, "0123456789"):
		return 0 // its name
	case value == "" || strings.Contains(value, "://") || shape.Word(value) || shape.DateLike(value):
		return 0
	case placeholder(value):
		return to
	case !sure && (!shape.Opaque(escape.Decode(value)) || shape.Constant(escape.Decode(value))):
		return 0
	case !found && !isQuoted && len(value) < 16:
		return 0
	}
	return m.hideRun(from, to, false)
}

// userAfter finds the ID of a user after the word user or users at s[i:j]: in
// an address, /user/ID or users/ID, or in a message, "user ID", "User id: ID".
func (m *masker) userAfter(i, j int) int {
	s := m.s
	m.label = userLabel
	c, n := escape.CharAt(s, j)
	if c == '/' {
		if strings.HasSuffix(s[:i], "users/") {
			return 0 // it stands for an ID
		}
		from := j
		for ; c == '/' && from-j < 16; c, n = escape.CharAt(s, from) {
			from += n
		}
		to := from
		for to < len(s) && to-from <= 3*longestName && shape.NameByte(c) {
			to += n
			c, n = escape.CharAt(s, to)
		}
		if j-i <= len("users") && isUserID(escape.Decode(s[from:to])) {
			return m.mask(from, to)
		}
		if to = wordEnd(s, from); clearUserID(s[from:to]) {
			return m.mask(from, to)
		}
		return 0
	}
	at, sure := j, j-i > len("users")
	for at < len(s) && at-j < 16 {
		switch c := s[at]; {
		case c == ' ' || c == ':' || c == '=' || c == '#' || c == '\'' || c == '(' || c == '[' || c == '<' || c == '"' && at > j || c == '\\' && at > j:
			at++
			continue
		case strings.EqualFold(s[at:wordEnd(s, at)], "id") && !sure && at > j:
			at, sure = at+len("id"), true
			continue
		}
		break
	}
	if at == j || at >= len(s) {
		return 0
	}
	to := wordEnd(s, at)
	value := s[at:to]
	if to < len(s) && (s[to] == '-' || s[to] == '_' || s[to] == '/') || !isUserID(value) {
		return 0
	}
	digits := strings.Trim(value, "0123456789") == ""
	mixed := strings.ContainsAny(value, "0123456789") && strings.ToLower(value) != value
	// In a message that is not in capitals as a whole.
	capitals := len(value) >= 5 && len(value) <= 10 && strings.Trim(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && s[j-1] >= 'a' && !shape.CapitalWord(value)
	if mixed || capitals || digits && len(value) >= 9 || sure && len(value) >= 5 && strings.ContainsAny(value, "0123456789") {
		return m.mask(at, to)
	}
	return 0
}

// userWord reports whether IDs of users follow a word in a path.
func userWord(s string) bool {
	switch len(s) {
	case len("user"):
		return strings.EqualFold(s, "user")
	case len("users"):
		return strings.EqualFold(s, "users")
	case len("people"):
		return s == "people"
	case len("friends"):
		return s == "friends"
	case len("invitations"):
		return s == "invitations"
	}
	return s == "apiSubscriptions"
}

// called reports whether a sentence says of the value at s[i:j] that it is a secret: "q7Kp…
// is my refresh token".
func (m *masker) called(i, j int) bool {
	s := m.s
	if j-i < leastKnown || shape.ChangesIn(s[i:j]) < 3 || !shape.Jumbled(s[i:j]) {
		return false
	}
	at := j
	verb := false
	for range 7 {
		for at < len(s) && strings.IndexByte(" \"'`)(=*,", s[at]) >= 0 || strings.HasPrefix(s[at:], "\u2013") {
			verb = verb || s[at] == '=' || s[at] == '(' || s[at] >= 0x80
			if at++; s[at-1] >= 0x80 {
				at += 2
			}
		}
		end := at
		for end < len(s) && end-at < longestName && (shape.Letter(s[end]) || s[end] == '_' || s[end] == '-') {
			end++
		}
		word := strings.ToLower(s[at:end])
		switch {
		case among(word, "is,was,as,are,being"):
			verb = true
		case among(word, "the,my,our,your,his,her,their,a,an,new,old,current,fitbit,google,expired,valid,still,user,app,s"):
			if !verb {
				return false
			}
		default:
			next := wordEnd(s, min(len(s), end+1))
			both := word
			if end < next && s[end] == ' ' {
				both += strings.ToLower(s[end+1 : next])
			}
			for _, name := range [...]string{word, both} {
				if k := classify(name); verb && (k == strong || k == password || k == token) {
					m.label = labelOf(name)
					return true
				}
			}
			return false
		}
		at = end
	}
	return false
}

// published reports whether the word s[i:j] is a hash in the address of a file that
// everybody loads: main.3f786850….js, /a/3f786850…/x.png.
func (m *masker) published(i, j int) bool {
	s := m.s
	if strings.Trim(strings.ToLower(s[i:j]), "0123456789abcdef") != "" || i == 0 || j >= len(s) || strings.IndexByte("./", s[j]) < 0 || strings.IndexByte("./-_", s[i-1]) < 0 {
		return false
	}
	end := j
	for end < len(s) && end-j < longestName && (shape.NameByte(s[end]) || s[end] == '/' || s[end] == '.') {
		end++
	}
	ending := s[strings.LastIndexByte(s[:end], '.')+1 : end]
	return among(ending, "js,mjs,css,map,png,jpg,jpeg,gif,svg,webp,avif,ico,woff,woff2,ttf,mp4,wasm")
}

// among reports whether a word is in a list of words, with commas between them.
func among(word, list string) bool {
	for rest, more := list, true; more; {
		var next string
		if next, rest, more = strings.Cut(rest, ","); next == word {
			return true
		}
	}
	return false
}

// encodedText looks at the text that is in Base64 from i on: it is masked as a whole if a
// secret is in it, and stays if anybody can read it. 0: there is no such text.
func (m *masker) encodedText(i int) int {
	s := m.s
	to := i
	for to < len(s) && to-i <= longestPart && strings.IndexByte(base64Bytes, s[to]) >= 0 {
		to++
	}
	if m.nested || to-i < leastText || to-i > longestPart || i > 0 && strings.IndexByte(base64Bytes, s[i-1]) >= 0 && s[i-1] != '/' && s[i-1] != '-' {
		return 0
	}
	text, ok := decodeBasic(s[i:to])
	if !ok || strings.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }) >= 0 {
		return 0
	}
	inside := masker{in: m.in, nested: true}
	if masked := inside.maskOnce(text); masked != text || strings.ContainsAny(text, "@") || strings.Contains(text, `"sub"`) || strings.Contains(text, `"alg"`) || strings.Contains(text, "user") {
		m.label = "secret"
		return m.mask(i, to)
	}
	for to < len(s) && s[to] == '=' {
		to++
	}
	if next := blanks(s, to); m.ordinary || strings.ContainsAny(text, " {") && !mixedWord(text) && (next == to || next == len(s) || strings.IndexByte(base64Bytes, s[next]) < 0) {
		return to
	}
	return 0
}

// mixedWord reports whether a word of a text is one that only a machine makes.
func mixedWord(text string) bool {
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && shape.NameByte(text[end]) {
			end++
		}
		if shape.Mixed(text[i:end]) {
			return true
		}
		i = end + 1
	}
	return false
}

const (
	base64Bytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
	leastText   = 24
)
