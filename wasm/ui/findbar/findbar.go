//go:build js && wasm

// Package findbar looks for a text in all requests: the bar with its options, the
// hits below the list, and the way from one to the next. What is found is worked
// out by wasm/find, in slices between which the browser has its turn.
package findbar

import (
	"strings"
	"syscall/js"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/diagnosis"
	"misstep/wasm/find"
	"misstep/wasm/ui/page"
)

// A Host is what the bar asks of what is around it.
type Host interface {
	ChooseTab(name string)
	Selected() int // exchange, 0: none
	Select(exchange int)
	FocusList()
	MarkFound(found func(exchange int) bool, p *find.Pattern) // in list and explanation; nil: nothing is marked
	ShowHit(find.Hit)                                         // in the explanation of the selected exchange
	Hides(exchange int) bool                                  // the list does, by what limits it
	Schedule()                                                // has the list be drawn soon
}

// A View is the bar.
type View struct {
	*page.Page
	session *diagnosis.Session
	host    Host

	open    bool
	query   find.Query
	invalid string       // why it cannot be looked for
	search  *find.Search // nil: there is nothing to look for
	pattern *find.Pattern
	current int  // of the hits, -1: none was gone to
	asked   bool // for a hit, when there was none yet

	next    browser.Channel // searches on
	waiting bool            // for next
	typed   *browser.Timer  // begins to look for what was typed
	changed bool            // hits that were drawn are others now

	el elements // of the present window
}

type elements struct {
	bar, text, matchCase, word, regexp, status, results page.Element
	button, before                                      page.Element // that opens it; what had the focus
	rows                                                []hitRow
}

// A hitRow is a hit on the screen.
type hitRow struct {
	page.Element
	hidden bool // the list doesn't show its request
}

// New is the bar of a session, closed.
func New(p *page.Page, session *diagnosis.Session, host Host) *View {
	v := &View{Page: p, session: session, host: host, current: -1}
	v.next = browser.NewChannel(v.searchOn)
	v.typed = browser.NewTimer(v.begin)
	return v
}

// Attach takes the elements of the present window.
func (v *View) Attach() {
	v.el = elements{
		bar: v.Find("#find"), text: v.Find("#find-text"), matchCase: v.Find("#find-case"), word: v.Find("#find-word"), regexp: v.Find("#find-regexp"),
		status: v.Find("#find-status"), results: v.Find("#find-results"), button: v.Find("#find-open"),
	}
	v.On(v.el.text, "input", false, func(js.Value) {
		v.query.Text = v.el.text.Get("value").String()
		v.typed.Set(typingTime)
	})
	v.el.text.Set("value", v.query.Text)
	page.Empty(v.el.results) // the document may be one that was shown before
	v.changed = true
	v.draw()
}

// Detach forgets the elements of the window.
func (v *View) Detach() { v.el = elements{} }

// typingTime is how long nobody must have typed before it is looked for.
const typingTime = 150 * time.Millisecond

// Actions are what its buttons do.
func (v *View) Actions() page.Actions {
	return page.Actions{
		"find":          func(page.Element) { v.toggle() },
		"find-case":     func(page.Element) { v.query.Case = !v.query.Case; v.begin() },
		"find-word":     func(page.Element) { v.query.Word = !v.query.Word; v.begin() },
		"find-regexp":   func(page.Element) { v.query.Regexp = !v.query.Regexp; v.begin() },
		"find-next":     func(page.Element) { v.step(1) },
		"find-previous": func(page.Element) { v.step(-1) },
		"find-close":    func(page.Element) { v.Close() },
		"find-hit":      v.choose,
	}
}

func (v *View) toggle() {
	if v.open {
		v.Close()
	} else {
		v.Open()
	}
}

// Open shows the bar and goes to its field, with what is selected on the screen.
func (v *View) Open() {
	v.host.ChooseTab("requests")
	if active := v.Document.Get("activeElement"); !v.el.bar.Call("contains", active).Bool() {
		v.el.before = page.Wrap(active)
		marked := v.Window.Call("getSelection").Call("toString").String()
		if marked = strings.TrimSpace(marked); marked != "" && len(marked) < 200 && !strings.Contains(marked, "\n") {
			v.setText(marked)
		}
	}
	if !v.open {
		v.open = true
		v.begin()
	}
	v.el.text.Focus()
	v.el.text.Call("select")
}

func (v *View) setText(text string) {
	v.el.text.Set("value", text)
	v.query.Text = text
	v.begin()
}

// Close hides the bar, unmarks what it found and returns to what had the focus.
func (v *View) Close() {
	if !v.open {
		return
	}
	v.open = false
	v.begin()
	if before := v.el.before; before != nil && before.Get("isConnected").Bool() && before.Call("checkVisibility").Bool() && before.Get("tagName").String() != "BODY" {
		before.Focus()
	} else {
		v.host.FocusList()
	}
	v.el.before = nil
}

// begin looks again for what is asked now.
func (v *View) begin() {
	v.typed.Stop()
	v.search, v.pattern, v.invalid, v.current, v.asked, v.changed = nil, nil, "", -1, false, true
	if v.open && v.query.Text != "" {
		p, err := find.Compile(v.query)
		if err == nil {
			v.pattern = p
			v.search = find.New(p, v.session, v.Zone.Text)
		} else {
			v.invalid = v.reason(err)
		}
	}
	v.mark()
	v.draw()
	v.searchSoon()
}

// mark has the list and the explanation show what was found.
func (v *View) mark() {
	if v.search == nil {
		v.host.MarkFound(nil, nil)
		return
	}
	v.host.MarkFound(v.search.Has, v.pattern)
}

// How long one task searches, and how many bytes before it looks at the clock.
const (
	taskTime = 12 * time.Millisecond
	slice    = 64 << 10
)

func (v *View) searchSoon() {
	if v.search != nil && !v.waiting {
		v.waiting = true
		v.next.Send()
	}
}

// searchOn searches for one task's time.
func (v *View) searchOn() {
	v.waiting = false
	if v.search == nil || !v.Alive() {
		return // Attach draws, and what changes searches on
	}
	hits, more := v.search.All, true
	for started := time.Now(); more && time.Since(started) < taskTime; {
		more = v.search.Step(slice)
	}
	if more {
		v.searchSoon()
	}
	if hits != v.search.All {
		v.host.Schedule() // rows are marked
	}
	if v.asked {
		v.step(1)
	}
	v.draw()
}

// Seen has an exchange searched that has come or changed.
func (v *View) Seen(exchange int) {
	if v.search != nil {
		v.changed = v.changed || v.search.Has(exchange)
		v.search.Again(exchange)
		v.searchSoon()
	}
}

// Forgot reports that the exchanges before this one are gone.
func (v *View) Forgot(before int) {
	if v.search != nil {
		v.search.Forget(before)
		v.current, v.changed = -1, true
		v.searchSoon() // draws
	}
}

// Reset reports that the session was cleared.
func (v *View) Reset() {
	if v.Alive() {
		v.begin()
	}
}

// Search does what the browser's own search box asks, which Chrome's DevTools hand
// to a panel.
func (v *View) Search(action, text string) {
	if !v.Alive() {
		return
	}
	switch action {
	case "performSearch":
		v.open = true
		v.setText(text)
		v.step(1)
	case "nextSearchResult":
		v.step(1)
	case "previousSearchResult":
		v.step(-1)
	case "cancelSearch":
		v.Close()
	}
}

// step goes to the hit that is by so many further on, around the ends; at first to
// the one nearest to what is selected.
func (v *View) step(by int) {
	if v.typed.IsSet() { // Enter does not wait
		v.begin()
	}
	if v.search == nil {
		return
	}
	n, at := len(v.search.Hits), v.current+by
	if v.current < 0 {
		for at = 0; at < n && v.search.Hits[at].Exchange < v.host.Selected(); at++ {
		}
		if v.asked = at == n && v.waiting; v.asked {
			return // it may come yet
		}
	}
	if n > 0 {
		v.current = (at + n) % n
		v.show()
	}
}

// show goes to the current hit; the focus stays where it is.
func (v *View) show() {
	hit := v.search.Hits[v.current]
	v.host.ChooseTab("requests")
	if hit.Exchange != v.host.Selected() {
		v.host.Select(hit.Exchange)
	}
	v.host.ShowHit(hit)
	v.draw()
}
