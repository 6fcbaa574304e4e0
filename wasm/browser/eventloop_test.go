//go:build js && wasm

package browser

import (
	"runtime"
	"slices"
	"testing"
	"time"
)

// Whatever starts tasks, no task finds another unfinished, even if Go is asked to run
// whatever is ready.
func TestTasksRunToCompletion(t *testing.T) {
	const enough = 200
	for _, c := range []struct {
		name  string
		begin func(work func()) func()
	}{
		{"timers set once", func(work func()) func() { return func() { After(0, work) } }},
		{"a timer", func(work func()) func() { timer := NewTimer(work); return func() { timer.Set(0); After(0, work) } }},
		{"channels", func(work func()) func() { return NewChannel(work).Send }},
		{"goroutines", func(work func()) func() { return func() { Defer(work) } }},
		{"goroutines and timers", func(work func()) func() { return func() { After(0, func() { Defer(work); work() }) } }},
	} {
		t.Run(c.name, func(t *testing.T) {
			var (
				busy                  bool
				begun, ended, clashes int
				next                  func()
				finished              = make(chan struct{})
			)
			next = c.begin(func() {
				if begun == enough {
					return
				}
				if begun++; busy {
					clashes++
				}
				busy = true
				next()
				for range 10 {
					runtime.Gosched()
				}
				busy = false
				if ended++; ended == enough {
					close(finished)
				}
			})
			for range 10 {
				next()
			}
			<-finished
			if clashes > 0 {
				t.Errorf("%d of %d tasks began in the midst of another", clashes, enough)
			}
		})
	}
}

func TestTimer(t *testing.T) {
	var came []string
	over := make(chan struct{})
	add := func(what string) func() { return func() { came = append(came, what) } }
	stopped, again := NewTimer(add("stopped")), NewTimer(add("again"))
	stopped.Set(0)
	stopped.Stop()
	stopped.Stop()
	again.Set(-time.Second)
	again.Set(0)
	After(time.Duration(1<<62), add("never")) // longer than browsers can wait
	Defer(add("task"))
	came = append(came, "present")
	After(20*time.Millisecond, func() { close(over) })
	<-over
	if want := []string{"present", "task", "again"}; !slices.Equal(came, want) {
		t.Errorf("there came %q, want %q", came, want)
	}
}
