package main

import (
	"bytes"
	"os"
	"testing"
)

func TestBuiltInIsFresh(t *testing.T) {
	want, err := builtIn("..")
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("../built_in.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Error("catalog/built_in.go is stale; run go generate ./catalog")
	}
}
