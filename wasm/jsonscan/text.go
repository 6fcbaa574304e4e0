package jsonscan

import (
	"math/bits"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"
)

// escapes are what stands for what after a backslash.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescape decodes a string up to its closing quote, into the room of out, which
// grows if it must. It returns the text, and the place after the quote; 0: there
// isn't a quote. What isn't text becomes U+FFFD, what isn't an escape stays as written.
func unescape(out, s []byte) ([]byte, int) {
	out = slices.Grow(out[:0], len(s)+ahead)
	out = out[:cap(out)]
	from, into := unsafe.Pointer(unsafe.SliceData(s)), unsafe.Pointer(unsafe.SliceData(out))
	other := uint64(highs) // marks what is not ASCII; 0 once that is known to be text
	checked := false
	i, o := 0, 0 // there is always room for what is left of s, and ahead more
	for i < len(s) {
		if n := len(s) - ahead; i < n {
			i, o = copyText(into, from, o, i, n, other)
		}
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s):
			if d := escapes[s[i+1]]; d != 0 {
				out[o] = d
				o++
				i += 2
			} else if r, n := escapedRune(s[i:]); n > 0 {
				o += utf8.EncodeRune(out[o:], r)
				i += n
			} else { // stays, and what follows is read on its own
				out[o] = c
				o++
				i++
			}
		case c == '"':
			return out[:o], i + 1
		case c < utf8.RuneSelf || other == 0:
			out[o] = c
			o++
			i++
		case !checked:
			checked = true
			e := extent{string: true}
			if n, _ := e.scan(s[i:]); utf8.Valid(s[i : i+n]) {
				other = 0
			}
		default:
			r, n := utf8.DecodeRune(s[i:])
			if i += n; r == utf8.RuneError { // longer than the byte it stands for
				out = slices.Grow(out[:o], utf8.UTFMax+len(s)-i+ahead)
				out = out[:cap(out)]
				into = unsafe.Pointer(unsafe.SliceData(out))
			}
			o += utf8.EncodeRune(out[o:], r)
		}
	}
	return out[:0], 0
}

// copyText copies plain text and common escapes, and returns how far it came in
// both: until something else comes, or to n or behind. It copies eight bytes at a
// time; what was too much is written over. It makes no calls, like run.
func copyText(into, from unsafe.Pointer, o, i, n int, other uint64) (int, int) {
	for i < n {
		w := load(from, i)
		store(into, o, w)
		m := ends(w) | w&other
		if m == 0 {
			i += 8
			o += 8
			w = load(from, i)
			store(into, o, w)
			if m = ends(w) | w&other; m == 0 {
				i += 8
				o += 8
				w = load(from, i)
				store(into, o, w)
				if m = ends(w) | w&other; m == 0 {
					i += 8
					o += 8
					continue
				}
			}
		}
		i += first(m)
		o += first(m)
		d := escapes[*(*byte)(unsafe.Add(from, i+1))]
		if *(*byte)(unsafe.Add(from, i)) != '\\' || d == 0 {
			break
		}
		*(*byte)(unsafe.Add(into, o)) = d
		i += 2
		o++
	}
	return i, o
}

// escapedRune reads \uXXXX, or two that are one character's, and returns how many
// bytes that took; 0 if it isn't one. A half without its other is U+FFFD.
func escapedRune(s []byte) (rune, int) {
	r, ok := hex4(s)
	switch {
	case !ok:
		return 0, 0
	case !utf16.IsSurrogate(r):
		return r, 6
	}
	if low, ok := hex4(s[6:]); ok {
		if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return utf8.RuneError, 6
}

// hex4 reads \uXXXX.
func hex4(s []byte) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range s[2:6] {
		d := c - '0'
		if d > 9 {
			if d = c | 0x20 - 'a'; d > 5 {
				return 0, false
			}
			d += 10
		}
		r = r<<4 | rune(d)
	}
	return r, true
}

// interned are strings that were made lately, each in the place that its ends give
// it. Names of header fields and most of their values come in every entry: they
// are made once, and their entries share them. A nil *interned makes each again.
type interned [1 << 10]string

// longestShared keeps bodies out; a token is shorter.
const longestShared = 1 << 10

func (t *interned) of(b []byte) string {
	n := len(b)
	if t == nil || n == 0 || n > longestShared {
		return string(b)
	}
	// The first and the last bytes differ more than the others.
	key := uint64(n)
	if p := unsafe.Pointer(unsafe.SliceData(b)); n >= 8 {
		key += load(p, 0) ^ bits.RotateLeft64(load(p, n-8), 31)
	} else {
		for _, c := range b {
			key = key<<8 | uint64(c)
		}
	}
	place := &t[key*0x9e3779b97f4a7c15>>(64-10)]
	if !same(*place, b) {
		*place = string(b)
	}
	return *place
}
