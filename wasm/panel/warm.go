//go:build js && wasm

package panel

import (
	"runtime"

	"misstep/wasm/diagnose"
	"misstep/wasm/task"
	"misstep/wasm/timeline"
)

// A warming is what is left of reading and drawing examples, see WarmUp.
type warming struct {
	examples func() *diagnose.Session // nil: it was done, or nobody wants it
	example  *diagnose.Session        // the present one; nil: none yet
	timeline timeline.Timeline
	next     int             // exchange
	drawn    map[string]bool // findings
}

// WarmUp has examples read, which come one after the other until one is nil, and
// failures in them explained, one of each kind, while there is a window and the
// browser is idle. It is taken back before it is seen: the first that a person
// opens does not wait until the code for it is compiled.
func (p *Panel) WarmUp(examples func() *diagnose.Session) {
	p.warming = warming{examples: examples, drawn: map[string]bool{}}
	p.warmUp()
}

func (p *Panel) warmUp() {
	if p.warming.examples != nil && p.alive() { // else Attach does it
		task.WhenIdle(p.warm)
	}
}

// warm reads the next exchange, and reports whether there are more.
func (p *Panel) warm() bool {
	w := &p.warming
	switch {
	case w.examples == nil || !p.alive() || p.hidden || p.menu != nil:
		return false // once there is a window again
	case p.session.Len() > 0 || p.importing.on: // it does the same
		*w = warming{}
		return false
	case w.example == nil || w.next > w.example.Len():
		w.example, w.next, w.timeline = w.examples(), 1, timeline.Timeline{}
		if w.example == nil {
			*w = warming{}
			p.megabytes(0) // with a digit behind the point, and
			p.megabytes(1 << 30)
			runtime.GC() // or it is done as soon as something comes
			return false
		}
		return true
	}
	id := w.next
	w.next++
	e := entry{}
	e.readFrom(w.example, id, p.text)
	w.timeline.Put(w.example, id)
	w.example.Replaced(id)
	if e.failed && !w.drawn[e.line.finding] {
		w.drawn[e.line.finding] = true
		session := p.session
		p.session, p.selected = w.example, id
		p.drawDetail()
		p.session, p.selected = session, 0
		p.drawDetail()
	}
	return true
}
