package main

import (
	"bytes"
	"io"
	"strings"

	"misstep/wasm/archive"
)

// A file is bytes that stay where they are: a File of the browser, or one on
// disk.
type file interface {
	io.ReaderAt
	Size() int64
	Section(from, to int64) io.ReadCloser // the bytes from <= offset < to, front to back
}

// A source is a recording that can be read, as often as is wanted. It holds a
// handle, no bytes. To open it ends in an error when ended is closed; nil: it
// takes as long as it takes.
type source struct {
	name string
	open func(ended <-chan struct{}) (*stream, error)
}

// A stream is the text of a recording while it is read.
type stream struct {
	io.ReadCloser
	total  int64        // bytes to be read from where it is kept, perhaps packed; 0: not known
	packed func() int64 // how many of them were read
}

// counted counts what is read.
type counted struct {
	io.ReadCloser
	read int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.ReadCloser.Read(b)
	c.read += int64(n)
	return n, err
}

// newStream is a text that is packed in a format.
func newStream(bytes io.ReadCloser, total int64, format archive.Format) *stream {
	c := &counted{ReadCloser: bytes}
	s := &stream{ReadCloser: c, total: total, packed: func() int64 { return c.read }}
	if format != archive.Plain {
		s.ReadCloser = unpack(c, format)
	}
	return s
}

// textSource is a recording whose text is at hand.
func textSource(name, text string) source {
	return source{name, func(<-chan struct{}) (*stream, error) {
		return newStream(io.NopCloser(strings.NewReader(text)), int64(len(text)), archive.Plain), nil
	}}
}

// contents is what there is in a file.
type contents struct {
	sources []source
	refused []archive.Member // recordings that cannot be unpacked
	others  []string         // names of what is no recording, some of them
	left    int              // how many those are
	cut     bool             // the file is an archive without its end
}

// othersNamed bounds the files in an archive that are named though they are no
// recordings.
const othersNamed = 3

// contentsOf finds the recordings in a file: itself, packed or not, or those in
// an archive. What they are is told by their bytes, in an archive by their names.
func contentsOf(name string, f file) (contents, error) {
	head := make([]byte, min(archive.HeadSize, f.Size()))
	if _, err := f.ReadAt(head, 0); err != nil && err != io.EOF {
		return contents{}, err
	}
	whole := func(format archive.Format) contents {
		return contents{sources: []source{{name, func(<-chan struct{}) (*stream, error) {
			return newStream(f.Section(0, f.Size()), f.Size(), format), nil
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
func archived(name string, f file) (contents, error) {
	var c contents
	var other []archive.Member // that are .json
	take := func(m archive.Member) {
		format, can := m.Format()
		if !can {
			c.refused = append(c.refused, m)
			return
		}
		c.sources = append(c.sources, source{name + " › " + m.Name, func(<-chan struct{}) (*stream, error) {
			from, to, err := m.Place(f, f.Size())
			if err != nil {
				return nil, err
			}
			return newStream(f.Section(from, to), to-from, format), nil
		}})
	}
	leave := func(m archive.Member) {
		if c.left++; c.left <= othersNamed {
			c.others = append(c.others, m.Name)
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
	c.cut = err == archive.ErrBroken
	if err != nil && !c.cut {
		return c, err
	}
	do := leave
	if len(c.sources)+len(c.refused) == 0 {
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

// kindOf reads as much as tells what a stream is, and gives the whole of it.
func kindOf(r io.ReadCloser) (archive.Kind, io.ReadCloser, error) {
	head := make([]byte, archive.HeadSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return archive.Other, r, err
	}
	return archive.KindOf(head[:n]), streamed{io.MultiReader(bytes.NewReader(head[:n]), r), r}, nil
}
