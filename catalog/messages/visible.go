package messages

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible writes a text from elsewhere so that all of it can be seen and none of
// it acts: control characters, line breaks, marks that turn the direction of
// writing, and blank characters other than the space become their escapes. Those
// in except stay.
func Visible(text, except string) string {
	acts := func(r rune) bool { return unseen(r) && !strings.ContainsRune(except, r) }
	if strings.IndexFunc(text, acts) < 0 && utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			fmt.Fprintf(&b, `\x%02x`, text[i])
		case !acts(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		default:
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
	}
	return b.String()
}

// unseen reports whether a character shows nothing by itself.
func unseen(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0': // letters and marks for Unicode, blanks for the eye
		return true
	}
	return !unicode.IsPrint(r)
}
