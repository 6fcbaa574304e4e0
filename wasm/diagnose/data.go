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
// of those, and at the ones beside it. A word that the text ends in names
// nothing any more.
func speaksOfError(text string) bool {
	for i := len("error") - 1; i+1 < len(text); i += len("error") {
		c := text[i] | 0x20
		if c < 'a' {
			continue // most of data is no letters
		}
		found := false
		switch before, behind := text[i-1]|0x20, text[i+1]|0x20; c {
		case 'e':
			found = behind == 'r' && wordAt(text, i, "error") || behind == 's' && wordAt(text, i-1, "message") || before == 'g' && wordAt(text, i-6, "message")
		case 'r':
			found = before == 'e' && wordAt(text, i-1, "error") || before == 'r' && wordAt(text, i-2, "error") || before == 'o' && wordAt(text, i-4, "error")
		case 'o':
			found = before == 'r' && wordAt(text, i-3, "error")
		case 'm':
			found = behind == 'e' && wordAt(text, i, "message")
		case 's':
			found = behind == 's' && wordAt(text, i-2, "message") || before == 's' && wordAt(text, i-3, "message")
		case 'a':
			found = before == 's' && wordAt(text, i-4, "message")
		case 'g':
			found = before == 'a' && wordAt(text, i-5, "message")
		}
		if found {
			return true
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
