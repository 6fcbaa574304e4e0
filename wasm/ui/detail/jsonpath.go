package detail

import (
	"strconv"
	"strings"
)

// memberAt returns where in a JSON text the value at a path stands, such as
// "errors[0].message". The text may be cut, or broken behind that place. A path
// that leads nowhere in it is not found.
func memberAt(text, path string) (from, to int, found bool) {
	steps, ok := pathSteps(path)
	if !ok {
		return 0, 0, false
	}
	s := jsonScanner{text: text}
	for _, step := range steps {
		if !s.enter(step) {
			return 0, 0, false
		}
	}
	s.space()
	from = s.at
	if from >= len(text) {
		return 0, 0, false
	}
	s.value(0)
	return from, s.at, s.at > from
}

// A pathStep is a member's name, or the index of an array's element.
type pathStep struct {
	name    string
	index   int
	isIndex bool
}

// pathSteps reads "errors[0].message".
func pathSteps(path string) (steps []pathStep, ok bool) {
	for path != "" {
		if strings.HasPrefix(path, "[") {
			number, rest, closed := strings.Cut(path[1:], "]")
			n, err := strconv.Atoi(number)
			if !closed || err != nil || n < 0 {
				return nil, false
			}
			steps = append(steps, pathStep{index: n, isIndex: true})
			path = strings.TrimPrefix(rest, ".")
			continue
		}
		end := strings.IndexAny(path, ".[")
		if end < 0 {
			end = len(path)
		}
		if end == 0 {
			return nil, false
		}
		steps = append(steps, pathStep{name: path[:end]})
		path = strings.TrimPrefix(path[end:], ".")
	}
	return steps, len(steps) > 0
}

// A jsonScanner goes through a JSON text without keeping anything of it. At
// what it does not understand it stays.
type jsonScanner struct {
	text string
	at   int
}

func (s *jsonScanner) space() {
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.at]) >= 0 {
		s.at++
	}
}

// next steps over one character if it is next.
func (s *jsonScanner) next(c byte) bool {
	s.space()
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

// enter goes to the start of a member or element of the value that is next.
func (s *jsonScanner) enter(step pathStep) bool {
	if step.isIndex {
		if !s.next('[') {
			return false
		}
		s.space()
		if s.at < len(s.text) && s.text[s.at] == ']' {
			return false
		}
		for range step.index {
			if !s.value(0) || !s.next(',') {
				return false
			}
		}
		return true
	}
	if !s.next('{') {
		return false
	}
	for {
		s.space()
		name, ok := s.str()
		if !ok || !s.next(':') {
			return false
		}
		if name == step.name {
			return true
		}
		if !s.value(0) || !s.next(',') {
			return false
		}
	}
}

// deepest bounds nesting.
const deepest = 200

// value steps over a value; false when the text ends or breaks in it.
func (s *jsonScanner) value(depth int) bool {
	s.space()
	if s.at >= len(s.text) || depth > deepest {
		return false
	}
	switch c := s.text[s.at]; c {
	case '"':
		_, ok := s.str()
		return ok
	case '{', '[':
		s.at++
		end := c + 2 // } or ]
		if s.next(end) {
			return true
		}
		for {
			if c == '{' {
				s.space()
				if _, ok := s.str(); !ok || !s.next(':') {
					return false
				}
			}
			if !s.value(depth + 1) {
				return false
			}
			if s.next(end) {
				return true
			}
			if !s.next(',') {
				return false
			}
		}
	}
	start := s.at
	for s.at < len(s.text) && strings.IndexByte(" \t\r\n,:]}[{\"", s.text[s.at]) < 0 {
		s.at++
	}
	return s.at > start
}

// str steps over a string and returns what it says, escapes as good as undone:
// names that hold any are not asked for.
func (s *jsonScanner) str() (string, bool) {
	if s.at >= len(s.text) || s.text[s.at] != '"' {
		return "", false
	}
	start := s.at + 1
	for s.at = start; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\\':
			s.at++
		case '"':
			s.at++
			return s.text[start : s.at-1], true
		}
	}
	s.at = len(s.text)
	return "", false
}
