//go:build js && wasm

package shell

import (
	"maps"
	"syscall/js"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/diagnosis"
	"misstep/wasm/settings"
	"misstep/wasm/ui/catalogview"
	"misstep/wasm/ui/detail"
	"misstep/wasm/ui/dialogs"
	"misstep/wasm/ui/findbar"
	"misstep/wasm/ui/list"
	"misstep/wasm/ui/migrationview"
	"misstep/wasm/ui/overview"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/palette"
	"misstep/wasm/ui/richtext"
	"misstep/wasm/ui/spending"
	"misstep/wasm/ui/timelineview"
)

// Actions is what the view asks of the program. Each is called in a task of its
// own, so it may wait. Those of the list and of dialogs are described there.
type Actions struct {
	Import func(name string, file browser.BlobReader) // a File that somebody chose or dropped
	Paste  func(text string)
	Sample func()
	Cancel func() // the recording that is being read
	Clear  func()

	List    list.Program
	Dialogs dialogs.Program
}

// A part is a view, as far as all are alike.
type part interface {
	Attach() // takes the elements of a new window
	Detach() // forgets them
	Actions() page.Actions
	Keys() []page.Shortcut
}

// A Shell shows a session. It has no window at first and may lose the one it
// has at any time; everything but Attach works all the same without one. What
// fills the list is asked of the shell as of the list.
type Shell struct {
	*page.Page
	*list.View
	session  *diagnosis.Session
	settings *settings.Settings
	surface  string
	actions  Actions

	timeline  *timelineview.View
	migration *migrationview.View
	catalog   *catalogview.View
	detail    *detail.View
	dialogs   *dialogs.View
	find      *findbar.View
	spending  *spending.View
	overview  *overview.View
	palette   *palette.View
	parts     []part       // all views
	onClick   page.Actions // of all views, by data-action

	tab     string // name of the one that is shown
	changes int    // of the session, reported so far
	notices

	progress      *Progress // of a recording that is read; nil: not worth being shown
	numberFormats [2]js.Value

	drawing drawing

	// Of the present window.
	el    elements
	strip strip
}

// notices is what a person is told at the moment.
type notices struct {
	notice  notice
	told    int            // notices so far
	undoing *browser.Timer // ends the time in which something can be undone
}

// A drawing is when all is drawn.
type drawing struct {
	frame   js.Func        // draws; kept as long as the shell
	late    *browser.Timer // draws, too, where frames are rare
	ready   bool           // the window can be drawn into
	hidden  bool           // nobody sees it: drawing waits until it is attached again
	waiting bool           // for frame
}

type notice struct {
	level, text, action string
	do                  func()
	gone                func() // called when it goes, unless for the action; nil: nothing is to be done
}

// elements are those that are written to.
type elements struct {
	body, file                       page.Element
	notice, noticeText, noticeAction page.Element
	imports                          importStrip
}

// New is a shell without a window, as it was left. surface is "panel" in DevTools
// and "page" in the offline page.
func New(session *diagnosis.Session, remembered *settings.Settings, text richtext.Text, surface string, actions Actions) *Shell {
	p := page.New(text)
	s := &Shell{Page: p, session: session, settings: remembered, surface: surface, actions: actions}
	offline := surface == "page"
	s.detail = detail.New(p, session, remembered, s)
	s.View = list.New(p, session, remembered, actions.List, s, s.detail, offline)
	s.timeline = timelineview.New(p, session, s, offline)
	s.migration = migrationview.New(p, session, s)
	s.catalog = catalogview.New(p, session, s, offline)
	s.dialogs = dialogs.New(p, session, actions.Dialogs, s)
	s.find = findbar.New(p, session, s)
	s.spending = spending.New(p, session, s)
	s.palette = palette.New(p, session, s)
	s.overview = overview.New(p, s)
	s.onClick = s.ownActions()
	maps.Copy(s.onClick, s.exportActions())
	for _, v := range []part{s.View, s.detail, s.timeline, s.migration, s.catalog, s.dialogs, s.find, s.spending, s.overview, s.palette} {
		s.take(v)
	}
	s.Problem = func(text string) { s.Notice("error", text, "", nil) }
	s.Menu.Opening(exportMenu, s.drawExport)
	s.drawing.frame = js.FuncOf(func(js.Value, []js.Value) any {
		s.drawIfWaiting()
		return nil
	})
	s.drawing.late = browser.NewTimer(s.drawIfWaiting)
	s.undoing = browser.NewTimer(func() {
		if s.notice.gone != nil {
			s.Notice("", "", "", nil)
		}
	})
	s.Opened(1)
	return s
}

// take makes a view one of the shell's, with its actions and keys.
func (s *Shell) take(v part) {
	s.parts = append(s.parts, v)
	maps.Copy(s.onClick, v.Actions())
}

// SetWatched passes the hosts that are watched.
func (s *Shell) SetWatched(hosts []string) {
	s.Watching(hosts)
	if s.Alive() {
		s.dialogs.Render()
	}
	s.SessionChanged() // packs may have come or gone with them
	s.Schedule()
}

// Notice puts text into the message bar, where it stays until it is closed or
// replaced. level is "error" or "info"; action, if not "", is the text of a
// button that closes the bar and calls do in a goroutine of its own.
func (s *Shell) Notice(level, text string, action string, do func()) {
	if gone := s.notice.gone; gone != nil {
		s.notice.gone = nil
		s.call(gone)
	}
	s.told++
	s.notice = notice{level: level, text: text, action: action, do: do}
	if s.Alive() {
		s.drawNotice()
	}
}

// Undoable shows a notice about something that its button or Ctrl+Z undoes while it is
// there; gone is called when it goes.
func (s *Shell) Undoable(text string, undo, gone func()) {
	s.Notice("info", text, s.Text("undo"), undo)
	s.notice.gone = gone
	s.undoing.Set(undoTime)
}

// undoTime is how long something can be undone.
const undoTime = time.Minute

// Undo takes back what can be undone; false: there is nothing.
func (s *Shell) Undo() bool {
	if s.notice.gone == nil {
		return false
	}
	s.notice.gone = nil
	s.call(s.notice.do)
	s.Notice("", "", "", nil)
	return true
}

// Succeeded removes an error message that was shown before something else succeeded.
func (s *Shell) Succeeded() {
	if s.notice.level == "error" {
		s.Notice("", "", "", nil)
	}
}

// Offer gives the notice in the message bar an action.
func (s *Shell) Offer(action string, do func()) {
	s.Notice(s.notice.level, s.notice.text, action, do)
}

// Reset reports that the session was cleared.
func (s *Shell) Reset() {
	s.SessionChanged()
	s.migration.Reset()
	s.timeline.Reset()
	s.View.Reset()
	s.detail.Reset()
	s.find.Reset()
	s.overview.Reset()
	if s.Alive() {
		s.detail.Render()
	}
	s.Schedule()
}

// Attach draws into a window whose document is panel.html, or has its markup,
// and from now on only there. A document that is neither is left alone.
func (s *Shell) Attach(win js.Value) {
	s.Detach()
	s.drawing.hidden, s.drawing.waiting = false, false // a frame of the window before may never come
	document := page.Wrap(win.Get("document"))
	if s.surface == "panel" && document.Get("readyState").String() == "loading" { // the page's program comes after the markup
		var loaded js.Func
		loaded = js.FuncOf(func(js.Value, []js.Value) any {
			loaded.Release()
			s.Attach(win)
			return nil
		})
		document.Call("addEventListener", "DOMContentLoaded", loaded, map[string]any{"once": true})
		return
	}
	if document.Call("querySelector", "#rows").IsNull() {
		js.Global().Get("console").Call("error", "shell: nothing to draw into at "+document.Get("URL").String()+": it is not panel.html")
		return
	}
	s.Page.Attach(win, document)
	s.el = elements{
		body: s.Find("body"), file: s.Find("#file"),
		notice: s.Find("#notice"), noticeText: s.Find("#notice-text"), noticeAction: s.Find("#notice-action"),
	}
	s.translate()
	s.Find(":root").SetAttribute("data-surface", s.surface)
	s.listen()
	for _, v := range s.parts {
		v.Attach()
	}
	s.findTabs()
	s.findAddress()
	s.findImport()
	s.drawing.ready = true
	s.drawNotice()
	s.detail.Render()
	s.draw()
}

// Hide is called when nobody sees the window. Changes are kept, and drawn when it is
// attached again.
func (s *Shell) Hide() { s.drawing.hidden = true }

// Detach leaves the window. It is called when the window goes away, too.
func (s *Shell) Detach() {
	if s.Window.IsUndefined() {
		return
	}
	s.Page.Detach()
	for _, v := range s.parts {
		v.Detach()
	}
	s.el, s.strip, s.drawing.ready = elements{}, strip{}, false
}

// Schedule draws soon, once for all that happens until then. Where frames are
// rare, time does it if none comes; but a document that is hidden waits for one.
func (s *Shell) Schedule() {
	if s.drawing.waiting || s.drawing.hidden || !s.Alive() {
		return
	}
	s.drawing.waiting = true
	if s.Unread() { // that all is read is said when it is drawn
		s.ShowBusy()
	}
	s.Window.Call("requestAnimationFrame", s.drawing.frame)
	if !s.Document.Get("hidden").Bool() {
		s.drawing.late.Set(frameTime)
	}
}

// frameTime is how long what is to be drawn waits for a frame.
const frameTime = 150 * time.Millisecond

func (s *Shell) drawIfWaiting() {
	if s.drawing.waiting {
		s.DrawNow()
	}
}

// DrawNow draws without waiting for a frame.
func (s *Shell) DrawNow() {
	s.drawing.waiting = false
	s.draw()
}

func (s *Shell) draw() {
	if !s.Alive() {
		if !s.Window.IsUndefined() {
			s.Detach()
		}
		return
	}
	if !s.drawing.ready || s.drawing.hidden { // Attach draws at its end
		return
	}
	if more := s.View.Render(); more {
		return
	}
	s.overview.Render()
	s.timeline.RenderMeter()
	s.find.Render()
	s.drawTabs()
	s.Rendered()
}

func (s *Shell) drawNotice() {
	n := s.notice
	page.Show(s.el.notice, n.text != "")
	s.el.notice.SetAttribute("data-level", n.level)
	s.el.noticeText.SetTextContent(n.text)
	page.Show(s.el.noticeAction, n.action != "")
	s.el.noticeAction.SetTextContent(n.action)
}

// translate fills in the texts of the document and of its templates, unless it is
// written in the language already, as the build writes it in English.
func (s *Shell) translate() {
	root, language := page.Wrap(s.Document.Get("documentElement")), s.Text("language")
	if root.GetAttribute("lang") == language {
		return
	}
	root.SetAttribute("lang", language)
	roots := []page.Element{s.Document}
	page.Each(s.Document, "template", func(t page.Element) { roots = append(roots, page.Wrap(t.Get("content"))) })
	for _, root := range roots {
		page.Each(root, "[data-i18n]", func(e page.Element) { e.SetTextContent(s.Text(e.GetAttribute("data-i18n"))) })
		for data, attribute := range map[string]string{
			"data-i18n-title":       "title",
			"data-i18n-placeholder": "placeholder",
			"data-i18n-label":       "aria-label",
		} {
			page.Each(root, "["+data+"]", func(e page.Element) { e.SetAttribute(attribute, s.Text(e.GetAttribute(data))) })
		}
	}
}
