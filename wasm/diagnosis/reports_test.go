package diagnosis

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/analyzers"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

var update = flag.Bool("update", false, "write the golden files")

// What an analyzer reports is in its list of causes. One table of their weights shows which
// report comes first if several are equally certain.
func TestReports(t *testing.T) {
	weights := map[string][]int{}
	for name, data := range scenario.All(t) {
		s := NewSession(knowledge(t))
		if _, err := har.Read(bytes.NewReader(data), nil, func(_ int, x httpmsg.Exchange) { s.Add(x) }); err != nil {
			t.Fatal(err)
		}
		for id := s.First(); id <= s.LastID(); id++ {
			if s.Recorded(id).Pack == nil {
				continue
			}
			pass := s.passOf(id, s.interpret(s.Recorded(id)))
			for _, each := range analyzers.All {
				reports := each.Run(pass)
				if each.Fallback != nil {
					if report := each.Fallback(pass); report != nil {
						reports = append(reports, *report)
					}
				}
				for _, report := range weighed(each, reports) {
					if _, named := each.Causes[report.Cause]; !named {
						t.Errorf("%s: %s reports %s, which it does not name", name, each.Name, report.Cause)
					}
					if !slices.Contains(weights[report.Cause], report.Weight) {
						weights[report.Cause] = append(weights[report.Cause], report.Weight)
					}
				}
			}
		}
	}
	have := table(weights)
	const golden = "testdata/weights.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(have), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != have {
		t.Errorf("%s differs; if the new order is meant: go test ./wasm/diagnosis -run TestReports -update\ngone:\n%snew:\n%s", golden, without(string(want), have), without(have, string(want)))
	}
}

// without are the lines of a text that another lacks.
func without(text, other string) (lines string) {
	for line := range strings.Lines(text) {
		if !strings.Contains("\n"+other, "\n"+line) {
			lines += line
		}
	}
	return lines
}

// table lists all causes, the heaviest first, and at the end those that no scenario
// shows.
func table(weights map[string][]int) string {
	type row struct {
		most int
		text string
	}
	var rows []row
	for _, each := range analyzers.All {
		for cause := range each.Causes {
			r := row{-1000, "no scenario\t" + cause + "\n"}
			if list := weights[cause]; len(list) > 0 {
				slices.Sort(list)
				r = row{slices.Max(list), strings.Trim(fmt.Sprint(list), "[]") + "\t" + cause + "\n"}
			}
			if !slices.Contains(rows, r) {
				rows = append(rows, r)
			}
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(b.most, a.most), strings.Compare(a.text, b.text)) })
	text := "# Weights of the causes' reports, the heaviest first.\n"
	for _, r := range rows {
		text += r.text
	}
	return text
}
