// Package search finds what a person looks for in the packs, and what resembles
// a call that no pack has.
package search

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/catalog/messages"
)

// A Hit is what a search found, by its ID.
type Hit struct {
	ID    string  `json:"id"`
	Pack  string  `json:"pack"`
	Score float64 `json:"score"` // 0 to 1
}

// Errors finds errors for a search box: every word of text must begin a word
// of the error, typos allowed from the fifth letter on. A status is a word.
// A whole error message, a status or an error type finds what match.Find does,
// first. No text finds every error, in the packs' order.
func Errors(c *catalog.Catalog, text string, limit int) []Hit {
	var hits []Hit
	first := map[string]bool{}
	for _, m := range match.Find(c, symptomOf(messages.Truncate(text, mostText))) {
		hits = append(hits, Hit{m.Error.ID, m.Pack.ID, m.Score})
		first[m.Error.ID] = true
	}
	rest := resembling(c, text, func(s *searchable) []indexed { return s.errors })
	rest = slices.DeleteFunc(rest, func(h Hit) bool { return first[h.ID] })
	hits = append(hits, rest...)
	return hits[:min(len(hits), max(limit, 0))]
}

// Causes finds causes as Errors finds errors.
func Causes(c *catalog.Catalog, text string) []Hit {
	return resembling(c, text, func(s *searchable) []indexed { return s.causes })
}

// Endpoints finds endpoints as Errors finds errors, by their Call.
func Endpoints(c *catalog.Catalog, text string) []Hit {
	return resembling(c, text, func(s *searchable) []indexed { return s.endpoints })
}

// symptomOf reads what a person looks up: a status, an error type, both, or a
// message. Few words of another kind aren't symptom.
func symptomOf(text string) catalog.Symptom {
	parts := strings.Fields(text)
	var s catalog.Symptom
	if len(parts) > 0 && len(parts[0]) == len("404") && strings.Trim(parts[0], "0123456789") == "" {
		s.Status, _ = strconv.Atoi(parts[0])
		parts = parts[1:]
	}
	switch {
	case len(parts) == 0:
		return s
	case len(parts) == 1 && (strings.Contains(parts[0], "_") || s.Status != 0):
		s.Type, s.Reason = parts[0], parts[0]
		return s
	case len(match.Words(text)) >= 3:
		return catalog.Symptom{Message: text}
	}
	return catalog.Symptom{}
}

// searchable are the words of a pack's things, split when they are first
// searched.
type searchable struct {
	errors, causes, endpoints []indexed
	longest                   int // bytes of a word
}

// mayHave reports whether words are short enough to be compared: a longer one begins
// none, and has more than a typo.
func (s *searchable) mayHave(words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return len(word) > s.longest+1 })
}

// indexed has the words of one thing, the most useful for a search first.
type indexed struct {
	id     string
	fields []field
}

type field struct {
	weight float64
	words  []string
}

func (w *indexed) add(weight float64, texts ...string) {
	f := field{weight: weight}
	for _, text := range texts {
		for _, word := range match.Words(text) {
			if !slices.Contains(f.words, word) {
				f.words = append(f.words, word)
			}
		}
	}
	w.fields = append(w.fields, f)
}

func split(pack *catalog.Pack) *searchable {
	s := &searchable{}
	for i := range pack.Errors {
		e := &pack.Errors[i]
		w := indexed{id: e.ID}
		w.add(1, e.ID, e.Title, e.Brief)
		for f := range e.Forms() {
			if f.Status != 0 {
				w.add(1, strconv.Itoa(f.Status))
			}
		}
		w.add(0.9, e.Type, e.Reason)
		w.add(0.8, e.Message)
		w.add(0.4, append([]string{e.Cause}, e.Fixes...)...)
		s.errors = append(s.errors, w)
	}
	for i := range pack.Causes {
		c := &pack.Causes[i]
		w := indexed{id: c.ID}
		w.add(1, c.ID, c.Title, c.Brief)
		w.add(0.4, append([]string{c.Cause}, c.Fixes...)...)
		s.causes = append(s.causes, w)
	}
	for i := range pack.Endpoints {
		e := &pack.Endpoints[i]
		w := indexed{id: e.Call()}
		w.add(1, e.Name, e.Method)
		w.add(0.8, e.Path, e.Host)
		w.add(0.6, append([]string{e.State, e.Action}, e.Scopes...)...)
		w.add(0.4, e.Note)
		s.endpoints = append(s.endpoints, w)
	}
	for _, list := range [][]indexed{s.errors, s.causes, s.endpoints} {
		for i := range list {
			for _, f := range list[i].fields {
				for _, word := range f.words {
					s.longest = max(s.longest, len(word))
				}
			}
		}
	}
	return s
}

// mostText bounds how much is looked for, in bytes: nobody types more.
const mostText = 2000

// resembling finds what holds every word of text, best first.
func resembling(c *catalog.Catalog, text string, of func(*searchable) []indexed) []Hit {
	var wanted []string // each word once: the same again would find the same
	for _, word := range match.Words(messages.Truncate(text, mostText)) {
		if !slices.Contains(wanted, word) {
			wanted = append(wanted, word)
		}
	}
	var hits []Hit
	for _, pack := range c.Packs() {
		s := catalog.IndexOf(pack, split)
		if !s.mayHave(wanted) {
			continue
		}
		for _, w := range of(s) {
			if score := w.resembles(wanted); score > 0 {
				hits = append(hits, Hit{w.id, pack.ID, score})
			}
		}
	}
	sort.SliceStable(hits, func(i, j int) bool { return hits[i].Score > hits[j].Score })
	return hits
}

// resembles is the mean of the wanted words' best scores, 0 when one is
// nowhere.
func (w *indexed) resembles(wanted []string) float64 {
	if len(wanted) == 0 {
		return 0.5
	}
	total := 0.0
	for _, word := range wanted {
		best := 0.0
		for _, field := range w.fields {
			if field.weight <= best {
				break
			}
			for _, have := range field.words {
				best = max(best, field.weight*similar(word, have))
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
	case len(wanted) > 4 && len(have) >= len(wanted)-1:
		if len(have) > len(wanted) {
			have = have[:len(wanted)]
		}
		if levenshtein.ComputeDistance(wanted, have) == 1 {
			return 0.6
		}
	}
	return 0
}
