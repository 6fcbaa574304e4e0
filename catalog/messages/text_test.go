package messages

import "testing"

func TestFill(t *testing.T) {
	values := map[string]string{"a": "1", "b": "{a}", "empty": ""}
	for text, want := range map[string]string{
		"{a}{a} {b}": "11 {a}", "{gone} {empty}|": "{gone} |", "{": "{", "a { b }": "a { b }", `{"a": {a}}`: `{"a": 1}`, "{{a}}": "{1}", "": "",
	} {
		got := Fill(text, func(name string) (string, bool) { value, ok := values[name]; return value, ok })
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
	}{{"abc", 3, "abc"}, {"abcd", 3, "abc…"}, {"aé", 2, "a…"}, {"é", 1, "…"}, {"", 0, ""}} {
		if got := Shorten(c.text, c.limit); got != c.want {
			t.Errorf("%q to %d: %q, want %q", c.text, c.limit, got, c.want)
		}
	}
}
