package detail

import (
	"strings"
	"testing"
	"unicode/utf8"

	"misstep/wasm/ui/richtext"
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
		if shown, cut := showBody(nil, "body", test.text, richtext.BodyLimit); richtext.Plain(shown) != test.want || cut {
			got := richtext.Plain(shown)
			t.Errorf("%s: showBody(%q) = %q, %v; want %q, whole", test.name, test.text, got, cut, test.want)
		}
	}
}

func TestShowBodyLong(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("ü ", 30<<10),
		"[" + strings.Repeat("1,", 25<<10) + "1]",
		"[" + strings.Repeat("1,", 4<<20) + "1]", // too long to indent
	} {
		shown, cut := showBody(nil, "body", text, richtext.BodyLimit)
		if got := richtext.Plain(shown); !cut || len(got) > richtext.BodyLimit || len(got) < richtext.BodyLimit/2 || !utf8.ValidString(got) {
			t.Errorf("showBody of %d bytes: %d bytes, cut %v, valid %v", len(text), len(got), cut, utf8.ValidString(got))
		}
	}
}

const bodyToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIifQ.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU"

func TestShowBodyMasks(t *testing.T) {
	for name, text := range map[string]string{
		"JSON":       `{"access_token":"` + bodyToken + `"}`,
		"message":    "Access token expired: " + bodyToken,
		"on the cut": strings.Repeat("x ", richtext.BodyLimit/2-20) + bodyToken + strings.Repeat(" x", 100),
	} {
		shown, _ := showBody(nil, "body", text, richtext.BodyLimit)
		if got := richtext.Plain(shown); strings.Contains(got, "eyJzdWIi") {
			t.Errorf("%s: token shown in %q", name, got[max(0, len(got)-200):])
		}
		n := 0
		for _, s := range shown {
			if s.Original == bodyToken && s.Secret == "body 0" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s: the token can be shown %d times", name, n)
		}
	}
}

func TestBytesText(t *testing.T) {
	for n, want := range map[int]string{0: "0 B", 812: "812 B", richtext.BodyLimit: "64 kB", 1258291: "1.2 MB"} {
		if got := richtext.ByteSize(n); got != want {
			t.Errorf("bytesText(%d) = %q, want %q", n, got, want)
		}
	}
}
