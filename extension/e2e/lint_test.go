package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLint checks the package for Firefox against the rules of its store, which
// must have nothing to say.
func TestLint(t *testing.T) {
	packages, err := filepath.Glob("../../dist/misstep-*.xpi")
	if err != nil || len(packages) != 1 {
		t.Fatalf("there are the packages %q (%v), want one; run ./build.sh package first", packages, err)
	}
	for _, said := range lint(t, packages[0]) {
		t.Errorf("%s %s: %s: %s", said.Type, said.Code, said.File, said.Message)
	}
	samePackage(t, packages[0])
}

// TestLintFindsProblems packs what the rules are against.
func TestLintFindsProblems(t *testing.T) {
	manifest, err := os.ReadFile(filepath.Join(extension, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, from, to, code string }{
		{"data is not spoken of", `"data_collection_permissions"`, `"others"`, "MISSING_DATA_COLLECTION_PERMISSIONS"},
		{"an API of another kind", `"devtools_page"`, `"permissions": ["nonsense"], "devtools_page"`, "MANIFEST_PERMISSIONS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			z := zip.NewWriter(&out)
			for name, text := range map[string]string{
				"manifest.json": strings.Replace(string(manifest), c.from, c.to, 1), "devtools.html": "<!doctype html>",
			} {
				w, err := z.Create(name)
				if err != nil {
					t.Fatal(err)
				}
				io.WriteString(w, text)
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			said := lint(t, file(t, "bad.xpi", out.String()))
			for _, each := range said {
				if each.Code == c.code {
					return
				}
			}
			t.Errorf("the rules say %+v, want %s", said, c.code)
		})
	}
}

// A remark is an error, a warning or a notice of the linter.
type remark struct{ Type, Code, File, Message string }

func lint(t *testing.T, path string) []remark {
	t.Helper()
	command := exec.Command("node", "node_modules/addons-linter/bin/addons-linter", "--output", "json", path)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	text, err := command.Output()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) { // it ends with 1 where it found errors
		t.Fatal(err)
	}
	var report struct{ Errors, Warnings, Notices []remark }
	if err := json.Unmarshal(text, &report); err != nil {
		t.Fatalf("the linter did not report (%v): %s%s; `npm ci` installs it here", err, text, complaints.String())
	}
	return append(append(report.Errors, report.Warnings...), report.Notices...)
}

// samePackage checks that the package holds what the other tests look at.
func samePackage(t *testing.T, path string) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, each := range z.File {
		tested, err := os.ReadFile(filepath.Join(extension, each.Name))
		if err != nil {
			t.Error(err)
			continue
		}
		r, err := each.Open()
		if err != nil {
			t.Fatal(err)
		}
		packed, err := io.ReadAll(r)
		r.Close()
		if err != nil || !bytes.Equal(packed, tested) {
			t.Errorf("%s in the package is not the one in dist/extension (%v); run ./build.sh package", each.Name, err)
		}
	}
}
