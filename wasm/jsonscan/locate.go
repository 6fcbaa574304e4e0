package jsonscan

import (
	"strconv"
	"strings"
)

// Locate returns where in a JSON text the value at a path stands, such as
// "errors[0].message". The text may be cut, or broken after that place. A path
// that leads nowhere in it is not found.
func Locate(text, path string) (from, to int, found bool) {
	s := New([]byte(text))
	if path == "" {
		return 0, 0, false
	}
	for path != "" {
		name, index, rest, ok := firstStep(path)
		if !ok || index < 0 && !s.enterMember(name) || index >= 0 && !s.enterElement(index) {
			return 0, 0, false
		}
		path = rest
	}
	s.Peek()
	from = s.pos
	s.Skip() // of a value that is cut, to the end
	return from, s.pos, s.pos > from
}

// firstStep takes a member's name, or an element's index (else -1), from the
// front of a path.
func firstStep(path string) (name string, index int, rest string, ok bool) {
	if path[0] == '[' {
		number, rest, closed := strings.Cut(path[1:], "]")
		n, err := strconv.Atoi(number)
		return "", n, strings.TrimPrefix(rest, "."), closed && err == nil && n >= 0
	}
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	return path[:end], -1, strings.TrimPrefix(path[end:], "."), end > 0
}

// enterMember goes to the value of a member of the object that comes next.
func (s *Scanner) enterMember(name string) bool {
	if !s.Next('{') {
		return false
	}
	for {
		member, ok := s.Member()
		switch {
		case !ok:
			return false
		case string(member) == name:
			return true
		}
		s.Skip()
	}
}

// enterElement goes to an element of the array that comes next.
func (s *Scanner) enterElement(index int) bool {
	if !s.Next('[') || s.Peek() == ']' {
		return false
	}
	for range index {
		if s.Skip(); !s.Next(',') {
			return false
		}
	}
	return true
}
