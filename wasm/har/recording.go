package har

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"misstep/wasm/httpmsg"
	"misstep/wasm/jsonscan"
)

// A recordings reads the recordings of one file, for Read.
type recordings struct {
	entries
	inLog      bool // in one, as far as is known
	nested     bool // in a log, which has no other in it
	hasEntries bool // it is one
	any        bool // some value of the file was one
	lone       bool // all that came is one entry
}

// recording is Read of a stream.
func recording(s *jsonscan.Stream, lends bool, overhear func(fields []httpmsg.Header), see func(number int, address []byte) bool, add func(number int, x httpmsg.Exchange)) (Summary, error) {
	s.SkipMark()
	var sum Summary
	r := recordings{entries: entries{Stream: s, overhear: overhear, see: see, add: add, sum: &sum}}
	r.parser.Share()
	if lends {
		r.parser.Lend()
	}
	r.Next('\x1e')
	called := r.skipCall()
	first, ok := s.Peek()
	switch {
	case !ok && s.Err() != io.EOF:
		return sum, s.Err()
	case !ok:
		return sum, ErrEmpty
	case first != '{' && !(first == '[' && r.listNext()):
		return sum, notRecording(s, first)
	}
	err := r.values()
	switch {
	case err == nil && r.any && !(r.lone && sum.Entries == 0):
		return sum, nil
	case called && !r.any && !r.inLog:
		return Summary{}, &NotJSONError{}
	case err == nil:
		return Summary{Version: sum.Version, Creator: sum.Creator}, ErrNotHAR
	case s.Err() != nil && s.Err() != io.EOF:
		err = s.Err()
	case !r.inLog && !r.any:
		return sum, &NotJSONError{Offset: s.Offset()}
	}
	return sum, &CutError{Offset: s.Offset(), Entry: r.number, Err: inWords(err)}
}

// values reads what is in the file, one after the other.
func (r *recordings) values() error {
	for number := 0; ; number++ {
		c, ok := r.Peek()
		var err error
		switch {
		case !ok && r.Err() != io.EOF && !r.any: // else the sum of what was unpacked, at most
			return r.Err()
		case !ok:
			return nil
		case c == '{':
			kind := r.kind(0)
			if r.lines && kind == kindOther && r.cutLine() {
				r.number++
				r.skipped()
				continue
			}
			isEntry := kind == kindEntry
			r.lone, r.lines = number == 0 && isEntry, r.lines || isEntry
			err = r.object()
		case c == '[' && r.listNext():
			r.lone, r.lines = false, false
			err = r.List('[', ']', r.element)
		case strings.IndexByte(between, c) >= 0 && r.Next(c):
		case !r.any:
			return nil
		case r.lines && r.skipLine():
		default:
			return r.Unexpected()
		}
		if err != nil {
			return err
		}
	}
}

// between are the bytes that may be between the values of a file, and around them: also the
// marks of texts in UTF-8 that somebody joined.
const between = "\x00\x1a\x1e,;)\ufeff"

// skipLine leaves out a line that isn't an entry; false: it is the last.
func (r *recordings) skipLine() bool {
	r.Hold()
	defer r.Release()
	line, ended := r.line()
	if !ended {
		return false
	}
	r.Seek(len(line) + 1)
	r.number++
	r.skipped()
	return true
}

// element reads one value of a list of entries or recordings.
func (r *recordings) element() error {
	if c, _ := r.Peek(); c == '{' {
		return r.object()
	}
	return r.next()
}

// object reads a recording, a log, an entry, or what is none of them.
func (r *recordings) object() error {
	if r.kind(0) == kindEntry {
		r.any = true
		return r.next()
	}
	r.inLog, r.nested, r.hasEntries, r.pages = false, false, false, nil
	err := r.Members(r.member)
	if r.any = r.any || r.hasEntries; !r.hasEntries && err == nil {
		r.number++
		r.skipped()
	}
	return err
}

// member reads one member of a recording, or of its log.
func (r *recordings) member(name string) error {
	s := r.Stream
	switch name {
	case "log":
		if c, _ := s.Peek(); c == '{' && !r.nested {
			r.inLog, r.nested, r.pages = true, true, nil
			err := s.Members(r.member)
			r.nested = false
			return err
		}
	case "entries":
		c, _ := s.Peek()
		r.hasEntries = r.hasEntries || c == '[' || c == 'n' // null: none
		if r.any = r.any || r.hasEntries; c == '[' {
			return s.List('[', ']', r.next)
		}
	case "pages":
		if c, _ := s.Peek(); c == '[' {
			return s.List('[', ']', r.page)
		}
	case "version":
		raw, err := s.Value()
		r.sum.Version = jsonscan.New(raw).Str()
		return err
	case "creator":
		raw, err := s.Value()
		if creator := creator(raw); creator != "" {
			r.sum.Creator = creator
		}
		return err
	}
	return s.Skip()
}

// What an object is, by the names of its members.
type kind int

const (
	kindOther kind = iota
	kindEntry
	kindRecording
)

// kind recognizes the object that begins so many bytes from here.
func (r *recordings) kind(ahead int) kind {
	r.Hold()
	defer func() {
		r.Seek(0)
		r.Release()
	}()
	for {
		held := r.Held()
		if ahead <= len(held) {
			if kind, whole := r.parser.kind(held[ahead:]); kind != kindOther || whole {
				return kind
			}
		}
		if len(held) >= jsonscan.Window || !r.More() {
			return kindOther
		}
		for want := 2 * len(held); len(r.Held()) < want && r.More(); {
		}
	}
}

// kind recognizes an object by as much of it as there is. whole reports that more of it
// wouldn't change that.
func (p *parser) kind(object []byte) (k kind, whole bool) {
	p.Reset(object)
	if !p.Next('{') {
		return kindOther, true
	}
	for {
		name, ok := p.Member()
		if !ok {
			return kindOther, p.Peek() != 0
		}
		switch string(name) {
		case "log", "entries", "version", "creator", "browser", "pages":
			return kindRecording, true
		case "request", "startedDateTime", "_pasted":
			return kindEntry, true
		}
		p.Skip()
	}
}

// listNext reports whether a list of entries or recordings comes next, judging by its first
// element.
func (r *recordings) listNext() bool {
	r.Hold()
	at := -1
	for at < 0 {
		held := r.Held()
		if rest := bytes.TrimLeft(held[min(1, len(held)):], " \t\r\n"); len(rest) > 0 {
			at = len(held) - len(rest)
		} else if !r.More() {
			break
		}
	}
	r.Release()
	return at > 0 && r.kind(at) != kindOther
}

// longestCall bounds what comes before a recording that is in a script, in bytes.
const longestCall = 128

// skipCall steps over the beginning of a script that a recording stands in, such as
// callback( or window.har =, and over what keeps JSON from being run as one.
func (r *recordings) skipCall() bool {
	r.Hold()
	defer r.Release()
	for len(r.Held()) < longestCall && r.More() {
	}
	held := r.Held()
	end := bytes.IndexAny(held[:min(len(held), longestCall)], "{[")
	if end <= 0 {
		return false
	}
	call := bytes.TrimSpace(held[:end])
	if !bytes.HasPrefix(call, []byte(")]}'")) {
		if len(call) < 2 || call[len(call)-1] != '(' && call[len(call)-1] != '=' || bytes.ContainsFunc(call[:len(call)-1], notInCall) {
			return false
		}
	}
	r.Seek(end)
	return true
}

func notInCall(c rune) bool {
	return !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || bytes.ContainsRune([]byte("_$. /*\n"), c))
}

// notRecording tells JSON that isn't an object from what isn't JSON.
func notRecording(s *jsonscan.Stream, first byte) error {
	if first != '[' && first != '"' && !s.ScalarNext() {
		return &NotJSONError{Offset: s.Offset()}
	}
	offset := s.Offset()
	raw, err := s.Value()
	if err != nil {
		return &NotJSONError{Offset: s.Offset()}
	}
	if !json.Valid(raw) {
		return &NotJSONError{Offset: offset}
	}
	if _, ok := s.Peek(); ok { // "401 Unauthorized", "[2026-11-02] GET …"
		return &NotJSONError{Offset: s.Offset()}
	}
	return ErrNotHAR
}
