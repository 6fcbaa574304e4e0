//go:build js && wasm

package shell

import (
	"slices"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/ui/page"
)

// findAddress has the offline page follow its own address, of which the part
// from # names what is shown. In DevTools the address is nobody's.
func (s *Shell) findAddress() {
	if s.surface != "page" {
		return
	}
	s.On(page.Wrap(s.Window), "hashchange", false, func(js.Value) {
		if !s.follow() {
			s.ShowTab(s.strip.tabs[0].name)
		}
	})
	if !s.follow() && s.Window.Get("location").Get("hash").String() != "" { // such as #sample: not where somebody was last
		s.ShowTab(s.strip.tabs[0].name)
	}
}

// follow shows what the page's address names, and reports whether it names
// anything.
func (s *Shell) follow() bool {
	address := s.Window.Get("location").Get("hash").String()
	place := browse.Resolve(s.session.Catalog(), address)
	if !slices.ContainsFunc(s.strip.tabs, func(t tab) bool { return t.name == place.Tab }) {
		return false
	}
	if address == s.address() {
		return true
	}
	s.ShowTab(place.Tab)
	if place.Tab == browse.Tab {
		s.catalog.Open(address)
		s.TellAddress(false) // the ID may have another name now
	}
	return true
}

// address names what is shown.
func (s *Shell) address() string {
	if s.tab == browse.Tab {
		return s.catalog.Address()
	}
	return "#" + s.tab
}

// TellAddress writes what is shown into the page's address: as a step that the
// browser's back button undoes, or instead of the one before.
func (s *Shell) TellAddress(step bool) {
	if s.surface != "page" {
		return
	}
	location, address := s.Window.Get("location"), s.address()
	switch {
	case location.Get("hash").String() == address:
	case !step:
		s.Window.Get("history").Call("replaceState", nil, "", address)
	default:
		location.Set("hash", address)
	}
}
