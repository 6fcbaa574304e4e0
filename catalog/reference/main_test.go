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
