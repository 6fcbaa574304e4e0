package richtext

import (
	"slices"
	"testing"
)

func TestDocLinks(t *testing.T) {
	for _, test := range []struct {
		name      string
		addresses []string
		texts     []string
	}{
		{"one page, two sections", []string{
			"https://dev.example/build/guide/design/", "https://dev.example/build/guide/design/#Scopes",
		}, []string{"dev.example/…/design", "dev.example/…/design#Scopes"}},
		{"the same twice", []string{"https://dev.example/a/b/c", "https://dev.example/a/b/c"}, []string{"dev.example/…/c"}},
		{"one name in two places", []string{"https://dev.example/a/b/c", "https://dev.example/x/b/c/"}, []string{"dev.example/a/b/c", "dev.example/x/b/c"}},
		{"short already", []string{"https://dev.example", "https://dev.example/", "https://dev.example/docs/errors"},
			[]string{"dev.example", "dev.example", "dev.example/docs/errors"}},
		{"a query", []string{"https://dev.example/a/b/c?thread=1"}, []string{"dev.example/a/b/c?thread=1"}},
		{"no link at all", []string{"javascript:alert(1)", "http://dev.example/", "https://me@dev.example/"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var texts []string
			for _, l := range DocLinks(test.addresses) {
				texts = append(texts, l.Text)
				if !slices.Contains(test.addresses, l.Address) {
					t.Errorf("%s was not among the addresses", l.Address)
				}
			}
			if !slices.Equal(texts, test.texts) {
				t.Errorf("%q, want %q", texts, test.texts)
			}
		})
	}
}
