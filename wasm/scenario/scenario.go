// Package scenario finds the recorded sessions that tests explain, wherever in
// the module they are. Only tests import it.
package scenario

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// folders are where scenarios lie, as patterns below the module's root: beside the
// analyzer that they are most about, otherwise where diagnoses are made.
var folders = []string{"wasm/analyzers/*/testdata", "wasm/diagnosis/testdata/scenarios"}

const ending = ".har"

// Names are the names of all scenarios, in the order of their files' names.
func Names(t testing.TB) []string {
	t.Helper()
	return slices.SortedFunc(maps.Keys(files(t)), func(a, b string) int { return strings.Compare(a+ending, b+ending) })
}

// All are the recordings of all scenarios, by name.
func All(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for name, file := range files(t) {
		all[name] = read(t, file)
	}
	return all
}

// Read is the recording of one scenario.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	file, known := files(t)[name]
	if !known {
		t.Fatalf("there is no scenario %s", name)
	}
	return read(t, file)
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// files are the scenarios' files by name. Tests that count on many of them would
// pass without any, so it fails when there are few.
func files(t testing.TB) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, folder := range folders {
		paths, err := filepath.Glob(filepath.Join(root(t), folder, "*"+ending))
		if err != nil || len(paths) == 0 {
			t.Fatalf("no scenarios in %s: %v", folder, err)
		}
		for _, path := range paths {
			name := strings.TrimSuffix(filepath.Base(path), ending)
			if files[name] != "" {
				t.Fatalf("two scenarios are called %s", name)
			}
			files[name] = path
		}
	}
	if len(files) < 100 {
		t.Fatalf("%d scenarios in %s, want many", len(files), folders)
	}
	return files
}

// root is the module's folder: tests run in that of their package.
func root(t testing.TB) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			t.Fatal("the tests run outside the module")
		}
		folder = above
	}
}
