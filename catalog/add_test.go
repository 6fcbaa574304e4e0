package catalog_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/catalog/match"
	"misstep/catalog/search"
)

func tea() *catalog.Pack {
	return &catalog.Pack{ID: "tea", Hosts: []string{"tea.example"}, Placeholders: map[string]string{"cup": "text"},
		Errors: []catalog.ErrorDef{{ID: "cup-missing", Status: 404, Type: "not_found", Message: "Cup {cup} could not be found"}}}
}

func TestAddAndRemove(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	before, hosts := c.Packs(), c.Hosts()
	s := catalog.Symptom{Message: "Cup 7 could not be found"}
	none := match.Find(c, s)
	if err := c.Add(tea()); err != nil {
		t.Fatal(err)
	}
	if found := match.Find(c, s); len(found) == 0 || found[0].Error.ID != "cup-missing" {
		t.Errorf("an added pack's entry: %+v", found)
	}
	if hits := search.Errors(c, "cup missing", 5); len(hits) == 0 || hits[0].ID != "cup-missing" || hits[0].Pack != "tea" {
		t.Errorf("search: %+v", hits)
	}
	if c.Watched("https://tea.example/") == nil || len(c.Added()) != 1 || c.Added()[0].ID != "tea" {
		t.Errorf("hosts %v, added %v", c.Hosts(), c.Added())
	}
	for _, test := range []struct {
		name string
		pack *catalog.Pack
		want catalog.ClashError
	}{
		{"the same pack", tea(), catalog.ClashError{What: "pack", ID: "tea", Pack: "tea"}},
		{"an entry of an added pack", &catalog.Pack{ID: "new", Errors: []catalog.ErrorDef{{ID: "cup-missing"}}}, catalog.ClashError{What: "entry", ID: "cup-missing", Pack: "tea"}},
		{"an entry of a built-in pack", &catalog.Pack{ID: "new", Errors: []catalog.ErrorDef{{ID: before[0].Errors[0].ID}}}, catalog.ClashError{What: "entry", ID: before[0].Errors[0].ID, Pack: before[0].ID}},
	} {
		var clash *catalog.ClashError
		if err := c.Add(test.pack); !errors.As(err, &clash) || *clash != test.want {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if err := c.Watch("localhost:1", "tea"); err != nil {
		t.Fatal(err)
	}
	c.Unwatch("tea.example")
	if c.Remove(before[0].ID) || c.Remove("none") {
		t.Error("a pack was removed that nobody added")
	}
	if !c.Remove("tea") || c.Remove("tea") {
		t.Error("an added pack is not removed, or twice")
	}
	if !slices.Equal(c.Packs(), before) || !slices.Equal(c.Hosts(), hosts) || len(c.Added()) != 0 || !reflect.DeepEqual(match.Find(c, s), none) {
		t.Errorf("left over: packs %v, hosts %v", c.Packs(), c.Hosts())
	}
	if err := c.Add(tea()); err != nil || c.Watched("https://tea.example/") == nil {
		t.Errorf("added again: %v, %v", err, c.Hosts())
	}
}
