package jsonscan

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// tricky are the pieces that texts for these tests are put together from: what
// ends, escapes or nests, and fillers that shift it against the words of eight.
var tricky = []string{
	`"`, `\`, `\"`, `\\`, `\n`, `\/`, `\q`, `\u0041`, `\u00e4`, `\ud83d\ude00`, `\ud83d`, `\udc00x`, `\u12`, `\u`,
	"{", "}", "[", "]", ":", ",", " ", "\n", "\t", "Y", "_", "\x7f", "\x00", "é", "日本語", "🎉", "\xff", "\xe2\x82", "\xed\xa0\x80",
	"a", "bc", "def", "12345678", "plain text that is longer than a word", strings.Repeat("x", 60),
}

// trickyText puts a text together from n pieces, always the same for a seed.
func trickyText(seed uint64, n int) []byte {
	random := rand.New(rand.NewPCG(seed, 1))
	var text []byte
	for range n {
		text = append(text, tricky[random.IntN(len(tricky))]...)
	}
	return text
}

// slowScan is extent.scan byte by byte.
func slowScan(e extent, data []byte) (extent, int, bool) {
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case e.string && c == '\\':
			if i+1 == len(data) {
				return e, i, false
			}
			i++
		case c == '"':
			if e.string = !e.string; !e.string && e.depth == 0 {
				return e, i + 1, true
			}
		case e.string:
		case c == '{' || c == '[':
			e.depth++
		case c == '}' || c == ']':
			if e.depth--; e.depth == 0 {
				return e, i + 1, true
			}
		}
	}
	return e, len(data), false
}

func TestScan(t *testing.T) {
	for seed := range uint64(3000) {
		text := trickyText(seed, int(seed%60))
		for _, e := range []extent{{depth: 1}, {depth: 5}, {string: true}, {depth: 2, string: true}} {
			want, n, ended := slowScan(e, text)
			got := e
			if m, ok := got.scan(text); m != n || ok != ended || !ok && got != want {
				t.Fatalf("%+v: scan(%q) = %d, %v, %+v; want %d, %v, %+v", e, text, m, ok, got, n, ended, want)
			}
		}
	}
}

// slowUnescape is unescape byte by byte.
func slowUnescape(s []byte) ([]byte, int) {
	var out []byte
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"':
			return out, i + 1
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(s[i:])
			out = utf8.AppendRune(out, r)
			i += n
			continue
		case c != '\\' || i+1 == len(s):
			out = append(out, c)
			i++
			continue
		}
		if at := strings.IndexByte(`"\/bfnrt`, s[i+1]); at >= 0 {
			out = append(out, "\"\\/\b\f\n\r\t"[at])
			i += 2
			continue
		}
		r, ok := hex4(s[i:])
		if !ok {
			out = append(out, c)
			i++
			continue
		}
		i += 6
		if utf16.IsSurrogate(r) {
			low, _ := hex4(s[i:])
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				i += 6
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return nil, 0
}

func TestUnescape(t *testing.T) {
	var room []byte
	for seed := range uint64(3000) {
		text := append(trickyText(seed, int(seed%40)), trickyText(seed, 40)...)
		if seed%2 == 0 { // most end soon: also go on
			text = append(text[:0:0], strings.ReplaceAll(strings.ReplaceAll(string(text), `\`, `\\`), `"`, `\"`)+`"`+strings.Repeat(" ", int(seed%50))...)
		}
		if seed%100 == 0 { // what gets longer
			text = append(bytes.Repeat([]byte("\xff"), int(seed)), '"')
		}
		want, wantEnd := slowUnescape(text)
		got, end := unescape(room, text)
		if room = got; string(got) != string(want) || end != wantEnd {
			t.Fatalf("unescape(%q) = %q, %d; want %q, %d", text, got, end, want, wantEnd)
		}
	}
}

func TestPlainAndSpace(t *testing.T) {
	for seed := range uint64(1000) {
		text := trickyText(seed, 10)
		text = append(append(text, "   \n          \r\n\t                "...), text...)
		for i := range len(text) + 1 {
			end := i
			for end < len(text) && text[end] != '"' && text[end] != '\\' && text[end] < utf8.RuneSelf {
				end++
			}
			if got := plain(text, i); got != end {
				t.Fatalf("plain(%q, %d) = %d, want %d", text, i, got, end)
			}
			for end = i; end < len(text) && strings.IndexByte(" \n\t\r", text[end]) >= 0; end++ {
			}
			if got := space(text, i); got != end {
				t.Fatalf("space(%q, %d) = %d, want %d", text, i, got, end)
			}
		}
	}
}

func TestInterned(t *testing.T) {
	shared := new(interned)
	for seed := range uint64(2000) {
		text := trickyText(seed%50, int(seed%7))
		if got := shared.of(text); got != string(text) {
			t.Fatalf("of(%q) = %q", text, got)
		}
		for i := range text { // what differs in one byte is another
			text[i] ^= 1
			if got := shared.of(text); got != string(text) {
				t.Fatalf("of(%q) = %q", text, got)
			}
			text[i] ^= 1
		}
	}
	token := []byte(strings.Repeat("token", 50))
	if n := testing.AllocsPerRun(100, func() { shared.of(token) }); n != 0 {
		t.Errorf("a known text takes %v allocations", n)
	}
	if long := strings.Repeat("x", longestShared+1); shared.of([]byte(long)) != long {
		t.Error("a long text changes")
	}
}
