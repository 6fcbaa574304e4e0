//go:build js && wasm

package panel

import (
	"maps"
	"strconv"
	"syscall/js"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/diagnose"
	"misstep/wasm/settings"
	"misstep/wasm/ui/catalogview"
	"misstep/wasm/ui/detail"
	"misstep/wasm/ui/dialogs"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/migrationview"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
	"misstep/wasm/ui/timelineview"
)

// Actions is what the view asks of the program. Each is called in a goroutine
// of its own, so it may wait. Those that return something are of dialogs, which
// show it.
type Actions struct {
	Import func(name string, file browser.BlobReader) // a File that somebody chose or dropped
	Paste  func(text string)
	Sample func()
	Cancel func() // the recording that is being read
	Clear  func()
	Limit  func()             // another number of exchanges is to be kept
	Reads  func(exchange int) // one is going to be explained; 0: none is left

	Dialogs dialogs.Program
}

// A Panel shows a session. It has no window at first and may lose the one it
// has at any time; everything but Attach works all the same without one.
type Panel struct {
	*page.Page
	session  *diagnose.Session
	settings *settings.Settings
	face     string
	actions  Actions

	tab     string // name of the one that is shown
	changes int    // of the session, told so far

	timeline  *timelineview.View
	migration *migrationview.View
	catalog   *catalogview.View
	detail    *detail.View
	dialogs   *dialogs.View
	onClick   page.Actions // by data-action

	state     listmodel.State
	list      *listmodel.Model
	paused    bool
	selected  int  // exchange, 0: none
	onGroup   bool // it is selected as the latest of its group
	cursorWas int  // row that was selected last
	watched   []string
	notice    notice
	scrolled  float64 // pixels, of the list
	scrollNow bool    // scrolled is to be set again once all rows are there
	toReveal  bool    // the selected row is to be scrolled to once it is there
	arrived   int     // rows that came while nobody followed
	tooMany   int     // exchanges that were dropped
	others    []Other // hosts that are not watched

	clearedFor string // where the page went when the list was cleared

	exportShown bool // only what is listed is to be exported

	news []int // failures to be announced

	frame   js.Func        // draws; kept as long as the panel
	late    *browser.Timer // draws, too, where frames are rare
	ready   bool           // the window can be drawn into
	hidden  bool           // nobody sees it: drawing waits until it is attached again
	waiting bool           // for frame
	reading reading

	importing importing
	formats   [2]js.Value // of numbers with so many digits behind the point

	// Of the present window.
	view       view
	strip      strip
	counts     string
	pulled     *heading // column that is being sized
	pulledFrom float64  // its width where the pointer would be at 0
}

type notice struct {
	level, text, action string
	do                  func()
}

// A view is the handles of the elements that are written to.
type view struct {
	root, body                                     page.Element
	pause, filter, file                            page.Element
	preserve, most, gone, elsewhere                page.Element
	otherButtons                                   []page.Element
	choices, sure, host, group, newest             page.Element
	chips                                          []page.Element
	hosts                                          int // in the menu
	headings                                       []heading
	rowView                                        listView
	imports                                        importStrip
	notice, noticeText, noticeAction               page.Element
	list, rows, counts, paused, watching, announce page.Element
	empty, emptyTitle, emptyText                   page.Element
	emptyButtons                                   map[string]page.Element
	blankRow                                       page.Element
}

// New is a panel without a window, as it was left. face is "panel" in DevTools and "page" in
// the offline page.
func New(session *diagnose.Session, remembered *settings.Settings, text richtext.Text, face string, actions Actions) *Panel {
	p := &Panel{
		Page:     page.New(text),
		session:  session,
		settings: remembered,
		face:     face,
		actions:  actions,
	}
	p.state = listmodel.ReadState([]byte(remembered.View().List))
	p.list = listmodel.New(&p.state)
	p.Problem = func(text string) { p.Notice("error", text, "", nil) }
	p.Menu.Opening(exportMenu, p.drawExport)
	p.timeline = timelineview.New(p.Page, session, p, face == "page")
	p.migration = migrationview.New(p.Page, session, p)
	p.catalog = catalogview.New(p.Page, session, p, face == "page")
	p.detail = detail.New(p.Page, session, remembered, p)
	p.dialogs = dialogs.New(p.Page, session, actions.Dialogs, p)
	p.onClick = page.Actions{}
	for _, v := range []interface{ Actions() page.Actions }{p.timeline, p.migration, p.dialogs, p.catalog, p.detail} {
		maps.Copy(p.onClick, v.Actions())
	}
	p.frame = js.FuncOf(func(js.Value, []js.Value) any {
		p.drawIfWaiting()
		return nil
	})
	p.late = browser.NewTimer(p.drawIfWaiting)
	p.reading.next = browser.NewChannel(p.readChunk)
	p.Opened(1)
	return p
}

// Paused reports whether new exchanges are not wanted.
func (p *Panel) Paused() bool { return p.paused }

// SetWatched tells which hosts are watched.
func (p *Panel) SetWatched(hosts []string) {
	p.watched = hosts
	if p.Alive() {
		p.dialogs.Render()
	}
	p.changes++ // packs may have come or gone with them
	p.Schedule()
}

// Notice puts text into the message bar, where it stays until it is closed or
// replaced. level is "error" or "info"; action, if not "", is the text of a
// button that closes the bar and calls do in a goroutine of its own.
func (p *Panel) Notice(level, text string, action string, do func()) {
	p.notice = notice{level, text, action, do}
	if p.Alive() {
		p.drawNotice()
	}
}

// Offer gives the notice in the message bar an action.
func (p *Panel) Offer(action string, do func()) {
	p.Notice(p.notice.level, p.notice.text, action, do)
}

// Reset tells that the session was cleared.
func (p *Panel) Reset() {
	p.changes++
	p.migration.Reset()
	p.timeline.Reset()
	p.list.Clear()
	p.news, p.importing.early, p.importing.found = nil, nil, 0
	p.selected, p.toReveal, p.state.Follow, p.scrolled, p.arrived = 0, false, true, 0, 0
	p.detail.Reset()
	p.state.Host = "" // those of the session are gone
	p.clearedFor = ""
	if p.Alive() {
		p.forgetHosts()
		p.detail.Render()
	}
	p.Schedule()
}

// Select shows the explanation of an exchange; 0: none.
func (p *Panel) Select(id int) { p.choose(id, false) }

// choose is Select; whole: what is selected is the group of which the exchange
// is the latest.
func (p *Panel) choose(id int, whole bool) { p.chooseAnd(p.detail.Render, id, whole) }

// chooseAnd is choose, with what draws the explanation.
func (p *Panel) chooseAnd(drawDetail func(), id int, whole bool) {
	if id != 0 && id < p.session.First() || id < 0 || id > p.session.Len() {
		return
	}
	p.detail.Leave()
	p.selected, p.onGroup, p.toReveal = id, whole, id != 0
	p.stopAwaiting()
	if at := p.cursor(); id != 0 && (at < 0 || at != len(p.list.Rows)-1) {
		p.state.Follow = false // somebody reads: the list must not run away
	}
	if p.Alive() {
		drawDetail()
		if id == 0 {
			p.scrolledTo()
		}
		p.drawRows()
	}
}

// Attach draws into a window whose document is panel.html, or has its markup,
// and from now on only there. A document that is neither is left alone.
func (p *Panel) Attach(win js.Value) {
	p.Detach()
	p.hidden, p.waiting = false, false // a frame of the window before may never come
	document := page.Wrap(win.Get("document"))
	if p.face == "panel" && document.Get("readyState").String() == "loading" { // the page has its program behind the markup
		var loaded js.Func
		loaded = js.FuncOf(func(js.Value, []js.Value) any {
			loaded.Release()
			p.Attach(win)
			return nil
		})
		document.Call("addEventListener", "DOMContentLoaded", loaded, map[string]any{"once": true})
		return
	}
	if document.Call("querySelector", "#rows").IsNull() {
		js.Global().Get("console").Call("error", "panel: nothing to draw into at "+document.Get("URL").String()+": it is not panel.html")
		return
	}
	p.Page.Attach(win, document)
	p.findElements()
	p.translate()
	p.listen()
	p.findTabs()
	p.catalog.Attach()
	p.detail.Attach()
	p.findAddress()
	p.findHeadings()
	p.findChoices()
	p.findKept()
	p.findElsewhere()
	page.Empty(p.view.rows) // those of a program that drew here before
	p.watchSize()
	p.timeline.Attach()
	p.dialogs.Attach()
	p.findImport()

	v := &p.view
	v.root.SetAttribute("data-face", p.face)
	v.filter.Set("value", p.state.Filter)
	p.counts = "" // unlike any: it is written
	p.setBusy(p.unread())
	page.Empty(v.rows) // the document may be one that was shown before
	p.scrollNow = true
	p.ready = true
	p.drawNotice()
	p.detail.Render()
	p.draw()
}

// Hide tells that nobody sees the window. What comes is kept, and drawn when it
// is attached again.
func (p *Panel) Hide() { p.hidden = true }

// Detach leaves the window. It is called when the window goes away, too.
func (p *Panel) Detach() {
	if p.Window.IsUndefined() {
		return
	}
	p.Page.Detach()
	p.timeline.Detach()
	p.catalog.Detach()
	p.view, p.strip = view{}, strip{}
	p.detail.Detach()
	p.ready = false
}

// Schedule draws soon, once for all that happens until then. Where frames are
// rare, time does it if none comes; but a document that is hidden waits for one.
func (p *Panel) Schedule() {
	if p.waiting || p.hidden || !p.Alive() {
		return
	}
	p.waiting = true
	if p.unread() { // that all is read is said when it is drawn
		p.drawBusy()
	}
	p.Window.Call("requestAnimationFrame", p.frame)
	if !p.Document.Get("hidden").Bool() {
		p.late.Set(frameTime)
	}
}

// frameTime is how long what is to be drawn waits for a frame.
const frameTime = 150 * time.Millisecond

func (p *Panel) drawIfWaiting() {
	if p.waiting {
		p.drawNow()
	}
}

func (p *Panel) drawNow() {
	p.waiting = false
	p.draw()
}

func (p *Panel) draw() {
	if !p.Alive() {
		if !p.Window.IsUndefined() {
			p.Detach()
		}
		return
	}
	if !p.ready || p.hidden { // Attach draws at its end
		return
	}
	p.readScreenful()
	p.drawBusy()
	p.drawBars()
	p.drawEmpty()
	p.drawRows()
	if p.list.Next() != 0 || p.unexplained() {
		p.readOn()
		return
	}
	p.timeline.RenderMeter()
	p.drawTabs()
	if p.actions.Reads != nil {
		p.actions.Reads(0)
	}
}

// newsTime is how long news are gathered before they are read aloud.
const newsTime = 700 * time.Millisecond

// announceNews has new failures read aloud, many of them as a number, those of a
// recording at once: a screen reader is not to be flooded.
func (p *Panel) announceNews() {
	if p.unread() && p.Alive() {
		browser.After(newsTime, p.announceNews)
		return
	}
	news := p.news
	p.news = nil
	if len(news) == 0 || !p.Alive() {
		return
	}
	if len(news) == 1 {
		l := p.list.RowText(news[0])
		p.Announce(p.Text("announceOne", l.Status, l.Endpoint, l.Brief))
	} else {
		p.Announce(p.Text("announceMany", strconv.Itoa(len(news))))
	}
}

func (p *Panel) drawBars() {
	v := &p.view
	v.pause.SetAttribute("aria-pressed", strconv.FormatBool(p.paused))
	page.Show(v.paused, p.paused)
	p.drawChoices()
	p.drawKept()

	l := p.list
	total, failures := strconv.Itoa(l.Total()), strconv.Itoa(l.Failures)
	key := "counts"
	switch {
	case l.Total() == 0:
		key = "countsNone"
	case l.Total() == 1:
		key = "countsSingle"
	case l.Failures == 1:
		key = "countsOne"
	}
	kinds, shown := "", ""
	if l.Kinds() > 1 {
		kinds = p.Text("kinds", strconv.Itoa(l.Kinds()))
	}
	if l.Narrowed() || p.state.Choice != "failing" && p.state.Choice != "all" {
		shown = p.Text("shown", strconv.Itoa(l.Listed))
	}
	if counts := richtext.Join(" · ", p.Text(key, failures, total), kinds, shown); counts != p.counts {
		p.counts = counts
		v.counts.SetTextContent(counts)
		v.chips[0].SetTextContent(p.Text("failing", failures))
		v.chips[1].SetTextContent(p.Text("all", total))
	}
	watching := ""
	if len(p.watched) > 0 {
		watching = p.Text("watching", p.hosts())
	}
	if v.watching.TextContent() != watching {
		v.watching.SetTextContent(watching)
		v.watching.SetTitle(watching)
	}
}

func (p *Panel) drawNotice() {
	v, n := &p.view, p.notice
	page.Show(v.notice, n.text != "")
	v.notice.SetAttribute("data-level", n.level)
	v.noticeText.SetTextContent(n.text)
	page.Show(v.noticeAction, n.action != "")
	v.noticeAction.SetTextContent(n.action)
}

// translate fills in the texts of the document and of its templates, unless it is
// written in the language already, as the build writes it in English.
func (p *Panel) translate() {
	root, language := page.Wrap(p.Document.Get("documentElement")), p.Text("language")
	if root.GetAttribute("lang") == language {
		return
	}
	root.SetAttribute("lang", language)
	roots := []page.Element{p.Document}
	page.Each(p.Document, "template", func(t page.Element) { roots = append(roots, page.Wrap(t.Get("content"))) })
	for _, root := range roots {
		page.Each(root, "[data-i18n]", func(e page.Element) { e.SetTextContent(p.Text(e.GetAttribute("data-i18n"))) })
		for data, attribute := range map[string]string{
			"data-i18n-title":       "title",
			"data-i18n-placeholder": "placeholder",
			"data-i18n-label":       "aria-label",
		} {
			page.Each(root, "["+data+"]", func(e page.Element) { e.SetAttribute(attribute, p.Text(e.GetAttribute(data))) })
		}
	}
}

func (p *Panel) findElements() {
	d := p.Document
	v := view{
		root: page.Wrap(d.Get("documentElement")), body: page.Wrap(d.Get("body")),
		preserve: page.Find(d, "#preserve"), most: page.Find(d, "#most"), gone: page.Find(d, "#gone"),
		pause: page.Find(d, "#pause"), filter: page.Find(d, "#filter"), file: page.Find(d, "#file"),
		choices: page.Find(d, "#choices"), sure: page.Find(d, "#certainty"), host: page.Find(d, "#host"), group: page.Find(d, "#fold"), newest: page.Find(d, "#newest"),
		notice: page.Find(d, "#notice"), noticeText: page.Find(d, "#notice-text"), noticeAction: page.Find(d, "#notice-action"),
		list: page.Find(d, "#list"), rows: page.Find(d, "#rows"), counts: page.Find(d, "#counts"), paused: page.Find(d, "#paused"),
		watching: page.Find(d, "#watching"), announce: page.Find(d, "#announce"),
		empty: page.Find(d, "#empty"), emptyTitle: page.Find(d, "#empty .empty-title"), emptyText: page.Find(d, "#empty .empty-text"),
		emptyButtons: map[string]page.Element{},
		blankRow:     page.Content(page.Find(d, "template#row")),
	}
	page.Each(v.empty, "[data-action]", func(b page.Element) { v.emptyButtons[b.GetAttribute("data-action")] = b })
	p.view = v
}
