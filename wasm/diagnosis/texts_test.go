package diagnosis

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"misstep/wasm/analysis"
)

// everyFinding calls do for each finding of all scenarios, in both languages.
func everyFinding(t *testing.T, do func(where string, f *Finding, best bool)) {
	t.Helper()
	seen := 0
	for _, language := range []string{"", "de"} {
		for name, s := range scenarioSessions(t, language) {
			for id := 1; id <= s.LastID(); id++ {
				d := s.Diagnosis(id)
				for i := range d.Findings {
					do(strings.TrimSpace(name+" "+language), &d.Findings[i], i == 0)
					seen++
				}
			}
		}
	}
	if seen < 1000 {
		t.Fatalf("%d findings, want many", seen)
	}
}

// A cell of the list has room for 60 characters.
func TestHeadlinesFit(t *testing.T) {
	everyFinding(t, func(where string, f *Finding, _ bool) {
		if line := Headline(f.Brief, f.Fact); utf8.RuneCountInString(line)-shortAs*strings.Count(line, " UTC") > HeadlineWidth || f.Brief == "" {
			t.Errorf("%s: %q", where, line)
		}
	})
	for fact, want := range map[string]string{
		"":                      "Token expired",
		"13 min before":         "Token expired – 13 min before",
		strings.Repeat("x", 44): "Token expired – " + strings.Repeat("x", 44),
		strings.Repeat("ü", 45): "Token expired – " + strings.Repeat("ü", 43) + "…",
	} {
		if have := Headline("Token expired", ShortenFact("Token expired", fact)); have != want {
			t.Errorf("%q is told as %q, want %q", fact, have, want)
		}
	}
}

// fragments are how half a sentence begins or ends. A brief may stand without its fact,
// and either may be read aloud alone.
var (
	fragmentBrief = regexp.MustCompile(`^(?i)(in|of|by|from|for|with|was|is|has|and|or|but|then|to|war|ist|hat|und|oder|aber|dann) |[.:;,–-]$| – | (of|the|a|an|by|is|with|von|der|die|das|ein|eine|durch|im|ist|für|mit)$`)
	fragmentFact  = regexp.MustCompile(`^(?i)[–—:;,]|^(and|or|is|was|has|then|und|oder|ist|war|hat|dann)\b|[:;,–]$| (of|the|a|an|by|is|with|von|der|die|das|ein|eine|durch|im|ist|für|mit)$`)
)

func TestBriefAndFactStandAlone(t *testing.T) {
	for _, language := range []string{"", "de"} {
		c := knowledge(t)
		if err := c.Translate(language); err != nil {
			t.Fatal(err)
		}
		check := func(id, brief, fact string) {
			if brief == "" || fragmentBrief.MatchString(brief) {
				t.Errorf("%s %s: the brief is half a sentence: %q", id, language, brief)
			}
			if fragmentFact.MatchString(fact) || fact != "" && fact == brief {
				t.Errorf("%s %s: the fact is half a sentence, or the brief again: %q", id, language, fact)
			}
		}
		for _, pack := range c.Packs() {
			for _, e := range pack.Errors {
				check(e.ID, e.Brief, e.Fact)
			}
			for _, cause := range pack.Causes {
				check(cause.ID, cause.Brief, cause.Fact)
			}
		}
	}
	for _, half := range []string{"Used up elsewhere:", "of Fitbit Web API", "Token of the"} {
		if !fragmentBrief.MatchString(half) {
			t.Errorf("%q is taken for a brief", half)
		}
	}
}

// holes are what a placeholder without a value would leave behind.
var holes = regexp.MustCompile("``|` `|\\(\\)|\\( | \\)| [,.;:](?:\\s|$)|  |[a-z]\\{|\\[[^\\]`]*\\{|^[,;:]|: *[.,](?:\\s|$)")

var code = regexp.MustCompile("`[^`]*[^`\\s][^`]*`")

// No placeholder's name, empty chip or dropped text is left in what a person reads.
func TestTextsHaveNoHoles(t *testing.T) {
	everyFinding(t, func(where string, f *Finding, _ bool) {
		texts := append([]string{f.Title, f.Brief, f.Fact, f.Cause}, f.Fixes...)
		if f.Cause == "" || f.Kind == "error" && len(f.Fixes) == 0 {
			t.Errorf("%s: %s %s has lost its cause or its fixes", where, f.ID, f.Reason)
		}
		if len(f.Fixes) > 0 && (strings.HasPrefix(f.Fixes[0], "Or ") || strings.HasPrefix(f.Fixes[0], "Oder ")) {
			t.Errorf("%s: %s %s begins with an alternative: %q", where, f.ID, f.Reason, f.Fixes[0])
		}
		for _, e := range f.Evidence {
			texts = append(texts, e.Label)
			if strings.TrimSpace(e.Text) == "" {
				t.Errorf("%s: %s has no text for %q", where, f.ID, e.Label)
			}
		}
		for _, text := range texts {
			if hole := holes.FindString(code.ReplaceAllString(text, "code")); hole != "" {
				t.Errorf("%s: %s %s: %q in %q", where, f.ID, f.Reason, hole, text)
			}
			if strings.Count(text, "`")%2 != 0 {
				t.Errorf("%s: %s %s: code does not end in %q", where, f.ID, f.Reason, text)
			}
		}
	})
}

// No fact is told twice, even if two causes rest on it.
func TestEvidenceIsToldOnce(t *testing.T) {
	everyFinding(t, func(where string, f *Finding, _ bool) {
		seen := map[string]bool{}
		for _, e := range f.Evidence {
			told := e.Label + ": " + e.Text
			if seen[told] {
				t.Errorf("%s: %s %s has %q twice", where, f.ID, f.Reason, told)
			}
			seen[told] = true
		}
	})
}

// A call fails for one reason: what else is certain is called also true.
func TestOneCertainReading(t *testing.T) {
	also := 0
	everyFinding(t, func(where string, f *Finding, best bool) {
		if best && f.Certainty == analysis.Also || !best && f.Certainty == analysis.Certain {
			t.Errorf("%s: %s %s is %s, best: %t", where, f.ID, f.Reason, f.Certainty, best)
		}
		if f.Certainty == analysis.Also {
			also++
		}
	})
	if also < 10 {
		t.Errorf("%d findings are also true, want some", also)
	}
}

// What a response need not say is not needed to explain its error: each entry has
// a sentence for the cause, and a fix, without a value that only some responses have.
func TestEntriesNeedNoValues(t *testing.T) {
	for _, language := range []string{"", "de"} {
		c := knowledge(t)
		if err := c.Translate(language); err != nil {
			t.Fatal(err)
		}
		for _, pack := range c.Packs() {
			for i := range pack.Errors {
				e := &pack.Errors[i]
				always := map[string]string{}
				for name := range pack.Placeholders {
					told := e.Reason == ""
					for form := range e.Forms() {
						told = told && strings.Contains(form.Message, "{"+name+"}")
					}
					if told {
						always[name] = "value"
					}
				}
				if fill(e.Cause, always) == "" {
					t.Errorf("%s: the cause needs a value: %s", e.ID, e.Cause)
				}
				var f Finding
				if f.fillFixes(e.Fixes, nil, always); len(f.Fixes) == 0 {
					t.Errorf("%s: each fix needs a value: %q", e.ID, e.Fixes)
				}
			}
		}
	}
}
