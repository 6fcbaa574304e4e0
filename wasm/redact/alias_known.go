package redact

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"misstep/catalog/lazyregexp"
)

// leastKnown is how long a secret must be to be replaced wherever its letters
// stand; shorter ones may be words.
const leastKnown = 12

func (a *Aliases) add(secret, alias string) {
	a.pairs = append(a.pairs, secret, alias)
	a.known = nil
}

// addPairs takes note of a secret in all its encodings.
func (a *Aliases) addPairs(label, value, alias string) {
	if len(value) < leastKnown || value == alias || !opaque(value) {
		return
	}
	for _, encoded := range encodingsOf(value) {
		a.add(encoded, alias)
	}
	if label == "code-verifier" && a.name == nil {
		before, after := challengesOf(value), challengesOf(alias)
		for i := range before {
			a.add(before[i], after[i])
			if escaped := url.QueryEscape(before[i]); escaped != before[i] {
				a.add(escaped, url.QueryEscape(after[i]))
			}
		}
	}
}

// encodingsOf are the ways in which a secret may be written elsewhere.
func encodingsOf(value string) []string {
	quoted, _ := json.Marshal(value)
	plain := string(quoted[1 : len(quoted)-1])
	list := []string{value, plain, strings.ReplaceAll(value, "/", `\/`)}
	for _, escaped := range []string{url.QueryEscape(value), url.PathEscape(value)} {
		list = append(list, escaped, lowerEscapes(escaped), url.QueryEscape(escaped))
	}
	list = append(list, hex.EncodeToString([]byte(value)), strings.ToUpper(hex.EncodeToString([]byte(value))))
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		// Inside another text a secret may begin at any of three places; what
		// does not depend on its neighbors is looked for.
		for offset := range 3 {
			whole := encoding.EncodeToString([]byte("\x00\x00"[:offset] + value))
			from, to := (offset*8+5)/6, (offset+len(value))*8/6
			if offset == 0 {
				list = append(list, base64.StdEncoding.EncodeToString([]byte(value)), base64.URLEncoding.EncodeToString([]byte(value)), whole)
			}
			list = append(list, whole[from:to])
		}
	}
	return list
}

var escapes = lazyregexp.New(`%[0-9A-F]{2}`)

func lowerEscapes(s string) string { return escapes().ReplaceAllStringFunc(s, strings.ToLower) }

// challengesOf are what people make of a verifier (RFC 7636), right and wrong.
func challengesOf(verifier string) []string {
	sum := sha256.Sum256([]byte(verifier))
	digits := hex.EncodeToString(sum[:])
	return []string{
		base64.RawURLEncoding.EncodeToString(sum[:]),
		base64.RawStdEncoding.EncodeToString(sum[:]),
		digits,
		base64.RawURLEncoding.EncodeToString([]byte(digits)),
	}
}

// unreserved are the characters of a verifier.
const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

// verifier fills an alias up to the length of a verifier, which is checked, and
// gives it the characters that it must not have, if it had some.
func (a *Aliases) verifier(alias, value string) string {
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
		// In the two alphabets of Base64 its hash must look different, lest a
		// challenge in the wrong one become right.
		if hash := challengesOf(filled); hash[0] != hash[1] && n > 0 || n > 99 {
			return filled
		}
	}
}

// everywhere replaces what is known by its value alone: secrets in any encoding,
// users, addresses of persons.
func (a *Aliases) everywhere(s string) string {
	if !a.learned {
		return s
	}
	if a.known == nil {
		a.known = a.replacer()
	}
	s = a.known.Replace(s)
	s = a.replaceEscaped(s)
	s = a.replaceUsers(s)
	if strings.Contains(s, "@") || strings.Contains(s, "%40") {
		s = mail().ReplaceAllStringFunc(s, a.person)
	}
	return s
}

func (a *Aliases) replacer() *strings.Replacer {
	type pair struct{ secret, alias string }
	var list []pair
	seen := map[string]bool{}
	for i := 0; i < len(a.pairs); i += 2 {
		if p := (pair{a.pairs[i], a.pairs[i+1]}); len(p.secret) >= leastKnown && !seen[p.secret] {
			seen[p.secret] = true
			list = append(list, p)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return len(list[i].secret) > len(list[j].secret) }) // a part of another secret comes after it
	flat := make([]string, 0, 2*len(list))
	for _, p := range list {
		flat = append(flat, p.secret, p.alias)
	}
	return strings.NewReplacer(flat...)
}

// replaceEscaped replaces secrets of which any letters are escaped in any way.
func (a *Aliases) replaceEscaped(s string) string {
	plain, places := unescaped(s)
	if places == nil || a.known.Replace(plain) == plain {
		return s
	}
	// Seldom reached, so that each secret may be looked for by itself.
	type found struct {
		from, to int // in plain
		alias    string
	}
	var list []found
	for i := 0; i < len(a.pairs); i += 2 {
		secret := a.pairs[i]
		if len(secret) < leastKnown {
			continue
		}
		for from := 0; ; {
			n := strings.Index(plain[from:], secret)
			if n < 0 {
				break
			}
			from += n
			list = append(list, found{from, from + len(secret), a.pairs[i+1]})
			from += len(secret)
		}
	}
	sort.SliceStable(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return a.from < b.from || a.from == b.from && a.to > b.to
	})
	var out strings.Builder
	done, end := 0, 0
	for _, f := range list {
		if f.to <= end {
			continue // inside of the last
		}
		from, to := max(done, places[f.from]), places[f.to]
		out.WriteString(s[done:from])
		if f.from >= end {
			out.WriteString(escapedAs(s[from:to], f.alias))
		} // else what it shares with the last tells of both
		done, end = to, f.to
	}
	out.WriteString(s[done:])
	return out.String()
}

// unescaped is a text without any escapes, also those in others, and where each
// of its bytes begins in the text; nil: there are no escapes.
func unescaped(s string) (plain string, places []int) {
	plain = s
	for range 4 {
		if !strings.ContainsAny(plain, `%\`) {
			break
		}
		out, at := make([]byte, 0, len(plain)), make([]int, 0, len(plain)+1)
		for i := 0; i < len(plain); {
			c, n := encodedAt(plain, i)
			if n == 0 {
				c, n = plain[i], 1
				if rest := strings.TrimLeft(plain[i:min(len(plain), i+32)], `\`); c == '\\' && strings.HasPrefix(rest, "/") {
					c, n = '/', min(len(plain)-i, 32)-len(rest)+1
				}
			}
			out = append(out, c)
			if places == nil {
				at = append(at, i)
			} else {
				at = append(at, places[i])
			}
			i += n
		}
		if len(out) == len(plain) {
			break
		}
		plain, places = string(out), append(at, len(s))
	}
	return plain, places
}

// replaceUsers replaces ids of users that stand as words of their own.
func (a *Aliases) replaceUsers(s string) string {
	if len(a.users) == 0 {
		return s
	}
	var out strings.Builder
	done := 0
	for i := 0; i < len(s); {
		if _, n := encodedAt(s, i); n > 0 {
			i += n
			continue
		}
		if !letter(s[i]) && !digit(s[i]) {
			i++
			continue
		}
		start := i
		for i < len(s) && (letter(s[i]) || digit(s[i])) {
			i++
		}
		if alias := a.users[s[start:i]]; alias != "" {
			out.WriteString(s[done:start])
			out.WriteString(alias)
			done = i
		}
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

var mail = lazyregexp.New(`[A-Za-z0-9._%+-]+(@|%40)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`)

// person is the alias of a mail address. What stands before the host of a URL
// was looked at already.
func (a *Aliases) person(found string) string {
	local, at := found, "@"
	if i := strings.LastIndex(found, "@"); i >= 0 {
		local = found[:i]
	} else {
		at = "%40"
		local = found[:strings.LastIndex(found, "%40")]
	}
	if isAlias(local) || strings.HasSuffix(found, ".invalid") || a.own[local] {
		return found
	}
	value := strings.ToLower(strings.Replace(found, "%40", "@", 1))
	alias, ok := a.byValue[value]
	if !ok {
		alias = a.next("person")
		a.byValue[value] = alias
		a.mine(alias)
	}
	return alias + at + "example.invalid"
}
