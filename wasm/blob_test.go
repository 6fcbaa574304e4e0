//go:build js && wasm

package main

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"syscall/js"
	"testing"

	"misstep/wasm/archive"
)

// asked watches what is asked of blobs: before is called with the number of each
// slice, and what it returns, if anything, comes in place of the slice.
type asked struct {
	slices, bytes, waiting, most int
}

func watchBlobs(t *testing.T, before func(slice int) js.Value) *asked {
	a := &asked{}
	prototype := js.Global().Get("Blob").Get("prototype")
	watch := func(name string, inPlace func(js.Value) any) {
		was := prototype.Get(name)
		watched := js.FuncOf(func(this js.Value, _ []js.Value) any {
			a.slices++
			a.bytes += this.Get("size").Int()
			a.waiting++
			a.most = max(a.most, a.waiting)
			if before != nil {
				if instead := before(a.slices); !instead.IsUndefined() {
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

func blobOf(data []byte) blob {
	array := uint8Array.New(len(data))
	js.CopyBytesToJS(array, data)
	return newBlob(newBlob(array).Value)
}

// texture is bytes of which none looks like its neighbours.
func texture(size int) []byte {
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(i*7 + i>>8)
	}
	return data
}

// A blob is read once, in few slices, of which few are there at a time.
func TestSlices(t *testing.T) {
	data := texture(4*sliceSize + 100)
	for _, c := range []struct {
		name             string
		from, to, slices int
	}{
		{"all", 0, len(data), 5},
		{"whole slices", 0, 2 * sliceSize, 2},
		{"a part", 1000, 2000, 1},
		{"nothing", 5, 5, 0},
		{"beyond the end", len(data) - 10, len(data) + 10, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := blobOf(data)
			a := watchBlobs(t, nil)
			section := b.Section(int64(c.from), int64(c.to))
			var got bytes.Buffer
			part := make([]byte, 70_000)
			for read := 0; ; {
				n, err := section.Read(part)
				got.Write(part[:n])
				read += n
				a.waiting = a.slices - (read+sliceSize-1)/sliceSize
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			want := data[c.from:min(c.to, len(data))]
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%d bytes, and not those that are there", got.Len())
			}
			if a.slices != c.slices || a.bytes != len(want) || a.most > 2 {
				t.Errorf("%d slices of %d bytes, %d at a time; want %d of %d, two at a time at most", a.slices, a.bytes, a.most, c.slices, len(want))
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

// What was read before a file is changed is good; then the error is said, again
// and again.
func TestUnreadableInTheMiddle(t *testing.T) {
	refused := func(int) js.Value {
		return js.Global().Get("Promise").Call("reject", js.Global().Get("DOMException").New("It was changed", "NotReadableError"))
	}
	b := blobOf(texture(2 * sliceSize))
	watchBlobs(t, func(slice int) js.Value {
		if slice < 2 {
			return js.Undefined()
		}
		return refused(slice)
	})
	section := b.Section(0, b.size)
	got, err := io.ReadAll(section)
	if err == nil || !strings.Contains(err.Error(), "NotReadableError") || len(got) != sliceSize {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := b.ReadAt(make([]byte, 9), 0); err == nil || !strings.Contains(err.Error(), "NotReadableError") {
		t.Error(err)
	}
}

// One that waits for bytes that never come ends when it is closed.
func TestClosedWhileWaiting(t *testing.T) {
	never := js.Global().Get("Promise").New(js.FuncOf(func(js.Value, []js.Value) any { return nil }))
	watchBlobs(t, func(int) js.Value { return never })
	for name, section := range map[string]io.ReadCloser{
		"plain":  blobOf(texture(100)).Section(0, 100),
		"packed": unpack(blobOf(texture(100)).Section(0, 100), archive.Gzip),
	} {
		ended := make(chan error)
		go func() {
			_, err := section.Read(make([]byte, 10))
			ended <- err
		}()
		turn := newTurns()
		turn.wait()
		section.Close()
		if err := <-ended; err == nil {
			t.Errorf("%s: bytes came out of nowhere", name)
		}
	}
}

// An error of what is packed is no error of the packing, and comes after all
// that was unpacked.
func TestPackedUnreadable(t *testing.T) {
	text := longRecording(20)
	packed := gzipped(t, text)
	gone := errors.New("gone")
	half := bytes.NewReader(packed[:len(packed)/2])
	got, err := io.ReadAll(unpack(io.NopCloser(io.MultiReader(half, readerFunc(func([]byte) (int, error) { return 0, gone }))), archive.Gzip))
	if err != gone || len(got) < len(text)/3 || !strings.HasPrefix(text, string(got)) {
		t.Errorf("%d of %d bytes, %v", len(got), len(text), err)
	}
}
