package har

import (
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"misstep/catalog"
)

// A parser reads one JSON text front to back, each value once. It is used in
// place of encoding/json because recordings run to a hundred megabytes of which
// little is needed: what is not asked for is stepped over, not decoded. It is
// lenient where recorders are careless (raw control characters, bad escapes,
// broken UTF-8) and strict about structure. After the first error every method
// returns zero values.
type parser struct {
	data []byte
	pos  int
	err  error
}

// notJSON says what was found where JSON needs something else, which is a key
// of the wording.
func notJSON(found byte, want string) error {
	return catalog.NewError("json.found", "found", strconv.QuoteRune(rune(found)), "want", catalog.Sentence{Key: want})
}

func (p *parser) fail(want string) {
	if p.err != nil {
		return
	}
	if p.pos >= len(p.data) {
		p.err = io.ErrUnexpectedEOF
		return
	}
	p.err = notJSON(p.data[p.pos], want)
}

// peek returns the first byte of the next token, 0 at the end.
func (p *parser) peek() byte {
	for p.err == nil && p.pos < len(p.data) {
		switch c := p.data[p.pos]; c {
		case ' ', '\t', '\r', '\n':
			p.pos++
		default:
			return c
		}
	}
	return 0
}

// object calls member for each member of the object that comes next; member
// must consume the value. Any other value is stepped over and reported false.
func (p *parser) object(member func(name []byte)) bool {
	if p.peek() != '{' {
		p.skip()
		return false
	}
	p.pos++
	if p.peek() == '}' {
		p.pos++
		return p.err == nil
	}
	for p.err == nil {
		if p.peek() != '"' {
			p.fail("json.member-name")
			break
		}
		name := p.quoted()
		if p.peek() != ':' {
			p.fail("json.colon")
			break
		}
		p.pos++
		member(unescape(name))
		switch p.peek() {
		case ',':
			p.pos++
		case '}':
			p.pos++
			return p.err == nil
		default:
			p.fail("json.comma-or-brace")
		}
	}
	return false
}

// array calls element for each element of the array that comes next; element
// must consume it. Any other value is stepped over.
func (p *parser) array(element func()) {
	if p.peek() != '[' {
		p.skip()
		return
	}
	p.pos++
	if p.peek() == ']' {
		p.pos++
		return
	}
	for p.err == nil {
		element()
		switch p.peek() {
		case ',':
			p.pos++
		case ']':
			p.pos++
			return
		default:
			p.fail("json.comma-or-bracket")
		}
	}
}

// quoted consumes a string and returns what is between its quotes, escaped.
func (p *parser) quoted() []byte {
	start := p.pos + 1
	for i := start; i < len(p.data); i++ {
		switch p.data[i] {
		case '\\':
			i++
		case '"':
			p.pos = i + 1
			return p.data[start:i]
		}
	}
	p.pos = len(p.data)
	p.fail("json.quote")
	return nil
}

// text consumes a value and returns it as text: a string decoded, a number or
// boolean as written. Null, objects and arrays are "" and false.
func (p *parser) text() (string, bool) {
	switch p.peek() {
	case '"':
		return string(unescape(p.quoted())), p.err == nil
	case '{', '[', 0:
		p.skip()
		return "", false
	}
	start := p.pos
	p.skip()
	if s := string(p.data[start:p.pos]); s != "null" && p.err == nil {
		return s, true
	}
	return "", false
}

// str is text where "" will do for none.
func (p *parser) str() string {
	s, _ := p.text()
	return s
}

// number consumes a value and returns it as a number; 0 when it is none.
func (p *parser) number() float64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(p.str()), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// skip consumes the next value.
func (p *parser) skip() {
	p.peek()
	if p.err != nil {
		return
	}
	var s extent
	n, done := s.scan(p.data[p.pos:], true)
	p.pos += n
	switch {
	case s.bad:
		p.fail("json.value")
	case !done:
		p.pos = len(p.data)
		p.fail("json.rest")
	}
}

// An extent finds where a JSON value ends, in pieces as they are read. It
// checks the balance of brackets and quotes and no more.
type extent struct {
	depth  int
	string bool // inside a string
	escape bool // after a backslash
	scalar bool // inside a number or literal
	bad    bool
}

// scan reads on in data, which begins at the value or goes on where the last
// piece ended, and returns how many bytes belong to the value and whether it
// ends there. last says that nothing comes after data.
func (e *extent) scan(data []byte, last bool) (int, bool) {
	for i := 0; i < len(data); i++ {
		c := data[i]
		if e.string {
			if e.escape {
				e.escape = false
				continue
			}
			for c != '"' && c != '\\' { // most of a recording is inside strings
				if i++; i == len(data) {
					return i, false
				}
				c = data[i]
			}
			if e.escape = c == '\\'; e.escape {
				continue
			}
			e.string = false
			if e.depth == 0 {
				return i + 1, true
			}
			continue
		}
		if e.scalar {
			switch c {
			case ' ', '\t', '\r', '\n', ',', ':', ']', '}', '[', '{', '"':
				return i, true
			}
			continue
		}
		switch c {
		case '"':
			e.string = true
		case '{', '[':
			e.depth++
		case '}', ']':
			e.depth--
			if e.depth < 0 {
				e.bad = true
				return i, true
			}
			if e.depth == 0 {
				return i + 1, true
			}
		default:
			if e.depth > 0 {
				break
			}
			if !scalarStart(c) {
				e.bad = true
				return i, true
			}
			e.scalar = true
		}
	}
	return len(data), last && e.scalar
}

func scalarStart(c byte) bool {
	return c == '-' || '0' <= c && c <= '9' || c == 't' || c == 'f' || c == 'n'
}

// unescape decodes the inside of a JSON string. What is no text becomes U+FFFD,
// what is no escape stays as written.
func unescape(s []byte) []byte {
	plain := 0
	for plain < len(s) && s[plain] != '\\' && s[plain] < utf8.RuneSelf {
		plain++
	}
	if plain == len(s) {
		return s
	}
	out := append(make([]byte, 0, len(s)), s[:plain]...)
	for i := plain; i < len(s); {
		if c := s[i]; c != '\\' {
			if end := i; c < utf8.RuneSelf {
				for end < len(s) && s[end] != '\\' && s[end] < utf8.RuneSelf {
					end++
				}
				out = append(out, s[i:end]...)
				i = end
				continue
			}
			r, n := utf8.DecodeRune(s[i:])
			out = utf8.AppendRune(out, r)
			i += n
			continue
		}
		if i+1 == len(s) {
			out = append(out, '\\')
			break
		}
		i++
		switch c := s[i]; c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, ok := hex4(s[i+1:])
			if !ok {
				out = append(out, '\\', 'u')
				break
			}
			i += 4
			if utf16.IsSurrogate(r) {
				pair := utf8.RuneError
				if i+2 < len(s) && s[i+1] == '\\' && s[i+2] == 'u' {
					if low, ok := hex4(s[i+3:]); ok {
						pair = utf16.DecodeRune(r, low)
					}
				}
				if pair != utf8.RuneError {
					i += 6
				}
				r = pair
			}
			out = utf8.AppendRune(out, r)
		default: // also the lead byte of a character: it is read on its own
			out = append(out, '\\')
			continue
		}
		i++
	}
	return out
}

func hex4(s []byte) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[:4]), 16, 16)
	return rune(n), err == nil
}

// A stream cuts a JSON text into values as it is read, holding no more than one.
type stream struct {
	r      io.Reader
	buf    []byte // read and not yet consumed
	offset int64  // of buf[0] in the text
	err    error  // of r; io.EOF at the end
}

const chunk = 64 << 10

// more reads on; false when there is nothing more.
func (s *stream) more() bool {
	for range 100 { // as bufio: a reader that gives nothing and no error is broken
		if s.err != nil {
			return false
		}
		if cap(s.buf)-len(s.buf) < chunk {
			grown := make([]byte, len(s.buf), 2*len(s.buf)+2*chunk)
			copy(grown, s.buf)
			s.buf = grown
		}
		var n int
		n, s.err = s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if n > 0 {
			return true
		}
	}
	s.err = io.ErrNoProgress
	return false
}

func (s *stream) drop(n int) {
	s.buf = s.buf[n:]
	s.offset += int64(n)
}

// peek steps over white space and returns the next byte; false at the end.
func (s *stream) peek() (byte, bool) {
	for {
		for i, c := range s.buf {
			if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
				s.drop(i)
				return c, true
			}
		}
		s.drop(len(s.buf))
		if !s.more() {
			return 0, false
		}
	}
}

// value consumes the next value and returns it as written, valid until the next
// call. keep false: it is only stepped over, whatever its size.
func (s *stream) value(keep bool) ([]byte, error) {
	if _, ok := s.peek(); !ok {
		return nil, s.broken("json.value")
	}
	var e extent
	done := 0
	for {
		n, end := e.scan(s.buf[done:], s.err == io.EOF)
		done += n
		if e.bad {
			s.drop(done)
			return nil, s.broken("json.value")
		}
		if end {
			raw := s.buf[:done:done]
			s.drop(done)
			return raw, nil
		}
		if !keep {
			s.drop(done)
			done = 0
		}
		if !s.more() && !(e.scalar && s.err == io.EOF) {
			s.drop(len(s.buf))
			return nil, s.broken("json.rest")
		}
	}
}

// expect consumes one byte of punctuation.
func (s *stream) expect(c byte, want string) error {
	if got, ok := s.peek(); !ok || got != c {
		return s.broken(want)
	}
	s.drop(1)
	return nil
}

// broken says what is wrong at the point reached.
func (s *stream) broken(want string) error {
	if len(s.buf) > 0 {
		return notJSON(s.buf[0], want)
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
		raw, err := s.value(true)
		if err != nil {
			return err
		}
		name := string(unescape(raw[1 : len(raw)-1]))
		if err := s.expect(':', "json.colon"); err != nil {
			return err
		}
		return member(name)
	})
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
		s.drop(1)
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		switch c, ok := s.peek(); {
		case ok && c == ',':
			s.drop(1)
		case ok && c == shut:
			s.drop(1)
			return nil
		default:
			return s.broken(bracketKeys[shut])
		}
	}
}
