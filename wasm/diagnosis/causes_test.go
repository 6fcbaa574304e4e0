package diagnosis

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Every cause that a pack tells is found by some analyzer, and every cause that
// an analyzer reports is told by some pack.
func TestCausesInCodeAndPacksAreTheSame(t *testing.T) {
	told := map[string]bool{}
	for _, pack := range knowledge(t).Packs() {
		for _, cause := range pack.Causes {
			told[cause.ID] = true
		}
	}
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	literal := func(n ast.Expr) string {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err := strconv.Unquote(l.Value); err == nil && form.MatchString(text) {
				return text
			}
		}
		return ""
	}
	isCause := func(n ast.Expr) bool {
		switch n := n.(type) {
		case *ast.Ident:
			return n.Name == "cause" || n.Name == "Cause"
		case *ast.SelectorExpr:
			return n.Sel.Name == "Cause"
		}
		return false
	}
	named := map[string]bool{}
	set := token.NewFileSet()
	report := func(at token.Pos, id string) {
		if id != "" && !told[id] {
			t.Errorf("%s: no pack tells the cause %s", set.Position(at), id)
		}
	}
	for _, root := range []string{".", "../analysis", "../analyzers"} {
		err := filepath.WalkDir(root, func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BasicLit:
					named[literal(n)] = true
				case *ast.KeyValueExpr:
					if isCause(n.Key) {
						report(n.Pos(), literal(n.Value))
					}
				case *ast.AssignStmt:
					for i, left := range n.Lhs {
						if isCause(left) && len(n.Lhs) == len(n.Rhs) {
							report(n.Pos(), literal(n.Rhs[i]))
						}
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for id := range told {
		if !named[id] {
			t.Errorf("no analyzer reports the cause %s", id)
		}
	}
	if len(told) < 150 {
		t.Errorf("%d causes, want many", len(told))
	}
}
