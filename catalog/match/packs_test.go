package match

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/catalog/messages"
)

func TestExamplesFindTheirError(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, pack := range c.Packs() {
		for _, e := range pack.Errors {
			for _, example := range e.Examples {
				s := example.Symptom
				s.Pack = pack.ID
				found := Find(c, s)
				if len(found) == 0 || found[0].Error.ID != e.ID {
					t.Errorf("%s: example %+v finds %s", e.ID, example, outline(found))
				}
				if e.When != nil && e.When.OwnHost {
					continue
				}
				s.Pack = "" // another API may say the same
				if found = Find(c, s); len(found) == 0 || found[0].Pack == pack && found[0].Error.ID != e.ID {
					t.Errorf("%s: example %+v finds %s among all packs", e.ID, example, outline(found))
				}
			}
			for _, near := range e.NearMiss {
				near.Pack = pack.ID
				for _, m := range Find(c, near) {
					if m.Error.ID == e.ID && m.Certainty == Certain {
						t.Errorf("%s: near miss %+v is taken for it: %s", e.ID, near, outline(Find(c, near)))
					}
				}
			}
		}
	}
}

func outline(found []Match) string {
	if len(found) == 0 {
		return "nothing"
	}
	var b strings.Builder
	for _, m := range found {
		b.WriteString(m.Error.ID + " (" + m.Certainty + ") ")
	}
	return b.String()
}

// tea and oven are two small APIs that share words, types, statuses and forms.
func tea() *catalog.Pack {
	return &catalog.Pack{ID: "tea", Hosts: []string{"tea.example"}, Wording: catalog.Wording{ConsentLead: "The kettle says:"}, Placeholders: map[string]string{"cup": "text"},
		Errors: []catalog.ErrorDef{
			{ID: "cup-missing", Status: 404, Type: "not_found", Message: "Cup {cup} could not be found"},
			{ID: "tea-form", Status: 418, When: &catalog.When{Body: "empty"}},
			{ID: "tea-hidden", Kind: catalog.KindNetwork, When: &catalog.When{Network: []string{"cors"}}},
		},
		Causes: []catalog.Cause{{ID: "wrong-shelf", Title: "Of tea", Explains: []string{"cup-missing"}}},
	}
}

func oven() *catalog.Pack {
	return &catalog.Pack{ID: "oven", Hosts: []string{"oven.example"}, Placeholders: map[string]string{"tray": "text"},
		Errors: []catalog.ErrorDef{
			{ID: "tray-missing", Status: 404, Type: "not_found", Message: "Cup {tray} could not be found"},
			{ID: "oven-form", Status: 418, When: &catalog.When{Body: "empty"}},
			{ID: "oven-hidden", Kind: catalog.KindNetwork, When: &catalog.When{Network: []string{"cors"}}},
			{ID: "oven-hot", Status: 503},
			{ID: "oven-cold", Type: "too_cold"},
		},
		Causes: []catalog.Cause{{ID: "wrong-shelf", Title: "Of ovens", Explains: []string{"tray-missing"}}},
	}
}

// A symptom of a pack is looked up there, in whatever way it is matched.
func TestMatchKeepsToThePack(t *testing.T) {
	c := catalog.New(tea(), oven())
	for _, test := range []struct {
		name                string
		symptom             catalog.Symptom
		tea, oven, eitherOf string // first entry; "" is none
	}{
		{"message", catalog.Symptom{Message: "Cup 7 could not be found"}, "cup-missing", "tray-missing", "both"},
		{"form", catalog.Symptom{Status: 418, Body: "empty"}, "tea-form", "oven-form", "both"},
		{"network", catalog.Symptom{Kind: catalog.KindNetwork, Network: "cors"}, "tea-hidden", "oven-hidden", "both"},
		{"type", catalog.Symptom{Type: "not_found"}, "cup-missing", "tray-missing", "both"},
		{"status", catalog.Symptom{Status: 503}, "", "oven-hot", "oven-hot"},
		{"type of the other pack", catalog.Symptom{Type: "too_cold"}, "", "oven-cold", "oven-cold"},
		{"type in words", catalog.Symptom{Message: "too cold"}, "", "oven-cold", "oven-cold"},
	} {
		for packID, want := range map[string]string{"tea": test.tea, "oven": test.oven, "": test.eitherOf, "none": ""} {
			s := test.symptom
			s.Pack = packID
			found := Find(c, s)
			for _, m := range found {
				if packID != "" && m.Pack.ID != packID {
					t.Errorf("%s: looked up in %q, found %s of %s", test.name, packID, m.Error.ID, m.Pack.ID)
				}
			}
			switch {
			case want == "both" && (len(found) < 2 || found[0].Pack == found[1].Pack):
				t.Errorf("%s: have %s, want an entry of each pack", test.name, outline(found))
			case want == "" && len(found) > 0, want != "" && want != "both" && (len(found) == 0 || found[0].Error.ID != want):
				t.Errorf("%s in %q: have %s, want %q first", test.name, packID, outline(found), want)
			}
		}
	}
}

// The explanations of a pack's exchanges don't depend on other packs.
func TestPacksDoNotDisturbEachOther(t *testing.T) {
	packs := slices.Clone(catalog.Load(builtin.Packs).Packs())
	together := catalog.New(append(packs, tea(), oven())...)
	for _, pack := range packs {
		alone := catalog.New(pack)
		for _, e := range pack.Errors {
			for _, example := range e.Examples {
				s := example.Symptom
				s.Pack = pack.ID
				want := Find(alone, s)
				if have := Find(together, s); !reflect.DeepEqual(have, want) {
					t.Errorf("%s: %s alone, %s beside others", e.ID, outline(want), outline(have))
				}
			}
		}
	}
}

// Messages are found by the words that the API sends, in every language.
func TestTranslatedCatalogFindsTheSame(t *testing.T) {
	english := catalog.Load(builtin.Packs)
	for _, language := range messages.Languages() {
		c := catalog.Load(builtin.Packs)
		if err := c.Translate(language); err != nil {
			t.Fatal(err)
		}
		for _, pack := range english.Packs() {
			for _, e := range pack.Errors {
				for _, example := range e.Examples {
					have, want := found(Find(c, example.Symptom)), found(Find(english, example.Symptom))
					if !reflect.DeepEqual(have, want) {
						t.Errorf("%s: %q is %v, want %v", language, example.Message, have, want)
					}
				}
			}
		}
	}
}

func found(matches []Match) (list []string) {
	for _, m := range matches {
		list = append(list, fmt.Sprint(m.Pack.ID, " ", m.Error.ID, " ", m.Certainty, " ", m.Score, " ", m.Values))
	}
	return list
}
