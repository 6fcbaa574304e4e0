package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestEndpoint(t *testing.T) {
	c := load()
	for _, test := range []struct{ method, address, want string }{
		{"GET", "https://api.fitbit.com/1/user/-/profile.json", "Profile"},
		{"GET", "https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-01/1d.json", "/1/user/{user-id}/activities/heart/date/{date}/{period}.json"},
		{"GET", "https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-01/2026-10-02.json?x=1", "/1/user/{user-id}/activities/heart/date/{base-date}/{end-date}.json"},
		{"GET", "https://api.fitbit.com/1/user/ABC/activities/steps/date/today/1m.json", "/1/user/{user-id}/activities/{resource-path}/date/{date}/{period}.json"},
		{"GET", "https://api.fitbit.com/1/user/-/activities/heart/date/today/1d/1min.json", "/1/user/{user-id}/activities/heart/date/{date}/1d/{detail-level}.json"},
		{"GET", "https://api.fitbit.com/1/user/-/spo2/date/2026-10-1.json", "/1/user/{user-id}/spo2/date/{date}.json"},
		{"POST", "https://api.fitbit.com/oauth2/token", "Token"},
		{"GET", "https://www.fitbit.com/oauth2/authorize?client_id=1", "Consent page"},
		{"GET", "https://api.fitbit.com/1/user/-/food/log.json", ""},
		{"GET", "https://example.com/1/user/-/profile.json", ""},
		{"", "not a url", ""},
	} {
		_, e := c.Endpoint(test.method, test.address)
		have := ""
		if e != nil {
			have = e.Name
			if strings.HasPrefix(test.want, "/") {
				have = e.Path
			}
		}
		if have != test.want {
			t.Errorf("%s %s: have %q, want %q", test.method, test.address, have, test.want)
		}
	}
}

func TestEveryEndpointResolvesToItself(t *testing.T) {
	values := strings.NewReplacer("{date}", "2026-10-01", "{base-date}", "2026-10-01", "{start-date}", "2026-10-01", "{startDate}", "2026-10-01", "{end-date}", "2026-10-02", "{endDate}", "2026-10-02",
		"{period}", "7d", "{detail-level}", "15min", "{start-time}", "10:00", "{end-time}", "11:00")
	c := load()
	for _, pack := range c.Packs() {
		for i := range pack.Endpoints {
			e := &pack.Endpoints[i]
			host := e.Host
			if host == "" {
				host = pack.mainHost()
			}
			path := values.Replace(e.Path)
			for strings.Contains(path, "{") {
				start, end := strings.IndexByte(path, '{'), strings.IndexByte(path, '}')
				value := "77"
				if path[start:end+1] == "{period}" {
					value = "daily"
				}
				path = path[:start] + value + path[end+1:]
			}
			if _, have := c.Endpoint(e.Method, "https://"+host+path); have == nil || have.Path != e.Path && have.Name != e.Name {
				t.Errorf("%s %s resolves to %+v, want %s", e.Method, path, have, e.Path)
			}
		}
	}
}

func TestNearest(t *testing.T) {
	c := load()
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
		found := c.Nearest(test.method, test.address)
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

func TestWatched(t *testing.T) {
	c := load()
	if err := c.Watch("localhost:8080", ""); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"https://api.fitbit.com/1/user/-/profile.json": true,
		"https://API.fitbit.com/1/user/-/profile.json": true,
		"https://www.fitbit.com/oauth2/authorize?x=1":  true,
		"https://www.fitbit.com/home":                  false,
		"https://api.fitbit.com.example/1/":            false,
		"http://localhost:8080/1/user/-/profile.json":  true,
		"http://localhost:8081/1/user/-/profile.json":  false,
		"data:text/plain,https://api.fitbit.com/":      false,
		"": false,
	} {
		if have := c.Watched(address) != nil; have != want {
			t.Errorf("%q: watched is %v", address, have)
		}
	}
	if _, e := c.Endpoint("GET", "http://localhost:8080/1/user/-/profile.json"); e == nil || e.Name != "Profile" {
		t.Errorf("a watched emulator's endpoint: %+v", e)
	}
}
