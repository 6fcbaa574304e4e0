//go:build js && wasm

// Misstep in a browser or under Node: sets globalThis.misstep, and draws the
// panel where the page that started it offers a window.
package main

import (
	"runtime/debug"
	"syscall/js"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/app"
	"misstep/wasm/export"
)

// version is the manifest's, set by the build.
var version = "development"

func main() {
	debug.SetGCPercent(200) // a recording is read a fifth faster, and takes a few megabytes more
	knowledge := catalog.Load(builtin.Packs)
	export.Creator.Version = version
	if host := js.Global().Get("misstepHost"); host.Truthy() {
		newProgram(knowledge, host).start()
	}
	app.Expose(knowledge, version)
	select {}
}
