package diagnosis

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/analysis"
)

func TestDecidingEvidence(t *testing.T) {
	values := map[string]string{"resource": "sleep", "access": "access", "token": "eyJ…", "empty": ""}
	for _, test := range []struct {
		name string
		f    Finding
		want string
	}{
		{"none", Finding{Cause: "The access token has no sleep."}, ""},
		{"code of the cause", Finding{Cause: "It needs the `sleep` scope to access it."}, "resource"},
		{"code of a fix", Finding{Fixes: []string{"Add `sleep profile`."}}, "resource"},
		{"fact", Finding{Fact: "sleep"}, "resource"},
		{"part of a word", Finding{Fact: "asleep, sleep_log"}, ""},
		{"evidence", Finding{Evidence: []analysis.Evidence{{Text: "sleep, profile"}, {Text: "No access", Repeats: true}}}, "resource"},
		{"a masked secret", Finding{Fact: "eyJ…"}, "token"},
	} {
		test.f.Values = values
		if have := strings.Join(slices.Sorted(maps.Keys(test.f.Deciding())), " "); have != test.want {
			t.Errorf("%s: have %q, want %q", test.name, have, test.want)
		}
	}
}
