//go:build js && wasm

package catalogview

import (
	"strconv"
	"strings"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/find"
	"misstep/wasm/redact"
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

// replacedBy is the call that replaces an endpoint.
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
// as they are seen soon.
func (v *View) markFound() {
	var marks []js.Value
	for _, word := range strings.Fields(v.query.Text) {
		if len(word) < leastWord {
			continue
		}
		p, err := find.Compile(find.Query{Text: word})
		if err != nil {
			continue
		}
		for _, address := range v.shelf.order[:min(len(v.shelf.order), mostMarked)] {
			for _, cell := range []string{".name", ".message"} {
				if text := page.Find(v.shelf.rows[address], cell).Get("firstChild"); !text.IsNull() {
					marks = append(marks, v.matches(p, text)...)
				}
			}
		}
	}
	v.Highlight("searched", marks)
}

// matches are the matches in a text node, as ranges of the document.
func (v *View) matches(p *find.Pattern, node js.Value) (list []js.Value) {
	text := node.Get("data").String()
	for _, r := range p.Ranges([]redact.Segment{{Text: text}}) {
		match := v.Document.Call("createRange")
		match.Call("setStart", node, page.Units(text[:r.From]))
		match.Call("setEnd", node, page.Units(text[:r.To]))
		list = append(list, match)
	}
	return list
}
