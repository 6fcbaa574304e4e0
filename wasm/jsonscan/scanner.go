// Package jsonscan reads JSON texts that are too long, too broken or cut too
// early for encoding/json, and gives what is asked for. It knows no format that
// is written in JSON.
package jsonscan

import (
	"bytes"
	"io"
	"math"
	"strconv"
	"unsafe"
)

// A Scanner reads one JSON text front to back, each value once. It is used in
// place of encoding/json because recordings run to a hundred megabytes of which
// little is needed: what is not asked for is stepped over, not decoded. It is
// lenient where recorders are careless (raw control characters, bad escapes,
// broken UTF-8) and strict about structure. After the first error every method
// returns zero values. The zero Scanner has nothing to read: Reset gives it a text.
type Scanner struct {
	data []byte
	pos  int
	err  error
	at   int // where err is

	strings *interned // nil: every string is made again
	decoded []byte    // room for a string with escapes
	spare   []byte    // another one, while a text in the first is lent
	lends   bool
	frame   frame // of the last pair
}

// New returns a Scanner of a text.
func New(text []byte) *Scanner { return &Scanner{data: text} }

// Share has the strings of all texts that follow made once where they repeat.
func (s *Scanner) Share() { s.strings = new(interned) }

// Lend has Lent lend long strings until the next text.
func (s *Scanner) Lend() { s.lends = true }

// Reset begins another text.
func (s *Scanner) Reset(text []byte) { s.data, s.pos, s.err = text, 0, nil }

// Pos is how far the text was read, in bytes.
func (s *Scanner) Pos() int { return s.pos }

// Err returns the first error and where in the text it is.
func (s *Scanner) Err() (at int, err error) { return s.at, s.err }

// A SyntaxError says what was found where JSON needs something else. A text that
// ends too early is an io.ErrUnexpectedEOF.
type SyntaxError struct {
	Found byte
	Want  Want
}

// A Want is what JSON needs at some place.
type Want string

// All that JSON can need.
const (
	Colon          Want = "colon"
	CommaOrBrace   Want = "comma-or-brace"
	CommaOrBracket Want = "comma-or-bracket"
	MemberName     Want = "member-name"
	OpenBrace      Want = "open-brace"
	OpenBracket    Want = "open-bracket"
	Quote          Want = "quote"
	Rest           Want = "rest"
	Value          Want = "value"
)

func (e *SyntaxError) Error() string {
	return "JSON: " + strconv.QuoteRune(rune(e.Found)) + " for " + string(e.Want)
}

// fail notes what is missing at the point reached. Then nothing is left to read,
// so that whatever is being read ends.
func (s *Scanner) fail(want Want) {
	if s.err != nil {
		return
	}
	s.at = s.pos
	if s.pos < len(s.data) {
		s.err = &SyntaxError{s.data[s.pos], want}
	} else {
		s.err = io.ErrUnexpectedEOF
	}
	s.pos = len(s.data)
}

// Peek returns the first byte of the next token, 0 at the end.
func (s *Scanner) Peek() byte {
	if s.pos < len(s.data) && s.data[s.pos] > ' ' {
		return s.data[s.pos]
	}
	if s.pos = space(s.data, s.pos); s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

// Next consumes one byte of punctuation if it comes next.
func (s *Scanner) Next(c byte) bool {
	if s.Peek() != c {
		return false
	}
	s.pos++
	return true
}

// Object calls member for each member of the object that comes next; member
// must consume the value, and not keep the name. Any other value is stepped over
// and reported false.
func (s *Scanner) Object(member func(name []byte)) bool {
	if s.Peek() != '{' {
		s.Skip()
		return false
	}
	s.pos++
	if s.Peek() == '}' {
		s.pos++
		return true
	}
	for {
		if s.Peek() != '"' {
			s.fail(MemberName)
			return false
		}
		name := s.Quoted()
		if s.Peek() != ':' {
			s.fail(Colon)
			return false
		}
		s.pos++
		member(name)
		switch s.Peek() {
		case ',':
			s.pos++
		case '}':
			s.pos++
			return true
		default:
			s.fail(CommaOrBrace)
			return false
		}
	}
}

// Member goes on to the value of the next member of an object that was begun,
// and returns its name, valid until the next string is read. It reports false
// where the object ends or is broken.
func (s *Scanner) Member() ([]byte, bool) {
	if s.Peek() == ',' {
		s.pos++
	}
	if s.Peek() != '"' {
		return nil, false
	}
	name := s.Quoted()
	if s.Peek() != ':' {
		return nil, false
	}
	s.pos++
	return name, true
}

// Array calls element for each element of the array that comes next; element
// must consume it. Any other value is stepped over.
func (s *Scanner) Array(element func()) {
	if s.Peek() != '[' {
		s.Skip()
		return
	}
	s.pos++
	if s.Peek() == ']' {
		s.pos++
		return
	}
	for {
		element()
		switch s.Peek() {
		case ',':
			s.pos++
		case ']':
			s.pos++
			return
		default:
			s.fail(CommaOrBracket)
			return
		}
	}
}

// Quoted consumes a string and returns it decoded, valid until the next one is
// read. Most are plain, and stay where they are.
func (s *Scanner) Quoted() []byte {
	start := s.pos + 1
	if end := plain(s.data, start); end < len(s.data) && s.data[end] == '"' {
		s.pos = end + 1
		return s.data[start:end]
	}
	if cap(s.decoded) > 4*Window { // one huge text is not paid for by all others
		s.decoded = nil
	}
	text, n := unescape(s.decoded, s.data[start:])
	if s.decoded = text; n == 0 {
		s.pos = len(s.data)
		s.fail(Quote)
		return nil
	}
	s.pos = start + n
	return text
}

// Text consumes a value and returns it as text: a string decoded, a number or
// boolean as written. Null, objects and arrays are "" and false.
func (s *Scanner) Text() (string, bool) {
	switch s.Peek() {
	case '"':
		text := s.strings.of(s.Quoted())
		return text, s.err == nil
	case '{', '[', 0:
		s.Skip()
		return "", false
	}
	if raw := s.Raw(); string(raw) != "null" && s.err == nil {
		return s.strings.of(raw), true
	}
	return "", false
}

// Lent is like Text, but may lend a long string: it is valid until the next text begins, so
// copy it to keep it. A text has at most one.
func (s *Scanner) Lent() (text string, lent, ok bool) {
	if !s.lends || s.Peek() != '"' {
		text, ok = s.Text()
		return text, false, ok
	}
	b := s.Quoted()
	if len(b) <= longestShared {
		return s.strings.of(b), false, s.err == nil
	}
	s.decoded, s.spare = s.spare, s.decoded
	return unsafe.String(unsafe.SliceData(b), len(b)), true, s.err == nil
}

// Raw consumes a value and returns it as written.
func (s *Scanner) Raw() []byte {
	s.Peek()
	start := s.pos
	s.Skip()
	return s.data[start:s.pos]
}

// Str is text where "" will do for none.
func (s *Scanner) Str() string {
	text, _ := s.Text()
	return text
}

// Number consumes a value and returns it as a number; 0 if it isn't one.
func (s *Scanner) Number() float64 {
	var text []byte
	if s.Peek() == '"' {
		text = bytes.TrimSpace(s.Quoted())
	} else {
		text = s.Raw()
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// Truth consumes a value and reports whether it is true.
func (s *Scanner) Truth() bool { return string(s.Raw()) == "true" }

// Skip consumes the next value.
func (s *Scanner) Skip() {
	var e extent
	switch c := s.Peek(); {
	case c == '"':
		e.string = true
	case c == '{' || c == '[':
		e.depth = 1
	case scalarStart(c):
		for s.pos < len(s.data) && !scalarEnd(s.data[s.pos]) {
			s.pos++
		}
		return
	default:
		s.fail(Value)
		return
	}
	s.pos++
	n, ended := e.scan(s.data[s.pos:])
	if s.pos += n; !ended {
		s.pos = len(s.data)
		s.fail(Rest)
	}
}

// scalarStart also has what isn't JSON, and what some recorders write: NaN, Infinity
// and undefined.
func scalarStart(c byte) bool {
	return c == '-' || '0' <= c && c <= '9' || c == 't' || c == 'f' || c == 'n' || c == 'N' || c == 'I' || c == 'u'
}

func scalarEnd(c byte) bool {
	switch c {
	case ' ', '\t', '\r', '\n', ',', ':', ']', '}', '[', '{', '"':
		return true
	}
	return false
}
