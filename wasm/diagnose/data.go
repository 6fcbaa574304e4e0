package diagnose

import "strings"

// isData reports whether an answer is what was asked for, as far as can be told
// without reading all of it: it succeeded, it is a JSON object, and nothing in
// it is called an error or a message. So are nearly all answers; decoding them
// would cost more than all the rest.
func (s *Session) isData(r *recorded) bool {
	x := &r.exchange
	if !accepted(x) || r.pack == nil || !x.Response.Body.Recorded || s.catalog.TellsByMembers(r.pack.ID, x.Response.Status) {
		return false
	}
	text := strings.TrimSpace(x.Response.Body.Text)
	return text != "" && text[0] == '{' && !speaksOfError(text[:min(len(text), maxBody)])
}

// speaksOfError reports whether a text has one of the words, in any case, that
// are in the names of all members by which an error is told: error, errors,
// errorType, message. It looks at every fifth byte, for each such word has one
// of those.
func speaksOfError(text string) bool {
	const step = len("error")
	for i := step - 1; i < len(text); i += step {
		switch text[i] | 0x20 {
		case 'e':
			if wordAt(text, i, "error") || wordAt(text, i-1, "message") || wordAt(text, i-6, "message") {
				return true
			}
		case 'r':
			if wordAt(text, i-1, "error") || wordAt(text, i-2, "error") || wordAt(text, i-4, "error") {
				return true
			}
		case 'o':
			if wordAt(text, i-3, "error") {
				return true
			}
		case 'm':
			if wordAt(text, i, "message") {
				return true
			}
		case 's':
			if wordAt(text, i-2, "message") || wordAt(text, i-3, "message") {
				return true
			}
		case 'a':
			if wordAt(text, i-4, "message") {
				return true
			}
		case 'g':
			if wordAt(text, i-5, "message") {
				return true
			}
		}
	}
	return false
}

// wordAt reports whether a word of small letters is there, in any case.
func wordAt(text string, at int, word string) bool {
	if at < 0 || at+len(word) > len(text) {
		return false
	}
	for i := range len(word) {
		if text[at+i]|0x20 != word[i] {
			return false
		}
	}
	return true
}
