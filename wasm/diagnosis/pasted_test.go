package diagnosis_test

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/paste"
)

// pastedTexts are texts as people paste them, one JSON object a line, each with
// where its form was met.
//
//go:embed testdata/pasted.jsonl
var pastedTexts []byte

// A pastedText is the expected result of a text: for each request in it, in order, the
// first entry or cause, and its certainty.
type pastedText struct {
	Text   string   `json:"text"`
	Want   []string `json:"want"` // "ID", "ID?" (possible, and no more), "ID|ID" (either), "" (unknown), "-" (no failure), "~ID" (nobody knows, but likely)
	Source string   `json:"source"`
}

// leastPasted and leastNegative are how many texts there are at least, and how many
// of them aren't ours.
const (
	leastPasted   = 120
	leastNegative = 40
)

func TestPastedTexts(t *testing.T) {
	knowledge := catalog.Load(builtin.Packs)
	lines := bufio.NewScanner(bytes.NewReader(pastedTexts))
	lines.Buffer(nil, 1<<20)
	var all, negative int
	for lines.Scan() {
		var p pastedText
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		if p.Source == "" {
			t.Errorf("no source: %s", lines.Text())
		}
		all++
		if len(p.Want) == 1 && (p.Want[0] == "" || p.Want[0] == "-") {
			negative++
		}
		found, err := paste.Read(knowledge, p.Text)
		if err != nil {
			t.Fatal(err)
		}
		session := diagnosis.NewSession(knowledge)
		var have []string
		for _, x := range found {
			have = append(have, outline(session.Diagnosis(session.Add(x))))
		}
		same := len(have) == len(p.Want)
		for i := 0; same && i < len(have); i++ {
			same = fits(have[i], p.Want[i])
		}
		if !same {
			t.Errorf("have %q, want %q\n%s", have, p.Want, p.Text)
		}
	}
	if all < leastPasted || negative < leastNegative {
		t.Errorf("%d texts, %d of them none of ours; want %d and %d", all, negative, leastPasted, leastNegative)
	}
}

// outline is what a diagnosis says first.
func outline(d diagnosis.Diagnosis) string {
	switch {
	case len(d.Findings) > 0 && d.Failed:
		f := d.Findings[0]
		id := f.ID
		if f.Reason != "" {
			id += "/" + f.Reason
		}
		if f.Certainty == "possible" {
			id += "?"
		}
		return id
	case d.Failed:
		return ""
	case len(d.Findings) > 0 && d.Findings[0].Certainty == "likely":
		return "~" + d.Findings[0].ID
	}
	return "-"
}

func fits(have, want string) bool {
	for alternative := range strings.SplitSeq(want, "|") {
		if have == alternative || strings.HasPrefix(have, strings.TrimSuffix(alternative, "?")+"/") && strings.HasSuffix(have, "?") == strings.HasSuffix(alternative, "?") {
			return true
		}
	}
	return false
}
