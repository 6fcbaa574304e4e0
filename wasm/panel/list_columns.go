//go:build js && wasm

package panel

import (
	"slices"
	"strconv"
	"syscall/js"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// A heading is a column's: a button that sorts, and a separator that sizes.
type heading struct {
	name                    string
	cell, button, separator page.Element
}

// findHeadings readies the list's columns in the present window.
func (p *Panel) findHeadings() {
	p.view.headings = nil
	for _, name := range listmodel.Columns {
		cell := page.Find(p.view.list, `.columns [data-column="`+name+`"]`)
		h := heading{name, cell, page.Find(cell, "button"), nil}
		if separator := cell.Call("querySelector", "[role=separator]"); !separator.IsNull() {
			h.separator = page.Wrap(separator)
			h.separator.SetAttribute("aria-label", p.Text("columnWidth", h.button.TextContent()))
		}
		p.view.headings = append(p.view.headings, h)
	}
	head := page.Find(p.view.list, ".columns")
	p.On(head, "pointerdown", false, p.pullColumn)
	p.On(head, "pointermove", false, p.pullColumn)
	p.On(head, "pointerup", false, p.pullColumn)
	p.On(head, "lostpointercapture", false, p.pullColumn)
	p.On(head, "dblclick", false, func(event js.Value) {
		if h := p.headingAt(event); h != nil && p.isSeparator(event) {
			p.setWidth(h, 0)
		}
	})
	p.On(head, "keydown", false, p.pressedInHead)
	p.rove(p.view.headings[0])
	p.drawHeadings()
}

// headingAt is the heading that an event is for, or nil.
func (p *Panel) headingAt(event js.Value) *heading {
	for i := range p.view.headings {
		if h := &p.view.headings[i]; h.cell.Call("contains", event.Get("target")).Bool() {
			return h
		}
	}
	return nil
}

func (p *Panel) isSeparator(event js.Value) bool {
	return event.Get("target").Call("matches", "[role=separator]").Bool()
}

// rove makes a heading the one that Tab reaches; arrows reach the others.
func (p *Panel) rove(to heading) {
	for _, h := range p.view.headings {
		index := -1
		if h.name == to.name {
			index = 0
		}
		h.button.Set("tabIndex", index)
		if h.separator != nil {
			h.separator.Set("tabIndex", index)
		}
	}
}

func (p *Panel) sortBy(column string) {
	p.state.Sort = p.state.Sort.Turned(column)
	p.toReveal = p.selected != 0
	p.list.Refill()
	p.drawHeadings()
	p.keepState()
}

// drawHeadings writes how the list is sorted and how wide its columns are.
func (p *Panel) drawHeadings() {
	least := 0
	for _, h := range p.view.headings {
		switch s := p.state.Sort; {
		case s.Column != h.name:
			h.cell.RemoveAttribute("aria-sort")
		case s.Descending:
			h.cell.SetAttribute("aria-sort", "descending")
		default:
			h.cell.SetAttribute("aria-sort", "ascending")
		}
		width, set := p.state.Widths[h.name]
		value := ""
		if set {
			value = strconv.Itoa(width) + "px"
			least += width
		}
		page.Style(p.view.list, "--"+h.name, value) // "" removes: panel.css has another
		if h.separator != nil {
			h.separator.SetAttribute("aria-valuemin", strconv.Itoa(listmodel.LeastWidth))
			h.separator.SetAttribute("aria-valuemax", strconv.Itoa(listmodel.MostWidth))
			if !set {
				width = p.widthOf(h)
			}
			h.separator.SetAttribute("aria-valuenow", strconv.Itoa(width))
		}
	}
	page.Style(p.view.list, "--least", strconv.Itoa(least+listmodel.LeastWidth)+"px")
}

func (p *Panel) widthOf(h heading) int { return h.cell.Get("offsetWidth").Int() }

// setWidth makes a column that wide; 0: as panel.css says.
func (p *Panel) setWidth(h *heading, width int) {
	if width == 0 {
		delete(p.state.Widths, h.name)
	} else {
		p.state.Widths[h.name] = listmodel.ClampWidth(width)
	}
	p.drawHeadings()
	p.keepState()
}

// pullColumn sizes a column by its separator with the pointer.
func (p *Panel) pullColumn(event js.Value) {
	switch event.Get("type").String() {
	case "pointerdown":
		h := p.headingAt(event)
		if h == nil || !p.isSeparator(event) || event.Get("button").Int() != 0 {
			return
		}
		p.pulled, p.pulledFrom = h, float64(p.widthOf(*h))-event.Get("clientX").Float()
		event.Get("target").Call("setPointerCapture", event.Get("pointerId"))
	case "pointermove":
		if p.pulled != nil {
			p.setWidth(p.pulled, max(1, int(p.pulledFrom+event.Get("clientX").Float())))
		}
	default:
		p.pulled = nil
	}
}

// pressedInHead moves among the headings and sizes columns by keys.
func (p *Panel) pressedInHead(event js.Value) {
	h := p.headingAt(event)
	if h == nil {
		return
	}
	key := event.Get("key").String()
	by := map[string]int{"ArrowRight": 1, "ArrowLeft": -1}[key]
	switch separator := p.isSeparator(event); {
	case separator && by != 0:
		if event.Get("shiftKey").Bool() {
			by *= 5
		}
		p.setWidth(h, p.widthOf(*h)+8*by)
	case separator && key == "Enter":
		p.setWidth(h, 0)
	case !separator && by != 0:
		at := slices.IndexFunc(p.view.headings, func(other heading) bool { return other.name == h.name })
		for at += by; 0 <= at && at < len(p.view.headings); at += by {
			if next := p.view.headings[at]; p.widthOf(next) > 0 { // a narrow list hides some
				p.rove(next)
				next.button.Focus()
				break
			}
		}
	case key == "ArrowDown" || key == "Escape":
		p.view.list.Focus()
	default:
		return
	}
	event.Call("preventDefault")
	event.Call("stopPropagation")
}
