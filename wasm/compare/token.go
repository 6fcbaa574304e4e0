package compare

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"misstep/wasm/diagnosis"
)

// withTokens puts what two tokens say in place of the tokens themselves, as far
// as it is known: their scopes, when they end, and whose they are.
func withTokens(s *diagnosis.Session, id, other int, list []Difference) []Difference {
	here, worked := s.Token(id), s.Token(other)
	if here == nil || worked == nil || here.Kind != worked.Kind {
		return list
	}
	at := slices.IndexFunc(list, func(d Difference) bool { return d.Part == Token })
	if at >= 0 && list[at].Absent != "" {
		return list
	}
	var rows []Difference
	add := func(name, a, b string) {
		if a != b && a != "" && b != "" {
			rows = append(rows, Difference{Part: Token, Name: name, Here: a, Worked: b})
		}
	}
	words := s.Catalog().Messages()
	if len(here.Scopes)+len(here.UnknownCodes) > 0 && len(worked.Scopes)+len(worked.UnknownCodes) > 0 {
		a, b := slices.Concat(here.Scopes, here.UnknownCodes), slices.Concat(worked.Scopes, worked.UnknownCodes)
		add(words.Format("compare.scopes"), moreAndLess(a, b), moreAndLess(b, a))
	}
	if !here.Expires.IsZero() && !worked.Expires.IsZero() && (!here.Expires.Equal(worked.Expires) || over(here) != over(worked)) {
		add(words.Format("compare.expires"), expiry(s, here), expiry(s, worked))
	}
	add(words.Format("compare.user"), here.Owner, worked.Owner)
	add(words.Format("compare.client"), here.Client, worked.Client)
	replaced := 1
	if at < 0 { // the same token, at another time
		replaced = 0
		for at = 0; at < len(list) && list[at].Part != Header && list[at].Part != Body; at++ {
		}
	}
	if len(rows) == 0 {
		return list
	}
	rest := list[at+replaced:]
	return append(append(list[:at:at], rows...), rest...) // package slices would bring 9 kB of code for this type
}

// moreAndLess is what one list has and another does not, and the other way around:
// "+ sleep, − profile".
func moreAndLess(list, other []string) string {
	var parts []string
	add := func(sign string, list, other []string) {
		for _, scope := range list {
			if !slices.Contains(other, scope) {
				parts = append(parts, sign+scope[strings.LastIndexByte(scope, '/')+1:])
			}
		}
	}
	add("+ ", list, other)
	add("− ", other, list)
	return strings.Join(parts, ", ")
}

func over(t *diagnosis.Token) bool { return !t.Used.IsZero() && t.Used.After(t.Expires) }

// expiry is when a token ends, and how far from that it was used.
func expiry(s *diagnosis.Session, t *diagnosis.Token) string {
	at := t.Expires.UTC().Format(time.DateTime + " UTC")
	words := s.Catalog().Messages()
	switch {
	case t.Used.IsZero():
		return at
	case over(t):
		return words.Format("compare.expired", "time", at, "span", s.Span(t.Used.Sub(t.Expires)))
	}
	return words.Format("compare.valid", "time", at, "span", s.Span(t.Expires.Sub(t.Used)))
}

// Apart is where two texts begin to differ, and where what differs ends in each:
// whole words and numbers.
func Apart(a, b string) (from, toA, toB int) {
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	for from > 0 && (inWord(a, from) || inWord(b, from)) {
		from--
	}
	toA, toB = len(a), len(b)
	for toA > from && toB > from && a[toA-1] == b[toB-1] {
		toA, toB = toA-1, toB-1
	}
	for toA < len(a) && (inWord(a, toA) || inWord(b, toB)) {
		toA, toB = toA+1, toB+1
	}
	return from, toA, toB
}

// inWord reports whether a place in a text is inside a word, a number or a character.
func inWord(text string, at int) bool {
	if at < len(text) && !utf8.RuneStart(text[at]) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return wordRune(before) && wordRune(after)
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
