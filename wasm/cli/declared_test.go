package cli

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/replacement"
)

// TestDeclared holds what is declared of the JSON for other programs, in
// docs/terminal.schema.json and wasm/misstep.d.ts, against the types that are
// written. That the values fit is tested in extension/e2e.
func TestDeclared(t *testing.T) {
	schema, err := os.ReadFile("../../docs/terminal.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	type object struct {
		Required   []string
		Properties map[string]struct{ Enum []string }
	}
	var whole struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(schema, &whole); err != nil {
		t.Fatal(err)
	}
	declared, err := os.ReadFile("../misstep.d.ts")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("../analysis/correction.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		value any
		in    object
		named string // in the declarations
	}{
		{line{}, whole.object, ""},
		{diagnosis.Diagnosis{}, object{}, "Diagnosis"},
		{diagnosis.Finding{}, whole.Defs["finding"], "Finding"},
		{analysis.Evidence{}, whole.Defs["evidence"], "Evidence"},
		{analysis.Correction{}, whole.Defs["correction"], "Correction"},
		{replacement.Replacement{}, whole.Defs["replacement"], "Replacement"},
		{replacement.Call{}, whole.Defs["call"], "Call"},
	} {
		members := membersOf(reflect.TypeOf(test.value))
		_, block, _ := strings.Cut(string(declared), "interface "+test.named+" {")
		block, _, _ = strings.Cut(block, "\n}")
		for name, optional := range members {
			if _, there := test.in.Properties[name]; test.in.Properties != nil && (!there || slices.Contains(test.in.Required, name) == optional) {
				t.Errorf("%T has the member %s (optional: %t): declare it so in docs/terminal.schema.json", test.value, name, optional)
			}
			mark := ":"
			if optional {
				mark = "?:"
			}
			if test.named != "" && !strings.Contains(block, "\n  "+name+mark) {
				t.Errorf("%T has the member %s (optional: %t): declare it so in wasm/misstep.d.ts", test.value, name, optional)
			}
		}
		for name := range test.in.Properties {
			if _, there := members[name]; !there {
				t.Errorf("%T has no member %s, which docs/terminal.schema.json declares", test.value, name)
			}
		}
	}
	var parts []string
	for _, found := range regexp.MustCompile(`\tPart\w+ += "(\w+)"`).FindAllStringSubmatch(string(source), -1) {
		parts = append(parts, found[1])
	}
	sure := []string{string(analysis.Certain), string(analysis.Likely), string(analysis.Possible), string(analysis.Also)}
	for name, want := range map[string][]string{"part": parts, "certainty": sure} {
		object := map[string]object{"part": whole.Defs["correction"], "certainty": whole.Defs["finding"]}[name]
		if have := object.Properties[name].Enum; !slices.Equal(have, want) {
			t.Errorf("docs/terminal.schema.json has the %s %q, want %q", name, have, want)
		}
		if union := `"` + strings.Join(want, `" | "`) + `";`; !strings.Contains(string(declared), union) {
			t.Errorf("wasm/misstep.d.ts lacks the %s %s", name, union)
		}
	}
}

// membersOf are the names of a type's members in JSON, and whether they may be left
// out.
func membersOf(t reflect.Type) map[string]bool {
	members := map[string]bool{}
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case field.Anonymous:
			for name, optional := range membersOf(field.Type) {
				members[name] = optional
			}
		case field.IsExported() && name != "-":
			members[name] = strings.Contains(options, "omit")
		}
	}
	return members
}
