// Package find looks for a text in the exchanges of a session: in addresses, headers and
// bodies, and in what findings say. It works in slices, and reveals no more of a secret
// than the screen shows.
package find

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"

	"misstep/wasm/redact"
)

// A Query is what somebody looks for.
type Query struct {
	Text   string
	Case   bool // it matters
	Word   bool // whole words only
	Regexp bool
}

// A Pattern is a query prepared.
type Pattern struct {
	text    string         // without regard to case it is in lower case
	first   [2]byte        // those that a match may begin with
	exactly bool           // case matters
	word    bool           // no word may go on beyond a match's ends
	regexp  *regexp.Regexp // nil: text is looked for as it is
}

// An InvalidError says why a query isn't a regular expression.
type InvalidError struct {
	Code string // of package syntax, as in "missing closing )"
	Part string // of the expression
}

func (e *InvalidError) Error() string { return e.Code + ": " + e.Part }

// longestQuery bounds what is looked for, in bytes: nobody types more.
const longestQuery = 4000

// Compile makes a query ready. The error is an *InvalidError.
func Compile(q Query) (*Pattern, error) {
	if len(q.Text) > longestQuery {
		return nil, &InvalidError{Code: string(syntax.ErrLarge)}
	}
	p := &Pattern{text: q.Text, exactly: q.Case}
	if q.Regexp {
		flags := "(?m)"
		if !q.Case {
			flags = "(?im)"
		}
		var wrong *syntax.Error
		var err error
		if p.regexp, err = regexp.Compile(flags + q.Text); errors.As(err, &wrong) {
			return nil, &InvalidError{Code: string(wrong.Code), Part: strings.TrimPrefix(wrong.Expr, flags)}
		}
		if q.Word { // as the browsers do, so that an alternative that is whole is found
			p.regexp, _ = regexp.Compile(flags + `\b(?:` + q.Text + `)\b`)
		}
		return p, nil
	}
	p.word = q.Word
	if !q.Case {
		p.text = strings.ToLower(q.Text)
	}
	if r, size := utf8.DecodeRuneInString(p.text); size > 0 {
		p.first = [2]byte{p.text[0], p.text[0]}
		if !p.exactly {
			p.first[1] = string(unicode.ToUpper(r))[0]
		}
	}
	return p, nil
}

// Empty reports whether there is nothing to look for.
func (p *Pattern) Empty() bool { return p.text == "" }

// next is where the first match is in a text from a place on; from -1: there is
// none. What matches nothing at all, as x* may, isn't a match.
func (p *Pattern) next(text string, at int) (from, to int) {
	for from, to = p.match(text, at); p.word && from >= 0 && !whole(text, from, to); {
		from, to = p.match(text, from+1)
	}
	return from, to
}

// whole reports whether no word goes on beyond either end of a stretch.
func whole(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	first, _ := utf8.DecodeRuneInString(text[from:])
	last, _ := utf8.DecodeLastRuneInString(text[:to])
	after, _ := utf8.DecodeRuneInString(text[to:])
	return !(inWord(before) && inWord(first)) && !(inWord(last) && inWord(after))
}

func inWord(r rune) bool {
	return r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// match is next for parts of words, too.
func (p *Pattern) match(text string, at int) (from, to int) {
	switch {
	case p.regexp != nil:
		for at <= len(text) {
			m := p.regexp.FindStringIndex(text[at:])
			if m == nil {
				return -1, -1
			}
			if m[1] > m[0] {
				return at + m[0], at + m[1]
			}
			_, size := utf8.DecodeRuneInString(text[at+m[1]:])
			at += m[1] + max(size, 1)
		}
		return -1, -1
	case p.exactly:
		if i := strings.Index(text[at:], p.text); i >= 0 {
			return at + i, at + i + len(p.text)
		}
		return -1, -1
	}
	// The nearest position of either first byte; one of them may be far away.
	nearest := [2]int{at - 1, at - 1}
	for {
		for i, c := range p.first {
			if i == 1 && c == p.first[0] {
				nearest[1] = nearest[0]
			} else if nearest[i] < at {
				if nearest[i] = strings.IndexByte(text[at:], c) + at; nearest[i] < at {
					nearest[i] = len(text)
				}
			}
		}
		from, to = min(nearest[0], nearest[1]), min(nearest[0], nearest[1])+len(p.text)
		if to > len(text) {
			return -1, -1
		}
		if strings.EqualFold(text[from:to], p.text) {
			return from, to
		}
		at = from + 1
	}
}

// A Range is a stretch of a text, in bytes.
type Range struct{ From, To int }

// mostInText limits the matches that are counted in one text.
const mostInText = 1000

// ranges are the matches in a text.
func (p *Pattern) ranges(text string) (list []Range) {
	for at := 0; at < len(text) && len(list) < mostInText; {
		from, to := p.next(text, at)
		if from < 0 {
			break
		}
		list, at = append(list, Range{from, to}), to
	}
	return list
}

// Ranges are the matches in a text of which some is masked, as stretches of what is shown.
// A secret is found by its visible part, or by its whole value, but not by a part of it:
// otherwise it could be guessed letter by letter.
func (p *Pattern) Ranges(segments []redact.Segment) []Range {
	var shown, original strings.Builder
	secret := false
	for _, s := range segments {
		shown.WriteString(s.Text)
		if s.Secret() {
			secret = true
			original.WriteString(s.Original)
		} else {
			original.WriteString(s.Text)
		}
	}
	list := p.ranges(shown.String())
	if !secret || p.regexp != nil {
		return list
	}
	for _, r := range p.ranges(original.String()) {
		if covering, ok := covers(segments, r); ok {
			at := 0
			for at < len(list) && list[at].From < covering.From {
				at++
			}
			list = append(list[:at:at], append([]Range{covering}, list[at:]...)...)
		}
	}
	return list
}

// covers reports whether a stretch of the original covers a secret, and no part of
// one, and where that is shown.
func covers(segments []redact.Segment, r Range) (shown Range, whole bool) {
	at, shownAt := 0, 0
	for _, s := range segments {
		length := len(s.Text)
		if s.Secret() {
			length = len(s.Original)
		}
		from, to := max(r.From, at), min(r.To, at+length)
		switch {
		case from >= to:
		case s.Secret():
			if to-from < length {
				return Range{}, false
			}
			if !whole && from == r.From {
				shown.From = shownAt
			}
			whole, shown.To = true, shownAt+len(s.Text)
		default:
			if from == r.From {
				shown.From = shownAt + from - at
			}
			shown.To = shownAt + to - at
		}
		at, shownAt = at+length, shownAt+len(s.Text)
	}
	return shown, whole
}
