package diagnosis

import (
	"bytes"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/replacement"
	"misstep/wasm/scenario"
)

// scenarioSessions yields a session of every scenario, in a language.
func scenarioSessions(t *testing.T, language string) map[string]*Session {
	c := catalog.Load(builtin.Packs)
	if err := c.Translate(language); err != nil {
		t.Fatal(err)
	}
	all := map[string]*Session{}
	for name, data := range scenario.All(t) {
		s := NewSession(c)
		if _, err := har.Read(bytes.NewReader(data), nil, func(_ int, x httpmsg.Exchange) { s.Add(x) }); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = s
	}
	return all
}

// In another language the same is found, for the same reasons.
func TestLanguageChangesWordsOnly(t *testing.T) {
	german := scenarioSessions(t, "de-AT")
	said := 0
	for name, english := range scenarioSessions(t, "") {
		for id := 1; id <= english.LastID(); id++ {
			want, have := english.Diagnosis(id), german[name].Diagnosis(id)
			if len(have.Findings) != len(want.Findings) || have.Failed != want.Failed || have.Unknown != want.Unknown || have.Message != want.Message || !sameCalls(have.Replacement, want.Replacement) {
				t.Errorf("%s %d: %d findings, want %d", name, id, len(have.Findings), len(want.Findings))
				continue
			}
			for i := range want.Findings {
				a, b := &have.Findings[i], &want.Findings[i]
				if a.ID != b.ID || a.Reason != b.Reason || a.Certainty != b.Certainty || a.Score != b.Score || a.Message != b.Message || !reflect.DeepEqual(a.Corrections, b.Corrections) || !slices.Equal(slices.Sorted(maps.Keys(a.Values)), slices.Sorted(maps.Keys(b.Values))) || len(a.Evidence) != len(b.Evidence) {
					t.Errorf("%s %d: have %+v, want %+v", name, id, a, b)
					continue
				}
				for j := range b.Evidence {
					if a.Evidence[j].Where != b.Evidence[j].Where {
						t.Errorf("%s %d: read at %q, want %q", name, id, a.Evidence[j].Where, b.Evidence[j].Where)
					}
					if a.Evidence[j] != b.Evidence[j] {
						said++
					}
				}
			}
		}
	}
	if said < 100 {
		t.Errorf("%d facts are said in another way, want many", said)
	}
}

// sameCalls reports whether two replacements are the same but for their words.
func sameCalls(a, b *replacement.Replacement) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.ID == b.ID && (a.None == "") == (b.None == "") && len(a.Open) == len(b.Open) && len(a.Differences) == len(b.Differences) &&
		slices.EqualFunc(a.Calls, b.Calls, func(x, y replacement.Call) bool { return x.Method == y.Method && x.URL == y.URL && x.Body == y.Body })
}

// Every place has a name in the wording, and no key of it is left in a text.
func TestEverythingIsWorded(t *testing.T) {
	key := regexp.MustCompile(`(^|[ (])(label|text|value|network|span|difference|month|state)\.[a-z0-9-]+`)
	for _, language := range []string{"", "de"} {
		for name, s := range scenarioSessions(t, language) {
			for id := 1; id <= s.LastID(); id++ {
				for _, f := range s.Diagnosis(id).Findings {
					texts := append([]string{f.Title, f.Cause, f.Fact}, f.Fixes...)
					for _, value := range f.Values {
						texts = append(texts, value)
					}
					for _, e := range f.Evidence {
						texts = append(texts, e.Label, e.Text)
						if name := s.Catalog().Messages().Place(e.Where); strings.HasPrefix(name, "place.") {
							t.Errorf("%s %d: the place %q has no name", name, id, e.Where)
						}
					}
					for _, text := range texts {
						if key.MatchString(text) {
							t.Errorf("%s %d: %q", name, id, text)
						}
					}
				}
			}
		}
	}
}
