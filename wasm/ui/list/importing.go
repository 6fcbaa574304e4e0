//go:build js && wasm

package list

import "misstep/wasm/ui/listmodel"

// An importing is what the list knows of recordings that are being read.
type importing struct {
	on    bool
	early []int // exchanges that were explained before all was read

	awaited func(exchange int) bool // nil: nothing is
	found   int                     // exchange that was awaited, to be selected; 0: none
	auto    int                     // the one that was selected for that, not by a person
	settle  int                     // the same, once all was read: to be selected as its group
	lost    bool                    // there was no more room for it: to be found anew at the end
}

// Await has the first failing exchange selected of which wanted is true, as soon
// as it is found, unless a person selects one before.
func (v *View) Await(wanted func(exchange int) bool) {
	i := &v.importing
	i.awaited, i.found, i.auto, i.lost = wanted, 0, 0, false
}

// stopAwaiting is for when a person selects something.
func (v *View) stopAwaiting() { v.Await(nil) }

// failing is told of each exchange that is explained and fails.
func (i *importing) failing(id int) {
	if i.awaited != nil && i.found == 0 && i.auto == 0 && !i.lost && i.awaited(id) {
		i.found = id
	}
}

// selectFound selects what was awaited, and leaves the end of its explanation to
// Finish.
func (v *View) selectFound() {
	i := &v.importing
	awaited, found := i.awaited, i.found
	if found < v.session.First() { // forgotten since
		i.found, i.lost = 0, i.on
		return
	}
	v.selectAnd(v.explanation.Begin, found, false)
	v.state.Follow = false // though it may be the last row yet
	i.settle = found
	v.takeFocus()
	if i.on {
		i.awaited, i.auto = awaited, found
	}
}

// settleSelection selects the group of what was selected while its other members were
// not read yet: row and explanation are of the same request.
func (v *View) settleSelection() {
	settle := v.importing.settle
	if v.importing.on {
		return
	}
	v.importing.settle = 0
	if at := v.cursor(); settle != 0 && settle == v.selected && at >= 0 && v.model.Rows[at].Folds() {
		v.selectRow(at)
	}
}

// takeFocus has keys go to the list when something was opened, unless a person is
// in a place of its own.
func (v *View) takeFocus() {
	if v.Alive() && v.Active().Call("matches", "body, #toolbar button, #empty button").Bool() {
		v.el.list.Focus()
	}
}

// deselect is for when the selected exchange was forgotten.
func (v *View) deselect() {
	i := &v.importing
	awaited, again := i.awaited, i.auto == v.selected
	v.Select(0)
	if again {
		i.awaited, i.lost = awaited, true
	}
}

// enough is how many rows are explained while a recording is read: those that
// are seen, and as many again.
func (v *View) enough() int {
	height := v.rowsHeight()
	return int((v.scrolled+2*height)/float64(listmodel.RowHeight)) + 1
}

// ImportBegins tells that a recording is being read. Until ImportEnds exchanges
// that are Opened are explained as far as they are seen: those that come later
// may tell more of them.
func (v *View) ImportBegins() {
	v.importing.on = true
	v.host.Schedule()
}

// ImportEnds tells that nothing is being read any more.
func (v *View) ImportEnds() {
	i := &v.importing
	if i.auto != 0 {
		i.awaited = nil
	}
	v.takeFocus()
	i.on, i.auto, i.lost = false, 0, false
	for _, id := range i.early {
		v.model.Enqueue(id)
	}
	i.early = nil
	v.model.Resume()
	v.readOn() // without waiting for a frame
}
