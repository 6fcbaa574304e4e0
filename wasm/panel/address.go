//go:build js && wasm

package panel

import (
	"slices"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/ui/page"
)

// findAddress has the offline page follow its own address, of which the part
// from # names what is shown. In DevTools the address is nobody's.
func (p *Panel) findAddress() {
	if p.face != "page" {
		return
	}
	p.On(page.Wrap(p.Window), "hashchange", false, func(js.Value) {
		if !p.follow() {
			p.ShowTab(p.strip.tabs[0].name)
		}
	})
	p.follow()
}

// follow shows what the page's address names, and reports whether it names
// anything.
func (p *Panel) follow() bool {
	address := p.Window.Get("location").Get("hash").String()
	place := browse.Resolve(p.session.Catalog(), address)
	if !slices.ContainsFunc(p.strip.tabs, func(t tab) bool { return t.name == place.Tab }) {
		return false
	}
	if address == p.address() {
		return true
	}
	p.ShowTab(place.Tab)
	if place.Tab == browse.Tab {
		p.catalog.Open(address)
		p.TellAddress(false) // the id may have another name now
	}
	return true
}

// address names what is shown.
func (p *Panel) address() string {
	if p.tab == browse.Tab && p.catalog.Address() != "" {
		return p.catalog.Address()
	}
	return "#" + p.tab
}

// TellAddress writes what is shown into the page's address: as a step that the
// browser's back button undoes, or instead of the one before.
func (p *Panel) TellAddress(step bool) {
	if p.face != "page" {
		return
	}
	location, address := p.Window.Get("location"), p.address()
	switch {
	case location.Get("hash").String() == address:
	case !step:
		p.Window.Get("history").Call("replaceState", nil, "", address)
	default:
		location.Set("hash", address)
	}
}
