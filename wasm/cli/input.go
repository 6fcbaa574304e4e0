package cli

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"misstep/wasm/archive"
	"misstep/wasm/capture"
	"misstep/wasm/har"
)

// standardInput is what names it on the command line, and what it is called in
// results.
const (
	standardInput = "-"
	stdinName     = "stdin"
)

// A named file is one that was asked for, or what is wrong with the name.
type named struct {
	name string
	err  error
}

// files are those that were named, in order: globs that no shell has expanded, the
// recordings in folders, and the names in the file of -files-from as they come.
func (c *command) files() iter.Seq[named] {
	return func(yield func(named) bool) {
		for _, name := range c.names {
			if !expand(name, yield) {
				return
			}
		}
		if c.listed == "" {
			return
		}
		list := c.in
		if c.listed != standardInput {
			f, err := os.Open(c.listed)
			if err != nil {
				yield(named{c.listed, err})
				return
			}
			defer f.Close()
			list = f
		}
		names := bufio.NewScanner(list)
		for names.Scan() {
			if name := strings.TrimSuffix(names.Text(), "\r"); name != "" && !expand(name, yield) {
				return
			}
		}
		if err := names.Err(); err != nil {
			yield(named{c.listed, err})
		}
	}
}

// errNoRecordings is said of a folder.
var errNoRecordings = errors.New("the folder has no recordings (.har, .har.gz, .har.zip)")

// expand yields the files that a name stands for. It reports whether more are
// wanted.
func expand(name string, yield func(named) bool) bool {
	about, err := os.Stat(name)
	switch {
	case name == standardInput:
	case err == nil && about.IsDir():
		return expandFolder(name, yield)
	case err != nil && strings.ContainsAny(name, "*?["):
		matches, _ := filepath.Glob(name)
		for _, match := range matches {
			if !yield(named{name: match}) {
				return false
			}
		}
		if len(matches) > 0 {
			return true
		}
		return yield(named{name, errors.New("no file has a name like this")})
	}
	return yield(named{name: name})
}

func expandFolder(folder string, yield func(named) bool) bool {
	more, found := true, false
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			more = yield(named{path, err})
		} else if !entry.IsDir() && isRecording(path) {
			found = true
			more = yield(named{name: path})
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	if err == nil && !found && more {
		return yield(named{folder, errNoRecordings})
	}
	return more
}

func isRecording(path string) bool {
	lower := strings.ToLower(path)
	for _, ending := range []string{".har", ".har.gz", ".har.zip"} {
		if strings.HasSuffix(lower, ending) {
			return true
		}
	}
	return false
}

// A diskFile is a file on disk, or bytes in memory.
type diskFile struct{ *io.SectionReader }

func (f diskFile) Section(from, to int64) io.ReadCloser {
	return io.NopCloser(io.NewSectionReader(f, from, to-from))
}

func inMemory(data []byte) diskFile {
	return diskFile{io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data)))}
}

// openFile finds the recordings in a file.
func openFile(name string) (found capture.Contents, closer func(), err error) {
	f, err := os.Open(name)
	if err != nil {
		return found, nil, err
	}
	about, err := f.Stat()
	if err == nil {
		found, err = capture.Find(name, diskFile{io.NewSectionReader(f, 0, about.Size())})
	}
	return found, func() { f.Close() }, err
}

// Of standard input so much is held: more is read as a stream if it is a recording,
// and as far as maxText if not.
const (
	maxHeld = 1 << 20
	maxText = 64 << 20
)

// openStandardInput finds the recordings in standard input, or holds it as a text.
// An archive, whose directory is at its end, is kept in a file meanwhile.
func (c *command) openStandardInput() (found capture.Contents, closer func(), err error) {
	closer = func() {}
	head, err := io.ReadAll(io.LimitReader(c.in, maxHeld))
	if err != nil {
		return found, closer, err
	}
	all := io.MultiReader(bytes.NewReader(head), c.in)
	kind := archive.KindOf(head[:min(len(head), archive.HeadSize)])
	switch {
	case len(head) < maxHeld:
		found, err = capture.Find(stdinName, inMemory(head))
	case kind == archive.ZipFile:
		return spooled(all)
	case kind == archive.GzipFile:
		found = streamed(all, archive.Gzip)
	case har.LooksLikeHAR(string(head)):
		found = streamed(all, archive.Plain)
	default:
		var text []byte
		if text, err = io.ReadAll(io.LimitReader(all, maxText+1)); err == nil && len(text) > maxText {
			err = errors.New("more than 64 MB of text that isn't a recording; give a part of it")
		}
		found.Sources = []capture.Source{capture.TextSource(stdinName, string(text))}
	}
	return found, closer, err
}

// streamed is a recording that can be read once.
func streamed(r io.Reader, format archive.Format) capture.Contents {
	return capture.Contents{Sources: []capture.Source{{Name: stdinName, Open: func(<-chan struct{}) (*capture.Stream, error) {
		if r == nil {
			return nil, errors.New("it can be read only once")
		}
		stream := capture.NewStream(io.NopCloser(r), 0, format)
		r = nil
		return stream, nil
	}}}}
}

// spooled keeps what is read in a file until it is closed.
func spooled(r io.Reader) (found capture.Contents, closer func(), err error) {
	f, err := os.CreateTemp("", "misstep-*.zip")
	if err != nil {
		return found, func() {}, err
	}
	closer = func() {
		f.Close()
		os.Remove(f.Name())
	}
	size, err := io.Copy(f, r)
	if err == nil {
		found, err = capture.Find(stdinName, diskFile{io.NewSectionReader(f, 0, size)})
	}
	return found, closer, err
}
