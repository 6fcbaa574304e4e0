//go:build js && wasm

package panel

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
	selected bool // the selected exchange was read, and is to be explained anew
	busy     bool // as the list says
}

// Changed tells that an exchange was added or completed.
func (p *Panel) Changed(id int) {
	isNew := id > p.list.Len()
	p.change(id)
	if isNew && !p.state.Follow {
		p.list.MarkNew(id)
	}
	p.Schedule()
}

// Opened tells that exchanges from first on came with a recording. A person
// opened it, so none of them is news to anybody.
func (p *Panel) Opened(first int) {
	for id := first; id <= p.session.Len(); id++ {
		if p.importing.on {
			p.changes++
			p.list.Postpone(id)
		} else {
			p.change(id)
		}
	}
	p.Schedule()
}

// Pasted tells that a person pasted an exchange.
func (p *Panel) Pasted(id int) {
	p.change(id)
	p.Schedule()
}

func (p *Panel) change(id int) {
	p.changes++
	p.list.Enqueue(id)
}

// readScreenful reads what is new, and longer if there is room for more rows.
func (p *Panel) readScreenful() {
	if p.reading.waiting { // it was read; more comes by itself
		return
	}
	bottom := int((p.scrolled+p.rowsHeight())/listmodel.RowHeight) + 1
	p.read(chunkTime)
	if len(p.list.Rows) < bottom && !p.importing.on { // else it takes its time by itself
		p.read(screenfulTime - chunkTime)
	}
}

// readOn goes on reading in a task of its own.
func (p *Panel) readOn() {
	p.reading.drawn = time.Now()
	if !p.reading.waiting {
		p.reading.waiting = true
		p.reading.next.Send()
	}
}

func (p *Panel) readChunk() {
	p.reading.waiting = false
	if !p.Alive() {
		return // Attach reads on
	}
	limit := chunkTime
	if p.unexplained() { // in tasks of its own: each takes as long as a screenful of rows
		p.explainOn()
		limit = 0
	}
	rest := p.read(limit)
	if !rest && !p.unexplained() {
		p.drawNow() // till a frame comes, the list would be said to be busy
		return
	}
	p.reading.waiting = true
	p.reading.next.Send()
	if time.Since(p.reading.drawn) > drawTime {
		p.Schedule()
	}
}

// explainOn does the next part of what is unexplained.
func (p *Panel) explainOn() {
	switch {
	case p.detail.Unfinished():
		p.detail.Finish()
	case p.importing.found != 0:
		p.selectFound()
	default:
		p.reading.selected = false
		p.detail.Render()
	}
}

// read reads what is queued, for some time at most, and reports whether there is
// more.
func (p *Panel) read(limit time.Duration) (rest bool) {
	started, enough := time.Now(), 0
	if p.list.Postponed() {
		enough = p.enough()
	}
	more := func() bool { return p.list.Next() != 0 || len(p.list.Rows) < enough && p.list.Advance() }
	for done := 1; more(); done++ {
		p.readNext()
		if done%4 == 0 && time.Since(started) > limit {
			break
		}
	}
	return more()
}

// unread reports whether there is more to come than was read.
func (p *Panel) unread() bool {
	return p.list.Pending() > 0 || p.importing.on || p.unexplained()
}

// unexplained reports whether the explanation on screen is to be written anew, or
// to its end.
func (p *Panel) unexplained() bool {
	return p.importing.found != 0 || p.reading.selected || p.detail.Unfinished()
}

// readNext brings the next exchange of the list up to date with the session.
func (p *Panel) readNext() {
	if p.actions.Reads != nil {
		p.actions.Reads(p.list.Next())
	}
	c := p.list.ReadNext(p.session, p.Text)
	id := c.Exchange
	p.timeline.Seen(id)
	p.migration.Seen(id)
	p.reading.selected = p.reading.selected || id == p.selected
	if p.importing.on {
		p.importing.early = append(p.importing.early, id)
	}
	if c.Failed {
		p.importing.failing(id)
	}
	p.arrived += c.Arrived
	if c.First {
		p.news = append(p.news, id)
		if len(p.news) == 1 {
			browser.After(newsTime, p.announceNews)
		}
	}
}

// drawBusy says whether there is more to come than is shown.
func (p *Panel) drawBusy() {
	if busy := p.unread(); busy != p.reading.busy {
		p.setBusy(busy)
	}
}

func (p *Panel) setBusy(busy bool) {
	p.reading.busy = busy
	p.view.list.SetAttribute("aria-busy", strconv.FormatBool(busy))
}
