//go:build js && wasm

// Package catalogview is the tab in which a person reads what the catalog
// knows.
package catalogview

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/browse"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A Host is what the view asks of what is around it.
type Host interface {
	Tab() string           // the one that is shown
	ShowTab(name string)   // without remembering it
	Redraw(tab string)     // though the session has not changed
	TellAddress(step bool) // writes what is read into the page's address

	Selected() int         // exchange, 0: none
	ReturnTo(exchange int) // its explanation
	Showing(id string) int // exchanges that show an entry or a cause
	ShowAll(words string)  // lists all requests that words find
}

// A View is the tab: what is listed of the catalog and what is read of it.
type View struct {
	*page.Page
	session *diagnosis.Session
	host    Host
	offline bool // the page has an address of its own

	query   browse.Query
	place   browse.Place // whose topic is read, or why there is none
	address string       // of the place; "" reads nothing
	from    int          // exchange whose explanation led here, 0: none

	shelf shelf
}

// A shelf is the list of topics in the present window.
type shelf struct {
	packs          []*catalog.Pack // listed
	query          browse.Query    // answered
	rows           map[string]page.Element
	order          []string // addresses of the rows that are in the list
	scrollIntoView bool
}

// New is the view of the catalog that a session is explained by; offline: in
// the page that is opened by itself.
func New(p *page.Page, session *diagnosis.Session, host Host, offline bool) *View {
	return &View{Page: p, session: session, host: host, offline: offline}
}

// Attach takes the fields of the present window.
func (v *View) Attach() {
	v.shelf = shelf{rows: map[string]page.Element{}, scrollIntoView: true}
	v.listen()
}

// Detach forgets the rows of the window.
func (v *View) Detach() { v.shelf = shelf{} }

// Address names what is read and what is listed.
func (v *View) Address() string { return cmp.Or(v.address, "#"+browse.Tab) + v.query.Suffix() }

// Actions are what its buttons do, and links to it elsewhere.
func (v *View) Actions() page.Actions {
	return page.Actions{
		"visit":       v.visit,
		"topic-back":  func(page.Element) { v.leave() },
		"topic-close": func(page.Element) { v.close() },
		"topic-seen":  func(page.Element) { v.host.ShowAll("entry:" + v.place.Topic.ID()) },
		"topic-copy":  func(button page.Element) { v.CopyText(v.place.Topic.Markdown(v.Text), button) },
	}
}

// Render brings the tab up to date with the packs, the search and the
// session.
func (v *View) Render() {
	c := v.session.Catalog()
	relist := v.shelf.packs == nil || v.shelf.query != v.query
	if !slices.Equal(v.shelf.packs, c.Packs()) {
		v.shelf.packs = slices.Clone(c.Packs())
		v.shelf.rows = map[string]page.Element{}
		relist = true
		if v.address != "" {
			v.place = browse.Resolve(c, v.address)
		}
		v.fillPacks()
		v.drawTopic()
	}
	if relist {
		v.shelf.query = v.query
		v.drawTopics()
	}
	v.revealTopic()
	v.drawSeenTimes()
}

// fillPacks writes the menu of packs.
func (v *View) fillPacks() {
	if v.session.Catalog().Pack(v.query.Pack) == nil {
		v.query.Pack = ""
	}
	var options [][2]string
	for _, pack := range v.shelf.packs {
		options = append(options, [2]string{pack.ID, pack.Name})
	}
	v.fillMenu(v.Find("#catalog-pack"), options, v.query.Pack)
	v.fillFacets()
}

// fillFacets writes the menu of statuses that there are in the chosen packs.
func (v *View) fillFacets() {
	facets := browse.Facets(v.session.Catalog(), v.query.Pack)
	if !slices.Contains(facets, v.query.Facet) {
		v.query.Facet = ""
	}
	var options [][2]string
	for _, facet := range facets {
		options = append(options, [2]string{facet, v.facetText(facet)})
	}
	v.fillMenu(v.Find("#catalog-facet"), options, v.query.Facet)
}

// fillMenu replaces all options but the first, which stands for any.
func (v *View) fillMenu(menu page.Element, options [][2]string, chosen string) {
	page.Each(menu, "option:not([value=''])", func(option page.Element) { option.Remove() })
	for _, o := range options {
		option := v.Create("option")
		option.Set("value", o[0])
		option.SetTextContent(o[1])
		menu.AppendChild(option)
	}
	menu.Set("value", chosen)
}

// facetText is the heading of a group of entries.
func (v *View) facetText(facet string) string {
	switch facet {
	case catalog.KindConsent:
		return v.Text("catalogConsent")
	case catalog.KindNetwork:
		return v.Text("catalogNetwork")
	case catalog.KindSuccess:
		return v.Text("catalogSuccess")
	case browse.FacetOther:
		return v.Text("catalogAnyStatus")
	case browse.FacetCause:
		return v.Text("catalogCauses")
	}
	status, _ := strconv.Atoi(facet)
	return richtext.Join(" ", facet, httpmsg.Reason(status))
}

// sign is the first column of a row.
func (v *View) sign(t browse.Topic) string {
	home := t.Home()
	switch {
	case t.Endpoint != nil:
		return t.Endpoint.Method
	case !home.None():
		return v.sign(home)
	case t.Cause != nil:
		return v.Text("statusNone")
	case t.Entry.Status != 0:
		return strconv.Itoa(t.Entry.Status)
	case t.Entry.Kind == catalog.KindConsent:
		return v.Text("catalogSignConsent")
	case t.Entry.Kind == catalog.KindNetwork:
		return v.Text("catalogSignNetwork")
	}
	return v.Text("statusNone")
}

// drawTopics lists what is searched for.
func (v *View) drawTopics() {
	list := v.Find("#topics")
	groups, all := browse.List(v.session.Catalog(), v.query)
	v.shelf.order = v.shelf.order[:0]
	page.Empty(list)
	for _, g := range groups {
		box := v.Piece("topics")
		heading := ""
		if g.Pack != nil {
			heading = v.facetText(g.Facet)
			if v.query.Endpoints {
				heading = cmp.Or(g.Facet, v.Text("catalogOtherEndpoints"))
			}
			page.Find(box, ".name").SetTextContent(heading)
			page.Find(box, ".count").SetTextContent(v.Text.Thousands(len(g.Topics)))
			page.Find(box, ".pack").SetTextContent(g.Pack.Name)
			box.SetAttribute("aria-label", richtext.Join(" · ", g.Pack.Name, heading))
		}
		page.Show(page.Find(box, ".heading"), heading != "")
		var home browse.Topic
		for _, t := range g.Topics {
			row := v.topicRow(t)
			if t.Cause == nil {
				home = t
			} else if !home.None() && t.Home() == home {
				row.Class().Add("nested")
			} else {
				row.Class().Remove("nested") // its entry isn't found
			}
			box.AppendChild(row)
			v.shelf.order = append(v.shelf.order, t.Address())
		}
		list.AppendChild(box)
	}
	page.Show(list, len(v.shelf.order) > 0)
	page.Show(v.Find("#no-topics"), len(v.shelf.order) == 0)
	v.Find("#no-topics h2").SetTextContent(v.Text("catalogNothing", strings.TrimSpace(v.query.Text)))
	page.Show(v.Find("#catalog-facet"), !v.query.Endpoints)
	endpoints := len(groups) > 0 && groups[0].Topics[0].Endpoint != nil // an address finds them among errors, too
	v.Find("#shelf").Class().Remove("endpoints")
	if endpoints {
		v.Find("#shelf").Class().Add("endpoints")
	}
	v.markFound()
	count := v.Text("catalogCount", v.Text.Thousands(len(v.shelf.order)), v.Text.Thousands(all))
	v.Find("#catalog-count").SetTextContent(count)
	list.Set("scrollTop", 0)
	v.drawChosenTopic("")
	v.shelf.scrollIntoView = v.shelf.scrollIntoView || v.query.Text == ""
}

// topicRow is a topic's row, made when it is first listed.
func (v *View) topicRow(t browse.Topic) page.Element {
	rows := v.shelf.rows
	address := t.Address()
	if row, there := rows[address]; there {
		return row
	}
	row := v.Piece("topic-row")
	row.SetID("topic-" + strconv.Itoa(len(rows)+1))
	row.SetAttribute("data-address", address)
	page.Find(row, ".sign").SetTextContent(v.sign(t))
	page.Find(row, ".name").SetTextContent(t.Title())
	page.Find(row, ".message").SetTextContent(messageOf(t))
	page.Find(row, ".pack").SetTextContent(t.Pack.Name)
	page.Find(row, ".by").SetTextContent(v.replacedBy(t))
	row.SetTitle(richtext.Join("\n", t.Title(), messageOf(t), v.replacedBy(t), t.Pack.Name+" · "+t.ID()))
	rows[address] = row
	return row
}

// drawChosenTopic marks the row of what is read, and unmarks the one before.
func (v *View) drawChosenTopic(before string) {
	s := &v.shelf
	list := v.Find("#topics")
	if row, there := s.rows[before]; there {
		row.SetAttribute("aria-selected", "false")
	}
	row, there := s.rows[v.address]
	if there && slices.Contains(s.order, v.address) {
		row.SetAttribute("aria-selected", "true")
		list.SetAttribute("aria-activedescendant", row.ID())
	} else {
		list.RemoveAttribute("aria-activedescendant")
	}
}

// revealTopic scrolls the list to the chosen row.
func (v *View) revealTopic() {
	s := &v.shelf
	if row, there := s.rows[v.address]; there && s.scrollIntoView && slices.Contains(s.order, v.address) {
		row.Call("scrollIntoView", map[string]any{"block": "nearest"})
	}
	s.scrollIntoView = false
}

// move reads the topic that is by rows further down the list, or up.
func (v *View) move(by int) {
	order := v.shelf.order
	if len(order) == 0 {
		return
	}
	at := slices.Index(order, v.address)
	switch {
	case at < 0 && by > 0:
		at = by - 1
	case at < 0:
		at = len(order) + by
	default:
		at += by
	}
	v.readTopic(order[min(max(at, 0), len(order)-1)], true)
}
