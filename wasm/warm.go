//go:build js && wasm

package main

import (
	"strings"
	"syscall/js"

	"misstep/catalog"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
)

// warmUp explains a failure of each API before there is one, while the browser
// has nothing better to do: the first that a person sees does not wait until the
// catalogue is read and the code that reasons over it is compiled.
func (p *program) warmUp() {
	hosts := p.catalog.Hosts()
	var next js.Func
	next = js.FuncOf(func(js.Value, []js.Value) any {
		if len(hosts) == 0 {
			next.Release()
			return nil
		}
		explainOne(p.catalog, hosts[0])
		hosts = hosts[1:]
		js.Global().Call("requestIdleCallback", next)
		return nil
	})
	js.Global().Call("requestIdleCallback", next)
}

// explainOne reads and explains a call that failed, in a session of its own.
func explainOne(knowledge *catalog.Catalog, host string) {
	session := diagnose.NewSession(knowledge)
	recording := strings.NewReader(strings.ReplaceAll(oneFailed, "HOST", host))
	watched := func(_ int, address []byte) bool { return knowledge.Watched(string(address)) != nil }
	har.Read(recording, watched, func(_ int, x har.Exchange) { // which is whole
		id := session.Add(x)
		session.Row(id)
		session.Diagnosis(id)
	})
}

// oneFailed is a recording of a call that failed, behind one to elsewhere.
const oneFailed = `{"log":{"version":"1.2","creator":{"name":"","version":""},"entries":[
{"startedDateTime":"2026-10-30T14:00:00.000Z","time":1,"request":{"method":"GET","url":"https://elsewhere.invalid/","httpVersion":"","headers":[],"queryString":[],"cookies":[]},"response":{"status":200,"statusText":"","headers":[],"cookies":[],"content":{"size":2,"mimeType":"","text":"\"\u0020"}},"timings":{}},
{"startedDateTime":"2026-10-30T14:00:00.000Z","time":1,"request":{"method":"GET","url":"https://HOST/1/failed.json","httpVersion":"","headers":[{"name":"Authorization","value":"Bearer none"}],"queryString":[],"cookies":[]},"response":{"status":401,"statusText":"","headers":[{"name":"Date","value":"Fri, 30 Oct 2026 14:00:00 GMT"}],"cookies":[],"content":{"size":36,"mimeType":"application/json","text":"{\"errors\":[{\"message\":\"it failed\"}]}"}},"timings":{}}
]}}`
