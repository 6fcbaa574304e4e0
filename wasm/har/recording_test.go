package har

import (
	"errors"
	"strings"
	"testing"

	"misstep/wasm/jsonscan"
)

// Recordings come alone, in lists, line by line and in scripts.
func TestReadForms(t *testing.T) {
	const har = `{"log":{"version":"1.2","entries":[` + entry + `]}}`
	const other = `{"level":"info","message":"x"}`
	for _, c := range []struct {
		name, text string
		want       Summary
	}{
		{"entries in an array", "[" + entry + ",\n" + entry + "]", Summary{Entries: 2}},
		{"one entry", entry + "\n", Summary{Entries: 1}},
		{"one entry in an array", " [ " + entry + "]", Summary{Entries: 1}},
		{"entries in an array, with others", "[" + entry + ",null," + other + "]", Summary{Entries: 1, Skipped: 2, AtFirst: 2}},
		{"entries line by line", entry + "\n" + entry + "\r\n", Summary{Entries: 2}},
		{"entries line by line, with others", other + "\n" + entry + "\n" + other, Summary{Entries: 1, Skipped: 2, AtFirst: 1}},
		{"a line that isn't JSON", entry + "\nnot json at all\n" + entry + "\n", Summary{Entries: 2, Skipped: 1, AtFirst: 2}},
		{"two lines that aren't JSON", entry + "\n# one\n\n# two\n" + entry + "\n" + entry, Summary{Entries: 3, Skipped: 2, AtFirst: 2}},
		{"a line that is cut", entry + "\n" + entry[:len(entry)/2] + "\n" + entry + "\n" + entry + "\n", Summary{Entries: 3, Skipped: 1, AtFirst: 2}},
		{"a line cut after a comma", entry + "\n" + entry[:strings.Index(entry, ",")+1] + "\n" + entry + "\n", Summary{Entries: 2, Skipped: 1, AtFirst: 2}},
		{"entries of several lines", strings.ReplaceAll(entry, ",", ",\n ") + "\n" + strings.ReplaceAll(entry, "{", "{\n ") + "\n", Summary{Entries: 2}},
		{"the first line is cut", entry[:len(entry)-20] + "\n" + entry + "\n", Summary{Entries: 1, Skipped: 1, AtFirst: 1}},
		{"a line that is cut in its URL", entry + "\n" + entry[:strings.Index(entry, "fitbit")] + "\r\n" + entry + "\n", Summary{Entries: 2, Skipped: 1, AtFirst: 2}},
		{"a line cut after a comma, and an empty one", entry + "\n" + entry[:strings.Index(entry, ",")+1] + "\n\n" + entry + "\n", Summary{Entries: 2, Skipped: 1, AtFirst: 2}},
		{"a line cut after a bracket, and blanks", entry + "\n" + entry[:strings.LastIndex(entry, "{")+1] + "\n  " + entry, Summary{Entries: 2, Skipped: 1, AtFirst: 2}},
		{"a line of one bracket", entry + "\n{\n" + entry + "\n{\"req\r\n" + entry, Summary{Entries: 3, Skipped: 2, AtFirst: 2}},
		{"a line with too much", entry + "\n" + entry + "}\n" + entry + "\n", Summary{Entries: 3, Skipped: 1, AtFirst: 3}},
		{"entries in a sequence", "\x1e" + entry + "\n\x1e" + entry + "\n", Summary{Entries: 2}},
		{"entries by commas", entry + ",\n" + entry, Summary{Entries: 2}},
		{"two recordings", har + har, Summary{Version: "1.2", Entries: 2}},
		{"two recordings, a line between", har + "\n\n" + har + "\n", Summary{Version: "1.2", Entries: 2}},
		{"two recordings with marks", "\ufeff" + har + "\ufeff" + har + "\r\n\ufeff" + har + "\x1a", Summary{Version: "1.2", Entries: 3}},
		{"entries line by line with marks", "\ufeff" + entry + "\n\ufeff" + entry + "\n\ufeff" + entry, Summary{Entries: 3}},
		{"two logs in one", `{"log":{"entries":[` + entry + `]},"a":1,"log":{"entries":[` + entry + `]}}`, Summary{Entries: 2}},
		{"a log in a log", `{"log":{"log":{"entries":[` + entry + `]},"entries":[` + entry + `]}}`, Summary{Entries: 1}},
		{"recordings in an array", "[" + har + "," + har + "]", Summary{Version: "1.2", Entries: 2}},
		{"a recording and its entries", har + "\n" + entry + "\n[" + entry + "]", Summary{Version: "1.2", Entries: 3}},
		{"no recording, then one", other + har, Summary{Version: "1.2", Entries: 1, Skipped: 1, AtFirst: 1}},
		{"in a call", "callback(" + har + ");", Summary{Version: "1.2", Entries: 1}},
		{"in a call, with a comment", "/**/ window.onHar (\n" + har + ")\n", Summary{Version: "1.2", Entries: 1}},
		{"in a variable", "var har_1 = " + har + ";\n", Summary{Version: "1.2", Entries: 1}},
		{"kept from being run", ")]}',\n" + har, Summary{Version: "1.2", Entries: 1}},
		{"NaN", strings.Replace(har, "12.5", "NaN", 1), Summary{Version: "1.2", Entries: 1}},
		{"Infinity", strings.Replace(har, "12.5", "-Infinity,\"x\":Infinity,\"y\":undefined", 1), Summary{Version: "1.2", Entries: 1}},
		{"nothing else for long", `{"comment":"` + strings.Repeat("x", 5000) + `","log":{"entries":[{}]}}`, Summary{Entries: 1}},
	} {
		for _, size := range windows {
			if list, sum, err := readIn(size, c.text, nil); err != nil || sum != c.want || len(list) != sum.Entries {
				t.Errorf("%s, in a window of %d: %+v, %v; want %+v", c.name, size, sum, err, c.want)
			}
		}
		if LooksLikeHAR(c.text) == (c.name == "one entry") { // which may be pasted, whatever its host
			t.Errorf("%s does not look like a recording", c.name)
		}
	}
}

// What follows a recording isn't dropped silently, and what isn't a recording is reported as such.
func TestReadOtherForms(t *testing.T) {
	const har = `{"log":{"entries":[` + entry + `]}}`
	for _, text := range []string{har + " and more", har + har[:60], har + `"x"`, "callback(" + har[:len(har)-2]} {
		list, _, err := read(strings.NewReader(text))
		var cut *CutError
		if !errors.As(err, &cut) || cut.Entry != 1 || len(list) != 1 {
			t.Errorf("%.20s… %q: %d entries, %v", text, text[len(text)-9:], len(list), err)
		}
	}
	for _, text := range []string{"[{}]", `[{"error":{"code":401}}]`, `[[` + entry + `]]`, `{"a":1}{"b":2}`, `{"a":1} GET`} {
		list, sum, err := read(strings.NewReader(text))
		if err != ErrNotHAR || len(list) != 0 || sum != (Summary{}) || LooksLikeHAR(text) {
			t.Errorf("%.40q: %d entries, %+v, %v", text, len(list), sum, err)
		}
	}
	for _, text := range []string{"callback(1)", `callback({"a":1})`, `error: {"log":{"entries":[]}}`, "= {}", "(" + har + ")"} {
		var not *NotJSONError
		if _, _, err := read(strings.NewReader(text)); !errors.As(err, &not) {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

// One entry that nobody wants may be explained as what somebody pasted.
func TestReadLoneEntry(t *testing.T) {
	for text, want := range map[string]error{entry: ErrNotHAR, entry + entry: nil, "[" + entry + "]": nil} {
		sum, err := Read(strings.NewReader(text), func(int, []byte) bool { return false }, nil)
		if err != want || sum.Entries != 0 {
			t.Errorf("%.9q…: %+v, %v", text, sum, err)
		}
	}
}

// Of a line that ends in its URL nobody is asked whether it is wanted.
func TestCutAddress(t *testing.T) {
	text := entry + "\n" + entry[:strings.Index(entry, "fitbit")] + "\n" + entry + "\n"
	var asked []string
	sum, err := Read(strings.NewReader(text), func(_ int, address []byte) bool {
		asked = append(asked, string(address))
		return false
	}, nil)
	if want := (Summary{Passed: 2, Skipped: 1, AtFirst: 2}); err != nil && err != ErrNotHAR || len(asked) != 2 || sum != want {
		t.Errorf("%v, %+v, asked for %q", err, sum, asked)
	}
}

// A file of nothing but lines that are cut is read once.
func TestCutLinesScaleLinearly(t *testing.T) {
	read := func(lines int) int {
		text := entry + "\n" + strings.Repeat(entry[:len(entry)-1]+"\n", lines) + entry
		s := jsonscan.NewStream(strings.NewReader(text), jsonscan.Window)
		looked := 0
		sum, err := recording(s, false, nil, func(int, []byte) bool { looked++; return false }, nil)
		if err != nil || sum.Skipped != lines || sum.Passed != 2 {
			t.Errorf("%+v, %v", sum, err)
		}
		return looked
	}
	if few, many := read(10), read(10_000); few != many {
		t.Errorf("%d entries are looked at, then %d", few, many)
	}
}
