package match

import (
	"math"
	"strings"

	"misstep/catalog"
)

// A template is one form of an error's message, ready to be aligned.
type template struct {
	pack     *catalog.Pack
	def      *catalog.ErrorDef
	variant  catalog.Variant
	elements []element
	weight   float64 // of all its words
	part     part    // of the message
}

// A part is what a template has of its error's message.
type part int

const (
	whole part = iota
	firstSentence
	restOfMessage
)

// An element of a template is a word, or a placeholder where name is set.
type element struct {
	word   int32 // vocabulary number
	weight float64
	name   string
	kind   string
}

// An index is what is known of the words of a pack.
type index struct {
	templates  []template
	vocabulary map[string]int32
	texts      []string            // vocabulary by number
	byLength   [][]spelling        // vocabulary by length
	weights    []float64           // by vocabulary number
	postings   [][]int32           // templates a word occurs in, by vocabulary number
	ofType     map[string][]record // by folded error type
	ofStatus   map[int][]record
	usualOf    map[int][]string // IDs of a status's usual causes
	ofReason   map[string][]record
	shapes     []record // errors recognized by their shape alone
	suffixes   []string
	types      map[string]string // error types without underscores → as written
}

// A spelling is a word of the vocabulary as spell compares it.
type spelling struct {
	text    string
	letters uint32
	number  int32
}

type record struct {
	pack *catalog.Pack
	def  *catalog.ErrorDef
	catalog.Variant
}

// indexesOf are those of a pack, by its ID, or of all packs where that is "".
// There is none for a pack that the catalog lacks.
func indexesOf(c *catalog.Catalog, packID string) []*index {
	if packID == "" {
		var all []*index
		for _, pack := range c.Packs() {
			all = append(all, catalog.IndexOf(pack, newIndex))
		}
		return all
	}
	if pack := c.Pack(packID); pack != nil {
		return []*index{catalog.IndexOf(pack, newIndex)}
	}
	return nil
}

func newIndex(pack *catalog.Pack) *index {
	x := &index{vocabulary: map[string]int32{}, ofType: map[string][]record{}, ofStatus: map[int][]record{}, usualOf: map[int][]string{}, ofReason: map[string][]record{}, types: map[string]string{}, suffixes: pack.Tails}
	for i := range pack.Errors {
		def := &pack.Errors[i]
		if def.Reason != "" {
			main := catalog.Variant{Status: def.Status, Type: def.Type, Message: def.Message}
			x.ofReason[def.Reason] = append(x.ofReason[def.Reason], record{pack, def, main})
		}
		for variant := range def.Forms() {
			f := record{pack, def, variant}
			if variant.Message != "" {
				if !x.has(def, variant.Message) {
					x.addTemplate(f, variant.Message)
				}
			} else if def.When != nil {
				x.shapes = append(x.shapes, f)
			}
			if t := foldWord(variant.Type); t != "" {
				x.ofType[t] = append(x.ofType[t], f)
				if strings.Contains(variant.Type, "_") {
					x.types[t] = variant.Type
				}
			}
			if variant.Status != 0 {
				x.ofStatus[variant.Status] = append(x.ofStatus[variant.Status], f)
			}
		}
	}
	for i := range pack.Statuses {
		if s := &pack.Statuses[i]; s.Step == "" {
			x.usualOf[s.Status] = s.Errors
		}
	}
	x.addParts()
	x.weigh()
	return x
}

// addParts adds the first sentence of each message that has several, and what is after it:
// programs print one without the other. What several errors have in common identifies none
// of them.
func (x *index) addParts() {
	saidBy := map[string]*catalog.ErrorDef{}
	say := func(text string, def *catalog.ErrorDef) {
		text = strings.ToLower(strings.TrimSuffix(text, "."))
		if other, known := saidBy[text]; known && other != def {
			def = nil
		}
		saidBy[text] = def
	}
	all := x.templates
	for i := range all {
		t := &all[i]
		say(t.variant.Message, t.def)
		if first, rest, several := strings.Cut(t.variant.Message, ". "); several {
			say(first, t.def)
			say(rest, t.def)
		}
	}
	for i := range all {
		t := &all[i]
		first, rest, _ := strings.Cut(t.variant.Message, ". ")
		for n, text := range []string{first, rest} {
			key := strings.ToLower(strings.TrimSuffix(text, "."))
			if rest == "" || saidBy[key] != t.def || len(strings.Fields(text)) < leastPart {
				continue
			}
			saidBy[key] = nil // once
			x.addTemplate(record{t.pack, t.def, t.variant}, text)
			x.templates[len(x.templates)-1].part = firstSentence + part(n)
		}
	}
}

// leastPart is how many words a part needs to identify its error by itself.
const leastPart = 5

// addTemplate adds a template with this wording.
func (x *index) addTemplate(f record, wording string) {
	t := template{pack: f.pack, def: f.def, variant: f.Variant}
	for rest := clean(wording); rest != ""; {
		literal, after, found := strings.Cut(rest, "{")
		for _, w := range splitWords(literal, nil) {
			t.elements = append(t.elements, element{word: x.number(w.text)})
		}
		if !found {
			break
		}
		var name string
		name, rest, _ = strings.Cut(after, "}")
		t.elements = append(t.elements, element{name: name, kind: f.pack.Placeholders[name]})
	}
	number := int32(len(x.templates))
	seen := map[int32]bool{}
	for _, e := range t.elements {
		if e.name == "" && !seen[e.word] {
			seen[e.word] = true
			x.postings[e.word] = append(x.postings[e.word], number)
		}
	}
	x.templates = append(x.templates, t)
}

// has reports whether the error has a template of this wording already: its
// variants may differ in status or type alone.
func (x *index) has(def *catalog.ErrorDef, message string) bool {
	for i := len(x.templates) - 1; i >= 0 && x.templates[i].def == def; i-- {
		if x.templates[i].variant.Message == message {
			return true
		}
	}
	return false
}

func (x *index) number(text string) int32 {
	if n, ok := x.vocabulary[text]; ok {
		return n
	}
	n := int32(len(x.postings))
	x.vocabulary[text] = n
	x.postings = append(x.postings, nil)
	for len(x.byLength) <= len(text) {
		x.byLength = append(x.byLength, nil)
	}
	x.byLength[len(text)] = append(x.byLength[len(text)], spelling{text, lettersOf(text), n})
	x.texts = append(x.texts, text)
	return n
}

// Weights of words.
const (
	stopwordWeight = 0.25
	commonWeight   = 0.75 // of a word that every template has
	rareWeight     = 0.75 // more, for one that only one has
)

// weigh gives every word its weight: the rarer among the templates, the more it counts; a
// word that most sentences have counts little.
func (x *index) weigh() {
	x.weights = make([]float64, len(x.postings))
	total := math.Log(float64(len(x.templates)) + 1)
	for text, n := range x.vocabulary {
		if stopwords[text] {
			x.weights[n] = stopwordWeight
			continue
		}
		x.weights[n] = commonWeight + rareWeight*(total-math.Log(float64(len(x.postings[n]))))/total
	}
	for i := range x.templates {
		t := &x.templates[i]
		for j := range t.elements {
			if e := &t.elements[j]; e.name == "" {
				e.weight = x.weights[e.word]
				t.weight += e.weight
			}
		}
	}
}
