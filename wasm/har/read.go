package har

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"misstep/catalog/messages"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jsonscan"
)

// A Summary says what a recording is.
type Summary struct {
	Version string // "1.2"; "" when not recorded
	Creator string // name and version: "WebInspector 537.36"
	Entries int    // added
	Passed  int    // entries that were refused, and stepped over
	Skipped int    // entries too broken to be read, and what is among them: left out
	AtFirst int    // the number of the first that was left out; 0: none was
}

var (
	// ErrEmpty: there was nothing to read.
	ErrEmpty = messages.NewError("file.empty")
	// ErrNotHAR: the file is JSON, but no recording.
	ErrNotHAR = messages.NewError("file.no-har")
)

// A NotJSONError says that a file is not JSON at all.
type NotJSONError struct {
	Offset int64 // of the first byte that does not fit
}

func (e *NotJSONError) Error() string { return e.Message().String() }

// Message is what Error says.
func (e *NotJSONError) Message() messages.Message {
	return messages.Message{Key: "file.no-json", Args: []any{"offset", e.Offset}}
}

// A CutError says that a recording ends early, or cannot be read from some
// point on. Everything before that point has been added.
type CutError struct {
	Offset int64 // where it ends, in bytes
	Entry  int   // the entry that was not complete, counted from 0; after the last: their number
	Err    error // io.ErrUnexpectedEOF at the end of the file, otherwise what was wrong
}

func (e *CutError) Error() string { return e.Message().String() }

// Message is what Error says.
func (e *CutError) Message() messages.Message {
	var what any = e.Err
	if errors.Is(e.Err, io.ErrUnexpectedEOF) {
		what = messages.Message{Key: "file.ends"}
	}
	return messages.Message{Key: "file.cut", Args: []any{"entry", e.Entry, "offset", e.Offset, "what", what}}
}

func (e *CutError) Unwrap() error { return e.Err }

// inWords is an error of the scanner's in the words that people read.
func inWords(err error) error {
	if e, ok := err.(*jsonscan.SyntaxError); ok {
		return messages.NewError("json.found", "found", strconv.QuoteRune(rune(e.Found)), "want", messages.Message{Key: "json." + string(e.Want)})
	}
	return err
}

// Read reads a recording from r and calls add for each wanted entry, in the
// order of the file. It holds one entry at a time, so the size of the file does
// not matter. The members of log may come in any order, and the log may be
// alone, as getHAR gives it. So may entries, in an array or one a line, of which one
// that is broken is left out; several recordings may follow each other, and a script
// may be around them. One entry
// alone that is not wanted is what somebody pasted, and no recording.
//
// see is asked once for each entry as soon as the address of its request is
// known; what it refuses is stepped over without being decoded or held. number
// is the entry's place in the file, counted from 1 over all entries, broken ones
// too; address is as written, unescaped, nil when there is none, and valid
// during the call. Of an entry that says before its request that somebody pasted
// it (_pasted, which Write writes first), or that has no address and was pasted,
// see is not asked: it is wanted whatever its host. A see of nil wants all.
//
// Errors are ErrEmpty, ErrNotHAR, a *NotJSONError, or a *CutError; with the last
// the Summary and what was added are good as far as they go.
func Read(r io.Reader, see func(number int, address []byte) bool, add func(number int, x httpmsg.Exchange)) (Summary, error) {
	return recording(jsonscan.NewStream(r, jsonscan.Window), false, nil, see, add)
}

// ReadLending is Read for those who keep little: a long body is only lent to add, as
// Body.Lent says. Most of a recording are bodies of which nothing is kept. overhear, if not
// nil, is called with the header fields of requests that see refused, if they have
// credentials of the Authorization kind: nothing else of such an entry is read.
func ReadLending(r io.Reader, see func(number int, address []byte) bool, overhear func(fields []httpmsg.Header), add func(number int, x httpmsg.Exchange)) (Summary, error) {
	return recording(jsonscan.NewStream(r, jsonscan.Window), true, overhear, see, add)
}

func creator(raw []byte) string {
	var name, version string
	p := jsonscan.New(raw)
	p.Object(func(member []byte) {
		switch string(member) {
		case "name":
			name = p.Str()
		case "version":
			version = p.Str()
		default:
			p.Skip()
		}
	})
	return strings.TrimSpace(name + " " + version)
}

// LooksLikeHAR reports whether a text is a recording (perhaps cut), to be given to
// Read, and not one entry or a response.
func LooksLikeHAR(text string) bool {
	found := false
	sum, err := Read(strings.NewReader(text),
		func(int, []byte) bool { found = true; return false },
		func(int, httpmsg.Exchange) { found = true })
	_, cut := err.(*CutError)
	return cut || err == nil && (found || sum.Skipped == 0)
}
