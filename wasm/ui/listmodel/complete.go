package listmodel

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// A Suggestion is how the word that somebody types into the filter may go on.
type Suggestion struct {
	Text   string // what the word becomes
	Count  int    // exchanges that it finds; of a field alone there is none
	Filter string // the filter with it
	Caret  int    // where one types on, in bytes
}

// mostSuggested bounds what is offered at once.
const mostSuggested = 10

// Suggest completes the word of the filter that comes before the caret, in
// bytes: a field, or a value of a field that exchanges of the session have, most
// frequent first. An empty word may become any field.
func (l *Model) Suggest(caret int) []Suggestion {
	text := l.state.Filter
	caret = min(max(caret, 0), len(text))
	from, to := wordAt(text, caret)
	typed := strings.ToLower(text[from:caret])
	bare := strings.TrimPrefix(typed, "-")
	minus := text[from : from+len(typed)-len(bare)]
	name, value, found := strings.Cut(bare, ":")
	var list []Suggestion
	add := func(word string, count int) {
		rest := text[to:]
		if count > 0 && rest == "" {
			rest = " " // on to the next word
		}
		s := Suggestion{Text: minus + word, Count: count, Filter: text[:from] + minus + word + rest}
		if s.Caret = from + len(s.Text); count > 0 {
			s.Caret++
		}
		list = append(list, s)
	}
	if !found {
		for i := range fields {
			if strings.HasPrefix(fields[i].name, bare) {
				add(fields[i].name+":", 0)
			}
		}
		return list
	}
	f := fieldNamed(name)
	if f == nil {
		return nil
	}
	value = strings.Trim(value, `"`)
	for known, count := range l.values(f) {
		if beginsWord(strings.ToLower(known), value) && (!strings.EqualFold(known, value) || to > caret) {
			if strings.ContainsFunc(known, unicode.IsSpace) {
				known = `"` + known + `"`
			}
			add(name+":"+known, count)
		}
	}
	sort.Slice(list, func(i, j int) bool {
		if a, b := list[i].Count, list[j].Count; a != b {
			return a > b
		}
		return list[i].Text < list[j].Text
	})
	return list[:min(len(list), mostSuggested)]
}

// beginsWord reports whether a word of the text begins so.
func beginsWord(text, beginning string) bool {
	for at := range text {
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		if strings.HasPrefix(text[at:], beginning) && (at == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before)) {
			return true
		}
	}
	return false
}

// values are what exchanges have in a field, with how many do.
func (l *Model) values(f *field) map[string]int {
	counts := map[string]int{}
	for _, choice := range f.choices {
		t := term{field: f, text: choice}
		t.from, t.to = statusRange(choice)
		for _, e := range l.items {
			if e.read && f.matches(&t, e) {
				counts[choice]++
			}
		}
	}
	for _, e := range l.items {
		if e.read && f.value != nil {
			if value := f.value(e); value != "" && !strings.Contains(value, `"`) {
				counts[value]++
			}
		}
	}
	return counts
}

// wordAt is where the word begins and ends that the caret is in, or behind.
func wordAt(text string, caret int) (from, to int) {
	quoted := false
	for i, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted || !unicode.IsSpace(r):
		case i >= caret:
			return from, i
		default:
			from = i + utf8.RuneLen(r)
		}
	}
	return from, len(text)
}

// Misspelled finds the first word of the filter that asks for a field that there
// is not, though one is written much like it, and the filter with that one.
func (l *Model) Misspelled() (word, meant, mended string) {
	text := l.state.Filter
	for at := 0; at < len(text); at++ {
		from, to := wordAt(text, at)
		from = max(from, at)
		at = to
		bare := strings.TrimPrefix(text[from:to], "-")
		name, _, found := strings.Cut(bare, ":")
		if !found || fieldNamed(strings.ToLower(name)) != nil {
			continue
		}
		if meant := fieldLike(strings.ToLower(name)); meant != "" {
			start := to - len(bare)
			return name, meant, text[:start] + meant + text[start+len(name):]
		}
	}
	return "", "", ""
}

// fieldLike is the field that a name was meant to be: one letter is wrong, or two
// of a longer word; "": none.
func fieldLike(name string) (meant string) {
	if len(name) < 3 {
		return ""
	}
	best := 3
	for i := range fields {
		known := fields[i].name
		distance := levenshtein.ComputeDistance(name, known)
		near := distance == 1 || distance == 2 && (len(name) > 5 || len(name) > 3 && name[0] == known[0])
		if near && distance < best {
			best, meant = distance, known
		}
	}
	return meant
}
