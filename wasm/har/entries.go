package har

import (
	"bytes"
	"io"
	"slices"
	"time"

	"misstep/wasm/httpmsg"
	"misstep/wasm/jsonscan"
)

// entries reads the list of entries for Read.
type entries struct {
	*jsonscan.Stream
	overhear  func(fields []httpmsg.Header) // nil: nobody wants to know
	see       func(number int, address []byte) bool
	add       func(number int, x httpmsg.Exchange)
	sum       *Summary
	number    int  // entries that were consumed whole
	lines     bool // the file has an entry a line
	parser    parser
	overheard jsonscan.PairList
	pages     []time.Time // when those began that stand before the entries
}

// mostPages is of how many pages is kept when they began.
const mostPages = 10_000

// left reports whether a page began soon after a request that was under way then:
// it was of the page before. Chromium writes its list of pages first.
func (l *entries) left(started time.Time) bool {
	return slices.ContainsFunc(l.pages, func(began time.Time) bool {
		return began.After(started) && began.Sub(started) <= httpmsg.MostPatience
	})
}

// page takes note of when the next page of the list began.
func (l *entries) page() error {
	raw, err := l.Value()
	if err != nil {
		return err
	}
	l.parser.Reset(raw)
	l.parser.Object(func(name []byte) {
		if string(name) != "startedDateTime" || len(l.pages) == mostPages {
			l.parser.Skip()
			return
		}
		l.pages = append(l.pages, l.parser.time())
	})
	return nil
}

// skipped takes note of something that is left out.
func (l *entries) skipped() {
	if l.sum.Skipped++; l.sum.AtFirst == 0 {
		l.sum.AtFirst = l.number
	}
}

// next reads the next entry.
func (l *entries) next() error {
	if c, _ := l.Peek(); c != '{' {
		if err := l.Skip(); err != nil {
			return err
		}
		l.number++
		l.skipped()
		return nil
	}
	if l.lines && l.cutLine() {
		l.number++
		l.skipped()
		return nil
	}
	l.Hold()
	at := found{pos: 1, depth: 1}
	if l.see != nil {
		at = l.findAddress()
	}
	l.Seek(at.pos)
	if at.address != nil && !l.see(l.number+1, at.address) {
		if err := l.pass(at); err != nil {
			return err
		}
		l.number++
		l.sum.Passed++
		return nil
	}
	x, broken, err := l.decode(at.depth)
	l.Release()
	if err != nil {
		return err
	}
	l.number++
	switch {
	case broken:
		l.skipped()
	case l.see != nil && at.address == nil && x.Pasted == "" && !l.see(l.number, nil):
		l.sum.Passed++
	default:
		l.sum.Entries++
		x.CutOff = x.CutOff || httpmsg.Unfinished(&x) && l.left(x.Started)
		l.add(l.number, x)
	}
	return nil
}

// pass steps over an entry that was refused. Nothing of it is needed any more, but the
// credentials that its request was sent with.
func (l *entries) pass(at found) error {
	if l.overhear == nil {
		l.Release()
		return l.Close(at.depth)
	}
	l.credentials(at.headers)
	l.Release()
	if at.headers == nil && at.depth == 2 && l.Find("headers") {
		raw, err := l.Value()
		if err != nil {
			return err
		}
		l.credentials(raw)
	}
	return l.Close(at.depth)
}

// credentials passes header fields on, if there are credentials among them.
func (l *entries) credentials(headers []byte) {
	if bytes.Contains(headers, []byte(`uthorization"`)) || bytes.Contains(headers, []byte(`UTHORIZATION"`)) {
		l.parser.Reset(headers)
		l.overhear(pairs(&l.parser, &l.overheard))
	}
}

// line is as much as there is of the line that begins at what is held, up to its end;
// false: its end is far, or that of the file.
func (l *entries) line() (text []byte, ended bool) {
	for from := 0; ; {
		held := l.Held()
		if n := bytes.IndexByte(held[from:], '\n'); n >= 0 {
			return held[:from+n], true
		}
		if from = len(held); from >= jsonscan.Window || !l.More() {
			return held, false
		}
	}
}

// cutLine steps over a line that has only a part of an entry. It looks at no other, or
// what follows such a line would be taken for its rest; and an entry may have several
// lines, the first of which asks for more.
func (l *entries) cutLine() bool {
	l.Hold()
	defer l.Release()
	line, ended := l.line()
	if !ended {
		l.lines = l.lines && len(line) < jsonscan.Window
		l.Seek(0)
		return false
	}
	end := len(line)
	for len(l.Held()) < end+mostAhead && l.More() {
	}
	held := l.Held()
	text := bytes.TrimRight(held[:end], " \t\r")
	l.parser.Reset(text)
	l.parser.Skip()
	_, err := l.parser.Err()
	asks := bytes.IndexByte([]byte("{[,:"), text[len(text)-1]) >= 0 && !l.beginsEntry(held[end+1:])
	if err == nil || asks {
		l.Seek(0)
		return false
	}
	l.Seek(end + 1)
	return true
}

// mostAhead is how much of the next line is looked at, to see whether it begins an entry.
const mostAhead = 1 << 10

// beginsEntry reports whether the next line of a file with an entry a line begins one.
func (l *entries) beginsEntry(text []byte) bool {
	if len(text) > 0 && text[0] == '{' {
		return true
	}
	text = bytes.TrimLeft(text, " \t\r\n")
	kind, _ := l.parser.kind(text[:min(len(text), mostAhead)])
	return kind == kindEntry
}

// decode decodes the entry that is held, of which that many brackets are open at
// the point reached, and consumes it.
func (l *entries) decode(depth int) (x httpmsg.Exchange, broken bool, err error) {
	// Most entries are complete at this point; decoding shows where one ends.
	if x, err := l.parser.entry(l.Held()); err == nil {
		l.Seek(l.parser.Pos())
		return x, false, nil
	}
	_, err = l.parser.Err()
	cut := err == io.ErrUnexpectedEOF
	if err := l.Close(depth); err != nil {
		return x, false, err
	}
	if cut {
		x, err = l.parser.entry(l.Consumed())
	}
	return x, err != nil, nil
}

// found is how far an address was looked for.
type found struct {
	address []byte // decoded, valid until more is read; nil: none
	headers []byte // of the request, if they stand before the address; valid as long
	pos     int
	depth   int // brackets that are open at pos
}

// findAddress looks for the address in the entry that is held, and reads as much
// of that as it needs.
func (l *entries) findAddress() found {
	for {
		held := l.Held()
		at := l.parser.findAddress(held)
		if at.pos < len(held) || !l.More() {
			return at
		}
		// Twice as much each time: what is looked through again is never more than
		// what is new.
		for want := 2 * len(held); len(l.Held()) < want && l.More(); {
		}
	}
}

// findAddress goes into an entry up to the address of its request. It stops
// before that where the entry ends, was pasted, or is broken: the rest is checked by decoding it.
func (p *parser) findAddress(entry []byte) found {
	p.Reset(entry)
	p.Next('{')
	var headers []byte
	stop := func(address []byte, depth int) found {
		if at, err := p.Err(); err != nil {
			return found{pos: at, depth: depth}
		}
		return found{address, headers, p.Pos(), depth}
	}
	for {
		name, ok := p.Member()
		if !ok {
			return stop(nil, 1)
		}
		isRequest, isPasted := string(name) == "request", string(name) == "_pasted"
		switch c := p.Peek(); {
		case isPasted && c == '"':
			if len(p.Quoted()) > 0 {
				return stop(nil, 1)
			}
		case isRequest && p.Next('{'):
			for {
				name, ok := p.Member()
				if !ok {
					break
				}
				isHeaders, from := string(name) == "headers", p.Pos()
				if string(name) == "url" && p.Peek() == '"' {
					return stop(p.Quoted(), 2)
				}
				if p.Skip(); isHeaders {
					headers = entry[from:p.Pos()]
				}
			}
			if !p.Next('}') {
				return stop(nil, 2)
			}
		default:
			p.Skip()
		}
	}
}
