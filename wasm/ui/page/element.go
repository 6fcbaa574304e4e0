//go:build js && wasm

package page

import (
	"syscall/js"

	"honnef.co/go/js/dom/v2"
)

// An Element is dom's plainest wrapper. dom's own functions choose a type by
// comparing constructors with those of the window the program runs in, which
// for an element of the panel's window costs some seventy look-ups and ends
// here anyway. So elements are wrapped by Wrap, once, and kept.
type Element = *dom.BasicHTMLElement

// Wrap makes a value of the browser an element.
func Wrap(v js.Value) Element {
	return &dom.BasicHTMLElement{BasicElement: &dom.BasicElement{BasicNode: &dom.BasicNode{Value: v}}}
}

// Find returns the first element inside e that the selector matches; one that
// panel.html does not have is a mistake of ours.
func Find(e Element, selector string) Element {
	v := e.Call("querySelector", selector)
	if v.IsNull() {
		panic("page: panel.html has no " + selector)
	}
	return Wrap(v)
}

// Each calls do with every element inside e that the selector matches.
func Each(e Element, selector string, do func(Element)) {
	list := e.Call("querySelectorAll", selector)
	for i := range list.Length() {
		do(Wrap(list.Index(i)))
	}
}

// Content is the one element of a template, to be cloned.
func Content(template Element) Element {
	return Wrap(template.Get("content").Get("firstElementChild"))
}

// Clone copies an element with all that is in it.
func Clone(e Element) Element { return Wrap(e.Call("cloneNode", true)) }

// Empty removes everything inside e.
func Empty(e Element) { e.Call("replaceChildren") }

// Show shows an element, or hides it.
func Show(e Element, shown bool) { e.Set("hidden", !shown) }

// Style sets a property of an element's own style; "" removes it.
func Style(e Element, name, value string) { e.Get("style").Call("setProperty", name, value) }

// Editable reports whether a person writes into the element.
func Editable(target js.Value) bool {
	switch target.Get("tagName").String() {
	case "INPUT":
		kind := target.Get("type").String()
		return kind != "checkbox" && kind != "radio"
	case "TEXTAREA":
		return true
	}
	return target.Get("isContentEditable").Truthy()
}
