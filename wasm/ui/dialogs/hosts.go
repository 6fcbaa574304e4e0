//go:build js && wasm

package dialogs

import (
	"slices"
	"syscall/js"

	"misstep/catalog"
	"misstep/wasm/browser"
	"misstep/wasm/ui/page"
)

// openHosts shows the dialog of watched hosts.
func (v *View) openHosts() {
	v.sayHostProblem("")
	v.open("#hosts-dialog")
	v.drawHosts()
	v.Find("#host-text").Focus()
}

// drawHosts writes the list of hosts, and the packs that one can be added for.
func (v *View) drawHosts() {
	if !v.Find("#hosts-dialog").Get("open").Bool() {
		return
	}
	c := v.session.Catalog()
	list := v.Find("#hosts-list")
	focused := hostOf(page.Wrap(v.Document.Get("activeElement")))
	page.Empty(list)
	for _, host := range c.WatchList() {
		line := v.Piece("host")
		line.SetAttribute("data-host", host.Host)
		line.SetAttribute("data-pack", host.Pack)
		check := page.Find(line, "input")
		check.Set("checked", !host.Disabled)
		page.Find(line, ".host").SetTextContent(host.Host)
		if pack := c.Pack(host.Pack); pack != nil {
			page.Find(line, ".pack").SetTextContent(pack.Name)
		}
		page.Show(page.Find(line, "button"), host.Custom)
		list.AppendChild(line)
		if hostOf(line) == focused {
			check.Focus()
		}
	}
	choice := v.Find("#host-pack")
	chosen := choice.Get("value").String()
	page.Empty(choice)
	for _, pack := range c.Packs() {
		option := v.Create("option")
		option.SetAttribute("value", pack.ID)
		option.SetTextContent(pack.Name)
		choice.AppendChild(option)
	}
	if c.Pack(chosen) != nil {
		choice.Set("value", chosen)
	}
}

// hostOf is which host the line is of that e is in.
func hostOf(e page.Element) (host [2]string) {
	if line := e.Call("closest", "[data-host]"); !line.IsNull() {
		host = [2]string{page.Wrap(line).GetAttribute("data-host"), page.Wrap(line).GetAttribute("data-pack")}
	}
	return host
}

// changeHost changes one line of the list, or takes it out.
func (v *View) changeHost(in page.Element, change func(*catalog.WatchedHost) (keep bool)) {
	if v.program.SetHosts == nil {
		return
	}
	list, at := v.session.Catalog().WatchList(), hostOf(in)
	i := slices.IndexFunc(list, func(h catalog.WatchedHost) bool { return h.Host == at[0] && h.Pack == at[1] })
	if i < 0 {
		return
	}
	if !change(&list[i]) {
		list = slices.Delete(list, i, i+1)
	}
	browser.Defer(func() { v.program.SetHosts(list) })
}

func (v *View) toggleHost(check page.Element) {
	v.changeHost(check, func(h *catalog.WatchedHost) bool {
		h.Disabled = !check.Get("checked").Bool()
		return true
	})
}

func (v *View) removeHost(button page.Element) {
	v.Find("#host-text").Focus() // the button goes away
	v.changeHost(button, func(*catalog.WatchedHost) bool { return false })
}

// addHost adds the host that was typed.
func (v *View) addHost() {
	field := v.Find("#host-text")
	host, pack := field.Get("value").String(), v.Find("#host-pack").Get("value").String()
	if v.program.Watch == nil {
		return
	}
	browser.Defer(func() {
		problem := v.program.Watch(host, pack)
		if !v.Alive() {
			return
		}
		v.sayHostProblem(problem)
		field.Focus()
		if problem == "" {
			field.Set("value", "")
		} else {
			field.Call("select")
		}
	})
}

func (v *View) sayHostProblem(problem string) {
	e := v.Find("#host-problem")
	page.Show(e, problem != "")
	e.SetTextContent(problem)
}

// pressedInHost adds the host on Enter, which would close nothing.
func (v *View) pressedInHost(event js.Value) {
	if event.Get("key").String() == "Enter" && !event.Get("isComposing").Truthy() {
		event.Call("preventDefault")
		v.addHost()
	}
}
