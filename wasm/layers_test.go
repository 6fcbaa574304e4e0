//go:build !js

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// layers reads the rows of ARCHITECTURE.md's table, the lowest first: a package
// imports from rows above its own alone.
func layers(t *testing.T) (list [][]string) {
	t.Helper()
	text, err := os.ReadFile("../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile("\\[`([a-z/]+)`\\]\\(([a-z/]+)\\)")
	for line := range strings.Lines(string(text)) {
		first, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		if !strings.HasPrefix(line, "| [`") {
			continue
		}
		var row []string
		for _, found := range link.FindAllStringSubmatch(first, -1) {
			if found[1] != found[2] {
				t.Errorf("ARCHITECTURE.md calls %s %s", found[2], found[1])
			}
			row = append(row, "misstep/"+found[1])
		}
		list = append(list, row)
	}
	if len(list) < 20 {
		t.Fatalf("ARCHITECTURE.md has %d rows of packages", len(list))
	}
	return list
}

// knowBrowser are the packages that may ask a browser for something, with
// those below views.
var knowBrowser = []string{"misstep/wasm/browser"}

// views is the folder of the packages that draw.
const views = "misstep/wasm/ui/"

func mayKnowBrowser(name string) bool {
	return slices.Contains(knowBrowser, name) || strings.HasPrefix(name, views)
}

// packagesOfProgram lists our packages that the module is made of, each with
// what it imports after it.
func packagesOfProgram(t *testing.T) (list [][]string) {
	t.Helper()
	command := exec.Command("go", "list", "-deps", "-f", `{{with .Module}}{{if .Main}}{{$.ImportPath}} {{join $.Imports " "}}{{end}}{{end}}`, ".")
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(output)) {
		if fields := strings.Fields(line); len(fields) > 0 {
			list = append(list, fields)
		}
	}
	return list
}

func TestImportsPointDown(t *testing.T) {
	layerOf := map[string]int{}
	for i, layer := range layers(t) {
		for _, name := range layer {
			layerOf[name] = i
		}
	}
	seen := map[string]bool{}
	for _, fields := range packagesOfProgram(t) {
		name := fields[0]
		seen[name] = true
		layer, known := layerOf[name]
		if !known {
			t.Errorf("%s is in no row of ARCHITECTURE.md: give it one", name)
			continue
		}
		for _, imported := range fields[1:] {
			if below, ours := layerOf[imported]; ours && below >= layer {
				t.Errorf("%s imports %s, which is not below it", name, imported)
			}
			if imported == "syscall/js" && !mayKnowBrowser(name) {
				t.Errorf("%s imports syscall/js: only %q and what is below %s may", name, knowBrowser, views)
			}
		}
	}
	for name := range layerOf {
		if !seen[name] {
			t.Errorf("%s is not in the program any more: take it from ARCHITECTURE.md", name)
		}
	}
}

// Where sessions and windows are shared, nothing is begun in the middle of
// something else: see wasm/browser, which has a place for the go statement and
// for the timers of package time.
func TestWorkIsBegunByTasks(t *testing.T) {
	looked := 0
	for _, fields := range packagesOfProgram(t) {
		name := fields[0]
		if !slices.Contains(fields[1:], "syscall/js") && !slices.Contains(fields[1:], "misstep/wasm/browser") && !strings.HasPrefix(name, views) {
			continue
		}
		looked++
		folder := "../" + strings.TrimPrefix(name, "misstep/")
		files, err := filepath.Glob(folder + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no files: %v", folder, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "browser/eventloop.go") {
				continue
			}
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					t.Errorf("%s: a go statement; browser.Defer runs it when the present task is over", set.Position(n.Pos()))
				case *ast.SelectorExpr:
					if of, ok := n.X.(*ast.Ident); ok && of.Name == "time" && slices.Contains([]string{"After", "AfterFunc", "NewTicker", "NewTimer", "Sleep", "Tick"}, n.Sel.Name) {
						t.Errorf("%s: time.%s goes on in the midst of something else; browser has timers", set.Position(n.Pos()), n.Sel.Name)
					}
				}
				return true
			})
		}
	}
	if looked < len(knowBrowser) {
		t.Errorf("looked at %d packages, fewer than there are that know a browser", looked)
	}
}
