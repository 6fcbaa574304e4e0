//go:build js && wasm

package app

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"misstep/wasm/archive"
	"misstep/wasm/browser"
	"misstep/wasm/capture"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/paste"
)

// importFile opens a file that a person chose or dropped.
func (p *program) importFile(name string, file browser.BlobReader) {
	p.host.Remember(browser.Opened{Name: name, File: &file})
	p.enqueue(&importing{
		name:   name,
		find:   func(<-chan struct{}) (capture.Contents, error) { return capture.Find(name, file) },
		failed: func(reason string) string { return p.text("importOther", name, reason) },
	})
}

func (p *program) openSample() {
	name := p.text("sample")
	p.host.Remember(browser.Opened{Name: name, Sample: true})
	p.enqueue(&importing{
		name: name,
		find: func(<-chan struct{}) (capture.Contents, error) {
			text, err := p.host.Sample()
			if err != nil {
				return capture.Contents{}, err
			}
			return capture.Contents{Sources: []capture.Source{capture.TextSource(name, text)}}, nil
		},
		failed: func(reason string) string { return p.text("sampleMissing", reason) },
	})
}

// paste explains a text: a whole recording, or one exchange of which something
// is known.
func (p *program) paste(text string) {
	p.host.Remember(browser.Opened{Text: text})
	name := p.text("pastedText")
	if har.LooksLikeHAR(text) {
		p.enqueue(&importing{name: name, find: func(<-chan struct{}) (capture.Contents, error) {
			return capture.Contents{Sources: []capture.Source{capture.TextSource(name, text)}}, nil
		}})
		return
	}
	found, err := paste.Read(p.catalog, text)
	if err != nil {
		n := capture.Outcome(name, capture.Loaded{}, err, p.say)
		p.panel.Notice(n.Level, p.text(n.Key, n.Args...), "", nil)
	}
	selected := false
	for _, x := range found {
		k := p.captures.Add(x)
		p.forgotten()
		p.panel.Pasted(k.ID)
		if !selected && (x.Unrecorded || p.session.Diagnosis(k.ID).Failed) {
			p.panel.Select(k.ID)
			selected = true
		}
	}
}

// openAddress opens recordings by their address, which the page's user put into
// its own: same origin, or one that allows it by CORS.
func (p *program) openAddress(address string) {
	p.host.Remember(browser.Opened{Name: address, Address: address})
	p.enqueue(&importing{
		name:   address,
		find:   func(ended <-chan struct{}) (capture.Contents, error) { return p.contentsAt(address, ended) },
		failed: func(reason string) string { return p.text("openFailed", address, reason) },
	})
}

// contentsAt finds the recordings at an address. What comes is read as it comes;
// an archive, whose end must be known first, is kept by the browser.
func (p *program) contentsAt(address string, ended <-chan struct{}) (capture.Contents, error) {
	coming, total, err := p.fetch(address, ended)
	if err != nil {
		return capture.Contents{}, err
	}
	kind, coming, err := capture.KindOf(coming)
	if err != nil {
		return capture.Contents{}, err
	}
	format := archive.Plain
	switch kind {
	case archive.ZipFile:
		kept, err := browser.Keep(coming)
		if err != nil {
			return capture.Contents{}, err
		}
		return capture.Find(address, kept)
	case archive.GzipFile:
		format = archive.Gzip
	}
	open := func(ended <-chan struct{}) (*capture.Stream, error) {
		now, size := coming, total
		if coming = nil; now == nil { // not for the first time
			var err error
			if now, size, err = p.fetch(address, ended); err != nil {
				return nil, err
			}
		}
		return capture.NewStream(now, size, format), nil
	}
	return capture.Contents{Sources: []capture.Source{{Name: address, Open: open}}}, nil
}

// fetch asks for an address, which only the page can: see wasm/fetch. total is
// how many bytes come, 0: it is not said.
func (p *program) fetch(address string, ended <-chan struct{}) (coming io.ReadCloser, total int64, err error) {
	response, err := p.host.Fetch(address, ended)
	if err != nil {
		return nil, 0, err
	}
	if status := response.Status; status != 200 {
		response.Body.Close()
		return nil, 0, errors.New(strings.TrimSpace(strconv.Itoa(status) + " " + httpmsg.Reason(status)))
	}
	return response.Body, response.Size, nil
}
