//go:build js && wasm

package panel

import (
	"syscall/js"
	"time"

	"misstep/wasm/task"
)

// save offers a file to the person, as a download that never leaves the
// browser. kind is its media type.
func (p *Panel) save(name, kind, text string) {
	url := p.window.Get("URL")
	blob := p.window.Get("Blob").New([]any{text}, map[string]any{"type": kind + ";charset=utf-8"})
	address := url.Call("createObjectURL", blob)
	link := p.create("a")
	link.SetAttribute("href", address.String())
	link.SetAttribute("download", name)
	p.view.body.AppendChild(link)
	link.Click()
	link.Remove()
	// The browser may still be reading it.
	task.After(time.Minute, func() { url.Call("revokeObjectURL", address) })
}

// copyText puts text into the clipboard, and says so at the button that was
// pressed. DevTools may refuse navigator.clipboard to a panel, and by the time
// it does the person's press no longer counts; so the old way comes first.
func (p *Panel) copyText(text string, button element) {
	copied := false
	var put js.Func
	put = js.FuncOf(func(_ js.Value, args []js.Value) any {
		args[0].Get("clipboardData").Call("setData", "text/plain", text)
		args[0].Call("preventDefault")
		copied = true
		return nil
	})
	p.document.Call("addEventListener", "copy", put, map[string]any{"once": true})
	p.document.Call("execCommand", "copy")
	p.document.Call("removeEventListener", "copy", put)
	put.Release()
	if copied {
		p.saidCopied(button)
		return
	}
	clipboard := p.window.Get("navigator").Get("clipboard")
	if clipboard.IsUndefined() {
		p.Notice("error", p.text("copyRefused"), "", nil)
		return
	}
	var done, refused js.Func
	release := func() { done.Release(); refused.Release() }
	done = js.FuncOf(func(js.Value, []js.Value) any { release(); p.saidCopied(button); return nil })
	refused = js.FuncOf(func(js.Value, []js.Value) any {
		release()
		p.Notice("error", p.text("copyRefused"), "", nil)
		return nil
	})
	clipboard.Call("writeText", text).Call("then", done, refused)
}

// saidCopied marks the button for a moment, and tells a screen reader.
func (p *Panel) saidCopied(button element) {
	if !p.alive() {
		return
	}
	p.view.announce.SetTextContent(p.text("copied"))
	button.Class().Add("copied")
	task.After(1500*time.Millisecond, func() {
		if p.alive() {
			button.Class().Remove("copied")
		}
	})
}

// today is part of the names of files.
func today() string { return time.Now().Format(time.DateOnly) }
