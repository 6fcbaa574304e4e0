//go:build js && wasm

package main

import (
	"encoding/json"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"misstep/wasm/panel"
	"misstep/wasm/redact"
)

// limit keeps as many exchanges as a person wants now.
func (p *program) limit() {
	p.captures.limit(p.settings.View().Limit())
	p.forgotten()
}

// forgotten tells what the session gave up.
func (p *program) forgotten() {
	p.panel.Dropped(p.captures.dropped)
	if first := p.session.First(); first != p.first {
		p.first = first
		p.panel.Forgotten()
		if oldest := p.captures.of(first); oldest != nil && oldest.key > 0 {
			p.tell("forget", oldest.key-1)
		}
	}
}

// navigated is told that the page went elsewhere. Requests that began before
// its document was asked for are of the page before.
func (p *program) navigated(address, started string) {
	cleared := !p.panel.Preserved() && !p.panel.Paused()
	if cleared {
		began, _ := time.Parse(time.RFC3339, started)
		before := p.session.First()
		for ; before <= p.session.Len(); before++ {
			if x := p.session.Exchange(before); !began.IsZero() && !x.Started.Before(began) {
				break
			}
		}
		p.captures.forget(before)
		p.forgotten()
	}
	p.panel.Navigated(address, cleared)
}

// others is told which hosts are not watched.
func (p *program) others(text string) {
	var others []panel.Other
	if json.Unmarshal([]byte(text), &others) == nil {
		p.panel.SetOthers(others)
	}
}

// reads tells the page which exchange is going to be explained.
func (p *program) reads(id int) {
	key := 0
	if id != 0 || len(p.imports.line) > 0 {
		key = -1
		if k := p.captures.of(id); k != nil && k.key > 0 {
			key = k.key
		}
	}
	if key != p.reading {
		p.reading = key
		p.host.Set("reading", key)
	}
}

// keepOpened keeps what a person opened for the program that may have to come
// after this one.
func (p *program) keepOpened(name, kind string, what any) {
	if opened := p.host.Get("opened"); opened.Truthy() {
		opened.Call("push", map[string]any{"name": name, kind: what})
	}
}

// again opens once more what the program before this one had open, and says
// what is missing.
func (p *program) again() {
	lost, opened := p.host.Get("lost"), p.host.Get("opened")
	list := js.Global().Get("Array").New()
	if opened.Truthy() {
		list = opened.Call("splice", 0)
	}
	for i := range list.Length() { // each is kept once more
		item := list.Index(i)
		name := item.Get("name").String()
		switch {
		case item.Get("file").Truthy():
			p.importFile(name, item.Get("file"))
		case item.Get("text").Truthy():
			p.paste(item.Get("text").String())
		case item.Get("address").Truthy():
			p.openAddress(item.Get("address").String())
		default:
			p.openSample()
		}
	}
	level, text := "info", p.text("restarted")
	switch requests := lost.Get("requests").Int(); {
	case lost.Get("all").Bool():
		level, text = "error", p.text("lostAll")
	case lost.Get("opened").Bool():
		level, text = "error", p.text("lostFiles")
	case requests == 1:
		level, text = "error", p.text("lostRequestOne")+p.addresses(lost.Get("addresses"))
	case requests > 1:
		level, text = "error", p.text("lostRequests", strconv.Itoa(requests))+p.addresses(lost.Get("addresses"))
	}
	p.imports.finish = func() { p.panel.Notice(level, text, "", nil) }
	if len(p.imports.line) == 0 {
		p.imports.finish()
	}
}

// maxAddresses bounds the addresses that are told of requests left out.
const maxAddresses = 3

// addresses tells of which requests were left out, a sentence after another.
// What is in them may be the very thing that ended the program before.
func (p *program) addresses(list js.Value) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	var addresses []string
	for i := range min(list.Length(), maxAddresses) {
		addresses = append(addresses, redact.URL(list.Index(i).String()))
	}
	if list.Length() > maxAddresses {
		addresses = append(addresses, "…")
	}
	if len(addresses) == 0 {
		return ""
	}
	return " " + p.text("lostAddresses", strings.Join(addresses, ", "))
}
