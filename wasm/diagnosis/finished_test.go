package diagnosis

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/markdown"
)

// finishedFile has the finished texts of all findings, for people to read from end
// to end: a text that is right by itself may be wrong beside the others.
const finishedFile = "../../catalog/FINDINGS.md"

// requestValues are what differs from request to request in the same text.
var requestValues = regexp.MustCompile("`[^`]*`|[0-9]+")

func TestFinishedTexts(t *testing.T) {
	have := finishedTexts(t, "")
	if *update {
		if err := os.WriteFile(finishedFile, have, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(finishedFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, have) {
		t.Errorf("%s differs. Read what has changed after: go test ./wasm/diagnosis -run TestFinishedTexts -update", finishedFile)
	}
}

// finishedTexts writes each finding of all scenarios as a person reads it: headline,
// title, cause, fixes and evidence.
func finishedTexts(t *testing.T, language string) []byte {
	t.Helper()
	tellings := map[string][]string{} // by the IDs of entry and cause
	seen := map[string]bool{}
	sessions := scenarioSessions(t, language)
	for _, name := range slices.Sorted(maps.Keys(sessions)) {
		s := sessions[name]
		for id := s.First(); id <= s.LastID(); id++ {
			for _, f := range s.Diagnosis(id).Findings {
				ids := f.ID
				if f.Reason != "" && f.Reason != f.ID {
					ids += " · " + f.Reason
				}
				told := strings.Join(append([]string{f.Brief, f.Title, f.Cause}, f.Fixes...), "\n")
				if shape := ids + requestValues.ReplaceAllString(told, "x"); !seen[shape] {
					seen[shape] = true
					tellings[ids] = append(tellings[ids], finishedText(&f))
				}
			}
		}
	}
	var out bytes.Buffer
	out.WriteString("# What Misstep says\n\nThe findings of all recorded scenarios, as people read them. Written by `go test ./wasm/diagnosis -run TestFinishedTexts -update`; do not edit.\n")
	for _, ids := range slices.Sorted(maps.Keys(tellings)) {
		fmt.Fprintf(&out, "\n## %s\n\n%s", ids, strings.Join(tellings[ids], "\n---\n\n"))
	}
	return out.Bytes()
}

func finishedText(f *Finding) string {
	var out strings.Builder
	fmt.Fprintf(&out, "**%s** · %s\n\n*%s*\n\n%s\n", markdown.Prose(Headline(f.Brief, f.Fact)), f.Certainty, markdown.Prose(f.Title), markdown.Prose(f.Cause))
	for i, fix := range f.Fixes {
		if i == 0 {
			out.WriteString("\n")
		}
		fmt.Fprintf(&out, "%d. %s\n", i+1, markdown.Prose(fix))
	}
	for i, e := range f.Evidence {
		if i == 0 {
			out.WriteString("\n")
		}
		fmt.Fprintf(&out, "- %s: %s\n", markdown.Prose(e.Label), markdown.Prose(e.Text))
	}
	return out.String()
}
