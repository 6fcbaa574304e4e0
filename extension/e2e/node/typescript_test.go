package node

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wrongUses are refused, each by the line above it.
const wrongUses = `
import type { Certainty, Diagnosis, Finding } from "ROOT/wasm/misstep.d.ts";
// @ts-expect-error
misstep.explain(7);
// @ts-expect-error
misstep.explainAll("one");
// @ts-expect-error
misstep.version = "2";
// @ts-expect-error
const sure: Certainty = "surely";
// @ts-expect-error
const none: Diagnosis = { status: 200, failed: false };
// @ts-expect-error
const id: number = (misstep.explain("x").findings[0] as Finding).id;
// @ts-expect-error
misstep.search("x")[0].title;
misstep.explain({ request: { method: "GET", url: "https://api.fitbit.com/" }, response: { status: 401 }, _mine: 1 }).findings.map(f => f.fixes[0]);
misstep.match([{ message: "x" }])[0].map(m => m.values);
misstep.identify(["x"])[0].toFixed();
// @ts-expect-error
misstep.identify([{ message: "x" }]);
export { sure, none, id };
`

// TestTypeScript holds misstep.d.ts against what the module returns: written down
// as literals, which have no member that is not declared, and none too few. The
// example of the documentation is checked with it, and run.
func TestTypeScript(t *testing.T) {
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		t.Fatal(err)
	}
	from := func(text string) string { return strings.ReplaceAll(text, "ROOT", filepath.ToSlash(root)) }
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(from(text)), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	check := func(files ...string) ([]byte, error) {
		return exec.Command("node", append([]string{"../node_modules/typescript/bin/tsc", "--strict", "--noUncheckedIndexedAccess", "false", "--module", "nodenext", "--target", "es2022", "--noEmitOnError",
			"--rootDir", "/", "--outDir", filepath.Join(folder, "out"), "--types", "node", "--typeRoots", "../node_modules/@types"}, files...)...).CombinedOutput()
	}
	const example = "../../../docs/examples/explain.mts"
	if output, err := check(example, write("wrong.mts", wrongUses), write("returned.mts", returned(t))); err != nil {
		t.Fatalf("%v, node_modules must be there (npm ci)\n%.4000s", err, output)
	}
	if output, err := check(write("unused.mts", "// @ts-expect-error\nmisstep.explain(\"x\");\n"+strings.Split(wrongUses, "\n")[1])); err == nil || !bytes.Contains(output, []byte("Unused")) {
		t.Errorf("a right use passes for a wrong one: %v\n%s", err, output)
	}

	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "out", root, "docs", "examples", "explain.mjs")
	output, err := exec.Command("node", program, filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"), "../../../dist/extension/misstep.wasm", "../../../dist/extension/sample.har").CombinedOutput()
	if err != nil || !bytes.HasPrefix(output, []byte("#7 403 GET Sleep Log by Date: ")) || bytes.Count(output, []byte("\n#")) < 50 {
		t.Errorf("%v: %.1000s", err, output)
	}
}

// returned is a program of what the module returns, one of each form.
func returned(t *testing.T) string {
	calls := [][]any{{"search", "rate limit"}, {"match", []any{map[string]any{"message": "Access token expired: abc", "status": 401}, map[string]any{"message": "no"}}}, {"catalog"}, {"explain", "nothing that anybody knows"}, {"explain", 7}}
	single := len(calls)
	err := filepath.WalkDir("../../../wasm", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".har") {
			return err
		}
		data, err := os.ReadFile(path)
		var har struct{ Log struct{ Entries []any } }
		if err == nil && json.Unmarshal(data, &har) == nil {
			calls = append(calls, []any{"explainAll", har.Log.Entries})
		}
		return err
	})
	if err != nil || len(calls) < 200 {
		t.Fatalf("%v: %d calls", err, len(calls))
	}
	results := call(t, calls...)
	diagnoses := results[3:single]
	forms := map[string]bool{}
	for _, r := range results[single:] {
		for _, d := range decode[[]json.RawMessage](t, r) {
			found := map[string]bool{}
			membersOf("", decode[any](t, d), found)
			if form := strings.Join(slices.Sorted(maps.Keys(found)), " "); !forms[form] {
				forms[form] = true
				diagnoses = append(diagnoses, d)
			}
		}
	}
	if len(forms) < 50 {
		t.Errorf("only %d forms of diagnoses", len(forms))
	}
	packs := decode[[]map[string]any](t, results[2])
	for _, pack := range packs {
		for _, member := range []string{"errors", "causes", "endpoints"} {
			if list, ok := pack[member].([]any); ok {
				pack[member] = list[:min(len(list), 40)]
			}
		}
	}
	text, err := json.Marshal(packs)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("import type { Diagnosis, Hit, Match, Pack } from \"ROOT/wasm/misstep.d.ts\";\n")
	b.WriteString("export const hits: Hit[] = " + string(results[0]) + ";\nexport const matches: Match[][] = " + string(results[1]) + ";\nexport const packs: Pack[] = " + string(text) + ";\n")
	for i, d := range diagnoses {
		b.WriteString("export const d" + strconv.Itoa(i) + ": Diagnosis = " + string(d) + ";\n")
	}
	return b.String()
}

// membersOf are the paths of a value's members, with those texts that are of a few.
func membersOf(path string, value any, found map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			switch at := path + "." + name; name {
			case "kind", "certainty", "part":
				if text, ok := member.(string); ok {
					at += "=" + text
				}
				found[at] = true
			case "values":
				found[at] = true
			default:
				found[at] = true
				membersOf(at, member, found)
			}
		}
	case []any:
		for _, each := range value {
			membersOf(path+"[]", each, found)
		}
	case nil:
		found[path+"=null"] = true
	}
}
