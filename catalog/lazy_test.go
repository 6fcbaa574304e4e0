package catalog_test

import (
	"slices"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/catalog/match"
	"misstep/catalog/messages"
)

// A pack is prepared when something of it is asked for, and no other with it.
func TestPacksAreReadyWhenNeeded(t *testing.T) {
	all := []string{}
	for _, pack := range catalog.Load(builtin.Packs).Packs() {
		all = append(all, pack.ID)
	}
	for name, test := range map[string]struct {
		do   func(c *catalog.Catalog)
		want []string
	}{
		"nothing":                {func(*catalog.Catalog) {}, nil},
		"hosts":                  {func(c *catalog.Catalog) { c.Watch("localhost:8080", ""); c.SetWatchList(c.WatchList()); c.Hosts() }, nil},
		"another host":           {func(c *catalog.Catalog) { c.Watched("https://example.org/") }, nil},
		"the example tokens":     {func(c *catalog.Catalog) { c.ExampleTokens() }, nil},
		"a language":             {func(c *catalog.Catalog) { c.Translate("de") }, nil},
		"a call":                 {func(c *catalog.Catalog) { c.Endpoint("GET", "https://api.fitbit.com/1/user/-/profile.json") }, []string{"fitbit"}},
		"a symptom of one pack":  {func(c *catalog.Catalog) { match.Find(c, catalog.Symptom{Pack: "fitbit", Status: 401}) }, []string{"fitbit"}},
		"a pack that is no pack": {func(c *catalog.Catalog) { c.Pack("none") }, nil},
		"a pasted message":       {func(c *catalog.Catalog) { match.Find(c, catalog.Symptom{Message: "Access token expired"}) }, all},
		"the packs":              {func(c *catalog.Catalog) { c.Packs() }, all},
	} {
		t.Run(name, func(t *testing.T) {
			c := catalog.Load(builtin.Packs)
			test.do(c)
			if have := catalog.CompletePacks(c); !slices.Equal(have, test.want) {
				t.Errorf("read %v, want %v", have, test.want)
			}
		})
	}
}

// What a page waits for, counted: at start, and before its first row.
func TestAllocationsBeforeFirstRow(t *testing.T) {
	messages.English() // once for all, by whoever comes first
	for name, test := range map[string]struct {
		do   func(c *catalog.Catalog)
		most float64
	}{
		"start":        {func(*catalog.Catalog) {}, 60},
		"another host": {func(c *catalog.Catalog) { c.Watched("https://example.org/") }, 60},
		"first failure": {func(c *catalog.Catalog) {
			match.Find(c, catalog.Symptom{Pack: "fitbit", Status: 401, Message: "Access token expired"})
		}, 5000},
	} {
		t.Run(name, func(t *testing.T) {
			if n := testing.AllocsPerRun(10, func() { test.do(catalog.Load(builtin.Packs)) }); n > test.most {
				t.Errorf("%v allocations, want at most %v", n, test.most)
			}
		})
	}
}

// What one catalog derives from a pack isn't shared with another.
func TestBuiltInPacksStay(t *testing.T) {
	german, english := catalog.Load(builtin.Packs), catalog.Load(builtin.Packs)
	if err := german.Translate("de"); err != nil {
		t.Fatal(err)
	}
	for i, pack := range german.Packs() {
		translated := 0
		for j := range pack.Errors {
			if english.Packs()[i].Errors[j].Title != pack.Errors[j].Title {
				translated++
			}
		}
		if translated == 0 {
			t.Errorf("%s: the translation is in all catalogs, or there is none", pack.ID)
		}
	}
}

// Translated before it is read or after, a pack says the same.
func TestTranslatedWhenRead(t *testing.T) {
	early, late := catalog.Load(builtin.Packs), catalog.Load(builtin.Packs)
	late.Packs()
	for _, c := range []*catalog.Catalog{early, late} {
		if err := c.Translate("de"); err != nil {
			t.Fatal(err)
		}
	}
	for i, pack := range early.Packs() {
		for j := range pack.Errors {
			if have, want := pack.Errors[j].Title, late.Packs()[i].Errors[j].Title; have != want {
				t.Errorf("%s: %q, want %q", pack.Errors[j].ID, have, want)
			}
		}
	}
}
