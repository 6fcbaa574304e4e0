//go:build js && wasm

package panel

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/browse"
	"misstep/wasm/har"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A reader is what is listed and read in the catalogue tab.
type reader struct {
	query   browse.Query
	place   browse.Place // whose topic is read, or why there is none
	address string       // of the place; "" reads nothing
	from    int          // exchange whose explanation led here, 0: none

	shelf shelf
}

// A shelf is the list of topics in the present window.
type shelf struct {
	packs    []*catalog.Pack // listed
	query    browse.Query    // answered
	address  string          // drawn
	rows     map[string]page.Element
	order    []string // addresses of the rows that are in the list
	toReveal bool
}

// findCatalog readies the tab in the present window.
func (p *Panel) findCatalog() {
	p.reader.shelf = shelf{rows: map[string]page.Element{}, toReveal: true}
	p.listenCatalog()
}

// drawCatalog brings the tab up to date with the packs, the search and the
// session.
func (p *Panel) drawCatalog() {
	r := &p.reader
	c := p.session.Catalog()
	relist := r.shelf.packs == nil || r.shelf.query != r.query
	if !slices.Equal(r.shelf.packs, c.Packs()) {
		r.shelf.packs = slices.Clone(c.Packs())
		r.shelf.rows = map[string]page.Element{}
		relist = true
		if r.address != "" {
			r.place = browse.Resolve(c, r.address)
		}
		p.fillPacks()
		p.drawTopic()
	}
	if relist {
		r.shelf.query = r.query
		p.drawTopics()
	}
	p.revealTopic()
	p.drawSeenTimes()
}

// fillPacks writes the menu of packs.
func (p *Panel) fillPacks() {
	r := &p.reader
	if p.session.Catalog().Pack(r.query.Pack) == nil {
		r.query.Pack = ""
	}
	var options [][2]string
	for _, pack := range r.shelf.packs {
		options = append(options, [2]string{pack.ID, pack.Name})
	}
	p.fillMenu(p.Find("#catalog-pack"), options, r.query.Pack)
	p.fillFacets()
}

// fillFacets writes the menu of statuses that there are in the chosen packs.
func (p *Panel) fillFacets() {
	r := &p.reader
	facets := browse.Facets(p.session.Catalog(), r.query.Pack)
	if !slices.Contains(facets, r.query.Facet) {
		r.query.Facet = ""
	}
	var options [][2]string
	for _, facet := range facets {
		options = append(options, [2]string{facet, p.facetText(facet)})
	}
	p.fillMenu(p.Find("#catalog-facet"), options, r.query.Facet)
}

// fillMenu replaces all options but the first, which stands for any.
func (p *Panel) fillMenu(menu page.Element, options [][2]string, chosen string) {
	page.Each(menu, "option:not([value=''])", func(option page.Element) { option.Remove() })
	for _, o := range options {
		option := p.Create("option")
		option.Set("value", o[0])
		option.SetTextContent(o[1])
		menu.AppendChild(option)
	}
	menu.Set("value", chosen)
}

// facetText is the heading of a group of entries.
func (p *Panel) facetText(facet string) string {
	switch facet {
	case catalog.KindConsent:
		return p.Text("catalogueConsent")
	case catalog.KindNetwork:
		return p.Text("catalogueNetwork")
	case catalog.KindSuccess:
		return p.Text("catalogueSuccess")
	case browse.FacetOther:
		return p.Text("catalogueAnyStatus")
	case browse.FacetCause:
		return p.Text("catalogueCauses")
	}
	status, _ := strconv.Atoi(facet)
	return richtext.Join(" ", facet, har.Reason(status))
}

// sign is the first column of a row.
func (p *Panel) sign(t browse.Topic) string {
	switch {
	case t.Endpoint != nil:
		return t.Endpoint.Method
	case t.Cause != nil:
		return p.Text("catalogueSignCause")
	case t.Entry.Status != 0:
		return strconv.Itoa(t.Entry.Status)
	case t.Entry.Kind == catalog.KindConsent:
		return p.Text("catalogueSignConsent")
	case t.Entry.Kind == catalog.KindNetwork:
		return p.Text("catalogueSignNetwork")
	}
	return p.Text("statusNone")
}

// drawTopics lists what is searched for.
func (p *Panel) drawTopics() {
	r := &p.reader
	list := p.Find("#topics")
	groups, all := browse.List(p.session.Catalog(), r.query)
	r.shelf.order = r.shelf.order[:0]
	page.Empty(list)
	for _, g := range groups {
		box := p.Piece("topics")
		heading := ""
		if g.Pack != nil {
			heading = p.facetText(g.Facet)
			if r.query.Endpoints {
				heading = cmp.Or(g.Facet, p.Text("catalogueOtherEndpoints"))
			}
			page.Find(box, ".name").SetTextContent(heading)
			page.Find(box, ".count").SetTextContent(strconv.Itoa(len(g.Topics)))
			page.Find(box, ".pack").SetTextContent(g.Pack.Name)
			box.SetAttribute("aria-label", richtext.Join(" · ", g.Pack.Name, heading))
		}
		page.Show(page.Find(box, ".heading"), heading != "")
		for _, t := range g.Topics {
			row := p.topicRow(t)
			page.Show(page.Find(row, ".pack"), g.Pack == nil) // else the heading has it
			box.AppendChild(row)
			r.shelf.order = append(r.shelf.order, t.Address())
		}
		list.AppendChild(box)
	}
	page.Show(list, len(r.shelf.order) > 0)
	page.Show(p.Find("#no-topics"), len(r.shelf.order) == 0)
	p.Find("#no-topics h2").SetTextContent(p.Text("catalogueNothing", strings.TrimSpace(r.query.Text)))
	page.Show(p.Find("#catalog-facet"), !r.query.Endpoints)
	count := p.Text("catalogueCount", strconv.Itoa(len(r.shelf.order)), strconv.Itoa(all))
	p.Find("#catalog-count").SetTextContent(count)
	list.Set("scrollTop", 0)
	p.drawChosenTopic("")
	r.shelf.toReveal = r.shelf.toReveal || r.query.Text == ""
}

// topicRow is a topic's row, made when it is first listed.
func (p *Panel) topicRow(t browse.Topic) page.Element {
	rows := p.reader.shelf.rows
	address := t.Address()
	if row, there := rows[address]; there {
		return row
	}
	row := p.Piece("topic-row")
	row.SetID("topic-" + strconv.Itoa(len(rows)+1))
	row.SetAttribute("data-address", address)
	page.Find(row, ".sign").SetTextContent(p.sign(t))
	page.Find(row, ".name").SetTextContent(t.Title())
	id := t.ID()
	if t.Endpoint != nil {
		id = t.Endpoint.Path
	}
	page.Find(row, ".id").SetTextContent(id)
	page.Find(row, ".pack").SetTextContent(t.Pack.Name)
	row.SetTitle(richtext.Join(" · ", t.Title(), id, t.Pack.Name))
	rows[address] = row
	return row
}

// drawChosenTopic marks the row of what is read, and unmarks the one before.
func (p *Panel) drawChosenTopic(before string) {
	s := &p.reader.shelf
	list := p.Find("#topics")
	if row, there := s.rows[before]; there {
		row.SetAttribute("aria-selected", "false")
	}
	row, there := s.rows[p.reader.address]
	if there && slices.Contains(s.order, p.reader.address) {
		row.SetAttribute("aria-selected", "true")
		list.SetAttribute("aria-activedescendant", row.ID())
	} else {
		list.RemoveAttribute("aria-activedescendant")
	}
}

// revealTopic scrolls the list to the chosen row.
func (p *Panel) revealTopic() {
	s := &p.reader.shelf
	if row, there := s.rows[p.reader.address]; there && s.toReveal && slices.Contains(s.order, p.reader.address) {
		row.Call("scrollIntoView", map[string]any{"block": "nearest"})
	}
	s.toReveal = false
}

// moveTopic reads the topic that is by rows further down the list, or up.
func (p *Panel) moveTopic(by int) {
	order := p.reader.shelf.order
	if len(order) == 0 {
		return
	}
	at := slices.Index(order, p.reader.address)
	switch {
	case at < 0 && by > 0:
		at = by - 1
	case at < 0:
		at = len(order) + by
	default:
		at += by
	}
	p.readTopic(order[min(max(at, 0), len(order)-1)], true)
}
