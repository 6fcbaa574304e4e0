package messages

import (
	"strings"
	"testing"
)

func TestFill(t *testing.T) {
	values := map[string]string{"a": "1", "b": "{a}", "empty": ""}
	for text, want := range map[string]string{
		"{a}{a} {b}": "11 {a}", "{gone} {empty}|": "{gone} |", "{": "{", "a { b }": "a { b }", `{"a": {a}}`: `{"a": 1}`, "{{a}}": "{1}", "": "", "{} {…} {a b} {A}": "{} {…} {a b} {A}",
	} {
		got := Fill(text, func(name string) (string, bool) { value, ok := values[name]; return value, ok })
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestFillWhole(t *testing.T) {
	values := map[string]string{"a": "1", "b": "{a} [{a}]", "tick": "x`y", "ticks": "`x`", "blank": " "}
	for text, want := range map[string]string{
		"Token of {a}[, issued by {gone}]. Use {a}.": "Token of 1. Use 1.",
		"Token of {a}[, issued by {a}]. Use {a}.":    "Token of 1, issued by 1. Use 1.",
		"[By {gone} ]at [{b}]":                       "at {a} [{a}]",
		"One {a}. Two `{gone}`. Three (e.g. {a}).":   "One 1. Three (e.g. 1).",
		"All {gone}.":         "",
		"Says `{blank}`. Ok.": "Ok.",
		"`{}` and {…}, `errors[0]`, [not a clause]": "`{}` and {…}, `errors[0]`, [not a clause]",
		"`[{a}] {a}. b` [`{a}]`, {gone}] c":         "`[1] 1. b`  c",
		"`{tick}`":                                  "`xˋy`",
		"{b}":                                       "{a} [{a}]",
		"":                                          "",
	} {
		got, complete := FillWhole(text, func(name string) string { return values[name] })
		if got != want || complete == (text == "All {gone}." || strings.Contains(text, "`{gone}`.") || strings.Contains(text, "{blank}")) {
			t.Errorf("%s: %s (%t), want %s", text, got, complete, want)
		}
	}
}

func TestEllipsize(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{{"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"aé", 2, "a…"}, {"é", 1, "…"}, {"", 0, ""}} {
		if got := Ellipsize(c.text, c.limit); got != c.want {
			t.Errorf("%q to %d: %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}
