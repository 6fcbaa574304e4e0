package listmodel

import (
	"fmt"
	"strings"
	"testing"

	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
)

// The overview has each error once, the most frequent first, then the surest.
func TestOverview(t *testing.T) {
	s := sessionOf("200 401/a:expired 429/b:limit 429/c:limit 404/a:missing 429/b:limit 403/a:scope 200")
	for i, sure := range map[int]analysis.Certainty{1: analysis.Likely, 4: analysis.Possible, 6: analysis.Certain} {
		s.diagnoses[i].Findings[0].Certainty = sure
	}
	said := func(l *Model) string {
		var lines []string
		for _, o := range l.Overview() {
			lines = append(lines, fmt.Sprintf("%d %s #%d %s %d", o.Times, o.Brief, o.Exchange, o.Status, o.Endpoints))
		}
		return strings.Join(lines, ", ")
	}
	l := listingOf(s, func(state *State) { state.Chips, state.Filter = "failing", "status:404" }) // what is listed does not matter
	if have, want := said(l), "3 limit #6 429 2, 1 scope #7 403 1, 1 expired #2 401 1, 1 missing #5 404 1"; have != want {
		t.Errorf("have %s, want %s", have, want)
	}
	if have := said(New(&State{})); have != "" {
		t.Errorf("of nothing: %s", have)
	}
	s.add("GET", "https://api.fitbit.com/d", 401, diagnosis.Finding{ID: "expired", Brief: "expired"})
	l.Enqueue(9)
	l.ReadNext(s, keys, utc)
	if have := said(l); !strings.HasPrefix(have, "3 limit #6 429 2, 2 expired #9 401 2") {
		t.Errorf("after another: %s", have)
	}
}
