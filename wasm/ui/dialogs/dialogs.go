//go:build js && wasm

// Package dialogs has the dialogs: the hosts that are watched, the packs that
// are known, a text to be pasted, and the keys.
package dialogs

import (
	"misstep/catalog"
	"misstep/wasm/browser"
	"misstep/wasm/diagnosis"
	"misstep/wasm/ui/page"
)

// A Program is what the dialogs ask of the program. Each is called in a task of
// its own, so it may wait.
type Program struct {
	Watch      func(host, pack string) (problem string) // host, host:port, either with a /path-prefix
	SetHosts   func([]catalog.WatchedHost)
	AddPack    func(file browser.BlobReader) error
	OpenPack   func(address string) error
	RemovePack func(id string)
}

// A Host is what the dialogs ask of what is around them.
type Host interface {
	Paste(text string)          // has it explained
	Shortcuts() []page.Shortcut // all that there are
}

// A View is the dialogs. All of their state is in the document.
type View struct {
	*page.Page
	session *diagnosis.Session
	program Program
	host    Host
	typed   int // changes of the text to be pasted
}

// New is the dialogs of a session.
func New(p *page.Page, session *diagnosis.Session, program Program, host Host) *View {
	return &View{Page: p, session: session, program: program, host: host}
}

// Attach listens in a new window.
func (v *View) Attach() {
	v.On(v.Find("#pack-file"), "change", false, v.packChosen)
	v.On(v.Find("#host-text"), "keydown", false, v.pressedInHost)
	v.On(v.Find("#paste-text"), "keydown", false, v.pressedInPaste)
	v.On(v.Find("#paste-text"), "input", false, v.typedInPaste)
}

// Detach has nothing to leave.
func (v *View) Detach() {}

// Render brings dialogs that are open up to date with the catalog.
func (v *View) Render() {
	v.drawHosts()
	v.drawPacks()
}

// Keys are none: a dialog has the browser's.
func (v *View) Keys() []page.Shortcut { return nil }

// Actions are what buttons of dialogs do, and those that open one.
func (v *View) Actions() page.Actions {
	return page.Actions{
		"keys":          func(page.Element) { v.openKeys() },
		"paste":         func(page.Element) { v.openPaste() },
		"paste-explain": func(page.Element) { v.host.Paste(v.Find("#paste-text").Get("value").String()) },
		"hosts":         func(page.Element) { v.openHosts() },
		"host-add":      func(page.Element) { v.addHost() },
		"host-toggle":   v.toggleHost,
		"host-remove":   v.removeHost,
		"packs":         func(page.Element) { v.openPacks() },
		"pack-choose":   func(page.Element) { v.Find("#pack-file").Click() },
		"pack-open":     func(page.Element) { v.openPack() },
		"pack-remove":   v.removePack,
		"dialog-close": func(button page.Element) {
			page.Wrap(button.Call("closest", "dialog")).Call("close")
		},
	}
}

// open shows a dialog, unless it is open already.
func (v *View) open(id string) {
	if dialog := v.Find(id); !dialog.Get("open").Bool() {
		page.Each(v.Document, ":popover-open", func(e page.Element) { e.Call("hidePopover") }) // gives the focus back to what opened it
		dialog.Call("showModal")
	}
}
