package catalog

import (
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
