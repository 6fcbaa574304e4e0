package jsonscan

// Pairs calls add for each object in the array that comes next, with two of its
// members as text. Arrays of such pairs may be most of a text.
func (s *Scanner) Pairs(first, second string, add func(first, second string)) {
	s.Array(func() {
		if s.framed(add) {
			return
		}
		if a, b, ok := s.pair(first, second); ok {
			add(a, b)
		}
	})
}

// A frame is what stands around the two texts of a pair, from brace to brace:
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

// framed reads the pairs that come next in the last one's frame, but for the
// comma or bracket after them. It reports whether there were any.
func (s *Scanner) framed(add func(a, b string)) bool {
	f := &s.frame
	if f.before == "" {
		return false
	}
	read, start := false, s.pos
	for {
		end := s.pos // of those that were read
		var a, b string
		at := behind(s.data, space(s.data, start), f.before)
		if at > 0 {
			a, at = s.textAt(at)
			at = behind(s.data, at, f.between)
		}
		if at > 0 {
			b, at = s.textAt(at)
			at = behind(s.data, at, f.after)
		}
		if at == 0 {
			if s.err == nil {
				s.pos = end
			}
			return read
		}
		add(a, b)
		s.pos, read = at, true
		if at == len(s.data) || s.data[at] != ',' {
			return true
		}
		start = at + 1
	}
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
