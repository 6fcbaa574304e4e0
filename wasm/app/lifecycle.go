//go:build js && wasm

package app

import (
	"encoding/json"
	"strings"
	"time"

	"misstep/wasm/redact"
	"misstep/wasm/ui/list"
)

// limit keeps as many exchanges as a person wants now.
func (p *program) limit() {
	p.captures.Limit(p.settings.View().Limit())
	p.forgotten()
}

// forgotten reports what the session dropped.
func (p *program) forgotten() {
	p.panel.Dropped(p.captures.Dropped)
	if first := p.session.First(); first != p.first {
		p.first = first
		p.panel.Forgotten()
		if oldest := p.captures.Of(first); oldest != nil && oldest.Key > 0 {
			p.host.Notify("forget", oldest.Key-1)
		}
	}
}

// navigated is called when the page has navigated. Requests that began before
// its document was asked for are of the page before.
func (p *program) navigated(address, started string) {
	cleared := !p.panel.Preserved() && !p.panel.Paused()
	if cleared {
		began, _ := time.Parse(time.RFC3339, started)
		before := p.session.First()
		for ; before <= p.session.LastID(); before++ {
			if x := p.session.Exchange(before); !began.IsZero() && !x.Started.Before(began) {
				break
			}
		}
		p.captures.Forget(before)
		p.forgotten()
	}
	p.panel.Navigated(address, cleared)
}

// others is called with the hosts that aren't watched.
func (p *program) others(text string) {
	var others []list.Other
	if json.Unmarshal([]byte(text), &others) == nil {
		p.panel.SetOthers(others)
	}
}

// setCurrentRequest notes in the page which exchange is going to be explained.
func (p *program) setCurrentRequest(id int) {
	key := 0
	if id != 0 || len(p.imports.queue) > 0 {
		key = -1
		if k := p.captures.Of(id); k != nil && k.Key > 0 {
			key = k.Key
		}
	}
	if key != p.currentRequest {
		p.currentRequest = key
		p.host.Set("currentRequest", key)
	}
}

// restoreAfterCrash opens once more what the program before this one had open, and says
// what is missing.
func (p *program) restoreAfterCrash() {
	var lost struct {
		Requests    int
		Addresses   []string
		Opened, All bool
	}
	p.host.JSON("crashReport", &lost)
	for _, o := range p.host.TakeOpened() { // each is remembered once more
		switch {
		case o.File != nil:
			p.importFile(o.Name, *o.File)
		case o.Text != "":
			p.paste(o.Text)
		case o.Address != "":
			p.openAddress(o.Address)
		default:
			p.openSample()
		}
	}
	level, text := "info", p.text("restarted")
	switch requests := lost.Requests; {
	case lost.All:
		level, text = "error", p.text("lostAll")
	case lost.Opened:
		level, text = "error", p.text("lostFiles")
	case requests == 1:
		level, text = "error", p.text("lostRequestOne")+p.addresses(lost.Addresses)
	case requests > 1:
		level, text = "error", p.text("lostRequests", p.number(requests))+p.addresses(lost.Addresses)
	}
	p.imports.finish = func() { p.panel.Notice(level, text, "", nil) }
	if len(p.imports.queue) == 0 {
		p.imports.finish()
	}
}

// maxAddresses limits how many addresses of left-out requests are listed.
const maxAddresses = 3

// addresses lists the requests that were left out, one sentence each. Their content may be
// what crashed the program before.
func (p *program) addresses(list []string) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	var addresses []string
	for _, address := range list[:min(len(list), maxAddresses)] {
		addresses = append(addresses, redact.URL(address))
	}
	if len(list) > maxAddresses {
		addresses = append(addresses, "…")
	}
	if len(addresses) == 0 {
		return ""
	}
	return " " + p.text("lostAddresses", strings.Join(addresses, ", "))
}
