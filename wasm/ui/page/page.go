//go:build js && wasm

package page

import (
	"syscall/js"

	"misstep/wasm/browser"
	"misstep/wasm/ui/richtext"
)

// A Page is the window that is drawn into at present. It outlives its windows:
// without one, nothing but Text and Alive may be asked of it.
type Page struct {
	Window   js.Value // undefined: there is none
	Document Element
	Text     richtext.Text
	Zone     richtext.Zone // the reader's
	Menu     Menu

	Secret  func(richtext.Run) Element // makes the button that shows a hidden value
	Problem func(text string)          // tells the user what went wrong

	listeners []listener
	observers []observer
	announcer Element
	said      *browser.Timer // hides what was said
}

type listener struct {
	target Element
	event  string
	early  bool
	do     js.Func
}

type observer struct {
	js.Value
	do js.Func
}

// New is a page without a window. Where there isn't text, its key is shown:
// better than nothing, and easily seen.
func New(text richtext.Text) *Page {
	p := &Page{Zone: browser.Local, Text: func(key string, args ...string) string {
		if s := text(key, args...); s != "" {
			return s
		}
		return key
	}}
	p.Menu.page = p
	return p
}

// Attach takes a window whose document is panel.html, or has its markup.
func (p *Page) Attach(window js.Value, document Element) {
	p.Window, p.Document = window, document
	p.announcer = Find(document, "#announce")
	p.Menu.attach()
}

// Detach leaves the window, which may be gone already.
func (p *Page) Detach() {
	alive := p.Alive()
	for _, l := range p.listeners {
		if alive {
			l.target.Call("removeEventListener", l.event, l.do, l.early)
		}
		l.do.Release()
	}
	for _, o := range p.observers {
		if alive {
			o.Call("disconnect")
		}
		o.do.Release()
	}
	p.Window, p.Document, p.announcer = js.Undefined(), nil, nil
	p.listeners, p.observers = nil, nil
	p.Menu.open = open{}
}

// Alive reports whether there is a window that can be drawn into. Reading from
// a dead one would end the program if it were not done by way of a call, whose
// error Go hands over.
func (p *Page) Alive() (alive bool) {
	if p.Window.IsUndefined() {
		return false
	}
	defer func() {
		if recover() != nil {
			alive = false
		}
	}()
	reflect := js.Global().Get("Reflect")
	reflect.Call("get", p.Document.Underlying(), "body")
	return !reflect.Call("get", p.Window, "closed").Bool()
}

// On has events of the target handled until the window is left. It doesn't go
// by dom's AddEventListener, which brings a type for every kind of event.
func (p *Page) On(target Element, event string, early bool, do func(event js.Value)) {
	f := js.FuncOf(func(_ js.Value, args []js.Value) any {
		do(args[0])
		return nil
	})
	target.Call("addEventListener", event, f, early)
	p.listeners = append(p.listeners, listener{target, event, early, f})
}

// OnResize calls do when the element gets another size.
func (p *Page) OnResize(e Element, do func()) {
	f := js.FuncOf(func(js.Value, []js.Value) any {
		do()
		return nil
	})
	o := observer{p.Window.Get("ResizeObserver").New(f), f}
	o.Call("observe", e.Underlying())
	p.observers = append(p.observers, o)
}

// Announce has a text read aloud.
func (p *Page) Announce(text string) { p.announcer.SetTextContent(text) }

// Find returns the first element of the document that the selector matches.
func (p *Page) Find(selector string) Element { return Find(p.Document, selector) }

// Active is what has the focus, or the body.
func (p *Page) Active() Element {
	if active := p.Document.Get("activeElement"); active.Truthy() {
		return Wrap(active)
	}
	return p.Find("body")
}

// Target is the element that an event was at: the body for one at the document or
// the window, as scripts and assistive technology send them.
func (p *Page) Target(event js.Value) js.Value {
	if target := event.Get("target"); target.Get("nodeType").Equal(js.ValueOf(1)) {
		return target
	}
	return p.Find("body").Underlying()
}

// Piece is a new element from the template with that ID.
func (p *Page) Piece(template string) Element {
	return Clone(Content(p.Find("template#" + template)))
}

// Create is a new element.
func (p *Page) Create(name string) Element { return Wrap(p.Document.Call("createElement", name)) }
