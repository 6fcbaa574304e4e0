package messages

import (
	"strings"
	"unicode/utf8"
)

// Fill puts values in the place of {placeholders}. One that valueOf does not know
// stays; braces around anything that is no name are text.
func Fill(text string, valueOf func(name string) (value string, ok bool)) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || strings.ContainsAny(name, " \"'{") {
			b.WriteString("{")
			text = rest
			continue
		}
		if value, ok := valueOf(name); ok {
			b.WriteString(value)
		} else {
			b.WriteString("{" + name + "}")
		}
		text = after
	}
}

// Truncate is at most the first limit bytes of a text, whole characters.
func Truncate(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

// Shorten is Truncate, and says with "…" that something was left out.
func Shorten(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return Truncate(text, limit) + "…"
}
