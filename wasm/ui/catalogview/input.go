//go:build js && wasm

package catalogview

import (
	"strings"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// listen sets up the fields that narrow the list.
func (v *View) listen() {
	field := func(id, event string, take func(value string)) {
		e := v.Find(id)
		v.On(e, event, false, func(js.Value) {
			take(e.Get("value").String())
			v.host.Redraw(browse.Tab)
		})
	}
	field("#catalog-search", "input", func(text string) {
		v.query.Text = text
		if t := browse.EndpointAt(v.session.Catalog(), text); !t.None() { // what replaces it is wanted
			v.readTopic(t.Address(), true)
		}
	})
	v.On(v.Find("#catalog-search"), "change", false, func(js.Value) { v.host.TellAddress(false) })
	v.On(v.Find("#catalog-what"), "change", false, func(event js.Value) {
		v.query.Endpoints = event.Get("target").Get("value").String() == "endpoints"
		v.host.TellAddress(false)
		v.host.Redraw(browse.Tab)
	})
	field("#catalog-facet", "change", func(facet string) {
		v.query.Facet = facet
		v.host.TellAddress(false)
	})
	field("#catalog-pack", "change", func(pack string) {
		v.query.Pack = pack
		v.fillFacets()
		v.host.TellAddress(false)
	})
	v.fillQuery()
}

// fillQuery writes what is listed into the fields.
func (v *View) fillQuery() {
	q := v.query
	for id, value := range map[string]string{
		"#catalog-search": q.Text,
		"#catalog-pack":   q.Pack,
		"#catalog-facet":  q.Facet,
	} {
		v.Find(id).Set("value", value)
	}
	page.Each(v.Find("#catalog-what"), "input", func(radio page.Element) {
		radio.Set("checked", (radio.Get("value").String() == "endpoints") == q.Endpoints)
	})
}

// FocusSearch goes to the search field.
func (v *View) FocusSearch() {
	search := v.Find("#catalog-search")
	search.Focus()
	search.Call("select")
}

// places are the keys of the names of where its keys are used; the search field
// and the page that is read have no name in the help.
const (
	inList   = "keysCatalog"
	inSearch = "catalog-search"
	inTopic  = "topic"
)

// Keys are those of the list, of the search field and of what is read.
func (v *View) Keys() []page.Shortcut {
	move := func(rows func(key string) int) func(string) bool {
		return page.DidKey(func(key string) { v.move(rows(key)) })
	}
	return []page.Shortcut{
		{Where: inList, Keys: []string{"ArrowUp", "ArrowDown"}, What: "keysCatalogMove", Do: move(func(key string) int {
			return map[string]int{"ArrowUp": -1, "ArrowDown": 1}[key]
		})},
		{Where: inList, Keys: []string{"PageUp", "PageDown"}, Do: move(func(key string) int {
			return map[string]int{"PageUp": -1, "PageDown": 1}[key] * listmodel.PageRows(v.Find("#topics").Get("clientHeight").Float())
		})},
		{Where: inList, Keys: []string{"Home", "End"}, What: "keysCatalogEnds", Do: move(func(key string) int {
			return map[string]int{"Home": -1, "End": 1}[key] * len(v.shelf.order)
		})},
		{Where: inList, Keys: []string{"Enter"}, What: "keysCatalogRead", Do: page.Did(v.read)},
		{Where: inList, Keys: []string{"Escape"}, What: "keysCatalogLeave", Do: func(string) bool { return v.leaveList() }},
		{Where: inSearch, Keys: []string{"Escape"}, Do: page.Did(v.leaveSearch)},
		{Where: inSearch, Keys: []string{"ArrowDown", "Enter"}, Do: page.DidKey(v.searchToList)},
		{Where: inTopic, Keys: []string{"Escape"}, Do: page.Did(v.leaveTopic)},
	}
}

// Press uses a key that was pressed in the tab.
func (v *View) Press(target js.Value, key string) (used bool) {
	where := ""
	switch {
	case target.Equal(v.Find("#catalog-search").Underlying()):
		where = inSearch
	case target.Equal(v.Find("#topics").Underlying()):
		where = inList
	case v.Find("#topic").Call("contains", target).Bool():
		where = inTopic
	}
	return page.Press(v.Keys(), where, key)
}

func (v *View) leaveTopic() {
	if !v.leave() {
		v.Find("#topics").Focus()
	}
}

func (v *View) leaveSearch() {
	if strings.TrimSpace(v.query.Text) != "" {
		v.setQuery(browse.Query{Endpoints: v.query.Endpoints, Pack: v.query.Pack, Facet: v.query.Facet})
	} else {
		v.Find("#topics").Focus()
	}
}

func (v *View) searchToList(key string) {
	v.Render() // what was typed last counts
	list := v.Find("#topics")
	list.Focus()
	if len(v.shelf.order) > 0 && (!list.HasAttribute("aria-activedescendant") || key == "Enter") {
		v.readTopic(v.shelf.order[0], true)
	}
}

// read goes to what is read, the first of the list if nothing is.
func (v *View) read() {
	if v.address == "" {
		v.move(1)
	}
	v.Find("#topic").Focus()
}

func (v *View) leaveList() bool {
	switch {
	case v.leave():
	case v.address != "":
		v.close()
	case strings.TrimSpace(v.query.Text) != "":
		v.setQuery(browse.Query{Endpoints: v.query.Endpoints})
	default:
		return false
	}
	return true
}

// close shows the list alone.
func (v *View) close() {
	v.from = 0
	v.readTopic("#"+browse.Tab, true)
	v.Find("#topics").Focus()
}
