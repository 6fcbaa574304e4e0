package catalog

import (
	"reflect"
	"testing"
)

// tea and oven are two small APIs that share words, types, statuses and forms.
func tea() *Pack {
	return &Pack{ID: "tea", Hosts: []string{"tea.example"}, ConsentLead: "The kettle says:", Placeholders: map[string]string{"cup": "text"},
		Errors: []Entry{
			{ID: "cup-missing", Status: 404, Type: "not_found", Message: "Cup {cup} could not be found"},
			{ID: "tea-form", Status: 418, When: &When{Body: "empty"}},
			{ID: "tea-hidden", Kind: KindNetwork, When: &When{Network: []string{"cors"}}},
		},
		Causes: []Cause{{ID: "wrong-shelf", Title: "Of tea", Explains: []string{"cup-missing"}}},
	}
}

func oven() *Pack {
	return &Pack{ID: "oven", Hosts: []string{"oven.example"}, Placeholders: map[string]string{"tray": "text"},
		Errors: []Entry{
			{ID: "tray-missing", Status: 404, Type: "not_found", Message: "Cup {tray} could not be found"},
			{ID: "oven-form", Status: 418, When: &When{Body: "empty"}},
			{ID: "oven-hidden", Kind: KindNetwork, When: &When{Network: []string{"cors"}}},
			{ID: "oven-hot", Status: 503},
			{ID: "oven-cold", Type: "too_cold"},
		},
		Causes: []Cause{{ID: "wrong-shelf", Title: "Of ovens", Explains: []string{"tray-missing"}}},
	}
}

// A symptom of a pack is looked up there, in whatever way it is matched.
func TestMatchKeepsToThePack(t *testing.T) {
	c := New(tea(), oven())
	for _, test := range []struct {
		name                string
		symptom             Symptom
		tea, oven, eitherOf string // first entry; "" is none
	}{
		{"message", Symptom{Message: "Cup 7 could not be found"}, "cup-missing", "tray-missing", "both"},
		{"form", Symptom{Status: 418, Body: "empty"}, "tea-form", "oven-form", "both"},
		{"network", Symptom{Kind: KindNetwork, Network: "cors"}, "tea-hidden", "oven-hidden", "both"},
		{"type", Symptom{Type: "not_found"}, "cup-missing", "tray-missing", "both"},
		{"status", Symptom{Status: 503}, "", "oven-hot", "oven-hot"},
		{"type of the other pack", Symptom{Type: "too_cold"}, "", "oven-cold", "oven-cold"},
		{"type in words", Symptom{Message: "too cold"}, "", "oven-cold", "oven-cold"},
	} {
		for packID, want := range map[string]string{"tea": test.tea, "oven": test.oven, "": test.eitherOf, "none": ""} {
			s := test.symptom
			s.Pack = packID
			found := c.Match(s)
			for _, m := range found {
				if packID != "" && m.Pack.ID != packID {
					t.Errorf("%s: looked up in %q, found %s of %s", test.name, packID, m.Entry.ID, m.Pack.ID)
				}
			}
			switch {
			case want == "both" && (len(found) < 2 || found[0].Pack == found[1].Pack):
				t.Errorf("%s: have %s, want an entry of each pack", test.name, outline(found))
			case want == "" && len(found) > 0, want != "" && want != "both" && (len(found) == 0 || found[0].Entry.ID != want):
				t.Errorf("%s in %q: have %s, want %q first", test.name, packID, outline(found), want)
			}
		}
	}
	if _, found := c.ConsentSentence("oven", "The kettle says: no"); found {
		t.Error("the oven's page speaks with the kettle's lead")
	}
	if sentence, found := c.ConsentSentence("", "The kettle says: no"); !found || sentence != " no" {
		t.Errorf("%q %v", sentence, found)
	}
}

// What a pack's exchanges are told does not depend on the packs beside it.
func TestPacksDoNotDisturbEachOther(t *testing.T) {
	var packs []*Pack
	for _, pack := range load().Packs() {
		packs = append(packs, pack)
	}
	together := New(append(packs, tea(), oven())...)
	for _, pack := range packs {
		alone := New(pack)
		for _, e := range pack.Errors {
			for _, example := range e.Examples {
				s := example.Symptom
				s.Pack = pack.ID
				want := alone.Match(s)
				if have := together.Match(s); !reflect.DeepEqual(have, want) {
					t.Errorf("%s: %s alone, %s beside others", e.ID, outline(want), outline(have))
				}
			}
		}
	}
}

func TestCausesAreOfTheirPack(t *testing.T) {
	c := New(tea(), oven())
	for packID, want := range map[string]string{"tea": "Of tea", "oven": "Of ovens", "none": "", "": ""} {
		title := ""
		if _, cause := c.Cause(packID, "wrong-shelf"); cause != nil {
			title = cause.Title
		}
		if title != want {
			t.Errorf("cause in %q: have %q, want %q", packID, title, want)
		}
	}
}
