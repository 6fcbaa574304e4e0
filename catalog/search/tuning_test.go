package search

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"misstep/catalog"
)

// Each tuning constant has a row just inside and one just outside here, or a
// value that any other would change.

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// How much a word counts, by where it stands and how it is written.
func TestScores(t *testing.T) {
	c := catalog.New(&catalog.Pack{ID: "p",
		Errors: []catalog.ErrorDef{{ID: "id", Kind: catalog.KindError, Title: "title", Brief: "brief", Status: 499, Type: "errortype", Reason: "reason", Message: "message", Cause: "cause isn't", Fixes: []string{"fixing"}}},
		Causes: []catalog.Cause{{ID: "cid", Title: "ctitle", Brief: "cbrief", Cause: "ccause", Fixes: []string{"cfixing"}}},
		Endpoints: []catalog.Endpoint{{Method: "GET", Path: "/path", Host: "host", Name: "name", State: "state", Action: "action", Scopes: []string{"scope"}, Note: "note"},
			{Method: "GET", Path: "/four", Name: "quattuor"}},
	})
	for _, test := range []struct {
		find  func(*catalog.Catalog, string) []Hit
		text  string
		score float64 // 0: not found
	}{
		{errors, "id", 1}, {errors, "title", 1}, {errors, "brief", 1}, {errors, "499 id", 1}, {errors, "errortype", 0.9}, {errors, "reason", 0.9},
		{errors, "message", 0.8}, {errors, "cause", 0.4}, {errors, "fixing", 0.4}, {errors, "title fixing", 0.7}, {errors, "title nowhere", 0}, {errors, "", 0.5}, {errors, "isn't", 0.4}, {errors, "is not", 0.4},
		{Causes, "cid", 1}, {Causes, "ctitle", 1}, {Causes, "cbrief", 1}, {Causes, "ccause", 0.4}, {Causes, "cfixing", 0.4},
		{Endpoints, "name", 1}, {Endpoints, "path", 0.8}, {Endpoints, "host", 0.8}, {Endpoints, "state", 0.6}, {Endpoints, "action", 0.6}, {Endpoints, "scope", 0.6}, {Endpoints, "note", 0.4},
		{errors, "tit", 0.9}, {errors, "titlo", 0.6}, {errors, "tixlo", 0}, {errors, "brieft", 0.6},
		{Endpoints, "namo", 0}, {Endpoints, "quaxtuor", 0.6}, // a typo from the fifth letter on
		{Endpoints, "fourx", 0.48}, {errors, "idxyz", 0}, {errors, "cidxy", 0}, {Causes, "cidxy", 0}, {Causes, "cidd5", 0},
	} {
		score := 0.0
		for _, hit := range test.find(c, test.text) {
			score = max(score, hit.Score)
		}
		if !near(score, test.score) {
			t.Errorf("%q scores %v, want %v", test.text, score, test.score)
		}
	}
}

func errors(c *catalog.Catalog, text string) []Hit { return Errors(c, text, 9) }

// From three words on a text may be a message.
func TestSymptomOf(t *testing.T) {
	for text, want := range map[string]catalog.Symptom{
		"two words": {}, "now three words": {Message: "now three words"}, "404": {Status: 404}, "4040": {}, "404 x": {Status: 404, Type: "x", Reason: "x"}, "a_b": {Type: "a_b", Reason: "a_b"},
	} {
		if have := symptomOf(text); have.Message != want.Message || have.Status != want.Status || have.Type != want.Type || have.Reason != want.Reason {
			t.Errorf("%q: %+v", text, have)
		}
	}
}

// similarTo are the endpoints similar to a call, of a pack that has these.
func similarTo(method, path string, endpoints ...string) []SimilarEndpoint {
	pack := &catalog.Pack{ID: "p", Hosts: []string{"p.example"}}
	for _, e := range endpoints {
		method, path, _ := strings.Cut(e, " ")
		pack.Endpoints = append(pack.Endpoints, catalog.Endpoint{Method: method, Path: path})
	}
	return SimilarEndpoints(catalog.New(pack), method, "https://p.example"+path)
}

// The differences between a call and an endpoint.
func TestDistances(t *testing.T) {
	long := strings.Repeat("a", 64)
	for _, test := range []struct {
		method, path, endpoint string
		distance               float64 // -1: too far
	}{
		{"GET", "/a/abcd", "POST /a/abcd", 0.5},
		{"GET", "/1/abcd", "GET /2/abcd", 0.3},
		{"GET", "/a/abcd", "GET /a/abcd.json", 0.2},
		{"GET", "/a/abcd.xml", "GET /a/abcd.json", 0.2},
		{"PUT", "/a/x", "GET /a/{date}", 0.65},
		{"GET", "/a/abcx", "GET /a/abcd", 0.25},
		{"GET", "/a", "GET /a/abcd", 1},
		{"GET", "/a/b/abcd", "GET /a/abcd", 1},
		{"GET", "/a/b/abcx", "POST /a/abcd", 1.75},
		{"GET", "/a/b/abx", "POST /a/abc", -1}, // 1.83
		{"GET", "/a/" + long[1:] + "x", "GET /a/" + long, 1. / 64},
		{"GET", "/a/" + long + "x", "GET /a/" + long + "a", 1},
		{"GET", "/a/", "GET /a/{word}", 1},
	} {
		found := similarTo(test.method, test.path, test.endpoint)
		distance := -1.0
		if len(found) > 0 {
			distance = found[0].distance
		}
		if !near(distance, test.distance) {
			t.Errorf("%s %s to %s: %v, want %v", test.method, test.path, test.endpoint, distance, test.distance)
		}
	}
}

// Endpoints that lie much farther than the nearest only distract, and so do
// many.
func TestFarEndpoints(t *testing.T) {
	const call = "/aaaaaaaaaaaa"
	near, inside, outside := "GET /aaaaaaaaabbb", "GET /aaaabbbbbbbb", "GET /aaabbbbbbbbb" // at 0.25, 0.67 and 0.75; the limit is 0.7
	if found := similarTo("GET", call, outside, inside, near); len(found) != 2 || found[0].Endpoint.Path != near[4:] || found[1].Endpoint.Path != inside[4:] {
		t.Errorf("have %+v", found)
	}
	if found := similarTo("GET", call, outside); len(found) != 1 {
		t.Errorf("the nearest is left out: %+v", found)
	}
	if found := similarTo("GET", call, "GET /baaaaaaaaaaa", "GET /abaaaaaaaaaa", "GET /aabaaaaaaaaa", "GET /aaabaaaaaaaa"); len(found) != 3 {
		t.Errorf("%d endpoints, want 3", len(found))
	}
}

// Words that are looked for to find similar errors.
func TestTellingWords(t *testing.T) {
	letters := strings.Repeat("abcdefghij", 3)
	var many []string
	for i := range 13 {
		many = append(many, letters[i:i+6])
	}
	for text, want := range map[string]int{"abcd": 0, "abcde": 1, letters[:24]: 1, letters[:25]: 0, "words words": 1, "ab1cd": 0, strings.Join(many[:9], " "): 9, strings.Join(append(many[:10:10], "kkkkk", "lllll", "mmmmm"), " "): 12} {
		if have := len(tellingWords(text)); have != want {
			t.Errorf("%q has %d telling words, want %d", text, have, want)
		}
	}
}

// A word counts the less, the more errors have it, and not at all in many.
func TestCommonWords(t *testing.T) {
	for n, want := range map[int]float64{1: 1. / 2, 3: 1. / 4, 24: 1. / 25, 25: 0} {
		pack := &catalog.Pack{ID: "p"}
		for i := range n {
			pack.Errors = append(pack.Errors, catalog.ErrorDef{ID: fmt.Sprint("e", i), Title: "commonplace"})
		}
		score := 0.0
		if found := SimilarErrors(catalog.New(pack), "commonplace", 4); len(found) > 0 {
			score = found[0].score
		}
		if !near(score, want) {
			t.Errorf("a word of %d errors scores %v, want %v", n, score, want)
		}
	}
}
