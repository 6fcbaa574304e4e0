package redact

import (
	"strings"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
	"misstep/wasm/redact/trie"
)

// A span of a text without escapes, and its replacement.
type span struct {
	from, to int
	text     string
}

// replaceKnown replaces what is known by its value alone, in any encoding: secrets, ids
// of users that stand as words of their own, mail addresses.
func (a *Aliases) replaceKnown(h *held, s string) string {
	if plain := escape.Undumped(s); plain != s && !a.known.index.None(plain) {
		var other held
		if a.replaceFound(&other, plain) != plain {
			s = plain
		}
	}
	return a.replaceFound(h, s)
}

// replaceFound is replaceKnown for a text that is no dump.
func (a *Aliases) replaceFound(h *held, s string) string {
	if a.hidesNothing(s) {
		return s
	}
	plain, places := escape.Unescaped(s)
	var spans []span
	end, wordStart := 0, true // of the last span
	for i := 0; i < len(plain); i++ {
		if n := heldAt(plain, i); n > 0 {
			i += n - 1
			wordStart = true
			continue
		}
		if n, m := a.known.at(plain, i, end, wordStart); n > 0 {
			from := i
			if m.end {
				from -= sharedEnd(plain[end:max(end, i)], m.of.value[:len(m.of.value)-n])
			}
			if i < end { // what it shares with the last describes both
				spans[len(spans)-1].to = i + n
			} else {
				spans = append(spans, span{from, i + n, a.aliasOf(m.of, m.challenge)})
			}
			end = i + n
		}
		c := plain[i]
		word := shape.Letter(c) || shape.Digit(c)
		if word && wordStart && i >= end {
			if n, text := a.userAt(plain, i); n > 0 {
				spans = append(spans, span{i, i + n, text})
				end = i + n
			}
		}
		if n := atSign(plain, i); n > 0 && i >= end {
			if from, to := mailBetween(plain, i, i+n, end); to > 0 {
				if text := a.person(plain[from:to]); text != "" {
					// The local part may have been taken for a user's id.
					for len(spans) > 0 && spans[len(spans)-1].from >= from {
						spans = spans[:len(spans)-1]
					}
					spans = append(spans, span{from, to, text})
					end = to
				}
			}
		}
		wordStart = !word
	}
	if len(spans) == 0 {
		return s
	}
	var out strings.Builder
	done := 0
	for _, f := range spans {
		from, to := f.from, f.to
		if places != nil {
			from, to = places[from], places[to]
		}
		out.WriteString(s[done:from])
		text := s[from:to] // a screen masks it, and can show it
		if a.style != screen {
			text = a.writtenAs(text, f.text)
			if mark := numberOf(s, from, to); mark != "" {
				text = mark + text + mark
			}
		}
		out.WriteString(h.hold(text))
		done = to
	}
	out.WriteString(s[done:])
	return out.String()
}

// hidesNothing reports whether a text surely has nothing that is known, as most addresses
// and messages.
func (a *Aliases) hidesNothing(s string) bool {
	return (a.style == screen || len(a.known.users) == 0) && !strings.ContainsAny(s, "@"+escape.Starts) && !strings.Contains(s, "at)") && !strings.Contains(s, "at]") && !strings.Contains(s, "\uff20") && a.known.index.None(s)
}

// numberOf is the quote that a name is written in whose value is the number s[from:to], as
// in JSON: in its place there must be a text, in such quotes. "": it isn't such a number.
func numberOf(s string, from, to int) string {
	before, found := strings.CutSuffix(strings.TrimRight(s[max(0, from-longestName):from], " \t\r\n"), ":")
	if !found || strings.Trim(s[from:to], "0123456789") != "" {
		return ""
	}
	before = strings.TrimRight(before, " ")
	quote := len(before) - 1
	if quote < 0 || before[quote] != '"' {
		return ""
	}
	for quote > 0 && before[quote-1] == '\\' {
		quote--
	}
	return before[quote:]
}

// sharedEnd is how many bytes two texts end with alike.
func sharedEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

// at is how much of a text from i on is a secret, and which: nothing that ends where
// the last one did, at end. Of one that is cut, as messages show it, it is the beginning;
// wordStart: a word begins at i.
func (k *Secrets) at(s string, i, end int, wordStart bool) (int, meaning) {
	n, number, reached, below := k.index.Longest(s[i:])
	if i+reached <= end {
		return 0, meaning{}
	}
	if n > 0 && i+n > end {
		m := k.meaning[number]
		whole := reached == n
		n += trie.Shared(s[i+n:], m.rest)
		if m.tail && i < end {
			return 0, meaning{} // of what the last one shares with it
		} else if m.tail {
			from := i - sharedEnd(s[end:max(end, i)], m.of.value[:len(m.of.value)-n])
			if !goesOn(s, i+n) && cutBefore(s[end:from]) {
				return n, m
			}
		} else if !m.word || wordStart && wordEnd(s, i+n) == i+n {
			if whole && m.challenge == 0 && len(below.Next) > 0 && !goesOn(s, i+n) {
				if x, only := k.whose(below, m.of); only {
					m.of = x // which somebody cut
				}
			}
			return n, m
		}
	}
	if i < end || reached < leastPart {
		return 0, meaning{}
	}
	x, only := k.whose(below, nil)
	if x == nil || !only || reached <= commonStart(x.value) || !isPart(s, i, reached, wordStart, shape.Jumbled(x.value)) {
		return 0, meaning{}
	}
	return cutEnd(s, i, reached, x.value) - i, meaning{of: x}
}

// isPart reports whether so many bytes at i, with which a secret begins, are it as somebody
// cut it: a long stretch, or any that ends in dots or with a text that may be cut itself.
// jumbled: no word begins as the secret does.
func isPart(s string, i, n int, wordStart, jumbled bool) bool {
	part, rest := s[i:i+n], afterHalf(s[i+n:])
	if rest == "" && i >= longestWeak || cutAfter(rest) || strings.HasSuffix(part, mark) || saidBefore(s[:i], "first", "begins", "starts", "beginning", "starting") && !goesOn(s, i+n) {
		return jumbled || shape.ChangesIn(part) > 0 || n >= leastEncoded && !shape.Word(part) || n >= leastKnown // no other word begins so
	}
	return wordStart && n >= leastKnown && !goesOn(s, i+n) && !shape.Constant(part) && (shape.Jumbled(part) || shape.Opaque(part))
}

// commonStart is how many bytes at the beginning of a secret show its kind, and not which it is.
func commonStart(value string) int {
	if strings.HasPrefix(value, "eyJ") {
		return jwtShown
	}
	return len(markedStart(value))
}

// longestEscape is how much of an escape may be left where a text was cut, in bytes.
const longestEscape = 12

// afterHalf is a text without the part of an escape that it begins with.
func afterHalf(rest string) string {
	if rest == "" || strings.IndexByte(escape.Starts, rest[0]) < 0 {
		return rest
	}
	half := rest[:min(len(rest), longestEscape)]
	return rest[len(half)-len(strings.TrimLeft(half, `%\&#;ux0123456789abcdefABCDEF`)):]
}

// cutAfter reports whether a text begins with what replaces the rest of a value.
func cutAfter(rest string) bool {
	for _, sign := range [...]string{mark, "..", "***", "[..", "[" + mark, "\u2022\u2022"} {
		if strings.HasPrefix(rest, sign) {
			return true
		}
	}
	return false
}

// saidBefore reports whether a text ends with one of these words, or such a word, a number
// and what is counted: last, the last 12 are.
func saidBefore(text string, words ...string) bool {
	text = strings.ReplaceAll(text[max(0, len(text)-longestName/2):], "+", " ") // of a form
	text = strings.ToLower(strings.TrimRight(text, " :'\"`“‘("))
	for _, verb := range [...]string{" are", " is", " were", " was", " characters", " letters", " chars", " digits", " with", " in"} {
		text = strings.TrimSuffix(text, verb)
	}
	text = strings.TrimRight(text, " 0123456789")
	for _, word := range words {
		if strings.HasSuffix(text, word) {
			return true
		}
	}
	return false
}

// cutBefore reports whether a text ends with what replaces the beginning of a value, or
// says that its end follows.
func cutBefore(text string) bool {
	return saidBefore(text, mark, "...", "***", "..]", mark+"]", "\u2022\u2022", "xxx", "ends", "ending", "last")
}

// goesOn reports whether a token goes on at i: with a letter or digit, perhaps after one of
// the signs that tokens have. Several signs are where somebody cut it.
func goesOn(s string, i int) bool {
	if i < len(s) && strings.IndexByte("-._~+/=", s[i]) >= 0 {
		i++
	}
	return i < len(s) && (shape.Letter(s[i]) || shape.Digit(s[i]))
}

// whose are the strings below a node: the secret found before, or one. only: there is no
// other.
func (k *Secrets) whose(n *trie.Node, found *secret) (of *secret, only bool) {
	if n.Number > 0 {
		m := k.meaning[n.Number]
		switch {
		case m.tail:
		case found == nil || strings.HasPrefix(m.of.value, found.value):
			found = m.of
		case found != m.of:
			return found, false
		}
	}
	for _, child := range n.Next {
		if found, only = k.whose(child, found); !only {
			return found, false
		}
	}
	return found, true
}

// cutEnd is where a secret ends that begins at i and of which n bytes follow: after the
// dots or line ends it may go on, or show its last letters.
func cutEnd(s string, i, n int, secret string) int {
	end := i + n
	if n > len(secret) || s[i:end] != secret[:n] {
		return end // of another encoding
	}
	for {
		at := end
		for at < len(s) && at-end < 16 && (strings.IndexByte(" \t\r\n.*\\+-\"'[]", s[at]) >= 0 || strings.HasPrefix(s[at:], mark)) {
			at++
			for at < len(s) && s[at]&0xc0 == 0x80 {
				at++
			}
		}
		if same := trie.Shared(s[at:], secret[n:]); same >= trie.RootLength {
			end, n = at+same, n+same
			continue
		}
		if last := wordEnd(s, at); at > end && last-at >= trie.RootLength && strings.HasSuffix(secret, s[at:last]) {
			end = last
		}
		return end
	}
}

// userAt is the word at i, when it is the ID of a user, and its alias.
func (a *Aliases) userAt(s string, i int) (int, string) {
	if a.style == screen || len(a.known.users) == 0 {
		return 0, ""
	}
	word := wordEnd(s, i)
	whole := word
	for whole < len(s) && shape.NameByte(s[whole]) && whole-i <= longestName {
		whole++
	}
	for _, end := range [...]int{whole, word} {
		if x := a.known.users[s[i:end]]; x != nil && (userAnywhere(x.value) || usersPlace(s, i)) {
			return end - i, a.aliasOf(x, 0)
		}
	}
	return 0, ""
}

// usersPlace reports whether what begins at i is where IDs of users are: in the path after
// user or users, or as the value of a name such as user_id.
func usersPlace(s string, i int) bool {
	end := i
	for end > 0 && i-end < 4 && !shape.NameByte(s[end-1]) {
		end--
	}
	from := end
	for from > 0 && end-from < longestName && shape.NameByte(s[from-1]) {
		from--
	}
	return end < i && (userWord(s[from:end]) || classify(s[from:end]) == user || classify(s[from:end]) == account)
}

// atSign is how long the sign of a mail address at i is, or what people write for it; 0: it
// is none.
func atSign(s string, i int) int {
	switch s[i] {
	case '@':
		return 1
	case ' ', '(', '[', 0xef:
		for _, sign := range [...]string{" (at) ", "(at)", " [at] ", "[at]", " @ ", "\uff20"} {
			if strings.HasPrefix(s[i:], sign) {
				return len(sign)
			}
		}
	}
	return 0
}

// mailBetween is mailAround for a sign from i to domain. Where it isn't the usual one, a name
// of two words must stand before it.
func mailBetween(s string, i, domain, least int) (from, to int) {
	if domain == i+1 {
		return mailAround(s, i, least)
	}
	start := max(least, i-longestName)
	from, _ = mailAround(s[start:i]+"@example.org", i-start, 0)
	from += start
	_, to = mailAround("x@"+s[domain:min(len(s), domain+4*longestName)], 1, 0)
	if to == 0 || !strings.Contains(s[from:i], ".") || strings.ContainsAny(s[from:i], "0123456789") || i-from > longestName {
		return 0, 0
	}
	return from, domain + to - len("x@")
}

// mailAround is where a mail address is that has its @ at i and begins behind
// least; 0, 0 if it isn't one: logo@2x.png, lodash@4.17.21, git@localhost.
func mailAround(s string, i, least int) (from, to int) {
	part := func(c byte) bool { return shape.Letter(c) || shape.Digit(c) || c == '-' || c >= 0x80 && c < heldEnd[0] }
	for from = i; from > least && i-from < longestName && (part(s[from-1]) || strings.IndexByte("_.%+'", s[from-1]) >= 0); from-- {
	}
	from = i - len(strings.TrimLeft(s[from:i], ".'"))
	last := 0 // where the domain's last part begins
	for to = i + 1; to < len(s) && to-i < 4*longestName; to++ {
		if s[to] == '.' && to+1 < len(s) && part(s[to+1]) && to > i+1 {
			last = to + 1
		} else if !part(s[to]) {
			break
		}
	}
	if from == i || last == 0 || s[from:i] == "git" || inAuthority(s, from, i) || !shape.TopLevel(strings.ToLower(s[last:to])) {
		return 0, 0
	}
	return from, to
}

// authorityEnds end the authority of an address, besides blanks.
const authorityEnds = "/?#\"'<>,;(){}[]"

// inAuthority reports whether the @ at i, the word before which begins at from,
// stands between the user information and the host of an address.
func inAuthority(s string, from, i int) bool {
	ends := func(c byte) bool { return c <= ' ' || strings.IndexByte(authorityEnds, c) >= 0 }
	least := max(0, from-longestWeak)
	for from > least && !ends(s[from-1]) {
		from--
	}
	if !strings.HasSuffix(s[:from], "://") {
		return false
	}
	// Of several @, the last one is before the host.
	for i++; i < len(s) && i-from < 2*longestWeak && !ends(s[i]); i++ {
		if s[i] == '@' {
			return false
		}
	}
	return true
}
