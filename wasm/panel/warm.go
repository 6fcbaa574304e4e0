//go:build js && wasm

package panel

import (
	"syscall/js"

	"misstep/wasm/diagnose"
)

// WarmUp has the explanation of an example's first exchange drawn once, when the
// browser is idle and there is a window, and taken away before it is seen: what
// is slow for the first time is slow when nobody waits.
func (p *Panel) WarmUp(example *diagnose.Session) {
	p.example = example
	p.warmUpWhenIdle()
}

func (p *Panel) warmUpWhenIdle() {
	if p.example == nil || !p.alive() {
		return // Attach asks again
	}
	var idle js.Func
	idle = js.FuncOf(func(js.Value, []js.Value) any {
		idle.Release()
		p.warmUp()
		return nil
	})
	js.Global().Call("requestIdleCallback", idle)
}

func (p *Panel) warmUp() {
	example, session := p.example, p.session
	if example == nil || !p.alive() || p.hidden || p.menu != nil {
		return
	}
	p.example = nil
	if session.Len() > 0 { // it did the same
		return
	}
	p.session, p.selected = example, 1
	p.drawDetail()
	p.session, p.selected = session, 0
	p.drawDetail()
	p.megabytes(0) // with a digit behind the point, and
	p.megabytes(1 << 30)
}
