package catalog

import (
	_ "embed"
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

//go:embed fitbit/testdata/endpoints.tsv
var vendorEndpoints string

// packsWithSuccessor are those whose endpoints need replacements.
func packsWithSuccessor(t *testing.T) []*Pack {
	t.Helper()
	packs := slices.DeleteFunc(load().Packs(), func(p *Pack) bool { return p.Successor == nil })
	if len(packs) == 0 {
		t.Fatal("no pack has a successor")
	}
	return packs
}

var (
	templateName = regexp.MustCompile(`\{([A-Za-z][A-Za-z0-9_-]*)\}`)
	// documented are the placeholders that Call's documentation lists.
	documented = strings.Fields(`start-date end-date after-date start-year start-month start-day end-year end-month end-day
		after-year after-month after-day start-time end-time
		utc-offset offset-seconds session-end data-point grams millimeters milliliters exercise-type meal-type
		project-number subscriber-id new-subscription-id health-user-id endpoint-uri secret scopes your-client-id your-client-secret your-redirect-uri
		new-code new-verifier new-challenge new-state new-refresh-token new-token`)
	// parameters of the old forms that are put into a new body
	oldParameters = strings.Fields(`fat activityName manualCalories foodName calories`)
)

func noValue(string) string { return "" }

func TestEveryEndpointHasAReplacement(t *testing.T) {
	for _, pack := range packsWithSuccessor(t) {
		for i := range pack.Endpoints {
			e := &pack.Endpoints[i]
			if r := pack.Replacement(e, noValue); r == nil || len(r.Values) > 0 {
				t.Errorf("%s %s: none without values", e.Method, e.Path)
			}
		}
	}
}

// Each row of the vendor's list of endpoints leads to what replaces it.
func TestVendorEndpointsAreReplaced(t *testing.T) {
	c := load()
	value := func(name string) string {
		switch {
		case name == "user-id":
			return "-"
		case strings.HasSuffix(strings.ToLower(name), "date"):
			return "2026-10-01"
		case strings.HasSuffix(name, "-time"):
			return "08:00"
		case name == "period":
			return "7d"
		case name == "detail-level":
			return "1min"
		case name == "resource-path":
			return "steps"
		case name == "collection-path":
			return "sleep"
		case name == "goal-type":
			return "weight"
		}
		return "123456789"
	}
	rows := strings.Split(strings.TrimSpace(vendorEndpoints), "\n")
	if len(rows) < 130 {
		t.Fatalf("only %d rows", len(rows))
	}
	for _, row := range rows {
		method, path, _ := strings.Cut(row, "\t")
		values := map[string]string{}
		address := templateName.ReplaceAllStringFunc(path, func(name string) string {
			name = strings.Trim(name, "{}")
			values[name] = value(name)
			return values[name]
		})
		if strings.HasPrefix(address, "/") {
			address = "https://api.fitbit.com" + address
		}
		pack, endpoint := c.Endpoint(method, address)
		if endpoint == nil {
			t.Errorf("%s: no endpoint", row)
			continue
		}
		if r := pack.Replacement(endpoint, func(name string) string { return values[name] }); r == nil || len(r.Calls) == 0 && r.None == "" {
			t.Errorf("%s: nothing takes its place, and it does not say why", row)
		}
	}
}

func TestReplacementsAreComplete(t *testing.T) {
	for _, pack := range packsWithSuccessor(t) {
		seen, used := map[string]bool{}, map[string]bool{}
		for i := range pack.Replacements {
			r := &pack.Replacements[i]
			t.Run(r.ID, func(t *testing.T) {
				if seen[r.ID] {
					t.Error("another one has this id")
				}
				seen[r.ID] = true
				for _, problem := range replacementProblems(pack, r) {
					t.Error(problem)
				}
			})
			for _, id := range r.Differences {
				used[id] = true
			}
		}
		for _, d := range pack.Differences {
			if !used[d.ID] {
				t.Errorf("difference %s is not used", d.ID)
			}
		}
	}
}

// replacementProblems lists what is wrong with a replacement by itself.
func replacementProblems(pack *Pack, r *Replacement) (problems []string) {
	known := map[string]bool{}
	for _, name := range slices.Concat(documented, oldParameters) {
		known[name] = true
	}
	for _, call := range r.Of {
		if !slices.ContainsFunc(pack.Endpoints, func(e Endpoint) bool { return e.Method+" "+e.Path == call }) {
			problems = append(problems, call+" is no endpoint")
		}
		for _, m := range templateName.FindAllStringSubmatch(call, -1) {
			known[m[1]] = true
		}
	}
	if (len(r.Calls) == 0) != (r.None != "") || (len(r.Calls) == 0) != (r.Brief == "") {
		problems = append(problems, "it has calls and brief, or none")
	}
	for _, id := range r.Differences {
		if !slices.ContainsFunc(pack.Differences, func(d Difference) bool { return d.ID == id }) {
			problems = append(problems, id+" is no difference")
		}
	}
	for _, call := range r.Calls {
		for _, m := range templateName.FindAllStringSubmatch(call.Address+" "+strings.Join(call.Query, " ")+" "+call.Body, -1) {
			if !known[m[1]] {
				problems = append(problems, "placeholder {"+m[1]+"} is not known")
			}
		}
		if strings.HasPrefix(call.Body, "{") && !json.Valid([]byte(templateName.ReplaceAllString(call.Body, "1"))) {
			problems = append(problems, "the body is no JSON: "+call.Body)
		}
		if call.Method == "GET" && call.Body != "" {
			problems = append(problems, "a GET has no body")
		}
		if u, err := url.Parse(templateName.ReplaceAllString(call.Address, "1")); err != nil || u.Scheme != "https" {
			problems = append(problems, "address "+call.Address)
		}
		for _, scope := range call.Scopes {
			if !strings.HasPrefix(scope, "https://") {
				problems = append(problems, "scope "+scope+" is no full address")
			}
		}
	}
	return problems
}

func TestReplacementProblems(t *testing.T) {
	pack := &Pack{Endpoints: []Endpoint{{Method: "GET", Path: "/1/{id}"}}, Migration: Migration{Differences: []Difference{{ID: "d"}}}}
	for _, test := range []struct {
		name  string
		spoil func(*Replacement)
		want  int
	}{
		{"complete", func(*Replacement) {}, 0},
		{"none", func(r *Replacement) { r.Calls, r.Brief, r.None = nil, "", "Gone." }, 0},
		{"neither", func(r *Replacement) { r.Calls = nil }, 1},
		{"both", func(r *Replacement) { r.None = "Gone." }, 1},
		{"of nothing", func(r *Replacement) { r.Of = append(r.Of, "GET /2") }, 1},
		{"unknown difference", func(r *Replacement) { r.Differences = []string{"e"} }, 1},
		{"unknown placeholder", func(r *Replacement) { r.Calls[0].Query = []string{"a={b}"} }, 1},
		{"body", func(r *Replacement) { r.Calls[0].Body = `{"a":}` }, 1},
		{"short scope", func(r *Replacement) { r.Calls[0].Scopes = []string{"sleep"} }, 1},
		{"plain address", func(r *Replacement) { r.Calls[0].Address = "http://example.org" }, 1},
	} {
		r := Replacement{Of: []string{"GET /1/{id}"}, Brief: "b", Differences: []string{"d"},
			Calls: []Call{{Method: "POST", Address: "https://example.org/{id}", Body: `{"a":{start-year}}`, Scopes: []string{"https://example.org/a"}}}}
		test.spoil(&r)
		if have := replacementProblems(pack, &r); len(have) != test.want {
			t.Errorf("%s: have %q, want %d", test.name, have, test.want)
		}
	}
}

// What is called instead must be endpoints of the successor's own pack.
func TestReplacementsAreEndpointsOfTheSuccessor(t *testing.T) {
	c := load()
	for _, pack := range packsWithSuccessor(t) {
		if !slices.ContainsFunc(c.Packs(), func(p *Pack) bool { return p.ID == pack.Successor.Pack }) {
			t.Logf("the pack %s is not there", pack.Successor.Pack)
			continue
		}
		missing := map[string]string{}
		for _, r := range pack.Replacements {
			for _, call := range r.Calls {
				if p, e := c.Endpoint(call.Method, templateName.ReplaceAllString(call.Address, "1")); e == nil || p.ID != pack.Successor.Pack {
					missing[call.Method+" "+call.Address] = r.ID
				}
			}
		}
		for _, call := range slices.Sorted(maps.Keys(missing)) {
			t.Errorf("%s of %s is no endpoint of the pack %s", call, missing[call], pack.Successor.Pack)
		}
	}
}

// A call names a data type that the successor has, does with it what it can be
// asked for, and filters by a field it has.
func TestReplacementsFitTheDataTypes(t *testing.T) {
	dataType := regexp.MustCompile(`/dataTypes/([^/]+)/dataPoints(?:/[^:]+)?(?::(\w+))?`)
	c := load()
	for _, pack := range packsWithSuccessor(t) {
		at := slices.IndexFunc(c.Packs(), func(p *Pack) bool { return p.ID == pack.Successor.Pack })
		if at < 0 {
			continue
		}
		for _, r := range pack.Replacements {
			for _, call := range r.Calls {
				m := dataType.FindStringSubmatch(call.Address)
				if m == nil {
					continue
				}
				known := c.Packs()[at].DataType(m[1])
				if known == nil {
					if len(r.Open) == 0 {
						t.Errorf("%s: %s is no data type, and it is not among its open questions", r.ID, m[1])
					}
					continue
				}
				if m[2] != "" && !slices.Contains(known.Actions, m[2]) {
					t.Errorf("%s: %s cannot be asked for %s", r.ID, m[1], m[2])
				}
				for _, pair := range call.Query {
					field, _, _ := strings.Cut(strings.TrimPrefix(pair, "filter="), " ")
					if strings.HasPrefix(pair, "filter=") && len(known.Filters) > 0 && !slices.Contains(known.Filters, field) {
						t.Errorf("%s: %s has no filter by %s", r.ID, m[1], field)
					}
				}
			}
		}
	}
}

func TestReplacementByValues(t *testing.T) {
	steps := Replacement{ID: "steps", Of: []string{"GET /a/{kind}"}, Values: map[string][]string{"kind": {"steps"}}}
	rest := Replacement{ID: "rest", Of: []string{"GET /a/{kind}"}}
	pack := &Pack{Migration: Migration{Replacements: []Replacement{steps, rest}}}
	New(pack)
	endpoint := &Endpoint{Method: "GET", Path: "/a/{kind}"}
	for kind, want := range map[string]string{"steps": "steps", "floors": "rest", "": "rest"} {
		if r := pack.Replacement(endpoint, func(string) string { return kind }); r == nil || r.ID != want {
			t.Errorf("%q: have %+v, want %s", kind, r, want)
		}
	}
	if r := pack.Replacement(&Endpoint{Method: "POST", Path: "/a/{kind}"}, noValue); r != nil {
		t.Errorf("another method: have %+v", r)
	}
}
