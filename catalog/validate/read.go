// Package validate reads a pack that somebody wrote and says all that is wrong
// with it, each problem with its place.
package validate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"misstep/catalog"
	"misstep/catalog/messages"
)

// MaxPack bounds the size of a pack's file, in bytes; reading one byte more shows that a
// file is too long.
const MaxPack = 4 << 20

// maxProblems limits how many problems of one pack are reported.
const maxProblems = 50

// maxMessage bounds a message, in bytes: it is laid over other texts word by
// word.
const maxMessage = 2000

// A Problem is one thing that is wrong with a pack.
type Problem struct {
	Path         string           // "errors[3] (quota-gone).fixes"; "" is the whole pack
	Line, Column int              // where a file that isn't JSON breaks, from 1, columns in bytes; 0 in all others
	What         messages.Message // "must have at least 1"
}

// Where is where it is, to be said before What.
func (p Problem) Where() messages.Message {
	switch {
	case p.Line > 0:
		return messages.New("place.line", "line", p.Line, "column", p.Column)
	case p.Path != "":
		return messages.New("place.path", "path", p.Path)
	}
	return messages.New("place.the-pack")
}

// An InvalidPackError says what is wrong with a file that should be a pack.
type InvalidPackError struct {
	Problems    []Problem // at most some dozens
	SchemaValid bool      // the file follows schema.json; what is wrong is in what it says
}

func (e *InvalidPackError) Error() string { return e.Message().String() }

// Message is what Error says: the first few problems.
func (e *InvalidPackError) Message() messages.Message {
	const most = 3
	list := messages.Message{Key: "pack.problem"}
	for i := min(len(e.Problems), most) - 1; i >= 0; i-- {
		p := messages.New("pack.problem", "where", e.Problems[i].Where(), "what", e.Problems[i].What)
		switch more := len(e.Problems) - most; {
		case i < min(len(e.Problems), most)-1:
			list = messages.New("pack.problem-and", "first", p, "rest", list)
		case more > 0:
			list = messages.New("pack.problem-and-more", "first", p, "count", more)
		default:
			list = p
		}
	}
	return messages.New("pack.invalid", "problems", list)
}

// ReadPack reads a pack that is one JSON file, checks it against schema.json and
// against itself. The error is an *InvalidPackError.
func ReadPack(data []byte) (*catalog.Pack, error) {
	if len(data) > MaxPack {
		return nil, malformed("problem.size", "most", MaxPack)
	}
	value, err := parse(data)
	if err != nil {
		return nil, err
	}
	root, err := packSchema()
	if err != nil {
		return nil, fmt.Errorf("schema.json: %w", err)
	}
	v := &validation{root: root, patterns: map[string]*regexp.Regexp{}}
	if problems := v.check(root, value, ""); len(problems) > 0 {
		return nil, &InvalidPackError{Problems: problems[:min(len(problems), maxProblems)]}
	}
	// From the value that was checked: in the file a key may appear twice.
	checked, err := json.Marshal(value)
	if err != nil {
		return nil, malformed("problem.other", "error", err)
	}
	pack := &catalog.Pack{File: bytes.Clone(data)}
	if err := json.Unmarshal(checked, pack); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return nil, &InvalidPackError{Problems: []Problem{{Path: wrong.Field, What: messages.New("problem.kind", "kind", wrong.Value)}}, SchemaValid: true}
		}
		return nil, malformed("problem.other", "error", err)
	}
	problems := problemsOf(pack)
	if len(problems) == 0 {
		problems = exampleProblems(catalog.New(pack), pack)
	}
	if len(problems) > 0 {
		return nil, &InvalidPackError{Problems: problems[:min(len(problems), maxProblems)], SchemaValid: true}
	}
	return pack, nil
}

func malformed(what string, values ...any) error {
	return &InvalidPackError{Problems: []Problem{{What: messages.New(what, values...)}}}
}

// noJSON is malformed, and says at which offset of a text.
func noJSON(text []byte, offset int, what string, values ...any) error {
	before := text[:max(0, min(offset, len(text)))]
	line, column := bytes.Count(before, []byte("\n"))+1, len(before)-bytes.LastIndexByte(before, '\n')
	return &InvalidPackError{Problems: []Problem{{Line: line, Column: column, What: messages.New(what, values...)}}}
}

// parse decodes JSON, and says where it breaks by line and column.
func parse(data []byte) (any, error) {
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	offset := decoder.InputOffset()
	if err == nil {
		if rest := bytes.TrimLeft(text[offset:], " \t\r\n"); len(rest) > 0 {
			return nil, noJSON(text, len(text)-len(rest), "problem.more-behind")
		}
		return value, nil
	}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF) && len(bytes.TrimSpace(text)) == 0:
		return nil, malformed("problem.empty-file")
	case errors.As(err, &syntax):
		return nil, noJSON(text, int(syntax.Offset)-1, "problem.no-json", "error", syntax)
	}
	return nil, noJSON(text, len(text), "problem.cut-json")
}
