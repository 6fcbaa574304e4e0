package lazyregexp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// No package of the program compiles a regular expression at its start.
func TestNoneIsCompiledAtStart(t *testing.T) {
	root := os.DirFS(filepath.Join("..", ".."))
	files := 0
	for _, dir := range []string{"catalog", "wasm"} {
		err := fs.WalkDir(root, dir, func(path string, d fs.DirEntry, err error) error {
			if path == "wasm/bench" {
				return fs.SkipDir // measured, not part of the program
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := fs.ReadFile(root, path)
			if err != nil {
				return err
			}
			files++
			for _, place := range compiledAtStart(t, path, string(source)) {
				t.Errorf("%s: compiled at start; use lazyregexp.New", place)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 50 {
		t.Errorf("only %d files looked at", files)
	}
}

func TestCompiledAtStart(t *testing.T) {
	for source, want := range map[string]int{
		"var a = regexp.MustCompile(`a`)": 1,
		"var (\n\ta = 1\n\tb = []*regexp.Regexp{regexp.MustCompile(`a`), regexp.MustCompile(`b`)}\n)": 2,
		"func init() { regexp.MustCompile(`a`) }":                                                     1,
		"var a = lazyregexp.New(`a`)":                                                                 0,
		"var a = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`a`) })":            0,
		"func f() { regexp.MustCompile(`a`) }":                                                        0,
		"var a *regexp.Regexp":                                                                        0,
	} {
		if have := len(compiledAtStart(t, "a.go", "package a\n"+source)); have != want {
			t.Errorf("%s: %d, want %d", source, have, want)
		}
	}
}

// compiledAtStart finds the regular expressions that variables of a package,
// or its init, compile.
func compiledAtStart(t *testing.T, name, source string) (places []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	look := func(n ast.Node) bool {
		if call, ok := n.(*ast.SelectorExpr); ok {
			if of, ok := call.X.(*ast.Ident); ok && of.Name == "regexp" && strings.Contains(call.Sel.Name, "Compile") {
				places = append(places, set.Position(n.Pos()).String())
			}
		}
		_, later := n.(*ast.FuncLit)
		return !later
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			ast.Inspect(d, look)
		case *ast.FuncDecl:
			if d.Name.Name == "init" && d.Recv == nil {
				ast.Inspect(d, look)
			}
		}
	}
	return places
}
