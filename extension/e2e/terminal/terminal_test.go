// Package terminal checks what the terminal writes against what others published of
// the formats. It is here so that the shipped module needs none of it.
package terminal

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/joshdk/go-junit"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"misstep/wasm/cli"
)

// recordings has all scenarios, which show all that can be found.
const recordings = "../../../wasm"

// output runs the terminal on all recordings.
func output(t *testing.T, arguments ...string) string {
	t.Helper()
	var out, warned bytes.Buffer
	status := cli.Run(append(arguments, recordings), nil, &out, &warned)
	if out.Len() == 0 {
		t.Fatalf("exit status %d, nothing written: %s", status, warned.String())
	}
	return out.String()
}

func schema(t *testing.T, path string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run npm ci first", err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", value); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func validate(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in %.300s", err, text)
	}
	return s.Validate(value)
}

func TestJSONLines(t *testing.T) {
	lines := schema(t, "../../../docs/terminal.schema.json")
	n, failed := 0, 0
	for line := range strings.Lines(output(t, "-json")) {
		n++
		if strings.Contains(line, `"failed":true`) {
			failed++
		}
		if err := validate(t, lines, line); err != nil {
			t.Errorf("%.300s\n%v", line, err)
		}
	}
	if n < 1000 || failed < 300 {
		t.Errorf("only %d lines, %d of them failed", n, failed)
	}
	if validate(t, lines, `{"file":"a","n":1,"status":200,"failed":false,"findings":[],"more":1}`) == nil {
		t.Error("a member that is not described passes")
	}
}

// TestSARIF uses the schema that its makers publish with their own matcher.
func TestSARIF(t *testing.T) {
	sarif := schema(t, "../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")
	text := output(t, "-format", "sarif")
	if err := validate(t, sarif, text); err != nil {
		t.Error(err)
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct{ RuleID string }
		}
	}
	if err := json.Unmarshal([]byte(text), &log); err != nil || len(log.Runs) != 1 || len(log.Runs[0].Results) < 300 {
		t.Fatalf("%v: %.300s", err, text)
	}
	rules := map[string]bool{}
	for _, r := range log.Runs[0].Tool.Driver.Rules {
		if rules[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		rules[r.ID] = true
	}
	for _, r := range log.Runs[0].Results {
		if !rules[r.RuleID] {
			t.Errorf("a result names %s, which is no rule", r.RuleID)
		}
	}
	if validate(t, sarif, strings.Replace(text, `"level":"error"`, `"level":"bad"`, 1)) == nil {
		t.Error("a level that is none passes")
	}
}

func TestJUnit(t *testing.T) {
	suites, err := junit.Ingest([]byte(output(t, "-format", "junit")))
	if err != nil {
		t.Fatal(err)
	}
	lines := output(t, "-json")
	have, tests, failures := 0, strings.Count(lines, "\n"), strings.Count(lines, `"failed":true`)
	haveFailures := 0
	for _, s := range suites {
		have += s.Totals.Tests
		haveFailures += s.Totals.Failed
		for _, test := range s.Tests {
			if test.Status == junit.StatusFailed && (test.Message == "" || !strings.Contains(test.Error.Error(), "Why: ")) {
				t.Errorf("%s %s: %q %v", s.Name, test.Name, test.Message, test.Error)
			}
		}
	}
	if have != tests || haveFailures != failures {
		t.Errorf("%d tests of which %d failed, want %d and %d", have, haveFailures, tests, failures)
	}
}
