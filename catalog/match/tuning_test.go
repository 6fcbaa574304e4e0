package match

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"misstep/catalog"
)

// Each tuning constant has a row just inside and one just outside here, or a
// value that any other would change. Packs are invented: where no two templates
// share a word, each word weighs 1.5.

// indexed is the index of a pack with these messages, all of status 400.
func indexed(messages ...string) *index {
	pack := &catalog.Pack{ID: "p", Placeholders: map[string]string{"word": "word", "more": "word", "text": "text"}}
	for i, message := range messages {
		pack.Errors = append(pack.Errors, catalog.ErrorDef{ID: fmt.Sprint("e", i), Kind: catalog.KindError, Status: 400, Message: message})
	}
	return newIndex(pack)
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// What each deviation of a message from its template costs.
func TestAlignmentCosts(t *testing.T) {
	identifier := "x1" + strings.Repeat("y", 24)
	for _, test := range []struct {
		name, template, message string
		cost                    float64
	}{
		{"exact", "alpha bravo charlie", "alpha bravo charlie", 0},
		{"typo", "alpha bravo charlie", "alpha brovo charlie", 0.15 * 1.5},
		{"known word too much", "alpha bravo charlie", "alpha golf bravo charlie", 0.6},
		{"unknown word too much", "alpha bravo charlie", "alpha xylophon bravo charlie", 0.35},
		{"stopword too much", "alpha bravo charlie", "alpha the bravo charlie", 0.15},
		{"identifier too much", "alpha bravo charlie", "alpha " + identifier + " bravo charlie", 0.15},
		{"word missing", "alpha bravo charlie", "alpha charlie", 1.5},
		{"stopword missing", "alpha the bravo charlie", "alpha bravo charlie", 0.25},
		{"last word begun", "alpha bravo telephone", "alpha bravo tele", 0.1 * 1.5},
		{"one word before", "alpha bravo charlie", "xylophon alpha bravo charlie", 0.02},
		{"two words before", "alpha bravo charlie", "xylophon xylophon alpha bravo charlie", 0.04},
		{"many words before", "alpha bravo charlie", strings.Repeat("xylophon ", 20) + "alpha bravo charlie", 0.25},
		{"one word after it", "alpha bravo charlie", "alpha bravo charlie xylophon", 0.03},
		{"two words after it", "alpha bravo charlie", "alpha bravo charlie xylophon xylophon", 0.06},
		{"many words after it", "alpha bravo charlie", "alpha bravo charlie" + strings.Repeat(" xylophon", 20), 0.25},
		{"a value", "alpha {word} bravo charlie", "alpha 7 bravo charlie", 0.01},
		{"no value", "alpha {word} bravo charlie", "alpha bravo charlie", 0.05},
		{"a value of two words", "alpha {word} bravo charlie", "alpha 7 8 bravo charlie", 0.01 + 0.15 + 0.2 /* 8 is inserted */},
		{"a text of two words", "alpha {text} bravo charlie", "alpha 7 8 bravo charlie", 0.01 + 0.02},
		{"cut, and it shows", "alpha bravo charlie delta echo", "alpha bravo charlie…", 0.3 * 3},
	} {
		x := indexed(test.template, "golf foxtrot")
		r := x.tokenize(test.message, new(scratch))
		if a := x.templates[0].align(r, &scratch{}); !near(a.cost, test.cost) {
			t.Errorf("%s: costs %v, want %v", test.name, a.cost, test.cost)
		}
	}
}

// A value that should be one run costs more for each further one: more than a
// word too much would.
func TestCostOfRuns(t *testing.T) {
	two := []word{{run: 0, line: 0}, {run: 1, line: 0}, {run: 1, line: 0}, {run: 2, line: 1}}
	for _, test := range []struct {
		kind     string
		from, to int
		cost     float64
	}{
		{"word", 0, 1, 0.5}, {"word", 1, 2, 0}, {"text", 0, 1, 0.02}, {"text", 2, 3, 0.5},
	} {
		if cost := runCost(test.kind, &two[test.from], &two[test.to]); !near(cost, test.cost) {
			t.Errorf("%s from %d to %d costs %v, want %v", test.kind, test.from, test.to, cost, test.cost)
		}
	}
}

// A message may be cut off after at least two elements and at most three fifths of the
// weight; words before it speak against a cut that does not show.
func TestCutMessages(t *testing.T) {
	for _, test := range []struct {
		template, message string
		cut               bool
	}{
		{"alpha bravo charlie", "alpha bravo…", true},
		{"alpha bravo the", "alpha…", false},
		{"alpha bravo charlie delta echo", "alpha bravo…", true},                                            // 3 of 5
		{"alpha bravo charlie delta echo foxtrot golf hotel", "alpha bravo charlie…", false},                // 5 of 8
		{"alpha bravo charlie delta echo", "xylophon xylophon alpha bravo charlie delta", true},             // two before
		{"alpha bravo charlie delta echo", "xylophon xylophon xylophon alpha bravo charlie delta", false},   // three
		{"alpha bravo charlie delta echo", "xylophon xylophon xylophon alpha bravo charlie delta...", true}, // it shows
	} {
		x := indexed(test.template)
		r := x.tokenize(test.message, new(scratch))
		if a := x.templates[0].align(r, &scratch{}); a.cut != test.cut {
			t.Errorf("%q of %q: cut is %v", test.message, test.template, a.cut)
		}
	}
}

func TestWeights(t *testing.T) {
	x := indexed("alpha the bravo", "alpha charlie", "alpha delta")
	total := math.Log(4)
	for word, want := range map[string]float64{"the": 0.25, "bravo": 1.5, "alpha": 0.75 + 0.75*(total-math.Log(3))/total} {
		if have := x.weights[x.vocabulary[word]]; !near(have, want) {
			t.Errorf("%s weighs %v, want %v", word, have, want)
		}
	}
}

// Bands, with a status that agrees, one that contradicts, and none.
func TestCertaintyBands(t *testing.T) {
	const five = "alpha bravo charlie delta echo" // weighs 7.5
	for _, test := range []struct {
		name, template, message string
		status                  int
		want                    string
	}{
		{"certain", five, "alpha xylophon bravo xylophon charlie delta echo", 400, Certain},          // 0.907
		{"not certain", five, "alpha the bravo golf charlie delta echo xylophon", 400, Likely},       // 0.896
		{"certain unaided", five, "alpha xylophon bravo charlie delta echo", 0, Certain},             // 0.953
		{"not certain unaided", five, "alpha xylophon bravo charlie delta echo xylophon", 0, Likely}, // 0.949
		{"likely", five, "bravo charlie delta echo", 400, Likely},                                    // 0.80
		{"not likely", five, "alpha charlie the delta echo", 400, Possible},                          // 0.78
		{"possible", five, "alpha golf charlie xylophon delta echo xylophon", 400, Possible},         // 0.669
		{"not possible", five, "alpha golf charlie xylophon delta the echo", 400, ""},                // 0.653
		{"heavy enough unaided", "alpha the of to and", "alpha the of to and", 0, Certain},           // weighs 2.5
		{"too light unaided", "alpha the of to", "alpha the of to", 0, Likely},                       // 2.25
		{"light, exact", "{word} alpha", "7 alpha xylophon", 0, Likely},                              // costs 0.04
		{"light, just exact", "{word} alpha", "xylophon 7 alpha xylophon", 0, Likely},
		{"light, not exact", "{word} alpha", "7 alpha xylophon xylophon", 0, Possible},       // 0.07
		{"light, nearly exact", "alpha the {word} of", "alpha tha a 7 of", 0, Likely},        // inner 0.1975
		{"light, not nearly exact", "alpha {word} the {more} of", "alpha the a 7 of", 0, ""}, // inner 0.21
		{"light, begins with a value", "{word} alpha the", "7 alpha a the", 0, Possible},     // inner 0.16
		{"a status that contradicts", five, five, 403, Likely},                               // 0.94
		{"a status that contradicts, and a word", five, "alpha the bravo charlie delta echo", 403, Likely},
	} {
		x := indexed(test.template, "golf foxtrot")
		certainty := ""
		for _, m := range x.match(catalog.Symptom{Message: test.message, Status: test.status}, false) {
			if m.Error.ID == "e0" {
				certainty = m.Certainty
			}
		}
		if certainty != test.want {
			for _, m := range x.match(catalog.Symptom{Message: test.message, Status: test.status}, false) {
				t.Logf("%s %.4f", m.Error.ID, m.Score)
			}
			t.Errorf("%s: %q is %q, want %q", test.name, test.message, certainty, test.want)
		}
	}
}

// A runner-up takes certainty away unless it is margin behind, or the best is
// the message word by word.
func TestRunnerUpMargin(t *testing.T) {
	best, other := &catalog.ErrorDef{ID: "best"}, &catalog.ErrorDef{ID: "other"}
	for _, test := range []struct {
		behind  float64
		literal bool
		want    string
	}{
		{0.039, false, Likely}, {0.041, false, Certain}, {0.039, true, Certain},
	} {
		found := rank([]Match{{Error: other, Certainty: Certain, rank: 1 - test.behind}, {Error: best, Certainty: Certain, rank: 1, literal: test.literal}, {Error: best, rank: 0.99}})
		if len(found) != 2 || found[0].Error != best || found[0].Certainty != test.want {
			t.Errorf("%+v: have %+v", test, found)
		}
	}
	var many []Match
	for range 6 {
		many = append(many, Match{Error: &catalog.ErrorDef{}})
	}
	if found := rank(many); len(found) != 5 {
		t.Errorf("%d readings", len(found))
	}
}

// What type and status take away.
func TestContradictionPenalties(t *testing.T) {
	x := newIndex(&catalog.Pack{Errors: []catalog.ErrorDef{{Status: 400, Type: "cold", Message: "alpha", Variants: []catalog.Variant{{Type: "warm", Message: "bravo"}}}}})
	for _, test := range []struct {
		status    int
		errorType string
		score     float64
		agree     bool
	}{
		{400, "cold", 1, true}, {0, "", 1, false}, {400, "hot", 0.9, false}, {400, "warm", 0.99, true}, {500, "cold", 0.94, false}, {500, "hot", 0.84, false},
	} {
		m := Match{Score: 1}
		if agree := x.templates[0].judge(catalog.Symptom{Status: test.status, Type: test.errorType}, &m); agree != test.agree || !near(m.Score, test.score) {
			t.Errorf("%+v: %v, %v", test, m.Score, agree)
		}
	}
}

// Among matches a template that explains more comes first, up to a weight.
func TestRankOfWeight(t *testing.T) {
	for message, want := range map[string]float64{
		"alpha bravo charlie":                          1 + 0.05*4.5,
		"alpha bravo charlie delta echo":               1 + 0.05*7.5,
		"alpha bravo charlie delta echo foxtrot":       1 + 0.05*8,
		"alpha bravo charlie delta echo foxtrot india": 1 + 0.05*8,
	} {
		if found := indexed(message).byMessage(catalog.Symptom{Message: message}); len(found) != 1 || !near(found[0].rank, want) {
			t.Errorf("%s: %+v, want %v", message, found, want)
		}
	}
}

// A template is a candidate whose words the message has enough of, and there are
// few.
func TestCandidates(t *testing.T) {
	nine, eleven := "a1 b1 c1 d1 e1 f1 g1 h1 i1", "a1 b1 c1 d1 e1 f1 g1 h1 i1 j1 k1"
	for _, test := range []struct {
		template, message string
		want              int
	}{
		{nine, "a1 b1 c1 d1", 0}, {eleven, "a1 b1 c1 d1 e1", 1}, // 0.444, 0.4545
	} {
		x := indexed(test.template)
		r := x.tokenize(test.message, new(scratch))
		if found := x.nearest(r, &scratch{}); len(found) != test.want {
			t.Errorf("%q: %d candidates, want %d", test.message, len(found), test.want)
		}
	}
	var many []string
	for i := range 13 {
		many = append(many, fmt.Sprint("alpha bravo ", i, "x"))
	}
	x := indexed(many...)
	r := x.tokenize("alpha bravo", new(scratch))
	if found := x.nearest(r, &scratch{}); len(found) != 12 {
		t.Errorf("%d candidates, want 12", len(found))
	}
}

// Beside a template that fits exactly, a lighter one is looked at only where the
// message has nearly all of its words.
func TestLighterTemplates(t *testing.T) {
	words := strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel india juliett")
	for shared, want := range map[int]bool{6: false, 7: true} { // 0.847 and 0.866 of its weight
		messages := []string{strings.Join(words, " "), strings.Join(words[:shared], " ") + " kilo"}
		for i := range 98 {
			messages = append(messages, fmt.Sprint("filler", i))
		}
		found := indexed(messages...).byMessage(catalog.Symptom{Message: messages[0], Status: 400})
		if have := len(found) == 2; have != want {
			t.Errorf("with %d words shared: %+v", shared, found)
		}
	}
}

// A type is read from few words at the beginning of a message, three of them
// joined at most.
func TestTypeInWords(t *testing.T) {
	x := newIndex(&catalog.Pack{Errors: []catalog.ErrorDef{{ID: "cold", Kind: catalog.KindError, Type: "too_cold"}, {ID: "three", Kind: catalog.KindError, Type: "not_so_cold"}, {ID: "four", Kind: catalog.KindError, Type: "not_at_all_cold"}}})
	for message, want := range map[string]string{
		"too cold": "cold", "too cold today": "cold", "too cold again today": "",
		strings.Repeat("x", 71) + " too cold": "cold", strings.Repeat("x", 72) + " too cold": "", // 80 and 81 bytes
		"not so cold": "three", "not at all cold": "",
	} {
		id := ""
		for _, m := range x.match(catalog.Symptom{Message: message}, false) {
			id = m.Error.ID
		}
		if id != want {
			t.Errorf("%q: have %q, want %q", message, id, want)
		}
	}
}

func TestTokenizerBounds(t *testing.T) {
	for n, want := range map[int]int{199: 199, 200: 200, 201: 200} {
		if have := len(splitWords(strings.Repeat("a ", n), nil)); have != want {
			t.Errorf("%d words are %d", n, have)
		}
	}
	for n, want := range map[int]int{8192: 8192, 8193: 8192} {
		if have := len(clean(strings.Repeat("a", n))); have != want {
			t.Errorf("%d bytes are %d", n, have)
		}
	}
	for n, want := range map[int]bool{24: false, 25: true} {
		if words := splitWords(strings.Repeat("a", n-1)+"1", nil); words[0].opaque != want {
			t.Errorf("a word of %d letters: an identifier is %v", n, words[0].opaque)
		}
	}
}

func TestSpellingBounds(t *testing.T) {
	long := func(n int) string { return strings.Repeat("abcdefgh", 5)[:n] }
	for _, test := range []struct{ known, sent, want string }{
		{"abc", "ab", ""}, {"abc", "abd", "abc"},
		{long(32), long(31) + "z", long(32)}, {long(33), long(32) + "z", ""},
		{"abcdef", "abcdez", "abcdef"}, {"abcdef", "abcdzy", ""}, // six letters: one typo
		{"abcdefg", "abcdezy", "abcdefg"}, {"abcdefg", "abcdzyx", ""}, // seven: two
		{"abcdefghijk", "abcdefghizy", "abcdefghijk"}, {"abcdefghijk", "abcdefghzyx", ""}, // eleven: two
		{"abcdefghijkl", "abcdefghizyx", "abcdefghijkl"}, {"abcdefghijkl", "abcdefghzyxw", ""}, // twelve: three
		{"wasp bait", "wait", "bait"}, {"wasp bait gait", "wait", "gait"}, {"bait gait raid rait", "wait", ""}, // two may be meant, not three
	} {
		x := indexed(test.known)
		have := ""
		if n, other := x.spell(test.sent); other >= 0 {
			have = x.texts[other]
		} else if n >= 0 {
			have = x.texts[n]
		}
		if have != test.want {
			t.Errorf("%q for %q: have %q, want %q", test.sent, test.known, have, test.want)
		}
	}
}

func TestNames(t *testing.T) {
	long := strings.Repeat("abcdefgh", 6)
	for _, test := range []struct {
		sent, known, want string
		distance          int
	}{
		{"co", "cod", "", 0}, {"cox", "cod", "cod", 1}, // three letters
		{long[:39] + "z", long[:40], long[:40], 1}, {long[:40] + "z", long[:41], "", 0},
		{"grantType", "grant_type", "grant_type", 1},
		{"grant_type", "grant_type", "grant_type", 0},
		{"abcdefghixyz", "abcdefghijkl", "abcdefghijkl", 3}, {"abcdefghwxyz", "abcdefghijkl", "", 0}, // never four
		{"abcdex", "abcdef", "abcdef", 1}, {"abcdxy", "abcdef", "abcdef", 2}, {"abcxyz", "abcdef", "", 0}, // one in three
		{"abcxy", "abcde", "", 0},
	} {
		name, distance := NearestName(test.sent, []string{test.known})
		if name != test.want || name != "" && distance != test.distance {
			t.Errorf("%q for %q: %q at %d, want %q at %d", test.sent, test.known, name, distance, test.want, test.distance)
		}
	}
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"end-date", "endDate", true}, {"abcd", "abcdef", true}, {"abc", "abcdef", false}, {"abcdz", "abcde", false},
		{long[:39], long[:39], true}, {long[:40], long[:40], false},
	} {
		if have := SimilarNames(test.a, test.b); have != test.want {
			t.Errorf("%q and %q: %v", test.a, test.b, have)
		}
	}
}

// How sure a match is that does not rest on words.
func TestScoresWithoutWords(t *testing.T) {
	x := newIndex(&catalog.Pack{ID: "p", Errors: []catalog.ErrorDef{
		{ID: "shape", Status: 418, When: &catalog.When{Body: "empty"}},
		{ID: "type", Type: "alone"}, {ID: "shared", Type: "shared"}, {ID: "shared-too", Type: "shared"},
		{ID: "status", Status: 503},
		{ID: "own", Status: 400, Type: "own", When: &catalog.When{OwnType: true}},
		{ID: "reason", Status: 403, Reason: "A_REASON"},
		{ID: "same-reason", Status: 409, Reason: "TWO_MEANINGS", Message: "alpha bravo charlie delta echo"}, {ID: "same-reason-too", Status: 409, Reason: "TWO_MEANINGS", Message: "foxtrot golf"},
	}})
	for _, test := range []struct {
		name      string
		symptom   catalog.Symptom
		want      string
		certainty string
		score     float64
	}{
		{"shape", catalog.Symptom{Status: 418, Body: "empty"}, "shape", Certain, 1},
		{"half a shape", catalog.Symptom{Status: 418}, "shape", Possible, 0.7},
		{"type", catalog.Symptom{Type: "alone"}, "type", Likely, 0.8},
		{"type of two", catalog.Symptom{Type: "shared"}, "shared", Possible, 0.6},
		{"status", catalog.Symptom{Pack: "p", Status: 503}, "status", Likely, 0.75},
		{"own type", catalog.Symptom{Pack: "p", Status: 400, Type: "own", Message: "whatever"}, "own", Certain, 0.9},
		{"reason and status", catalog.Symptom{Status: 403, Reason: "A_REASON"}, "reason", Certain, 1},
		{"reason on the API's host", catalog.Symptom{Pack: "p", Status: 500, Reason: "A_REASON"}, "reason", Likely, 0.85},
		{"reason", catalog.Symptom{Reason: "A_REASON"}, "reason", Possible, 0.7},
		{"reason of two, other words", catalog.Symptom{Status: 409, Reason: "TWO_MEANINGS", Message: "whatever"}, "same-reason", Likely, 0.8},
		{"reason of two, words enough", catalog.Symptom{Status: 409, Reason: "TWO_MEANINGS", Message: "bravo charlie delta echo"}, "same-reason", Certain, 1},       // 0.80
		{"reason of two, words too few", catalog.Symptom{Status: 409, Reason: "TWO_MEANINGS", Message: "alpha charlie the delta echo"}, "same-reason", Likely, 0.8}, // 0.78
	} {
		found := rank(x.match(test.symptom, false))
		if len(found) == 0 || found[0].Error.ID != test.want || found[0].Certainty != test.certainty || !near(found[0].Score, test.score) {
			t.Errorf("%s: have %s %+v", test.name, outline(found), found)
		}
	}
}

// An entry whose words are guarded needs all of them, and is never certain:
// what is short, or half, or of another program's host is possible at most.
func TestGuardedWords(t *testing.T) {
	guarded := func(message string, when *catalog.When) *index {
		return newIndex(&catalog.Pack{ID: "p", Errors: []catalog.ErrorDef{{ID: "own", Status: 400, Type: "own_type", Message: message, When: when}}})
	}
	const four = "alpha bravo charlie delta" // weighs 6
	byType, byHost, byPage := &catalog.When{OwnType: true}, &catalog.When{OwnHost: true}, &catalog.When{Body: "html"}
	for _, test := range []struct {
		name    string
		x       *index
		symptom catalog.Symptom
		want    string
	}{
		{"without its type", guarded(four, byType), catalog.Symptom{Message: four}, Likely},
		{"beside its type", guarded(four, byType), catalog.Symptom{Message: four, Type: "own_type"}, Certain},
		{"beside another type", guarded(four, byType), catalog.Symptom{Message: four, Type: "other"}, ""},
		{"without its host", guarded(four, byHost), catalog.Symptom{Message: four, Status: 400}, Likely},
		{"at another program's", guarded(four, byHost), catalog.Symptom{Message: four, Status: 400, Foreign: true}, ""},
		{"a page's words as text", guarded(four, byPage), catalog.Symptom{Message: four, Body: "text"}, Likely},
		{"short", guarded("alpha", byType), catalog.Symptom{Message: "alpha"}, Possible},
		{"two typos", guarded(four, byType), catalog.Symptom{Message: "alpho bravo charlie dalta"}, Likely},
		{"half of it", guarded(four, byType), catalog.Symptom{Message: "alpha bravo"}, ""},
		{"a word too much", guarded(four, byType), catalog.Symptom{Message: "alpha alpha bravo charlie delta xylophon bravo"}, Likely},
	} {
		have := ""
		for _, m := range test.x.match(test.symptom, false) {
			have = m.Certainty
		}
		if have != test.want {
			t.Errorf("%s: have %q, want %q", test.name, have, test.want)
		}
	}
}

// A message's first sentence, or the rest after it, identifies the error unless other words
// replace the missing part.
func TestPartsOfMessages(t *testing.T) {
	x := newIndex(&catalog.Pack{ID: "p", Placeholders: map[string]string{"word": "word"}, Errors: []catalog.ErrorDef{
		{ID: "tea", Status: 400, Message: "The tea {word} is far too hot. Wait for a minute or two, then try it again"},
		{ID: "shelf", Status: 400, Message: "The wrong shelf was opened again. Look for another kettle"},
		{ID: "shelf-too", Status: 400, Message: "The wrong shelf was opened again. Ask somebody for bread"},
		{ID: "short", Status: 400, Message: "No kettle there. Buy one that is large enough for all of your friends"},
	}})
	for _, test := range []struct {
		message string
		status  int
		id      string
		want    string
	}{
		{"The tea pot is far too hot.", 0, "tea", Likely},
		{"The tea pot is far too hot.", 400, "tea", Certain},
		{"12:03 ERROR The tea pot is far too hot", 0, "tea", Likely},
		{"The tea pot is far too hot.\n    at brew (tea.js:1)\n    at main (tea.js:2)\n", 0, "tea", Likely},
		{"The tea pot is far too hot. Drink coffee or juice or nothing", 400, "", ""},
		{`400 "Wait for a minute or two, then try it again"`, 0, "tea", Likely},
		{"The kettle broke today. Wait for a minute or two, then try it again", 400, "", ""},
		{"The tea pot is far too cold", 0, "", ""},
		{"The wrong shelf was opened again.", 400, "", ""}, // two say it
		{"No kettle there.", 400, "", ""},
	} {
		id, certainty := "", ""
		if found := rank(x.match(catalog.Symptom{Message: test.message, Status: test.status}, false)); len(found) > 0 && found[0].Certainty != Possible {
			id, certainty = found[0].Error.ID, found[0].Certainty
		}
		if id != test.id || certainty != test.want {
			t.Errorf("%q: have %s %s, want %s %s", test.message, id, certainty, test.id, test.want)
		}
	}
}
