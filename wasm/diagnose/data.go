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

// errorWords are in the names of all members by which an error is told: error,
// errors, errorType, message.
var errorWords = [...]string{"error", "message"}

// speaksOfError reports whether one of errorWords is in a text, in any case. It
// looks at every fifth byte, for each occurrence has one of those.
func speaksOfError(text string) bool {
	const step = len("error")
	for i := step - 1; i < len(text); i += step {
		c := text[i] | 0x20
		switch c {
		case 'a', 'e', 'g', 'm', 'o', 'r', 's':
		default:
			continue
		}
		for _, word := range errorWords {
			for at := range len(word) {
				from := i - at
				if word[at] == c && from >= 0 && from+len(word) <= len(text) && text[from]|0x20 == word[0] && strings.EqualFold(text[from:from+len(word)], word) {
					return true
				}
			}
		}
	}
	return false
}
