//go:build js && wasm

package app

import (
	"slices"
	"strings"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/capture"
	"misstep/wasm/ui/shell"
)

// imports are the recordings that are read, one after the other.
type imports struct {
	queue     []*importing   // the first is being read
	yield     func()         // lets the browser have its turn
	shown     bool           // it takes its time, so how far it has come is shown
	watch     *browser.Timer // calls watchImport
	drawn     time.Time      // when the panel was updated last
	lastShown int            // exchanges that the panel knows
	said      []notice       // what came of those that were read without a pause
	opened    opened
	finish    func() // to be done when all are read; nil: nothing
}

// opened is what was opened without a pause, beside what was there.
type opened struct {
	were       int              // exchanges that were there
	before     *capture.Capture // the last of them
	files      int
	recordings []*capture.Recording
	name       string // of the last
	added      int
}

// A notice is for the message bar.
type notice struct{ level, text string }

// An importing is something that a person opened, which waits to be read or is.
type importing struct {
	name   string // of what is being read
	find   func(ended <-chan struct{}) (capture.Contents, error)
	failed func(reason string) string // says that it could not be opened
	again  *capture.Recording         // to be read again, in place of find; nil: not so

	*capture.Yielder
	ended     chan struct{}   // closed when it is stopped
	cleared   bool            // nobody wants to hear of it any more
	stream    *capture.Stream // nil: none is open
	found     capture.Loaded
	read      []*capture.Recording
	selection int // what was selected when a person opened it
}

// blink is how long reading may take before something is shown of it.
const blink = 150 * time.Millisecond

// showTime is how often the panel is updated while reading.
const showTime = 500 * time.Millisecond

// enqueue has something read when its turn comes.
func (p *program) enqueue(i *importing) {
	i.ended = make(chan struct{})
	i.selection = p.panel.Selected()
	i.Yielder = capture.NewYielder(p.rest)
	p.imports.queue = append(p.imports.queue, i)
	if len(p.imports.queue) == 1 {
		browser.Defer(p.importAll)
	}
}

func (p *program) importAll() {
	m := &p.imports
	m.said, m.shown, m.drawn = nil, false, time.Now()
	m.opened = opened{were: p.session.Len(), before: p.captures.Last()}
	p.panel.Succeeded()
	if m.yield == nil {
		m.yield, m.watch = browser.NewYield(), browser.NewTimer(p.watchImport)
	}
	p.panel.ImportBegins()
	p.setCurrentRequest(0)
	// While it waits for bytes, or has only begun, nothing else would say so.
	m.watch.Set(blink)
	for len(m.queue) > 0 {
		i := m.queue[0]
		if !i.Stopped() {
			p.importOne(i)
		}
		m.queue = m.queue[1:]
	}
	m.watch.Stop()
	m.shown = false
	p.panel.ImportEnds()
	p.setCurrentRequest(0)
	p.offerReplacing()
	if finish := m.finish; finish != nil {
		m.finish = nil
		finish()
	}
}

// watchImport shows how far reading has come, now and then.
func (p *program) watchImport() {
	if m := &p.imports; len(m.queue) > 0 {
		m.shown = true
		p.flush()
		m.watch.Set(showTime)
	}
}

func (p *program) importOne(i *importing) {
	if r := i.again; r != nil {
		i.name = r.Name
		if r.Wants(p.catalog.Hosts()) && p.importRecording(i, r) {
			p.refill()
		}
		p.readAgain()
		return
	}
	if p.panel.Selected() == i.selection {
		p.panel.Await(func(id int) bool {
			k := p.captures.Of(id)
			return k != nil && slices.Contains(i.read, k.From)
		})
	}
	p.imports.opened.files++
	found, err := i.find(i.ended)
	if i.Stopped() {
		return
	}
	if err != nil {
		p.notify("error", i.failed(p.say(err)))
		return
	}
	whole := i.name
	for _, s := range found.Sources {
		if !i.Stopped() {
			p.importRecording(i, &capture.Recording{Source: s})
		}
	}
	if !i.Stopped() {
		for _, n := range found.Notices(whole) {
			p.notifyOf(n)
		}
	}
	p.readAgain()
}

// importRecording reads a recording and says what came of it. It reports whether
// it took something.
func (p *program) importRecording(i *importing, r *capture.Recording) bool {
	i.name, i.found = r.Name, capture.Loaded{}
	i.read = append(i.read, r)
	isNew := p.captures.AddRecording(r)
	err := p.load(i, r)
	p.flush()
	i.stream = nil
	if i.cleared {
		return false
	}
	if isNew && i.found.Entries == 0 {
		p.captures.RemoveRecording(r)
	}
	if n := capture.Outcome(r.Name, i.found, err, p.say); n != nil && (isNew || n.Level == "error" || i.Stopped()) {
		p.notifyOf(*n)
	}
	if n := r.Unwatched(i.found); n != nil && err == nil && isNew && i.found.Added == 0 {
		p.notifyOf(*n)
		p.offerHosts(r)
	}
	if o := &p.imports.opened; isNew && i.found.Added > 0 {
		o.recordings, o.name, o.added = append(o.recordings, r), r.Name, o.added+i.found.Added
		if n := r.Partly(i.found); n != nil {
			p.notifyOf(*n)
		}
	}
	if m := &p.imports; m.shown {
		p.panel.Imported(p.text("importDone", r.Name, p.number(i.found.Added), p.number(i.found.Entries), p.number(i.found.Failed)))
	}
	return i.found.Added > 0
}

func (p *program) load(i *importing, r *capture.Recording) error {
	text, err := r.Open(i.ended)
	if err == nil {
		i.stream = text
		err = p.captures.Load(r, text, i.Yielder, &i.found)
		text.Close()
	}
	if err != nil && i.Stopped() {
		return capture.ErrStopped
	}
	return err
}

// rest gives the browser its turn, and what was read to the panel; the first of
// it at once, when it is shown that reading takes its time.
func (p *program) rest() {
	m := &p.imports
	first := m.shown && m.lastShown == 0 && p.session.LastID() > 0
	if first || time.Since(m.drawn) >= showTime {
		p.flush()
	}
	m.yield()
}

// flush reports to the panel what was read.
func (p *program) flush() {
	m := &p.imports
	m.drawn = time.Now()
	p.forgotten()
	if m.lastShown < p.session.LastID() {
		p.panel.Opened(m.lastShown + 1)
		m.lastShown = p.session.LastID()
	}
	p.showImport()
}

// showImport shows how far reading has come.
func (p *program) showImport() {
	m := &p.imports
	if !m.shown || len(m.queue) == 0 {
		return
	}
	i := m.queue[0]
	progress := &shell.Progress{Name: i.name, Entries: i.found.Entries, Taken: i.found.Added, Failed: i.found.Failed, Waiting: len(m.queue) - 1}
	if s := i.stream; s != nil {
		if progress.Read = s.Packed(); progress.Read <= s.Total { // else it was unpacked on its way here
			progress.Total = s.Total
		}
	}
	p.panel.ImportProgress(progress)
}

// cancel stops what is being read. What was read of it stays.
func (p *program) cancel() {
	if len(p.imports.queue) > 0 {
		p.imports.queue[0].halt()
	}
}

// clearImports ends all that is read or waits for it.
func (p *program) clearImports() {
	for _, i := range p.imports.queue {
		i.cleared = true
		i.halt()
	}
	p.imports.lastShown, p.imports.finish = 0, nil
}

// halt stops what is being read. It may wait for something; then it goes on when
// the present task is over.
func (i *importing) halt() {
	if i.Stopped() {
		return
	}
	i.Stop()
	browser.Defer(func() {
		close(i.ended)
		if i.stream != nil {
			i.stream.Close()
		}
	})
}

// readAgain has recordings read again that have requests to hosts that were not
// watched when they were read.
func (p *program) readAgain() {
	for _, r := range p.captures.NeedReread() {
		waits := func(i *importing) bool { return i.again == r }
		if line := p.imports.queue; !slices.ContainsFunc(line[min(1, len(line)):], waits) {
			p.enqueue(&importing{name: r.Name, again: r})
		}
	}
}

// offerReplacing says that what was opened is next to what was there, and offers
// to have it stand alone.
func (p *program) offerReplacing() {
	o := p.imports.opened
	if o.were == 0 || o.added == 0 || p.imports.finish != nil {
		return
	}
	p.notify("info", p.text("importAdded", o.name, p.number(o.added), p.number(o.were)))
	p.panel.Offer(p.text("replace"), func() { p.replaceBy(o.recordings, o.before, o.files) })
}

// notify says what came of a recording, beside what came of those that were
// opened with it.
func (p *program) notify(level, text string) {
	m := &p.imports
	m.said = append(m.said, notice{level, text})
	if len(m.said) > maxSaid {
		m.said = m.said[1:]
	}
	var lines []string
	for _, n := range m.said {
		lines = append(lines, n.text)
		if n.level == "error" {
			level = n.level
		}
	}
	p.panel.Notice(level, strings.Join(lines, "\n"), "", nil)
}

// notifyOf is notify with a text by its key.
func (p *program) notifyOf(n capture.Notice) { p.notify(n.Level, p.text(n.Key, n.Args...)) }

// maxSaid bounds what is said at once of recordings, in lines.
const maxSaid = 6

// offerHosts offers to watch a host of a recording, if it has any.
func (p *program) offerHosts(r *capture.Recording) {
	if len(r.Skipped.Hosts()) == 0 {
		return
	}
	p.panel.Offer(p.text("watchHost", r.Skipped.Hosts()[0]), func() {
		if problem := p.watch(r.Skipped.Hosts()[0], ""); problem != "" {
			p.panel.Notice("error", problem, "", nil)
			return
		}
		p.panel.Await(func(id int) bool {
			k := p.captures.Of(id)
			return k != nil && k.From == r
		})
	})
}
