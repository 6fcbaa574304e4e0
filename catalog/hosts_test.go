package catalog

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
)

func TestParseHost(t *testing.T) {
	for text, want := range map[string]string{
		"api.example.org":                       "api.example.org",
		"  API.example.org ":                    "api.example.org",
		"localhost:8080":                        "localhost:8080",
		"localhost:8080/Fitbit/":                "localhost:8080/Fitbit",
		"127.0.0.1:80":                          "127.0.0.1:80",
		"[::1]:9000/v1":                         "[::1]:9000/v1",
		"https://Api.example.org/1/user?x=1#y":  "api.example.org",
		"http://localhost:8080/1/user/-/a.json": "localhost:8080",
		"my_host":                               "my_host",
		"api.example.org.":                      "api.example.org",
		"api.example.org.:8080":                 "api.example.org:8080",
		"api.example.org:443":                   "api.example.org:443",
		"https://api.example.org:443/":          "api.example.org",
		"https://api.example.org:80/":           "api.example.org:80",
		"http://api.example.org:80":             "api.example.org",
		"http://api.example.org:443":            "api.example.org:443",
		".":                                     "",
		"":                                      "",
		"   ":                                   "",
		"two words":                             "",
		"api.example.org /x":                    "",
		"user:secret@api.example.org":           "",
		"https://user@api.example.org/":         "",
		"https://":                              "",
		"ftp://api.example.org":                 "",
		"api.example.org?x=1":                   "",
		"localhost:":                            "",
		"localhost:port":                        "",
		"localhost:70000":                       "",
		"localhost:0":                           "",
		"/path":                                 "",
		":8080":                                 "",
		"api..example.org":                      "",
		"a%20b":                                 "",
		"<b>":                                   "",
		"::1":                                   "",
	} {
		have, err := ParseHost(text)
		if have != want || (err == nil) != (want != "") {
			t.Errorf("%q: have %q, %v; want %q", text, have, err, want)
		}
		var refused *HostError
		if want == "" && (!errors.As(err, &refused) || refused.Text != text || refused.Why.Key == "") {
			t.Errorf("%q: %#v", text, err)
		}
	}
}

// shops are two APIs, the first with an endpoint at a host of its own.
func shops() *Catalog {
	return New(
		&Pack{ID: "tea", Hosts: []string{"tea.example", "www.tea.example/shop"}, Endpoints: []Endpoint{
			{Method: "GET", Path: "/cups/{cup-id}", Name: "Cup"},
			{Method: "GET", Path: "/shop/{item}", Host: "www.tea.example", Name: "Shop"},
			{Method: "POST", Path: "/token", Host: "login.tea.example", Name: "Token"},
			{Method: "GET", Path: "/same/{word}", Host: "www.tea.example", Name: "Same elsewhere"},
			{Method: "GET", Path: "/same/{word}", Name: "Same"},
		}},
		&Pack{ID: "oven", Hosts: []string{"oven.example"}, Endpoints: []Endpoint{{Method: "GET", Path: "/trays", Name: "Trays"}}},
	)
}

func TestOwnHosts(t *testing.T) {
	c := shops()
	for host, packID := range map[string]string{"localhost:1": "", "localhost:2": "oven", "localhost:3/tea": "tea", "localhost:3/tea/oven": "oven", "OVEN.example": "tea"} {
		if err := c.Watch(host, packID); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ method, address, pack, endpoint string }{
		{"GET", "https://tea.example/cups/7", "tea", "Cup"},
		{"GET", "https://www.tea.example/shop/7", "tea", "Shop"},
		{"GET", "https://www.tea.example/cups/7", "", ""},         // not of the shop
		{"GET", "https://www.tea.example/shop/cups/7", "tea", ""}, // a pack's own prefix isn't a prefix of its endpoints
		{"GET", "http://localhost:1/cups/7?x=1", "tea", "Cup"},
		{"GET", "http://localhost:1/shop/7", "tea", "Shop"}, // an emulator serves every host
		{"POST", "http://localhost:1/token", "tea", "Token"},
		{"GET", "http://localhost:1/same/x", "tea", "Same"}, // of two the main host's
		{"GET", "http://localhost:1/trays", "tea", ""},
		{"GET", "http://localhost:2/trays", "oven", "Trays"},
		{"GET", "http://localhost:3/tea/cups/7", "tea", "Cup"},
		{"POST", "http://localhost:3/tea/token", "tea", "Token"},
		{"GET", "http://localhost:3/tea", "tea", ""},
		{"GET", "http://localhost:3/teapot/cups/7", "", ""},
		{"GET", "http://localhost:3/tea/oven/trays", "oven", "Trays"}, // the longer prefix
		{"GET", "http://localhost:3/cups/7", "", ""},
		{"GET", "https://oven.example/cups/7", "tea", "Cup"}, // a person's word counts more
		{"GET", "https://login.tea.example/token", "", ""},
	} {
		pack, endpoint := c.Endpoint(test.method, test.address)
		packID, name := "", ""
		if pack != nil {
			packID = pack.ID
		}
		if endpoint != nil {
			name = endpoint.Name
		}
		if packID != test.pack || name != test.endpoint {
			t.Errorf("%s %s: have %q of %q, want %q of %q", test.method, test.address, name, packID, test.endpoint, test.pack)
		}
	}
	if path := c.Path("http://localhost:3/tea/cups/7?x=1"); path != "/cups/7" {
		t.Errorf("path %q", path)
	}
}

func TestOwnHostServesEveryEndpoint(t *testing.T) {
	c := load()
	for _, pack := range c.Packs() {
		if err := c.Watch("localhost:8080/"+pack.ID, pack.ID); err != nil {
			t.Fatal(err)
		}
		for _, e := range pack.Endpoints {
			if _, have := c.Endpoint(e.Method, "http://localhost:8080/"+pack.ID+e.Path); have == nil {
				t.Errorf("%s %s of %s is not found", e.Method, e.Path, pack.ID)
			}
		}
	}
}

func TestWatchList(t *testing.T) {
	c := shops()
	step := func(what string, err error, want ...string) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if have := c.Hosts(); !slices.Equal(have, want) {
			t.Errorf("%s: have %v, want %v", what, have, want)
		}
	}
	step("at first", nil, "tea.example", "www.tea.example/shop", "oven.example")
	step("own", c.Watch("localhost:1", "oven"), "tea.example", "www.tea.example/shop", "oven.example", "localhost:1")
	step("own again", c.Watch("http://localhost:1/x", "tea"), "tea.example", "www.tea.example/shop", "oven.example", "localhost:1")
	if c.Watched("http://localhost:1/").ID != "tea" {
		t.Error("the later pack does not count")
	}
	c.Unwatch("www.tea.example/shop")
	step("built-in off", nil, "tea.example", "oven.example", "localhost:1")
	if c.Watched("https://www.tea.example/shop/1") != nil {
		t.Error("a host that is off is watched")
	}
	list := c.WatchList()
	want := []WatchedHost{{"tea.example", "tea", false, false}, {"www.tea.example/shop", "tea", false, true}, {"oven.example", "oven", false, false}, {"localhost:1", "tea", true, false}}
	if !slices.Equal(list, want) {
		t.Errorf("have %+v, want %+v", list, want)
	}
	text, err := json.Marshal(list[1])
	if err != nil || string(text) != `{"host":"www.tea.example/shop","pack":"tea","own":false,"off":true}` {
		t.Errorf("%s %v", text, err)
	}
	other := shops()
	other.SetWatchList(append(list, WatchedHost{"gone.example", "gone", true, false}, WatchedHost{"no host", "tea", true, false}, list[3]))
	if have := other.WatchList(); !slices.Equal(have, want) {
		t.Errorf("restored %+v", have)
	}
	other.SetWatchList([]WatchedHost{{"localhost:9", "tea", true, true}})
	if other.Watched("http://localhost:9/") != nil || other.Watched("https://www.tea.example/shop") == nil {
		t.Error("an own host that is off is watched, or a built-in one that is not named is not")
	}
	step("built-in on", c.Watch("www.tea.example/shop", "tea"), "tea.example", "www.tea.example/shop", "oven.example", "localhost:1")
	c.Unwatch("localhost:1")
	c.Unwatch("nowhere.example")
	step("own gone", nil, "tea.example", "www.tea.example/shop", "oven.example")
	var noPack *PackError
	if err := c.Watch("localhost:1", "none"); !errors.As(err, &noPack) {
		t.Errorf("a pack that is none: %v", err)
	}
	var noHost *HostError
	if err := c.Watch("a b", ""); !errors.As(err, &noHost) {
		t.Errorf("a host that is none: %v", err)
	}
	step("refused", nil, "tea.example", "www.tea.example/shop", "oven.example")
}

func TestWatchesHost(t *testing.T) {
	c := shops()
	c.Watch("localhost:1", "oven")
	for host, want := range map[string]bool{
		"tea.example": true, "TEA.example": true, "www.tea.example": true, "localhost:1": true,
		"": false, "localhost": false, "localhost:2": false, "tea.exampl": false, "tea.example.": false, "teaxexample": false,
	} {
		if got := c.WatchesHost([]byte(host)); got != want {
			t.Errorf("WatchesHost(%q) = %v", host, got)
		}
	}
	host := []byte("Nowhere.example")
	if n := testing.AllocsPerRun(100, func() { c.WatchesHost(host) }); n != 0 {
		t.Errorf("%.0f allocations", n)
	}
	c.Unwatch("tea.example")
	if c.WatchesHost([]byte("tea.example")) {
		t.Error("a host that is off is watched")
	}
}
