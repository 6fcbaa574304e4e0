//go:build js && wasm

package list

// Select shows the explanation of an exchange; 0: none.
func (v *View) Select(id int) { v.selectExchange(id, false) }

// selectExchange is Select; whole: what is selected is the group of which the exchange
// is the latest.
func (v *View) selectExchange(id int, whole bool) { v.selectAnd(v.explanation.Render, id, whole) }

// selectAnd is choose, with what draws the explanation.
func (v *View) selectAnd(drawDetail func(), id int, whole bool) {
	if id != 0 && id < v.session.First() || id < 0 || id > v.session.LastID() {
		return
	}
	v.explanation.Leave()
	v.selected, v.onGroup, v.scrollIntoView = id, whole, id != 0
	v.stopAwaiting()
	if at := v.cursor(); id != 0 && (at < 0 || at != len(v.model.Rows)-1) {
		v.state.Follow = false // somebody reads: the list must not run away
	}
	if v.Alive() {
		drawDetail()
		if id == 0 {
			v.scrolledTo()
		}
		v.drawRows()
		v.host.Schedule() // the meter and the overview go by what is selected
	}
}

// cursor is where the selected row is in the list, -1: nowhere.
func (v *View) cursor() int { return v.model.RowOf(v.selected, v.onGroup) }

// move selects the row that is by rows further down, or up; past the ends it
// stays at the end.
func (v *View) move(by int) {
	rows := v.model.Rows
	if len(rows) == 0 {
		return
	}
	at := v.cursor()
	switch {
	case v.selected == 0 && by > 0:
		at = by - 1
	case v.selected == 0:
		at = len(rows) + by
	case at < 0 && by > 0: // the selected one is filtered out: go on where it was
		at = v.cursorWas + by - 1
	case at < 0:
		at = v.cursorWas + by
	default:
		at += by
	}
	v.selectRow(min(max(at, 0), len(rows)-1))
}

// selectRow selects the exchange, or the group, that a row shows.
func (v *View) selectRow(at int) {
	r := v.model.Rows[at]
	v.cursorWas = at
	v.selectExchange(r.Exchange(), !r.IsMember())
}

// expand unfolds or folds the selected group; a member that is selected is
// folded into its group.
func (v *View) expand(expanded bool) {
	at := v.cursor()
	if at < 0 {
		return
	}
	r := v.model.Rows[at]
	if !expanded && r.IsMember() {
		v.selectRow(v.model.GroupRow(at))
		return
	}
	if expanded && r.Folds() && r.Expanded() {
		v.move(1) // to the first member
		return
	}
	v.onGroup = true
	v.unfold(at, expanded)
}

// toggle folds or unfolds the group of a row.
func (v *View) toggle(at int) {
	if v.model.InGroup(v.selected, at) {
		v.onGroup = true
	}
	v.unfold(at, !v.model.Rows[at].Expanded())
}

// unfold unfolds or folds the group of a row. What unfolds comes into view, as far as
// the row itself stays there.
func (v *View) unfold(at int, expanded bool) {
	v.state.Follow = false
	members := -len(v.model.Rows)
	v.model.Expand(at, expanded)
	if members += len(v.model.Rows); members > 0 {
		v.drawRows() // makes room to scroll to
		layout, height := v.model.Layout(v.program.Files()), v.rowsHeight()
		v.scroll(layout.Reveal(at, layout.Reveal(at+members, v.scrolled, height), height))
	}
	v.host.Schedule()
}

// toNewest goes to the end of the list, and stays there.
func (v *View) toNewest() {
	v.state.Follow, v.arrived = true, 0
	v.host.Schedule()
}

func (v *View) leaveFilter() {
	switch {
	case len(v.suggesting.list) > 0:
		v.stopSuggesting()
	case v.model.Narrowed():
		v.clearFilter()
	default:
		v.el.list.Focus()
	}
}

func (v *View) filterToList() {
	v.el.list.Focus()
	if v.cursor() < 0 {
		v.move(1)
	}
}

func (v *View) toggleCursor() {
	if at := v.cursor(); at >= 0 {
		v.toggle(at)
	}
}

func (v *View) listToDetail() {
	if v.selected == 0 {
		v.move(1)
	}
	if v.selected != 0 {
		v.explanation.Focus()
	}
}

// enterRow goes to the explanation, or chooses what to compare with.
func (v *View) enterRow() {
	if !v.chosen(v.selected) {
		v.listToDetail()
	}
}

// copyURL copies the address of the selected request; false: none is, or a person
// has selected text, which the browser copies.
func (v *View) copyURL() bool {
	at := v.cursor()
	if at < 0 || !v.Window.Call("getSelection").Get("isCollapsed").Bool() || v.session.Exchange(v.selected).Request.URL == "" {
		return false
	}
	for _, s := range v.el.rowView.slots {
		if s.drawn.index == at {
			v.CopyText(v.urlOf(v.selected), s.Element)
		}
	}
	return true
}

func (v *View) leaveList() bool {
	switch {
	case v.stopChoosing():
	case v.selected != 0:
		v.Select(0)
	case v.model.Narrowed():
		v.clearFilter()
	default:
		return false
	}
	return true
}

func (v *View) pause() {
	v.paused = !v.paused
	v.host.Schedule()
}
