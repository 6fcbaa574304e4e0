package archive

import (
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// UTF8 gives a text as UTF-8 that may be UTF-16, as Windows' shell writes files: with
// a byte order mark, or beginning with a brace, a bracket or two characters of ASCII.
func UTF8(r io.Reader) io.Reader { return &utf8Reader{r: r} }

type utf8Reader struct {
	r      io.Reader
	looked bool
	high   int    // the place of the high byte in each unit; -1: it isn't UTF-16
	part   []byte // room for what is read
	raw    []byte // what was read, and not decoded yet
	text   []byte // what was decoded, and not given yet
	err    error
}

func (u *utf8Reader) Read(p []byte) (int, error) {
	if !u.looked {
		u.look()
	}
	switch {
	case len(u.text) > 0:
		n := copy(p, u.text)
		u.text = u.text[n:]
		return n, nil
	case u.err != nil:
		return 0, u.err
	case u.high < 0:
		return u.r.Read(p)
	}
	if u.part == nil {
		u.part = make([]byte, 16<<10)
	}
	n, err := u.r.Read(u.part)
	u.raw, u.err = append(u.raw, u.part[:n]...), err
	u.decode()
	return u.Read(p)
}

// look reads as much as needed to recognize what it is.
func (u *utf8Reader) look() {
	head := make([]byte, 4)
	n, err := io.ReadFull(u.r, head)
	u.looked, u.high, u.text = true, -1, head[:n]
	if u.err = err; err == io.ErrUnexpectedEOF {
		u.err = io.EOF
	}
	if n < 2 {
		return
	}
	start := string(head[:2])
	switch {
	case start == "\xff\xfe", start == "{\x00", start == "[\x00", n == 4 && ascii(head[0]) && head[1] == 0 && ascii(head[2]) && head[3] == 0:
		u.high = 1
	case start == "\xfe\xff", start == "\x00{", start == "\x00[", n == 4 && head[0] == 0 && ascii(head[1]) && head[2] == 0 && ascii(head[3]):
		u.high = 0
	default:
		return
	}
	u.raw, u.text = head[:n], nil
	if head[0] >= 0xfe {
		u.raw = head[2:n] // behind the mark
	}
	u.decode()
}

func ascii(c byte) bool { return c == '\n' || c == '\r' || ' ' <= c && c < 0x7f }

// decode makes text of the units that came. The first half of a character waits for
// the other.
func (u *utf8Reader) decode() {
	n := 0
	for n+2 <= len(u.raw) {
		r := u.unit(n)
		size := 2
		if utf16.IsSurrogate(r) {
			if n+4 > len(u.raw) && u.err == nil {
				break
			}
			if n+4 <= len(u.raw) && utf16.DecodeRune(r, u.unit(n+2)) != utf8.RuneError {
				r, size = utf16.DecodeRune(r, u.unit(n+2)), 4
			}
		}
		u.text = utf8.AppendRune(u.text, r)
		n += size
	}
	u.raw = append(u.raw[:0], u.raw[n:]...)
}

func (u *utf8Reader) unit(at int) rune {
	return rune(u.raw[at+u.high])<<8 | rune(u.raw[at+1-u.high])
}
