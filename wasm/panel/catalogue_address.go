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
			p.showTab(p.strip.tabs[0].name)
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
	p.showTab(place.Tab)
	if place.Tab == browse.Tab {
		p.openTopic(address)
		p.tellAddress(true) // the id may have another name now
	}
	return true
}

// address names what is shown.
func (p *Panel) address() string {
	if p.tab == browse.Tab && p.reader.address != "" {
		return p.reader.address
	}
	return "#" + p.tab
}

// tellAddress writes what is shown into the page's address: as a step that the
// browser's back button undoes, or instead of the one before.
func (p *Panel) tellAddress(instead bool) {
	if p.face != "page" {
		return
	}
	location, address := p.Window.Get("location"), p.address()
	switch {
	case location.Get("hash").String() == address:
	case instead:
		p.Window.Get("history").Call("replaceState", nil, "", address)
	default:
		location.Set("hash", address)
	}
}

// visit shows what a link inside the panel names.
func (p *Panel) visit(link page.Element) {
	r := &p.reader
	inList := !link.Call("closest", "#topics").IsNull()
	switch {
	case p.tab != browse.Tab:
		r.from = p.selected
		p.showTab(browse.Tab)
	case inList:
		r.from = 0
	}
	p.readTopic(link.GetAttribute("data-address"), false)
	if !inList {
		p.Find("#topic").Focus()
	}
}

// readTopic is openTopic for a person's choice. Moving through the list leaves
// no steps behind.
func (p *Panel) readTopic(address string, moving bool) {
	p.openTopic(address)
	p.tellAddress(moving)
}

// openTopic shows what an address of the catalogue names: a topic, a search, or
// why there is none; "#catalog" closes what is shown.
func (p *Panel) openTopic(address string) {
	r, c := &p.reader, p.session.Catalog()
	before := r.address
	r.place, r.address = browse.Resolve(c, address), address
	switch topic := r.place.Topic; {
	case !topic.None():
		r.address = topic.Address()
		unlisted := topic.Cause != nil && !topic.Cause.Alone
		if !unlisted && !p.lists(topic) {
			p.setQuery(browse.Query{Endpoints: topic.Endpoint != nil})
		}
	case r.place.Why != "":
	case r.place.Asked != "":
		p.setQuery(browse.Query{Text: browse.Words(c, r.place.Asked)})
	default:
		r.address = ""
		if r.place.Text != "" {
			p.setQuery(browse.Query{Text: r.place.Text})
		}
	}
	r.shelf.toReveal = true
	p.drawTopic()
	p.drawChosenTopic(before)
	p.redraw(browse.Tab)
}

// lists reports whether the list, as it is narrowed, has a topic.
func (p *Panel) lists(t browse.Topic) bool {
	if s := &p.reader.shelf; s.packs != nil && s.query == p.reader.query {
		return slices.Contains(s.order, t.Address())
	}
	groups, _ := browse.List(p.session.Catalog(), p.reader.query)
	return slices.ContainsFunc(groups, func(g browse.Group) bool { return slices.Contains(g.Topics, t) })
}

// setQuery lists something else than a person asked for in the fields.
func (p *Panel) setQuery(q browse.Query) {
	p.reader.query = q
	p.fillQuery()
	p.redraw(browse.Tab)
}

// leaveTopic goes back to the explanation that led here, if one did.
func (p *Panel) leaveTopic() (left bool) {
	from := p.reader.from
	if from == 0 || from > p.session.Len() {
		return false
	}
	p.reader.from = 0
	p.chooseTab("requests")
	p.Select(from)
	p.view.detail.Focus()
	return true
}
