package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
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

func TestRepeatedKeys(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1, "b": {"a": [1, "a", {"c": null}]}}`: "",
		`{"a": 1, "b": 2, "a": 3}`:                    `"a" is there twice, the second time before byte 20`,
		`{"b": [{"c": 1}, {"c": 1, "c": 2}]}`:         `"c" is there twice`,
	} {
		err := repeated(json.NewDecoder(strings.NewReader(text)))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
