package search

import (
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

// TestSearch checks what is found first, and what must not be found.
func TestSearch(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, test := range []struct {
		text, first string // "" for first: nothing is found
	}{
		{"429", "rate-limit"},
		{"410", "api-shut-down"},
		{"expired_token", "expired-token"},
		{"403 insufficient_scope", "google-scope-insufficient"},
		{"INVALID_DATA_TYPE", "data-type-invalid"},
		{"rate limit", "rate-limit"},
		{"expired token", "expired-token"},
		{"Access token expired: eyJhbGciOiJIUzI1NiJ9.e30.abc", "expired-token"},
		{"999", ""},
		{"no_such_type", ""},
		{"teapot", ""},
	} {
		hits := Errors(c, test.text, 5)
		first := ""
		if len(hits) > 0 {
			first = hits[0].ID
		}
		if first != test.first {
			t.Errorf("%q finds %q first, want %q", test.text, first, test.first)
		}
	}
	if hits := Errors(c, "429", 3); len(hits) != 3 {
		t.Errorf("%d hits, want the limit", len(hits))
	}
	ids := map[string]bool{}
	for _, hit := range Errors(c, "", 1000) {
		if ids[hit.ID] {
			t.Errorf("no text finds %s twice", hit.ID)
		}
		ids[hit.ID] = true
	}
	entries := 0
	for _, pack := range c.Packs() {
		entries += len(pack.Errors)
	}
	if len(ids) != entries {
		t.Errorf("no text finds %d of %d entries", len(ids), entries)
	}
}

// A word of 10,000 letters is compared with none, and a letter too much is a typo.
func TestLongWords(t *testing.T) {
	s := &searchable{longest: len("authorization")}
	for word, want := range map[string]bool{"authorizations": true, "authorizationss": false, strings.Repeat("abcdefghij", 1000): false} {
		if have := s.mayHave([]string{"token", word}); have != want {
			t.Errorf("%.20s: compared is %v", word, have)
		}
	}
	c := catalog.Load(builtin.Packs)
	for _, pack := range c.Packs() {
		if s := split(pack); s.longest < len("authorization") || s.longest > 100 {
			t.Errorf("the longest word of %s has %d bytes", pack.ID, s.longest)
		}
	}
	if hits := Errors(c, strings.Repeat("abcdefghij", 1000), 10); len(hits) != 0 {
		t.Errorf("found %v", hits)
	}
}

func TestSearchCausesAndEndpoints(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, test := range []struct {
		name  string
		find  func(string) []Hit
		text  string
		finds Hit // without score; ID "" for nothing
	}{
		{"cause", func(s string) []Hit { return Causes(c, s) }, "request over http", Hit{ID: "plain-http", Pack: "fitbit"}},
		{"no entry among causes", func(s string) []Hit { return Causes(c, s) }, "deleted with data returned", Hit{}},
		{"endpoint by name", func(s string) []Hit { return Endpoints(c, s) }, "azm intraday", Hit{ID: "GET /1/user/{user-id}/activities/active-zone-minutes/date/{date}/1d/{detail-level}.json", Pack: "fitbit"}},
		{"endpoint by path", func(s string) []Hit { return Endpoints(c, s) }, "datapoints batchdelete", Hit{ID: "POST /v4/users/{user-id}/dataTypes/{data-type}/dataPoints:batchDelete", Pack: "googlehealth"}},
		{"no such endpoint", func(s string) []Hit { return Endpoints(c, s) }, "teapot", Hit{}},
	} {
		hits := test.find(test.text)
		if test.finds.ID == "" {
			if len(hits) != 0 {
				t.Errorf("%s: found %v", test.name, hits)
			}
			continue
		}
		if !slices.ContainsFunc(hits, func(h Hit) bool { return h.ID == test.finds.ID && h.Pack == test.finds.Pack }) {
			t.Errorf("%s: found %v", test.name, hits)
		}
	}
}

// TestCallIsUnique: endpoints are looked up by it.
func TestCallIsUnique(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, pack := range c.Packs() {
		known := map[string]bool{}
		for i := range pack.Endpoints {
			if call := pack.Endpoints[i].Call(); known[call] {
				t.Errorf("%s has %s twice", pack.ID, call)
			} else {
				known[call] = true
			}
		}
	}
}
