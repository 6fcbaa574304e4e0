package match

import (
	"slices"
	"sort"
	"strings"

	"misstep/catalog"
)

// tokenize numbers a message's words, typos corrected.
func (x *index) tokenize(message string) tokenizedMessage {
	r := tokenizedMessage{text: x.withoutSuffix(clean(message)), index: x}
	r.words = splitWords(r.text)
	r.numbers = make([]int32, len(r.words))
	r.misspelled = make([]bool, len(r.words))
	r.others = make([]int32, len(r.words))
	r.inserted = make([]float64, len(r.words))
	for i, w := range r.words {
		n, ok := x.vocabulary[w.text]
		if !ok {
			n = -1
			if !w.opaque {
				n, r.others[i] = x.spell(w.text)
				r.misspelled[i] = n >= 0
			}
		}
		r.numbers[i] = n
		r.inserted[i] = insertionCost(w, n >= 0)
	}
	return r
}

// withoutSuffix cuts what an API appends to all of its messages.
func (x *index) withoutSuffix(text string) string {
	for _, suffix := range x.suffixes {
		if i := strings.Index(text, suffix); i > 0 {
			text = text[:i]
		}
	}
	return text
}

// nearest are the templates whose words the message has most of.
func (x *index) nearest(r *tokenizedMessage, work *scratch) []int32 {
	if cap(work.cover) < len(x.templates) {
		work.cover = make([]float64, len(x.templates))
	}
	work.cover = work.cover[:len(x.templates)]
	cover, found := work.cover, work.found[:0]
	clear(cover)
	for i, n := range r.numbers {
		if n < 0 || slices.Contains(r.numbers[:i], n) {
			continue
		}
		for _, number := range x.postings[n] {
			cover[number] += x.weights[n]
		}
		if other := r.others[i]; r.misspelled[i] && other >= 0 {
			for _, number := range x.postings[other] {
				cover[number] += x.weights[other]
			}
		}
	}
	for number := range cover {
		if cover[number] == 0 {
			continue
		}
		cover[number] /= max(x.templates[number].weight, 1)
		if cover[number] >= leastCover {
			found = append(found, int32(number))
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return cover[found[i]] > cover[found[j]] })
	work.found = found
	return found[:min(len(found), candidates)]
}

// TypeIn finds an error type of a pack, of any where packID is "", that is
// named in a text, also one that has lost its underscores; "" when there is
// none.
func TypeIn(c *catalog.Catalog, packID, text string) string {
	return typeIn(indexesOf(c, packID), text)
}

func typeIn(among []*index, text string) string {
	words := splitWords(clean(text))
	for i := range words {
		joined := words[i].text
		for j := i; j < min(i+3, len(words)); j++ {
			if j > i {
				joined += words[j].text
			}
			for _, x := range among {
				if t, ok := x.types[joined]; ok {
					return t
				}
			}
		}
	}
	return ""
}
