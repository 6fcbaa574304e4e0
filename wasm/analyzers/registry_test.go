package analyzers

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

func TestEveryFolderIsListed(t *testing.T) {
	var listed []string
	for _, each := range All {
		listed = append(listed, each.Name)
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(each.Name, each.Name+".go"), nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		if lead := "Package " + each.Name + " analyzes "; !strings.HasPrefix(file.Doc.Text(), lead) {
			t.Errorf("%s: its package comment does not begin with %q", each.Name, lead)
		}
	}
	var there []string
	files, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := filepath.Dir(file); filepath.Base(file) == name+".go" {
			there = append(there, name)
		}
	}
	if !slices.Equal(listed, there) {
		t.Errorf("listed are %q, there are %q: go generate ./wasm/analyzers", listed, there)
	}
}

// Every cause in a pack is reported by some analyzer, every cause that an analyzer names is
// in some pack, and it names all causes in its code.
func TestCausesInCodeAndPacksAreTheSame(t *testing.T) {
	told := map[string]bool{}
	for _, pack := range catalog.Load(builtin.Packs).Packs() {
		for _, cause := range pack.Causes {
			told[cause.ID] = true
		}
	}
	shared := texts(t, "../analysis")
	reported := map[string]bool{}
	for _, each := range All {
		code := texts(t, each.Name)
		for id := range each.Causes {
			reported[id] = true
			if !told[id] {
				t.Errorf("%s: no pack tells the cause %s", each.Name, id)
			}
			if code[id] < 2 && shared[id] == 0 { // once in the list itself
				t.Errorf("%s names the cause %s and never reports it", each.Name, id)
			}
		}
		for text := range code {
			if _, named := each.Causes[text]; told[text] && !named {
				t.Errorf("%s reports the cause %s and does not name it", each.Name, text)
			}
		}
	}
	for id := range told {
		if !reported[id] {
			t.Errorf("no analyzer names the cause %s", id)
		}
	}
	if len(told) < 150 {
		t.Errorf("%d causes, want many", len(told))
	}
}

// texts counts the string literals in a folder's code.
func texts(t *testing.T, folder string) map[string]int {
	t.Helper()
	files, err := filepath.Glob(folder + "/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no files: %v", folder, err)
	}
	count := map[string]int{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, err := strconv.Unquote(l.Value); err == nil {
					count[text]++
				}
			}
			return true
		})
	}
	return count
}
