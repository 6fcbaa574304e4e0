//go:build js && wasm

// Fetch is the offline page's second program, started when somebody first asks
// for a recording or a pack by its address. It stands alone because the HTTP
// client brings TLS along, which every start of Misstep would have to pay for.
//
// It sets globalThis.misstepFetch(address): a promise of {status, size, body},
// size in bytes, -1 when it is not said, and the body a ReadableStream of bytes;
// rejected with the reason when there is no response.
package main

import (
	"io"
	"strings"
	"syscall/js"

	"github.com/syumai/tinyutil/httputil"
)

func main() {
	js.Global().Set("misstepFetch", js.FuncOf(func(_ js.Value, args []js.Value) any {
		address := args[0].String()
		return promise(func() (any, error) { return fetch(address) })
	}))
	select {}
}

func fetch(address string) (any, error) {
	response, err := httputil.Get(address)
	if err != nil {
		return nil, err
	}
	return map[string]any{"status": response.StatusCode, "size": response.ContentLength, "body": stream(response.Body)}, nil
}

// pieceSize is how much of a body is handed over at once.
const pieceSize = 1 << 20

// stream is what r gives, as a ReadableStream.
func stream(r io.ReadCloser) js.Value {
	piece := make([]byte, pieceSize)
	cancelled := false // then the controller takes nothing any more
	source := js.Global().Get("Object").New()
	source.Set("pull", js.FuncOf(func(_ js.Value, args []js.Value) any {
		controller := args[0]
		return promise(func() (any, error) {
			n, err := r.Read(piece)
			if cancelled {
				return nil, nil
			}
			if n > 0 {
				bytes := js.Global().Get("Uint8Array").New(n)
				js.CopyBytesToJS(bytes, piece[:n])
				controller.Call("enqueue", bytes)
			}
			if err == io.EOF {
				controller.Call("close")
				err = nil
			}
			return nil, err
		})
	}))
	source.Set("cancel", js.FuncOf(func(js.Value, []js.Value) any {
		cancelled = true
		r.Close()
		return nil
	}))
	return js.Global().Get("ReadableStream").New(source)
}

// promise is a promise of what do returns.
func promise(do func() (any, error)) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, args []js.Value) any {
		resolve, reject := args[0], args[1]
		go func() {
			defer executor.Release()
			if value, err := do(); err != nil {
				reject.Invoke(strings.TrimPrefix(err.Error(), "net/http: "))
			} else {
				resolve.Invoke(value)
			}
		}()
		return nil
	})
	return js.Global().Get("Promise").New(executor)
}
