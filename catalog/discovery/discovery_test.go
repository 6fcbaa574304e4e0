package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

func extractStored(t *testing.T) *extract {
	t.Helper()
	e, err := readExtract(filepath.Join("..", "..", stored))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// What the pack knows of the API's paths, scopes and data types is what the API's own
// description says, and what was published since; anything beyond it has its reason.
func TestPackIsWhatTheAPISays(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, line := range compare(extractStored(t), c.Pack("googlehealth"), c.Pack("fitbit").Replacements) {
		t.Error(line)
	}
}

func TestEachRowHasItsSource(t *testing.T) {
	e := extractStored(t)
	day := regexp.MustCompile(`^2026-\d\d-\d\d$`)
	if len(e.Methods) < 27 || len(e.Scopes) < 21 || len(e.DataTypes) < 44 || dayOf(e.Revision) < "2026-10-02" {
		t.Errorf("revision %s: %d methods, %d scopes, %d data types", e.Revision, len(e.Methods), len(e.Scopes), len(e.DataTypes))
	}
	for _, r := range slices.Concat(e.Methods, e.Scopes, e.DataTypes, e.Beyond) {
		if r.Name == "" || r.Source == "" || !day.MatchString(r.Date) {
			t.Errorf("%+v", r)
		}
	}
	for _, r := range e.Beyond {
		if r.Why == "" {
			t.Errorf("%s: the pack has it, and nothing says why", r.Name)
		}
	}
}

func pack() *catalog.Pack {
	return &catalog.Pack{
		Endpoints: []catalog.Endpoint{
			{Method: "GET", Path: "/v4/users/{user-id}/profile", Scopes: []string{"p"}},
			{Method: "GET", Path: "/v4/users/{user-id}/dataTypes/{data-type}/dataPoints", Action: "list"},
			{Method: "POST", Path: "/token", Host: "other.example"},
		},
		Authorization: catalog.Authorization{Scopes: []catalog.Scope{{Name: "p"}, {Name: "s"}, {Name: "openid"}}},
		DataTypes:     []catalog.DataType{{ID: "steps", Read: []string{"s"}, Actions: []string{"list"}}},
	}
}

const documentText = `{"revision":"20261002","auth":{"oauth2":{"scopes":{"p":{},"s":{}}}},
 "resources":{"users":{"methods":{"getProfile":{"httpMethod":"GET","flatPath":"v4/users/{usersId}/profile","scopes":["p"]}},
  "resources":{"dataPoints":{"methods":{"list":{"httpMethod":"GET","flatPath":"v4/users/{usersId}/dataTypes/{dataTypesId}/dataPoints","scopes":["s"],
   "request":{"$ref":"Body"},"parameters":{"parent":{"location":"path"},"filter":{"location":"query"}}}}}}}},
 "schemas":{"Body":{"properties":{"pageSize":{}}},"DataPoint":{"properties":{"steps":{"$ref":"Steps"},"name":{},"dataSource":{"$ref":"DataSource"}}}}}`

func documented(t *testing.T, changed ...string) *extract {
	t.Helper()
	e, err := extractOf([]byte(strings.NewReplacer(changed...).Replace(documentText)))
	if err != nil {
		t.Fatal(err)
	}
	e.Beyond = []row{{Name: "openid", Why: "w", Source: "s", Date: "2026-01-01"}}
	return e
}

func TestExtractOf(t *testing.T) {
	e := documented(t)
	list := find(e.Methods, "GET /v4/users/{}/dataTypes/{}/dataPoints")
	if list == nil || !slices.Equal(list.Parameters, []string{"filter", "pageSize"}) || !slices.Equal(list.Scopes, []string{"s"}) || list.Date != "2026-10-02" {
		t.Errorf("have %+v", e.Methods)
	}
	if !slices.Equal(names(e.DataTypes), []string{"steps"}) || !slices.Equal(names(e.Scopes), []string{"p", "s"}) {
		t.Errorf("have %+v", e)
	}
	for _, text := range []string{"", "[]", "{}", `{"resources":{}}`} {
		if _, err := extractOf([]byte(text)); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}

func TestCompare(t *testing.T) {
	call := func(method, path, query, body string) []catalog.Replacement {
		c := catalog.Call{Method: method, Address: "https://health.googleapis.com" + path, Body: body}
		if query != "" {
			c.Query = []string{query}
		}
		return []catalog.Replacement{{ID: "r", Calls: []catalog.Call{c}}}
	}
	for _, test := range []struct {
		name  string
		spoil func(*catalog.Pack)
		calls []catalog.Replacement
		want  string
	}{
		{"the same", func(*catalog.Pack) {}, nil, ""},
		{"scope missing", func(p *catalog.Pack) { p.Scopes = p.Scopes[1:] }, nil, "pack: scope p is missing"},
		{"scope made up", func(p *catalog.Pack) { p.Scopes = append(p.Scopes, catalog.Scope{Name: "x"}) }, nil, "pack: scope x is in no document"},
		{"data type missing", func(p *catalog.Pack) { p.DataTypes = nil }, nil, "pack: data type steps is missing"},
		{"method missing", func(p *catalog.Pack) { p.Endpoints = p.Endpoints[1:] }, nil, "pack: method GET /v4/users/{}/profile is missing"},
		{"scope of a method", func(p *catalog.Pack) { p.Endpoints[0].Scopes = []string{"s"} }, nil, "pack: GET /v4/users/{user-id}/profile needs s, which the method does not take"},
		{"any scope of a method", func(p *catalog.Pack) { p.Endpoints[1].AnyScope = []string{"p"} }, nil, "pack: GET /v4/users/{user-id}/dataTypes/{data-type}/dataPoints takes s, too"},
		{"scope of a data type", func(p *catalog.Pack) { p.DataTypes[0].Read = []string{"p"} }, nil, "pack: steps: list needs p, which the method does not take"},
		{"a replacement", func(*catalog.Pack) {}, call("GET", "/v4/users/me/dataTypes/steps/dataPoints", "filter=x", ""), ""},
		{"its parameter", func(*catalog.Pack) {}, call("GET", "/v4/users/me/dataTypes/steps/dataPoints", "startTime=x", ""), "replacement r: GET /v4/users/{}/dataTypes/{}/dataPoints has no parameter startTime"},
		{"its body", func(*catalog.Pack) {}, call("GET", "/v4/users/me/dataTypes/steps/dataPoints", "", `{"rang":{n}}`), "replacement r: GET /v4/users/{}/dataTypes/{}/dataPoints has no parameter rang"},
		{"its method", func(*catalog.Pack) {}, call("DELETE", "/v4/users/me/profile", "", ""), "replacement r: no method DELETE /v4/users/me/profile"},
		{"its verb", func(*catalog.Pack) {}, call("GET", "/v4/users/me/dataTypes/steps/dataPoints:list", "", ""), "replacement r: no method GET /v4/users/me/dataTypes/steps/dataPoints:list"},
	} {
		p := pack()
		test.spoil(p)
		if have := strings.Join(compare(documented(t), p, test.calls), "\n"); !strings.Contains(have, test.want) || (test.want == "") != (have == "") {
			t.Errorf("%s: have %q, want %q", test.name, have, test.want)
		}
	}
}

// A newer document is reported by what it adds and removes; what it repeats keeps its source.
func TestChanges(t *testing.T) {
	before := documented(t)
	after := documented(t, `"20261002"`, `"20270105"`, `"filter":{"location"`, `"order":{"location"`, `{"p":{},"s":{}}`, `{"p":{},"q":{}}`)
	want := []string{
		"extract: GET /v4/users/{}/dataTypes/{}/dataPoints: + parameter order",
		"extract: GET /v4/users/{}/dataTypes/{}/dataPoints: - parameter filter",
		"extract: + scope q",
		"extract: - scope s (since 2026-10-02: discovery document, revision 20261002)",
	}
	if have := changes(before, after); !slices.Equal(have, want) {
		t.Errorf("have %q", have)
	}
	if have := changes(before, documented(t)); len(have) > 0 {
		t.Errorf("the same: %q", have)
	}
	now := before.updated(after)
	if find(now.Scopes, "p").Date != "2026-10-02" || find(now.Scopes, "q").Date != "2027-01-05" || find(now.Scopes, "s") != nil || len(now.Beyond) != 1 || now.Revision != "20270105" {
		t.Errorf("have %+v", now)
	}
	file := filepath.Join(t.TempDir(), "e.json")
	if err := now.save(file); err != nil {
		t.Fatal(err)
	}
	again, err := readExtract(file)
	if err != nil || len(changes(now, again)) > 0 || !slices.Equal(names(again.Beyond), names(now.Beyond)) {
		t.Errorf("read again: %v, %q", err, changes(now, again))
	}
}
