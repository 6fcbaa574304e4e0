package escape

import (
	"strings"
	"testing"
)

func TestUndumped(t *testing.T) {
	for in, want := range map[string]string{
		"0000: GET /x HTTP/1.1\n0010: Cookie: a=b\n<= Recv\n": "GET /x HTTP/1.1\nCookie: a=b\n<= Recv\n",
		"0000: " + strings.Repeat("x", 64) + "\n0040: rest\n": strings.Repeat("x", 64) + "rest\n",
		"0000: 47 45 54 20 2f 78 20 48 54 54 50 2f 31 2e 31 0d  GET /x HTTP/1.1.\n0010: 0a 61 3d 62                                      .a=b\n":             "GET /x HTTP/1.1\r\na=b\n",
		"00000000: 4745 5420 2f78 2048 5454 502f 312e 310d  GET /x HTTP/1.1.\n00000010: 0a61 3d62                                .a=b\n":                     "GET /x HTTP/1.1\r\na=b\n",
		"00000000  47 45 54 20 2f 78 20 48  54 54 50 2f 31 2e 31 0d  |GET /x HTTP/1.1.|\n00000010  0a 61                                             |.a|\n": "GET /x HTTP/1.1\r\na\n",
		"data: [116, 111, 107, 101, 110, 61, 97, 98]":       "data: [token=ab]",
		"<Buffer 74 6f 6b 65 6e 3d 61 62 ... 4 more bytes>": "<Buffer token=ab ... 4 more bytes>",
		"0x74, 0x6f, 0x6b, 0x65, 0x6e, 0x3d, 0x61, 0x62":    "token=ab",
		"74:6F:6B:65:6E:3D:61:62":                           "token=ab",
		"t\x00o\x00k\x00e\x00n\x00":                         "token",

		"[116, 111, 107]": "[116, 111, 107]", "at 10:20:30, 40:50": "at 10:20:30, 40:50", "steps 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000": "steps 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000",
		"0000: a\nb": "a\nb", "port 0000 is: x": "port 0000 is: x", "2026: 1 2 3 4 5 6 7 8": "2026: 1 2 3 4 5 6 7 8", "a\x00b long text with one zero": "a\x00b long text with one zero",
	} {
		if got := Undumped(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func FuzzUndumped(f *testing.F) {
	f.Add("0000: 47 45 54\n0003: x")
	f.Add("[116, 111, 107, 101, 110, 61, 97, 98]")
	f.Fuzz(func(t *testing.T, text string) {
		if got := Undumped(text); len(got) > len(text)+strings.Count(text, "\n")+1 {
			t.Errorf("%q becomes %q", text, got)
		}
	})
}
