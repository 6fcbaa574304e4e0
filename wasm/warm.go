//go:build js && wasm

package main

import (
	"runtime"
	"strings"

	"misstep/catalog/pattern"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/panel"
)

// warmReadings is how often the offline page reads the sample session until
// browsers have compiled for speed what reads, which takes some megabytes. In
// DevTools few read recordings.
const warmReadings = 30

// warmUp explains the sample session while the browser has nothing better to do,
// and has it drawn unseen: what a person opens does not wait until the catalogue
// is indexed and the code that reasons over it, and draws that, is compiled. It
// ends when something comes, which does the same.
func (p *program) warmUp() {
	wanted := func() bool { return p.session.Len() == 0 && len(p.imports.line) == 0 }
	patterns := pattern.All()
	panel.WhenIdle(func() bool {
		switch {
		case !wanted():
			return false
		case len(patterns) > 0:
			patterns[0]()
			patterns = patterns[1:]
			return true
		}
		go func() {
			text, err := await(p.host.Call("sample"))
			if err == nil && wanted() { // else who asks for the sample is told
				p.warmUpWith(text.String(), wanted)
			}
		}()
		return false
	})
}

func (p *program) warmUpWith(sample string, wanted func() bool) {
	read := func(see func(int, []byte) bool) *diagnose.Session {
		session := diagnose.NewSession(p.catalog)
		har.Read(strings.NewReader(sample), see, func(_ int, x har.Exchange) { session.Row(session.Add(x)) })
		return session
	}
	p.panel.WarmUp(read(nil))
	if p.host.Get("face").String() != "page" {
		return
	}
	readings := 0
	panel.WhenIdle(func() bool {
		if readings++; readings > warmReadings || !wanted() {
			runtime.GC() // or it is done as soon as something comes
			return false
		}
		read(func(entry int, _ []byte) bool { return entry%4 == readings%4 }) // the others are passed over
		return true
	})
}
