package messages

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Fill puts values in place of {placeholders}. One that valueOf does not know
// stays; braces around anything that isn't a name are text.
func Fill(text string, valueOf func(name string) (value string, ok bool)) string {
	var b strings.Builder
	for {
		before, name, after, found := cutPlaceholder(text)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if value, ok := valueOf(name); ok {
			b.WriteString(value)
		} else {
			b.WriteString("{" + name + "}")
		}
		text = after
	}
}

// cutPlaceholder cuts a text at its first {placeholder}.
func cutPlaceholder(text string) (before, name, after string, found bool) {
	for from := 0; ; {
		open := strings.IndexByte(text[from:], '{')
		if open < 0 {
			return text, "", "", false
		}
		open += from
		end := open + 1
		for end < len(text) && (text[end] == '_' || '0' <= text[end] && text[end] <= '9' || 'a' <= text[end] && text[end] <= 'z') {
			end++
		}
		if end > open+1 && end < len(text) && text[end] == '}' {
			return text[:open], text[open+1 : end], text[end+1:], true
		}
		from = open + 1
	}
}

// FillWhole is Fill for a text of a pack, in which no hole may be left: a [clause]
// with a placeholder goes away, brackets and all, when there is no value for it,
// and outside of brackets the sentence does. complete is false when one did.
func FillWhole(text string, valueOf func(name string) string) (filled string, complete bool) {
	complete = true
	var b strings.Builder
	text = clauses(text, func(clause string) string {
		if inner, whole := fillSentence(clause, valueOf); whole {
			return strings.ReplaceAll(inner, "{", openBrace)
		}
		return ""
	})
	for text != "" {
		sentence := text[:sentenceEnd(text)]
		text = text[len(sentence):]
		told, whole := fillSentence(sentence, valueOf)
		if whole {
			b.WriteString(told)
		} else {
			complete = false
		}
	}
	return strings.ReplaceAll(strings.TrimSpace(b.String()), openBrace, "{"), complete
}

// openBrace stands for a brace in a value that is in its place already.
const openBrace = "\x00"

// clauses replaces each [clause with a {placeholder}] outside of code.
func clauses(text string, replace func(string) string) string {
	if !strings.Contains(text, "[") {
		return text
	}
	var b strings.Builder
	for {
		open := outsideCode(text, '[', 0)
		if open < 0 {
			return b.String() + text
		}
		end := outsideCode(text, ']', open+1)
		if end < 0 {
			return b.String() + text
		}
		b.WriteString(text[:open])
		if _, _, _, found := cutPlaceholder(text[open:end]); found {
			b.WriteString(replace(text[open+1 : end]))
		} else {
			b.WriteString(text[open : end+1])
		}
		text = text[end+1:]
	}
}

// outsideCode is where a byte is first outside of `code`, -1: nowhere.
func outsideCode(text string, c byte, from int) int {
	code := false
	for i := from; i < len(text); i++ {
		switch {
		case text[i] == '`':
			code = !code
		case text[i] == c && !code:
			return i
		}
	}
	return -1
}

// sentenceEnd is where the next sentence begins.
func sentenceEnd(text string) int {
	for at := 0; ; {
		i := outsideCode(text[at:], ' ', 0)
		if i < 0 {
			return len(text)
		}
		at += i + 1
		if before := strings.TrimRight(text[:at-1], ")”"); strings.HasSuffix(before, ".") || strings.HasSuffix(before, "?") || strings.HasSuffix(before, "!") {
			return at
		}
	}
}

// lists are placeholders whose values may be several scopes with blanks between.
var lists = []string{"scope", "scopes", "granted", "names"}

// fillSentence fills a sentence, if all of it has a value. A backquote in a value
// would end the code that the value stands in.
func fillSentence(text string, valueOf func(name string) string) (filled string, complete bool) {
	var b strings.Builder
	code := false
	for {
		before, name, after, found := cutPlaceholder(text)
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		code = code != (strings.Count(before, "`")%2 == 1)
		value := valueOf(name)
		if strings.TrimSpace(value) == "" {
			return "", false
		}
		if code || strings.Count(value, "`")%2 == 1 {
			value = strings.ReplaceAll(value, "`", "ˋ")
		}
		if slices.Contains(lists, name) && strings.HasSuffix(before, "`") && strings.HasPrefix(after, "`") {
			value = strings.ReplaceAll(strings.TrimSpace(value), " ", "`, `") // each a piece of code of its own
		}
		b.WriteString(value)
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

// Ellipsize is Truncate, and says with "…" that something was left out.
func Ellipsize(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return Truncate(text, limit) + "…"
}
