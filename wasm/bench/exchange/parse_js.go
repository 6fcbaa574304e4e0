//go:build js && wasm

package main

import (
	"syscall/js"
	"time"
)

// parse prepares what has JSON.parse read all entries, each from a text that
// is there already.
var parse = func(texts [][]byte) func() {
	list := js.Global().Get("Array").New()
	for _, text := range texts {
		list.Call("push", string(text))
	}
	all := js.Global().Get("Function").New("list", "let n = 0; for (const text of list) n += JSON.parse(text).response.status; return n")
	return func() { all.Invoke(list) }
}

// spent is the time that the process had a processor: what others do on this
// machine does not count.
func spent() time.Duration {
	used := js.Global().Get("process").Call("cpuUsage")
	return time.Duration(used.Get("user").Int()+used.Get("system").Int()) * time.Microsecond
}
