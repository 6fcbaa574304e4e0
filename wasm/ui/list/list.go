//go:build js && wasm

// Package list is the list of exchanges: rows that are drawn as far as they are
// seen, what narrows and sorts them, and the reading of the session that fills
// them. Reading, rows and the import of recordings are one state machine. What
// the list shows is worked out by ui/listmodel.
package list

import (
	"strconv"
	"strings"
	"syscall/js"

	"misstep/wasm/browser"
	"misstep/wasm/diagnosis"
	"misstep/wasm/settings"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// A Program is what the list asks of the program. Each is called in a task of
// its own, so it may wait, but for Reads.
type Program struct {
	Limit             func()                                   // another number of exchanges is to be kept
	SetCurrentRequest func(exchange int)                       // one is going to be explained; 0: none is left
	Watch             func(host, pack string) (problem string) // a host that is not watched

	// Files returns the function that names an exchange's recording, or nil while there is
	// at most one.
	Files func() func(exchange int) string

	// Revealer returns what shows a request in the browser's own panel, nil where
	// that can't be done.
	Revealer func(exchange int) func()
}

// A Host is what the list asks of what is around it.
type Host interface {
	ChooseTab(name string)
	Schedule()         // has all be drawn soon
	DrawNow()          // draws all
	SessionChanged()   // an exchange came, or went
	Seen(exchange int) // one was read, or read again
	Forgot(before int) // the exchanges before this one are gone
	ShowTimeline(exchange int)
	ShowTopic(address string) // of the catalog
}

// An Explanation is what shows the selected exchange, in two parts where both
// together take too long.
type Explanation interface {
	Leave() // another exchange is going to be selected
	Render()
	Begin()
	Finish()
	Unfinished() bool
	Focus()
	CompareWith(other int) // compares what is selected
}

// A View is the list.
type View struct {
	*page.Page
	session     *diagnosis.Session
	settings    *settings.Settings
	program     Program
	host        Host
	explanation Explanation
	offline     bool // nothing is captured

	state         listmodel.State
	model         *listmodel.Model
	announcements []int                   // failures to be announced
	found         func(exchange int) bool // the exchanges that a search has found; nil: nothing is searched for
	selection
	scrolling
	suggesting suggesting
	capturing
	reading   reading
	importing importing
	meant     meant
	choosing  int // request to be compared with the one that is chosen next; 0: none

	el elements // of the present window
}

type selection struct {
	selected  int  // exchange, 0: none
	onGroup   bool // it is selected as the latest of its group
	cursorWas int  // row that was selected last
}

type scrolling struct {
	scrolled       float64 // pixels
	restoreScroll  bool    // scrolled is to be set again once all rows are there
	scrollIntoView bool    // the selected row is to be scrolled to once it is there
	arrived        int     // rows that came while nobody followed
}

// capturing is what the list shows about where exchanges come from.
type capturing struct {
	paused     bool
	watched    []string
	others     []Other // hosts that are not watched
	tooMany    int     // exchanges that were dropped
	clearedFor string  // where the page went when the list was cleared
}

// elements are those that are written to.
type elements struct {
	list, rows, days, blankRow                  page.Element
	rowView                                     rowView
	headings                                    []heading
	pulled                                      *heading // that is being sized
	pulledFrom                                  float64  // its width where the pointer would be at 0
	splitter                                    splitter
	outside, newest, preserve, most, kept, gone page.Element
	pause, counts, paused, watching             page.Element
	counted, watched                            string // what counts says with its tooltip, and the hosts that watching is for
	filterElements
	emptyElements
}

// filterElements are those of the bar above the list.
type filterElements struct {
	filter, choices, sure, host, group page.Element
	chips                              []page.Element
	hosts                              int // in the menu
	suggestions, hint                  page.Element
}

// emptyElements are those of the list without rows.
type emptyElements struct {
	empty, emptyTitle, emptyText page.Element
	emptyButtons                 map[string]page.Element // by what they do
	elsewhere                    page.Element
	otherButtons                 []page.Element
}

// New is the list of a session, set up as it was left.
func New(p *page.Page, session *diagnosis.Session, remembered *settings.Settings, program Program, host Host, explanation Explanation, offline bool) *View {
	v := &View{Page: p, session: session, settings: remembered, program: program, host: host, explanation: explanation, offline: offline}
	v.state = listmodel.ReadState([]byte(remembered.View().List))
	v.model = listmodel.New(&v.state)
	v.reading.next = browser.NewChannel(v.readChunk)
	p.Menu.Add(v.rowMenu())
	p.Menu.Add(v.headMenu())
	return v
}

// Attach takes the elements of the present window.
func (v *View) Attach() {
	v.el = elements{
		list: v.Find("#list"), rows: v.Find("#rows"), days: v.Find("#days"), blankRow: page.Content(v.Find("template#row")),
		outside: v.Find("#outside"), newest: v.Find("#newest"), preserve: v.Find("#preserve"), most: v.Find("#most"), kept: v.Find("#kept"), gone: v.Find("#gone"),
		pause: v.Find("#pause"), counts: v.Find("#counts"), paused: v.Find("#paused"), watching: v.Find("#hosts"), watched: "\x00", // unlike any
		filterElements: filterElements{
			filter: v.Find("#filter"), choices: v.Find("#choices"), sure: v.Find("#certainty"), host: v.Find("#host"), group: v.Find("#fold"),
		},
		emptyElements: emptyElements{
			empty: v.Find("#empty"), emptyTitle: v.Find("#empty .empty-title"), emptyText: v.Find("#empty .empty-text"),
			emptyButtons: map[string]page.Element{},
		},
	}
	root := v.Window.Call("getComputedStyle", v.Find(":root").Underlying())
	if px, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(root.Call("getPropertyValue", "--row").String()), "px")); err == nil {
		listmodel.RowHeight = px
	}
	page.Each(v.el.empty, "[data-action]", func(b page.Element) { v.el.emptyButtons[b.GetAttribute("data-action")] = b })
	v.On(v.el.filter, "input", false, func(js.Value) {
		v.setFilter(v.el.filter.Get("value").String())
		v.suggest()
	})
	v.On(v.el.list, "scroll", false, func(js.Value) { v.scrolledTo() })
	v.el.filter.Set("value", v.state.Filter)
	v.findHeadings()
	v.findChoices()
	v.findSuggestions()
	v.findKept()
	v.findElsewhere()
	v.findSplitter()
	v.drawChoosing()
	v.On(v.el.rows, "dblclick", false, v.doubleClicked)
	v.OnResize(v.el.list, v.resized)
	v.setBusy(v.Unread())
	page.Empty(v.el.rows) // the document may be one that was shown before
	page.Empty(v.el.days)
	v.el.rowView.dayForm = js.ValueOf(map[string]any{"weekday": "short", "day": "numeric", "month": "short", "year": "numeric"})
	v.el.rowView.whole = -1
	v.restoreScroll = true
}

// Detach forgets the elements of the window.
func (v *View) Detach() { v.el = elements{} }

// Reset takes all out of the list.
func (v *View) Reset() {
	v.model.Clear()
	v.announcements, v.importing.early, v.importing.found = nil, nil, 0
	v.selection.selected, v.scrolling = 0, scrolling{restoreScroll: v.restoreScroll}
	v.state.Follow = true
	v.state.Host = "" // those of the session are gone
	v.clearedFor = ""
	v.stopChoosing()
	if v.Alive() {
		v.forgetHosts()
	}
}

// Render reads what is new, as long as a person may wait, and draws the list. It
// reports whether there is more to come, which is drawn later.
func (v *View) Render() (more bool) {
	v.readScreenful()
	v.ShowBusy()
	v.drawBars()
	v.drawEmpty()
	v.drawRows()
	if v.model.Next() != 0 || v.unexplained() {
		v.readOn()
		return true
	}
	return false
}

// Rendered reports to the program that everything is explained.
func (v *View) Rendered() {
	if v.program.SetCurrentRequest != nil {
		v.program.SetCurrentRequest(0)
	}
}

// Selected is the exchange whose explanation is shown, 0: none.
func (v *View) Selected() int { return v.selected }

// Paused reports whether new exchanges are not wanted.
func (v *View) Paused() bool { return v.paused }

// Watching passes the hosts that are watched.
func (v *View) Watching(hosts []string) { v.watched = hosts }

// MarkAllTold marks everything as announced.
func (v *View) MarkAllTold() { v.model.MarkAllTold() }

// Failures are how many exchanges failed, of those that are explained.
func (v *View) Failures() int { return v.model.Failures }

// Listed are the exchanges in the list, in the order of the session.
func (v *View) Listed() []int { return v.model.ListedIDs() }

// Actions are what its buttons do.
func (v *View) Actions() page.Actions {
	then := func(do func()) func(page.Element) { // and on to the list
		return func(page.Element) {
			do()
			v.el.list.Focus()
		}
	}
	return page.Actions{
		"pause":           func(page.Element) { v.pause() },
		"resume":          func(page.Element) { v.paused = false },
		"preserve":        func(page.Element) { v.preserve() },
		"watch-other":     v.watchOther,
		"sort":            func(button page.Element) { v.sortBy(v.state.Sort.Turned(button.GetAttribute("data-sort"))) },
		"fold":            func(page.Element) { v.fold() },
		"newest":          then(v.toNewest),
		"show-all":        then(func() { v.selectOnly("all") }),
		"clear-filter":    then(v.clearFilter),
		"choosing-cancel": then(func() { v.stopChoosing() }),
		"show-selected":   func(page.Element) { v.ShowListed(v.selected) },
		"suggest":         v.suggestionClicked,
		"filter-mend":     func(page.Element) { v.mend() },
	}
}

// Click selects or unfolds the row that was clicked.
func (v *View) Click(target js.Value) {
	switch at := v.rowAt(target); {
	case at < 0 || v.chosen(v.model.Rows[at].Exchange()):
	case !target.Call("closest", ".fold").IsNull() && v.model.Rows[at].Folds():
		v.toggle(at)
	default:
		v.selectRow(at)
	}
}

// doubleClicked unfolds a group, or goes to the explanation.
func (v *View) doubleClicked(event js.Value) {
	target := v.Target(event)
	switch at := v.rowAt(target); {
	case at < 0 || !target.Call("closest", ".fold").IsNull():
	case v.model.Rows[at].Folds():
		v.toggle(at)
	default:
		v.listToDetail()
	}
}

// rowAt is the row that an element is in, -1: none.
func (v *View) rowAt(target js.Value) int {
	row := target.Call("closest", "#rows [role=row]")
	for _, s := range v.el.rowView.slots {
		if s.Underlying().Equal(row) && s.drawn.index < len(v.model.Rows) {
			return s.drawn.index
		}
	}
	return -1
}
