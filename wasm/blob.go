//go:build js && wasm

package main

import (
	"io"
	"runtime"
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
	s := &section{blob: b, next: from, to: min(to, b.size), closed: make(chan struct{})}
	s.coming = s.open()
	return s
}

// sliceSize is how much of a blob is opened at a time, in bytes.
const sliceSize = 4 << 20

// A section reads a blob front to back, slice by slice. The next one is opened
// before it is needed: the browser gets its first bytes while the one before is
// read.
type section struct {
	blob
	next, to int64 // what was not opened yet
	present  *part // nil: none is read yet
	coming   *part // nil: there is none any more
	failed   error // nil: it did not
	closed   chan struct{}
}

// A part is a slice while it is read.
type part struct {
	*readable
	missing int64 // bytes that it has to have still
}

func (s *section) open() *part {
	from := s.next
	if from >= s.to {
		return nil
	}
	s.next = min(from+sliceSize, s.to)
	stream := s.Call("slice", float64(from), float64(s.next)).Call("stream")
	return &part{newReadable(stream, s.closed), s.next - from}
}

func (s *section) Read(p []byte) (int, error) {
	for s.failed == nil {
		if s.present == nil || s.present.missing == 0 {
			if s.coming == nil {
				return 0, io.EOF
			}
			if s.present != nil {
				s.coming.buffer = s.present.buffer
			}
			s.present, s.coming = s.coming, s.open()
		}
		n, err := s.present.Read(p)
		s.present.missing -= int64(n)
		if n > 0 {
			return n, nil
		}
		if s.failed = err; err == io.EOF {
			s.failed = io.ErrUnexpectedEOF // the file has become shorter
		}
	}
	return 0, s.failed
}

func (s *section) Close() error {
	select {
	case <-s.closed:
		return nil
	default:
	}
	close(s.closed)
	for _, part := range []*part{s.present, s.coming} {
		if part != nil {
			part.Close()
		}
	}
	return nil
}

// A readable reads a ReadableStream of bytes, until ended is closed.
type readable struct {
	reader js.Value
	ended  <-chan struct{}
	fills  bool     // an array of ours, instead of making one each time
	buffer js.Value // that array's ArrayBuffer; undefined: none yet
	bytes  []byte   // what came last
	rest   []byte   // of it, what was not read yet
}

// bufferSize is how much comes from a stream at once, at most.
const bufferSize = 1 << 20

// newReadable has the stream fill one array again and again where it can: what a
// browser makes anew for each part of a file it is slow to give up.
func newReadable(stream js.Value, ended <-chan struct{}) (r *readable) {
	r = &readable{ended: ended}
	defer func() {
		if recover() != nil { // not a stream that fills arrays
			r.reader = stream.Call("getReader")
		}
	}()
	r.reader = stream.Call("getReader", map[string]any{"mode": "byob"})
	r.fills = true
	return r
}

func (r *readable) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if err := r.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// next has the next bytes come, all that there are at once: each crossing costs
// as much as a thousand of them.
func (r *readable) next() error {
	next, err := awaitUntil(r.ask(), r.ended)
	if err != nil {
		return err
	}
	came := next.Get("value")
	size := 0
	if came.Truthy() {
		size = came.Get("byteLength").Int()
		if r.fills {
			r.buffer = came.Get("buffer")
		}
	}
	if size == 0 && next.Get("done").Bool() {
		return io.EOF
	}
	if size > len(r.bytes) {
		r.bytes = make([]byte, max(size, min(2*len(r.bytes), bufferSize)))
	}
	r.rest = r.bytes[:js.CopyBytesToGo(r.bytes, came)]
	if !r.fills {
		collect(size)
	}
	return nil
}

func (r *readable) ask() js.Value {
	if !r.fills {
		return r.reader.Call("read")
	}
	if r.buffer.IsUndefined() {
		r.buffer = js.Global().Get("ArrayBuffer").New(bufferSize)
	}
	return r.reader.Call("read", uint8Array.New(r.buffer))
}

func (r *readable) Close() error {
	promised(r.reader.Call("cancel")) // what comes of that is nobody's concern
	return nil
}

// passedBytes is how many bytes of JavaScript's came since Go's collector ran.
var passedBytes int

// collect has Go's collector run now and then: it is not told of the bytes on
// JavaScript's side that what it keeps stands for.
func collect(bytes int) {
	const often = 32 << 20
	if passedBytes += bytes; passedBytes > often {
		passedBytes = 0
		runtime.GC()
	}
}

var uint8Array = js.Global().Get("Uint8Array")
