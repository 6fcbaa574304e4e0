package jsonscan

import "unsafe"

// Pairs calls add for each object in the array that comes next, with two of its
// members as text. Arrays of such pairs may be most of a text. last is the array of its
// kind that was read last, which this one becomes.
func (s *Scanner) Pairs(last *PairList, first, second string, add func(first, second string)) {
	if s.Peek() != '[' {
		s.Skip()
		return
	}
	begin, n := s.pos+1, 0
	s.Array(func() {
		from := s.pos - begin
		if more := last.repeats(n, s.data[s.pos:]); more > 0 {
			moved := from - last.pairs[n].from
			for ; more > 0; more-- {
				p := &last.pairs[n]
				p.from, p.to = p.from+moved, p.to+moved
				add(p.first, p.second)
				n++
			}
			s.pos = begin + last.pairs[n-1].to
			return
		}
		a, b, ok := s.framed()
		if !ok {
			a, b, ok = s.pair(first, second)
		}
		if ok {
			add(a, b)
			last.put(n, pairAt{from, s.pos - begin, a, b})
			n++
		}
	})
	last.end(n, s.data[begin:s.pos])
}

// A PairList is an array of pairs as it was written. Most of the next one of its kind is
// the same, as the header fields are of requests that one page sends: comparing
// stretches of it is faster than reading them.
type PairList struct {
	raw   []byte
	pairs []pairAt
}

// A pairAt is a pair and where in the array it stands, with what is before it.
type pairAt struct {
	from, to      int
	first, second string
}

// repeats is how many of the pairs from the n-th on stand in data as they stood in
// the list.
func (l *PairList) repeats(n int, data []byte) int {
	if n >= len(l.pairs) {
		return 0
	}
	from := l.pairs[n].from
	same := sameBytes(l.raw[from:], data)
	more := n
	for more < len(l.pairs) && l.pairs[more].to-from <= same {
		more++
	}
	return more - n
}

// put is for the n-th pair that another was read.
func (l *PairList) put(n int, p pairAt) {
	if n < len(l.pairs) {
		l.pairs[n] = p
	} else if n < mostPairs {
		l.pairs = append(l.pairs, p)
	}
}

// end says that n pairs were read, of an array that was written so.
func (l *PairList) end(n int, raw []byte) {
	if n > mostPairs || len(raw) > mostRaw {
		*l = PairList{}
		return
	}
	l.pairs, l.raw = l.pairs[:n], append(l.raw[:0], raw...)
}

// What is kept of a list, in pairs and in bytes.
const (
	mostPairs = 200
	mostRaw   = 32 << 10
)

// sameBytes is how many bytes two texts begin with alike.
func sameBytes(a, b []byte) int {
	n, most := 0, min(len(a), len(b))
	p, q := unsafe.Pointer(unsafe.SliceData(a)), unsafe.Pointer(unsafe.SliceData(b))
	for n+8 <= most {
		if differ := load(p, n) ^ load(q, n); differ != 0 {
			return n + first(differ)
		}
		n += 8
	}
	for n < most && a[n] == b[n] {
		n++
	}
	return n
}

// A frame is what is around the two texts of a pair, from brace to brace:
//
//	{"name": "…", "value": "…"}
//
// It is the same, white space and all, around most pairs of a text. Comparing it
// is faster than reading it.
type frame struct{ before, between, after string }

// pair reads an object with two members and keeps its frame.
func (s *Scanner) pair(first, second string) (a, b string, ok bool) {
	type place struct{ from, to int } // of a text, with its quotes
	var atA, atB place
	text := func(at *place) string {
		s.Peek()
		at.from = s.pos
		text := s.Str()
		at.to = s.pos
		return text
	}
	s.Peek()
	start := s.pos
	ok = s.Object(func(member []byte) {
		switch string(member) {
		case first:
			a = text(&atA)
		case second:
			b = text(&atB)
		default:
			s.Skip()
		}
	})
	s.frame = frame{}
	if ok && start < atA.from && atA.to < atB.from && s.data[atA.from] == '"' && s.data[atB.from] == '"' {
		s.frame = frame{
			before:  string(s.data[start : atA.from+1]),
			between: string(s.data[atA.to-1 : atB.from+1]),
			after:   string(s.data[atB.to-1 : s.pos]),
		}
	}
	return a, b, ok
}

// framed reads the pair that comes next if it stands in the last one's frame.
func (s *Scanner) framed() (a, b string, ok bool) {
	f := &s.frame
	if f.before == "" {
		return "", "", false
	}
	start := s.pos
	at := behind(s.data, space(s.data, start), f.before)
	if at > 0 {
		a, at = s.textAt(at)
		at = behind(s.data, at, f.between)
	}
	if at > 0 {
		b, at = s.textAt(at)
		at = behind(s.data, at, f.after)
	}
	if at > 0 {
		s.pos = at
	} else if s.err == nil {
		s.pos = start
	}
	return a, b, at > 0
}

// textAt reads a string whose first quote is just before i, and returns the
// place of its last.
func (s *Scanner) textAt(i int) (string, int) {
	s.pos = i - 1
	text := s.strings.of(s.Quoted())
	return text, s.pos - 1
}

// behind is the place behind text, which is looked for at i of data; 0: there is
// another.
func behind(data []byte, i int, text string) int {
	if end := i + len(text); end <= len(data) && same(text, data[i:end]) {
		return end
	}
	return 0
}
