package errorformat

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/wasm/httpmsg"
)

// mayContainError reports whether a text has one of the words, in any case, that
// are in the names of all members by which an error is told: error, errors,
// errorType, message. It looks at every fifth byte, for each such word has one
// of those, and at the ones beside it. A word that the text ends in names
// nothing any more.
func mayContainError(text string) bool {
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

// IsSuccess reports whether an answer is what was asked for: it succeeded, it is a
// JSON object, and no error is told in it. Nearly all answers are told for data
// without being decoded, which would cost more than all the rest.
func IsSuccess(c *catalog.Catalog, pack string, x *httpmsg.Exchange) bool {
	if !httpmsg.Succeeded(x) || pack == "" || !x.Response.Body.Recorded || match.TellsByMembers(c, pack, x.Response.Status) {
		return false
	}
	text := strings.TrimSpace(x.Response.Body.Text)
	if text == "" || text[0] != '{' {
		return false
	}
	if x.Response.Body.DroppedBytes > 0 {
		return true // what was let go of it is data: see Body.Left
	}
	text = text[:min(len(text), httpmsg.MaxBody)]
	if !mayContainError(text) {
		return true
	}
	if strings.Contains(text, `"errors"`) {
		return false
	}
	found := reader{c}.extractText(catalog.Symptom{Pack: pack, Status: x.Response.Status, Method: x.Request.Method}, text)
	return len(found) == 1 && found[0].Body == "object" && found[0].Type+found[0].Message+found[0].Field == ""
}

// failingWords are those by which texts in any form say that something failed.
var failingWords = []string{"error", "fail", "fault", "exception", "denied", "invalid", "unauthorized", "forbidden", "rejected", "refused", "expired", "false"}

// SpeaksOfFailure reports whether a text has a word that says that something failed.
func SpeaksOfFailure(text string) bool {
	text = strings.ToLower(text[:min(len(text), httpmsg.MaxBody)])
	return slices.ContainsFunc(failingWords, func(word string) bool { return strings.Contains(text, word) })
}

// Success is the status of a success that a text tells where it says no more: "HTTP
// 200", "204 No Content"; 0 for any other text.
func Success(c *catalog.Catalog, text string) int {
	if len(text) > maxReason || SpeaksOfFailure(text) {
		return 0
	}
	lower := strings.ToLower(text)
	for i := 0; i+3 <= len(text); i++ {
		status := statusAt(text, i)
		if status < 200 || status >= 300 || i > 0 && text[i-1] == '-' {
			continue
		}
		behind := strings.TrimLeft(lower[i+3:], joining)
		if !tellsStatus(text[:i]) || !beginsWithReason(behind, lower[i:i+3]) && isCounted(behind) {
			continue
		}
		if (reader{c}).saysNoMore(text, status, nil) {
			return status
		}
	}
	return 0
}

// TellsError reports whether a text tells an error that the catalog knows.
func TellsError(c *catalog.Catalog, text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && slices.ContainsFunc(reader{c}.extractText(catalog.Symptom{}, text), func(s catalog.Symptom) bool {
		found := match.Find(c, s)
		return len(found) > 0 && found[0].Error.Kind != catalog.KindSuccess
	})
}
