package listmodel

import (
	"strings"
	"unicode"
)

// With is a filter that asks for one thing more: that a field has a value, or, with
// not, another. What the filter asked of that field before gives way.
func With(filter, field, value string, not bool) string {
	value, _, _ = strings.Cut(value, `"`) // no phrase can hold one
	var kept []string
	for at := 0; at < len(filter); at++ {
		from, to := wordAt(filter, at)
		from, at = max(from, at), to
		word := filter[from:to]
		name, text, found := strings.Cut(strings.TrimPrefix(word, "-"), ":")
		negated := strings.HasPrefix(word, "-")
		same := found && strings.EqualFold(name, field)
		if word == "" || same && (!not && !negated || strings.EqualFold(strings.Trim(text, `"`), value)) {
			continue
		}
		kept = append(kept, word)
	}
	if strings.ContainsFunc(value, unicode.IsSpace) {
		value = `"` + value + `"`
	}
	word := field + ":" + value
	if not {
		word = "-" + word
	}
	return strings.Join(append(kept, word), " ")
}
