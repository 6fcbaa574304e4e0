package catalog

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCausesAreComplete(t *testing.T) {
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for _, pack := range load().Packs() {
		seen := map[string]bool{}
		for _, e := range pack.Errors {
			seen[e.ID] = true
		}
		for id := range pack.Renamed {
			seen[id] = true
		}
		for id := range pack.Retired {
			seen[id] = true
		}
		for _, cause := range pack.Causes {
			t.Run(cause.ID, func(t *testing.T) {
				if !form.MatchString(cause.ID) || seen[cause.ID] {
					t.Error("the id is malformed, or an entry or another cause has it or had it")
				}
				seen[cause.ID] = true
				for _, problem := range causeProblems(pack, &cause) {
					t.Error(problem)
				}
			})
		}
	}
}

// mostBrief leaves a cell of 60 characters some room for a fact.
const mostBrief = 44

var causePlaceholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// causeProblems lists what is wrong with a cause by itself.
func causeProblems(pack *Pack, c *Cause) []string {
	var problems []string
	for name, text := range map[string]string{"title": c.Title, "brief": c.Brief, "cause": c.Cause, "source": c.Source} {
		if strings.TrimSpace(text) == "" {
			problems = append(problems, name+" is empty")
		}
	}
	if len(c.Fixes) == 0 || slices.ContainsFunc(c.Fixes, func(s string) bool { return strings.TrimSpace(s) == "" }) {
		problems = append(problems, "fixes are missing or empty")
	}
	if slices.ContainsFunc(c.Docs, func(s string) bool { return !strings.HasPrefix(s, "https://") }) {
		problems = append(problems, "docs are not https")
	}
	if n := utf8.RuneCountInString(c.Brief); n > mostBrief {
		problems = append(problems, "brief has more characters than a cell of the list has room for")
	}
	if strings.Contains(c.Title+c.Brief, "{") {
		problems = append(problems, "title and brief are told as they stand; placeholders belong into fact, cause and fixes")
	}
	if len(c.Explains) == 0 && !c.Alone {
		problems = append(problems, "it explains no entry and does not stand alone: it is never told")
	}
	for _, id := range c.Explains {
		if !slices.ContainsFunc(pack.Errors, func(e ErrorDef) bool { return e.ID == id }) {
			problems = append(problems, "explains "+id+", which is no entry")
		}
	}
	for _, text := range append([]string{c.Fact, c.Cause}, c.Fixes...) {
		for _, m := range causePlaceholder.FindAllStringSubmatch(text, -1) {
			if pack.Placeholders[m[1]] == "" {
				problems = append(problems, "placeholder {"+m[1]+"} has no kind in api.json")
			}
		}
		if strings.Count(text, "`")%2 != 0 {
			problems = append(problems, "a backquote is not closed in: "+text)
		}
	}
	return problems
}

func TestCauseProblems(t *testing.T) {
	pack := &Pack{Errors: []ErrorDef{{ID: "known"}}, Placeholders: map[string]string{"code": "code"}}
	good := Cause{ID: "c", Explains: []string{"known"}, Title: "T", Brief: "B", Cause: "C {code}", Fixes: []string{"F"}, Source: "S"}
	for _, test := range []struct {
		name  string
		spoil func(*Cause)
		want  int
	}{
		{"complete", func(*Cause) {}, 0},
		{"no text", func(c *Cause) { c.Cause = " " }, 1},
		{"no fix", func(c *Cause) { c.Fixes = nil }, 1},
		{"long brief", func(c *Cause) { c.Brief = strings.Repeat("x", 45) }, 1},
		{"placeholder in the title", func(c *Cause) { c.Title = "Not {code}" }, 1},
		{"never told", func(c *Cause) { c.Explains = nil }, 1},
		{"alone", func(c *Cause) { c.Explains, c.Alone = nil, true }, 0},
		{"explains nothing known", func(c *Cause) { c.Explains = []string{"unknown"} }, 1},
		{"placeholder without a kind", func(c *Cause) { c.Fixes = []string{"Use {other}."} }, 1},
		{"open backquote", func(c *Cause) { c.Cause = "`code" }, 1},
		{"docs", func(c *Cause) { c.Docs = []string{"http://example.org"} }, 1},
	} {
		c := good
		test.spoil(&c)
		if have := causeProblems(pack, &c); len(have) != test.want {
			t.Errorf("%s: have %q, want %d", test.name, have, test.want)
		}
	}
}
