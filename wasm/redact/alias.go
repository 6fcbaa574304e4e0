package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"misstep/wasm/jwt"
)

// Aliases gives names to the secrets of one file: the same secret has the same
// alias throughout the file, whatever its encoding, and another in another
// file. What a secret's form tells stays to be seen: the claims of a token that
// say until when and for what it is, the spaces and quotes around it, whether a
// verifier leads to its challenge.
//
// A file is gone through twice: at first its secrets are learned, and after
// Learned they are replaced also where nothing but their value tells them.
type Aliases struct {
	tag     string
	name    func(label string, n int) string // nil: the usual aliases
	counts  map[string]int                   // by label
	byValue map[string]string                // by secret, decoded
	own     map[string]bool                  // what is an alias
	kept    map[string]bool                  // what is printed somewhere and no secret
	pairs   []string                         // secrets in their encodings, and what stands for each
	users   map[string]string
	learned bool
	known   *strings.Replacer // of pairs; nil when there are new ones
}

// NewAliases makes the aliases of one file. The salt should be random, and is
// not to be kept.
func NewAliases(salt []byte) *Aliases {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte("misstep aliases"))
	tag := make([]byte, tagLength)
	for i, c := range mac.Sum(nil)[:tagLength] {
		tag[i] = tagLetters[int(c)%len(tagLetters)]
	}
	return newAliases(string(tag))
}

func newAliases(tag string) *Aliases {
	return &Aliases{tag: tag, counts: map[string]int{}, byValue: map[string]string{}, own: map[string]bool{}, kept: map[string]bool{}, users: map[string]string{}}
}

// Keep says that a value, such as that of an example in the documentation, is
// known to everybody.
func (a *Aliases) Keep(value string) { a.kept[value] = true }

// User says that a value is the id of a user.
func (a *Aliases) User(id string) {
	// Short words stand for other things elsewhere: -, me, self.
	if len(id) < 4 || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz-") == "" || a.kept[id] || isAlias(id) || a.users[id] != "" {
		return
	}
	for i := 0; i < len(id); i++ {
		if !letter(id[i]) && !digit(id[i]) {
			return
		}
	}
	a.users[id] = a.next("user")
}

// Learned says that all of the file has been gone through.
func (a *Aliases) Learned() { a.learned = true }

// Header replaces what is secret in the value of a header field.
func (a *Aliases) Header(name, value string) string {
	return a.everywhere(replacer(a.stand).header(name, value))
}

// Param replaces the value of a query or form parameter when it is secret.
func (a *Aliases) Param(name, value string) string {
	return a.everywhere(replacer(a.stand).param(name, value))
}

// URL replaces the secrets in an address.
func (a *Aliases) URL(u string) string { return a.everywhere(replacer(a.stand).url(u)) }

// Text replaces the secrets in free text, whatever its notation.
func (a *Aliases) Text(s string) string { return a.everywhere(replacer(a.stand).text(s)) }

// Known replaces the secrets and users that were learned, and nothing else.
func (a *Aliases) Known(s string) string { return a.everywhere(s) }

// Secret is the alias of a value that is known to be secret.
func (a *Aliases) Secret(label, value string) string { return replacer(a.stand).hide(label, value) }

// stand is what stands for a secret that was found by its place or form.
func (a *Aliases) stand(label, raw string) string {
	if a.own[decode(raw)] || a.kept[raw] || masked(raw) || isAlias(decode(raw)) || strings.Contains(raw, variableStart) {
		return raw
	}
	if bare := strings.TrimRight(raw, ".,:!?"); bare != raw && bare != "" {
		return a.stand(label, bare) + raw[len(bare):] // a sentence's
	}
	if label == "basic" {
		return a.basic(raw)
	}
	return a.pieces(label, raw)
}

// pieces replaces a secret and leaves what is odd in and around it: blanks,
// quotes, a fragment's sign.
func (a *Aliases) pieces(label, raw string) string {
	var out strings.Builder
	start := -1
	end := func(i int) {
		if start >= 0 {
			out.WriteString(a.piece(label, raw[start:i]))
			start = -1
		}
	}
	for i := 0; i < len(raw); {
		odd, n := oddAt(raw, i)
		if odd {
			end(i)
			out.WriteString(raw[i : i+n])
		} else if start < 0 {
			start = i
		}
		i += n
	}
	end(len(raw))
	return out.String()
}

// oddAt reports whether the character at i cannot be part of a secret, and how
// long it is as it is written.
func oddAt(s string, i int) (bool, int) {
	if c, n := encodedAt(s, i); n > 0 {
		return c <= ' ' || c == 0x7f || strings.IndexByte("\"'`#", c) >= 0, n
	}
	if q, ok := quoteAt(s, i); ok {
		return true, len(q.text)
	}
	if c := s[i]; c < utf8.RuneSelf {
		return c <= ' ' || c == 0x7f || c == '#', 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r), n
}

func (a *Aliases) piece(label, raw string) string {
	if a.own[decode(raw)] || a.kept[raw] || isAlias(decode(raw)) || strings.IndexFunc(decode(raw), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return raw
	}
	if scheme(raw) && (label == "access-token" || label == "credentials") {
		return raw // said twice
	}
	value := strings.ReplaceAll(decode(raw), `\/`, "/")
	alias, ok := a.byValue[value]
	if !ok {
		alias = a.make(label, value)
		a.byValue[value] = alias
		a.mine(alias)
		a.addPairs(label, value, alias)
	}
	switch {
	case strings.Contains(raw, "%25") && !strings.Contains(decodeOnce(raw), alias):
		return strings.ReplaceAll(alias, "-", "%252D") // as many times encoded as it was
	case strings.Contains(raw, "%") && strings.ContainsAny(alias, "+/="):
		return strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(alias)
	}
	return alias
}

func decodeOnce(s string) string { return strings.ReplaceAll(s, "%25", "%") }

// mine takes note of an alias, and of what the rules for texts take for one.
func (a *Aliases) mine(alias string) {
	a.own[alias] = true
	if before, _ := cutLast(alias, '.'); before != "" {
		a.own[before] = true
	}
}

func (a *Aliases) next(label string) string {
	a.counts[label]++
	n := a.counts[label]
	if a.name != nil {
		return a.name(label, n)
	}
	return fmt.Sprintf("%s-%d.%s", label, n, a.tag)
}

// make is a new alias. Beginnings by which tokens are told apart, and the
// claims of those that have some, stay.
func (a *Aliases) make(label, value string) string {
	alias := a.next(label)
	if a.name != nil {
		return alias
	}
	if label == "code-verifier" {
		return a.verifier(alias, value)
	}
	if token, ok := a.claims(alias, value); ok {
		return token
	}
	for _, start := range [...]string{"ya29.", "1//0", "4/0", "GOCSPX-", "AIza"} {
		if strings.HasPrefix(value, start) {
			return start + alias
		}
	}
	switch {
	case strings.HasPrefix(value, "eyJ"):
		return "eyJ_" + alias
	case label == "access-token" && len(value) >= 32 && strings.Trim(strings.ToLower(value), "0123456789abcdef") == "":
		// Sent as access token, that it is hexadecimal tells what it is.
		end := fmt.Sprintf("%d", a.counts[label]) + hex.EncodeToString([]byte(a.tag))
		return "acce55" + strings.Repeat("0", len(value)-len("acce55")-len(end)) + end
	}
	return alias
}

// claims is an unsigned token with those claims of a JWT that name nobody.
func (a *Aliases) claims(alias, value string) (string, bool) {
	var body map[string]json.RawMessage
	if payload, ok := jwt.Payload(value); !ok || json.Unmarshal(payload, &body) != nil {
		return "", false
	}
	kept := map[string]any{"jti": alias}
	for _, name := range []string{"exp", "iat", "nbf"} {
		var n json.Number
		if json.Unmarshal(body[name], &n) == nil && len(n) < 20 {
			kept[name] = n
		}
	}
	for _, name := range []string{"scopes", "scope", "typ", "aud", "iss"} {
		var text string
		if json.Unmarshal(body[name], &text) == nil && len(text) < 2000 && body[name] != nil {
			kept[name] = Text(text)
		}
	}
	var list []string
	if json.Unmarshal(body["aud"], &list) == nil && len(list) == 1 {
		kept["aud"] = []string{Text(list[0])}
	}
	var subject string
	if json.Unmarshal(body["sub"], &subject) == nil && subject != "" {
		switch {
		case a.kept[subject]:
		default:
			a.User(subject)
			if user := a.users[subject]; user != "" {
				subject = user
			} else {
				subject = a.piece("user", subject)
			}
		}
		kept["sub"] = subject
	}
	claims, err := json.Marshal(kept)
	if err != nil {
		return "", false
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"none"}`)) + "." + encode(claims) + ".redacted", true
}

// basic replaces the secret in the credentials of Basic and leaves the client
// id, which is none.
func (a *Aliases) basic(raw string) string {
	value := decode(raw)
	if alias, ok := a.byValue[value]; ok {
		return escapedAs(raw, alias)
	}
	alias := ""
	if data, ok := decodeBasic(value); ok && a.name == nil {
		id, secret, pair := strings.Cut(data, ":")
		if pair {
			data = replacer(a.stand).text(id) + ":" + a.clientSecret(secret)
		} else {
			data = replacer(a.stand).hide("credentials", data)
		}
		encoding := base64.StdEncoding
		if !strings.HasSuffix(value, "=") {
			encoding = base64.RawStdEncoding
		}
		alias = encoding.EncodeToString([]byte(data))
	} else if id, secret, pair := strings.Cut(value, ":"); pair && len(id) < longestName {
		return id + ":" + a.clientSecret(secret)
	} else {
		return a.pieces("credentials", raw)
	}
	a.byValue[value] = alias
	a.mine(alias)
	if alias != value && len(value) >= 12 {
		a.add(value, alias)
	}
	return escapedAs(raw, alias)
}

func (a *Aliases) clientSecret(secret string) string {
	if placeholder(secret) {
		return secret
	}
	return a.pieces("client-secret", secret)
}

// escapedAs percent-encodes an alias where what it stands for was encoded.
func escapedAs(raw, alias string) string {
	if strings.Contains(raw, "%") {
		return strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(alias)
	}
	return alias
}

func decodeBasic(text string) (string, bool) {
	text = strings.TrimRight(text, "=")
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if data, err := encoding.DecodeString(text); err == nil && utf8.Valid(data) {
			return string(data), true
		}
	}
	return "", false
}
