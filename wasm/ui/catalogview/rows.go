//go:build js && wasm

package catalogview

import (
	"strconv"
	"strings"

	"misstep/wasm/browse"
	"misstep/wasm/ui/page"
)

// messageOf is what a row previews: the response's words, the path, or why.
func messageOf(t browse.Topic) string {
	switch {
	case t.Endpoint != nil:
		return t.Endpoint.Path
	case t.Cause != nil:
		return strings.ReplaceAll(t.Cause.Cause, "`", "")
	}
	return t.Entry.Message
}

// replacedBy is the call that takes the place of an endpoint.
func (v *View) replacedBy(t browse.Topic) string {
	call, more, there := t.Successor()
	switch {
	case !there:
		return ""
	case call == "":
		return v.Text("migrateWithout")
	case more > 0:
		return call + " +" + strconv.Itoa(more)
	}
	return call
}

const (
	mostMarked = 200 // rows in which words are marked
	leastWord  = 2   // letters of one
)

// markFound marks the words that were searched for where rows have them, as far
// as they are seen soon. It changes no element: the browser paints ranges.
func (v *View) markFound() {
	highlights := v.Window.Get("CSS").Get("highlights")
	if highlights.IsUndefined() {
		return // an old browser
	}
	marks := v.Window.Get("Highlight").New()
	words := strings.Fields(strings.ToLower(v.query.Text))
	for i, address := range v.shelf.order {
		if i == mostMarked || len(words) == 0 {
			break
		}
		for _, cell := range []string{".name", ".message"} {
			text := page.Find(v.shelf.rows[address], cell).Get("firstChild")
			if text.IsNull() {
				continue
			}
			data := strings.ToLower(text.Get("data").String())
			for _, word := range words {
				if len(word) < leastWord {
					continue
				}
				for from := 0; ; {
					at := strings.Index(data[from:], word)
					if at < 0 {
						break
					}
					at += from
					from = at + len(word)
					begin := len([]rune(data[:at]))
					mark := v.Document.Call("createRange")
					mark.Call("setStart", text, begin)
					mark.Call("setEnd", text, begin+len([]rune(word)))
					marks.Call("add", mark)
				}
			}
		}
	}
	highlights.Call("set", "searched", marks)
}
