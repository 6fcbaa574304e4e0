//go:build js && wasm

package catalogview

import (
	"slices"

	"misstep/wasm/browse"
	"misstep/wasm/ui/page"
)

// visit shows what a link inside the panel names.
func (v *View) visit(link page.Element) {
	address := link.GetAttribute("data-address")
	if link.Call("closest", "#topics").IsNull() {
		v.Show(address)
		return
	}
	v.from = 0
	v.readTopic(address, false)
}

// Show shows what an address names, from wherever a person is, and goes there.
func (v *View) Show(address string) {
	if v.host.Tab() != browse.Tab {
		v.from = v.host.Selected()
		v.host.ShowTab(browse.Tab)
	}
	v.readTopic(address, false)
	v.Find("#topic").Focus()
}

// readTopic is Open for a person's choice. Moving through the list leaves
// no steps behind.
func (v *View) readTopic(address string, moving bool) {
	v.Open(address)
	v.host.TellAddress(!moving)
}

// Open shows what an address of the catalog names: a topic, a search, or
// why there is none; "#catalog" closes what is shown.
func (v *View) Open(address string) {
	c := v.session.Catalog()
	before := v.address
	v.place, v.address = browse.Resolve(c, address), address
	switch topic := v.place.Topic; {
	case !topic.None():
		v.address = topic.Address()
		if v.place.Query != (browse.Query{}) {
			v.setQuery(v.place.Query)
		}
		unlisted := topic.Cause != nil && !topic.Cause.Alone && topic.Home().None()
		if !unlisted && !v.lists(topic) {
			v.setQuery(browse.Query{Endpoints: topic.Endpoint != nil})
		}
	case v.place.Why != "":
	case v.place.Asked != "":
		v.setQuery(browse.Query{Text: browse.Words(c, v.place.Asked)})
	default:
		v.address = ""
		if v.place.Query != (browse.Query{}) {
			v.setQuery(v.place.Query)
		}
	}
	v.shelf.scrollIntoView = true
	v.drawTopic()
	v.drawChosenTopic(before)
	v.host.Redraw(browse.Tab)
}

// lists reports whether the list, as it is narrowed, has a topic.
func (v *View) lists(t browse.Topic) bool {
	if s := &v.shelf; s.packs != nil && s.query == v.query {
		return slices.Contains(s.order, t.Address())
	}
	groups, _ := browse.List(v.session.Catalog(), v.query)
	return slices.ContainsFunc(groups, func(g browse.Group) bool { return slices.Contains(g.Topics, t) })
}

// setQuery lists something else than a person asked for in the fields.
func (v *View) setQuery(q browse.Query) {
	v.query = q
	v.fillQuery()
	v.host.Redraw(browse.Tab)
}

// leave goes back to the explanation that led here, if one did.
func (v *View) leave() (left bool) {
	from := v.from
	if from == 0 || from > v.session.LastID() {
		return false
	}
	v.from = 0
	v.host.ReturnTo(from)
	return true
}
