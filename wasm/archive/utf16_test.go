package archive

import (
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"
)

// units is a text in UTF-16.
func units(order binary.AppendByteOrder, mark, text string) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune(mark + text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

func TestUTF8(t *testing.T) {
	for _, text := range []string{"", "{", "{}", "{\"log\": \"😀é日\"}", "[1]", strings.Repeat("{😀", 20_000)} {
		for name, coded := range map[string]string{
			"UTF-8":                    text,
			"UTF-8 with its mark":      "\ufeff" + text,
			"little-endian":            units(binary.LittleEndian, "\ufeff", text),
			"big-endian":               units(binary.BigEndian, "\ufeff", text),
			"little-endian, no mark":   units(binary.LittleEndian, "", text),
			"big-endian, without mark": units(binary.BigEndian, "", text),
		} {
			for _, r := range []io.Reader{strings.NewReader(coded), iotest.OneByteReader(strings.NewReader(coded)), iotest.DataErrReader(strings.NewReader(coded))} {
				got, err := io.ReadAll(UTF8(r))
				if err != nil || strings.TrimPrefix(string(got), "\ufeff") != text {
					t.Errorf("%s of %.20q: %.20q, %v", name, text, got, err)
				}
			}
		}
	}
	for text, want := range map[string]string{"\xff": "\xff", "\xff\xfe\x3d": "", "\xff\xfe\x3d\xd8": "\ufffd", "\xff\xfe\x3d\xd8a\x00": "\ufffda", "a\x00b": "a\x00b", "a\x00b\x00": "ab", "\x00a\x00b\x00c": "abc", "\x00\x00ab": "\x00\x00ab"} {
		if got, err := io.ReadAll(UTF8(strings.NewReader(text))); err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

// However it comes, the text is the same; and it is text.
func FuzzUTF8(f *testing.F) {
	f.Add("\xff\xfe{\x00=\xd8\x00\xde")
	f.Add("\x00{\xd8=")
	f.Add("plain")
	f.Fuzz(func(t *testing.T, text string) {
		whole, err := io.ReadAll(UTF8(strings.NewReader(text)))
		parts, err2 := io.ReadAll(UTF8(iotest.OneByteReader(strings.NewReader(text))))
		if err != nil || err2 != nil || string(whole) != string(parts) {
			t.Errorf("%q: %q, %v; byte by byte %q, %v", text, whole, err, parts, err2)
		}
		if string(whole) != text && !utf8.Valid(whole) {
			t.Errorf("%q: %q is no text", text, whole)
		}
	})
}
