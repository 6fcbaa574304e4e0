//go:build js && wasm

// Package overview is what is next to the list while no request is selected: the
// different errors of the session, worst first.
package overview

import (
	"strconv"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A Host is what the view asks of what is around it.
type Host interface {
	Selected() int // exchange, 0: none
	Failures() int // requests that fail
	Errors() int   // in how many ways
	Overview() []listmodel.Overview
	Unread() bool            // there is more to come than the list has
	ShowListed(exchange int) // selects it
	FocusList()
}

// mostShown bounds the errors that are named.
const mostShown = 30

// A View is the overview.
type View struct {
	*page.Page
	host   Host
	closed bool   // until the session is cleared
	drawn  [2]int // failures and errors that it shows
	shown  bool
	el     page.Element // of the present window
}

// New is the overview of what the list has.
func New(p *page.Page, host Host) *View { return &View{Page: p, host: host} }

// Attach has it written again in the present window.
func (v *View) Attach() {
	v.el, v.drawn, v.shown = v.Find("#overview"), [2]int{}, false
	page.Show(v.el, false) // the document may be one that was shown before
}

// Detach forgets the element of the window.
func (v *View) Detach() { v.el = nil }

// Keys are the browser's.
func (v *View) Keys() []page.Shortcut { return nil }

// Reset shows it again.
func (v *View) Reset() { v.closed, v.drawn = false, [2]int{} }

// Actions are what its buttons do.
func (v *View) Actions() page.Actions {
	return page.Actions{
		"overview-error": func(button page.Element) {
			id, _ := strconv.Atoi(button.GetAttribute("data-error"))
			v.host.ShowListed(id)
		},
		"overview-close": func(page.Element) {
			v.closed = true
			v.host.FocusList()
		},
	}
}

// Render shows what fails, unless there is one error only, which the list shows.
func (v *View) Render() {
	failed, errors := v.host.Failures(), v.host.Errors()
	shown := v.host.Selected() == 0 && errors > 1 && !v.closed
	if shown != v.shown {
		page.Show(v.el, shown)
		v.shown = shown
	}
	if now := [2]int{failed, errors}; shown && now != v.drawn && !v.host.Unread() {
		v.drawn = now
		v.draw(failed, errors)
	}
}

func (v *View) draw(failed, errors int) {
	page.Find(v.el, ".title").SetTextContent(v.Text("overviewTitle", v.Text.Thousands(errors)))
	page.Find(v.el, ".subtitle").SetTextContent(v.Text("overviewFailed", v.Text.Thousands(failed)))
	list := page.Find(v.el, "ol")
	page.Empty(list)
	all := v.host.Overview()
	for _, o := range all[:min(len(all), mostShown)] {
		item := v.Piece("overview-error")
		button := page.Find(item, "button")
		button.SetAttribute("data-error", strconv.Itoa(o.Exchange))
		page.Find(item, ".times").SetTextContent(v.Text.Thousands(o.Times) + " ×")
		page.Find(item, ".brief").SetTextContent(o.Brief)
		where := richtext.Join(" ", o.Status, o.Endpoint)
		if o.Endpoints > 1 {
			where = richtext.Join(" ", o.Status, v.Text("overviewEndpoints", v.Text.Thousands(o.Endpoints)))
		}
		page.Find(item, ".where").SetTextContent(where)
		sure := page.Find(item, ".certainty")
		sure.SetTextContent(v.Certainty(o.Certainty))
		sure.SetAttribute("data-certainty", string(o.Certainty))
		list.AppendChild(item)
	}
}
