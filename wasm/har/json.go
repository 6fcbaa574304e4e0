package har

import (
	"bytes"
	"io"
	"math"
	"strconv"

	"misstep/catalog/messages"
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
	at   int // where err is

	texts   *texts   // nil: every string is made anew
	decoded []byte   // room for a string with escapes
	list    []Header // room for a list
	frame   frame    // of the last pair
}

// notJSON says what was found where JSON needs something else, which is a key
// of the wording.
func notJSON(found byte, want string) error {
	return messages.NewError("json.found", "found", strconv.QuoteRune(rune(found)), "want", messages.Message{Key: want})
}

// fail notes what is missing at the point reached. Then nothing is left to read,
// so that whatever is being read ends.
func (p *parser) fail(want string) {
	if p.err != nil {
		return
	}
	p.at = p.pos
	if p.pos < len(p.data) {
		p.err = notJSON(p.data[p.pos], want)
	} else {
		p.err = io.ErrUnexpectedEOF
	}
	p.pos = len(p.data)
}

// peek returns the first byte of the next token, 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.data) && p.data[p.pos] > ' ' {
		return p.data[p.pos]
	}
	if p.pos = space(p.data, p.pos); p.pos < len(p.data) {
		return p.data[p.pos]
	}
	return 0
}

// object calls member for each member of the object that comes next; member
// must consume the value, and not keep the name. Any other value is stepped over
// and reported false.
func (p *parser) object(member func(name []byte)) bool {
	if p.peek() != '{' {
		p.skip()
		return false
	}
	p.pos++
	if p.peek() == '}' {
		p.pos++
		return true
	}
	for {
		if p.peek() != '"' {
			p.fail("json.member-name")
			return false
		}
		name := p.quoted()
		if p.peek() != ':' {
			p.fail("json.colon")
			return false
		}
		p.pos++
		member(name)
		switch p.peek() {
		case ',':
			p.pos++
		case '}':
			p.pos++
			return true
		default:
			p.fail("json.comma-or-brace")
			return false
		}
	}
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
	for {
		element()
		switch p.peek() {
		case ',':
			p.pos++
		case ']':
			p.pos++
			return
		default:
			p.fail("json.comma-or-bracket")
			return
		}
	}
}

// quoted consumes a string and returns it decoded, valid until the next one is
// read. Most are plain, and stay where they are.
func (p *parser) quoted() []byte {
	start := p.pos + 1
	if end := plain(p.data, start); end < len(p.data) && p.data[end] == '"' {
		p.pos = end + 1
		return p.data[start:end]
	}
	if cap(p.decoded) > 4*window { // one huge text is not paid for by all others
		p.decoded = nil
	}
	text, n := unescape(p.decoded, p.data[start:])
	if p.decoded = text; n == 0 {
		p.pos = len(p.data)
		p.fail("json.quote")
		return nil
	}
	p.pos = start + n
	return text
}

// text consumes a value and returns it as text: a string decoded, a number or
// boolean as written. Null, objects and arrays are "" and false.
func (p *parser) text() (string, bool) {
	switch p.peek() {
	case '"':
		s := p.texts.of(p.quoted())
		return s, p.err == nil
	case '{', '[', 0:
		p.skip()
		return "", false
	}
	if s := p.written(); string(s) != "null" && p.err == nil {
		return p.texts.of(s), true
	}
	return "", false
}

// written consumes a value and returns it as written.
func (p *parser) written() []byte {
	p.peek()
	start := p.pos
	p.skip()
	return p.data[start:p.pos]
}

// str is text where "" will do for none.
func (p *parser) str() string {
	s, _ := p.text()
	return s
}

// number consumes a value and returns it as a number; 0 when it is none.
func (p *parser) number() float64 {
	var text []byte
	if p.peek() == '"' {
		text = bytes.TrimSpace(p.quoted())
	} else {
		text = p.written()
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// truth consumes a value and reports whether it is true.
func (p *parser) truth() bool { return string(p.written()) == "true" }

// skip consumes the next value.
func (p *parser) skip() {
	var e extent
	switch c := p.peek(); {
	case c == '"':
		e.string = true
	case c == '{' || c == '[':
		e.depth = 1
	case scalarStart(c):
		for p.pos < len(p.data) && !scalarEnd(p.data[p.pos]) {
			p.pos++
		}
		return
	default:
		p.fail("json.value")
		return
	}
	p.pos++
	n, ended := e.scan(p.data[p.pos:])
	if p.pos += n; !ended {
		p.pos = len(p.data)
		p.fail("json.rest")
	}
}

func scalarStart(c byte) bool {
	return c == '-' || '0' <= c && c <= '9' || c == 't' || c == 'f' || c == 'n'
}

func scalarEnd(c byte) bool {
	switch c {
	case ' ', '\t', '\r', '\n', ',', ':', ']', '}', '[', '{', '"':
		return true
	}
	return false
}
