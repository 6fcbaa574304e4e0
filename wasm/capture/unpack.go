//go:build !js

package capture

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
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
		var err error
		switch u.format {
		case archive.Deflate:
			u.Reader = flate.NewReader(u.packed)
		case archive.Zlib:
			u.Reader, err = zlib.NewReader(u.packed)
		default:
			u.Reader, err = gzip.NewReader(u.packed)
		}
		if err != nil {
			u.Reader = nil
			return 0, &archive.PackingError{Err: err}
		}
	}
	n, err := u.Reader.Read(b)
	if err != nil && err != io.EOF {
		err = &archive.PackingError{Err: err}
	}
	return n, err
}

func (u *unpacked) Close() error { return u.packed.Close() }
