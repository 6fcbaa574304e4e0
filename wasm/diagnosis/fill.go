package diagnosis

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"misstep/catalog/messages"
)

// fill puts values in the place of {placeholders}. A sentence that needs a value
// which nobody told is left out; where none would remain, each such placeholder
// becomes its name in words.
func fill(text string, values map[string]string) string {
	whole, known := fillKnown(text, values)
	if known {
		return whole
	}
	var kept []string
	for rest := text; rest != ""; {
		var sentence string
		sentence, rest = cutSentence(rest)
		if filled, known := fillKnown(sentence, values); known {
			kept = append(kept, filled)
		}
	}
	return cmp.Or(strings.Join(kept, " "), whole)
}

// fillAny is fill for texts of which any number may be left out, but not all.
func fillAny(texts []string, values map[string]string) []string {
	var kept []string
	for _, text := range texts {
		if filled, known := fillKnown(text, values); known {
			kept = append(kept, filled)
		} else if reduced := fill(text, values); reduced != filled {
			kept = append(kept, reduced)
		}
	}
	if len(kept) == 0 && len(texts) > 0 {
		kept = []string{fill(texts[0], values)}
	}
	return kept
}

// cutSentence splits a text behind its first sentence: at a full stop and a space
// that no letter in lower case follows, outside of `code`.
func cutSentence(text string) (sentence, rest string) {
	code := false
	for i := 0; i+2 < len(text); i++ {
		if text[i] == '`' {
			code = !code
		}
		if code || text[i] != '.' || text[i+1] != ' ' {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(text[i+2:]); next < 'a' || next > 'z' {
			return text[:i+1], text[i+2:]
		}
	}
	return text, ""
}

// fillKnown fills a text, and reports whether each placeholder's value is known. One
// that is known to be empty vanishes.
func fillKnown(text string, values map[string]string) (filled string, known bool) {
	known = true
	filled = messages.Fill(text, func(name string) (string, bool) {
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" || name == "" {
			return "", false // code, such as {}
		}
		value, told := values[name]
		if !told {
			known, value = false, strings.ReplaceAll(name, "_", " ")
		}
		return value, true
	})
	return filled, known
}

// fillAll puts values in the place of {placeholders}, and reports whether every one
// had a value.
func fillAll(text string, values map[string]string) (string, bool) {
	return fillWith(text, func(name string) string { return values[name] })
}

// fillWith is fillAll with values that are made when they are needed.
func fillWith(text string, valueOf func(name string) string) (filled string, complete bool) {
	complete = true
	filled = messages.Fill(text, func(name string) (string, bool) {
		value := valueOf(name)
		complete = complete && value != ""
		return cmp.Or(value, strings.ReplaceAll(name, "_", " ")), true
	})
	return filled, complete
}
