package match

import (
	"slices"
	"strings"

	"misstep/catalog"
)

// tokenize numbers a message's words, typos corrected.
func (x *index) tokenize(message string, work *scratch) *tokenizedMessage {
	r := x.numbered(message, work)
	for i := range r.words {
		w := &r.words[i]
		if r.numbers[i] < 0 && !w.opaque {
			r.numbers[i], r.others[i] = x.spell(w.text)
			r.misspelled[i] = r.numbers[i] >= 0
		}
		r.inserted[i] = insertionCost(w, r.numbers[i] >= 0)
	}
	return r
}

// numbered numbers the words of a message that are those of the pack, in the room of
// the message before. Its words are the same for every pack.
func (x *index) numbered(message string, work *scratch) *tokenizedMessage {
	if message != work.message || work.cleaned == "" {
		work.message, work.cleaned = message, clean(message)
		work.words = splitWords(work.cleaned, work.words)
	}
	r := &work.tokenized
	r.index, r.text, r.words = x, x.withoutSuffix(work.cleaned), work.words
	for len(r.words) > 0 && r.words[len(r.words)-1].start >= len(r.text) {
		r.words = r.words[:len(r.words)-1]
	}
	if n := len(r.words); cap(r.numbers) < n {
		r.numbers, r.misspelled, r.others, r.inserted = make([]int32, n), make([]bool, n), make([]int32, n), make([]float64, n)
	}
	n := len(r.words)
	r.numbers, r.misspelled, r.others, r.inserted = r.numbers[:n], r.misspelled[:n], r.others[:n], r.inserted[:n]
	for i := range r.words {
		number, known := x.vocabulary[r.words[i].text]
		if !known {
			number = -1
		}
		r.numbers[i], r.misspelled[i] = number, false
	}
	return r
}

// says reports whether a symptom is an error's words and nothing else.
func (x *index) says(s *catalog.Symptom) bool {
	if s.Message == "" || s.Kind == catalog.KindNetwork {
		return false
	}
	work := scratches.Get().(*scratch)
	defer scratches.Put(work)
	r := x.numbered(s.Message, work)
	return len(r.words) > 0 && x.literally(s, r) >= 0
}

// literally is the one template whose words are all that is known of an error: nothing
// else can be as near. -1 if no template is.
func (x *index) literally(s *catalog.Symptom, r *tokenizedMessage) int32 {
	only := int32(-1)
	if s.Status != 0 || s.Type != "" || r.numbers[0] < 0 {
		return only
	}
	for _, number := range x.postings[r.numbers[0]] {
		t := &x.templates[number]
		if t.part != whole || !t.isAll(r) {
			continue
		}
		if only >= 0 || t.weight < weightUnaided || t.def.When != nil || slices.Contains(t.pack.Common, strings.TrimSuffix(t.variant.Message, ".")) {
			return -1
		}
		only = number
	}
	return only
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
		if cover[number] < leastCover {
			continue
		}
		at := len(found)
		for at > 0 && cover[found[at-1]] < cover[number] {
			at--
		}
		if at == candidates {
			continue
		}
		if len(found) < candidates {
			found = append(found, 0)
		}
		copy(found[at+1:], found[at:])
		found[at] = int32(number)
	}
	work.found = found
	return found
}

// TypeIn finds an error type of a pack, of any where packID is "", that is
// named in a text, also one that has lost its underscores; "" when there is
// none.
func TypeIn(c *catalog.Catalog, packID, text string) string {
	return typeIn(indexesOf(c, packID), text)
}

func typeIn(among []*index, text string) string {
	words := splitWords(clean(text), nil)
	var room [maxTypeText]byte
	for i := range words {
		joined := room[:0]
		for j := i; j < min(i+3, len(words)); j++ {
			joined = append(joined, words[j].text...)
			for _, x := range among {
				if t, ok := x.types[string(joined)]; ok {
					return t
				}
			}
		}
	}
	return ""
}
