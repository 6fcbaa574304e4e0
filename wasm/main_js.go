//go:build js && wasm

// Misstep in a browser or under Node: sets globalThis.misstep, and draws the
// panel where the page that started it offers a window.
package main

import (
	"runtime/debug"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/app"
	"misstep/wasm/browser"
	"misstep/wasm/export"
)

// version is the manifest's, set by the build.
var version = "development"

func main() {
	debug.SetGCPercent(200) // a recording is read a fifth faster, and takes a few megabytes more
	knowledge := catalog.Load(builtin.Packs)
	export.Creator.Version = version
	if host, ok := browser.FindHost(); ok {
		app.Start(knowledge, host)
	}
	app.Expose(knowledge, version)
	select {}
}
