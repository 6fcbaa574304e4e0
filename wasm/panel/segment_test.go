package panel

import (
	"slices"
	"testing"
)

func TestCodeSegments(t *testing.T) {
	for _, test := range []struct {
		text string
		want []segment
	}{
		{"", nil},
		{"plain", []segment{{text: "plain"}}},
		{"send `a=b`.", []segment{{text: "send "}, {text: "a=b", code: true}, {text: "."}}},
		{"`a``b`", []segment{{text: "a", code: true}, {text: "b", code: true}}},
		{"a ` alone", []segment{{text: "a ` alone"}}},
		{"`x` and `", []segment{{text: "x", code: true}, {text: " and `"}}},
		{"empty `` pair", []segment{{text: "empty `` pair"}}},
	} {
		if got := codeSegments(test.text); !slices.Equal(got, test.want) {
			t.Errorf("codeSegments(%q) = %+v, want %+v", test.text, got, test.want)
		}
	}
}

func TestValueSegments(t *testing.T) {
	for _, test := range []struct {
		message string
		values  map[string]string
		want    []segment
	}{
		{"", nil, nil},
		{"no values", nil, []segment{{text: "no values"}}},
		{"Invalid date: 2026-13-01", map[string]string{"date": "2026-13-01"},
			[]segment{{text: "Invalid date: "}, {text: "2026-13-01", name: "date"}}},
		{"a cat and a dog", map[string]string{"x": "a"}, // not inside "cat" or "and"
			[]segment{{text: "a", name: "x"}, {text: " cat and "}, {text: "a", name: "x"}, {text: " dog"}}},
		{"from 10 to 100", map[string]string{"n": "10", "m": "100"},
			[]segment{{text: "from "}, {text: "10", name: "n"}, {text: " to "}, {text: "100", name: "m"}}},
		{"path /1/user", map[string]string{"short": "/1", "long": "/1/user"},
			[]segment{{text: "path "}, {text: "/1/user", name: "long"}}},
		{"Zürich ü", map[string]string{"x": "ü"},
			[]segment{{text: "Zürich "}, {text: "ü", name: "x"}}},
		{"nothing …", map[string]string{"x": "…", "y": ""}, []segment{{text: "nothing …"}}},
	} {
		if got := valueSegments(test.message, test.values); !slices.Equal(got, test.want) {
			t.Errorf("valueSegments(%q, %v) = %+v, want %+v", test.message, test.values, got, test.want)
		}
	}
}

func TestTemplateSegments(t *testing.T) {
	for _, test := range []struct {
		text string
		want []segment
	}{
		{"Token expired: {access_token}", []segment{{text: "Token expired: "}, {text: "{access_token}", name: "access_token"}}},
		{"{start-date} to {end-date}.", []segment{{text: "{start-date}", name: "start-date"}, {text: " to "}, {text: "{end-date}", name: "end-date"}, {text: "."}}},
		{"Call `{url}` or {method}", []segment{{text: "Call "}, {text: "{url}", code: true}, {text: " or "}, {text: "{method}", name: "method"}}},
		{"{}", []segment{{text: "{}"}}},
		{`{"a": 1}`, []segment{{text: `{"a": 1}`}}},
		{"{{x}", []segment{{text: "{"}, {text: "{x}", name: "x"}}},
		{"{never closed", []segment{{text: "{never closed"}}},
		{"", nil},
	} {
		if have := templateSegments(test.text); !slices.Equal(have, test.want) {
			t.Errorf("%q is %+v, want %+v", test.text, have, test.want)
		}
	}
}
