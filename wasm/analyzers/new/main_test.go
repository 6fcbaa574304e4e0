//go:build !js

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An invented analyzer is written, listed, compiled and tested where it would be.
func TestNewAnalyzer(t *testing.T) {
	folder := t.TempDir()
	if err := begin(folder, "parking"); err != nil {
		t.Fatal(err)
	}
	if err := list(folder); err != nil {
		t.Fatal(err)
	}
	names, err := found(folder)
	if err != nil || !slices.Equal(names, []string{"parking"}) {
		t.Fatalf("found %q, %v", names, err)
	}
	home, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{}
	for _, file := range []string{"parking/parking.go", "parking/parking_test.go", registry} {
		replace[filepath.Join(home, file)] = filepath.Join(folder, file)
	}
	overlay := filepath.Join(folder, "overlay.json")
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(overlay, data, 0o666); err != nil {
		t.Fatal(err)
	}
	run := func(name string, args ...string) {
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			t.Errorf("%s %q: %v\n%s", name, args, err, out)
		}
	}
	binary := filepath.Join(folder, "parking.test")
	run("go", "test", "-c", "-vet=off", "-o", binary, "-overlay", overlay, "misstep/wasm/analyzers/parking")
	run(binary)
	run("go", "build", "-overlay", overlay, "misstep/wasm/analyzers")
}

func TestNewAnalyzerRefusesNames(t *testing.T) {
	folder := t.TempDir()
	if err := begin(folder, "parking"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Parking": "small letters", "a-b": "small letters", "../x": "small letters", "new": "small letters", "": "small letters", "parking": "exists already"} {
		if err := begin(folder, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", name, err, want)
		}
	}
}
