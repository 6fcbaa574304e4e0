//go:build js && wasm

package panel

import (
	"strconv"
	"strings"
	"syscall/js"

	"misstep/wasm/redact"
	"misstep/wasm/settings"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// findKept readies the menu that says how many exchanges are kept.
func (p *Panel) findKept() {
	menu := p.view.most
	page.Empty(menu)
	for _, most := range settings.Limits {
		option := p.Create("option")
		option.Set("value", strconv.Itoa(most))
		option.SetTextContent(p.Text("keptMost", richtext.Thousands(most)))
		menu.AppendChild(option)
	}
	menu.Set("value", strconv.Itoa(p.settings.View().Limit()))
	p.On(menu, "change", false, func(js.Value) {
		most, err := strconv.Atoi(menu.Get("value").String())
		if err != nil {
			return
		}
		view := p.settings.View()
		view.Most = most
		p.settings.SetView(view) // if it cannot be kept, it lasts for this session
		p.call(p.actions.Limit)
	})
}

// Forgotten tells that the session gave up its oldest exchanges.
func (p *Panel) Forgotten() {
	before, rows := p.session.First(), len(p.list.Rows)
	if !p.list.Forget(before) {
		return
	}
	p.changes++
	p.timeline.Forgotten(before)
	if p.selected != 0 && p.selected < before {
		p.deselect()
	}
	if gone := rows - len(p.list.Rows); gone > 0 && !p.state.Follow && p.state.Sort.Column == "" && p.Alive() {
		p.scroll(max(0, p.scrolled-float64(gone*listmodel.RowHeight))) // what is looked at stays where it is
	}
	p.Schedule()
}

// Dropped tells how many exchanges there was no more room for.
func (p *Panel) Dropped(exchanges int) {
	p.tooMany = exchanges
	p.Schedule()
}

// Preserved reports whether exchanges are to be kept when the page goes
// elsewhere.
func (p *Panel) Preserved() bool { return !p.settings.View().ClearAtNavigation }

// Navigated tells that the page went elsewhere, and whether the list was
// cleared for that.
func (p *Panel) Navigated(address string, cleared bool) {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	address = redact.URL(address)
	p.clearedFor = ""
	if cleared {
		p.clearedFor = address
	} else {
		p.list.MarkNavigation(p.session.Len()+1, address)
	}
	p.Schedule()
}

// preserve turns keeping on or off.
func (p *Panel) preserve() {
	view := p.settings.View()
	view.ClearAtNavigation = !view.ClearAtNavigation
	p.settings.SetView(view) // if it cannot be kept, it lasts for this session
}

// drawKept writes what was given up, and why.
func (p *Panel) drawKept() {
	v := &p.view
	v.preserve.SetAttribute("aria-pressed", strconv.FormatBool(p.Preserved()))
	dropped, cleared := "", ""
	if p.tooMany > 0 {
		dropped = p.Text("dropped", richtext.Thousands(p.tooMany))
	}
	if p.clearedFor != "" {
		cleared = p.Text("cleared", p.clearedFor)
	}
	if text := richtext.Join(" · ", dropped, cleared); v.gone.TextContent() != text {
		v.gone.SetTextContent(text)
		v.gone.SetTitle(text)
	}
}
