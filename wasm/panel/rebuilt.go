//go:build js && wasm

package panel

// Selected is the exchange whose explanation is shown, 0: none.
func (p *Panel) Selected() int { return p.selected }

// Rebuilt tells that the session was filled anew. selected is what the selected
// exchange is now, 0 if it is gone. Nothing of it is news.
func (p *Panel) Rebuilt(selected int) {
	p.Reset()
	p.Forgotten()
	p.Opened(1)
	p.list.MarkAllTold()
	if selected != 0 {
		p.Select(selected)
	}
}
