package diagnosis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Deciding are the values of the message that decide: those that the finding's fact,
// its evidence or the code in its texts have, too. The others only fill a wording.
func (f *Finding) Deciding() map[string]string {
	told := []string{f.Fact}
	for _, e := range f.Evidence {
		if !e.Repeats {
			told = append(told, e.Text)
		}
	}
	for _, text := range append([]string{f.Cause}, f.Fixes...) {
		for i, part := range strings.Split(text, "`") {
			if i%2 == 1 {
				told = append(told, part)
			}
		}
	}
	deciding := map[string]string{}
	for name, value := range f.Values {
		for _, text := range told {
			if hasWord(text, value) {
				deciding[name] = value
			}
		}
	}
	return deciding
}

// hasWord reports whether a text has a value that isn't part of a longer word.
func hasWord(text, value string) bool {
	for at := 0; value != ""; {
		i := strings.Index(text[at:], value)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+i])
		after, _ := utf8.DecodeRuneInString(text[at+i+len(value):])
		if !inWord(before) && !inWord(after) {
			return true
		}
		at += i + len(value)
	}
	return false
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r))
}
