//go:build js && wasm

package dialogs

import (
	"strings"
	"syscall/js"
	"time"

	"misstep/catalog"
	"misstep/wasm/browser"
	"misstep/wasm/diagnosis"
	"misstep/wasm/paste"
)

// openPaste shows the dialog that takes a text.
func (v *View) openPaste() {
	v.open("#paste-dialog")
	text := v.Find("#paste-text")
	text.Focus()
	text.Call("select")
	v.allowExplaining()
}

// allowExplaining has the button wait until there is something to explain.
func (v *View) allowExplaining() {
	v.Find("#paste-explain").Set("disabled", strings.TrimSpace(v.Find("#paste-text").Get("value").String()) == "")
}

// pressedInPaste explains on Ctrl+Enter; Enter alone begins a line.
func (v *View) pressedInPaste(event js.Value) {
	if event.Get("key").String() == "Enter" && (event.Get("ctrlKey").Bool() || event.Get("metaKey").Bool()) {
		event.Call("preventDefault")
		v.Find("#paste-explain").Click()
	}
}

const (
	pasteTime = 250 * time.Millisecond // without a change, before what was typed is read
	mostTyped = 64 << 10               // bytes that are explained while somebody types
)

// typedInPaste shows a preview of the text as soon as the user stops typing.
func (v *View) typedInPaste(js.Value) {
	v.allowExplaining()
	v.typed++
	n := v.typed
	browser.After(pasteTime, func() {
		if n == v.typed {
			v.Find("#paste-preview").SetTextContent(v.preview(v.Find("#paste-text").Get("value").String()))
		}
	})
}

// preview is the first finding of a text; "" if there is none.
func (v *View) preview(text string) string {
	if len(text) > mostTyped {
		return ""
	}
	found, _ := paste.Read(v.session.Catalog(), text)
	for _, x := range found {
		if d := diagnosis.Explain(v.session.Catalog(), x); d.Failed && len(d.Findings) > 0 && d.Findings[0].Kind != catalog.KindSuccess {
			return v.Text("pastePreview", d.Findings[0].Title, v.Certainty(d.Findings[0].Certainty))
		}
	}
	return ""
}
