//go:build js && wasm

package browser

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"syscall/js"
	"testing"
	"testing/iotest"

	"misstep/wasm/archive"
)

// asked counts what is asked of blobs.
type asked struct{ times, bytes int }

// watchBlobs calls before with the number of each time when a blob is asked for
// its bytes: what that returns, if anything, comes in place of them.
func watchBlobs(t *testing.T, before func(time int) js.Value) *asked {
	a := &asked{}
	prototype := js.Global().Get("Blob").Get("prototype")
	watch := func(name string, inPlace func(js.Value) any) {
		was := prototype.Get(name)
		watched := js.FuncOf(func(this js.Value, _ []js.Value) any {
			a.times++
			a.bytes += this.Get("size").Int()
			if before != nil {
				if instead := before(a.times); !instead.IsUndefined() {
					return inPlace(instead)
				}
			}
			return was.Call("call", this)
		})
		prototype.Set(name, watched)
		t.Cleanup(func() {
			prototype.Set(name, was)
			watched.Release()
		})
	}
	watch("arrayBuffer", func(instead js.Value) any { return instead })
	watch("stream", func(instead js.Value) any {
		pull := js.FuncOf(func(js.Value, []js.Value) any { return instead })
		return js.Global().Get("ReadableStream").New(map[string]any{"type": "bytes", "pull": pull})
	})
	return a
}

func blobOf(data []byte) BlobReader {
	array := uint8Array.New(len(data))
	js.CopyBytesToJS(array, data)
	return NewBlobReader(NewBlobReader(array).Value)
}

// texture is bytes of which none looks like its neighbors.
func texture(size int) []byte {
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(i*7 + i>>8)
	}
	return data
}

// What is wanted of a blob is read once, and nothing else of it.
func TestSection(t *testing.T) {
	data := texture(4*BufferSize + 100)
	for _, c := range []struct {
		name     string
		from, to int
	}{
		{"all", 0, len(data)},
		{"a part", 1000, 2*BufferSize + 1000},
		{"nothing", 5, 5},
		{"beyond the end", len(data) - 10, len(data) + 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := watchBlobs(t, nil)
			got, err := io.ReadAll(blobOf(data).Section(int64(c.from), int64(c.to)))
			if want := data[c.from:min(c.to, len(data))]; err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes, and not the %d that are there: %v", len(got), len(want), err)
			}
			if a.times != 1 || a.bytes != len(got) {
				t.Errorf("%d bytes were asked for, %d times", a.bytes, a.times)
			}
		})
	}
}

func TestBlobAt(t *testing.T) {
	b := blobOf([]byte("0123456789"))
	part := make([]byte, 4)
	if n, err := b.ReadAt(part, 3); n != 4 || err != nil || string(part) != "3456" {
		t.Errorf("%d %v %q", n, err, part)
	}
	if n, err := b.ReadAt(part, 8); n != 2 || err != io.EOF || string(part[:2]) != "89" {
		t.Errorf("at the end: %d %v %q", n, err, part)
	}
	if n, err := b.ReadAt(part, 10); n != 0 || err != io.EOF {
		t.Errorf("behind the end: %d %v", n, err)
	}
}

// An error of the browser is said, again and again.
func TestUnreadable(t *testing.T) {
	b := blobOf(texture(100))
	watchBlobs(t, func(int) js.Value {
		return js.Global().Get("Promise").Call("reject", js.Global().Get("DOMException").New("It was changed", "NotReadableError"))
	})
	section := b.Section(0, b.size)
	for range 2 {
		if n, err := section.Read(make([]byte, 9)); n > 0 || err == nil || !strings.Contains(err.Error(), "NotReadableError") {
			t.Errorf("%d bytes, %v", n, err)
		}
	}
	if _, err := b.ReadAt(make([]byte, 9), 0); err == nil || !strings.Contains(err.Error(), "NotReadableError") {
		t.Error(err)
	}
}

// A file that ends before its end was cut off meanwhile.
func TestTruncatedBlob(t *testing.T) {
	data := texture(100)
	whole, rest := blobOf(data), blobOf(data[:60])
	prototype := js.Global().Get("Blob").Get("prototype")
	was := prototype.Get("stream")
	prototype.Set("stream", js.FuncOf(func(js.Value, []js.Value) any { return was.Call("call", rest.Value) }))
	t.Cleanup(func() { prototype.Set("stream", was) })
	if got, err := io.ReadAll(whole.Section(0, whole.size)); err != io.ErrUnexpectedEOF || len(got) != 60 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// One that waits for bytes that never come ends when it is closed.
func TestClosedWhileWaiting(t *testing.T) {
	never := js.Global().Get("Promise").New(js.FuncOf(func(js.Value, []js.Value) any { return nil }))
	watchBlobs(t, func(int) js.Value { return never })
	for name, section := range map[string]io.ReadCloser{
		"plain":  blobOf(texture(100)).Section(0, 100),
		"packed": Unpack(blobOf(texture(100)).Section(0, 100), archive.Gzip),
	} {
		ended := make(chan error)
		go func() {
			_, err := section.Read(make([]byte, 10))
			ended <- err
		}()
		NewYield()()
		section.Close()
		if err := <-ended; err == nil {
			t.Errorf("%s: bytes came out of nowhere", name)
		}
	}
}

// An error of what is packed isn't an error of the packing, and comes after all
// that was unpacked.
func TestPackedUnreadable(t *testing.T) {
	noise := make([]byte, 200_000)
	rand.NewChaCha8([32]byte{}).Read(noise)
	text := string(noise)
	var all bytes.Buffer
	z := gzip.NewWriter(&all)
	z.Write([]byte(text))
	z.Close()
	packed := all.Bytes()
	gone := errors.New("gone")
	half := bytes.NewReader(packed[:len(packed)/2])
	got, err := io.ReadAll(Unpack(io.NopCloser(io.MultiReader(half, iotest.ErrReader(gone))), archive.Gzip))
	if err != gone || len(got) < len(text)/3 || !strings.HasPrefix(text, string(got)) {
		t.Errorf("%d of %d bytes, %v", len(got), len(text), err)
	}
}
