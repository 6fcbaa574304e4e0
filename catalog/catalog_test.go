package catalog

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

//go:embed fitbit/testdata/seed.tsv
var seedTable string

func TestEverySeedRowHasOneError(t *testing.T) {
	entries := map[string]string{}
	for _, pack := range load().Packs() {
		for _, e := range pack.Errors {
			if e.Seed == "" {
				continue
			}
			if other := entries[e.Seed]; other != "" {
				t.Errorf("entries %s and %s both stand for the vendor's row %q", other, e.ID, e.Seed)
			}
			entries[e.Seed] = e.ID
		}
	}
	rows := strings.Split(strings.TrimRight(seedTable, "\n"), "\n")
	if len(rows) != 66 {
		t.Errorf("the vendor's table has 66 rows, seed.tsv has %d", len(rows))
	}
	for _, row := range rows {
		seed := strings.Join(strings.Split(row, "\t"), " | ")
		if entries[seed] == "" {
			t.Errorf("the vendor's row %q has no entry", seed)
		}
		delete(entries, seed)
	}
	for seed, id := range entries {
		t.Errorf("entry %s names the row %q, which the vendor's table does not have", id, seed)
	}
}

func TestErrorsAreComplete(t *testing.T) {
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	placeholder := regexp.MustCompile(`\{([a-z_]+)\}`)
	seen := map[string]bool{}
	for _, pack := range load().Packs() {
		for _, e := range pack.Errors {
			t.Run(e.ID, func(t *testing.T) {
				if !form.MatchString(e.ID) || seen[e.ID] {
					t.Error("the id is malformed, or another entry has it")
				}
				seen[e.ID] = true
				for name, text := range map[string]string{"title": e.Title, "brief": e.Brief, "cause": e.Cause, "source": e.Source} {
					if strings.TrimSpace(text) == "" {
						t.Errorf("%s is empty", name)
					}
				}
				if len(e.Fixes) == 0 || slices.ContainsFunc(e.Fixes, func(s string) bool { return strings.TrimSpace(s) == "" }) {
					t.Error("fixes are missing or empty")
				}
				if len(e.Docs) == 0 || slices.ContainsFunc(e.Docs, func(s string) bool { return !strings.HasPrefix(s, "https://") }) {
					t.Error("docs are missing, or not https")
				}
				if n := utf8.RuneCountInString(e.Brief); n < 1 || n > mostBrief {
					t.Errorf("brief %q has %d characters, want 1 to %d", e.Brief, n, mostBrief)
				}
				texts := []string{e.Fact}
				for f := range e.Forms() {
					texts = append(texts, f.Message)
				}
				for _, text := range texts {
					for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
						if pack.Placeholders[m[1]] == "" {
							t.Errorf("placeholder {%s} has no kind in api.json", m[1])
						}
					}
				}
				if e.Seed == "" && e.Seen == "" && (e.Kind == KindError || e.Kind == KindConsent) {
					t.Error("seen is empty: say in which years it was met, or that they are not known")
				}
				if len(e.Examples) == 0 || len(e.NearMiss) == 0 {
					t.Error("no example, or no near miss")
				}
			})
		}
	}
}
