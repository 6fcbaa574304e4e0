//go:build js && wasm

package main

import (
	"errors"
	"strconv"
	"strings"
	"syscall/js"

	"misstep/wasm/har"
)

func (p *program) importFile(name string, file js.Value) {
	p.keepOpened(name, "file", file)
	read := func() ([]byte, error) { return readFile(file) }
	data, err := read()
	if err != nil {
		p.panel.Notice("error", p.text("importOther", name, p.say(err)), "", nil)
		return
	}
	p.open(name, data, read)
}

func readFile(file js.Value) ([]byte, error) {
	buffer, err := await(file.Call("arrayBuffer"))
	if err != nil {
		return nil, err
	}
	bytes := js.Global().Get("Uint8Array").New(buffer)
	data := make([]byte, bytes.Length())
	js.CopyBytesToGo(data, bytes)
	return data, nil
}

func (p *program) openSample() {
	p.keepOpened(p.text("sample"), "sample", true)
	read := func() ([]byte, error) {
		text, err := await(p.host.Call("sample"))
		if err != nil {
			return nil, err
		}
		return []byte(text.String()), nil
	}
	data, err := read()
	if err != nil {
		p.panel.Notice("error", p.text("sampleMissing", p.say(err)), "", nil)
		return
	}
	p.open(p.text("sample"), data, read)
}

// openAddress opens a HAR by its address, which the page's user put into its
// own: same origin, or one that allows it by CORS.
func (p *program) openAddress(address string) {
	p.keepOpened(address, "address", address)
	data, err := p.fetch(address)
	if err != nil {
		p.panel.Notice("error", p.text("openFailed", address, p.say(err)), "", nil)
		return
	}
	p.open(address, data, func() ([]byte, error) { return p.fetch(address) })
}

// fetch gets what is at an address. Only the page can: see wasm/fetch.
func (p *program) fetch(address string) ([]byte, error) {
	response, err := await(p.host.Call("fetch", address))
	if err != nil {
		return nil, err
	}
	if status := response.Get("status").Int(); status != 200 {
		return nil, errors.New(strings.TrimSpace(strconv.Itoa(status) + " " + har.Reason(status)))
	}
	return readFile(js.Global().Get("Response").New(response.Get("body")))
}

// open adds a recording to what is there already; name is "" for a pasted
// text. read reads it again when a host is watched later, nil: data is kept for
// that. What went wrong is said and nothing is lost.
func (p *program) open(name string, data []byte, read func() ([]byte, error)) {
	before := p.session.Len()
	source := &recording{name: name, read: read, taken: map[int]bool{}}
	if read == nil {
		p.keepOpened(name, "text", string(data))
		source.read = func() ([]byte, error) { return data, nil }
	}
	take := func(entry int, x har.Exchange) bool {
		if x.Pasted != "" {
			p.captures.add(x)
			return true
		}
		return p.captures.addFrom(source, entry, x)
	}
	var l loaded
	var err error
	if name == "" {
		source.name = p.text("pastedText")
		l, err = open(data, p.captures.watched, take)
	} else {
		l, err = openHAR(data, p.captures.watched, take)
	}
	if len(l.Hosts) > 0 { // there is more in it
		p.captures.recordings = append(p.captures.recordings, source)
	}
	p.forgotten()
	p.panel.Opened(before + 1)
	if level, text := p.outcome(source.name, l, err); text != "" {
		p.panel.Notice(level, text, "", nil)
	}
	if err == nil && l.Added == 0 && len(l.Hosts) > 0 {
		host := l.Hosts[0]
		p.panel.Notice("info", p.text("importNothing", source.name, strconv.Itoa(l.Entries), strings.Join(l.Hosts[:min(len(l.Hosts), maxHostsNamed)], ", ")), p.text("watchHost", host), func() {
			if problem := p.watch(host, ""); problem != "" {
				p.panel.Notice("error", problem, "", nil)
			}
			p.selectFailing(func(k *capture) bool { return k.from == source })
		})
	}
	p.selectFailing(func(k *capture) bool { return k.id > before })
}

// selectFailing shows at once what Misstep has to say of the first failing
// exchange that is new.
func (p *program) selectFailing(isNew func(*capture) bool) {
	for _, k := range p.captures.all {
		if isNew(k) && k.id != 0 && p.session.Row(k.id).Failed {
			p.panel.Select(k.id)
			return
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
		return "error", p.text("importOther", name, p.say(err))
	case l.Entries == 0 && l.Skipped == 0:
		return "error", p.text("importNoRequests", name)
	case l.Skipped > 0:
		return "info", p.text("importSkipped", name, strconv.Itoa(l.Skipped))
	}
	return "", ""
}
