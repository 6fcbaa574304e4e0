//go:build js && wasm

package panel

import (
	"strings"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// listenCatalog sets up the fields that narrow the list.
func (p *Panel) listenCatalog() {
	r := &p.reader
	field := func(id, event string, take func(value string)) {
		e := p.Find(id)
		p.On(e, event, false, func(js.Value) {
			take(e.Get("value").String())
			p.redraw(browse.Tab)
		})
	}
	field("#catalog-search", "input", func(text string) { r.query.Text = text })
	field("#catalog-what", "change", func(what string) { r.query.Endpoints = what == "endpoints" })
	field("#catalog-facet", "change", func(facet string) { r.query.Facet = facet })
	field("#catalog-pack", "change", func(pack string) {
		r.query.Pack = pack
		p.fillFacets()
	})
	p.fillQuery()
}

// fillQuery writes what is listed into the fields.
func (p *Panel) fillQuery() {
	q := p.reader.query
	for id, value := range map[string]string{
		"#catalog-search": q.Text,
		"#catalog-what":   map[bool]string{true: "endpoints"}[q.Endpoints],
		"#catalog-pack":   q.Pack,
		"#catalog-facet":  q.Facet,
	} {
		p.Find(id).Set("value", value)
	}
}

// searchCatalog goes to the search field.
func (p *Panel) searchCatalog() {
	search := p.Find("#catalog-search")
	search.Focus()
	search.Call("select")
}

func (p *Panel) pressedInCatalog(target js.Value, key string) (used bool) {
	switch search, list := p.Find("#catalog-search"), p.Find("#topics"); {
	case target.Equal(search.Underlying()):
		return p.pressedInSearch(key, list)
	case target.Equal(list.Underlying()):
		return p.pressedInTopics(key)
	case key == "Escape" && p.Find("#topic").Call("contains", target).Bool():
		if !p.leaveTopic() {
			list.Focus()
		}
		return true
	}
	return false
}

func (p *Panel) pressedInSearch(key string, list page.Element) (used bool) {
	r := &p.reader
	switch {
	case key == "Escape" && strings.TrimSpace(r.query.Text) != "":
		p.setQuery(browse.Query{Endpoints: r.query.Endpoints, Pack: r.query.Pack, Facet: r.query.Facet})
	case key == "Escape":
		list.Focus()
	case key == "ArrowDown" || key == "Enter":
		p.drawCatalog() // what was typed last counts
		list.Focus()
		if len(r.shelf.order) > 0 && (!list.HasAttribute("aria-activedescendant") || key == "Enter") {
			p.readTopic(r.shelf.order[0], true)
		}
	default:
		return false
	}
	return true
}

func (p *Panel) pressedInTopics(key string) (used bool) {
	r := &p.reader
	height := p.Find("#topics").Get("clientHeight").Float()
	switch key {
	case "ArrowDown":
		p.moveTopic(1)
	case "ArrowUp":
		p.moveTopic(-1)
	case "PageDown":
		p.moveTopic(listmodel.PageRows(height))
	case "PageUp":
		p.moveTopic(-listmodel.PageRows(height))
	case "Home":
		p.moveTopic(-len(r.shelf.order))
	case "End":
		p.moveTopic(len(r.shelf.order))
	case "Enter":
		if r.address == "" {
			p.moveTopic(1)
		}
		p.Find("#topic").Focus()
	case "Escape":
		switch {
		case p.leaveTopic():
		case r.address != "":
			p.closeTopic()
		case strings.TrimSpace(r.query.Text) != "":
			p.setQuery(browse.Query{Endpoints: r.query.Endpoints})
		default:
			return false
		}
	default:
		return false
	}
	return true
}

// closeTopic shows the list alone.
func (p *Panel) closeTopic() {
	p.reader.from = 0
	p.readTopic("#"+browse.Tab, true)
	p.Find("#topics").Focus()
}
