//go:build js && wasm

package app

import (
	"maps"

	"misstep/wasm/browser"
	"misstep/wasm/capture"
)

// A removal is what was cleared or replaced, as long as that can be undone.
type removal struct {
	*capture.Aside
	pending map[int]*capture.Capture // whose bodies are to come
	opened  []browser.Opened         // for the program after this one
}

// clear empties the session. It can be undone.
func (p *program) clear() {
	p.clearImports()
	opened := p.host.TakeOpened()
	aside := p.captures.SetAside(p.captures.Last(), nil)
	pending := maps.Clone(p.pending)
	clear(p.pending)
	p.host.Notify("clear")
	p.panel.Dropped(0)
	p.panel.Reset()
	p.removed(aside, pending, opened, "clearedRequests")
}

// replaceBy takes all out that was there before recordings were opened, of which
// there are so many. It can be undone.
func (p *program) replaceBy(recordings []*capture.Recording, before *capture.Capture, files int) {
	opened := p.host.TakeOpened()
	kept := max(len(opened)-files, 0)
	for _, o := range opened[kept:] {
		p.host.Remember(o)
	}
	aside := p.captures.SetAside(before, recordings)
	p.refill()
	p.removed(aside, p.pending, opened[:kept], "replacedRequests")
}

// removed offers to put back what was taken out; when nobody can want it any more,
// the page forgets it, too.
func (p *program) removed(aside *capture.Aside, pending map[int]*capture.Capture, opened []browser.Opened, key string) {
	if aside.Len() == 0 {
		p.host.Notify("forget", aside.LastKey())
		return
	}
	r := &removal{aside, pending, opened}
	p.panel.Undoable(p.text(key, p.number(aside.Len())), func() { p.undo(r) }, func() {
		if p.removal == r {
			p.removal = nil
			p.host.Notify("forget", r.LastKey())
		}
	})
	p.removal = r
}

// undo puts back what was taken out.
func (p *program) undo(r *removal) {
	if p.removal != r {
		return
	}
	p.removal = nil
	since := p.host.TakeOpened()
	for _, o := range append(r.opened, since...) {
		p.host.Remember(o)
	}
	maps.Copy(p.pending, r.pending)
	p.captures.Restore(r.Aside)
	p.refill()
}
