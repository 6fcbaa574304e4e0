//go:build js && wasm

package browser

import (
	"errors"
	"syscall/js"
)

// ErrCanceled is the error of a wait that was canceled.
var ErrCanceled = errors.New("canceled")

// A result is the outcome of a promise.
type result struct {
	value js.Value
	err   error
}

// resultOf receives what comes of a promise.
func resultOf(promise js.Value) <-chan result {
	done := make(chan result, 1)
	var resolved, rejected js.Func
	settle := func(r result) any {
		resolved.Release()
		rejected.Release()
		done <- r
		return nil
	}
	resolved = js.FuncOf(func(_ js.Value, args []js.Value) any { return settle(result{value: Args(args).at(0)}) })
	rejected = js.FuncOf(func(_ js.Value, args []js.Value) any {
		return settle(result{err: errors.New(thrown(js.Error{Value: Args(args).at(0)}))})
	})
	promise.Call("then", resolved, rejected)
	return done
}

// Await waits for a promise. Call it in a goroutine of its own.
func Await(promise js.Value) (js.Value, error) {
	r := <-resultOf(promise)
	return r.value, r.err
}

// AwaitUntil waits for a promise until ended is closed; then its error is ErrCanceled.
func AwaitUntil(promise js.Value, ended <-chan struct{}) (js.Value, error) {
	return resultUntil(resultOf(promise), ended)
}

func resultUntil(coming <-chan result, ended <-chan struct{}) (js.Value, error) {
	select {
	case r := <-coming:
		return r.value, r.err
	case <-ended:
		return js.Undefined(), ErrCanceled
	}
}
