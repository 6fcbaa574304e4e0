//go:build js && wasm

package list

import (
	"strconv"
	"strings"
	"syscall/js"

	"misstep/wasm/browser"
	"misstep/wasm/redact"
	"misstep/wasm/settings"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// findKept readies the menu that says how many exchanges are kept.
func (v *View) findKept() {
	menu := v.el.most
	page.Empty(menu)
	for _, most := range settings.Limits {
		option := v.Create("option")
		option.Set("value", strconv.Itoa(most))
		option.SetTextContent(v.Text.Thousands(most))
		menu.AppendChild(option)
	}
	menu.Set("value", strconv.Itoa(v.settings.View().Limit()))
	v.drawLimit()
	v.On(menu, "change", false, func(js.Value) {
		most, err := strconv.Atoi(menu.Get("value").String())
		if err != nil {
			return
		}
		view := v.settings.View()
		view.Most = most
		v.settings.SetView(view) // if it cannot be kept, it lasts for this session
		v.drawLimit()
		if v.program.Limit != nil {
			browser.Defer(v.program.Limit)
		}
	})
}

// drawLimit says in the status line what the menu is set to.
func (v *View) drawLimit() {
	v.el.kept.SetTextContent(v.Text("keptMost", v.Text.Thousands(v.settings.View().Limit())))
}

// Forgotten reports that the session dropped its oldest exchanges.
func (v *View) Forgotten() {
	before, rows := v.session.First(), len(v.model.Rows)
	if !v.model.Forget(before) {
		return
	}
	v.host.SessionChanged()
	v.host.Forgot(before)
	if v.selected != 0 && v.selected < before {
		v.deselect()
	}
	if gone := rows - len(v.model.Rows); gone > 0 && !v.state.Follow && v.state.Sort.Column == "" && v.Alive() {
		v.scroll(max(0, v.scrolled-float64(gone*listmodel.RowHeight))) // what is looked at stays where it is
	}
	v.host.Schedule()
}

// Dropped reports how many exchanges were dropped because there was no more room.
func (v *View) Dropped(exchanges int) {
	v.tooMany = exchanges
	v.host.Schedule()
}

// Preserved reports whether exchanges are to be kept when the page goes
// elsewhere.
func (v *View) Preserved() bool { return !v.settings.View().ClearAtNavigation }

// Navigated reports that the page navigated, and whether the list was cleared for that.
func (v *View) Navigated(address string, cleared bool) {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	address = redact.URL(address)
	v.clearedFor = ""
	if cleared {
		v.clearedFor = address
	} else {
		v.model.MarkNavigation(v.session.LastID()+1, address)
	}
	v.host.Schedule()
}

// preserve turns keeping on or off.
func (v *View) preserve() {
	view := v.settings.View()
	view.ClearAtNavigation = !view.ClearAtNavigation
	v.settings.SetView(view) // if it cannot be kept, it lasts for this session
}

// drawKept writes what was dropped, and why, and returns it.
func (v *View) drawKept() string {
	v.el.preserve.Set("checked", v.Preserved())
	dropped, cleared := "", ""
	if v.tooMany > 0 {
		dropped = v.Text("dropped", v.Text.Thousands(v.tooMany))
	}
	if v.clearedFor != "" {
		cleared = v.Text("cleared", v.clearedFor)
	}
	text := richtext.Join(" · ", dropped, cleared)
	if v.el.gone.TextContent() != text {
		v.el.gone.SetTextContent(text)
		v.el.gone.SetTitle(text)
	}
	return text
}
