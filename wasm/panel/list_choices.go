//go:build js && wasm

package panel

import (
	"slices"
	"strconv"
	"syscall/js"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// findChoices readies what limits the list in the present window: chips, of
// which one is chosen, and two menus.
func (p *Panel) findChoices() {
	v := &p.view
	v.chips = nil
	for _, choice := range listmodel.Choices {
		v.chips = append(v.chips, page.Find(v.choices, `[data-choice="`+choice+`"]`))
	}
	p.On(page.Find(v.choices, "[role=radiogroup]"), "keydown", false, p.pressedInChips)
	p.On(v.sure, "change", false, func(js.Value) {
		p.state.Certainty = v.sure.Get("value").String()
		p.narrow()
	})
	p.On(v.host, "change", false, func(js.Value) {
		p.state.Host = v.host.Get("value").String()
		p.narrow()
	})
	v.sure.Set("value", p.state.Certainty)
	p.forgetHosts()
}

// forgetHosts empties the menu of hosts.
func (p *Panel) forgetHosts() {
	v := &p.view
	page.Each(v.host, "option[value]:not([value=''])", func(option page.Element) { option.Remove() })
	v.hosts = 0
}

// choice chooses a chip.
func (p *Panel) choice(choice string) {
	p.state.Choice = choice
	p.narrow()
}

func (p *Panel) setFilter(text string) {
	p.list.SetFilter(text)
	p.narrow()
}

// narrow lists anew after what limits the list has changed.
func (p *Panel) narrow() {
	if at := p.cursor(); at >= 0 {
		p.cursorWas = at
	}
	p.list.Refill()
	p.arrived = 0
	p.toReveal = p.selected != 0
	p.keepState()
}

func (p *Panel) clearFilter() {
	v := &p.view
	v.filter.Set("value", "")
	v.sure.Set("value", "")
	v.host.Set("value", "")
	p.state.Certainty, p.state.Host = "", ""
	p.setFilter("")
}

// fold folds repeated failures, or shows each.
func (p *Panel) fold() {
	p.state.Grouped = !p.state.Grouped
	p.onGroup = true
	p.list.Regroup()
	p.toReveal = p.selected != 0
	p.keepState()
}

// drawChoices writes what limits the list.
func (p *Panel) drawChoices() {
	v := &p.view
	v.group.SetAttribute("aria-pressed", strconv.FormatBool(p.state.Grouped))
	for i, choice := range listmodel.Choices {
		chosen := choice == p.state.Choice
		v.chips[i].SetAttribute("aria-checked", strconv.FormatBool(chosen))
		v.chips[i].Set("tabIndex", map[bool]int{true: 0, false: -1}[chosen])
	}
	names := p.list.HostNames
	page.Show(v.host, len(names) > 1)
	for ; v.hosts < len(names); v.hosts++ {
		option := p.Create("option")
		option.Set("value", names[v.hosts])
		option.SetTextContent(names[v.hosts])
		v.host.AppendChild(option)
	}
	if v.host.Get("value").String() != p.state.Host {
		v.host.Set("value", p.state.Host)
	}
}

// pressedInChips chooses among the chips as the pattern for radio buttons asks.
func (p *Panel) pressedInChips(event js.Value) {
	at := slices.Index(listmodel.Choices, p.state.Choice)
	switch event.Get("key").String() {
	case "ArrowRight", "ArrowDown":
		at++
	case "ArrowLeft", "ArrowUp":
		at--
	case "Home":
		at = 0
	case "End":
		at = -1
	default:
		return
	}
	at = (at + len(listmodel.Choices)) % len(listmodel.Choices)
	p.choice(listmodel.Choices[at])
	p.drawChoices()
	p.view.chips[at].Focus()
	event.Call("preventDefault")
	event.Call("stopPropagation")
}

// keepState draws soon, and remembers how the list is set up.
func (p *Panel) keepState() {
	view := p.settings.View()
	view.List = string(p.state.Encode())
	p.settings.SetView(view) // if it cannot be kept, the list as it is at first will do
	p.Schedule()
}
