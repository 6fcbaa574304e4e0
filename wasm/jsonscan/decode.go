package jsonscan

import (
	"encoding/json"
	"math"
	"strconv"
)

// Decode reads a whole JSON text as json.Unmarshal does into an any, and reports whether it
// is one. A browser has much less to compile for this before the first row.
func Decode(text string) (value any, ok bool) {
	data := []byte(text)
	if !json.Valid(data) {
		return nil, false
	}
	s := New(data)
	value = s.value()
	return value, s.err == nil
}

// value consumes a value of a valid text. A number that is too large makes it fail.
func (s *Scanner) value() any {
	switch s.Peek() {
	case '{':
		members := map[string]any{}
		s.Object(func(name []byte) {
			key := string(name)
			members[key] = s.value()
		})
		return members
	case '[':
		list := []any{}
		s.Array(func() { list = append(list, s.value()) })
		return list
	case '"':
		return string(s.Quoted())
	}
	switch raw := s.Raw(); string(raw) {
	case "null":
		return nil
	case "true":
		return true
	case "false":
		return false
	default:
		number, err := strconv.ParseFloat(string(raw), 64)
		if err != nil || math.IsInf(number, 0) {
			s.fail(Value)
		}
		return number
	}
}
