//go:build js && wasm

package browser

import (
	"math"
	"syscall/js"
	"time"
)

// Defer runs do when the present task is over, in a goroutine of its own, in
// which it may wait for something.
func Defer(do func()) {
	var begin js.Func
	begin = js.FuncOf(func(js.Value, []js.Value) any {
		begin.Release()
		go do()
		return nil
	})
	js.Global().Call("queueMicrotask", begin)
}

// A Timer runs a function later.
type Timer struct {
	set  js.Value // the browser's name for it; undefined: it is not set
	come js.Func
}

// NewTimer returns a timer that runs do, not set yet. It is kept for good.
func NewTimer(do func()) *Timer {
	t := &Timer{}
	t.come = js.FuncOf(func(js.Value, []js.Value) any {
		t.set = js.Undefined()
		do()
		return nil
	})
	return t
}

// Set (re)schedules the timer to fire after a while.
func (t *Timer) Set(after time.Duration) {
	t.Stop()
	t.set = js.Global().Call("setTimeout", t.come, min(max(0, after.Milliseconds()), math.MaxInt32))
}

// IsSet reports whether the timer is going to fire.
func (t *Timer) IsSet() bool { return !t.set.IsUndefined() }

// Stop keeps the timer from firing until it is set again.
func (t *Timer) Stop() {
	if t.IsSet() {
		js.Global().Call("clearTimeout", t.set)
		t.set = js.Undefined()
	}
}

// After runs do once, after a while.
func After(wait time.Duration, do func()) {
	var t *Timer
	t = NewTimer(func() {
		t.come.Release()
		do()
	})
	t.Set(wait)
}

// A Channel runs a function as a task of its own each time it is sent to, after
// the tasks that wait already. Unlike timers and frames it is not held back where
// nobody sees the page.
type Channel struct{ port js.Value }

// NewChannel returns a channel that runs do. It is kept for good.
func NewChannel(do func()) Channel {
	channel := js.Global().Get("MessageChannel").New()
	channel.Get("port1").Set("onmessage", js.FuncOf(func(js.Value, []js.Value) any {
		do()
		return nil
	}))
	return Channel{channel.Get("port2")}
}

// Send schedules the function once.
func (c Channel) Send() { c.port.Call("postMessage", nil) }

// NewYield returns a function that lets the browser run what waits, then returns.
// Call it in a goroutine of its own, one at a time.
func NewYield() func() {
	ran := make(chan struct{}, 1)
	channel := NewChannel(func() { ran <- struct{}{} })
	return func() {
		channel.Send()
		<-ran
	}
}

// OnIdle runs work again and again while the browser is idle, until it reports
// that there is no more.
func OnIdle(work func() (more bool)) {
	var idle js.Func
	idle = js.FuncOf(func(_ js.Value, args []js.Value) any {
		for work() {
			if args[0].Call("timeRemaining").Float() <= 0 {
				js.Global().Call("requestIdleCallback", idle)
				return nil
			}
		}
		idle.Release()
		return nil
	})
	js.Global().Call("requestIdleCallback", idle)
}
