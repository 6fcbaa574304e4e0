package detail

import (
	"strings"
	"testing"

	"misstep/wasm/ui/richtext"
)

func TestMemberAt(t *testing.T) {
	const text = `{
  "success": false,
  "a\"b": "}]",
  "errors": [
    {"errorType": "validation", "message": "say \"no\", [or] {so}", "n": -1.5e3},
    {"message": null}
  ],
  "error": {"details": [{}, {"reason": "X"}], "empty": {}},
  "none": []
}`
	for _, test := range []struct{ text, path, want string }{
		{text, "success", "false"},
		{text, "errors[0].message", `"say \"no\", [or] {so}"`},
		{text, "errors[0].n", "-1.5e3"},
		{text, "errors[1].message", "null"},
		{text, "errors[1]", `{"message": null}`},
		{text, "error.details[1].reason", `"X"`},
		{text, "error.details[0]", "{}"},
		{text, "none", "[]"},
		{`[{"a":1}]`, "[0].a", "1"},
		{"\n\t {\"a\" :\r\n 2 }", "a", "2"},
		{`{"a":{"b":"cut`, "a.b", `"cut`},
		{`{"a":[1,2`, "a", `[1,2`},
		{`{"a":1} and more`, "a", "1"},
		{`{"a":1,"a":2}`, "a", "1"},

		{text, "errors[2]", ""},
		{text, "errors[0].fieldName", ""},
		{text, "errors.message", ""},
		{text, "success.message", ""},
		{text, "none[0]", ""},
		{text, "message", ""}, // deeper down only
		{text, "", ""},
		{text, "errors[", ""},
		{text, "errors[x]", ""},
		{text, ".a", ""},
		{"", "a", ""},
		{"not JSON", "a", ""},
		{`{"a`, "a", ""},
		{`{"a":`, "a", ""},
		{`{"b":cut`, "a", ""},
		{"<html>", "errors[0]", ""},
		{strings.Repeat(`{"a":`, 1000), "b", ""},
	} {
		from, to, found := memberAt(test.text, test.path)
		got := ""
		if found {
			got = test.text[from:to]
		}
		if got != test.want {
			t.Errorf("%q in %.40q: have %q, want %q", test.path, test.text, got, test.want)
		}
	}
}

func TestStretchOf(t *testing.T) {
	for _, test := range []struct {
		text, part string
		want       int // -1: not found
	}{
		{"504 Gateway Time-out", "Gateway", 4},
		{"scope=sleep&x=sleeping", "sleep", 6},
		{"a sleep, a sleep", "sleep", -1},
		{"sleeping", "sleep", 0},
		{"nothing", "sleep", -1},
		{"anything", "", -1},
		{"/date/2026-10-30/1d.json", "2026-10-30", 6},
	} {
		from, to, found := richtext.FindUnique(test.text, test.part)
		if !found {
			from, to = -1, -1+len(test.part)
		}
		if from != test.want || to != from+len(test.part) {
			t.Errorf("%q in %q: have %d to %d, want %d", test.part, test.text, from, to, test.want)
		}
	}
}

func FuzzMemberAt(f *testing.F) {
	f.Add(`{"errors":[{"message":"x"}]}`, "errors[0].message")
	f.Add(`{"a":[[[`, "a[0][0]")
	f.Fuzz(func(t *testing.T, text, path string) {
		if from, to, found := memberAt(text, path); found && (from < 0 || to > len(text) || from >= to) {
			t.Errorf("%q in %q: %d to %d", path, text, from, to)
		}
	})
}
