//go:build js && wasm

// Package browser is the program's side of the browser: its event loop, promises,
// blobs, streams and storage. Beside the views it is the only package that knows
// JavaScript.
//
// Work runs to completion, each piece in a task that the browser begins. Go may
// leave a goroutine wherever it allocates, as it does when garbage is collected
// for the first time, and go on with any other that is ready. So where goroutines
// share something, only that of the present task may be ready: Defer, Timer and
// Channel see to it, where time.AfterFunc and the go statement don't.
package browser
