//go:build js && wasm

package main

import (
	"strings"

	"misstep/catalog/pattern"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/panel"
)

// warmUp explains the sample session while the browser has nothing better to do,
// and has it drawn unseen: what a person opens does not wait until the catalogue
// is indexed and the code that reasons over it, and draws that, is compiled. It
// ends when something comes, which does the same.
func (p *program) warmUp() {
	wanted := func() bool { return p.session.Len() == 0 && len(p.imports.line) == 0 }
	tasks := pattern.All()
	panel.WhenIdle(func() bool {
		if !wanted() {
			return false
		}
		if len(tasks) > 0 {
			tasks[0]()
			tasks = tasks[1:]
			return true
		}
		go func() {
			text, err := await(p.host.Call("sample"))
			if err != nil || !wanted() {
				return // who asks for the sample is told
			}
			example := diagnose.NewSession(p.catalog)
			har.Read(strings.NewReader(text.String()), nil, func(_ int, x har.Exchange) { example.Add(x) })
			p.panel.WarmUp(example)
		}()
		return false
	})
}
