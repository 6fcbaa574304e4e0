package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"misstep/wasm/httpmsg"
	"misstep/wasm/redact/escape"
)

// Aliases gives names to the secrets of one file: the same secret has the same
// alias throughout the file, whatever its encoding, and another in another
// file. What a secret's form tells stays to be seen: the claims of a token that
// say until when and for what it is, the spaces and quotes around it, whether a
// verifier leads to its challenge.
//
// There is one order: what is known is replaced, whole, before any rule looks at
// a text; then the rules find what a place or a form tells; and what they found
// is replaced where nothing else tells it.
type Aliases struct {
	known  *Secrets
	style  style
	tag    string
	now    time.Time        // says whether a token has expired
	counts map[string]int   // by label
	given  map[given]string // aliases
	own    map[string]bool  // what is an alias

	inCookie bool // what is looked at is the value of a cookie
}

// given is what an alias is for: a secret, or a challenge made of it.
type given struct {
	of        *secret
	challenge int
}

// A style is how aliases look.
type style int

const (
	recorded style = iota // in recordings: what a diagnosis reads is as it was
	reported              // in reports: nothing that is taken for a live token
	commands              // in commands: variables of a shell
	screen                // where a person looks: masked, as Secret does it
	learning              // nowhere
)

func (k *Secrets) aliases(s style, salt []byte) *Aliases {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte("misstep aliases"))
	tag := make([]byte, tagLength)
	for i, c := range mac.Sum(nil)[:tagLength] {
		tag[i] = tagLetters[int(c)%len(tagLetters)]
	}
	return &Aliases{known: k, style: s, tag: string(tag), counts: map[string]int{}, given: map[given]string{}, own: map[string]bool{}}
}

// Learner takes note of the secrets in what it is given, and returns nothing of
// use. A file is made when all that goes into it was learned.
func (k *Secrets) Learner() *Aliases {
	if k.learner == nil {
		k.learner = k.aliases(learning, nil)
	}
	return k.learner
}

// Aliases are those of a recording. The salt should be random, and is not to be
// kept.
func (k *Secrets) Aliases(salt []byte) *Aliases { return k.aliases(recorded, salt) }

// Report returns aliases for a report, in which an alias says what a token is.
func (k *Secrets) Report(salt []byte, now time.Time) *Aliases {
	a := k.aliases(reported, salt)
	a.now = now
	return a
}

// Variables are aliases that are variables of a shell: a command made with them
// is complete once they are set. SplitVariables finds them again.
func (k *Secrets) Variables() *Aliases { return k.aliases(commands, nil) }

// Screen masks secrets as Secret does, and leaves names and addresses of users.
func (k *Secrets) Screen() *Aliases { return k.aliases(screen, nil) }

// Header replaces what is secret in the value of a header field.
func (a *Aliases) Header(name, value string) string {
	return a.replace(value, func(in replacer, s string) string { return in.header(name, s) })
}

// Param replaces the value of a query or form parameter when it is secret.
func (a *Aliases) Param(name, value string) string {
	return a.replace(value, func(in replacer, s string) string { return in.param(name, s) })
}

// URL replaces the secrets in an address.
func (a *Aliases) URL(u string) string { return a.replace(u, replacer.url) }

// Text replaces the secrets in free text, whatever its notation.
func (a *Aliases) Text(s string) string { return a.replace(s, replacer.text) }

// Known replaces the secrets and users that were learned, and nothing else.
func (a *Aliases) Known(s string) string {
	if a.style == learning {
		return s
	}
	var h held
	s = a.replaceKnown(&h, h.holdMarks(s, a.style))
	if a.style == screen {
		h = h.masked()
	}
	return h.show(s)
}

// Secret is the alias of a value that is known to be secret.
func (a *Aliases) Secret(label, value string) string {
	return a.replace(value, func(in replacer, s string) string { return in.replace(label, s) })
}

// Exchange replaces what is secret in all texts of an exchange.
func (a *Aliases) Exchange(x httpmsg.Exchange) httpmsg.Exchange {
	r := &x.Request
	r.Method, r.URL, r.HTTPVersion = a.Text(r.Method), a.URL(r.URL), a.Text(r.HTTPVersion)
	r.Headers = a.fields(r.Headers, a.Header)
	if r.PostData != nil {
		d := *r.PostData
		d.MimeType, d.Text, d.Params = a.Header("Content-Type", d.MimeType), a.body(d.Text), a.fields(d.Params, a.Param)
		r.PostData = &d
	}
	answer := &x.Response
	answer.StatusText, answer.HTTPVersion, answer.Error = a.Text(answer.StatusText), a.Text(answer.HTTPVersion), a.Text(answer.Error)
	answer.Headers = a.fields(answer.Headers, a.Header)
	answer.RedirectURL = a.URL(answer.RedirectURL)
	b := &answer.Body
	b.MimeType, b.Text, b.Comment = a.Header("Content-Type", b.MimeType), a.body(b.Text), a.Text(b.Comment)
	x.Pasted, x.Tab = a.body(x.Pasted), a.Text(x.Tab)
	return x
}

// Named takes note of what fields, parameters and the response of a token endpoint name as
// secret, which is quick: of a body it looks at no other.
func (a *Aliases) Named(x *httpmsg.Exchange) {
	if len(a.known.byValue) >= mostNamed {
		return
	}
	if strings.ContainsAny(x.Request.URL, "?#@") {
		a.URL(x.Request.URL)
	}
	for which, list := range [...][]httpmsg.Header{x.Request.Headers, x.Response.Headers} {
		last := a.known.last[which]
		a.known.last[which] = list
		for i, f := range list {
			if (i >= len(last) || last[i] != f) && a.known.isNews(f) {
				a.Header(f.Name, f.Value)
			}
		}
	}
	if d := x.Request.PostData; d != nil && len(d.Text) < longestPart {
		a.Text(d.Text)
		a.fields(d.Params, a.Param)
	}
	if to := x.Response.RedirectURL; to != "" {
		a.URL(to)
	}
	if text := x.Response.Body.Text; len(text) < longestPart && bringsToken(text) {
		a.Text(text)
	}
}

// Credentials takes note of those in header fields of requests that nobody looks at
// otherwise.
func (a *Aliases) Credentials(fields []httpmsg.Header) {
	for _, f := range fields {
		a.Header(f.Name, f.Value)
	}
}

// Credentials reports whether a header field has some, by its name.
func Credentials(name string) bool { return classify(name) == authorization }

// bringsToken reports whether a text has a key such as "access_token". Others have
// words like it as values: "expired_token".
func bringsToken(text string) bool {
	for {
		_, rest, found := strings.Cut(text, `_token"`)
		if !found {
			return false
		}
		if text = rest; strings.HasPrefix(strings.TrimLeft(rest, " \t\r\n"), ":") {
			return true
		}
	}
}

// isNews reports whether a field may reveal secrets, and wasn't looked at before.
func (k *Secrets) isNews(f httpmsg.Header) bool {
	tells, known := k.telling[f.Name]
	if !known {
		if k.telling == nil || len(k.telling) >= mostLooked {
			k.telling = map[string]bool{}
		}
		tells = classify(f.Name) != none || addressField(f.Name) || strings.EqualFold(f.Name, protocolField)
		k.telling[f.Name] = tells
	}
	if !tells || k.looked[f] || addressField(f.Name) && !strings.ContainsAny(f.Value, "?#") {
		return false
	}
	if k.looked == nil || len(k.looked) >= mostLooked {
		k.looked = map[httpmsg.Header]bool{}
	}
	k.looked[f] = true
	return true
}

// mostLooked bounds what is kept of fields, so that they are looked at once. When it
// is reached, all begin again.
const mostLooked = 256

// mostNamed bounds how many secrets Named takes note of: each takes some memory.
const mostNamed = 2000

// mostLearned bounds what is searched for secrets in a body, in bytes.
const mostLearned = 256 << 10

func (a *Aliases) body(text string) string {
	if a.style == learning && len(text) > mostLearned {
		return text
	}
	return a.Text(text)
}

func (a *Aliases) fields(list []httpmsg.Header, replace func(name, value string) string) []httpmsg.Header {
	list = slices.Clone(list)
	for i, f := range list {
		list[i] = httpmsg.Header{Name: a.Text(f.Name), Value: replace(f.Name, f.Value)}
	}
	return list
}

func (a *Aliases) replace(s string, rules func(in replacer, s string) string) string {
	if s == "" {
		return s
	}
	var h held
	s = h.holdMarks(s, a.style)
	stand := func(label, raw string) string { return a.replaceWith(&h, label, raw) }
	if a.style == learning {
		rules(stand, s)
		return s
	}
	s = a.replaceKnown(&h, s)
	before := len(a.known.byValue) + len(a.known.users)
	s = rules(stand, s)
	if len(a.known.byValue)+len(a.known.users) > before {
		s = a.replaceKnown(&h, s)
	}
	if a.style == screen {
		h = h.masked()
	}
	return h.show(s)
}

// replaceWith is what stands for a secret that was found by its place or form.
func (a *Aliases) replaceWith(h *held, label, raw string) string {
	value := escape.Decode(raw)
	if a.own[value] || a.known.public[raw] || masked(raw) || isAlias(value) || allHeld(raw) {
		return raw
	}
	if bare := strings.TrimRight(raw, ".,:!?"); bare != raw && bare != "" {
		return a.replaceWith(h, label, bare) + raw[len(bare):] // a sentence's
	}
	switch label {
	case userLabel:
		if x := a.known.user(value); x != nil && a.style != screen {
			return h.hold(a.aliasOf(x, 0))
		}
		return raw
	case basicLabel:
		if alias, ok := a.basic(value); ok {
			return h.hold(a.writtenAs(raw, alias))
		}
		label = "credentials"
	case "cookie", "password": // whatever is in them
		from, to := 0, len(raw)
		for from < to {
			odd, n := oddAt(raw, from)
			if !odd {
				break
			}
			from += n
		}
		for to > from && strings.IndexByte("\"'` \t\r\n", raw[to-1]) >= 0 {
			to--
		}
		if strings.IndexByte(raw[from:to], heldStart[0]) < 0 {
			return raw[:from] + a.piece(h, label, raw[from:to]) + raw[to:]
		}
	}
	return a.replaceParts(h, label, raw)
}

// replaceParts replaces a secret and leaves what is odd in and around it: blanks,
// quotes, a fragment's sign.
func (a *Aliases) replaceParts(h *held, label, raw string) string {
	var out strings.Builder
	start := 0
	for i := 0; i <= len(raw); {
		odd, n := true, 1
		if i < len(raw) {
			odd, n = oddAt(raw, i)
		}
		if odd {
			out.WriteString(a.piece(h, label, raw[start:i]))
			start = min(i+n, len(raw))
			out.WriteString(raw[i:start])
		}
		i += n
	}
	return out.String()
}

// oddAt reports whether the character at i cannot be part of a secret, and how
// long it is as it is written.
func oddAt(s string, i int) (bool, int) {
	if n := heldAt(s, i); n > 0 {
		return true, n
	}
	if c, n := escape.At(s, i); n > 0 {
		return c <= ' ' || c == 0x7f || strings.IndexByte("\"'`#", c) >= 0, n
	}
	if q, ok := escape.QuoteAt(s, i); ok {
		return true, len(q.Text)
	}
	if c := s[i]; c < utf8.RuneSelf {
		return c <= ' ' || c == 0x7f || c == '#', 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r), n
}

func (a *Aliases) piece(h *held, label, raw string) string {
	value := strings.ReplaceAll(escape.Decode(raw), `\/`, "/")
	if a.own[value] || a.known.public[raw] || isAlias(value) || strings.IndexFunc(value, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0 {
		return raw
	}
	if scheme(raw) && (label == "access-token" || label == "credentials") {
		return raw // said twice
	}
	x := a.known.secret(label, value)
	if a.style == learning {
		a.learnParts(label, value)
		return h.hold(raw)
	}
	return h.hold(a.writtenAs(raw, a.aliasOf(x, 0)))
}

// next is a new alias, by the number of those with that label.
func (a *Aliases) next(label string) string {
	a.counts[label]++
	n := a.counts[label]
	if a.style == commands {
		name := strings.ToUpper(strings.ReplaceAll(label, "-", "_"))
		switch label {
		case userLabel:
			name = "USER_ID" // $USER is the shell's
		case personLabel:
			name = "EMAIL"
		}
		if n > 1 {
			name += "_" + strconv.Itoa(n)
		}
		return Variable(name)
	}
	return label + "-" + strconv.Itoa(n) + "." + a.tag
}

// writtenAs percent-encodes an alias where what it stands for was encoded, and as
// often.
func (a *Aliases) writtenAs(raw, alias string) string {
	switch {
	case a.style == commands || !strings.Contains(raw, "%"):
	case strings.Contains(raw, "%25"):
		return strings.ReplaceAll(alias, "-", "%252D")
	case strings.ContainsAny(alias, "+/="):
		return strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(alias)
	}
	return alias
}
