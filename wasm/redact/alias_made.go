package redact

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"misstep/wasm/jwt"
	"misstep/wasm/redact/shape"
)

// aliasOf is the alias of a secret, or of a challenge made of it.
func (a *Aliases) aliasOf(x *secret, challenge int) string {
	key := given{x, challenge}
	alias, ok := a.given[key]
	if !ok {
		switch {
		case challenge > 0 && (a.style == recorded || a.style == reported):
			alias = challengesOf(a.aliasOf(x, 0))[challenge-1]
		case challenge > 0:
			return a.aliasOf(x, 0)
		default:
			alias = a.make(x)
		}
		a.given[key] = alias
		a.own[alias] = true
	}
	return alias
}

// make is a new alias. In a recording, the beginnings that distinguish kinds of tokens
// stay, and so do claims.
func (a *Aliases) make(x *secret) string {
	value := x.value
	if a.style == screen {
		return Secret(value)
	}
	if a.style == commands {
		return a.next(x.label)
	}
	if x.label == basicLabel {
		id, secret, pair := strings.Cut(plainBasic(value), ":")
		switch {
		case !pair:
			return encodedLike(value, a.Secret("credentials", id))
		case secret == "" && shape.Mixed(id):
			return encodedLike(value, a.Secret("credentials", id)+":")
		}
		return encodedLike(value, a.Text(id)+":"+a.Secret("client-secret", secret))
	}
	if a.style == reported {
		if claims, ok := jwt.Decode(value); ok {
			return a.described(claims)
		}
	}
	alias := a.next(x.label)
	if x.label == verifierLabel {
		return verifier(alias, value)
	}
	if a.style == reported {
		return alias
	}
	if token, ok := a.claims(alias, value); ok {
		return token
	}
	if start := markedStart(value); start != "" {
		return start + alias
	}
	switch {
	case strings.HasPrefix(value, "eyJ"):
		return "eyJ_" + alias
	case x.label == "access-token" && len(value) >= 32 && strings.Trim(strings.ToLower(value), "0123456789abcdef") == "":
		// When sent as access token, its hexadecimal form identifies it.
		end := strconv.Itoa(a.counts[x.label]) + hex.EncodeToString([]byte(a.tag))
		return "acce55" + strings.Repeat("0", len(value)-len("acce55")-len(end)) + end
	}
	return alias
}

// markedStart is what a secret of Google's begins with that shows its kind; "" if it has no
// such beginning.
func markedStart(value string) string {
	for _, start := range [...]string{"ya29.", "1//0", "4/0", "GOCSPX-", "AIza"} {
		if strings.HasPrefix(value, start) {
			return start
		}
	}
	return ""
}

// described says what a token is, for people: an alias in the form of a token
// would alarm whoever looks for secrets that got out.
func (a *Aliases) described(c jwt.Claims) string {
	text := "<token"
	if a.counts["described"]++; a.counts["described"] > 1 {
		text += " " + strconv.Itoa(a.counts["described"])
	}
	var facts []string
	if !c.Expires.IsZero() {
		word, form := "expires ", "15:04"
		if c.Expires.Before(a.now) {
			word = "expired "
		}
		if c.Expires.Format(time.DateOnly) != a.now.UTC().Format(time.DateOnly) {
			form = "2006-01-02 15:04"
		}
		facts = append(facts, word+c.Expires.Format(form)+" UTC")
	}
	if len(c.Scopes) > 0 {
		facts = append(facts, "scopes "+strings.Map(func(r rune) rune {
			if r < utf8.RuneSelf && (shape.NameByte(byte(r)) || strings.ContainsRune(" ./:", r)) {
				return r
			}
			return -1
		}, a.Text(strings.Join(c.Scopes[:min(len(c.Scopes), 20)], " "))))
	}
	if len(facts) > 0 {
		text += ": " + strings.Join(facts, ", ")
	}
	return text + ">"
}

// claims is an unsigned token with those claims of a JWT that name nobody.
func (a *Aliases) claims(alias, value string) (string, bool) {
	body, ok := claimsOf(value)
	if !ok {
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
		if text, ok := textOf(body[name]); ok && len(text) < 2000 {
			kept[name] = a.Text(text)
		}
	}
	var list []string
	if json.Unmarshal(body["aud"], &list) == nil && len(list) == 1 {
		kept["aud"] = []string{a.Text(list[0])}
	}
	if subject, ok := textOf(body["sub"]); ok && subject != "" {
		if !a.known.public[subject] {
			subject = a.aliasOf(a.known.subject(subject), 0)
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

// subject is whom a token is of, who is a user.
func (k *Secrets) subject(id string) *secret {
	if x := k.user(id); x != nil {
		return x
	}
	return k.secret(userLabel, id)
}

// claimsOf are the claims of a token.
func claimsOf(token string) (claims map[string]json.RawMessage, ok bool) {
	payload, ok := jwt.Payload(token)
	return claims, ok && json.Unmarshal(payload, &claims) == nil
}

func textOf(claim json.RawMessage) (text string, ok bool) {
	return text, claim != nil && json.Unmarshal(claim, &text) == nil
}

// learnParts takes note of what is in a secret: whom a token is of, and what has
// a name in a cookie.
func (a *Aliases) learnParts(label, value string) {
	if label == "cookie" && !a.inCookie { // of one in a cookie, the whole is known
		a.inCookie = true
		a.Text(value)
		a.inCookie = false
	}
	if claims, ok := claimsOf(value); ok {
		if subject, ok := textOf(claims["sub"]); ok && subject != "" && !a.known.public[subject] {
			a.known.subject(subject)
		}
	}
}

// basic is the alias of the credentials of Basic: that of the secret, with the
// client ID, which isn't one. false: they aren't such a pair.
func (a *Aliases) basic(value string) (string, bool) {
	plain := plainBasic(value)
	id, secret, pair := strings.Cut(plain, ":")
	if a.style == commands || plain == value && (!pair || len(id) > longestName) {
		return "", false // nobody can set a part of it
	}
	if pair && (secret != "" || !shape.Mixed(id)) { // a key may be sent as the user, without a password
		a.Text(id)
		a.Secret("client-secret", secret)
	} else {
		a.Secret("credentials", id)
	}
	x := a.known.secret(basicLabel, value)
	if a.style == learning {
		return value, true
	}
	return a.aliasOf(x, 0), true
}

// plainBasic are credentials that may be in Base64.
func plainBasic(value string) string {
	if data, ok := decodeBasic(value); ok {
		return data
	}
	return value
}

// encodedLike is a text in Base64, if the other is.
func encodedLike(value, text string) string {
	if _, ok := decodeBasic(value); !ok {
		return text
	}
	if strings.HasSuffix(value, "=") || len(value)%4 == 0 {
		return base64.StdEncoding.EncodeToString([]byte(text))
	}
	return base64.RawStdEncoding.EncodeToString([]byte(text))
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

// unreserved are the characters of a verifier.
const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

// verifier fills an alias up to the length of a verifier, which is checked, and
// gives it the characters that it must not have, if it had some.
func verifier(alias, value string) string {
	strange := ""
	for _, r := range value {
		if !strings.ContainsRune(unreserved, r) && !strings.ContainsRune(strange, r) && strings.ContainsRune("+/=", r) {
			strange += string(r)
		}
	}
	for n := 0; ; n++ {
		end := "." + strconv.Itoa(n) + strange
		filled := alias + end
		if missing := len(value) - len(filled); missing > 0 {
			filled = alias + "." + strings.Repeat("0", missing) + end[1:]
		}
		// In the two alphabets of Base64 its hash must look different, so that a
		// challenge in the wrong one stays wrong.
		if hash := challengesOf(filled); hash[0] != hash[1] && n > 0 || n > 99 {
			return filled
		}
	}
}

// person is what stands for a mail address; "": it stays.
func (a *Aliases) person(address string) string {
	if a.style == screen {
		return ""
	}
	x := a.known.persons[strings.ToLower(address)]
	if x == nil {
		x = &secret{label: personLabel, value: address}
		a.known.persons[strings.ToLower(address)] = x
	}
	alias := a.aliasOf(x, 0)
	if a.style == commands {
		return alias
	}
	return alias + "@example.invalid"
}

// tagLength is how long the part of an alias is that differs from file to file.
const tagLength = 4

// tagLetters are those of tags: none that is taken for another.
const tagLetters = "abcdefghijkmnpqrstuvwxyz23456789"

// isAlias reports whether a value is an alias as Aliases makes them: a label, a
// number, a full stop and the file's tag, perhaps filled up with zeros:
// "access-token-1.k3f9". No server makes secrets of that form.
func isAlias(s string) bool {
	at := strings.IndexByte(s, '.')
	if at < 0 || len(s) < at+1+tagLength || at > 32 {
		return false
	}
	i := strings.LastIndexByte(s[:at], '-')
	if i < 0 || i+1 == at || strings.Trim(s[i+1:at], "0123456789") != "" || rank(s[:i]) == len(labels) {
		return false
	}
	rest := s[at+1:]
	return strings.Trim(rest[:tagLength], tagLetters) == "" && strings.Trim(rest[tagLength:], ".0123456789") == ""
}

// labelOf says in a word or two what kind of secret a name has, for aliases.
func labelOf(name string) string {
	flat := string(plain(nil, name[:min(len(name), longestName)]))
	switch classify(name) {
	case authorization:
		return "credentials"
	case cookie, setCookie:
		return "cookie"
	case challenge:
		return verifierLabel
	case user, account:
		return userLabel
	case pin:
		return "code"
	}
	for _, label := range [...]struct{ part, label string }{
		{"refresh", "refresh-token"}, {"accesstoken", "access-token"}, {"idtoken", "id-token"}, {"verifier", "code-verifier"},
		{"clientsecret", "client-secret"}, {"passw", "password"}, {"pwd", "password"}, {"session", "session"}, {"apikey", "key"}, {"code", "code"}, {"state", "state"},
		{"token", "token"}, {"key", "key"},
	} {
		if strings.Contains(flat, label.part) {
			return label.label
		}
	}
	return "secret"
}

// schemeLabel is the kind of secret that an Authorization header of a scheme has.
func schemeLabel(scheme string) string {
	switch strings.ToLower(scheme) {
	case "bearer":
		return "access-token"
	case "basic":
		return "basic"
	}
	return "credentials"
}

// labelBefore is the kind of secret that a message names in two words, the
// second of which begins at i.
func (m *masker) labelBefore(trigger string, i int) string {
	before := strings.ToLower(m.s[max(0, i-len("refresh ")):i])
	switch {
	case trigger == "encoded" || trigger == "header":
		return "basic"
	case strings.HasSuffix(before, "refresh "):
		return "refresh-token"
	case strings.HasSuffix(before, "access "):
		return "access-token"
	}
	return labelOf(trigger)
}

// Labels that are treated in their own way.
const (
	verifierLabel = "code-verifier"
	basicLabel    = "basic"
	userLabel     = "user"
	personLabel   = "person"
)

// labels are the kinds of secrets that aliases are made for; of two that one secret may
// have, the first says more.
var labels = [...]string{verifierLabel, "access-token", "refresh-token", "id-token", "code", "client-secret", "password", "session", "state",
	"key", basicLabel, "credentials", "token", "cookie", userLabel, "secret", personLabel}

func rank(label string) int {
	for i, known := range labels {
		if known == label {
			return i
		}
	}
	return len(labels)
}
