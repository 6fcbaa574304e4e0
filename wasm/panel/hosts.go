//go:build js && wasm

package panel

import (
	"slices"
	"syscall/js"

	"misstep/catalog"
	"misstep/wasm/task"
)

// openHosts shows the dialog of watched hosts.
func (p *Panel) openHosts() {
	p.sayHostProblem("")
	dialog := find(p.document, "#hosts-dialog")
	if !dialog.Get("open").Bool() {
		dialog.Call("showModal")
	}
	p.drawHosts()
	find(p.document, "#host-text").Focus()
}

// drawHosts writes the list of hosts, and the packs that one can be added for.
func (p *Panel) drawHosts() {
	if !find(p.document, "#hosts-dialog").Get("open").Bool() {
		return
	}
	c := p.session.Catalog()
	list := find(p.document, "#hosts-list")
	focused := hostOf(wrap(p.document.Get("activeElement")))
	empty(list)
	for _, host := range c.WatchList() {
		line := p.piece("host")
		line.SetAttribute("data-host", host.Host)
		line.SetAttribute("data-pack", host.Pack)
		check := find(line, "input")
		check.Set("checked", !host.Off)
		find(line, ".host").SetTextContent(host.Host)
		if pack := c.Pack(host.Pack); pack != nil {
			find(line, ".pack").SetTextContent(pack.Name)
		}
		show(find(line, "button"), host.Own)
		list.AppendChild(line)
		if hostOf(line) == focused {
			check.Focus()
		}
	}
	choice := find(p.document, "#host-pack")
	chosen := choice.Get("value").String()
	empty(choice)
	for _, pack := range c.Packs() {
		option := p.create("option")
		option.SetAttribute("value", pack.ID)
		option.SetTextContent(pack.Name)
		choice.AppendChild(option)
	}
	if c.Pack(chosen) != nil {
		choice.Set("value", chosen)
	}
}

// hostOf is which host the line is of that e is in.
func hostOf(e element) (host [2]string) {
	if line := e.Call("closest", "[data-host]"); !line.IsNull() {
		host = [2]string{wrap(line).GetAttribute("data-host"), wrap(line).GetAttribute("data-pack")}
	}
	return host
}

// changeHost changes one line of the list, or takes it out.
func (p *Panel) changeHost(in element, change func(*catalog.WatchedHost) (keep bool)) {
	if p.actions.SetHosts == nil {
		return
	}
	list, at := p.session.Catalog().WatchList(), hostOf(in)
	i := slices.IndexFunc(list, func(h catalog.WatchedHost) bool { return h.Host == at[0] && h.Pack == at[1] })
	if i < 0 {
		return
	}
	if !change(&list[i]) {
		list = slices.Delete(list, i, i+1)
	}
	task.Go(func() { p.actions.SetHosts(list) })
}

func (p *Panel) toggleHost(check element) {
	p.changeHost(check, func(h *catalog.WatchedHost) bool {
		h.Off = !check.Get("checked").Bool()
		return true
	})
}

func (p *Panel) removeHost(button element) {
	find(p.document, "#host-text").Focus() // the button goes away
	p.changeHost(button, func(*catalog.WatchedHost) bool { return false })
}

// addHost adds the host that was typed.
func (p *Panel) addHost() {
	field := find(p.document, "#host-text")
	host, pack := field.Get("value").String(), find(p.document, "#host-pack").Get("value").String()
	if p.actions.Watch == nil {
		return
	}
	task.Go(func() {
		problem := p.actions.Watch(host, pack)
		if !p.alive() {
			return
		}
		p.sayHostProblem(problem)
		field.Focus()
		if problem == "" {
			field.Set("value", "")
		} else {
			field.Call("select")
		}
	})
}

func (p *Panel) sayHostProblem(problem string) {
	e := find(p.document, "#host-problem")
	show(e, problem != "")
	e.SetTextContent(problem)
}

// pressedInHost adds the host on Enter, which would close nothing.
func (p *Panel) pressedInHost(event js.Value) {
	if event.Get("key").String() == "Enter" && !event.Get("isComposing").Truthy() {
		event.Call("preventDefault")
		p.addHost()
	}
}
