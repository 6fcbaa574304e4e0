//go:build js && wasm

package main

import (
	"io"
	"syscall/js"
)

// A blob is a file of the browser, which stays where it is: only what is read
// is in memory.
type blob struct {
	js.Value
	size int64
}

// newBlob is a blob that consists of blobs, files and arrays of bytes. One of a
// file outlives the window that the file was chosen in.
func newBlob(parts ...any) blob {
	b := js.Global().Get("Blob").New(parts)
	return blob{b, int64(b.Get("size").Float())}
}

func (b blob) Size() int64 { return b.size }

// slice asks for the bytes from <= offset < to.
func (b blob) slice(from, to int64) <-chan settled {
	return promised(b.Call("slice", float64(from), float64(to)).Call("arrayBuffer"))
}

func (b blob) ReadAt(p []byte, at int64) (int, error) {
	to := min(at+int64(len(p)), b.size)
	if at >= to {
		return 0, io.EOF
	}
	s := <-b.slice(at, to)
	if s.err != nil {
		return 0, s.err
	}
	n := js.CopyBytesToGo(p, uint8Array.New(s.value))
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (b blob) Section(from, to int64) io.ReadCloser {
	return &section{blob: b, next: from, to: min(to, b.size), closed: make(chan struct{})}
}

// sliceSize is how much of a blob is asked for at a time, in bytes.
const sliceSize = 4 << 20

// A section reads a blob front to back in slices. While one is read, the next are
// under way.
type section struct {
	blob
	next, to int64 // what has not been asked for
	coming   []coming
	present  []byte // of the slice that is read
	rest     []byte // of it, what was not read yet
	closed   chan struct{}
}

// ahead is how many slices are under way while one is read.
const ahead = 2

// A coming is a slice under way, and how many bytes it has to have.
type coming struct {
	slice  <-chan settled
	wanted int
}

func (s *section) ask() {
	for len(s.coming) < ahead && s.next < s.to {
		wanted := min(sliceSize, s.to-s.next)
		s.coming = append(s.coming, coming{s.slice(s.next, s.next+wanted), int(wanted)})
		s.next += wanted
	}
}

// stop asks for nothing more.
func (s *section) stop() { s.coming, s.next, s.rest = nil, s.to, nil }

func (s *section) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		s.ask()
		if len(s.coming) == 0 {
			return 0, io.EOF
		}
		select {
		case <-s.closed:
			return 0, io.ErrClosedPipe
		case came := <-s.coming[0].slice:
			if came.err != nil {
				s.stop()
				return 0, came.err
			}
			// At once: each crossing costs as much as a thousand bytes.
			if s.present == nil {
				s.present = make([]byte, s.coming[0].wanted) // the first is the largest
			}
			s.rest = s.present[:js.CopyBytesToGo(s.present, uint8Array.New(came.value))]
			if len(s.rest) < s.coming[0].wanted {
				s.stop()
				return 0, io.ErrUnexpectedEOF
			}
			s.coming = s.coming[1:]
		}
		s.ask()
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

func (s *section) Close() error {
	select {
	case <-s.closed:
	default:
		close(s.closed)
	}
	return nil
}

// A readable reads a ReadableStream of bytes, until ended is closed.
type readable struct {
	reader js.Value
	ended  <-chan struct{}
	piece
}

func (r *readable) Read(p []byte) (int, error) {
	for r.left() == 0 {
		next, err := awaitUntil(r.reader.Call("read"), r.ended)
		if err != nil {
			return 0, err
		}
		if next.Get("done").Bool() {
			return 0, io.EOF
		}
		r.piece = pieceOf(next.Get("value"))
	}
	return r.take(p), nil
}

func (r *readable) Close() error {
	promised(r.reader.Call("cancel")) // what comes of that is nobody's concern
	return nil
}

// A piece is bytes of JavaScript that are copied to Go as they are read.
type piece struct {
	bytes      js.Value // Uint8Array
	used, size int
}

func pieceOf(bytes js.Value) piece { return piece{bytes: bytes, size: bytes.Length()} }

func (p *piece) left() int { return p.size - p.used }

func (p *piece) take(into []byte) int {
	n := js.CopyBytesToGo(into, p.bytes.Call("subarray", p.used))
	p.used += n
	return n
}

var uint8Array = js.Global().Get("Uint8Array")
