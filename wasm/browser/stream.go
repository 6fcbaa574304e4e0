//go:build js && wasm

package browser

import (
	"io"
	"runtime"
	"syscall/js"
)

// A StreamReader reads a ReadableStream of bytes, until ended is closed.
type StreamReader struct {
	reader js.Value
	ended  <-chan struct{}
	fills  bool          // an array of ours, instead of making one each time
	size   int           // of that array, in bytes
	full   bool          // it waits until the array is full, or all was read
	buffer js.Value      // the array's ArrayBuffer; undefined: none yet
	coming <-chan result // asked for before it is needed; nil: nothing is
	bytes  []byte        // what came last
	rest   []byte        // of it, what was not read yet
	over   error         // what it ended with; nil: it has not
}

// BufferSize is how much comes from a stream at once, at most; of a file also at
// least, for browsers give much less, and each time costs as much as thousands of
// bytes.
const BufferSize = 1 << 20

// NewStreamReader has the stream reuse one array if it can: browsers are slow to free a new
// one for each part of a file.
func NewStreamReader(stream js.Value, ended <-chan struct{}) (r *StreamReader) {
	r = &StreamReader{ended: ended, size: BufferSize}
	defer func() {
		if recover() != nil { // not a stream that fills arrays
			r.reader = stream.Call("getReader")
		}
	}()
	r.reader = stream.Call("getReader", map[string]any{"mode": "byob"})
	r.fills = true
	return r
}

// Read implements io.Reader.
func (r *StreamReader) Read(p []byte) (int, error) {
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
func (r *StreamReader) next() error {
	if r.coming == nil {
		r.coming = resultOf(r.ask())
	}
	next, err := resultUntil(r.coming, r.ended)
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
		r.bytes = make([]byte, max(size, min(2*len(r.bytes), BufferSize)))
	}
	r.rest = r.bytes[:js.CopyBytesToGo(r.bytes, came)]
	if r.fills {
		r.coming = resultOf(r.ask())
	} else {
		collect(size)
	}
	return nil
}

func (r *StreamReader) ask() js.Value {
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

// Close cancels the stream.
func (r *StreamReader) Close() error {
	resultOf(r.reader.Call("cancel")) // what comes of that is nobody's concern
	return nil
}

// passedBytes is how many bytes of JavaScript's came since Go's collector ran.
var passedBytes int

// collect has Go's collector run now and then: it doesn't know how many bytes on
// JavaScript's side its objects hold.
func collect(bytes int) {
	const often = 32 << 20
	if passedBytes += bytes; passedBytes > often {
		passedBytes = 0
		runtime.GC()
	}
}

var uint8Array = js.Global().Get("Uint8Array")
