package catalog_test

import (
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/catalog/search"
)

// Whatever address a request has: what it resolves to can be asked for, is not
// near to itself, and does not depend on what no server gets to see.
func FuzzResolve(f *testing.F) {
	c := catalog.Load(builtin.Packs)
	for _, pack := range c.Packs() {
		for i := range pack.Endpoints {
			if e := &pack.Endpoints[i]; i%11 == 0 {
				f.Add(e.Method, "https://"+pack.Hosts[0]+e.Path)
			}
		}
	}
	for _, address := range []string{"", "https://", "https://api.fitbit.com", "HTTPS://API.FITBIT.COM/1/user/-/profile.json", "https://api.fitbit.com//1//user/%2F/%zz/\x00.json?x#y",
		"https://user:pass@api.fitbit.com:443/1/user/-/profile.json", "https://api.fitbit.com/1/user/-/activities/steps/date/today/1d.json/"} {
		f.Add("GET", address)
	}
	f.Fuzz(func(t *testing.T, method, address string) {
		pack, endpoint, path := c.Resolve(method, address)
		if endpoint != nil && (pack == nil || endpoint.Method != method) {
			t.Errorf("%s %q is %+v of no pack, or of another method", method, address, endpoint)
		}
		if (pack == nil) != (c.Watched(address) == nil) || path != c.Path(address) {
			t.Errorf("%q: Resolve, Watched and Path differ", address)
		}
		similar := search.SimilarEndpoints(c, method, address)
		if len(similar) > 3 || endpoint != nil && len(similar) > 0 {
			t.Errorf("%s %q has %d similar", method, address, len(similar))
		}
		if _, again, _ := c.Resolve(method, address+"#x"); again != endpoint {
			t.Errorf("%s %q is another call with a fragment", method, address)
		}
	})
}

// A host that is accepted is accepted again, as it is shown.
func FuzzParseHost(f *testing.F) {
	for _, text := range []string{"localhost:8080", "https://a.example/x?y", "a.example/prefix/", "[::1]:80", "a:0", "://", "@", "ä.example", "a..b", " a ", "a/b//c", "A.Example:443/P"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		host, err := catalog.ParseHost(text)
		if err != nil {
			if host != "" || err.Error() == "" {
				t.Errorf("%q: %q, %v", text, host, err)
			}
			return
		}
		if again, err := catalog.ParseHost(host); again != host || err != nil {
			t.Errorf("%q is %q, which is %q (%v)", text, host, again, err)
		}
		c := catalog.New(&catalog.Pack{ID: "own"})
		if err := c.Watch(host, ""); err != nil {
			t.Fatalf("%q: %v", host, err)
		}
		if c.Watched("https://"+host+"/x") == nil {
			t.Errorf("%q is watched, and its addresses are not", host)
		}
	})
}
