package richtext

import (
	"slices"
	"strings"
	"testing"
)

func TestRequests(t *testing.T) {
	known := func(number int) bool { return number < 100 }
	for text, want := range map[string]string{
		"#20, 120 ms later":                "(#20), 120 ms later",
		"by #1 and #2.":                    "by (#1) and (#2).",
		"#200, #, a#3, #4b, `#5`, #99-#98": "#200, #, a#3, #4b, #5, (#99)-(#98)",
		"":                                 "",
	} {
		var have strings.Builder
		for _, r := range Requests(Code(text), known) {
			if r.Request != 0 {
				r.Text = "(" + r.Text + ")"
			}
			have.WriteString(r.Text)
		}
		if have.String() != want {
			t.Errorf("%q: have %q, want %q", text, have.String(), want)
		}
	}
}

func TestCodeSegments(t *testing.T) {
	for _, test := range []struct {
		text string
		want []Run
	}{
		{"", nil},
		{"plain", []Run{{Text: "plain"}}},
		{"send `a=b`.", []Run{{Text: "send "}, {Text: "a=b", Code: true}, {Text: "."}}},
		{"`a``b`", []Run{{Text: "a", Code: true}, {Text: "b", Code: true}}},
		{"a ` alone", []Run{{Text: "a ` alone"}}},
		{"`x` and `", []Run{{Text: "x", Code: true}, {Text: " and `"}}},
		{"empty `` pair", []Run{{Text: "empty `` pair"}}},
	} {
		if got := Code(test.text); !slices.Equal(got, test.want) {
			t.Errorf("codeSegments(%q) = %+v, want %+v", test.text, got, test.want)
		}
	}
}

func TestValueSegments(t *testing.T) {
	for _, test := range []struct {
		message string
		values  map[string]string
		want    []Run
	}{
		{"", nil, nil},
		{"no values", nil, []Run{{Text: "no values"}}},
		{"Invalid date: 2026-13-01", map[string]string{"date": "2026-13-01"},
			[]Run{{Text: "Invalid date: "}, {Text: "2026-13-01", Name: "date"}}},
		{"a cat and a dog", map[string]string{"x": "a"}, // not inside "cat" or "and"
			[]Run{{Text: "a", Name: "x"}, {Text: " cat and "}, {Text: "a", Name: "x"}, {Text: " dog"}}},
		{"from 10 to 100", map[string]string{"n": "10", "m": "100"},
			[]Run{{Text: "from "}, {Text: "10", Name: "n"}, {Text: " to "}, {Text: "100", Name: "m"}}},
		{"path /1/user", map[string]string{"short": "/1", "long": "/1/user"},
			[]Run{{Text: "path "}, {Text: "/1/user", Name: "long"}}},
		{"Zürich ü", map[string]string{"x": "ü"},
			[]Run{{Text: "Zürich "}, {Text: "ü", Name: "x"}}},
		{"nothing …", map[string]string{"x": "…", "y": ""}, []Run{{Text: "nothing …"}}},
	} {
		if got := Values(test.message, test.values); !slices.Equal(got, test.want) {
			t.Errorf("valueSegments(%q, %v) = %+v, want %+v", test.message, test.values, got, test.want)
		}
	}
}

func TestTemplateSegments(t *testing.T) {
	for _, test := range []struct {
		text string
		want []Run
	}{
		{"Token expired: {access_token}", []Run{{Text: "Token expired: "}, {Text: "{access_token}", Name: "access_token"}}},
		{"{start-date} to {end-date}.", []Run{{Text: "{start-date}", Name: "start-date"}, {Text: " to "}, {Text: "{end-date}", Name: "end-date"}, {Text: "."}}},
		{"Call `{url}` or {method}", []Run{{Text: "Call "}, {Text: "{url}", Code: true}, {Text: " or "}, {Text: "{method}", Name: "method"}}},
		{"{}", []Run{{Text: "{}"}}},
		{`{"a": 1}`, []Run{{Text: `{"a": 1}`}}},
		{"{{x}", []Run{{Text: "{"}, {Text: "{x}", Name: "x"}}},
		{"{never closed", []Run{{Text: "{never closed"}}},
		{"", nil},
	} {
		if have := Template(test.text); !slices.Equal(have, test.want) {
			t.Errorf("%q is %+v, want %+v", test.text, have, test.want)
		}
	}
}

func TestFindUnique(t *testing.T) {
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
		from, to, found := FindUnique(test.text, test.part)
		if !found {
			from, to = -1, -1+len(test.part)
		}
		if from != test.want || to != from+len(test.part) {
			t.Errorf("%q in %q: have %d to %d, want %d", test.part, test.text, from, to, test.want)
		}
	}
}

func TestKeyBefore(t *testing.T) {
	for text, want := range map[string]string{
		"{\n  \"errorType\": \"a\",\n  \"message\": \"": "message",
		`{"code":`: "code", `{"a b" : "`: "a b", `{"n": 1, "list": [`: "", "": "", `"`: "", `: "`: "", `{"message": "Access token expired: `: "",
	} {
		if have := KeyBefore(text); have != want {
			t.Errorf("%q: have %q, want %q", text, have, want)
		}
	}
}
