//go:build js && wasm

package main

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"syscall/js"

	"misstep/wasm/archive"
	"misstep/wasm/browser"
	"misstep/wasm/har"
	"misstep/wasm/paste"
)

// importFile opens a file that a person chose or dropped.
func (p *program) importFile(name string, file js.Value) {
	kept := browser.NewBlobReader(file)
	p.keepOpened(name, "file", kept.Value)
	p.enqueue(&importing{
		name:   name,
		find:   func(<-chan struct{}) (contents, error) { return contentsOf(name, kept) },
		failed: func(reason string) string { return p.text("importOther", name, reason) },
	})
}

// readFile is the whole of a file that is not large.
func readFile(file js.Value) ([]byte, error) {
	b := browser.NewBlobReader(file)
	return io.ReadAll(b.Section(0, b.Size()))
}

func (p *program) openSample() {
	name := p.text("sample")
	p.keepOpened(name, "sample", true)
	p.enqueue(&importing{
		name: name,
		find: func(<-chan struct{}) (contents, error) {
			text, err := browser.Await(p.host.Call("sample"))
			if err != nil {
				return contents{}, err
			}
			return contents{sources: []source{textSource(name, text.String())}}, nil
		},
		failed: func(reason string) string { return p.text("sampleMissing", reason) },
	})
}

// paste explains a text: a whole recording, or one exchange of which something
// is known.
func (p *program) paste(text string) {
	p.keepOpened("", "text", text)
	name := p.text("pastedText")
	if har.LooksLikeHAR(text) {
		p.enqueue(&importing{name: name, find: func(<-chan struct{}) (contents, error) {
			return contents{sources: []source{textSource(name, text)}}, nil
		}})
		return
	}
	x, err := paste.Read(text)
	if err != nil {
		level, text := p.outcome(name, loaded{}, err)
		p.panel.Notice(level, text, "", nil)
		return
	}
	k := p.captures.add(x)
	p.forgotten()
	p.panel.Pasted(k.id)
	if p.session.Diagnosis(k.id).Failed {
		p.panel.Select(k.id)
	}
}

// openAddress opens recordings by their address, which the page's user put into
// its own: same origin, or one that allows it by CORS.
func (p *program) openAddress(address string) {
	p.keepOpened(address, "address", address)
	p.enqueue(&importing{
		name:   address,
		find:   func(ended <-chan struct{}) (contents, error) { return p.contentsAt(address, ended) },
		failed: func(reason string) string { return p.text("openFailed", address, reason) },
	})
}

// contentsAt finds the recordings at an address. What comes is read as it comes;
// an archive, whose end must be known first, is kept by the browser.
func (p *program) contentsAt(address string, ended <-chan struct{}) (contents, error) {
	coming, total, err := p.fetch(address, ended)
	if err != nil {
		return contents{}, err
	}
	kind, coming, err := kindOf(coming)
	if err != nil {
		return contents{}, err
	}
	format := archive.Plain
	switch kind {
	case archive.ZipFile:
		kept, err := browser.Keep(coming)
		if err != nil {
			return contents{}, err
		}
		return contentsOf(address, kept)
	case archive.GzipFile:
		format = archive.Gzip
	}
	open := func(ended <-chan struct{}) (*stream, error) {
		now, size := coming, total
		if coming = nil; now == nil { // not for the first time
			var err error
			if now, size, err = p.fetch(address, ended); err != nil {
				return nil, err
			}
		}
		return newStream(now, size, format), nil
	}
	return contents{sources: []source{{address, open}}}, nil
}

// fetch asks for an address, which only the page can: see wasm/fetch. total is
// how many bytes come, 0: it is not said.
func (p *program) fetch(address string, ended <-chan struct{}) (coming io.ReadCloser, total int64, err error) {
	response, err := browser.AwaitUntil(p.host.Call("fetch", address), ended)
	if err != nil {
		return nil, 0, err
	}
	body := browser.NewStreamReader(response.Get("body"), ended)
	if status := response.Get("status").Int(); status != 200 {
		body.Close()
		return nil, 0, errors.New(strings.TrimSpace(strconv.Itoa(status) + " " + har.Reason(status)))
	}
	return body, max(0, int64(response.Get("size").Float())), nil
}
