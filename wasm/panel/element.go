//go:build js && wasm

package panel

import (
	"syscall/js"

	"honnef.co/go/js/dom/v2"

	"misstep/wasm/ui/richtext"
)

// An element is dom's plainest wrapper. dom's own functions choose a type by
// comparing constructors with those of the window the program runs in, which
// for an element of the panel's window costs some seventy look-ups and ends
// here anyway. So elements are wrapped by wrap, once, and kept.
type element = *dom.BasicHTMLElement

func wrap(v js.Value) element {
	return &dom.BasicHTMLElement{BasicElement: &dom.BasicElement{BasicNode: &dom.BasicNode{Value: v}}}
}

// find returns the first element inside e that the selector matches; one that
// panel.html does not have is a mistake of ours.
func find(e element, selector string) element {
	v := e.Call("querySelector", selector)
	if v.IsNull() {
		panic("panel: panel.html has no " + selector)
	}
	return wrap(v)
}

// each calls do with every element inside e that the selector matches.
func each(e element, selector string, do func(element)) {
	list := e.Call("querySelectorAll", selector)
	for i := range list.Length() {
		do(wrap(list.Index(i)))
	}
}

// content is the one element of a template, to be cloned.
func content(template element) element {
	return wrap(template.Get("content").Get("firstElementChild"))
}

// piece is a new element from the template with that id.
func (p *Panel) piece(template string) element {
	return clone(content(find(p.document, "template#"+template)))
}

func clone(e element) element { return wrap(e.Call("cloneNode", true)) }

// empty removes everything inside e.
func empty(e element) { e.Call("replaceChildren") }

func show(e element, shown bool) { e.Set("hidden", !shown) }

func (p *Panel) create(name string) element { return wrap(p.document.Call("createElement", name)) }

// appendSegments adds segments to e: code as <code>, values as <mark>, secrets
// as buttons that show them, all as text that is never read as markup.
func (p *Panel) appendSegments(e element, segments []richtext.Run) {
	into, marked := e, false
	for _, s := range segments {
		if s.Pointed != marked { // what is pointed at is one element
			if into, marked = e, s.Pointed; marked {
				into = p.create("span")
				into.Class().Add("pointed")
				e.AppendChild(into)
			}
		}
		name := ""
		switch {
		case s.Code:
			name = "code"
		case s.Name != "":
			name = "mark"
		case s.Original != "":
			into.AppendChild(p.secretButton(s))
			continue
		default:
			into.Call("append", s.Text)
			continue
		}
		child := p.create(name)
		if s.Original != "" {
			child.AppendChild(p.secretButton(s))
		} else {
			child.SetTextContent(s.Text)
		}
		if s.Name != "" {
			child.SetTitle(s.Name)
		}
		into.AppendChild(child)
	}
}

// setSegments replaces what is inside e.
func (p *Panel) setSegments(e element, segments []richtext.Run) {
	empty(e)
	p.appendSegments(e, segments)
}
