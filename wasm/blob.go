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

func (b blob) ReadAt(p []byte, at int64) (int, error) {
	to := min(at+int64(len(p)), b.size)
	if at >= to {
		return 0, io.EOF
	}
	bytes, err := await(b.Call("slice", float64(at), float64(to)).Call("arrayBuffer"))
	if err != nil {
		return 0, err
	}
	n := js.CopyBytesToGo(p, uint8Array.New(bytes))
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (b blob) Section(from, to int64) io.ReadCloser {
	to = max(from, min(to, b.size))
	closed := make(chan struct{})
	stream := b.Call("slice", float64(from), float64(to)).Call("stream")
	r := newReadable(stream, closed)
	r.size, r.full = max(1, int(min(to-from, bufferSize))), true
	return &section{readable: r, missing: to - from, closed: closed}
}

// A section reads a part of a blob front to back.
type section struct {
	*readable
	missing int64 // bytes that it has to have still
	closed  chan struct{}
}

func (s *section) Read(p []byte) (int, error) {
	n, err := s.readable.Read(p)
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
	return s.readable.Close()
}

// A readable reads a ReadableStream of bytes, until ended is closed.
type readable struct {
	reader js.Value
	ended  <-chan struct{}
	fills  bool           // an array of ours, instead of making one each time
	size   int            // of that array, in bytes
	full   bool           // it waits until the array is full, or all was read
	buffer js.Value       // the array's ArrayBuffer; undefined: none yet
	coming <-chan settled // asked for before it is needed; nil: nothing is
	bytes  []byte         // what came last
	rest   []byte         // of it, what was not read yet
	over   error          // what it ended with; nil: it has not
}

// bufferSize is how much comes from a stream at once, at most; of a file also at
// least, for browsers give much less, and each time costs as much as thousands of
// bytes.
const bufferSize = 1 << 20

// newReadable has the stream fill one array again and again where it can: what a
// browser makes anew for each part of a file it is slow to give up.
func newReadable(stream js.Value, ended <-chan struct{}) (r *readable) {
	r = &readable{ended: ended, size: bufferSize}
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
		if r.over == nil {
			r.over = r.next()
		}
		if r.over != nil {
			return 0, r.over
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// next has the next bytes come. Where they fill our array, more are asked for
// before these are read: the browser gets them meanwhile.
func (r *readable) next() error {
	if r.coming == nil {
		r.coming = promised(r.ask())
	}
	next, err := settledUntil(r.coming, r.ended)
	r.coming = nil
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
	if r.fills {
		r.coming = promised(r.ask())
	} else {
		collect(size)
	}
	return nil
}

func (r *readable) ask() js.Value {
	if !r.fills {
		return r.reader.Call("read")
	}
	if r.buffer.IsUndefined() {
		r.buffer = js.Global().Get("ArrayBuffer").New(r.size)
		collect(r.size)
	}
	array := uint8Array.New(r.buffer)
	if !r.full {
		return r.reader.Call("read", array)
	}
	return r.reader.Call("read", array, map[string]any{"min": r.size})
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
