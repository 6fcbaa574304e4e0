//go:build js && wasm

package page

import (
	"syscall/js"
	"unicode/utf16"
)

// Highlight has the browser paint ranges as panel.css has it for that name, in place
// of those before. No element changes. An old browser paints nothing.
func (p *Page) Highlight(name string, ranges []js.Value) {
	highlights := p.Window.Get("CSS").Get("highlights")
	if highlights.IsUndefined() {
		return
	}
	h := p.Window.Get("Highlight").New()
	for _, r := range ranges {
		h.Call("add", r)
	}
	highlights.Call("set", name, h)
}

// Units is how long a text is as documents count: in units of UTF-16.
func Units(text string) int { return len(utf16.Encode([]rune(text))) }
