//go:build js && wasm

package panel

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
func (p *Panel) tabs() []tab {
	return []tab{
		{name: "requests", title: "tabRequests"},
		{name: "timeline", title: "tabTimeline", draw: p.timeline.Render},
		{name: "migration", title: "tabMigration", draw: p.migration.Render, count: p.migration.Count},
		{name: browse.Tab, title: "tabCatalogue", draw: p.catalog.Render},
	}
}

// A strip is the tabs in the present window.
type strip struct {
	tabs    []tab
	buttons []page.Element
	drawn   []int // p.changes when each tab was drawn, -1: not yet
	counted int   // p.changes when the numbers were, -1: not yet
}

// findTabs fills the strip of the present window.
func (p *Panel) findTabs() {
	list := p.Find("#tabs [role=tablist]")
	s := strip{tabs: p.tabs(), counted: -1}
	page.Empty(list)
	for _, t := range s.tabs {
		button := p.Piece("tab")
		button.SetID(t.name + "-tab-button")
		button.SetAttribute("aria-controls", t.name+"-tab")
		button.SetAttribute("data-tab", t.name)
		page.Find(button, ".name").SetTextContent(p.Text(t.title))
		list.AppendChild(button)
		p.Find("#"+t.name+"-tab").SetAttribute("aria-labelledby", button.ID())
		s.buttons = append(s.buttons, button)
		s.drawn = append(s.drawn, -1)
	}
	p.strip = s
	p.On(list, "keydown", false, p.pressedInTabs)
	p.ShowTab(p.settings.View().Tab)
}

// ShowTab shows one tab and hides the others; a name that is none shows the
// first.
func (p *Panel) ShowTab(name string) {
	s := &p.strip
	at := max(0, slices.IndexFunc(s.tabs, func(t tab) bool { return t.name == name }))
	p.tab = s.tabs[at].name
	for i, t := range s.tabs {
		chosen := i == at
		s.buttons[i].SetAttribute("aria-selected", strconv.FormatBool(chosen))
		s.buttons[i].Set("tabIndex", map[bool]int{true: 0, false: -1}[chosen])
		p.Find("#"+t.name+"-tab").SetAttribute("aria-hidden", strconv.FormatBool(!chosen))
		page.Each(p.Document, `#toolbar [data-of="`+t.name+`"]`, func(e page.Element) { page.Show(e, chosen) })
	}
	p.Schedule()
}

// ChooseTab is ShowTab for a person's choice, which is remembered.
func (p *Panel) ChooseTab(name string) {
	before := p.tab
	p.ShowTab(name)
	if p.tab != before {
		p.TellAddress(true)
	}
	view := p.settings.View()
	view.Tab = p.tab
	p.settings.SetView(view) // if it cannot be kept, the first tab will do
}

// Redraw has a tab drawn anew although the session has not changed.
func (p *Panel) Redraw(name string) {
	for i, t := range p.strip.tabs {
		if t.name == name {
			p.strip.drawn[i] = -1
		}
	}
	p.Schedule()
}

// drawTabs draws the numbers, and the tab that is shown, if the session has
// changed since.
func (p *Panel) drawTabs() {
	s := &p.strip
	for i, t := range s.tabs {
		if t.count != nil && s.counted != p.changes {
			text := ""
			if n := t.count(); n > 0 {
				text = strconv.Itoa(n)
			}
			page.Find(s.buttons[i], ".count").SetTextContent(text)
		}
		if t.draw != nil && t.name == p.tab && s.drawn[i] != p.changes {
			s.drawn[i] = p.changes
			t.draw()
		}
	}
	s.counted = p.changes
}

// pressedInTabs moves among the tabs as the pattern for them asks.
func (p *Panel) pressedInTabs(event js.Value) {
	s := &p.strip
	at := slices.IndexFunc(s.tabs, func(t tab) bool { return t.name == p.tab })
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
	at = (at + len(s.tabs)) % len(s.tabs)
	p.ChooseTab(s.tabs[at].name)
	s.buttons[at].Focus()
	event.Call("preventDefault")
	event.Call("stopPropagation")
}
