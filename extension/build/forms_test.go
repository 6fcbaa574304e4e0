package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// Every button that an issue form names (in **bold**) exists under that name.
func TestIssueFormsNameRealButtons(t *testing.T) {
	text, err := os.ReadFile("../_locales/en/messages.json")
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]struct{ Message string }
	if err := json.Unmarshal(text, &messages); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, message := range messages {
		shown[message.Message] = true
	}
	forms, err := filepath.Glob("../../.github/ISSUE_TEMPLATE/*.yml")
	if err != nil || len(forms) < 4 {
		t.Fatalf("forms: %q, %v; want three and their configuration", forms, err)
	}
	bold := regexp.MustCompile(`\*\*(.+?)\*\*`)
	named := 0
	for _, form := range forms {
		text, err := os.ReadFile(form)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range bold.FindAllSubmatch(text, -1) {
			named++
			if !shown[string(name[1])] {
				t.Errorf("%s tells to press “%s”, and nothing has that name in extension/_locales/en", filepath.Base(form), name[1])
			}
		}
	}
	if named == 0 {
		t.Error("no form tells how to make a report without secrets")
	}
}
