//go:build js && wasm

package main

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall/js"

	"github.com/syumai/tinyutil/httputil"

	"misstep/catalog"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/panel"
	"misstep/wasm/settings"
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
//	watch(host)                watch this host, too
//	openURL                    the address in ?har=, or ""
//	openSample                 whether to open the sample session at once
//	sample()                   promise of the sample session, a HAR
type program struct {
	catalog *catalog.Catalog
	session *diagnose.Session
	panel   *panel.Panel
	host    js.Value
	ids     map[int]int // exchange by the source's key
}

func newProgram(knowledge *catalog.Catalog, host js.Value) *program {
	p := &program{catalog: knowledge, session: diagnose.NewSession(knowledge), host: host, ids: map[int]int{}}
	p.panel = panel.New(p.session, settings.New(settings.LocalStorage{}), p.text, host.Get("face").String(), panel.Actions{
		Import: p.importFile,
		Paste:  func(text string) { p.open("", []byte(text)) },
		Sample: p.openSample,
		Clear:  p.clear,
		Watch:  p.watch,
	})
	p.panel.SetWatched(knowledge.Hosts())
	return p
}

// start receives from the page. What came before is handed on at once.
func (p *program) start() {
	listen := func(name string, receive func(args []js.Value)) {
		p.host.Call(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
			receive(args)
			return nil
		}))
	}
	listen("onWindow", func(args []js.Value) { p.panel.Attach(args[0]) })
	listen("onExchange", func(args []js.Value) { p.add(args[0].Int(), args[1].String()) })
	listen("onBody", func(args []js.Value) { p.complete(args[0].Int(), args[1], args[2].String()) })
	if address := p.host.Get("openURL"); address.Truthy() {
		go p.openAddress(address.String())
	}
	if p.host.Get("openSample").Truthy() {
		go p.openSample()
	}
}

func (p *program) text(key string, args ...string) string {
	list := make([]any, len(args))
	for i, arg := range args {
		list[i] = arg
	}
	return p.host.Call("message", key, list).String()
}

// add takes a finished request.
func (p *program) add(key int, entry string) {
	if p.panel.Paused() {
		return
	}
	x, err := har.Entry([]byte(entry))
	if err != nil {
		p.panel.Notice("error", p.text("importOther", p.text("request"), err.Error()), "", nil)
		return
	}
	id := p.session.Add(x)
	p.ids[key] = id
	p.changed(id)
}

// changed has an exchange drawn, and those that it tells more of.
func (p *program) changed(id int) {
	p.panel.Changed(id)
	for _, other := range p.session.Touched(id) {
		p.panel.Changed(other)
	}
}

// complete takes the body of a request, which comes after it.
func (p *program) complete(key int, text js.Value, encoding string) {
	id, ok := p.ids[key]
	delete(p.ids, key)
	if !ok || text.Type() != js.TypeString {
		return
	}
	p.session.SetBody(id, text.String(), encoding)
	p.changed(id)
}

func (p *program) clear() {
	p.session.Clear()
	clear(p.ids)
	p.panel.Reset()
}

func (p *program) watch(host string) {
	if err := p.catalog.Watch(host, ""); err != nil {
		p.panel.Notice("error", err.Error(), "", nil)
		return
	}
	if watch := p.host.Get("watch"); watch.Truthy() {
		watch.Invoke(host)
	}
	p.panel.SetWatched(p.catalog.Hosts())
}

func (p *program) importFile(name string, file js.Value) {
	buffer, err := await(file.Call("arrayBuffer"))
	if err != nil {
		p.panel.Notice("error", p.text("importOther", name, err.Error()), "", nil)
		return
	}
	bytes := js.Global().Get("Uint8Array").New(buffer)
	data := make([]byte, bytes.Length())
	js.CopyBytesToGo(data, bytes)
	p.open(name, data)
}

func (p *program) openSample() {
	text, err := await(p.host.Call("sample"))
	if err != nil {
		p.panel.Notice("error", p.text("sampleMissing", err.Error()), "", nil)
		return
	}
	p.open(p.text("sample"), []byte(text.String()))
}

// openAddress opens a HAR by its address, which the page's user put into its
// own: same origin, or one that allows it by CORS.
func (p *program) openAddress(address string) {
	data, err := fetch(address)
	if err != nil {
		p.panel.Notice("error", p.text("openFailed", address, err.Error()), "", nil)
		return
	}
	p.open(address, data)
}

func fetch(address string) ([]byte, error) {
	response, err := httputil.Get(address)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "net/http: "))
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, errors.New(strconv.Itoa(response.StatusCode) + " " + http.StatusText(response.StatusCode))
	}
	return io.ReadAll(response.Body)
}

// open adds a recording to what is there already; name is "" for a pasted
// text. What went wrong is said and nothing is lost.
func (p *program) open(name string, data []byte) {
	before := p.session.Len()
	var l loaded
	var err error
	if name == "" {
		l, err = open(p.session, data, p.catalog.Watched)
		name = p.text("pastedText")
	} else {
		l, err = openHAR(p.session, data, p.catalog.Watched)
	}
	for id := before + 1; id <= p.session.Len(); id++ {
		p.panel.Changed(id)
	}
	if level, text := p.outcome(name, l, err); text != "" {
		p.panel.Notice(level, text, "", nil)
	}
	if err == nil && l.Added == 0 && len(l.Hosts) > 0 {
		host := l.Hosts[0]
		p.panel.Notice("info", p.text("importNothing", name, strconv.Itoa(l.Entries), strings.Join(l.Hosts[:min(len(l.Hosts), maxHostsNamed)], ", ")), p.text("watchHost", host), func() {
			p.watch(host)
			p.open(name, data)
		})
	}
	for id := before + 1; id <= p.session.Len(); id++ {
		if p.session.Diagnosis(id).Failed {
			p.panel.Select(id) // show at once what Misstep has to say
			break
		}
	}
}

// maxHostsNamed bounds the hosts named in one notice.
const maxHostsNamed = 6

// outcome says what a person must know of a recording that was opened.
func (p *program) outcome(name string, l loaded, err error) (level, text string) {
	var cut *har.CutError
	var broken *har.NotJSONError
	switch {
	case errors.As(err, &cut):
		return "error", p.text("importCut", name, strconv.FormatInt(cut.Offset, 10), strconv.Itoa(l.Added))
	case errors.As(err, &broken):
		return "error", p.text("importNotJSON", name, strconv.FormatInt(broken.Offset, 10))
	case errors.Is(err, har.ErrEmpty):
		return "error", p.text("importEmpty", name)
	case errors.Is(err, har.ErrNotHAR):
		return "error", p.text("importNotHAR", name)
	case err != nil:
		return "error", p.text("importOther", name, err.Error())
	case l.Entries == 0 && l.Skipped == 0:
		return "error", p.text("importNoRequests", name)
	case l.Skipped > 0:
		return "info", p.text("importSkipped", name, strconv.Itoa(l.Skipped))
	}
	return "", ""
}

// await waits for a promise; call it in a goroutine of its own.
func await(promise js.Value) (js.Value, error) {
	type settled struct {
		value js.Value
		err   error
	}
	done := make(chan settled, 1)
	resolved := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- settled{value: argument(args, 0)}
		return nil
	})
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any {
		reason := js.Global().Get("String").Invoke(argument(args, 0)).String()
		done <- settled{err: errors.New(reason)}
		return nil
	})
	defer resolved.Release()
	defer rejected.Release()
	promise.Call("then", resolved, rejected)
	s := <-done
	return s.value, s.err
}
