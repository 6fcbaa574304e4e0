package catalog

import (
	"slices"
	"testing"
)

// A pack is read when something of it is asked for, and no other with it.
func TestPacksAreReadWhenNeeded(t *testing.T) {
	read := func(c *Catalog) (ids []string) {
		for _, pack := range c.packs {
			if pack.complete {
				ids = append(ids, pack.ID)
			}
		}
		return ids
	}
	all := []string{}
	for _, pack := range load(t).Packs() {
		all = append(all, pack.ID)
	}
	for name, test := range map[string]struct {
		do   func(c *Catalog)
		want []string
	}{
		"nothing":                {func(*Catalog) {}, nil},
		"hosts":                  {func(c *Catalog) { c.Watch("localhost:8080", ""); c.SetWatchList(c.WatchList()); c.Hosts() }, nil},
		"another host":           {func(c *Catalog) { c.Watched("https://example.org/") }, nil},
		"a language":             {func(c *Catalog) { c.Translate("de") }, nil},
		"a call":                 {func(c *Catalog) { c.Endpoint("GET", "https://api.fitbit.com/1/user/-/profile.json") }, []string{"fitbit"}},
		"a symptom of one pack":  {func(c *Catalog) { c.Match(Symptom{Pack: "fitbit", Status: 401}) }, []string{"fitbit"}},
		"a pack that is no pack": {func(c *Catalog) { c.Pack("none") }, nil},
		"a pasted message":       {func(c *Catalog) { c.Match(Symptom{Message: "Access token expired"}) }, all},
		"the packs":              {func(c *Catalog) { c.Packs() }, all},
	} {
		t.Run(name, func(t *testing.T) {
			c := load(t)
			test.do(c)
			if have := read(c); !slices.Equal(have, test.want) {
				t.Errorf("read %v, want %v", have, test.want)
			}
		})
	}
}

// What a page waits for, counted: at start, and before its first row.
func TestBytesReadBeforeFirstRow(t *testing.T) {
	bytes := func(do func(c *Catalog)) int {
		before := decoded.Load()
		do(load(t))
		return int(decoded.Load() - before)
	}
	English() // once for all, by whoever comes first
	for name, test := range map[string]struct {
		do    func(c *Catalog)
		least int
		most  int
	}{
		"start":         {func(*Catalog) {}, 1, 16 << 10},
		"another host":  {func(c *Catalog) { c.Watched("https://example.org/") }, 1, 16 << 10},
		"first failure": {func(c *Catalog) { c.Match(Symptom{Pack: "fitbit", Status: 401, Message: "Access token expired"}) }, 100 << 10, 460 << 10},
	} {
		t.Run(name, func(t *testing.T) {
			if n := bytes(test.do); n < test.least || n > test.most {
				t.Errorf("%d bytes read, want %d to %d", n, test.least, test.most)
			}
		})
	}
}

// Translated before it is read or after, a pack says the same.
func TestTranslatedWhenRead(t *testing.T) {
	early, late := load(t), load(t)
	late.Packs()
	for _, c := range []*Catalog{early, late} {
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

// What is asked of packs that were not read stands in api.json.
func TestShortMembersAreInFirstFile(t *testing.T) {
	c := load(t)
	for _, pack := range c.packs {
		short := *pack
		pack.whole()
		if !slices.Equal(short.Hosts, pack.Hosts) || short.Successor != pack.Successor || short.ConsentLead != pack.ConsentLead || !slices.Equal(short.ConsentLeads, pack.ConsentLeads) {
			t.Errorf("%s: hosts, successor and consent leads belong into api.json", pack.ID)
		}
	}
}
