//go:build js && wasm

package app

import (
	"fmt"
	"os"

	"misstep/catalog"
	"misstep/catalog/messages"
	"misstep/wasm/browser"
	"misstep/wasm/capture"
	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/settings"
	"misstep/wasm/ui/dialogs"
	"misstep/wasm/ui/list"
	"misstep/wasm/ui/shell"
)

// A program joins the sources of exchanges to the session and the session to the panel.
// host is misstepHost, what the page offers that started the module:
//
//	surface                    "panel" in DevTools, "page" offline
//	message(key, [values])     a text of _locales
//	onExchange(fn(key, json))  every finished request with a watched host, as a HAR entry; one that
//	                           was told of before it finished once more, with the same key
//	onBody(fn(key, text, encoding, missing))  its body, later; null when there is none to be had,
//	                           and har.Missing… why
//	onWindow(fn(window))       each document there is to draw into
//	onHidden(fn())             what was drawn into last is not seen any more, until it is given again
//	onNavigated(fn(address, started))  the page went there; when its document was asked for, or ""
//	onSearch(fn(action, text)) what the browser's own search box asks, see findbar.Search
//	onOthers(fn(json))         requests to hosts that are not watched: [{host, requests}, …]
//	onStored(fn())             another program has changed the stored settings
//	watch(hosts)               watch these hosts, and hand on the requests to them that were kept
//	forget(key)                forget the requests that are kept, up to this one; undefined: all
//	clear()                    forget the requests to hosts that are not watched, and start counting again
//	currentRequest             set to the key of the request that is being explained, -1 for one
//	                           that was opened, 0 when all are explained: what the next program
//	                           leaves out if this one ends there
//	opened                     what a person opened, [{name, file} or {name, text}, …]: kept for
//	                           the next program
//	crashReport                what this program was started without: {requests, addresses, opened, all}
//	fetch(address)             promise of {status, size, body}; only where addresses can be opened
//	openURL                    the address in ?har=, or ""
//	openSample                 whether to open the sample session at once
//	reveal(key)                show a request in the browser's Network panel; only where that can be done
//	sample()                   promise of the sample session, a HAR
type program struct {
	catalog        *catalog.Catalog
	session        *diagnosis.Session
	captures       *capture.Store
	settings       *settings.Settings
	panel          *shell.Shell
	host           browser.Host
	imports        imports
	pending        map[int]*capture.Capture // by the source's key, until the body comes
	removal        *removal                 // nil: there is nothing to undo
	last           int                      // the greatest of these keys so far
	first          int                      // the session's, as shown last
	currentRequest int                      // the page's key of the exchange that is explained, as set last
}

// Start runs the program in the page that hosts it.
func Start(knowledge *catalog.Catalog, host browser.Host) { newProgram(knowledge, host).start() }

func newProgram(knowledge *catalog.Catalog, host browser.Host) *program {
	p := &program{
		catalog: knowledge, settings: settings.New(browser.LocalStorage{}), host: host, pending: map[int]*capture.Capture{},
	}
	if err := knowledge.Translate(p.text("language")); err != nil {
		fmt.Fprintln(os.Stderr, "misstep:", err) // goes on in English
	}
	p.session = diagnosis.NewSession(knowledge)
	p.captures = capture.NewStore(knowledge, p.session, p.settings.View().Limit())
	bad := p.restore()
	p.panel = shell.New(p.session, p.settings, p.text, host.Member("surface"), shell.Actions{
		Import: p.importFile,
		Paste:  p.paste,
		Sample: p.openSample,
		Cancel: p.cancel,
		Clear:  p.clear,
		List:   list.Program{Limit: p.limit, SetCurrentRequest: p.setCurrentRequest, Watch: p.watch, Files: p.files, Revealer: p.revealer},
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
	p.host.On("onWindow", func(args browser.Args) { p.panel.Attach(args[0]) })
	p.host.On("onHidden", func(browser.Args) { p.panel.Hide() })
	p.host.On("onStored", func(browser.Args) { browser.Defer(p.stored) })
	p.host.On("onExchange", func(args browser.Args) { p.add(args.Int(0, 0), args.Text(1)) })
	p.host.On("onBody", func(args browser.Args) { p.complete(args) })
	p.host.On("onNavigated", func(args browser.Args) { p.navigated(args.Text(0), args.Text(1)) })
	p.host.On("onSearch", func(args browser.Args) { p.panel.Search(args.Text(0), args.Text(1)) })
	p.host.On("onOthers", func(args browser.Args) { p.others(args.Text(0)) })
	if p.host.Has("crashReport") {
		browser.Defer(p.restoreAfterCrash)
		return
	}
	address, sample := p.host.Member("openURL"), p.host.Has("openSample")
	if address != "" {
		browser.Defer(func() { p.openAddress(address) })
	}
	if sample {
		browser.Defer(p.openSample)
	}
	if address == "" && !sample {
		p.warmUp()
	}
}

func (p *program) text(key string, args ...string) string { return p.host.Text(key, args...) }

// number writes a count as people read it: 10,000.
func (p *program) number(n int) string { return messages.Grouped(n, p.text("thousands")) }

// say is an error in the catalog's language.
func (p *program) say(err error) string { return p.catalog.Messages().Error(err) }

// add takes a finished request.
func (p *program) add(key int, entry string) {
	before := (*capture.Capture)(nil)
	if key <= p.last {
		before = p.captures.WithKey(key)
	}
	if p.panel.Paused() && !p.captures.Held && before == nil { // what is handed on again came before
		p.host.Notify("drop", key)
		return
	}
	x, err := har.Entry([]byte(entry))
	if err != nil {
		p.panel.Notice("error", p.text("importOther", p.text("request"), p.say(err)), "", nil)
		return
	}
	p.last = max(p.last, key)
	if before != nil {
		p.pending[key] = before
		p.captures.Replace(before, x)
		p.changed(before.ID)
		return
	}
	k := p.captures.Add(x)
	k.Key = key
	p.pending[key] = k
	p.changed(k.ID)
	p.forgotten()
}

// changed redraws an exchange, and those whose explanation it changes.
func (p *program) changed(id int) {
	if id == 0 {
		return // not in the session
	}
	p.panel.Changed(id)
	for _, other := range p.session.Affected(id) {
		p.panel.Changed(other)
	}
}

// complete takes the body of a request, which comes after it, or why it does not.
func (p *program) complete(args browser.Args) {
	key, missing := args.Int(0, 0), args.Text(3)
	k := p.pending[key]
	if k == nil && p.removal != nil {
		k = p.removal.pending[key]
		delete(p.removal.pending, key)
	}
	delete(p.pending, key)
	if k == nil && args.IsText(1) { // it was said to be missing before
		k = p.captures.WithKey(key)
	}
	switch {
	case k == nil:
		return
	case args.IsText(1):
		p.captures.Complete(k, args.Text(1), args.Text(2))
	case missing != "":
		p.captures.Miss(k, missing)
	default:
		return
	}
	p.changed(k.ID)
}

// files returns the function that names an exchange's recording, or nil while there is at most one.
func (p *program) files() func(id int) string {
	if p.captures.Recordings() < 2 {
		return nil
	}
	return func(id int) string {
		if k := p.captures.Of(id); k != nil && k.From != nil {
			return k.From.Name
		}
		return ""
	}
}

// revealer returns what shows an exchange in the browser's Network panel; nil where
// the browser can't, or has none of it.
func (p *program) revealer(id int) func() {
	k := p.captures.Of(id)
	if k == nil || k.Key == 0 || !p.host.Has("reveal") {
		return nil
	}
	return func() { p.host.Notify("reveal", k.Key) }
}
