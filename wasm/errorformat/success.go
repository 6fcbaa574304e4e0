package errorformat

import (
	"encoding/json"
	"slices"
	"strings"
	"unsafe"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/wasm/httpmsg"
)

// mayContainError reports whether a text has one of the words, in any case, that are in the
// names of all keys that announce an error: error, errors, errorType, message. Both have a
// letter twice in a row, r or s, as little of data has: that is looked for eight bytes at a
// time, and only there for the words. It takes longer than all else that is done with a
// success.
func mayContainError(text string) bool {
	const word, step = 8, 7 // two letters may be the last of one word and the first of the next
	if len(text) < word {
		text += "        "
	}
	p, last, i := unsafe.Pointer(unsafe.StringData(text)), len(text)-word, 0
	for ; i+2*step <= last; i += 3 * step {
		if pairs(p, i)|pairs(p, i+step)|pairs(p, i+2*step) != 0 && namesError(text[max(0, i-word):min(len(text), i+4*word)]) {
			return true
		}
	}
	for ; i < last+step; i += step {
		if pairs(p, min(i, last)) != 0 && namesError(text[max(0, min(i, last)-word):]) {
			return true
		}
	}
	return false
}

// pairs marks, in the eight bytes at p+i, where two letters stand in a row that are r
// or s, in any case. Misstep only runs where any address may be read (see jsonscan).
func pairs(p unsafe.Pointer, i int) uint64 {
	const each = 0x0101010101010101
	w := *(*uint64)(unsafe.Add(p, i))
	w = (w | each*0x21) ^ each*('s') // 0 where it is R, S, r or s, and 1 nowhere
	w = (w - each) &^ w & (each * 0x80)
	return w & (w >> 8)
}

// namesError reports whether a piece of a text has one of the words.
func namesError(piece string) bool {
	for i := range len(piece) {
		if wordAt(piece, i, "error") || wordAt(piece, i, "message") {
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

// IsSuccess reports whether a response is what was asked for: it succeeded, it is a JSON
// object, and it has no error. Nearly all responses are recognized as data without being
// decoded, which would cost more than everything else.
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

// FirstListed is the first error in the errors[] of a body, type and message; found is
// false where there is none, whatever the status says.
func FirstListed(body string) (text string, found bool) {
	var members struct {
		Errors []struct {
			Type    string `json:"errorType"`
			Message string `json:"message"`
		} `json:"errors"`
	}
	if len(body) > httpmsg.MaxBody || !strings.Contains(body, `"errors"`) || json.Unmarshal([]byte(body), &members) != nil || len(members.Errors) == 0 {
		return "", false
	}
	return strings.Trim(members.Errors[0].Type+": "+members.Errors[0].Message, ": "), true
}

// RefusesGrant reports whether a body says that a code or refresh token was refused
// (RFC 6749, section 5.2).
func RefusesGrant(body string) bool { return strings.Contains(body, "invalid_grant") }

// failingWords are those by which texts in any form say that something failed.
var failingWords = []string{"error", "fail", "fault", "exception", "denied", "invalid", "unauthorized", "forbidden", "rejected", "refused", "expired", "false"}

// SpeaksOfFailure reports whether a text has a word that says that something failed.
func SpeaksOfFailure(text string) bool {
	text = strings.ToLower(text[:min(len(text), httpmsg.MaxBody)])
	return slices.ContainsFunc(failingWords, func(word string) bool { return strings.Contains(text, word) })
}

// HoldsNoError reports whether a text, in which no error was found, is prose or source
// code without any: it has neither a status nor a word that says that something failed.
// What code says of errors isn't one.
func HoldsNoError(text string) bool {
	text = strings.TrimSpace(text)
	isAddress := strings.HasPrefix(text, "http") && !strings.ContainsAny(text, " \t\n")
	if text == "" || strings.IndexByte("{[<", text[0]) >= 0 || strings.Contains(text, "://") && !isAddress {
		return false
	}
	lower := strings.ToLower(text[:min(len(text), httpmsg.MaxBody)])
	complains := func(word string) bool { return strings.Contains(lower, word) }
	return !slices.ContainsFunc(failingWords, complains) && !slices.ContainsFunc(complaints, complains) || IsSource(text)
}

// complaints are words that a text may have by which something failed, and others as well.
var complaints = []string{
	" not ", "n't ", "crash", "unable", "cannot", "such ", "declin", "exceed", "disabled", "warn", "missing", "wrong", "timeout",
	"timed", "enotfound", "econn", "eai_", "gone", "abort", "reset", "mismatch", "unexpected", "broken", "blocked", "problem", "lost", "unavailable", "fehler", "erreur",
}

// sourceBegins are how lines of source code begin.
var sourceBegins = []string{"const ", "let ", "var ", "func ", "function ", "def ", "import ", "package ", "public ", "private ", "async ", "await ", "return ", "if (", "for (", "try {", "#include", "//", "fun ", "val ", "class ", "export ", "using ", "@"}

// IsSource reports whether a text is source code: each line that isn't indented begins as
// lines of code do, or closes a block.
func IsSource(text string) bool {
	code := false
	for line := range strings.Lines(text) {
		begins := slices.ContainsFunc(sourceBegins, func(begin string) bool { return strings.HasPrefix(line, begin) })
		code = code || begins && strings.ContainsAny(line, "(){};=<")
		if !begins && strings.TrimSpace(line) != "" && strings.IndexByte(" \t})];", line[0]) < 0 {
			return false
		}
	}
	return code
}

// Success is the status of a success if that is all a text says: "HTTP
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

// TellsError reports whether a text has an error that the catalog knows.
func TellsError(c *catalog.Catalog, text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && slices.ContainsFunc(reader{c}.extractText(catalog.Symptom{}, text), func(s catalog.Symptom) bool {
		found := match.Find(c, s)
		return len(found) > 0 && found[0].Error.Kind != catalog.KindSuccess
	})
}
