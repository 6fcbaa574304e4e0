//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"

	"misstep/catalog"
	"misstep/catalog/pattern"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
)

// warmUp explains a failure of each API before there is one, while the browser
// has nothing better to do: the first that a person sees does not wait until the
// catalogue is indexed and the code that reasons over it, and draws that, is
// compiled. What comes meanwhile does the same.
func (p *program) warmUp() {
	var tasks []func()
	var session *diagnose.Session
	for _, host := range p.catalog.Hosts() {
		tasks = append(tasks, func() { session = explainOne(p.catalog, host) })
	}
	for _, compile := range pattern.All() {
		tasks = append(tasks, func() { compile() })
	}
	tasks = append(tasks, func() { p.panel.WarmUp(session) })
	var next js.Func
	next = js.FuncOf(func(js.Value, []js.Value) any {
		if len(tasks) == 0 || p.session.Len() > 0 || len(p.imports.line) > 0 {
			next.Release()
			return nil
		}
		tasks[0]()
		tasks = tasks[1:]
		js.Global().Call("requestIdleCallback", next)
		return nil
	})
	js.Global().Call("requestIdleCallback", next)
}

// explainOne reads and explains a call that failed, in a session of its own.
func explainOne(knowledge *catalog.Catalog, host string) *diagnose.Session {
	session := diagnose.NewSession(knowledge)
	recording := strings.NewReader(strings.ReplaceAll(oneFailed, "HOST", host))
	watched := func(_ int, address []byte) bool { return knowledge.Watched(string(address)) != nil }
	har.Read(recording, watched, func(_ int, x har.Exchange) { // which is whole
		id := session.Add(x)
		session.Row(id)
		session.Diagnosis(id)
	})
	return session
}

// oneFailed is a recording of a call that failed, behind one to elsewhere.
const oneFailed = `{"log":{"version":"1.2","creator":{"name":"","version":""},"entries":[
{"startedDateTime":"2026-10-30T14:00:00.000Z","time":1,"request":{"method":"GET","url":"https://elsewhere.invalid/","httpVersion":"","headers":[],"queryString":[],"cookies":[]},"response":{"status":200,"statusText":"","headers":[],"cookies":[],"content":{"size":2,"mimeType":"","text":"\"\u0020"}},"timings":{}},
{"startedDateTime":"2026-10-30T14:00:00.000Z","time":1,"request":{"method":"GET","url":"https://HOST/1/failed.json","httpVersion":"","headers":[{"name":"Authorization","value":"Bearer none"}],"queryString":[],"cookies":[]},"response":{"status":401,"statusText":"","headers":[{"name":"Date","value":"Fri, 30 Oct 2026 14:00:00 GMT"}],"cookies":[],"content":{"size":36,"mimeType":"application/json","text":"{\"errors\":[{\"message\":\"it failed\"}]}"}},"timings":{}}
]}}`
