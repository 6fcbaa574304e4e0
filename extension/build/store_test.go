package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// What the stores are given fits them, and says what the manifest says.
func TestStoreTextsFit(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		t.Run(language, func(t *testing.T) {
			parts := sections(t, filepath.Join("../store", language+".md"))
			for _, part := range []struct {
				name    string
				most    int    // characters; the narrower of both stores
				message string // of the manifest, that it must be; "" is none
			}{
				{"Name", 50, "extensionName"},
				{"Summary", 132, "extensionDescription"},
				{"Description", 15_000, ""},
			} {
				text := parts[part.name]
				if length := utf8.RuneCountInString(text); length == 0 || length > part.most {
					t.Errorf("%s has %d characters; wanted are 1 to %d", part.name, length, part.most)
				}
				if part.message != "" && text != messageOf(t, language, part.message) {
					t.Errorf("%s is %q, the manifest's is %q", part.name, text, messageOf(t, language, part.message))
				}
			}
			if !strings.HasPrefix(parts["Name"], "Misstep – ") {
				t.Errorf("the name begins with something else than Misstep: %q", parts["Name"])
			}
			if !regexp.MustCompile(`(not affiliated|nicht) (mit|with) Fitbit (or|oder) Google`).MatchString(parts["Description"]) {
				t.Error("the description does not say that Misstep is not affiliated")
			}
			named := regexp.MustCompile("`([a-z0-9-]+\\.png)`").FindAllString(parts["Pictures"], -1) // './build.sh screenshots' makes them
			if len(named) < 2 || len(named) > 6 {
				t.Errorf("%d pictures: the stores take a tile and up to five", len(named))
			}
		})
	}
	answers := sections(t, "../store/en.md")
	for _, name := range []string{"Category", "Single purpose", "Permissions", "Remote code", "Data use", "For reviewers"} {
		if answers[name] == "" {
			t.Errorf("en.md does not answer %s", name)
		}
	}
}

// The changelog begins with the manifest's version.
func TestChangelogNamesTheVersion(t *testing.T) {
	text, err := os.ReadFile("../../manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Version string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	changes, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	latest := regexp.MustCompile(`(?m)^## (\S+)`).FindSubmatch(changes)
	if latest == nil || string(latest[1]) != manifest.Version {
		t.Errorf("CHANGELOG.md begins with %q, the manifest's version is %s", latest, manifest.Version)
	}
}

// sections are the parts of a Markdown file by their headings of the second order.
func sections(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, part := range strings.Split(string(text), "\n## ")[1:] {
		name, body, _ := strings.Cut(part, "\n")
		parts[name] = strings.TrimSpace(body)
	}
	return parts
}

func messageOf(t *testing.T, language, key string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../_locales", language, "messages.json"))
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]struct{ Message string }
	if err := json.Unmarshal(text, &messages); err != nil {
		t.Fatal(err)
	}
	return messages[key].Message
}
