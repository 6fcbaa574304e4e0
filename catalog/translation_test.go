package catalog

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"misstep/catalog/messages"
)

// everyLanguage yields each language that packs are translated into.
func everyLanguage(t *testing.T) map[string]translation {
	files, err := fs.Glob(translations, "*/translations/*.json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]translation{}
	for _, file := range files {
		language := strings.TrimSuffix(path.Base(file), ".json")
		if language != strings.ToLower(language) {
			t.Errorf("%s is never found: name it in small letters", file)
		}
		if all[language], err = readTranslation(language); err != nil {
			t.Fatal(err)
		}
	}
	if all["de"] == nil {
		t.Fatal("no German")
	}
	return all
}

var placeholderForm = regexp.MustCompile(`\{([a-z_]+)\}`)

// placeholdersOf are the names of a text's placeholders, each once, sorted.
func placeholdersOf(text string) []string {
	var names []string
	for _, m := range placeholderForm.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// What a translation translates is there, with the same placeholders and the
// same code between backquotes.
func TestTranslationsFit(t *testing.T) {
	c := load()
	for language, translated := range everyLanguage(t) {
		same := func(what, english, text string) {
			t.Helper()
			if have, want := placeholdersOf(text), placeholdersOf(english); !slices.Equal(have, want) {
				t.Errorf("%s: %s has the placeholders %v, want %v", language, what, have, want)
			}
			if strings.Count(text, "`") != strings.Count(english, "`") {
				t.Errorf("%s: %s has other `code` than in English", language, what)
			}
			if strings.TrimSpace(text) == "" && english != "" {
				t.Errorf("%s: %s is empty", language, what)
			}
		}
		for packID, texts := range translated {
			pack := c.Pack(packID)
			if pack == nil {
				t.Errorf("%s: there is no pack %s", language, packID)
				continue
			}
			for id, text := range texts {
				english, found := translatable(pack, id)
				if !found {
					t.Errorf("%s: %s has no entry and no cause %s", language, packID, id)
					continue
				}
				what := packID + " " + id
				same(what+" title", english.Title, text.Title)
				same(what+" brief", english.Brief, text.Brief)
				if same(what+" fact", english.Fact, text.Fact); english.Fact == "" && text.Fact != "" {
					t.Errorf("%s: %s has no fact", language, what)
				}
				same(what+" cause", english.Cause, text.Cause)
				if len(text.Fixes) != len(english.Fixes) {
					t.Errorf("%s: %s has %d fixes, want %d", language, what, len(text.Fixes), len(english.Fixes))
					continue
				}
				for i := range text.Fixes {
					same(fmt.Sprintf("%s fix %d", what, i), english.Fixes[i], text.Fixes[i])
				}
			}
		}
	}
}

// Each short text that records share has its German, with the same code in it, and nothing
// is translated that no record has.
func TestGermanPhrases(t *testing.T) {
	for _, pack := range load().Packs() {
		german, err := readPhrases(pack.ID, "de")
		if err != nil {
			t.Fatal(err)
		}
		used := map[string]bool{"": true}
		check := func(where string, texts ...string) {
			for _, english := range texts {
				if used[english] {
					continue
				}
				used[english] = true
				if text := german[english]; text == "" || strings.Count(text, "`") != strings.Count(english, "`") {
					t.Errorf("%s: %s: %q has the German text %q", pack.ID, where, english, text)
				}
			}
		}
		for _, e := range pack.Endpoints {
			check(e.Call(), e.Note)
		}
		for _, s := range pack.Scopes {
			check(s.Name, s.Covers)
		}
		for _, d := range pack.Differences {
			check(d.ID, d.Text)
		}
		for _, r := range pack.Replacements {
			check(r.ID, append(r.Open, r.Name, r.None)...)
			for _, call := range r.Calls {
				check(r.ID, call.Gives)
			}
		}
		for english := range german {
			if !used[english] {
				t.Errorf("%s: no record has the text %q", pack.ID, english)
			}
		}
	}
}

// Phrases of one catalog are not those of others, and a replacement is found with its own.
func TestPhrasesAreTranslated(t *testing.T) {
	c, english := load(), load()
	if err := c.Translate("de"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		c    *Catalog
		want string
	}{{c, "Schritte pro Tag"}, {english, "Daily steps"}} {
		pack, endpoint := test.c.Endpoint("GET", "https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-01/7d.json")
		r := pack.Replacement(endpoint, func(name string) string { return map[string]string{"resource-path": "steps"}[name] })
		if r == nil || r.Name != test.want || !strings.EqualFold(r.Calls[0].Gives, test.want) {
			t.Errorf("want %q, have %+v", test.want, r)
		}
	}
}

// A column that is half German and half English reads like a mistake: German has
// every text of the built-in packs. Another language may begin with fewer.
func TestGermanIsComplete(t *testing.T) {
	german := everyLanguage(t)["de"]
	complete := func(pack, id, fact string) {
		text := german[pack][id]
		if text.Title == "" || text.Brief == "" || text.Cause == "" || len(text.Fixes) == 0 || (text.Fact == "") != (fact == "") {
			t.Errorf("%s: %s lacks a German text in its translations/de.json: %+v", pack, id, text)
		}
	}
	for _, pack := range load().Packs() {
		for _, e := range pack.Errors {
			complete(pack.ID, e.ID, e.Fact)
		}
		for _, cause := range pack.Causes {
			complete(pack.ID, cause.ID, cause.Fact)
		}
		for i := range pack.Statuses {
			if name := pack.Statuses[i].translatedAs(); german[pack.ID][name].Title == "" {
				t.Errorf("%s: %s has no German title", pack.ID, name)
			}
		}
	}
}

// translatable are the English texts of an error or a cause.
func translatable(pack *Pack, id string) (texts translatedTexts, found bool) {
	for _, e := range pack.Errors {
		if e.ID == id {
			return translatedTexts{e.Title, e.Brief, e.Fact, e.Cause, e.Fixes}, true
		}
	}
	for _, e := range pack.Causes {
		if e.ID == id {
			return translatedTexts{e.Title, e.Brief, e.Fact, e.Cause, e.Fixes}, true
		}
	}
	for i := range pack.Statuses {
		if status := &pack.Statuses[i]; status.translatedAs() == id {
			return translatedTexts{Title: status.Meaning}, true
		}
	}
	return texts, false
}

// An error and a cause of a pack never share an ID, because translations use both.
func TestTranslationNamesOne(t *testing.T) {
	for _, pack := range load().Packs() {
		for _, cause := range pack.Causes {
			if slices.ContainsFunc(pack.Errors, func(e ErrorDef) bool { return e.ID == cause.ID }) {
				t.Errorf("%s: %s is an entry and a cause", pack.ID, cause.ID)
			}
		}
	}
}

func TestTranslate(t *testing.T) {
	const english, german = "Access token expired", "Access-Token abgelaufen"
	for language, want := range map[string]string{
		"": english, "en": english, "en-GB": english, "fr": english, "d": english, "de": german, "de-AT": german, "de_CH": german,
		"DE": german, "de-Latn-DE": german, "-de": english, "../de": english, "de/../de": english, strings.Repeat("x-", 100): english,
	} {
		c := load()
		if err := c.Translate(language); err != nil {
			t.Errorf("%q: %v", language, err)
		}
		if _, entry := c.ErrorDef("expired-token"); entry.Title != want {
			t.Errorf("%q: the title is %q", language, entry.Title)
		}
		if have, want := c.Messages().Format("value.none"), map[bool]string{true: "keine", false: "none"}[want == german]; have != want {
			t.Errorf("%q: the messages have %q, want %q", language, have, want)
		}
	}
}

// A text that a translation lacks stays English.
func TestPartlyTranslated(t *testing.T) {
	title, brief, cause, fixes := "Title", "Brief", "Cause", []string{"Fix"}
	translatedTexts{Title: "Titel"}.put(&title, &brief, new(string), &cause, &fixes)
	if title != "Titel" || brief != "Brief" || cause != "Cause" || !slices.Equal(fixes, []string{"Fix"}) {
		t.Errorf("have %q, %q, %q and %q", title, brief, cause, fixes)
	}
}

// What is wrong with a pack or a host is said in the catalog's language.
func TestErrorsAreTranslated(t *testing.T) {
	c := load()
	if err := c.Translate("de"); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		err           error
		english, want string
	}{
		{c.Watch("a b", ""), `"a b" contains a space`, `"a b" enthält ein Leerzeichen`},
		{c.Watch("ftp://x", ""), "begins with ftp", "der Anfang ist ftp"},
		{c.Watch("localhost", "none"), `no pack has the ID "none"`, `kein Paket hat die ID "none"`},
		{c.Add(&Pack{ID: "fitbit"}), "choose another ID", "eine andere ID wählen"},
	} {
		if test.err == nil || !strings.Contains(test.err.Error(), test.english) {
			t.Errorf("%v: want %q in it", test.err, test.english)
		}
		if have := c.Messages().Error(test.err); !strings.Contains(have, test.want) {
			t.Errorf("%q: want %q in it", have, test.want)
		}
	}
}

// Endings that keys are put together with.
func TestMessagesOfKinds(t *testing.T) {
	var keys []string
	for _, window := range []string{"minute", "hour", "day", "window"} {
		keys = append(keys, "label.calls-in-"+window, "label.refused-in-"+window, "label.remaining-first-"+window, "value.full-"+window)
	}
	for month := 1; month <= 12; month++ {
		keys = append(keys, "month."+strconv.Itoa(month))
	}
	for _, network := range []string{"cors", "preflight", "refused", "dns", "tls", "timeout", "reset", "aborted", "left", "pending", "unrecorded", "incomplete", "offline", "unknown"} {
		keys = append(keys, "network."+network)
	}
	for _, pack := range load().Packs() {
		for _, e := range pack.Endpoints {
			if e.State != "" {
				keys = append(keys, "state."+e.State)
			}
		}
	}
	for _, key := range keys {
		if messages.English().Format(key) == key {
			t.Errorf("en.json lacks %s", key)
		}
	}
}
