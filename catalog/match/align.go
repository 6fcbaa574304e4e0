package match

import (
	"strings"

	"misstep/catalog"
)

// Costs of an alignment, in the weight of words. They were chosen on the
// development half of the benchmark's messages.
const (
	costMisspelt         = 0.15 // share of a word's weight, for a word with a typo
	costInserted         = 0.6  // a word of the message in the middle that the template lacks
	costInsertedUnknown  = 0.35 // the same, for one that no template has
	costBegun            = 0.1  // share of a word's weight, for the message's last word being only its beginning
	costInsertedStopword = 0.15 // the same, for a stopword or an unknown opaque one
	costValue            = 0.01 // a placeholder that holds something: a template that says it in words is nearer
	costNoValue          = 0.05 // a placeholder that holds nothing
	costRun              = 0.5  // each further run of a value that should be one run
	costTextRun          = 0.02 // the same, on a line of a value that may be any text
	costTruncated        = 0.3  // share of a word's weight, for words after the end of a cut message
	maxTruncated         = 0.6  // share of a template's weight that may be cut off
	costLead             = 0.02 // each word before the beginning, at most maxNoise
	costTail             = 0.03 // each word after the end, at most maxNoise
	maxNoise             = 0.25
	maxLeadOfCut         = 2 // words before a cut message that does not show its cut
)

// A tokenizedMessage is a message's words, numbered in the vocabulary.
type tokenizedMessage struct {
	text       string // cleaned
	words      []word
	numbers    []int32 // vocabulary number, -1: not in it
	misspelled []bool
	others     []int32   // another word that a misspelled one may stand for, -1: none
	inserted   []float64 // what the word costs where a template lacks it
	index      *index
}

// An alignment is the cheapest way to lay a template over a message.
type alignment struct {
	cost       float64
	inner      float64 // cost without what comes before and behind
	values     map[string]string
	first, end int  // words of the message it covers
	cut        bool // the message ends in the middle of the template
}

// back says how a cell was reached.
type back uint8

const (
	backNone   back = iota
	backStart       // the template begins here
	backMatch       // word on word
	backSkip        // template element without a counterpart
	backInsert      // message word without a counterpart
	backValue       // message word inside a placeholder's value; scratch.begins tells the first
)

// align finds the cheapest alignment of t with r. scratch is reused between
// calls.
func (t *template) align(r *tokenizedMessage, s *scratch) alignment {
	m, n := len(t.elements), len(r.words)
	if t.isAll(r) {
		return alignment{end: n}
	}
	s.size((m + 1) * (n + 1))
	width := n + 1
	const far = 1e9
	for j := 0; j <= n; j++ {
		s.cost[j] = min(costLead*float64(j), maxNoise)
		s.back[j] = backStart
	}
	for i := 1; i <= m; i++ {
		e := &t.elements[i-1]
		above, here := s.cost[(i-1)*width:i*width], s.cost[i*width:(i+1)*width]
		marks, begins := s.back[i*width:(i+1)*width], s.begins[i*width:(i+1)*width]
		value := far // cheapest way to be inside this placeholder's value at j
		for j := 0; j <= n; j++ {
			best, mark := above[j]+e.weight, backSkip
			if e.name != "" {
				best = above[j] + costNoValue
			}
			if j > 0 {
				if e.name == "" {
					if share := r.likeness(j-1, e.word); share >= 0 {
						cost := above[j-1] + share*e.weight
						if cost < best {
							best, mark = cost, backMatch
						}
					}
				} else {
					begin, further := above[j-1]+costValue, value
					if j > 1 {
						further += runCost(e.kind, &r.words[j-2], &r.words[j-1])
					}
					value = min(begin, further)
					begins[j] = begin <= further
					if value < best {
						best, mark = value, backValue
					}
				}
				if cost := here[j-1] + r.inserted[j-1]; cost < best {
					best, mark = cost, backInsert
				}
			}
			here[j], marks[j] = best, mark
		}
	}
	return t.finish(r, s, width)
}

// isAll reports whether a message is a template's words and nothing else.
func (t *template) isAll(r *tokenizedMessage) bool {
	if len(t.elements) != len(r.words) {
		return false
	}
	for i := range t.elements {
		if e := &t.elements[i]; e.name != "" || e.word != r.numbers[i] || r.misspelled[i] {
			return false
		}
	}
	return true
}

// likeness is the share of its weight that word j costs in place of a word
// of the vocabulary; -1 when it cannot stand for it.
func (r *tokenizedMessage) likeness(j int, word int32) float64 {
	switch {
	case r.misspelled[j] && (r.numbers[j] == word || r.others[j] == word):
		return costMisspelt
	case r.numbers[j] == word:
		return 0
	case j == len(r.words)-1 && !r.words[j].opaque && strings.HasPrefix(r.index.texts[word], r.words[j].text):
		return costBegun
	}
	return -1
}

// runCost says what it costs that a value goes on from one word to the next.
func runCost(kind string, from, to *word) float64 {
	switch {
	case from.run == to.run:
		return 0
	case kind == "text" && from.line == to.line:
		return costTextRun
	}
	return costRun
}

// insertionCost is what a word in the middle costs that a template lacks; one
// that no template has is less likely to change the meaning.
func insertionCost(w *word, known bool) float64 {
	switch {
	case w.opaque || stopwords[w.text]:
		return costInsertedStopword
	case !known:
		return costInsertedUnknown
	}
	return costInserted
}

// finish chooses where the alignment ends and reads it back.
func (t *template) finish(r *tokenizedMessage, s *scratch, width int) alignment {
	m, n := len(t.elements), width-1
	best, end, cut := 1e9, n, false
	last := s.cost[m*width:]
	for j := 0; j <= n; j++ {
		cost := last[j] + min(costTail*float64(n-j), maxNoise)
		if cost < best {
			best, end = cost, j
		}
	}
	// A message cut off in the middle: the words after the cut cost less. Words
	// before it speak against that, unless the cut can be seen.
	from, rest := m, 0.0
	seen := r.endsCut()
	for i := m - 1; i >= 2; i-- {
		rest += t.elements[i].weight
		if rest > t.weight*maxTruncated {
			break
		}
		if cost := s.cost[i*width+n] + costTruncated*rest; rest > 0 && cost < best && s.back[i*width+n] == backMatch && (seen || s.trace(width, i, n, func(int, int, int) {}) <= maxLeadOfCut) {
			best, end, from, cut = cost, n, i, true
		}
	}
	a := alignment{cost: best, end: end, cut: cut}
	a.first = s.trace(width, from, end, func(i, from, to int) {
		if e := &t.elements[i]; e.name != "" {
			if v := r.value(i+1 == m, from, to); v != "" || to > from {
				if a.values == nil {
					a.values = map[string]string{}
				}
				a.values[e.name] = v
			}
		}
	})
	a.inner = best - min(costLead*float64(a.first), maxNoise)
	if !cut {
		a.inner -= min(costTail*float64(n-end), maxNoise)
	}
	return a
}

// trace follows a path back from a cell to the word at which it begins. It calls visit for
// each element that has no word of its own: the placeholders with the words from and to
// between which their value stands, and what is missing.
func (s *scratch) trace(width, i, j int, visit func(element, from, to int)) (first int) {
	for i > 0 {
		switch s.back[i*width+j] {
		case backMatch:
			i, j = i-1, j-1
		case backInsert:
			j--
		case backValue:
			to := j
			for !s.begins[i*width+j] {
				j--
			}
			i, j = i-1, j-1
			visit(i, j, to)
		default: // backSkip
			i--
			visit(i, j, j)
		}
	}
	return j
}

// endsCut reports whether a text shows that it was cut off: by an ellipsis, or
// in the middle of a word.
func (r *tokenizedMessage) endsCut() bool {
	text := strings.TrimRight(r.text, " \"'")
	if strings.HasSuffix(text, "...") || strings.HasSuffix(text, "…") {
		return true
	}
	last := len(r.words) - 1
	return r.numbers[last] < 0 && !r.words[last].opaque && r.words[last].end == len(text)
}

// scratch is the room a match works in, used again by the next.
type scratch struct {
	message   string // the last one,
	cleaned   string
	words     []word // and its words
	tokenized tokenizedMessage
	cover     []float64 // by template
	found     []int32
	cost      []float64
	back      []back
	begins    []bool // a value's first word, where the cell is inside a value
}

func (s *scratch) size(n int) {
	if cap(s.cost) < n {
		s.cost, s.back = make([]float64, n), make([]back, n)
		s.begins = make([]bool, n)
	}
	s.cost, s.back, s.begins = s.cost[:n], s.back[:n], s.begins[:n]
}

// value is the text a placeholder holds: from the end of the word before it to
// the beginning of the word after it, or as far as it goes without white
// space where it is the template's last element.
func (r *tokenizedMessage) value(last bool, from, to int) string {
	left, right := 0, len(r.text)
	if from > 0 {
		left = r.words[from-1].end
	}
	if to < len(r.words) {
		right = r.words[to].start
	}
	if last {
		start := left
		for start < right && strings.IndexByte(" :=\"'", r.text[start]) >= 0 {
			start++
		}
		if to > from {
			start = r.words[to-1].end
		} else if strings.ContainsAny(r.text[left:start], "\"'") {
			return ""
		}
		if space := strings.IndexAny(r.text[start:right], " \t\r\n\"'”’,"); space >= 0 {
			right = start + space
		}
	}
	value := strings.TrimSpace(r.text[left:right])
	value = strings.TrimLeft(value, ":= \"'“‘`),") // the last two close what comes before
	return strings.TrimRight(value, ". ,;:\"'”’`(")
}

// beginAlike reports whether the messages of other errors go on from a message that was
// cut off, too: then nothing tells which of them it was.
func (x *index) beginAlike(r *tokenizedMessage, a *alignment, def *catalog.ErrorDef) bool {
	for i := range x.templates {
		t := &x.templates[i]
		if t.def == def || t.part != whole || len(t.elements) < a.end-a.first {
			continue
		}
		alike := true
		for n, e := range t.elements[:a.end-a.first] {
			if e.name != "" {
				break // what stands there may be any value
			}
			if alike = r.likeness(a.first+n, e.word) >= 0; !alike {
				break
			}
		}
		if alike && t.elements[0].name == "" {
			return true
		}
	}
	return false
}
