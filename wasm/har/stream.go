package har

import (
	"errors"
	"io"
)

// A stream cuts a JSON text into values as it is read. It holds what was read
// last and, of a value that is asked for, all of it.
type stream struct {
	r      io.Reader
	window int // bytes it holds unless a value is longer
	buf    []byte
	pos    int   // what comes next in buf
	hold   int   // what must stay in buf begins here; -1: nothing before pos
	base   int64 // offset of buf[0] in the text
	err    error // of r; io.EOF at the end
}

const (
	// window is long beside most entries, of which one in each window has to be
	// begun again because it was not there yet.
	window = 1 << 20
	// firstWindow is for texts that end before that.
	firstWindow = 64 << 10
)

func newStream(r io.Reader) *stream { return &stream{r: r, window: window, hold: -1} }

// offset is how far the text was consumed, in bytes.
func (s *stream) offset() int64 { return s.base + int64(s.pos) }

// more reads on, as much as there is room for; false when there is nothing more.
func (s *stream) more() bool {
	if s.err != nil {
		return false
	}
	s.makeRoom()
	before := len(s.buf)
	for empty := 0; s.err == nil && len(s.buf) < cap(s.buf); {
		var n int
		n, s.err = s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if n > 0 {
			empty = 0
		} else if empty++; empty == 100 && s.err == nil { // as bufio: such a reader is broken
			s.err = io.ErrNoProgress
		}
	}
	return len(s.buf) > before
}

// makeRoom gives up what is no longer needed. What is held moves to the front, or
// into a buffer twice as long if it takes more than half; so each byte moves a
// few times at most. A buffer that one huge entry needed is not kept for others.
func (s *stream) makeRoom() {
	from := s.pos
	if s.hold >= 0 {
		from = s.hold
	}
	held, size := s.buf[from:], cap(s.buf)
	switch {
	case size == 0:
		size = min(firstWindow, s.window)
	case size < s.window:
		size = s.window
	case len(held) > size/2:
		size *= 2
	case len(held) < s.window/2:
		size = s.window
	}
	buf := s.buf[:0]
	if size != cap(s.buf) {
		buf = make([]byte, 0, size)
	}
	s.buf = append(buf, held...)
	s.base += int64(from)
	s.pos -= from
	if s.hold >= 0 {
		s.hold = 0
	}
}

// peek steps over white space and returns the next byte; false at the end.
func (s *stream) peek() (byte, bool) {
	for {
		if s.pos = space(s.buf, s.pos); s.pos < len(s.buf) {
			return s.buf[s.pos], true
		}
		if !s.more() {
			return 0, false
		}
	}
}

// skip consumes the next value, whatever its size.
func (s *stream) skip() error {
	c, _ := s.peek()
	switch {
	case c == '"':
		s.pos++
		return s.rest(extent{string: true})
	case c == '{' || c == '[':
		s.pos++
		return s.rest(extent{depth: 1})
	case scalarStart(c):
		for {
			for ; s.pos < len(s.buf); s.pos++ {
				if scalarEnd(s.buf[s.pos]) {
					return nil
				}
			}
			if !s.more() {
				if s.err == io.EOF {
					return nil
				}
				return s.err
			}
		}
	}
	return s.broken("json.value")
}

// rest consumes what is left of a value that was begun.
func (s *stream) rest(e extent) error {
	for {
		n, ended := e.scan(s.buf[s.pos:])
		s.pos += n
		if ended {
			return nil
		}
		if !s.more() {
			s.pos = len(s.buf)
			return s.broken("json.rest")
		}
	}
}

// value consumes the next value and returns it as written, valid until more is
// consumed.
func (s *stream) value() ([]byte, error) {
	s.peek()
	s.hold = s.pos
	err := s.skip()
	raw := s.buf[s.hold:s.pos]
	s.hold = -1
	return raw, err
}

// expect consumes one byte of punctuation.
func (s *stream) expect(c byte, want string) error {
	if got, ok := s.peek(); !ok || got != c {
		return s.broken(want)
	}
	s.pos++
	return nil
}

// broken says what is wrong at the point reached.
func (s *stream) broken(want string) error {
	if s.pos < len(s.buf) {
		return notJSON(s.buf[s.pos], want)
	}
	if s.err == nil || errors.Is(s.err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return s.err
}

// members calls member for each member of the object that comes next; member
// must consume the value.
func (s *stream) members(member func(name string) error) error {
	return s.list('{', '}', func() error {
		if c, ok := s.peek(); !ok || c != '"' {
			return s.broken("json.member-name")
		}
		name, err := s.name()
		if err != nil {
			return err
		}
		text := string(name)
		if err := s.expect(':', "json.colon"); err != nil {
			return err
		}
		return member(text)
	})
}

// name consumes a string and returns it decoded, valid until more is consumed.
func (s *stream) name() ([]byte, error) {
	raw, err := s.value()
	if err != nil {
		return nil, err
	}
	if end := len(raw) - 1; plain(raw, 1) == end {
		return raw[1:end], nil
	}
	text, _ := unescape(nil, raw[1:])
	return text, nil
}

// bracketKeys are what JSON needs where a list begins, and where it goes on or
// ends.
var bracketKeys = map[byte]string{
	'{': "json.open-brace", '[': "json.open-bracket",
	'}': "json.comma-or-brace", ']': "json.comma-or-bracket",
}

// list calls item for each of the comma-separated items between two brackets.
func (s *stream) list(open, shut byte, item func() error) error {
	if err := s.expect(open, bracketKeys[open]); err != nil {
		return err
	}
	if c, ok := s.peek(); ok && c == shut {
		s.pos++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		switch c, ok := s.peek(); {
		case ok && c == ',':
			s.pos++
		case ok && c == shut:
			s.pos++
			return nil
		default:
			return s.broken(bracketKeys[shut])
		}
	}
}
