//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"

	"misstep/wasm/task"
)

// settled is what came of a promise.
type settled struct {
	value js.Value
	err   error
}

// promised tells what comes of a promise.
func promised(promise js.Value) <-chan settled {
	done := make(chan settled, 1)
	var resolved, rejected js.Func
	settle := func(s settled) any {
		resolved.Release()
		rejected.Release()
		done <- s
		return nil
	}
	resolved = js.FuncOf(func(_ js.Value, args []js.Value) any { return settle(settled{value: argument(args, 0)}) })
	rejected = js.FuncOf(func(_ js.Value, args []js.Value) any {
		reason := js.Global().Get("String").Invoke(argument(args, 0)).String()
		return settle(settled{err: errors.New(reason)})
	})
	promise.Call("then", resolved, rejected)
	return done
}

// await waits for a promise; call it in a goroutine of its own.
func await(promise js.Value) (js.Value, error) {
	s := <-promised(promise)
	return s.value, s.err
}

// awaitUntil waits for a promise until ended is closed.
func awaitUntil(promise js.Value, ended <-chan struct{}) (js.Value, error) {
	return settledUntil(promised(promise), ended)
}

func settledUntil(coming <-chan settled, ended <-chan struct{}) (js.Value, error) {
	select {
	case s := <-coming:
		return s.value, s.err
	case <-ended:
		return js.Undefined(), errStopped
	}
}

// A turns hands the browser its turn.
type turns struct {
	message task.Message
	came    chan struct{}
}

func newTurns() *turns {
	t := &turns{came: make(chan struct{}, 1)}
	t.message = task.NewMessage(func() { t.came <- struct{}{} })
	return t
}

// wait gives the browser its turn; call it in a goroutine of its own, one at a
// time.
func (t *turns) wait() {
	t.message.Send()
	<-t.came
}
