package main

import (
	"os"
	"testing"

	"misstep/catalog"
)

func TestReferenceIsFresh(t *testing.T) {
	knowledge, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != reference(knowledge) {
		t.Error("catalog/README.md is stale; run go generate ./catalog")
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"a_b `c_d` <e>": `a\_b ` + "`c_d`" + ` &lt;e>`,
		"":              "",
	} {
		if have := plain(text); have != want {
			t.Errorf("%q: have %q, want %q", text, have, want)
		}
	}
}
