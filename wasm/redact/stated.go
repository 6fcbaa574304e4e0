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
		switch strings.ToLower(s[at:word]) {
		case "is", "was", "to", "as", "equals", "value", "with", "sent", "received", "got", "provided", "used":
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
	bare := strings.TrimRight(before, " :=#\"'\\(")
	if len(before)-len(bare) > 8 || bare == before {
		return false
	}
	flat := string(plain(buffer[:0], bare))
	for _, end := range [...]string{"errorid", "requestid", "traceid", "spanid", "correlationid", "transactionid", "eventid", "incidentid", "operationid",
		"commit", "revision", "sha", "trace", "digest", "sha1", "sha256", "sha512", "md5", "etag", "checksum"} {
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
		from := j
		for ; c == '/' && from-j < 16; c, n = escape.CharAt(s, from) {
			from += n
		}
		to := from
		for to < len(s) && to-from <= 3*longestName && shape.NameByte(c) {
			to += n
			c, n = escape.CharAt(s, to)
		}
		if isUserID(escape.Decode(s[from:to])) {
			return m.mask(from, to)
		}
		return 0
	}
	at, sure := j, false
	for at < len(s) && at-j < 16 {
		switch c := s[at]; {
		case c == ' ' || c == ':' || c == '=' || c == '#' || c == '\'' || c == '(':
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

func userWord(s string) bool { return strings.EqualFold(s, "user") || strings.EqualFold(s, "users") }
