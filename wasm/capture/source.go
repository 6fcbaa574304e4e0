// Package capture keeps what was captured and opened: the exchanges that came live,
// the recordings that are read and can be read again, and the hosts that were
// skipped in them. It fills the session, and draws nothing.
package capture

import (
	"bytes"
	"io"
	"strings"

	"misstep/wasm/archive"
)

// A File is bytes that stay where they are: a File of the browser, or one on
// disk.
type File interface {
	io.ReaderAt
	Size() int64
	Section(from, to int64) io.ReadCloser // the bytes from <= offset < to, front to back
}

// A Source is a recording that can be read, as often as is wanted. It holds a
// handle, no bytes. To open it ends in an error when ended is closed; nil: it
// takes as long as it takes.
type Source struct {
	Name string
	Open func(ended <-chan struct{}) (*Stream, error)
}

// A Stream is the text of a recording while it is read.
type Stream struct {
	io.ReadCloser
	Total  int64        // bytes to be read from where it is kept, perhaps packed; 0: not known
	Packed func() int64 // how many of them were read
}

// A progressReader counts the bytes that are read.
type progressReader struct {
	io.ReadCloser
	read int64
}

func (c *progressReader) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.read += int64(n)
	return n, err
}

// NewStream returns the text of bytes that are packed in a format.
func NewStream(bytes io.ReadCloser, total int64, format archive.Format) *Stream {
	c := &progressReader{ReadCloser: bytes}
	s := &Stream{ReadCloser: c, Total: total, Packed: func() int64 { return c.read }}
	if format != archive.Plain {
		s.ReadCloser = unpack(c, format)
	}
	return s
}

// TextSource returns a recording whose text is at hand.
func TextSource(name, text string) Source {
	return Source{name, func(<-chan struct{}) (*Stream, error) {
		return NewStream(io.NopCloser(strings.NewReader(text)), int64(len(text)), archive.Plain), nil
	}}
}

// Contents is what there is in a file.
type Contents struct {
	Sources []Source
	Refused []archive.Member // recordings that cannot be unpacked
	Others  []string         // names of what is no recording, some of them
	Left    int              // how many those are
	Cut     bool             // the file is an archive without its end
}

// othersNamed bounds the files in an archive that are named though they are no
// recordings.
const othersNamed = 3

// Find finds the recordings in a file: itself, packed or not, or those in
// an archive. What they are is told by their bytes, in an archive by their names.
func Find(name string, f File) (Contents, error) {
	head := make([]byte, min(archive.HeadSize, f.Size()))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return Contents{}, err
	}
	whole := func(format archive.Format) Contents {
		return Contents{Sources: []Source{{name, func(<-chan struct{}) (*Stream, error) {
			return NewStream(f.Section(0, f.Size()), f.Size(), format), nil
		}}}}
	}
	switch archive.KindOf(head) {
	case archive.GzipFile:
		return whole(archive.Gzip), nil
	case archive.ZipFile:
		return archived(name, f)
	}
	return whole(archive.Plain), nil
}

// archived finds the recordings in an archive: the .har files, or, where there
// are none, those that are .json.
func archived(name string, f File) (Contents, error) {
	var c Contents
	var other []archive.Member // that are .json
	take := func(m archive.Member) {
		format, can := m.Format()
		if !can {
			c.Refused = append(c.Refused, m)
			return
		}
		c.Sources = append(c.Sources, Source{name + " › " + m.Name, func(<-chan struct{}) (*Stream, error) {
			from, to, err := m.Place(f, f.Size())
			if err != nil {
				return nil, err
			}
			return NewStream(f.Section(from, to), to-from, format), nil
		}})
	}
	leave := func(m archive.Member) {
		if c.Left++; c.Left <= othersNamed {
			c.Others = append(c.Others, m.Name)
		}
	}
	err := archive.Members(f, f.Size(), func(m archive.Member) bool {
		switch lower := strings.ToLower(m.Name); {
		case m.Folder() || strings.HasPrefix(m.Name, "__MACOSX/"):
		case strings.HasSuffix(lower, ".har"):
			take(m)
		case strings.HasSuffix(lower, ".json"):
			other = append(other, m)
		default:
			leave(m)
		}
		return true
	})
	c.Cut = err == archive.ErrBroken
	if err != nil && !c.Cut {
		return c, err
	}
	do := leave
	if len(c.Sources)+len(c.Refused) == 0 {
		do = take
	}
	for _, m := range other {
		do(m)
	}
	return c, nil
}

// A streamed reader gives its first bytes again that were read to see what they
// are.
type streamed struct {
	io.Reader
	io.Closer
}

// KindOf reads as much as tells what a stream is, and returns the whole of it.
func KindOf(r io.ReadCloser) (archive.Kind, io.ReadCloser, error) {
	head := make([]byte, archive.HeadSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return archive.Other, r, err
	}
	return archive.KindOf(head[:n]), streamed{io.MultiReader(bytes.NewReader(head[:n]), r), r}, nil
}
