// Package redact masks secrets and leaves the rest readable: tokens, codes,
// passwords and cookies go, names, dates, ids and addresses stay. Screen,
// exports and the command line use the same functions. All of them are
// idempotent and take time linear in what they are given.
package redact

import (
	"strings"

	"misstep/catalog/messages"
	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

const mark = "…"

// Secret masks one value: its first four characters and "…" when it is long enough (16) for
// those to distinguish it from others without giving it away, ten for a JWT (they are the
// same in all of them: "eyJhbGciOi…"), otherwise only "…".
func Secret(s string) string {
	if masked(s) || isAlias(s) {
		return s
	}
	shown := 0
	switch {
	case len(s) < 16:
	case strings.HasPrefix(s, "eyJ"):
		shown = jwtShown
	default:
		shown = 4
	}
	// Escapes and quotes must not be cut in half.
	for i := 0; i < shown; i++ {
		if !shape.NameByte(s[i]) && strings.IndexByte("./+~", s[i]) < 0 {
			return mark
		}
	}
	return s[:shown] + mark
}

const jwtShown = len("eyJhbGciOi")

// masked reports whether s is what Secret makes.
func masked(s string) bool {
	shown, ok := strings.CutSuffix(s, mark)
	if !ok || len(shown) != 0 && len(shown) != 4 && (len(shown) != jwtShown || !strings.HasPrefix(shown, "eyJ")) {
		return false
	}
	for i := 0; i < len(shown); i++ {
		if !shape.NameByte(shown[i]) && strings.IndexByte("./+~", shown[i]) < 0 {
			return false
		}
	}
	return true
}

// A replacer returns the replacement of a secret. label says what kind of
// secret it is: "access-token", "cookie", "code".
type replacer func(label, secret string) string

// masks are what a screen shows, where users keep their ids.
func masks(label, secret string) string {
	if label == userLabel {
		return secret
	}
	return Secret(secret)
}

// Header masks what is secret in the value of a header field. Names of schemes,
// cookies and cookie attributes stay.
func Header(name, value string) string { return replacer(masks).header(name, value) }

// Param masks the value of a query or form parameter when its name, or the
// value itself, says that it is secret. Name and value are decoded.
func Param(name, value string) string { return replacer(masks).param(name, value) }

// URL masks the secrets in an address: in user information, query and
// fragment, and tokens in the path.
func URL(u string) string { return replacer(masks).url(u) }

// Text masks every secret in free text, whatever its notation: sentences, logs,
// header lines, JSON, query strings, forms, cURL commands, addresses.
func Text(s string) string { return replacer(masks).text(s) }

// FileName masks what is secret in the name of a file, and whom it names. Hashes stay: many
// files are named by theirs.
func FileName(name string) string {
	name = replacer(masks).rules(name, true)
	for at := 0; at < len(name); at++ {
		if from, to := 0, 0; name[at] == '@' {
			if from, to = mailAround(name, at, 0); to > 0 {
				name = name[:from] + mark + name[at:]
				at = from + len(mark)
			}
		} else if userWord(name[:at]) || at > 4 && !shape.NameByte(name[at-5]) && userWord(name[at-4:at]) {
			if end := wordEnd(name, at+1); strings.IndexByte("-_ .", name[at]) >= 0 && clearUserID(name[at+1:end]) {
				name = name[:at+1] + mark + name[end:]
			}
		}
	}
	return name
}

// Beginning masks a text of which only the first bytes are shown. It reads further, because
// the visible part of a secret may look like a word.
func Beginning(text string, limit int) string {
	return messages.Ellipsize(Text(messages.Truncate(text, limit+longestPart)), limit)
}

// header looks again, as rules do, at what it has changed: a value that is broken may be
// read in another way then.
func (in replacer) header(name, value string) string {
	for range 4 {
		next := in.field(name, value)
		if next == value {
			break
		}
		value = next
	}
	return value
}

func (in replacer) field(name, value string) string {
	switch kind := classify(name); kind {
	case authorization:
		return in.credentials(value)
	case cookie:
		return in.cookies(value)
	case setCookie:
		return in.setCookies(value)
	case strong, password, token:
		return in.replace(labelOf(name), value)
	case weak, pin, plural, likely:
		if secretValue(kind, prose, value) || kind != likely && machineWord(value) || kind == likely && len(value) >= leastSingle && strings.Trim(value, singleBytes) == "" && shape.Opaque(value) && !shape.Constant(value) {
			return in.replace(labelOf(name), value)
		}
	case user, account:
		if id := value[strings.LastIndexByte(value, ':')+1:]; secretValue(kind, prose, id) { // accounts.google.com:…
			return value[:len(value)-len(id)] + in(userLabel, id)
		}
	}
	if namesFields(name) {
		return in.rules(value, true)
	}
	value = in.list(name, value)
	if addressField(name) {
		return in.url(value)
	}
	return in.rules(value, ordinary(name))
}

// singleBytes are those of a value that is one word, which in a field for secrets must have
// so many of them.
const (
	singleBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+!?$*"
	leastSingle = 10
)

// machineWord reports whether the whole value of a field is one that a machine made,
// though it may have letters or digits alone.
func machineWord(v string) bool {
	return len(v) >= leastWord && strings.Trim(v, tokenBytes) == "" && !shape.DateLike(v) && !shape.CommonWord(v) &&
		(strings.Trim(v, "0123456789") == "" || shape.ChangesIn(v) >= 3 || len(v) >= leastLetters && shape.ChangesIn(v) == 2)
}

// namesFields reports whether the value of a header field lists names: none is followed by
// its value there.
func namesFields(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "access-control-") || name == "vary" || name == "trailer" || name == "connection"
}

// protocolField is where browsers let pages send a token to a WebSocket.
const protocolField = "Sec-WebSocket-Protocol"

// list masks the elements of a list that follow the name of a secret. Among protocols a
// token needs no name.
func (in replacer) list(name, value string) string {
	protocols := strings.EqualFold(name, protocolField)
	if !protocols && strings.IndexByte(value, ',') < 0 {
		return value
	}
	list := strings.Split(value, ",")
	before := none
	for i, element := range list {
		bare := strings.TrimSpace(element)
		label := "token"
		if i > 0 {
			label = labelOf(strings.TrimSpace(list[i-1]))
		}
		made := shape.Opaque(bare) && !shape.Constant(bare)
		switch {
		case placeholder(bare):
		case (before == strong || before == password || before == token || before == authorization) && made,
			protocols && shape.Mixed(bare):
			list[i] = strings.Replace(element, bare, in(label, bare), 1)
		case protocols && made:
			if dot := strings.LastIndexAny(bare, ".+-") + 1; shape.Mixed(bare[dot:]) { // bearer.TOKEN
				list[i] = strings.Replace(element, bare, bare[:dot]+in("token", bare[dot:]), 1)
			}
		}
		if before = classify(bare); before == none && strings.EqualFold(bare, "bearer") {
			before = authorization
		}
	}
	return strings.Join(list, ",")
}

// addressField reports whether the value of a header field is an address.
func addressField(name string) bool {
	switch strings.ToLower(name) {
	case "location", "content-location", "referer", ":path", "origin":
		return true
	}
	return false
}

func (in replacer) param(name, value string) string {
	switch kind := classify(name); {
	case kind == authorization || kind == cookie || kind == setCookie:
		return in.header(name, value)
	case kind == public:
		return value
	case kind != none && secretValue(kind, query, value):
		return in(labelOf(name), value)
	}
	return in.text(value)
}

func (in replacer) url(u string) string {
	end := strings.IndexAny(u, "?#")
	if end < 0 {
		return in.text(u)
	}
	hashed := saysHashed(u)
	var out strings.Builder
	out.WriteString(in.text(u[:end]))
	for rest := u[end:]; rest != ""; {
		out.WriteByte(rest[0]) // ? # &
		part := rest[1:]
		if next := strings.IndexAny(part, "?#&"); next >= 0 {
			part = part[:next]
		}
		rest = rest[1+len(part):]
		out.WriteString(in.urlPart(part, hashed))
	}
	return out.String()
}

func (in replacer) urlPart(part string, hashed bool) string {
	name, value, ok := strings.Cut(part, "=")
	if !ok {
		return in.text(part)
	}
	plain := escape.Decode(name)
	switch kind := classify(plain); {
	case kind == public, kind == challenge && hashed:
		return part
	case kind == authorization || kind == cookie || kind == setCookie:
		if !placeholder(value) {
			return name + "=" + in(labelOf(plain), value)
		}
	case kind != none && secretValue(kind, query, value):
		return name + "=" + in(labelOf(plain), value)
	}
	return in.text(part)
}

func (in replacer) text(s string) string { return in.rules(s, false) }

// rules look at a text. ordinary: it is one in which numbers made by machines aren't
// secrets, unless something says that they are.
func (in replacer) rules(s string, ordinary bool) string {
	if short(s) {
		return s
	}
	if plain := escape.Uncolored(s); plain != s {
		// The colors of a log are between names and values, and in the middle of them.
		if masked := in.rules(plain, ordinary); masked != plain {
			return masked
		}
		return s
	}
	if plain := escape.Undumped(s); plain != s && in.looked(plain, true) != plain {
		// Only what a name says: numbers that are measured may look like anything.
		return in.looked(plain, ordinary)
	}
	return in.looked(s, ordinary)
}

// looked is a text at which the rules have looked until nothing is left to be done.
func (in replacer) looked(s string, ordinary bool) string {
	// A second look sees what a first replacement uncovered; it finds nothing in
	// nearly every case, and nothing is what makes Text idempotent.
	for range 4 {
		next := in.maskText(s, ordinary)
		if next == s {
			break
		}
		s = next
	}
	return s
}

func (in replacer) replace(label, value string) string {
	if placeholder(value) {
		return value
	}
	return in(label, value)
}
