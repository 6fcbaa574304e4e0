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

// Writers of packs find the tags in the schema, writers of analyzers find them in Go.
func TestTagsAreThoseOfTheSchema(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "tag.go", nil, parser.ParseComments)
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
	used := map[Tag]bool{}
	for _, pack := range load().Packs() {
		for _, e := range pack.Errors {
			for _, tag := range e.Tags {
				used[tag] = true
			}
		}
	}
	for _, tag := range inGo {
		if !used[Tag(tag)] {
			t.Errorf("no entry is about %s", tag)
		}
	}
}
