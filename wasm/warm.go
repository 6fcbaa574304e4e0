//go:build js && wasm

package main

import (
	"syscall/js"
	"time"

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

// explainOne explains a call that failed, in a session of its own.
func explainOne(knowledge *catalog.Catalog, host string) {
	session := diagnose.NewSession(knowledge)
	x := har.Exchange{Started: time.Now(), Request: har.Request{Method: har.MethodGet, URL: "https://" + host + "/1/failed.json"}}
	x.Request.Headers = []har.Header{{Name: "Authorization", Value: "Bearer none"}}
	x.Response = har.Response{Status: har.StatusUnauthorized, Body: har.Body{MimeType: "application/json"}}
	har.SetBody(&x, `{"errors":[{"message":"it failed"}]}`, "")
	session.Diagnosis(session.Add(x))
}
