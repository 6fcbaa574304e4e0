//go:build js && wasm

package browser

import (
	"io"
	"syscall/js"
)

// A BlobReader reads a file of the browser, which stays where it is: only what is
// read is in memory.
type BlobReader struct {
	js.Value
	size int64
}

// NewBlobReader reads blobs, files and arrays of bytes as one blob. That of a file
// outlives the window that the file was chosen in.
func NewBlobReader(parts ...any) BlobReader {
	b := js.Global().Get("Blob").New(parts)
	return BlobReader{b, int64(b.Get("size").Float())}
}

// Keep gives all that comes to the browser to keep, as a blob.
func Keep(coming io.ReadCloser) (BlobReader, error) {
	defer coming.Close()
	kept, part := NewBlobReader(), make([]byte, BufferSize)
	for {
		n, err := io.ReadFull(coming, part)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return kept, err
		}
		array := uint8Array.New(n)
		js.CopyBytesToJS(array, part[:n])
		if kept = NewBlobReader(kept.Value, array); err != nil {
			return kept, nil
		}
	}
}

// Size is the blob's, in bytes.
func (b BlobReader) Size() int64 { return b.size }

// ReadAt implements io.ReaderAt.
func (b BlobReader) ReadAt(p []byte, at int64) (int, error) {
	to := min(at+int64(len(p)), b.size)
	if at >= to {
		return 0, io.EOF
	}
	bytes, err := Await(b.Call("slice", float64(at), float64(to)).Call("arrayBuffer"))
	if err != nil {
		return 0, err
	}
	n := js.CopyBytesToGo(p, uint8Array.New(bytes))
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Section reads the bytes from <= offset < to, front to back.
func (b BlobReader) Section(from, to int64) io.ReadCloser {
	to = max(from, min(to, b.size))
	closed := make(chan struct{})
	stream := b.Call("slice", float64(from), float64(to)).Call("stream")
	r := NewStreamReader(stream, closed)
	r.size, r.full = max(1, int(min(to-from, BufferSize))), true
	return &section{StreamReader: r, missing: to - from, closed: closed}
}

// A section reads a part of a blob front to back.
type section struct {
	*StreamReader
	missing int64 // bytes that it has to have still
	closed  chan struct{}
}

func (s *section) Read(p []byte) (int, error) {
	n, err := s.StreamReader.Read(p)
	s.missing -= int64(n)
	if err == io.EOF && s.missing > 0 {
		err = io.ErrUnexpectedEOF // the file has become shorter
	}
	return n, err
}

func (s *section) Close() error {
	select {
	case <-s.closed:
		return nil
	default:
	}
	close(s.closed)
	return s.StreamReader.Close()
}
