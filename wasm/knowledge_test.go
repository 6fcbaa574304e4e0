//go:build !js

package main

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

	"misstep/catalog"
	"misstep/catalog/builtin"
)

// mayNameAPIs are what reads forms of errors, what knows secrets by how their vendors
// write them, the tags, and what is not in the program.
var mayNameAPIs = regexp.MustCompile(`^(wasm/errorformat|wasm/redact|wasm/bench|wasm/scenario|wasm/diagnosis/explaintest|catalog/builtin|catalog/discovery)/|^catalog/tag\.go$`)

// errorMembers are names by which only the errors of some APIs are written.
var errorMembers = regexp.MustCompile(`\b(errorType|fieldName|fieldViolations|retryDelay|detailedReasons)\b|google\.rpc|@type`)

// TestKnowledgeIsData finds what is known of one API in code: the types, reasons and IDs
// of its errors, its hosts, its name, its headers and parameters. It is data of a pack, or
// a form of errors that wasm/errorformat answers for. General standards may stand
// anywhere: HTTP, CORS, and the parameters of OAuth requests.
func TestKnowledgeIsData(t *testing.T) {
	known, part := map[string]string{}, map[string]string{}
	for _, pack := range catalog.Load(builtin.Packs).Packs() {
		for _, name := range pack.Names {
			part[strings.ToLower(name)] = "the name of an API"
		}
		for _, host := range pack.Hosts {
			part[host] = "a host"
		}
		for _, e := range pack.Errors {
			known[e.ID] = "the ID of an error"
			if strings.ContainsAny(e.Type, "_") {
				known[e.Type] = "the type of an error"
			}
			if e.Reason != "" {
				known[e.Reason] = "the reason of an error"
			}
		}
		for _, parameter := range pack.Parameters {
			known[parameter] = "an API's own parameter"
		}
		for _, h := range []string{pack.RateLimit.Headers.Limit, pack.RateLimit.Headers.Remaining, pack.RateLimit.Headers.Reset} {
			known[strings.ToLower(h)] = "an API's own header"
		}
	}
	delete(known, "")
	delete(known, "offline")    // also why no response came: catalog.Symptom.Network
	delete(known, "rate-limit") // also a curve of the timeline
	for _, root := range []string{"../wasm", "../catalog"} {
		filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
			name := strings.TrimPrefix(filepath.ToSlash(file), "../")
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || mayNameAPIs.MatchString(name) {
				return err
			}
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, file, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				literal, ok := n.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING {
					return true
				}
				value, _ := strconv.Unquote(literal.Value)
				what := known[value]
				if what == "" {
					what = known[strings.ToLower(value)]
				}
				if errorMembers.MatchString(value) {
					what = "a member of one form of errors"
				}
				for text, is := range part {
					if strings.Contains(strings.ToLower(value), text) {
						what = is
					}
				}
				if what != "" {
					t.Errorf("%s: %s is %s: ask the pack, or wasm/errorformat", set.Position(literal.Pos()), literal.Value, what)
				}
				return true
			})
			return nil
		})
	}
}
