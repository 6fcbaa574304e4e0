// Package schema checks the catalog's packs against their JSON Schema. It is
// here and not in catalog/ so that the shipped module needs no validator.
package schema

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const catalog = "../../../catalog"

func read(t *testing.T, path string) any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return value
}

func packSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", read(t, catalog+"/schema.json")); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// pack puts the files of a pack's folder together, as catalog.Load does.
func pack(t *testing.T, folder string) map[string]any {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no pack (%v)", folder, err)
	}
	all := map[string]any{}
	for _, file := range files {
		members, ok := read(t, file).(map[string]any)
		if !ok {
			t.Fatalf("%s is no JSON object", file)
		}
		if causes, ok := all["causes"].([]any); ok { // of all files together
			more, _ := members["causes"].([]any)
			members["causes"] = append(causes, more...)
		}
		maps.Copy(all, members)
	}
	return all
}

func TestPacksFollowTheSchema(t *testing.T) {
	schema := packSchema(t)
	folders, err := filepath.Glob(catalog + "/*/api.json")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no packs (%v)", err)
	}
	for _, file := range folders {
		if err := schema.Validate(pack(t, filepath.Dir(file))); err != nil {
			t.Errorf("%s: %v", filepath.Dir(file), err)
		}
	}
}

func TestSchemaRefusesBrokenPacks(t *testing.T) {
	schema := packSchema(t)
	for _, test := range []struct {
		name, old, new string
	}{
		{"an entry without a cause", `"cause":`, `"reason":`},
		{"an entry without a fix", `"fixes":["`, `"fixes":[],"x":["`},
		{"an unknown kind", `"kind":"consent"`, `"kind":"window"`},
		{"a status that is none", `"status":429`, `"status":42900`},
		{"a cause that explains nothing", `"explains":["`, `"explain":["`},
		{"an id with a space", `"id":"expired-token"`, `"id":"expired token"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			data, err := json.Marshal(pack(t, catalog+"/fitbit"))
			if err != nil {
				t.Fatal(err)
			}
			broken := strings.Replace(string(data), test.old, test.new, 1)
			if broken == string(data) {
				t.Fatalf("the pack has no %s", test.old)
			}
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(broken))
			if err != nil {
				t.Fatal(err)
			}
			if schema.Validate(value) == nil {
				t.Error("the schema lets it pass")
			}
		})
	}
}
