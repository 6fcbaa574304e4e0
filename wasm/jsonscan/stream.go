package jsonscan

import (
	"bytes"
	"errors"
	"io"
)

// A Stream cuts a JSON text into values as it is read. It holds what was read
// last and, of a value that is asked for, all of it.
type Stream struct {
	r      io.Reader
	window int // bytes it holds unless a value is longer
	buf    []byte
	pos    int   // what comes next in buf
	hold   int   // what must stay in buf begins here; -1: nothing before pos
	base   int64 // offset of buf[0] in the text
	err    error // of r; io.EOF at the end
}

const (
	// Window is long beside most values, of which one in each window has to be
	// begun again because it was not there yet.
	Window = 1 << 20
	// firstWindow is for texts that end before that.
	firstWindow = 64 << 10
)

// NewStream returns a Stream that holds so many bytes of what r has: Window, but
// in tests.
func NewStream(r io.Reader, window int) *Stream { return &Stream{r: r, window: window, hold: -1} }

// Err is why nothing more could be read, io.EOF at the end; nil before that.
func (s *Stream) Err() error { return s.err }

// Room is how many bytes are held, or could be.
func (s *Stream) Room() int { return cap(s.buf) }

// SkipMark steps over the mark of UTF-8 that may be at the start of a text.
func (s *Stream) SkipMark() {
	for len(s.buf) < 3 && s.More() {
	}
	if bytes.HasPrefix(s.buf, []byte("\ufeff")) {
		s.pos = 3
	}
}

// Hold keeps all from the place reached on, until Release.
func (s *Stream) Hold() { s.hold = s.pos }

// Release ends Hold.
func (s *Stream) Release() { s.hold = -1 }

// Held is what was read of what is held, valid until more is read.
func (s *Stream) Held() []byte { return s.buf[s.hold:] }

// Consumed is what was consumed of what is held.
func (s *Stream) Consumed() []byte { return s.buf[s.hold:s.pos] }

// Seek goes to a place in what is held.
func (s *Stream) Seek(n int) { s.pos = s.hold + n }

// Close consumes the rest of a value with so many open brackets.
func (s *Stream) Close(depth int) error { return s.rest(extent{depth: depth}) }

// ScalarNext reports whether a number, true, false or null comes next.
func (s *Stream) ScalarNext() bool {
	c, _ := s.Peek()
	return scalarStart(c)
}

// Offset is how far the text was consumed, in bytes.
func (s *Stream) Offset() int64 { return s.base + int64(s.pos) }

// More reads on, as much as there is room for; false when there is nothing more.
func (s *Stream) More() bool {
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

// makeRoom drops what is no longer needed. What is held moves to the front, or
// into a buffer twice as long if it takes more than half; so each byte moves a
// few times at most. A buffer that one huge entry needed is not kept for others.
func (s *Stream) makeRoom() {
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

// Peek steps over white space and returns the next byte; false at the end.
func (s *Stream) Peek() (byte, bool) {
	for {
		if s.pos = space(s.buf, s.pos); s.pos < len(s.buf) {
			return s.buf[s.pos], true
		}
		if !s.More() {
			return 0, false
		}
	}
}

// Skip consumes the next value, whatever its size.
func (s *Stream) Skip() error {
	c, _ := s.Peek()
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
			if !s.More() {
				if s.err == io.EOF {
					return nil
				}
				return s.err
			}
		}
	}
	return s.broken(Value)
}

// rest consumes what is left of a value that was begun.
func (s *Stream) rest(e extent) error {
	for {
		n, ended := e.scan(s.buf[s.pos:])
		s.pos += n
		if ended {
			return nil
		}
		if !s.More() {
			s.pos = len(s.buf)
			return s.broken(Rest)
		}
	}
}

// Value consumes the next value and returns it as written, valid until more is
// consumed.
func (s *Stream) Value() ([]byte, error) {
	s.Peek()
	s.hold = s.pos
	err := s.Skip()
	raw := s.buf[s.hold:s.pos]
	s.hold = -1
	return raw, err
}

// Next consumes one byte of punctuation if it comes next.
func (s *Stream) Next(c byte) bool {
	got, ok := s.Peek()
	if ok && got == c {
		s.pos++
		return true
	}
	return false
}

// Unexpected says that what comes next should not.
func (s *Stream) Unexpected() error { return s.broken(Value) }

// expect consumes one byte of punctuation.
func (s *Stream) expect(c byte, want Want) error {
	if got, ok := s.Peek(); !ok || got != c {
		return s.broken(want)
	}
	s.pos++
	return nil
}

// broken says what is wrong at the point reached.
func (s *Stream) broken(want Want) error {
	if s.pos < len(s.buf) {
		return &SyntaxError{s.buf[s.pos], want}
	}
	if s.err == nil || errors.Is(s.err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return s.err
}

// Members calls member for each member of the object that comes next; member
// must consume the value.
func (s *Stream) Members(member func(name string) error) error {
	return s.List('{', '}', func() error {
		name, err := s.memberName()
		if err != nil {
			return err
		}
		text := string(name)
		if err := s.expect(':', Colon); err != nil {
			return err
		}
		return member(text)
	})
}

// Find goes on in an object of which a member was consumed, up to the value of the member
// of that name. false: none is left, or what comes is none.
func (s *Stream) Find(name string) bool {
	for s.Next(',') {
		found, err := s.memberName()
		isIt := err == nil && string(found) == name
		if err != nil || s.expect(':', Colon) != nil {
			return false
		}
		if isIt {
			return true
		}
		if s.Skip() != nil {
			return false
		}
	}
	return false
}

// memberName consumes the name of a member, valid until more is consumed.
func (s *Stream) memberName() ([]byte, error) {
	if c, ok := s.Peek(); !ok || c != '"' {
		return nil, s.broken(MemberName)
	}
	return s.name()
}

// name consumes a string and returns it decoded, valid until more is consumed.
func (s *Stream) name() ([]byte, error) {
	raw, err := s.Value()
	if err != nil {
		return nil, err
	}
	if end := len(raw) - 1; plain(raw, 1) == end {
		return raw[1:end], nil
	}
	text, _ := unescape(nil, raw[1:])
	return text, nil
}

// bracketWants are what JSON needs where a list begins, and where it goes on or
// ends.
var bracketWants = map[byte]Want{
	'{': OpenBrace, '[': OpenBracket,
	'}': CommaOrBrace, ']': CommaOrBracket,
}

// List calls item for each of the comma-separated items between two brackets.
func (s *Stream) List(open, shut byte, item func() error) error {
	if err := s.expect(open, bracketWants[open]); err != nil {
		return err
	}
	if c, ok := s.Peek(); ok && c == shut {
		s.pos++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		switch c, ok := s.Peek(); {
		case ok && c == ',':
			s.pos++
		case ok && c == shut:
			s.pos++
			return nil
		default:
			return s.broken(bracketWants[shut])
		}
	}
}
