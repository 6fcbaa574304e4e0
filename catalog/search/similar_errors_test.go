package search

import (
	"slices"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

func TestSimilarErrors(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, test := range []struct{ message, want string }{ // among the nearest; "" if there is none
		{"quota: The subscription could not be activated", "subscription-conflict"},
		{"Refresh was rejected: concurrent", "concurrent-refresh"},
		{"zzzzz qqqqqq", ""},
		{"hello world my code crashed", ""},
		{"the moon is in the wrong phase", ""},
		{"", ""},
		{"<img src=x onerror=1>", ""},
	} {
		var ids []string
		for _, entry := range SimilarErrors(c, test.message, 4) {
			ids = append(ids, entry.Error.ID)
		}
		if test.want == "" && len(ids) > 0 || test.want != "" && !slices.Contains(ids, test.want) {
			t.Errorf("%q: have %v, want %q", test.message, ids, test.want)
		}
	}
}
