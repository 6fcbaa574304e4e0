package panel

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestShowBody(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
	}{
		{"empty", "", ""},
		{"text", "Bad Gateway", "Bad Gateway"},
		{"object", `{"success":false,"n":12345678901234567890}`, "{\n  \"success\": false,\n  \"n\": 12345678901234567890\n}"},
		{"array with space around", " [1]\n", "[\n  1\n]"},
		{"broken", `{"success":`, `{"success":`},
		{"number is left alone", "12", "12"},
	} {
		if got, cut := showBody(test.text); got != test.want || cut {
			t.Errorf("%s: showBody(%q) = %q, %v; want %q, whole", test.name, test.text, got, cut, test.want)
		}
	}
}

func TestShowBodyLong(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("ü ", 10<<10),
		"[" + strings.Repeat("1,", 15<<10) + "1]",
		"[" + strings.Repeat("1,", 1<<20) + "1]", // too long to indent
	} {
		got, cut := showBody(text)
		if !cut || len(got) > bodyLimit || len(got) < bodyLimit/2 || !utf8.ValidString(got) {
			t.Errorf("showBody of %d bytes: %d bytes, cut %v, valid %v", len(text), len(got), cut, utf8.ValidString(got))
		}
	}
}

func TestShowBodyMasks(t *testing.T) {
	const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIifQ.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU"
	for name, text := range map[string]string{
		"JSON":       `{"access_token":"` + token + `"}`,
		"message":    "Access token expired: " + token,
		"on the cut": strings.Repeat("x ", bodyLimit/2-20) + token + strings.Repeat(" x", 100),
	} {
		if got, _ := showBody(text); strings.Contains(got, "eyJzdWIi") {
			t.Errorf("%s: token shown in %q", name, got[max(0, len(got)-200):])
		}
	}
}

func TestBytesText(t *testing.T) {
	for n, want := range map[int]string{0: "0 B", 812: "812 B", bodyLimit: "20 kB", 1258291: "1.2 MB"} {
		if got := bytesText(n); got != want {
			t.Errorf("bytesText(%d) = %q, want %q", n, got, want)
		}
	}
}
