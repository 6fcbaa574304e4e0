package panel

import "testing"

func TestQuery(t *testing.T) {
	words := "get\n/1/user/-/sleep/date/2026-10-01.json\nsleep log by date\naccess token expired\n401\nexpired-token"
	for _, test := range []struct {
		text string
		want bool
	}{
		{"", true},
		{"   ", true},
		{"sleep", true},
		{"SLEEP 401", true},
		{"sleep 403", false},
		{"expired-token", true},
		{"-sleep", false},
		{"-heart", true},
		{"401 -heart", true},
		{"401 -sleep", false},
		{"-", true},
		{"/-/sleep", true},
		{"--", false}, // no minus anywhere
		{"log by", true},
	} {
		if got := parseQuery(test.text).match(words); got != test.want {
			t.Errorf("filter %q finds it: %v, want %v", test.text, got, test.want)
		}
	}
}
