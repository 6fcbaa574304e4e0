//go:build js && wasm

package list

import (
	"strconv"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/ui/listmodel"
)

// How long the panel may keep the browser from its other work: until the first
// screenful is there, and then in each task.
const (
	screenfulTime = 50 * time.Millisecond
	chunkTime     = 12 * time.Millisecond
)

// drawTime is how often, while a long recording is read, what has been read is
// drawn: seldom, as drawing takes as long as reading some 200 rows.
const drawTime = 500 * time.Millisecond

// A reading brings the list up to date with the session: the first screenful
// before it is drawn, the rest in tasks between which the browser has its turn.
// They are messages to itself: frames are few, and timers of a hidden page are
// a second apart.
type reading struct {
	next     browser.Channel // starts the next task
	waiting  bool            // for a message
	drawn    time.Time
	selected bool // the selected exchange was read, and is to be explained again
	busy     bool // as the list says
}

// Changed reports that an exchange was added or completed.
func (v *View) Changed(id int) {
	isNew := id > v.model.Len()
	v.change(id)
	if isNew && !v.state.Follow {
		v.model.MarkNew(id)
	}
	v.host.Schedule()
}

// Opened reports that the exchanges from first on came with a recording. The user opened
// it, so they aren't announced as new.
func (v *View) Opened(first int) {
	for id := first; id <= v.session.LastID(); id++ {
		if v.importing.on {
			v.host.SessionChanged()
			v.model.Postpone(id)
		} else {
			v.change(id)
		}
	}
	v.host.Schedule()
}

// Pasted reports that the user pasted an exchange.
func (v *View) Pasted(id int) {
	v.change(id)
	v.host.Schedule()
}

func (v *View) change(id int) {
	v.host.SessionChanged()
	v.model.Enqueue(id)
}

// readScreenful reads what is new, and longer if there is room for more rows.
func (v *View) readScreenful() {
	if v.reading.waiting { // it was read; more comes by itself
		return
	}
	bottom := int((v.scrolled+v.rowsHeight())/float64(listmodel.RowHeight)) + 1
	v.read(chunkTime)
	if len(v.model.Rows) < bottom && !v.importing.on { // else it takes its time by itself
		v.read(screenfulTime - chunkTime)
	}
}

// readOn goes on reading in a task of its own.
func (v *View) readOn() {
	v.reading.drawn = time.Now()
	if !v.reading.waiting {
		v.reading.waiting = true
		v.reading.next.Send()
	}
}

func (v *View) readChunk() {
	v.reading.waiting = false
	if !v.Alive() {
		return // Attach reads on
	}
	limit := chunkTime
	if v.unexplained() { // in tasks of its own: each takes as long as a screenful of rows
		v.explainOn()
		limit = 0
	}
	rest := v.read(limit)
	if !rest && !v.unexplained() {
		v.settleSelection()
		v.host.DrawNow() // till a frame comes, the list would be said to be busy
		return
	}
	v.reading.waiting = true
	v.reading.next.Send()
	if time.Since(v.reading.drawn) > drawTime {
		v.host.Schedule()
	}
}

// explainOn does the next part of what is unexplained.
func (v *View) explainOn() {
	switch {
	case v.explanation.Unfinished():
		v.explanation.Finish()
	case v.importing.found != 0:
		v.selectFound()
	default:
		v.reading.selected = false
		v.explanation.Render()
	}
}

// read reads what is queued, for some time at most, and reports whether there is
// more.
func (v *View) read(limit time.Duration) (rest bool) {
	started, enough := time.Now(), 0
	if v.model.Postponed() {
		enough = v.enough()
	}
	more := func() bool { return v.model.Next() != 0 || len(v.model.Rows) < enough && v.model.Advance() }
	for done := 1; more(); done++ {
		v.readNext()
		if done%4 == 0 && time.Since(started) > limit {
			break
		}
	}
	return more()
}

// Unread reports whether there is more to come than was read.
func (v *View) Unread() bool {
	return v.model.Pending() > 0 || v.importing.on || v.unexplained()
}

// unexplained reports whether the explanation on screen is to be written again, or
// to its end.
func (v *View) unexplained() bool {
	return v.importing.found != 0 || v.reading.selected || v.explanation.Unfinished()
}

// readNext brings the next exchange of the list up to date with the session.
func (v *View) readNext() {
	if v.program.SetCurrentRequest != nil {
		v.program.SetCurrentRequest(v.model.Next())
	}
	c := v.model.ReadNext(v.session, v.Text, v.Zone)
	id := c.Exchange
	v.host.Seen(id)
	v.reading.selected = v.reading.selected || id == v.selected
	if v.importing.on {
		v.importing.early = append(v.importing.early, id)
	}
	if c.Failed {
		v.importing.failing(id)
	}
	v.arrived += c.Arrived
	if c.First {
		v.announcements = append(v.announcements, id)
		if len(v.announcements) == 1 {
			browser.After(newsTime, v.announceNews)
		}
	}
}

// ShowBusy says whether there is more to come than is shown.
func (v *View) ShowBusy() {
	if busy := v.Unread(); busy != v.reading.busy {
		v.setBusy(busy)
	}
}

func (v *View) setBusy(busy bool) {
	v.reading.busy = busy
	v.el.list.SetAttribute("aria-busy", strconv.FormatBool(busy))
}

// An importing is what the list knows of recordings that are being read.
type importing struct {
	on    bool
	early []int // exchanges that were explained before all was read

	awaited func(exchange int) bool // nil: nothing is
	found   int                     // exchange that was awaited, to be selected; 0: none
	auto    int                     // the one that was selected for that, not by a person
	settle  int                     // the same, once all was read: to be selected as its group
	lost    bool                    // there was no more room for it: to be found again at the end
}

// Await selects the first failed exchange for which wanted is true as soon as it is found,
// unless the user selects another first.
func (v *View) Await(wanted func(exchange int) bool) {
	i := &v.importing
	i.awaited, i.found, i.auto, i.lost = wanted, 0, 0, false
}

// stopAwaiting is for when a person selects something.
func (v *View) stopAwaiting() { v.Await(nil) }

// failing is called for each explained exchange that failed.
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

// ImportBegins reports that a recording is being read. Until ImportEnds, Opened exchanges
// are explained only as far as they are visible, because later ones may change their
// explanation.
func (v *View) ImportBegins() {
	v.importing.on = true
	v.host.Schedule()
}

// ImportEnds reports that nothing is being read anymore.
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
