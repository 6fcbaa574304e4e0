//go:build js && wasm

package browser

import (
	"io"
	"syscall/js"

	"misstep/wasm/archive"
)

// pieceSize is how many packed bytes are unpacked at a time. What is damaged
// among them takes the rest of its piece along.
const pieceSize = 16 << 10

// Unpack has the browser decompress a stream, no further than it is read. Its errors are
// *archive.PackingErrors and those of packed.
func Unpack(packed io.ReadCloser, format archive.Format) io.ReadCloser {
	stream := js.Global().Get("DecompressionStream").New(string(format))
	u := &unpacked{
		StreamReader: NewStreamReader(stream.Get("readable"), nil),
		packed:       packed,
		writer:       stream.Get("writable").Call("getWriter"),
	}
	Defer(u.feed)
	return u
}

type unpacked struct {
	*StreamReader
	packed io.ReadCloser
	writer js.Value
	failed error // of packed
}

// feed gives the browser what is packed, as fast as it takes it.
func (u *unpacked) feed() {
	packed := make([]byte, pieceSize)
	write := func(bytes []byte) error {
		array := uint8Array.New(len(bytes))
		js.CopyBytesToJS(array, bytes)
		_, err := Await(u.writer.Call("write", array))
		return err
	}
	for {
		n, err := u.packed.Read(packed)
		if n > 0 && write(packed[:n]) != nil {
			return // Read passes on why
		}
		if err == nil {
			continue
		}
		// An end that comes too early, as any error, would take along what was
		// unpacked and not read yet. This is taken only when all is.
		if write(nil) != nil {
			return
		}
		if err == io.EOF {
			Await(u.writer.Call("close"))
		} else {
			u.failed = err
			Await(u.writer.Call("abort"))
		}
		return
	}
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.StreamReader.Read(p)
	switch {
	case err == nil:
		return n, nil
	case u.failed != nil:
		return 0, u.failed
	case err != io.EOF:
		err = &archive.PackingError{Err: err}
	}
	return 0, err
}

func (u *unpacked) Close() error {
	u.StreamReader.Close()
	return u.packed.Close()
}
