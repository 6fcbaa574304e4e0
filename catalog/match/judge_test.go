package match

import (
	"strings"
	"testing"

	"misstep/catalog"
)

// A part of a message stands alone if it fits and hardly any words are where the rest of
// the message would be.
func TestPartsThatStandAlone(t *testing.T) {
	words := func(behind int) []word { return make([]word, 5+behind) }
	for _, test := range []struct {
		name   string
		inner  float64
		agree  bool
		behind int
		want   bool
	}{
		{"fits well enough", 0.295, true, 0, true},
		{"does not", 0.305, true, 0, false},
		{"nothing agrees, exact enough", 0.059, false, 0, true},
		{"nothing agrees, not exact", 0.061, false, 0, false},
		{"three words after it", 0, true, 3, true},
		{"four words after it", 0, true, 4, false},
	} {
		part := &template{part: firstSentence}
		if have := part.standsAlone(&alignment{inner: test.inner, end: 5}, words(test.behind), test.agree); have != test.want {
			t.Errorf("%s: stands alone: %v", test.name, have)
		}
	}
}

// The words of a guarded error are likely its own while little of them differs.
func TestGuardedCost(t *testing.T) {
	for inner, want := range map[float64]string{0.495: Likely, 0.505: Possible} {
		m := Match{Certainty: Certain}
		if told := (&template{weight: weightUnaided}).unmistaken(&m, &alignment{inner: inner, end: 5}, 5, false); !told || m.Certainty != want {
			t.Errorf("%v: %v, %q, want %q", inner, told, m.Certainty, want)
		}
	}
}

// Three words and a value that has the form of a word are anybody's, unless they
// are exact and heavy or have a real value; four words are not.
func TestCommonplaceWords(t *testing.T) {
	elements := func(literals int) (list []element) {
		for range literals {
			list = append(list, element{})
		}
		return append(list, element{name: "word"})
	}
	for _, test := range []struct {
		name     string
		literals int
		a        alignment
		want     bool
	}{
		{"three words, not exact", 3, alignment{cost: 0.061, values: map[string]string{"word": "again"}, end: 4}, true},
		{"three words, exact", 3, alignment{cost: 0.059, values: map[string]string{"word": "again"}, end: 4}, false},
		{"three words, a real value", 3, alignment{cost: 0.061, values: map[string]string{"word": "Again7"}, end: 4}, false},
		{"four words", 4, alignment{cost: 0.061, values: map[string]string{"word": "again"}, end: 5}, false},
		{"three of more words, poorly", 6, alignment{cost: 0.6, inner: 0.505, end: 3}, true},
		{"three of more words, well", 6, alignment{cost: 0.6, inner: 0.495, end: 3}, false},
		{"four of more words, poorly", 6, alignment{cost: 0.6, inner: 0.505, end: 4}, false},
	} {
		x := &template{pack: &catalog.Pack{ID: "p"}, def: &catalog.ErrorDef{}, weight: weightUnaided, elements: elements(test.literals)}
		if have := x.isAnybodys(&test.a, catalog.Symptom{}, "words"); have != test.want {
			t.Errorf("%s: anybody's: %v", test.name, have)
		}
	}
}

// A type that an API which is shut down has, too, is that API's only where it is
// usual there by nearly five places more.
func TestSuccessorsFirst(t *testing.T) {
	gone, here := &catalog.Pack{ID: "gone", Migration: catalog.Migration{Shutdown: &catalog.Shutdown{}}}, &catalog.Pack{ID: "here"}
	for places, want := range map[float64]string{4: "here", 4.45: "here", 4.55: "gone", 5: "gone"} {
		found := rank(successorsFirst(catalog.Symptom{}, []Match{
			{Error: &catalog.ErrorDef{ID: "a"}, Pack: gone, By: "type", rank: 0.6},
			{Error: &catalog.ErrorDef{ID: "b"}, Pack: here, By: "type", rank: 0.6 - places*0.01},
		}))
		if len(found) != 2 || found[0].Pack.ID != want {
			t.Errorf("%v places behind: %+v, want %s first", places, found, want)
		}
	}
}

// Each place in the list of usual causes counts a hundredth.
func TestRankOfUsualCauses(t *testing.T) {
	pack := &catalog.Pack{ID: "p", Wording: catalog.Wording{Statuses: []catalog.StatusMeaning{{Status: 400, Errors: []string{"x", "second"}}}}}
	for _, id := range []string{"second", "other"} {
		pack.Errors = append(pack.Errors, catalog.ErrorDef{ID: id, Kind: catalog.KindError, Status: 400, Type: "cold"})
	}
	found := newIndex(pack).byType(catalog.Symptom{Type: "cold"})
	if len(found) != 2 || found[0].Error.ID != "second" || !near(found[0].rank, 0.59) || !near(found[1].rank, 0.58) {
		t.Errorf("have %+v", found)
	}
}

// A sentence of five words identifies its error without the sentence after it; one of four doesn't.
func TestLeastPart(t *testing.T) {
	for first, want := range map[string]bool{"alpha bravo charlie delta echo": true, "alpha bravo charlie delta": false} {
		x := indexed(first + ". " + strings.Repeat("golf ", 4))
		if have := len(x.templates) > 1; have != want {
			t.Errorf("%q: %d templates", first, len(x.templates))
		}
	}
}
