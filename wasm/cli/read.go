package cli

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"strings"
	"unicode/utf8"

	"misstep/extension"
	"misstep/wasm/capture"
	"misstep/wasm/diagnosis"
	"misstep/wasm/export"
	"misstep/wasm/export/ci"
	"misstep/wasm/har"
	"misstep/wasm/paste"
	"misstep/wasm/redact"
)

// A reader reads what was named into a session.
type reader struct {
	*command
	session *diagnosis.Session
	store   *capture.Store
	aliases *redact.Aliases
	tell    func(text string, trouble bool) // of what could not be read
	rest    func(*capture.Stream, *capture.Loaded)
}

// newReader returns one whose session holds the last requests, most of them.
func (c *command) newReader(most int) *reader {
	session := diagnosis.NewSession(c.catalog)
	session.Share(c.shared)
	return &reader{command: c, session: session, store: capture.NewStore(c.catalog, session, most), rest: func(*capture.Stream, *capture.Loaded) {}}
}

// read reads a file into the session, which forgets its first requests when there
// are too many.
func (r *reader) read(file named) {
	label := labelOf(file.name)
	if file.err != nil {
		r.tell(label+": "+reasonOf(file.err), true)
		return
	}
	var found capture.Contents
	var err error
	var closer func()
	if file.name == standardInput {
		found, closer, err = r.openStandardInput()
	} else {
		found, closer, err = openFile(file.name)
	}
	if closer != nil {
		defer closer()
	}
	if err != nil {
		r.tell(label+": "+reasonOf(err), true)
		return
	}
	defer func() { // what was not read is known when the rest is
		for _, n := range found.Notices(label) {
			r.notice(n, file.name)
		}
	}()
	var unwatched []*capture.Notice
	before := r.session.LastID()
	for _, s := range found.Sources {
		recording := &capture.Recording{Source: s}
		var loaded capture.Loaded
		err := r.load(recording, &loaded)
		if err != nil && file.name == standardInput && r.pasted(recording, err) {
			continue
		}
		if n := capture.Outcome(recording.Name, loaded, err, reasonOf); n != nil {
			r.notice(*n, file.name)
		}
		if n := recording.Unwatched(loaded); n != nil && err == nil {
			unwatched = append(unwatched, n)
		}
	}
	if r.session.LastID() == before && len(unwatched) > 0 {
		r.notice(*unwatched[0], file.name)
	}
}

func (r *reader) load(recording *capture.Recording, loaded *capture.Loaded) error {
	text, err := recording.Open(nil)
	if err != nil {
		return err
	}
	defer text.Close()
	return r.store.Load(recording, text, capture.NewYielder(func() { r.rest(text, loaded) }), loaded)
}

// pasted takes what isn't a recording for what a person might paste.
func (r *reader) pasted(recording *capture.Recording, err error) bool {
	var broken *har.NotJSONError
	if !errors.Is(err, har.ErrNotHAR) && !errors.As(err, &broken) {
		return false
	}
	text, err := recording.Open(nil)
	if err != nil {
		return false
	}
	defer text.Close()
	data, err := io.ReadAll(text)
	if err != nil || isBinary(data[:min(len(data), maxLooked)]) {
		return false
	}
	exchanges, err := paste.Read(r.catalog, string(data))
	for _, x := range exchanges {
		r.store.Add(x)
	}
	if n := capture.Outcome(recording.Name, capture.Loaded{}, err, reasonOf); err != nil {
		r.notice(*n, standardInput)
	}
	return true
}

// notice says what came of a file, in the page's words. What isn't a recording may be
// a text, which is read from standard input; files in archives can't be.
func (r *reader) notice(n capture.Notice, file string) {
	r.tell(extension.English(n.Key, n.Args...), n.Level == "error")
	isText := n.Key == "importNotJSON" || n.Key == "importNotHAR"
	hint := "To explain the text in it: misstep - < " + export.ShellWord(file)
	if isText && n.Args[0] == file && visible(hint) == hint {
		r.tell(hint, false)
	}
}

// result is what is known about a request of the session.
func (r *reader) result(id int, file string) *ci.Result {
	x := r.session.Exchange(id)
	result := &ci.Result{File: labelOf(file), Number: id, Started: x.Started, Duration: x.Duration, Pasted: x.Pasted != "", Unrecorded: x.Unrecorded, Diagnosis: r.diagnosis(id)}
	if k := r.store.Of(id); k != nil && k.From != nil {
		result.Entry = k.Entry()
		if member, archived := strings.CutPrefix(k.From.Name, result.File+" › "); archived {
			result.Member = member
		}
	}
	return result
}

// diagnosis is what is known about a request, without what other requests show
// to be secret.
func (r *reader) diagnosis(id int) diagnosis.Diagnosis {
	if secrets := r.session.Secrets(); r.aliases == nil {
		r.aliases = secrets.Report([]byte("terminal"), r.session.Exchange(id).Started)
	}
	return r.session.Diagnosis(id).Rewritten(r.aliases.Known)
}

// readWhole reads all files into one session, and writes it.
func (c *command) readWhole(f *format) error {
	r := c.newReader(math.MaxInt)
	r.tell = func(text string, trouble bool) {
		if c.note(text); trouble {
			c.trouble = true
		}
	}
	for file := range c.files() {
		r.rest = func(s *capture.Stream, l *capture.Loaded) { c.progress.show(labelOf(file.name), s, l.Entries) }
		r.read(file)
	}
	c.clearProgress()
	if r.session.LastID() == 0 {
		c.trouble = true
		return nil
	}
	return f.whole(c.out, r.session)
}

func labelOf(name string) string {
	if name == standardInput {
		return stdinName
	}
	return redact.FileName(name)
}

// reasonOf is an error without the name of the file, which is said before it.
func reasonOf(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// maxLooked is how much of a text is looked at to tell that it is none, in bytes.
const maxLooked = 4 << 10

// isBinary reports whether data isn't text in any encoding that is read.
func isBinary(data []byte) bool {
	odd, zeros := 0, 0
	for _, r := range string(data) {
		switch {
		case r == 0:
			zeros++
		case r == utf8.RuneError, r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\x1b':
			odd++
		}
	}
	return odd > len(data)/10 || zeros > len(data)*6/10
}
