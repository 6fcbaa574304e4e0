//go:build js && wasm

package app

import (
	"strings"

	"misstep/wasm/browser"
	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

// warmUp explains the sample session once, unseen, while the browser is idle and
// nothing has come: what comes first does not wait until the catalog is indexed
// and the code that reasons over it is compiled.
func (p *program) warmUp() {
	wanted := func() bool { return p.session.LastID() == 0 && len(p.imports.queue) == 0 }
	var exchanges []httpmsg.Exchange
	example, added := diagnosis.NewSession(p.catalog), 0
	explain := func() bool { // each in a task of its own: a person may choose a file meanwhile
		if len(exchanges) == 0 || !wanted() {
			return false
		}
		if added == 0 {
			added = example.Add(exchanges[0])
			return true
		}
		example.Diagnosis(added)
		exchanges, added = exchanges[1:], 0
		return true
	}
	read := func() {
		sample, err := p.host.Sample()
		if err != nil || !wanted() {
			return // whoever asks for the sample gets a message
		}
		har.Read(strings.NewReader(sample), nil, func(_ int, x httpmsg.Exchange) { exchanges = append(exchanges, x) })
		browser.OnIdle(explain)
	}
	packs := p.catalog.Packs()
	browser.OnIdle(func() bool {
		if !wanted() {
			return false
		}
		if len(packs) == 0 {
			browser.Defer(read)
			return false
		}
		for _, host := range packs[0].Hosts[:min(1, len(packs[0].Hosts))] {
			p.catalog.Watched("https://" + host + "/") // has the pack indexed
		}
		packs = packs[1:]
		return true
	})
}
