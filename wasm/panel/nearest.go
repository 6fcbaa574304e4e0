package panel

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"misstep/catalog"
	"misstep/catalog/search"
)

const (
	tellingWord  = 5  // letters that a word needs to tell anything
	mostWords    = 12 // of a message that are looked for
	commonInMany = 25 // entries that have a word which tells nothing
)

// A near is an entry that is near to a message, and its pack.
type near struct {
	catalog.ErrorDef
	pack string
}

// nearest are the entries that share the most words with a message that none
// of them explains. A word that many entries have counts little.
func nearest(c *catalog.Catalog, message string, most int) []near {
	type scored struct {
		entry near
		score float64
	}
	found := map[string]*scored{}
	var order []*scored
	for _, word := range tellingWords(message) {
		hits := search.Errors(c, word, commonInMany)
		if len(hits) == commonInMany {
			continue
		}
		for _, hit := range hits {
			s := found[hit.Pack+" "+hit.ID]
			if s == nil {
				entry := entryOf(c, hit)
				if entry == nil {
					continue
				}
				s = &scored{entry: near{*entry, hit.Pack}}
				found[hit.Pack+" "+hit.ID] = s
				order = append(order, s)
			}
			s.score += hit.Score / float64(1+len(hits))
		}
	}
	slices.SortStableFunc(order, func(a, b *scored) int { return cmp.Compare(b.score, a.score) })
	var entries []near
	for _, s := range order[:min(len(order), most)] {
		entries = append(entries, s.entry)
	}
	return entries
}

func entryOf(c *catalog.Catalog, hit search.Hit) *catalog.ErrorDef {
	for _, pack := range c.Packs() {
		if pack.ID != hit.Pack {
			continue
		}
		if i := slices.IndexFunc(pack.Errors, func(e catalog.ErrorDef) bool { return e.ID == hit.ID }); i >= 0 {
			return &pack.Errors[i]
		}
	}
	return nil
}

// tellingWords are the words of a message that are long enough to tell anything.
func tellingWords(message string) (words []string) {
	for _, word := range strings.FieldsFunc(strings.ToLower(message), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if n := utf8.RuneCountInString(word); n >= tellingWord && n <= 24 && !slices.Contains(words, word) && len(words) < mostWords {
			words = append(words, word)
		}
	}
	return words
}
