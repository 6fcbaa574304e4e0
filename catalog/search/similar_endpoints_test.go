package search

import (
	"slices"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

func TestSimilarEndpoints(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, test := range []struct {
		method, address, path string
		differences           []string
	}{
		{"POST", "https://api.fitbit.com/1/user/-/food/log.json", "/1/user/{user-id}/foods/log.json", []string{"foods, not food"}},
		{"GET", "https://api.fitbit.com/1/user/-/profile", "/1/user/{user-id}/profile.json", []string{".json is missing"}},
		{"GET", "https://api.fitbit.com/1/user/-/friends.json", "/1.1/user/{user-id}/friends.json", []string{"1.1, not 1"}},
		{"PUT", "https://api.fitbit.com/1/user/-/profile.json", "/1/user/{user-id}/profile.json", []string{"GET, not PUT"}},
		{"GET", "https://api.fitbit.com/1/user/-/devises.json", "/1/user/{user-id}/devices.json", []string{"devices, not devises"}},
		{"GET", "https://api.fitbit.com/user/-/profile.json", "/1/user/{user-id}/profile.json", []string{"1 is missing"}},
		{"GET", "https://api.fitbit.com/oauth2/token", "/oauth2/token", []string{"POST, not GET"}},
		{"GET", "https://api.fitbit.com/wp-login.php", "", nil},
		{"GET", "https://api.fitbit.com/1/user/-/profile.json", "", nil}, // known
		{"GET", "https://example.com/1/user/-/food/log.json", "", nil},
	} {
		found := SimilarEndpoints(c, test.method, test.address)
		if test.path == "" {
			if len(found) > 0 {
				t.Errorf("%s %s: want none, have %s (%v)", test.method, test.address, found[0].Endpoint.Path, found[0].Differences)
			}
			continue
		}
		if len(found) == 0 || found[0].Endpoint.Path != test.path || !slices.Equal(found[0].Differences, test.differences) {
			t.Errorf("%s %s: want %s %q", test.method, test.address, test.path, test.differences)
			for _, n := range found {
				t.Logf("  have %s %s %q %.2f", n.Endpoint.Method, n.Endpoint.Path, n.Differences, n.distance)
			}
		}
	}
}

// An endpoint at a host that somebody added is similar to others, too.
func TestSimilarEndpointsOfAWatchedHost(t *testing.T) {
	c := catalog.New(&catalog.Pack{ID: "tea", Hosts: []string{"tea.example"}, Endpoints: []catalog.Endpoint{
		{Method: "GET", Path: "/cups/{cup-id}", Name: "Cup"},
		{Method: "GET", Path: "/shop/{item}", Host: "www.tea.example", Name: "Shop"},
	}})
	if err := c.Watch("localhost:3/tea", "tea"); err != nil {
		t.Fatal(err)
	}
	if near := SimilarEndpoints(c, "GET", "http://localhost:3/tea/shup/7"); len(near) == 0 || near[0].Endpoint.Name != "Shop" {
		t.Errorf("nearest of a watched host: %+v", near)
	}
	if near := SimilarEndpoints(c, "GET", "https://tea.example/shup/7"); len(near) > 0 && near[0].Endpoint.Name == "Shop" {
		t.Errorf("an endpoint of another host: %+v", near)
	}
}
