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
	example := diagnosis.NewSession(p.catalog)
	explain := func() bool {
		if len(exchanges) == 0 || !wanted() {
			return false
		}
		example.Diagnosis(example.Add(exchanges[0]))
		exchanges = exchanges[1:]
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
	browser.OnIdle(func() bool {
		if wanted() {
			browser.Defer(read)
		}
		return false
	})
}
