//go:build js && wasm

// Reads recordings as Misstep does, up to the exchanges and no further, to be
// compared with JSON.parse of the same text.
package main

import (
	"bytes"
	"io"
	"syscall/js"

	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

// pieces reads what next gives, a Uint8Array each time, null at the end.
type pieces struct {
	next  js.Value
	piece js.Value
	from  int // what was read of piece
}

func (p *pieces) Read(into []byte) (int, error) {
	if p.piece.IsUndefined() || p.from == p.piece.Length() {
		if p.piece, p.from = p.next.Invoke(), 0; p.piece.IsNull() {
			p.piece = js.Undefined()
			return 0, io.EOF
		}
	}
	rest := p.piece
	if p.from > 0 {
		rest = p.piece.Call("subarray", p.from)
	}
	n := js.CopyBytesToGo(into, rest)
	p.from += n
	return n, nil
}

// read(next, host) reads entries of that host, or all where it is "". It returns
// how many it read and passed over, or what went wrong.
func read(_ js.Value, args []js.Value) any {
	address := []byte("https://" + args[1].String() + "/")
	see := func(_ int, given []byte) bool { return bytes.HasPrefix(given, address) }
	if args[1].String() == "" {
		see = nil
	}
	text := 0
	summary, err := har.Read(&pieces{next: args[0]}, see, func(_ int, x httpmsg.Exchange) { text += len(x.Response.Body.Text) })
	if err != nil {
		return err.Error()
	}
	return map[string]any{"read": summary.Entries, "passed": summary.Passed, "text": text}
}

func main() {
	js.Global().Set("misstep", map[string]any{"read": js.FuncOf(read)})
	select {}
}
