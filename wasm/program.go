//go:build js && wasm

package main

import (
	"fmt"
	"os"
	"syscall/js"

	"misstep/catalog"
	"misstep/wasm/browser"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/panel"
	"misstep/wasm/settings"
	"misstep/wasm/ui/dialogs"
)

// A program joins the sources of exchanges to the session and the session to
// the panel. host is misstepHost, what the page offers that started the
// module:
//
//	face                       "panel" in DevTools, "page" offline
//	message(key, [values])     a text of _locales
//	onExchange(fn(key, json))  every finished request with a watched host, as a HAR entry
//	onBody(fn(key, text, encoding))  its body, later, once; null when there is none to be had
//	onWindow(fn(window))       each document there is to draw into
//	onHidden(fn())             what was drawn into last is not seen any more, until it is given again
//	onNavigated(fn(address, started))  the page went there; when its document was asked for, or ""
//	onOthers(fn(json))         requests to hosts that are not watched: [{host, requests}, …]
//	onStored(fn())             another program has changed the stored settings
//	watch(hosts)               watch these hosts, and hand on the requests to them that were kept
//	forget(key)                forget the requests that are kept, up to this one; undefined: all
//	reading                    set to the key of the request that is being explained, -1 for one
//	                           that was opened, 0 when all are explained: what the next program
//	                           leaves out if this one ends there
//	opened                     what a person opened, [{name, file} or {name, text}, …]: kept for
//	                           the next program
//	lost                       what this program was started without: {requests, addresses, opened, all}
//	fetch(address)             promise of {status, size, body}; only where addresses can be opened
//	openURL                    the address in ?har=, or ""
//	openSample                 whether to open the sample session at once
//	sample()                   promise of the sample session, a HAR
type program struct {
	catalog  *catalog.Catalog
	session  *diagnose.Session
	captures *captures
	settings *settings.Settings
	panel    *panel.Panel
	host     js.Value
	imports  imports
	pending  map[int]*capture // by the source's key, until the body comes
	first    int              // the session's, as told last
	reading  int              // the page's key of the exchange that is explained, as told last
}

func newProgram(knowledge *catalog.Catalog, host js.Value) *program {
	p := &program{
		catalog: knowledge, settings: settings.New(browser.LocalStorage{}), host: host, pending: map[int]*capture{},
	}
	if err := knowledge.Translate(p.text("language")); err != nil {
		fmt.Fprintln(os.Stderr, "misstep:", err) // goes on in English
	}
	p.session = diagnose.NewSession(knowledge)
	p.captures = newCaptures(knowledge, p.session, p.settings.View().Limit())
	bad := p.restore()
	p.panel = panel.New(p.session, p.settings, p.text, host.Get("face").String(), panel.Actions{
		Import: p.importFile,
		Paste:  p.paste,
		Sample: p.openSample,
		Cancel: p.cancel,
		Clear:  p.clear,
		Limit:  p.limit,
		Reads:  p.reads,
		Dialogs: dialogs.Program{
			Watch:      p.watch,
			SetHosts:   p.setHosts,
			AddPack:    p.addPack,
			OpenPack:   p.openPack,
			RemovePack: p.removePack,
		},
	})
	p.settings.Refused = func(err error) { p.panel.Notice("info", p.text("settingsRefused", p.say(err)), "", nil) }
	p.panel.SetWatched(knowledge.Hosts())
	if bad != nil {
		p.panel.Notice("error", p.text("packNotRestored", p.say(bad)), "", nil)
	}
	return p
}

// start receives from the page. What came before is handed on at once.
func (p *program) start() {
	listen := func(name string, receive func(args []js.Value)) {
		p.tell(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
			receive(args)
			return nil
		}))
	}
	listen("onWindow", func(args []js.Value) { p.panel.Attach(args[0]) })
	listen("onHidden", func([]js.Value) { p.panel.Hide() })
	listen("onStored", func([]js.Value) { browser.Defer(p.stored) })
	listen("onExchange", func(args []js.Value) { p.add(args[0].Int(), args[1].String()) })
	listen("onBody", func(args []js.Value) { p.complete(args[0].Int(), args[1], args[2].String()) })
	listen("onNavigated", func(args []js.Value) { p.navigated(args[0].String(), args[1].String()) })
	listen("onOthers", func(args []js.Value) { p.others(args[0].String()) })
	if p.host.Get("lost").Truthy() {
		browser.Defer(p.again)
		return
	}
	address, sample := p.host.Get("openURL"), p.host.Get("openSample")
	if address.Truthy() {
		browser.Defer(func() { p.openAddress(address.String()) })
	}
	if sample.Truthy() {
		browser.Defer(p.openSample)
	}
	if !address.Truthy() && !sample.Truthy() {
		p.warmUp()
	}
}

func (p *program) text(key string, args ...string) string {
	list := make([]any, len(args))
	for i, arg := range args {
		list[i] = arg
	}
	return p.host.Call("message", key, list).String()
}

// say is an error in the catalogue's language.
func (p *program) say(err error) string { return p.catalog.Messages().Error(err) }

// add takes a finished request.
func (p *program) add(key int, entry string) {
	if p.panel.Paused() && !p.captures.held { // what is handed on again came before
		p.tell("drop", key)
		return
	}
	x, err := har.Entry([]byte(entry))
	if err != nil {
		p.panel.Notice("error", p.text("importOther", p.text("request"), p.say(err)), "", nil)
		return
	}
	k := p.captures.add(x)
	k.key = key
	p.pending[key] = k
	p.changed(k.id)
	p.forgotten()
}

// changed has an exchange drawn, and those that it tells more of.
func (p *program) changed(id int) {
	if id == 0 {
		return // not in the session
	}
	p.panel.Changed(id)
	for _, other := range p.session.Touched(id) {
		p.panel.Changed(other)
	}
}

// complete takes the body of a request, which comes after it.
func (p *program) complete(key int, text js.Value, encoding string) {
	k := p.pending[key]
	delete(p.pending, key)
	if k == nil || text.Type() != js.TypeString {
		return
	}
	p.captures.complete(k, text.String(), encoding)
	p.changed(k.id)
}

func (p *program) clear() {
	p.clearImports()
	p.captures = newCaptures(p.catalog, p.session, p.captures.most)
	clear(p.pending)
	p.tell("forget")
	if opened := p.host.Get("opened"); opened.Truthy() {
		opened.Set("length", 0)
	}
	p.panel.Dropped(0)
	p.panel.Reset()
}

// tell calls a function of the page, if it has it.
func (p *program) tell(name string, args ...any) {
	if p.host.Get(name).Type() == js.TypeFunction {
		p.host.Call(name, args...)
	}
}
