package diagnosis

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/analysis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// A scenario is a HAR of a session, NAME.har, whose log has
// beside its entries what the diagnosis must say:
//
//	"_about":  one sentence: what happened here
//	"_source": the thread it is modeled on, if any
//	"_tempting": the explanation that is near at hand and wrong, if any
//	"_expect": one object for each exchange that matters
type expected struct {
	Log struct {
		About    string        `json:"_about"`
		Source   string        `json:"_source"`
		Tempting string        `json:"_tempting"`
		Expect   []expectation `json:"-"`

		Written json.RawMessage `json:"_expect"`
	} `json:"log"`
}

// read reads what a scenario must say. A misspelled member would expect nothing.
func read(t *testing.T, data []byte) (s expected) {
	t.Helper()
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	strict := json.NewDecoder(bytes.NewReader(s.Log.Written))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&s.Log.Expect); err != nil {
		t.Fatalf("_expect: %v; its members are those of expectation in scenario_test.go", err)
	}
	return s
}

type expectation struct {
	Exchange  int      `json:"exchange"` // 1 is the first entry of the file
	ID        string   `json:"id"`       // of the first finding; "" if there is none
	Reason    string   `json:"reason"`   // cause that an analyzer found; "" if there is none
	Certainty string   `json:"certainty"`
	Fact      string   `json:"fact"`     // in the fact, if not ""
	Says      []string `json:"says"`     // in cause or fixes of the first finding
	Evidence  []string `json:"evidence"` // each in one evidence, as "label: text (where)"
	Not       []string `json:"not"`      // no finding may have this ID or reason
	Instead   []string `json:"instead"`  // each in a call that replaces it, as "GET address body"
	None      string   `json:"none"`     // in why nothing replaces it
	Part      bool     `json:"part"`     // it is only a part of another, which says what went wrong
}

func TestScenarios(t *testing.T) {
	for name, data := range scenario.All(t) {
		t.Run(name, func(t *testing.T) {
			s := read(t, data)
			if s.Log.About == "" || len(s.Log.Expect) == 0 {
				t.Fatal("no _about, or no _expect")
			}
			var exchanges []httpmsg.Exchange
			if _, err := har.Read(bytes.NewReader(data), nil, func(_ int, x httpmsg.Exchange) { exchanges = append(exchanges, x) }); err != nil {
				t.Fatal(err)
			}
			check := func(t *testing.T, order []int) {
				session := NewSession(knowledge(t))
				ids := make([]int, len(exchanges))
				for _, i := range order {
					ids[i] = session.Add(exchanges[i])
				}
				for _, want := range s.Log.Expect {
					want.check(t, session.Diagnosis(ids[want.Exchange-1]))
				}
			}
			order := make([]int, len(exchanges))
			for i := range order {
				order[i] = i
			}
			check(t, order)
			t.Run("in another order", func(t *testing.T) {
				shuffled := rand.New(rand.NewPCG(1, 2))
				shuffled.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
				check(t, order)
			})
		})
	}
}

func (want expectation) check(t *testing.T, d Diagnosis) {
	t.Helper()
	var first Finding
	if len(d.Findings) > 0 {
		first = d.Findings[0]
	}
	if first.ID != want.ID || first.Reason != want.Reason || string(first.Certainty) != want.Certainty && want.ID != "" {
		t.Errorf("exchange %d: have %q because of %q (%s), want %q because of %q (%s)", want.Exchange, first.ID, first.Reason, first.Certainty, want.ID, want.Reason, want.Certainty)
	}
	if part := d.Part != 0; part != want.Part || part && d.Failed {
		t.Errorf("exchange %d: part of %d, failed %t", want.Exchange, d.Part, d.Failed)
	}
	if !strings.Contains(first.Fact, want.Fact) {
		t.Errorf("exchange %d: fact %q, want %q in it", want.Exchange, first.Fact, want.Fact)
	}
	said := first.Cause + "\n" + strings.Join(first.Fixes, "\n")
	for _, text := range want.Says {
		if !strings.Contains(said, text) {
			t.Errorf("exchange %d: no %q in\n%s", want.Exchange, text, said)
		}
	}
	for _, text := range want.Evidence {
		if !slices.ContainsFunc(first.Evidence, func(e analysis.Evidence) bool {
			return strings.Contains(e.Label+": "+e.Text+" ("+e.Where.String()+")", text)
		}) {
			t.Errorf("exchange %d: no evidence %q in %+v", want.Exchange, text, first.Evidence)
		}
	}
	var calls, none string
	if d.Replacement != nil {
		none = d.Replacement.None
		for _, call := range d.Replacement.Calls {
			calls += call.Method + " " + call.URL + " " + call.Body + "\n"
		}
	}
	for _, text := range want.Instead {
		if !strings.Contains(calls, text) {
			t.Errorf("exchange %d: no call %q to make instead in\n%s", want.Exchange, text, calls)
		}
	}
	if !strings.Contains(none, want.None) || want.None == "" && none != "" && len(want.Instead) > 0 {
		t.Errorf("exchange %d: nothing takes its place because %q, want %q", want.Exchange, none, want.None)
	}
	if gone := slices.ContainsFunc(d.Findings, func(f Finding) bool { return strings.HasPrefix(f.Reason, "shut-down") }); gone != (d.Replacement != nil) {
		t.Errorf("exchange %d: a replacement is told (%t) where the API is gone (%t)", want.Exchange, d.Replacement != nil, gone)
	}
	for _, id := range want.Not {
		if slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.ID == id || f.Reason == id }) {
			t.Errorf("exchange %d: %s must not be said", want.Exchange, id)
		}
	}
}
