package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestGeneratedFilesAreFresh(t *testing.T) {
	files, err := generated("..")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		have, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(have, want) {
			t.Errorf("catalog/%s is stale; run go generate ./catalog", name)
		}
	}
	in, err := filepath.Glob("../builtin/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range in {
		if files["builtin/"+filepath.Base(name)] == nil {
			t.Errorf("%s is not generated: nothing else belongs into catalog/builtin", name)
		}
	}
}
