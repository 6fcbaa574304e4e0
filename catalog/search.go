package catalog

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

// A Hit is an entry found by Search.
type Hit struct {
	ID    string  `json:"id"`
	Pack  string  `json:"pack"`
	Score float64 `json:"score"` // 0 to 1
}

// fields of an entry in the order of what they tell a person who searches.
var fieldWeights = []struct {
	weight float64
	text   func(*Entry) string
}{
	{1.0, func(e *Entry) string { return e.ID + " " + e.Title + " " + e.Brief }},
	{0.9, func(e *Entry) string { return e.Type }},
	{0.8, func(e *Entry) string { return e.Message }},
	{0.4, func(e *Entry) string { return e.Cause + " " + strings.Join(e.Fixes, " ") }},
}

// Search finds entries for a search box: every word of text must begin a word
// of the entry, typos allowed from the fifth letter on. A status is a word.
// A whole error message finds what Match finds, first. No text finds every
// entry, in the packs' order.
func (c *Catalog) Search(text string, limit int) []Hit {
	wanted := splitWords(clean(text))
	var hits []Hit
	first := map[string]bool{}
	if len(wanted) >= 3 {
		for _, m := range c.Match(Symptom{Message: text}) {
			hits = append(hits, Hit{m.Entry.ID, m.Pack.ID, m.Score})
			first[m.Entry.ID] = true
		}
	}
	var rest []Hit
	for _, pack := range c.Packs {
		for i := range pack.Errors {
			e := &pack.Errors[i]
			if score := e.resembles(wanted); score > 0 && !first[e.ID] {
				rest = append(rest, Hit{e.ID, pack.ID, score})
			}
		}
	}
	slices.SortStableFunc(rest, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	hits = append(hits, rest...)
	return hits[:min(len(hits), max(limit, 0))]
}

// resembles is the mean of the wanted words' best scores, 0 when one is
// nowhere in the entry.
func (e *Entry) resembles(wanted []word) float64 {
	if len(wanted) == 0 {
		return 0.5
	}
	total := 0.0
	for _, w := range wanted {
		best := 0.0
		for f := range e.forms() {
			if f.Status != 0 && strconv.Itoa(f.Status) == w.text {
				best = 1
			}
		}
		for _, field := range fieldWeights {
			if field.weight <= best {
				break
			}
			for _, have := range splitWords(field.text(e)) {
				best = max(best, field.weight*similar(w.text, have.text))
			}
		}
		if best == 0 {
			return 0
		}
		total += best
	}
	return total / float64(len(wanted))
}

// similar is 1 for equal words, less for a beginning, and less for a typo.
func similar(wanted, have string) float64 {
	switch {
	case wanted == have:
		return 1
	case strings.HasPrefix(have, wanted):
		return 0.9
	case len(wanted) > 4 && len(have) >= 4:
		if len(have) > len(wanted) {
			have = have[:len(wanted)]
		}
		if levenshtein.ComputeDistance(wanted, have) == 1 {
			return 0.6
		}
	}
	return 0
}
