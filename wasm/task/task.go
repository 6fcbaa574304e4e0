//go:build js && wasm

// Package task has browser's event loop under the names it had, for views that
// have not moved yet.
package task

import "misstep/wasm/browser"

type (
	Timer   = browser.Timer
	Message = browser.Channel
)

var (
	Go         = browser.Defer
	NewTimer   = browser.NewTimer
	After      = browser.After
	NewMessage = browser.NewChannel
	WhenIdle   = browser.OnIdle
)
