package catalog

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"testing"
)

// Whoever writes a pack finds the facets in the schema, whoever writes an
// examiner finds them in Go.
func TestFacetsAreThoseOfTheSchema(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "facet.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var inGo []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil || spec.Comment.Text() == "" {
				t.Errorf("%s: no text, or no comment (%v)", spec.Names[0], err)
			}
			inGo = append(inGo, text)
		}
		return true
	})
	data, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs struct {
			Entry struct {
				Properties struct {
					About struct {
						Items struct {
							Enum []string
						}
					}
				}
			}
		} `json:"$defs"`
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	if inSchema := schema.Defs.Entry.Properties.About.Items.Enum; len(inGo) == 0 || !slices.Equal(inGo, inSchema) {
		t.Errorf("in Go %v, in the schema %v", inGo, inSchema)
	}
	used := map[Facet]bool{}
	for _, pack := range load().Packs() {
		for _, e := range pack.Errors {
			for _, facet := range e.About {
				used[facet] = true
			}
		}
	}
	for _, facet := range inGo {
		if !used[Facet(facet)] {
			t.Errorf("no entry is about %s", facet)
		}
	}
}
