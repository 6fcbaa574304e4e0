//go:build js && wasm

package page

import (
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/diagnosis"
	"misstep/wasm/export"
)

// Save offers a file to the person, as a download that never leaves the browser, and
// says at the button that was pressed what it is called. kind is its media type.
func (p *Page) Save(name, kind, text string, button Element) {
	url := p.Window.Get("URL")
	blob := p.Window.Get("Blob").New([]any{text}, map[string]any{"type": kind + ";charset=utf-8"})
	address := url.Call("createObjectURL", blob)
	link := p.Create("a")
	link.SetAttribute("href", address.String())
	link.SetAttribute("download", name)
	p.Find("body").AppendChild(link)
	link.Click()
	link.Remove()
	said := p.Text("savedAs", name)
	p.Announce(said)
	p.sayAt(button, said)
	// The browser may still be reading it.
	browser.After(time.Minute, func() { url.Call("revokeObjectURL", address) })
}

// OpenLink opens an address in a tab of its own.
func (p *Page) OpenLink(address string) {
	link := p.Create("a")
	link.SetAttribute("href", address)
	link.SetAttribute("target", "_blank")
	link.SetAttribute("rel", "noreferrer")
	link.Click()
}

// CopyText puts text into the clipboard, and says so at the button that was
// pressed. DevTools may refuse navigator.clipboard to a panel, and by the time
// it does the person's press no longer counts; so the old way comes first.
func (p *Page) CopyText(text string, button Element) {
	copied := false
	put := js.FuncOf(func(_ js.Value, args []js.Value) any {
		args[0].Get("clipboardData").Call("setData", "text/plain", text)
		args[0].Call("preventDefault")
		copied = true
		return nil
	})
	p.Document.Call("addEventListener", "copy", put, map[string]any{"once": true})
	p.Document.Call("execCommand", "copy")
	p.Document.Call("removeEventListener", "copy", put)
	put.Release()
	if copied {
		p.saidCopied(button)
		return
	}
	clipboard := p.Window.Get("navigator").Get("clipboard")
	if clipboard.IsUndefined() {
		p.Problem(p.Text("copyRefused"))
		return
	}
	var done, refused js.Func
	release := func() { done.Release(); refused.Release() }
	done = js.FuncOf(func(js.Value, []js.Value) any { release(); p.saidCopied(button); return nil })
	refused = js.FuncOf(func(js.Value, []js.Value) any {
		release()
		p.Problem(p.Text("copyRefused"))
		return nil
	})
	clipboard.Call("writeText", text).Call("then", done, refused)
}

// saidCopied marks the button for a moment, and informs screen readers.
func (p *Page) saidCopied(button Element) {
	if !p.Alive() {
		return
	}
	p.Announce(p.Text("copied"))
	if button.Get("tagName").String() != "BUTTON" {
		p.sayAt(button, p.Text("copied"))
		return
	}
	button.Class().Add("copied")
	browser.After(saidTime, func() {
		if p.Alive() {
			button.Class().Remove("copied")
		}
	})
}

// saidTime is how long it is said that something was done.
const saidTime = 1500 * time.Millisecond

// sayAt shows a word at an element for a moment.
func (p *Page) sayAt(at Element, text string) {
	said, box := p.Find("#said"), at.Call("getBoundingClientRect")
	said.SetTextContent(text)
	Show(said, true)
	half := said.Get("offsetWidth").Float()/2 + 4
	middle := max(half, min((box.Get("left").Float()+box.Get("right").Float())/2, p.Window.Get("innerWidth").Float()-half))
	Style(said, "left", strconv.Itoa(int(middle))+"px")
	Style(said, "top", strconv.Itoa(int(max(2, min(box.Get("top").Float(), p.Window.Get("innerHeight").Float()-26))))+"px")
	if p.said == nil {
		p.said = browser.NewTimer(func() {
			if p.Alive() {
				Show(p.Find("#said"), false)
			}
		})
	}
	p.said.Set(saidTime + time.Duration(len(text))*50*time.Millisecond) // to be read
}

// Today is part of the names of files.
func Today() string { return browser.Local(time.Now()).Format(time.DateOnly) }

// Recording is a HAR of exchanges without secrets.
func (p *Page) Recording(session *diagnosis.Session, ids []int) (string, bool) {
	var out strings.Builder
	if err := export.HAR(session, ids, browser.Random(32), &out); err != nil {
		p.Problem(p.Text("exportFailed", err.Error()))
		return "", false
	}
	return out.String(), true
}
