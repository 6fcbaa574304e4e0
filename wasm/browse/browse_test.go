package browse

import (
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

func load(t *testing.T) *catalog.Catalog {
	t.Helper()
	c := catalog.Load(builtin.Packs)
	return c
}

// tea is a pack with a past.
func tea() *catalog.Pack {
	return &catalog.Pack{
		ID: "tea", Name: "Tea API", Hosts: []string{"tea.example"},
		Renamed: map[string]string{"mug-missing": "cup-missing"},
		Retired: map[string]string{"teapot": "It never was one."},
		Errors: []catalog.ErrorDef{
			{ID: "cup-missing", Status: 404, Title: "Cup missing", Brief: "No cup", Cause: "There is no cup.", Fixes: []string{"Bring one."},
				Variants: []catalog.Variant{{Status: 410}}},
			{ID: "too-hot", Kind: catalog.KindConsent, Title: "Too hot", Brief: "Hot", Cause: "It boils.", Fixes: []string{"Wait."}},
		},
		Causes: []catalog.Cause{
			{ID: "cup-broken", Explains: []string{"cup-missing"}, Title: "Cup broken", Cause: "It fell.", Fixes: []string{"Glue."}},
			{ID: "no-water", Alone: true, Title: "No water", Cause: "The pot is empty.", Fixes: []string{"Fill it."}},
			{ID: "plain-http", Alone: true, Title: "Tea over http", Cause: "x", Fixes: []string{"y"}},
		},
		Endpoints: []catalog.Endpoint{{Method: "GET", Path: "/cup/{cup-id}.json", Name: "Get a cup", Scopes: []string{"https://tea.example/kitchen"}}},
	}
}

func withTea(t *testing.T) *catalog.Catalog {
	c := load(t)
	if err := c.Add(tea()); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestResolve(t *testing.T) {
	c := withTea(t)
	for _, test := range []struct {
		address string
		tab     string
		topic   string // its address
		text    string
		asked   string
		why     string
	}{
		{"#catalog/expired-token", "catalog", "#catalog/expired-token", "", "", ""},
		{"catalog/expired-token/", "catalog", "#catalog/expired-token", "", "", ""},
		{"#catalog/fitbit/expired-token", "catalog", "#catalog/expired-token", "", "", ""},
		{"#catalog/mug-missing", "catalog", "#catalog/cup-missing", "", "mug-missing", ""},
		{"#catalog/teapot", "catalog", "#catalog", "", "teapot", "It never was one."},
		{"#catalog/no-such", "catalog", "#catalog", "", "no-such", ""},
		{"#catalog/coffee/expired-token", "catalog", "#catalog", "", "coffee/expired-token", ""},
		{"#catalog/tea/expired-token", "catalog", "#catalog", "", "tea/expired-token", ""},
		{"#catalog/tea/plain-http", "catalog", "#catalog/tea/plain-http", "", "", ""},
		{"#catalog/plain-http", "catalog", "#catalog/fitbit/plain-http", "", "", ""},
		{"#catalog/tea/GET/cup/%7Bcup-id%7D.json", "catalog", "#catalog/tea/GET/cup/%7Bcup-id%7D.json", "", "", ""},
		{"#catalog/tea/GET/cup/{cup-id}.json", "catalog", "#catalog/tea/GET/cup/%7Bcup-id%7D.json", "", "", ""},
		{"#catalog/tea/POST/cup/{cup-id}.json", "catalog", "#catalog", "", "tea/POST/cup/{cup-id}.json", ""},
		{"#catalog", "catalog", "#catalog", "", "", ""},
		{"#catalog?q=rate+limit", "catalog", "#catalog", "rate limit", "", ""},
		{"#catalog/expired-token?api=fitbit&q=token", "catalog", "#catalog/expired-token", "token", "", ""},
		{"#catalog/%zz", "catalog", "#catalog", "", "%zz", ""},
		{"#requests", "requests", "#catalog", "", "", ""},
		{"#sample", "sample", "#catalog", "", "", ""},
		{"", "", "#catalog", "", "", ""},
	} {
		p := Resolve(c, test.address)
		if p.Tab != test.tab || p.Topic.Address() != test.topic || p.Text != test.text || p.Asked != test.asked || p.Why != test.why {
			t.Errorf("%s is %+v at %s, want %+v", test.address, p, p.Topic.Address(), test)
		}
	}
}

// What is listed is part of an address, and read again from it.
func TestQueryInAddress(t *testing.T) {
	c := withTea(t)
	for want, q := range map[string]Query{
		"":                       {},
		"?q=rate+limit+%26+more": {Text: "rate limit & more"},
		"?api=tea&list=endpoints&q=cup&status=404": {Endpoints: true, Text: "cup", Pack: "tea", Facet: "404"},
	} {
		if got := q.Suffix(); got != want {
			t.Errorf("%+v is written as %s, want %s", q, got, want)
		}
		for _, address := range []string{"#catalog", "#catalog/cup-missing"} {
			if p := Resolve(c, address+want); p.Query != q || address != "#catalog" && p.Topic.ID() != "cup-missing" {
				t.Errorf("%s is read as %+v", address+want, p)
			}
		}
	}
}

// An address of the old API leads to what replaces it.
func TestPastedAddress(t *testing.T) {
	c := load(t)
	for text, want := range map[string]string{
		"https://api.fitbit.com/1/user/-/profile.json":                            "GET /v4/users/me/profile",
		"/1/user/-/activities/steps/date/2026-10-01/2026-10-30.json":              "POST /v4/users/me/dataTypes/",
		"GET https://api.fitbit.com/1/user/-/activities/heart/date/today/1d.json": "/v4/users/me/dataTypes/",
	} {
		groups, _ := List(c, Query{Text: text})
		if len(groups) == 0 {
			t.Errorf("%s finds nothing", text)
			continue
		}
		if call, _, there := groups[0].Topics[0].Successor(); !there || !strings.Contains(call, want) {
			t.Errorf("%s is replaced by %q, want %q", text, call, want)
		}
	}
	for _, text := range []string{"", "rate limit", "https://example.com/", "/", "Too Many Requests"} {
		if topic := EndpointAt(c, text); !topic.None() {
			t.Errorf("%q is taken for %s", text, topic.ID())
		}
	}
}

// TestAddresses: whatever is listed is found again by its address.
func TestAddresses(t *testing.T) {
	c := withTea(t)
	for _, endpoints := range []bool{false, true} {
		groups, all := List(c, Query{Endpoints: endpoints})
		n := 0
		for _, g := range groups {
			for _, topic := range g.Topics {
				n++
				if p := Resolve(c, topic.Address()); p.Topic != topic || p.Asked != "" {
					t.Errorf("%s is %+v", topic.Address(), p)
				}
				for _, cause := range topic.Causes() {
					if p := Resolve(c, cause.Address()); p.Topic != cause {
						t.Errorf("%s is %+v", cause.Address(), p)
					}
				}
			}
		}
		if n != all || n == 0 {
			t.Errorf("%d topics listed of %d", n, all)
		}
	}
}

func headings(groups []Group) string {
	var lines []string
	for _, g := range groups {
		var ids []string
		for _, topic := range g.Topics {
			ids = append(ids, topic.ID())
		}
		pack := ""
		if g.Pack != nil {
			pack = g.Pack.ID
		}
		lines = append(lines, pack+" "+g.Facet+": "+strings.Join(ids, " "))
	}
	return strings.Join(lines, "\n")
}

func TestList(t *testing.T) {
	c := catalog.New(tea(), &catalog.Pack{ID: "milk", Errors: []catalog.ErrorDef{{ID: "sour", Title: "Milk is sour", Status: 410}, {ID: "spilt", Title: "Milk spilt"}}})
	for _, test := range []struct {
		name  string
		query Query
		want  string
	}{
		{"all", Query{}, "tea 404: cup-missing cup-broken\ntea consent: too-hot\ntea cause: no-water plain-http\nmilk 410: sour\nmilk other: spilt"},
		{"a pack", Query{Pack: "milk"}, "milk 410: sour\nmilk other: spilt"},
		{"a status, of variants too", Query{Facet: "410"}, "tea 410: cup-missing cup-broken\nmilk 410: sour"},
		{"a pack's status", Query{Pack: "milk", Facet: "404"}, ""},
		{"causes", Query{Facet: FacetCause}, "tea cause: no-water plain-http"},
		{"words", Query{Text: "cup"}, " : cup-missing cup-broken"},
		{"words of a pack", Query{Text: "cup", Pack: "milk"}, ""},
		{"words and a status", Query{Text: "cup", Facet: "410"}, " : cup-missing cup-broken"},
		{"a status as word", Query{Text: "410"}, " : cup-missing sour"},
		{"nothing", Query{Text: "coffee"}, ""},
		{"endpoints", Query{Endpoints: true}, "tea https://tea.example/kitchen: GET /cup/{cup-id}.json"},
		{"endpoints by word", Query{Endpoints: true, Text: "cup"}, " : GET /cup/{cup-id}.json"},
		{"an endpoint's address, among errors too", Query{Text: "https://tea.example/cup/7.json?sugar=1"}, " : GET /cup/{cup-id}.json"},
		{"its path, with a method", Query{Text: " GET /cup/7.json"}, " : GET /cup/{cup-id}.json"},
		{"its path, with another", Query{Text: "POST /cup/7.json"}, ""},
		{"a path alone", Query{Text: "/cup"}, " : cup-missing cup-broken"},
		{"endpoints of a pack without", Query{Endpoints: true, Pack: "milk"}, ""},
	} {
		groups, _ := List(c, test.query)
		if have := headings(groups); have != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, have, test.want)
		}
	}
	if have := strings.Join(Facets(c, ""), " "); have != "404 410 other consent cause" {
		t.Errorf("the facets are %s", have)
	}
	if have := strings.Join(Facets(c, "milk"), " "); have != "410 other" {
		t.Errorf("milk's facets are %s", have)
	}
}

// TestPasted: what was pasted finds what a diagnosis of it would say, first.
func TestPasted(t *testing.T) {
	c := load(t)
	for text, want := range map[string]string{
		`{"errors":[{"errorType":"expired_token","message":"Access token expired: eyJhbGciOiJIUzI1NiJ9.e30.abc"}],"success":false}`: "expired-token",
		`{'errors': [{'errorType': 'system', 'message': 'Too Many Requests'}]}`:                                                     "rate-limit",
		"Too Many Requests": "rate-limit",
		`{"errors":[{"errorType":"insufficient_scope","message":""}]}`:                  "scope-missing",
		`curl http://api.fitbit.com/1/user/-/profile.json -H 'Authorization: Bearer x'`: "plain-http",
		`{"soup": "of the day"}`: "",
	} {
		groups, _ := List(c, Query{Text: text})
		have := ""
		if len(groups) > 0 {
			have = groups[0].Topics[0].ID()
		}
		if have != want {
			t.Errorf("%s finds %q first, want %q", text, have, want)
		}
	}
}

func TestSeeAlso(t *testing.T) {
	c := load(t)
	topic := func(id string) Topic { return Resolve(c, "#catalog/"+id).Topic }
	for id, want := range map[string]string{
		"consent-redirect-uri-missing": "consent-redirect-uri-invalid",
		"cors-blocked":                 "google-cors-blocked",
		"rate-limit":                   "",
	} {
		relatives := topic(id).SeeAlso(c)
		if want != "" && !slices.ContainsFunc(relatives, func(r Relative) bool { return r.Topic.ID() == want }) {
			t.Errorf("%s has the relatives %+v, want %s", id, relatives, want)
		}
		if slices.ContainsFunc(relatives, func(r Relative) bool { return r.Topic.ID() == id }) {
			t.Errorf("%s is its own relative", id)
		}
	}
}

func TestWords(t *testing.T) {
	c := load(t)
	for id, want := range map[string]string{
		"token-expired-again-and-xyzzy": "token expired",
		"no-such-rate-limit":            "rate limit",
		"tea/expired-token":             "expired token",
		"xyzzy":                         "",
	} {
		if have := Words(c, id); have != want {
			t.Errorf("%s is searched for as %q, want %q", id, have, want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	text := func(key string, _ ...string) string { return key }
	c := withTea(t)
	for address, want := range map[string]string{
		"#catalog/cup-missing":               "# Cup missing\n\n`404` · Tea API · `cup-missing`\n\n## catalogMeans\n\nThere is no cup.\n\n## fix\n\n1. Bring one.\n",
		"#catalog/tea/no-water":              "# No water\n\nTea API · `no-water`\n\n## catalogMeans\n\nThe pot is empty.\n\n## fix\n\n1. Fill it.\n",
		"#catalog/tea/GET/cup/{cup-id}.json": "# Get a cup\n\nTea API · `GET /cup/{cup-id}.json`\n\n## catalogScopes\n\n- `https://tea.example/kitchen`\n",
	} {
		if have := Resolve(c, address).Topic.Markdown(text); have != want {
			t.Errorf("%s:\n%s\nwant\n%s", address, have, want)
		}
	}
}

// What is read of an API that was shut down says what to do now, before steps
// that lead to what is gone.
func TestStepsSinceShutdown(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, test := range []struct {
		id    string
		first string
	}{
		{"expired-token", "shut down on 2026-11-02"},
		{"token-expired", "shut down on 2026-11-02"},
		{"api-shut-down", "Move the request"},
		{"shut-down-answered", "Move this request"},
		{"google-token-invalid", "Refresh"},
		{"ok-get-data", "Nothing to fix"},
	} {
		topic := Resolve(c, "#"+Tab+"/"+test.id).Topic
		if steps := topic.Steps(c); len(steps) == 0 || !strings.Contains(steps[0], test.first) {
			t.Errorf("%s: %q, want %q first", test.id, steps, test.first)
		}
	}
}
