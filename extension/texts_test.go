package extension

import (
	"encoding/json"
	"regexp"
	"testing"
)

func TestEnglish(t *testing.T) {
	for _, test := range []struct {
		key    string
		values []string
		want   string
	}{
		{"certaintyLikely", nil, "likely"},
		{"reportTimes", []string{"3", "$2 and $1"}, "3 × $2 and $1"},
		{"noSuchText", []string{"1"}, "noSuchText"},
	} {
		if have := English(test.key, test.values...); have != test.want {
			t.Errorf("%s: %q, want %q", test.key, have, test.want)
		}
	}
	var all map[string]any
	if err := json.Unmarshal(english, &all); err != nil || len(all) < 100 {
		t.Fatalf("%d texts: %v", len(all), err)
	}
	left := regexp.MustCompile(`\$\w+\$|\$\d`)
	for key := range all {
		if text := English(key, "a", "b", "c", "d", "e", "f"); left.MatchString(text) {
			t.Errorf("%s keeps a placeholder: %q", key, text)
		}
	}
}
