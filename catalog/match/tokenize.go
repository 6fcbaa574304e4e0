package match

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"misstep/catalog/messages"
)

// A word is one token of a message: folded to lower case, without
// underscores, with its place in the cleaned text.
type word struct {
	text       string
	start, end int
	run        int  // number of the run without white space it belongs to
	line       int  // number of the line
	opaque     bool // an identifier, token or address rather than a word
}

// maxWords bounds the work on one message; a template has some thirty words.
const maxWords = 200

// maxText bounds the text looked at, in bytes. A longer message is matched by
// its beginning.
const maxText = 8 << 10

// opaqueLength is the length from which a run with a digit or dot in it is
// taken for an identifier.
const opaqueLength = 24

var entities = strings.NewReplacer(
	"&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&apos;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&", "&nbsp;", " ",
	"&lsquo;", "'", "&rsquo;", "'", "&ldquo;", `"`, "&rdquo;", `"`, "&#8216;", "'", "&#8217;", "'",
)

var contractions = strings.NewReplacer("n't", " not", "n’t", " not")

var escapes = strings.NewReplacer(
	`\n`, " ", `\r`, " ", `\t`, " ", `\"`, `"`, `\'`, "'", `\/`, "/", `\u2018`, "'", `\u2019`, "'", `\u201c`, `"`, `\u201d`, `"`,
	`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", `\u0027`, "'", `\u0022`, `"`, `\\`, " ",
)

// Unescape undoes HTML entities, those that error messages are met with.
func Unescape(text string) string {
	if strings.Contains(text, "&") {
		return entities.Replace(text)
	}
	return text
}

// clean undoes the notations a message is met in: HTML entities and string
// escapes.
func clean(text string) string {
	text = Unescape(messages.Truncate(text, maxText))
	if strings.Contains(text, "n't") || strings.Contains(text, "n’t") {
		text = contractions.Replace(text)
	}
	if strings.Contains(text, `\`) {
		text = escapes.Replace(text)
	}
	return text
}

// Words are the words of a text, folded as those of messages are.
func Words(text string) []string {
	var words []string
	for _, w := range splitWords(clean(text), nil) {
		words = append(words, w.text)
	}
	return words
}

// splitWords finds the words of a cleaned text, in the room of an earlier text's.
func splitWords(text string, room []word) []word {
	words := room[:0]
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		lower = text // a letter that is longer in lower case: word by word
	}
	run, line, bracket := 0, 0, rune(0)
	for i := 0; i < len(text) && len(words) < maxWords; {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		switch {
		case isWordRune(r):
			end, opaque := runEnd(text, i)
			words = append(words, word{text: foldWord(lower[i:end]), start: i, end: end, run: run, line: line, opaque: opaque})
			i = end
			continue
		case bracket != 0:
			if r == bracket {
				bracket = 0
			}
		case r == '<' && strings.IndexByte(text[i:], '>') > 0:
			bracket = '>'
		case r == '[' && strings.IndexByte(text[i:], ']') > 0:
			bracket = ']'
		case unicode.IsSpace(r):
			run++
			if r == '\n' {
				line++
			}
		}
		i += size
	}
	return words
}

// runEnd finds the end of the word at i, or of the whole identifier it begins.
func runEnd(text string, i int) (end int, opaque bool) {
	end = i
	for end < len(text) {
		r, size := rune(text[end]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[end:])
		}
		if !isWordRune(r) {
			break
		}
		end += size
	}
	long, telling := i, false
	for long < len(text) {
		c := text[long]
		if !isIdentifierByte(c) {
			break
		}
		telling = telling || c == '.' && long+1 < len(text) && isIdentifierByte(text[long+1]) || '0' <= c && c <= '9'
		long++
	}
	if telling && long-i > opaqueLength {
		return long, true
	}
	return end, false
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isIdentifierByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("_-.~+/%", c) >= 0
}

// foldWord makes words that differ in case or underscores equal.
func foldWord(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c == '_' || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.ToLower(strings.ReplaceAll(s, "_", ""))
}

// stopwords say little: a message without them, or with others, is the same.
var stopwords = map[string]bool{
	"a": true, "an": true, "the": true, "is": true, "are": true, "was": true, "be": true, "to": true, "of": true,
	"in": true, "on": true, "at": true, "for": true, "and": true, "or": true, "by": true, "with": true, "this": true,
	"that": true, "your": true, "you": true, "it": true, "its": true, "has": true, "have": true, "been": true, "please": true,
}
