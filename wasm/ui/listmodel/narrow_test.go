package listmodel

import "testing"

func TestWith(t *testing.T) {
	for _, c := range []struct {
		filter, field, value string
		not                  bool
		want                 string
	}{
		{"", "status", "401", false, "status:401"},
		{"", "status", "401", true, "-status:401"},
		{"sleep", "status", "401", false, "sleep status:401"},
		{"  sleep   log ", "endpoint", "Sleep Log by Date", false, `sleep log endpoint:"Sleep Log by Date"`},
		{"status:401 sleep", "status", "403", false, "sleep status:403"},              // no request has both
		{"-status:401 sleep", "status", "403", false, "-status:401 sleep status:403"}, // what is excluded stays so
		{"-status:401", "status", "401", false, "status:401"},
		{"status:401", "status", "401", true, "-status:401"},
		{"-status:401", "status", "403", true, "-status:401 -status:403"},
		{"-status:401", "status", "401", true, "-status:401"},
		{`endpoint:"Sleep Log by Date" -host:x`, "endpoint", "Get Profile", false, `-host:x endpoint:"Get Profile"`},
		{`"two words" -"not these"`, "entry", "unknown", false, `"two words" -"not these" entry:unknown`},
		{"STATUS:4xx", "status", "401", false, "status:401"},
		{"", "endpoint", `/a"b c`, false, "endpoint:/a"},
		{"https://x", "user", "9QZ7KX", false, "https://x user:9QZ7KX"},
	} {
		if got := With(c.filter, c.field, c.value, c.not); got != c.want {
			t.Errorf("With(%q, %s, %q, %v) is %q, want %q", c.filter, c.field, c.value, c.not, got, c.want)
		}
	}
}
