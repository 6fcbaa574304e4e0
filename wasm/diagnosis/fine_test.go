package diagnosis

import (
	"bytes"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// In the sessions fine-*.har everything worked: nothing fails, and nothing is
// found but that, and what a reload cut off.
func TestNothingIsFoundWhereEverythingWorked(t *testing.T) {
	sessions := 0
	for name, data := range scenario.All(t) {
		if !strings.HasPrefix(name, "fine-") {
			continue
		}
		sessions++
		session := NewSession(knowledge(t))
		if _, err := har.Read(bytes.NewReader(data), nil, func(_ int, x httpmsg.Exchange) { session.Add(x) }); err != nil {
			t.Fatal(err)
		}
		for id := 1; id <= session.LastID(); id++ {
			d := session.Diagnosis(id)
			if d.Failed || d.Unknown {
				t.Errorf("%s: exchange %d fails: %+v", name, id, d.Findings)
			}
			for _, f := range d.Findings {
				if f.Kind != catalog.KindSuccess && f.Brief != "Cut off by a navigation" {
					t.Errorf("%s: exchange %d: %s because of %q", name, id, f.ID, f.Reason)
				}
			}
		}
	}
	if sessions < 6 {
		t.Errorf("only %d sessions", sessions)
	}
}
