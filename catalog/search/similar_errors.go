package search

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"misstep/catalog"
)

const (
	tellingWord  = 5  // letters that a word needs to say anything
	longWord     = 9  // letters of one that says something by itself
	leastWords   = 2  // that an error shares with a message: one short word is in any text
	longestWord  = 24 // letters of one that isn't an identifier
	mostWords    = 12 // of a message that are looked for
	commonInMany = 25 // errors that share a word which says nothing
)

// A SimilarError is an error that shares words with a message, and its pack.
type SimilarError struct {
	Error *catalog.ErrorDef
	Pack  *catalog.Pack
	score float64
	words int // that it shares; a long one counts twice
}

// SimilarErrors are the errors that share the most words with a message that
// none of them explains. A word that many errors have counts little.
func SimilarErrors(c *catalog.Catalog, message string, most int) []SimilarError {
	var found []SimilarError
	for _, word := range tellingWords(message) {
		hits := Errors(c, word, commonInMany)
		if len(hits) == commonInMany {
			continue
		}
		for _, hit := range hits {
			i := slices.IndexFunc(found, func(e SimilarError) bool { return e.Error.ID == hit.ID && e.Pack.ID == hit.Pack })
			if i < 0 {
				pack := c.Pack(hit.Pack)
				at := slices.IndexFunc(pack.Errors, func(e catalog.ErrorDef) bool { return e.ID == hit.ID })
				i, found = len(found), append(found, SimilarError{Error: &pack.Errors[at], Pack: pack})
			}
			found[i].score += hit.Score / float64(1+len(hits))
			if found[i].words++; len(word) >= longWord {
				found[i].words++
			}
		}
	}
	found = slices.DeleteFunc(found, func(e SimilarError) bool { return e.words < leastWords })
	sort.SliceStable(found, func(i, j int) bool { return found[i].score > found[j].score })
	return found[:min(len(found), most)]
}

// tellingWords are the words of a message that are long enough to say anything.
func tellingWords(message string) (words []string) {
	for _, word := range strings.FieldsFunc(strings.ToLower(message), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if n := utf8.RuneCountInString(word); n >= tellingWord && n <= longestWord && !slices.Contains(words, word) && len(words) < mostWords {
			words = append(words, word)
		}
	}
	return words
}
