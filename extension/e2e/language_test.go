package e2e

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"misstep/extension/e2e/browser"
)

// texts are those of _locales in a language, by key.
func texts(t *testing.T, language string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../_locales/" + language + "/messages.json")
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]struct{ Message string }
	if err := json.Unmarshal(data, &messages); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for key, m := range messages {
		found[key] = m.Message
	}
	return found
}

// TestGerman walks through all of the offline page in German: no text of the
// English panel is left, and in a narrow window nothing is cut off.
func TestGerman(t *testing.T) {
	english := map[string]string{} // texts that are others in German → German
	german := texts(t, "de")
	for key, text := range texts(t, "en") {
		if german[key] != text && key != "thousands" { // a comma is of any language
			english[text] = german[key]
		}
	}
	for _, text := range german { // words that mean one thing there, another here
		delete(english, text)
	}
	for _, text := range briefs(t) { // the catalog's own stay English where nobody translated them
		delete(english, text)
	}
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, RawQuery: "lang=de-AT"}).String())
		s.wait(`document.documentElement.lang === "de"`)
		t.Cleanup(func() { b.Resize(0, 0) })
		for _, state := range uiStates {
			t.Run(state.name, func(t *testing.T) {
				s := screen{t, b.Page()}
				state.show(s)
				s.inGerman(english)
				s.must(b.Resize(400, 700))
				s.allInReach("in German")
				s.must(b.Resize(0, 0))
				if state.leave != nil {
					state.leave(s)
				}
			})
		}
	})
}

// inGerman checks that no text is one of the English ones.
func (s screen) inGerman(english map[string]string) {
	s.t.Helper()
	for _, text := range eval[[]string](s, `(() => {
		const shown = new Set();
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const around = walker.currentNode.parentElement;
			if (!around.closest("script, pre, code") && around.checkVisibility({visibilityProperty: true})) shown.add(walker.currentNode.data.trim());
		}
		for (const name of ["title", "placeholder", "aria-label"]) {
			for (const e of document.body.querySelectorAll("[" + name + "]")) shown.add(e.getAttribute(name).trim());
		}
		return [...shown];
	})()`) {
		if want, is := english[text]; is {
			s.t.Errorf("%q is English; it is %q in German", text, want)
		}
	}
}

// briefs are what the catalog calls its entries and endpoints in a list.
func briefs(t *testing.T) (all []string) {
	files, err := filepath.Glob("../../catalog/*/e*s.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalog: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var pack struct {
			Errors    []struct{ Brief string }
			Endpoints []struct{ Name string }
		}
		if err := json.Unmarshal(data, &pack); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, entry := range pack.Errors {
			all = append(all, entry.Brief)
		}
		for _, endpoint := range pack.Endpoints {
			all = append(all, endpoint.Name)
		}
	}
	return all
}
