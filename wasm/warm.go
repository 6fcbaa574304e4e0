//go:build js && wasm

package main

import (
	"strings"

	"misstep/catalog/pattern"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/task"
)

// warmReadings is how often the offline page reads the sample session until
// browsers have compiled for speed what reads and explains: some two seconds of
// what they have to spare, and some megabytes. In DevTools few read recordings.
const warmReadings = 100

// warmUp explains the sample session while the browser has nothing better to do,
// and has it drawn unseen: what a person opens does not wait until the catalogue
// is indexed and the code that reasons over it, and draws that, is compiled. It
// ends when something comes, which does the same.
func (p *program) warmUp() {
	wanted := func() bool { return p.session.Len() == 0 && len(p.imports.line) == 0 }
	patterns := pattern.All()
	task.WhenIdle(func() bool {
		switch {
		case !wanted():
			return false
		case len(patterns) > 0:
			patterns[0]()
			patterns = patterns[1:]
			return true
		}
		task.Go(func() {
			text, err := await(p.host.Call("sample"))
			if err == nil && wanted() { // else who asks for the sample is told
				p.warmUpWith(text.String(), wanted)
			}
		})
		return false
	})
}

// warmUpWith has the sample session read and drawn: by the panel in DevTools once,
// by the page as often as it takes.
func (p *program) warmUpWith(sample string, wanted func() bool) {
	readings := 0
	p.panel.WarmUp(func() *diagnose.Session {
		onPage := p.host.Get("face").String() == "page"
		if !wanted() || readings > 0 && !onPage || readings > warmReadings {
			return nil
		}
		example := diagnose.NewSession(p.catalog)
		see := func(entry int, _ []byte) bool { return readings == 0 || entry%4 == readings%4 } // the others are passed over
		har.Read(strings.NewReader(sample), see, func(_ int, x har.Exchange) { example.Add(x) })
		readings++
		return example
	})
}
