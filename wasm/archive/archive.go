// Package archive recognizes how a file is packed, and lists what is in a ZIP archive. It
// unpacks nothing and knows no browser.
package archive

import (
	"bytes"
	"io"

	"misstep/catalog/messages"
)

// A Format is how bytes are packed, by the name that a browser's
// DecompressionStream has for it.
type Format string

// The formats that can be unpacked.
const (
	Plain   Format = ""
	Gzip    Format = "gzip"
	Deflate Format = "deflate-raw"
	Zlib    Format = "deflate"
)

// A Kind is what a file is.
type Kind int

// The kinds that are distinguished.
const (
	Other Kind = iota // not packed, as far as is known
	GzipFile
	ZipFile
)

// HeadSize is how many bytes of a file are needed to recognize its kind.
const HeadSize = 4

// KindOf recognizes a file's kind by its first bytes.
func KindOf(head []byte) Kind {
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return GzipFile
	case bytes.HasPrefix(head, []byte(memberSignature)), bytes.HasPrefix(head, []byte(endSignature)):
		return ZipFile
	}
	return Other
}

// A PackingError says that packed bytes cannot be unpacked any further.
type PackingError struct{ Err error }

func (e *PackingError) Error() string { return e.Message().String() }

// Message is what Error says.
func (e *PackingError) Message() messages.Message {
	return messages.Message{Key: "file.packing-broken", Args: []any{"error", e.Err}}
}

func (e *PackingError) Unwrap() error { return e.Err }

// MostUnpacked bounds what one file, or all in an archive, may unpack to, in bytes:
// no browser writes a recording half as long.
const MostUnpacked = 2 << 30

// ErrTooLarge says that something unpacks to more than it may.
var ErrTooLarge = messages.NewError("file.too-large")

// Limited reads as many bytes as something may unpack to. More is a PackingError:
// ErrTooLarge, or ErrBroken where it says itself that it is not so long.
func Limited(r io.Reader, most int64) io.Reader {
	if most < MostUnpacked {
		return &limited{r, most, ErrBroken}
	}
	return &limited{r, most, ErrTooLarge}
}

type limited struct {
	io.Reader
	left int64
	more error
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.Reader.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n - 1, &PackingError{l.more}
	}
	return n, err
}
