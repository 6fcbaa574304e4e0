//go:build js && wasm

package panel

import "strconv"

// A row is one line of the list in the present window, and what it says.
type row struct {
	element
	line                                              line
	status, method, endpoint, what, brief, fact, time element
	in                                                bool // in the list
}

// refill empties the list and has every exchange placed anew.
func (p *Panel) refill() {
	p.shown = nil
	for id, i := range p.items {
		if i.row != nil {
			i.row.in = false
		}
		p.enqueue(id + 1)
	}
	if p.alive() {
		empty(p.view.rows)
	}
}

// wanted reports whether the filter lets an exchange into the list.
func (p *Panel) wanted(i *item) bool {
	return (i.failed || !p.failing) && p.query.match(i.words)
}

// placeRow puts an exchange into the list, keeps or removes it, and writes
// what changed.
func (p *Panel) placeRow(id int, i *item) {
	if !p.wanted(i) {
		if i.row != nil && i.row.in {
			i.row.Remove()
			i.row.in = false
			if at, there := place(p.shown, id); there {
				p.shown = append(p.shown[:at], p.shown[at+1:]...)
			}
		}
		return
	}
	if i.row == nil {
		i.row = p.newRow(id)
	}
	i.row.write(i.line)
	if i.row.in {
		return
	}
	i.row.in = true
	at, _ := place(p.shown, id)
	if at == len(p.shown) {
		p.view.rows.AppendChild(i.row)
		p.shown = append(p.shown, id)
		return
	}
	next := p.items[p.shown[at]-1].row
	p.view.rows.Call("insertBefore", i.row.Underlying(), next.Underlying())
	p.shown = append(p.shown[:at+1], p.shown[at:]...)
	p.shown[at] = id
}

func (p *Panel) newRow(id int) *row {
	e := clone(p.view.blankRow)
	e.SetID("exchange-" + strconv.Itoa(id))
	e.SetAttribute("data-exchange", strconv.Itoa(id))
	return &row{
		element: e,
		line:    line{finding: "\x00", code: -1, tone: "\x00", address: "\x00"}, // unlike any: all is written at first
		status:  find(e, ".status"), method: find(e, ".method"), endpoint: find(e, ".endpoint"),
		what: find(e, ".what"), brief: find(e, ".brief"), fact: find(e, ".fact"), time: find(e, ".time"),
	}
}

func (r *row) write(l line) {
	was := r.line
	if was == l {
		return
	}
	r.line = l
	if was.finding != l.finding {
		r.SetAttribute("data-finding", l.finding)
	}
	if was.code != l.code {
		r.SetAttribute("data-status", strconv.Itoa(l.code))
	}
	if was.tone != l.tone {
		r.SetAttribute("data-tone", l.tone)
	}
	if was.address != l.address || was.method != l.method {
		r.endpoint.SetTitle(l.method + " " + l.address)
	}
	if was.brief != l.brief || was.fact != l.fact {
		r.what.SetTitle(l.brief + " " + l.fact)
	}
	for _, cell := range []struct {
		element
		was, text string
	}{
		{r.status, was.status, l.status},
		{r.method, was.method, l.method},
		{r.endpoint, was.endpoint, l.endpoint},
		{r.brief, was.brief, l.brief},
		{r.fact, was.fact, l.fact},
		{r.time, was.time, l.time},
	} {
		if cell.was != cell.text {
			cell.SetTextContent(cell.text)
		}
	}
}

// drawSelection marks the selected row, and unmarks the one selected before.
func (p *Panel) drawSelection(before int) {
	if r := p.rowOf(before); r != nil && before != p.selected {
		r.SetAttribute("aria-selected", "false")
	}
	r := p.rowOf(p.selected)
	if r == nil {
		p.view.list.RemoveAttribute("aria-activedescendant")
		return
	}
	r.SetAttribute("aria-selected", "true")
	p.view.list.SetAttribute("aria-activedescendant", r.ID())
}

// rowOf is the row of an exchange that is in the list, or nil.
func (p *Panel) rowOf(id int) *row {
	if id < 1 || id > len(p.items) {
		return nil
	}
	if r := p.items[id-1].row; r != nil && r.in {
		return r
	}
	return nil
}

// reveal scrolls the list so that the selected row is seen whole.
func (p *Panel) reveal() {
	r := p.rowOf(p.selected)
	if r == nil {
		return
	}
	p.toReveal = false
	list := p.view.list
	top := r.Get("offsetTop").Float()
	bottom := top + r.Get("offsetHeight").Float()
	head := find(list, ".head").Get("offsetHeight").Float() // stays at the top, over the rows
	scroll, height := list.Get("scrollTop").Float(), list.Get("clientHeight").Float()
	switch {
	case top-head < scroll:
		list.Set("scrollTop", top-head)
	case bottom > scroll+height:
		list.Set("scrollTop", bottom-height)
	}
}

// move selects the row that is by rows further down, or up; past the ends it
// stays at the end.
func (p *Panel) move(by int) {
	if len(p.shown) == 0 {
		return
	}
	at, there := place(p.shown, p.selected)
	switch {
	case p.selected == 0 && by > 0:
		at = by - 1
	case p.selected == 0:
		at = len(p.shown) + by
	case !there && by > 0: // the selected one is filtered out: at is the next
		at += by - 1
	default:
		at += by
	}
	p.Select(p.shown[min(max(at, 0), len(p.shown)-1)])
}

// page is the number of rows that a press on Page Down moves.
func (p *Panel) page() int {
	height := p.view.list.Get("clientHeight").Float()
	if len(p.shown) == 0 {
		return 1
	}
	each := p.rowOf(p.shown[0]).Get("offsetHeight").Float()
	return max(1, int(height/max(each, 1))-2)
}
