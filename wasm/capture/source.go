// Package capture keeps what was captured and opened: the exchanges that came live,
// the recordings that are read and can be read again, and the hosts that were
// skipped in them. It fills the session, and draws nothing.
package capture

import (
	"bytes"
	"io"
	"strings"

	"misstep/wasm/archive"
	"misstep/wasm/redact"
)

// A File is bytes that stay where they are: a File of the browser, or one on
// disk.
type File interface {
	io.ReaderAt
	Size() int64
	Section(from, to int64) io.ReadCloser // the bytes from <= offset < to, front to back
}

// A Source is a recording that can be read any number of times. It holds a handle, no
// bytes. Opening it fails when ended is closed; with nil it waits as long as it takes.
type Source struct {
	Name string
	Open func(ended <-chan struct{}) (*Stream, error)

	beside func(name string) (*Stream, error) // opens a file that is next to it in an archive; nil: none does
	room   *int                               // bytes that may still be read of such files, for all recordings in the archive
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

// NewStream returns the text of bytes that are packed in a format, or in one inside
// another.
func NewStream(bytes io.ReadCloser, total int64, formats ...archive.Format) *Stream {
	c := &progressReader{ReadCloser: bytes}
	s := &Stream{ReadCloser: c, Total: total, Packed: func() int64 { return c.read }}
	for _, format := range formats {
		if format != archive.Plain {
			unpacking := unpack(s.ReadCloser, format)
			s.ReadCloser = streamed{archive.Limited(unpacking, archive.MostUnpacked), unpacking}
		}
	}
	s.ReadCloser = streamed{archive.UTF8(s.ReadCloser), s.ReadCloser}
	return s
}

// TextSource returns a recording whose text is at hand.
func TextSource(name, text string) Source {
	return Source{Name: redact.FileName(name), Open: func(<-chan struct{}) (*Stream, error) {
		return NewStream(io.NopCloser(strings.NewReader(text)), int64(len(text)), archive.Plain), nil
	}}
}

// Contents is what there is in a file.
type Contents struct {
	Sources []Source
	Refused []archive.Member // recordings that cannot be unpacked
	Cut     bool             // the file is an archive without its end
	others  []*otherFile     // what isn't a recording
	room    *int             // Source.room; below 0: files named there were too much
}

// Find finds the recordings in a file: itself, packed or not, or those in
// an archive. They are recognized by their bytes, in an archive by their names.
func Find(name string, f File) (Contents, error) {
	head := make([]byte, min(archive.HeadSize, f.Size()))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return Contents{}, err
	}
	whole := func(format archive.Format) Contents {
		return Contents{Sources: []Source{{Name: redact.FileName(name), Open: func(<-chan struct{}) (*Stream, error) {
			return NewStream(f.Section(0, f.Size()), f.Size(), format), nil
		}}}}
	}
	switch kind := archive.KindOf(head); {
	case kind == archive.GzipFile:
		return whole(archive.Gzip), nil
	case kind == archive.ZipFile, !looksLikeText(head) && archive.Behind(f, f.Size()):
		return archived(name, f)
	}
	return whole(archive.Plain), nil
}

// looksLikeText reports whether a file begins as JSON does, or with the mark of a text.
func looksLikeText(head []byte) bool {
	return len(head) == 0 || bytes.IndexByte([]byte("{[ \t\r\n\xef\xfe\xff\x1e"), head[0]) >= 0
}

// A streamed reader gives its first bytes again that were read to see what they
// are.
type streamed struct {
	io.Reader
	io.Closer
}

// KindOf reads enough of a stream to recognize its kind, and returns a reader for all of it.
func KindOf(r io.ReadCloser) (archive.Kind, io.ReadCloser, error) {
	head := make([]byte, archive.HeadSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return archive.Other, r, err
	}
	return archive.KindOf(head[:n]), streamed{io.MultiReader(bytes.NewReader(head[:n]), r), r}, nil
}
