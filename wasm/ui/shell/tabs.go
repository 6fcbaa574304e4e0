//go:build js && wasm

package shell

import (
	"slices"
	"strconv"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/ui/page"
)

// A tab is one of the panel's views of the session. To add one is to add it
// here, its section (NAME-tab) and, marked by data-of, its part of the toolbar
// to panel.html, and its title to the texts.
type tab struct {
	name  string // of its section, and what is remembered
	title string // key of the text

	// draw brings the section up to date; it is called while the section is
	// shown and something has changed. nil: it is always up to date.
	draw func()

	// count is the number beside the name, 0: none. nil: there never is one.
	count func() int
}

// tabs are in the order in which they stand.
func (s *Shell) tabs() []tab {
	return []tab{
		{name: "requests", title: "tabRequests", count: s.Failures},
		{name: "timeline", title: "tabTimeline", draw: s.timeline.Render},
		{name: "migration", title: "tabMigration", draw: s.migration.Render, count: s.migration.Count},
		{name: browse.Tab, title: "tabCatalog", draw: s.catalog.Render},
	}
}

// A strip is the tabs in the present window.
type strip struct {
	tabs    []tab
	buttons []page.Element
	drawn   []int // changes of the session when each tab was drawn, -1: not yet
	counted int   // changes of the session when the numbers were, -1: not yet
}

// findTabs fills the strip of the present window.
func (s *Shell) findTabs() {
	list := s.Find("#tabs [role=tablist]")
	strip := strip{tabs: s.tabs(), counted: -1}
	page.Empty(list)
	for _, t := range strip.tabs {
		button := s.Piece("tab")
		button.SetID(t.name + "-tab-button")
		button.SetAttribute("aria-controls", t.name+"-tab")
		button.SetAttribute("data-tab", t.name)
		page.Find(button, ".name").SetTextContent(s.Text(t.title))
		list.AppendChild(button)
		s.Find("#"+t.name+"-tab").SetAttribute("aria-labelledby", button.ID())
		strip.buttons = append(strip.buttons, button)
		strip.drawn = append(strip.drawn, -1)
	}
	s.strip = strip
	s.On(list, "keydown", false, s.pressedInTabs)
	s.ShowTab(s.settings.View().Tab)
}

// ShowTab shows one tab and hides the others; an unknown name shows the first.
func (s *Shell) ShowTab(name string) {
	strip := &s.strip
	at := max(0, slices.IndexFunc(strip.tabs, func(t tab) bool { return t.name == name }))
	s.tab = strip.tabs[at].name
	for i, t := range strip.tabs {
		chosen := i == at
		strip.buttons[i].SetAttribute("aria-selected", strconv.FormatBool(chosen))
		strip.buttons[i].Set("tabIndex", map[bool]int{true: 0, false: -1}[chosen])
		s.Find("#"+t.name+"-tab").SetAttribute("aria-hidden", strconv.FormatBool(!chosen))
		page.Each(s.Document, `#toolbar [data-of="`+t.name+`"]`, func(e page.Element) { page.Show(e, chosen) })
	}
	s.Schedule()
}

// ChooseTab is ShowTab for a person's choice, which is remembered.
func (s *Shell) ChooseTab(name string) {
	before := s.tab
	s.ShowTab(name)
	if s.tab != before {
		s.TellAddress(true)
	}
	view := s.settings.View()
	view.Tab = s.tab
	s.settings.SetView(view) // if it cannot be kept, the first tab will do
}

// Redraw has a tab drawn again although the session has not changed.
func (s *Shell) Redraw(name string) {
	for i, t := range s.strip.tabs {
		if t.name == name {
			s.strip.drawn[i] = -1
		}
	}
	s.Schedule()
}

// drawTabs draws the numbers, and the tab that is shown, if the session has
// changed since.
func (s *Shell) drawTabs() {
	strip := &s.strip
	for i, t := range strip.tabs {
		if t.count != nil && strip.counted != s.changes {
			text := ""
			if n := t.count(); n > 0 {
				text = s.Text.Thousands(n)
			}
			page.Find(strip.buttons[i], ".count").SetTextContent(text)
		}
		if t.draw != nil && t.name == s.tab && strip.drawn[i] != s.changes {
			strip.drawn[i] = s.changes
			t.draw()
		}
	}
	strip.counted = s.changes
}

// pressedInTabs moves among the tabs as the pattern for them asks.
func (s *Shell) pressedInTabs(event js.Value) {
	strip := &s.strip
	at := slices.IndexFunc(strip.tabs, func(t tab) bool { return t.name == s.tab })
	switch event.Get("key").String() {
	case "ArrowRight":
		at++
	case "ArrowLeft":
		at--
	case "Home":
		at = 0
	case "End":
		at = -1
	default:
		return
	}
	at = (at + len(strip.tabs)) % len(strip.tabs)
	s.ChooseTab(strip.tabs[at].name)
	strip.buttons[at].Focus()
	event.Call("preventDefault")
	event.Call("stopPropagation")
}
