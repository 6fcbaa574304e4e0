//go:build js && wasm

package list

import (
	"slices"
	"strconv"
	"syscall/js"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// findChoices readies what limits the list in the present window: chips, of
// which one is chosen, and two menus.
func (v *View) findChoices() {
	v.el.chips = nil
	for _, choice := range listmodel.Choices {
		v.el.chips = append(v.el.chips, page.Find(v.el.choices, `[data-choice="`+choice+`"]`))
	}
	v.On(page.Find(v.el.choices, "[role=radiogroup]"), "keydown", false, v.pressedInChips)
	v.On(v.el.sure, "change", false, func(js.Value) {
		v.state.Certainty = v.el.sure.Get("value").String()
		v.narrow()
	})
	v.On(v.el.host, "change", false, func(js.Value) {
		v.state.Host = v.el.host.Get("value").String()
		v.narrow()
	})
	v.el.sure.Set("value", v.state.Certainty)
	v.forgetHosts()
}

// forgetHosts empties the menu of hosts.
func (v *View) forgetHosts() {
	page.Each(v.el.host, "option[value]:not([value=''])", func(option page.Element) { option.Remove() })
	v.el.hosts = 0
}

// choice chooses a chip.
func (v *View) choice(choice string) {
	v.state.Choice = choice
	v.narrow()
}

func (v *View) setFilter(text string) {
	v.model.SetFilter(text)
	v.narrow()
}

// narrow lists anew after what limits the list has changed.
func (v *View) narrow() {
	if at := v.cursor(); at >= 0 {
		v.cursorWas = at
	}
	v.model.Refill()
	v.arrived = 0
	v.toReveal = v.selected != 0
	v.keepState()
}

func (v *View) clearFilter() {
	v.el.filter.Set("value", "")
	v.el.sure.Set("value", "")
	v.el.host.Set("value", "")
	v.state.Certainty, v.state.Host = "", ""
	v.setFilter("")
}

// fold folds repeated failures, or shows each.
func (v *View) fold() {
	v.state.Grouped = !v.state.Grouped
	v.onGroup = true
	v.model.Regroup()
	v.toReveal = v.selected != 0
	v.keepState()
}

// drawChoices writes what limits the list.
func (v *View) drawChoices() {
	v.el.group.Set("checked", v.state.Grouped)
	for i, choice := range listmodel.Choices {
		chosen := choice == v.state.Choice
		v.el.chips[i].SetAttribute("aria-checked", strconv.FormatBool(chosen))
		v.el.chips[i].Set("tabIndex", map[bool]int{true: 0, false: -1}[chosen])
	}
	names := v.model.HostNames
	page.Show(v.el.host, len(names) > 1)
	for ; v.el.hosts < len(names); v.el.hosts++ {
		option := v.Create("option")
		option.Set("value", names[v.el.hosts])
		option.SetTextContent(names[v.el.hosts])
		v.el.host.AppendChild(option)
	}
	if v.el.host.Get("value").String() != v.state.Host {
		v.el.host.Set("value", v.state.Host)
	}
}

// pressedInChips chooses among the chips as the pattern for radio buttons asks.
func (v *View) pressedInChips(event js.Value) {
	at := slices.Index(listmodel.Choices, v.state.Choice)
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
	v.choice(listmodel.Choices[at])
	v.drawChoices()
	v.el.chips[at].Focus()
	event.Call("preventDefault")
	event.Call("stopPropagation")
}

// keepState draws soon, and remembers how the list is set up.
func (v *View) keepState() {
	view := v.settings.View()
	view.List = string(v.state.Encode())
	v.settings.SetView(view) // if it cannot be kept, the list as it is at first will do
	v.host.Schedule()
}
