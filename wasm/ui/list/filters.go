//go:build js && wasm

package list

import (
	"slices"
	"strconv"
	"syscall/js"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// findChoices readies what limits the list in the present window: chips, and two
// menus.
func (v *View) findChoices() {
	v.el.chips = nil
	for _, choice := range listmodel.Chips {
		v.el.chips = append(v.el.chips, page.Find(v.el.choices, `[data-choice="`+choice+`"]`))
	}
	group := page.Find(v.el.choices, "[role=group]")
	v.On(group, "keydown", false, v.pressedInChips)
	v.On(group, "click", false, func(event js.Value) {
		if at := v.chipAt(event); at >= 0 {
			v.selectChip(listmodel.Chips[at], event.Get("ctrlKey").Bool() || event.Get("metaKey").Bool() || event.Get("shiftKey").Bool())
		}
	})
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

// chipAt is which chip an event is for, -1: none.
func (v *View) chipAt(event js.Value) int {
	return slices.IndexFunc(v.el.chips, func(chip page.Element) bool { return chip.Call("contains", v.Target(event)).Bool() })
}

// selectChip chooses a chip alone, or beside others.
func (v *View) selectChip(choice string, beside bool) {
	v.state.Choose(choice, beside)
	v.narrow()
}

// selectOnly chooses a chip alone, though it may be chosen.
func (v *View) selectOnly(choice string) {
	v.state.Chips = choice
	v.narrow()
}

func (v *View) setFilter(text string) {
	v.model.SetFilter(text)
	v.narrow()
}

// narrow lists again after what limits the list has changed.
func (v *View) narrow() {
	if at := v.cursor(); at >= 0 {
		v.cursorWas = at
	}
	v.model.Refill()
	v.arrived = 0
	v.scrollIntoView = v.selected != 0
	v.keepState()
}

func (v *View) clearFilter() {
	v.el.filter.Set("value", "")
	v.suggesting = suggesting{}
	v.el.sure.Set("value", "")
	v.el.host.Set("value", "")
	v.state.Certainty, v.state.Host = "", ""
	v.setFilter("")
	v.drawSuggestions()
}

// fold folds repeated failures, or shows each.
func (v *View) fold() {
	v.state.Grouped = !v.state.Grouped
	v.onGroup = true
	v.model.Regroup()
	v.scrollIntoView = v.selected != 0
	v.keepState()
}

// drawChoices writes what limits the list.
func (v *View) drawChoices() {
	v.el.group.Set("checked", v.state.Grouped)
	for i, choice := range listmodel.Chips {
		v.el.chips[i].SetAttribute("aria-checked", strconv.FormatBool(v.state.Chosen(choice)))
		count := page.Find(v.el.chips[i], ".count")
		if n := v.Text.Thousands(v.model.Chosen[i]); count.TextContent() != n {
			count.SetTextContent(n)
		}
	}
	names := v.model.HostNames
	v.el.host.Set("disabled", len(names) < 2)
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

// pressedInChips moves among the chips; Enter chooses one alone, Space beside the
// others.
func (v *View) pressedInChips(event js.Value) {
	at := v.chipAt(event)
	if at < 0 {
		return
	}
	switch event.Get("key").String() {
	case "ArrowRight", "ArrowDown":
		at++
	case "ArrowLeft", "ArrowUp":
		at--
	case "Home":
		at = 0
	case "End":
		at = -1
	case "Enter":
		v.selectChip(listmodel.Chips[at], event.Get("ctrlKey").Bool())
	case " ":
		v.selectChip(listmodel.Chips[at], true)
	default:
		return
	}
	at = (at + len(listmodel.Chips)) % len(listmodel.Chips)
	v.rovesAt(at)
	v.el.chips[at].Focus()
	event.Call("preventDefault")
	event.Call("stopPropagation")
}

// rovesAt makes a chip the one that Tab reaches.
func (v *View) rovesAt(at int) {
	for i, chip := range v.el.chips {
		chip.Set("tabIndex", map[bool]int{true: 0, false: -1}[i == at])
	}
}

// keepState draws soon, and remembers how the list is set up.
func (v *View) keepState() {
	view := v.settings.View()
	view.List = string(v.state.Encode())
	v.settings.SetView(view) // if it cannot be kept, the list as it is at first will do
	v.host.Schedule()
}
