package har

import "io"

// entries reads the list of entries for Read.
type entries struct {
	*stream
	see    func(number int, address []byte) bool
	add    func(number int, x Exchange)
	sum    *Summary
	number int // entries that were consumed whole
	parser parser
}

// next reads the next entry.
func (l *entries) next() error {
	if c, _ := l.peek(); c != '{' {
		if err := l.skip(); err != nil {
			return err
		}
		l.number++
		l.sum.Skipped++
		return nil
	}
	l.hold = l.pos
	at := found{pos: 1, depth: 1}
	if l.see != nil {
		at = l.findAddress()
	}
	l.pos = l.hold + at.pos
	if at.address != nil && !l.see(l.number+1, at.address) {
		l.hold = -1 // nothing of it is needed any more
		if err := l.rest(extent{depth: at.depth}); err != nil {
			return err
		}
		l.number++
		l.sum.Passed++
		return nil
	}
	x, broken, err := l.decode(at.depth)
	l.hold = -1
	if err != nil {
		return err
	}
	l.number++
	switch {
	case broken:
		l.sum.Skipped++
	case l.see != nil && at.address == nil && x.Pasted == "" && !l.see(l.number, nil):
		l.sum.Passed++
	default:
		l.sum.Entries++
		l.add(l.number, x)
	}
	return nil
}

// decode decodes the entry that is held, of which that many brackets are open at
// the point reached, and consumes it.
func (l *entries) decode(depth int) (x Exchange, broken bool, err error) {
	// Most entries were read whole by now: decoding tells where one ends.
	if x, err := l.parser.entry(l.buf[l.hold:]); err == nil {
		l.pos = l.hold + l.parser.pos
		return x, false, nil
	}
	cut := l.parser.err == io.ErrUnexpectedEOF
	if err := l.rest(extent{depth: depth}); err != nil {
		return x, false, err
	}
	if cut {
		x, err = l.parser.entry(l.buf[l.hold:l.pos])
	}
	return x, !cut || err != nil, nil
}

// found is how far an address was looked for.
type found struct {
	address []byte // decoded, valid until more is read; nil: none
	pos     int
	depth   int // brackets that are open at pos
}

// findAddress looks for the address in the entry that is held, and reads as much
// of that as it needs.
func (l *entries) findAddress() found {
	for {
		held := l.buf[l.hold:]
		at := l.parser.findAddress(held)
		if at.pos < len(held) || !l.more() {
			return at
		}
		// Twice as much each time: what is looked through again is never more than
		// what is new.
		for want := 2 * len(held); len(l.buf)-l.hold < want && l.more(); {
		}
	}
}

// findAddress goes into an entry up to the address of its request. It stops
// before that where the entry ends, was pasted, or is broken: what is left is as
// well-formed as it is, and told by decoding it.
func (p *parser) findAddress(entry []byte) found {
	p.data, p.pos, p.err = entry, 1, nil
	stop := func(address []byte, depth int) found {
		if p.err != nil {
			return found{nil, p.at, depth}
		}
		return found{address, p.pos, depth}
	}
	for {
		name, ok := p.member()
		if !ok {
			return stop(nil, 1)
		}
		isRequest, isPasted := string(name) == "request", string(name) == "_pasted"
		switch c := p.peek(); {
		case isPasted && c == '"':
			if len(p.quoted()) > 0 {
				return stop(nil, 1)
			}
		case isRequest && c == '{':
			p.pos++
			for {
				name, ok := p.member()
				if !ok {
					break
				}
				if string(name) == "url" && p.peek() == '"' {
					return stop(p.quoted(), 2)
				}
				p.skip()
			}
			if p.peek() != '}' {
				return stop(nil, 2)
			}
			p.pos++
		default:
			p.skip()
		}
	}
}

// member goes on to the value of the next member of an object that was begun,
// and returns its name, valid until the next string is read. It reports false
// where the object ends or is broken.
func (p *parser) member() ([]byte, bool) {
	if p.peek() == ',' {
		p.pos++
	}
	if p.peek() != '"' {
		return nil, false
	}
	name := p.quoted()
	if p.peek() != ':' {
		return nil, false
	}
	p.pos++
	return name, true
}
