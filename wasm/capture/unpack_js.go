//go:build js && wasm

package capture

import (
	"io"

	"misstep/wasm/archive"
	"misstep/wasm/browser"
)

// unpack unpacks what is read. Its errors are *archive.PackingErrors.
func unpack(packed io.ReadCloser, format archive.Format) io.ReadCloser {
	return browser.Unpack(packed, format)
}
