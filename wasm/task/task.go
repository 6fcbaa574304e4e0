//go:build js && wasm

// Package task has things done one after the other, each in a task that the
// browser begins. Go may leave a goroutine wherever it allocates, as it does when
// garbage is collected for the first time, and go on with any other that is
// ready. So where goroutines share something, only one may be ready: that of the
// present task. time.AfterFunc and the go statement make others so.
package task

import (
	"math"
	"syscall/js"
	"time"
)

// Go runs do in a goroutine of its own, in which it may wait for something, when
// the present task is over.
func Go(do func()) {
	var begin js.Func
	begin = js.FuncOf(func(js.Value, []js.Value) any {
		begin.Release()
		go do()
		return nil
	})
	js.Global().Call("queueMicrotask", begin)
}

// A Timer begins a task after a while.
type Timer struct {
	set  js.Value // the browser's name for it; undefined: it is not set
	come js.Func
}

// NewTimer is a timer that is not set, which has do done. It is kept for good.
func NewTimer(do func()) *Timer {
	t := &Timer{}
	t.come = js.FuncOf(func(js.Value, []js.Value) any {
		t.set = js.Undefined()
		do()
		return nil
	})
	return t
}

// Set has the timer begin its task after a while, and not when it was to before.
func (t *Timer) Set(after time.Duration) {
	t.Stop()
	t.set = js.Global().Call("setTimeout", t.come, min(max(0, after.Milliseconds()), math.MaxInt32))
}

// Stop has the timer begin nothing until it is set again.
func (t *Timer) Stop() {
	if !t.set.IsUndefined() {
		js.Global().Call("clearTimeout", t.set)
		t.set = js.Undefined()
	}
}

// After has do done once, after a while.
func After(wait time.Duration, do func()) {
	var t *Timer
	t = NewTimer(func() {
		t.come.Release()
		do()
	})
	t.Set(wait)
}

// A Message to oneself begins a task after those that wait already, and is not
// held back where nobody sees the page, as timers and frames are.
type Message struct{ port js.Value }

// NewMessage is a message that has do done each time it comes. It is kept for
// good.
func NewMessage(do func()) Message {
	channel := js.Global().Get("MessageChannel").New()
	channel.Get("port1").Set("onmessage", js.FuncOf(func(js.Value, []js.Value) any {
		do()
		return nil
	}))
	return Message{channel.Get("port2")}
}

// Send sends the message.
func (m Message) Send() { m.port.Call("postMessage", nil) }

// WhenIdle does a piece of work again and again while the browser has nothing
// else to do, until it reports that there is no more.
func WhenIdle(work func() (more bool)) {
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
