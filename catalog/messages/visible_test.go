package messages

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	for _, c := range []struct{ in, except, want string }{
		{"Größe: 5 µm – “a”", "", "Größe: 5 µm – “a”"},
		{"日本 🙂 \ufffd", "", "日本 🙂 \ufffd"},
		{"a\nb\r\nc\td", "", `a\nb\r\nc\td`},
		{"a\nb\tc\r", "\n\t", "a\nb\tc\\r"},
		{"\x1b[31mred\x1b[0m\x07", "", `\u{1b}[31mred\u{1b}[0m\u{7}`},
		{"\u009b2J\u0085x\x7f\x00", "", `\u{9b}2J\u{85}x\u{7f}\u{0}`},
		{"a\u202eb\u2066c\u200fd\u200be\ufefff", "", `a\u{202e}b\u{2066}c\u{200f}d\u{200b}e\u{feff}f`},
		{"a\u2028b\u2029c\u00a0d\u3000e\u3164f", "", `a\u{2028}b\u{2029}c\u{a0}d\u{3000}e\u{3164}f`},
		{"a\xff\x9bb\xc2", "", `a\xff\x9bb\xc2`},
		{"\ue000 \U000e0041", "", `\u{e000} \u{e0041}`},
	} {
		if got := Visible(c.in, c.except); got != c.want {
			t.Errorf("Visible(%q, %q) = %q, want %q", c.in, c.except, got, c.want)
		}
	}
}

func FuzzVisible(f *testing.F) {
	f.Add("a\x1b[2J\xff\u202e\n")
	f.Fuzz(func(t *testing.T, text string) {
		got := Visible(text, "")
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unseen) {
			t.Errorf("%q becomes %q", text, got)
		}
		if Visible(got, "") != got {
			t.Errorf("%q is changed twice", text)
		}
	})
}
