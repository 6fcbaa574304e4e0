//go:build js && wasm

// A Go program that does nothing, which the start of Misstep is compared with.
package main

import "syscall/js"

func main() {
	js.Global().Set("misstep", true)
	select {}
}
