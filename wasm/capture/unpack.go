//go:build !js

package capture

import (
	"compress/flate"
	"compress/gzip"
	"io"

	"misstep/wasm/archive"
)

// unpack unpacks what is read. Its errors are *archive.PackingErrors.
func unpack(packed io.ReadCloser, format archive.Format) io.ReadCloser {
	return &unpacked{packed: packed, format: format}
}

type unpacked struct {
	io.Reader // nil: not begun
	packed    io.ReadCloser
	format    archive.Format
}

func (u *unpacked) Read(b []byte) (int, error) {
	if u.Reader == nil {
		if u.format == archive.Deflate {
			u.Reader = flate.NewReader(u.packed)
		} else if z, err := gzip.NewReader(u.packed); err != nil {
			return 0, &archive.PackingError{Err: err}
		} else {
			u.Reader = z
		}
	}
	n, err := u.Reader.Read(b)
	if err != nil && err != io.EOF {
		err = &archive.PackingError{Err: err}
	}
	return n, err
}

func (u *unpacked) Close() error { return u.packed.Close() }
