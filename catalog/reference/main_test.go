package main

import (
	"os"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

func TestReferenceIsFresh(t *testing.T) {
	have, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != reference(catalog.Load(builtin.Packs)) {
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
