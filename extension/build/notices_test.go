package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every module that is linked into what ships is named in the notices, with its
// version and its whole license; so is Go itself.
func TestNoticesNameAllThatShips(t *testing.T) {
	text, err := os.ReadFile("../../THIRD_PARTY_NOTICES")
	if err != nil {
		t.Fatal(err)
	}
	notices := string(text)
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", "./wasm", "./wasm/fetch")
	list.Dir = "../.."
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	output, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := map[string]bool{}
	for line := range strings.Lines(string(output)) {
		module, folder, found := strings.Cut(strings.TrimSpace(line), "\t")
		if !found || linked[module] {
			continue
		}
		linked[module] = true
		if !strings.Contains(notices, "\n"+module+"\n") {
			t.Errorf("THIRD_PARTY_NOTICES has no line %q: what ships holds that module", module)
		}
		licenses, err := filepath.Glob(filepath.Join(folder, "[Ll][Ii][Cc][Ee][Nn][SsCc][Ee]*"))
		if err != nil || len(licenses) == 0 {
			t.Errorf("%s comes without a license: it must not ship", module)
		}
		for _, license := range licenses {
			holds(t, notices, license)
		}
	}
	if len(linked) == 0 {
		t.Error("nothing but Misstep is linked: `go list` was asked the wrong question")
	}
	for _, named := range regexp.MustCompile(`(?m)^\S+\.\S+/\S+ v\d\S*$`).FindAllString(notices, -1) {
		if !linked[named] {
			t.Errorf("THIRD_PARTY_NOTICES names %s, which does not ship", named)
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	if license := filepath.Join(strings.TrimSpace(string(root)), "LICENSE"); exists(license) { // some systems package Go without it
		holds(t, notices, license)
	}
}

func holds(t *testing.T, notices, license string) {
	t.Helper()
	text, err := os.ReadFile(license)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(notices, strings.TrimSpace(string(text))) {
		t.Errorf("THIRD_PARTY_NOTICES lacks the text of %s", license)
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
