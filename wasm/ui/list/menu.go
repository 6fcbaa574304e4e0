//go:build js && wasm

package list

import (
	"strconv"

	"misstep/catalog/messages"
	"misstep/wasm/browse"
	"misstep/wasm/export"
	"misstep/wasm/httpmsg"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// meant is what a context menu is about.
type meant struct {
	exchange int
	cell     string // what the cell under the pointer says
	column   string // whose heading it is
}

// rowMenu is the context menu of rows.
func (v *View) rowMenu() page.ContextMenu {
	exchange := func(do func(id int)) func(page.Element) {
		return func(page.Element) { do(v.meant.exchange) }
	}
	return page.ContextMenu{On: "#rows [role=row]", For: v.noteRow, Items: []page.MenuItem{
		{Text: "menuCopyCell", Value: func() string { return v.meant.cell }, Do: func(at page.Element) { v.CopyText(v.meant.cell, at) }},
		{Text: "menuCopy", Items: v.copies()},
		{},
		{Text: "menuOnly", Items: v.narrowing(false)},
		{Text: "menuExclude", Items: v.narrowing(true)},
		{},
		{Text: "menuCompareSelected", Value: v.comparable, Do: exchange(func(id int) { v.compareWith(v.selected, id) })},
		{Text: "menuCompare", Do: exchange(v.chooseOther)},
		{},
		{Text: "menuTimeline", Do: exchange(v.host.ShowTimeline)},
		{Text: "menuCatalog", Shown: func() bool { return v.topicOf(v.meant.exchange) != "" }, Do: exchange(func(id int) {
			v.Select(id)
			v.host.ShowTopic(v.topicOf(id))
		})},
		{Text: "menuNetwork", Shown: func() bool { return v.revealer(v.meant.exchange) != nil }, Do: exchange(func(id int) { v.revealer(id)() })},
		{Text: "menuDocs", Shown: func() bool { return v.docOf(v.meant.exchange) != "" }, Do: exchange(func(id int) { v.OpenLink(v.docOf(id)) })},
	}}
}

// headMenu is the context menu of headings.
func (v *View) headMenu() page.ContextMenu {
	sorted := func(descending bool) func(page.Element) {
		return func(page.Element) { v.sortBy(listmodel.SortedBy(v.meant.column, descending)) }
	}
	items := []page.MenuItem{{Text: "menuSortUp", Do: sorted(false)}, {Text: "menuSortDown", Do: sorted(true)}, {}}
	for i := range listmodel.Columns {
		if c := &listmodel.Columns[i]; !c.Always {
			shown := func() bool { is, _ := v.state.Shows(c); return is }
			items = append(items, page.MenuItem{Text: c.TextKey(), Checked: shown, Do: func(page.Element) {
				v.state.Show(c, !shown())
				v.columnsChanged()
			}})
		}
	}
	items = append(items, page.MenuItem{}, page.MenuItem{Text: "menuResetColumns", Do: func(page.Element) {
		v.state.ResetColumns()
		v.model.Refill()
		v.columnsChanged()
	}})
	return page.ContextMenu{On: ".columns [role=columnheader]", For: func(target page.Element) bool {
		v.meant = meant{column: page.Wrap(target.Call("closest", "[data-column]")).GetAttribute("data-column")}
		return true
	}, Items: items}
}

// narrowing are the items that list only what has something in common with a
// request, or all else.
func (v *View) narrowing(not bool) (items []page.MenuItem) {
	field := func(name string) string { return v.model.Field(v.meant.exchange, name) }
	ask := func(filter string) {
		v.el.filter.Set("value", filter)
		v.setFilter(filter)
	}
	if !not {
		items = append(items, page.MenuItem{Text: "menuStatusAndEndpoint", Value: func() string { return richtext.Join(" ", field("status"), field("endpoint")) }, Do: func(page.Element) {
			ask(listmodel.With(listmodel.With(v.state.Filter, "status", field("status"), false), "endpoint", field("endpoint"), false))
		}})
	}
	for _, f := range []struct{ text, field string }{
		{"menuEndpoint", "endpoint"}, {"menuError", "entry"}, {"menuStatus", "status"}, {"menuToken", "token"}, {"menuUser", "user"},
	} {
		value := func() string { return field(f.field) }
		items = append(items, page.MenuItem{Text: f.text, Value: func() string {
			if f.field == "entry" && value() != "" {
				return v.model.RowText(v.meant.exchange).Brief
			}
			return value()
		}, Do: func(page.Element) {
			ask(listmodel.With(v.state.Filter, f.field, value(), not))
		}})
	}
	return items
}

// topicOf is the address of what the catalog has of a request's finding; "": nothing.
func (v *View) topicOf(id int) string {
	d := v.session.Summary(id)
	if d.Finding == "" {
		return ""
	}
	if t := browse.Resolve(v.session.Catalog(), "#"+browse.Tab+"/"+d.Pack+"/"+d.Finding).Topic; !t.None() {
		return t.Address()
	}
	return ""
}

// docOf is the address of the documentation that explains a request best; "": none.
func (v *View) docOf(id int) string {
	if d := v.session.Diagnosis(id); len(d.Findings) > 0 {
		for _, link := range richtext.DocLinks(d.Findings[0].Docs) {
			return link.Address
		}
	}
	return ""
}

// revealer shows a request in the browser's own panel; nil where that can't be done.
func (v *View) revealer(id int) func() {
	if v.program.Revealer == nil {
		return nil
	}
	return v.program.Revealer(id)
}

// noteRow notes the request of a row and the text of the cell that was pressed.
func (v *View) noteRow(target page.Element) bool {
	row := page.Wrap(target.Call("closest", "[role=row]"))
	id, err := strconv.Atoi(row.GetAttribute("data-exchange"))
	if err != nil || id < v.session.First() || id > v.session.LastID() {
		return false
	}
	v.meant = meant{exchange: id}
	if cell := target.Call("closest", "[role=gridcell]"); cell.Truthy() {
		v.meant.cell = export.Aliases(v.session).Known(page.Wrap(cell).TextContent())
	}
	return true
}

// copies are the items that copy something of a request, none of it with secrets.
func (v *View) copies() []page.MenuItem {
	request := func() *httpmsg.Exchange { return v.session.Exchange(v.meant.exchange) }
	hasURL := func() bool { return request().Request.URL != "" }
	copied := func(text func(id int) string) func(page.Element) {
		return func(at page.Element) { v.CopyText(text(v.meant.exchange), at) }
	}
	return []page.MenuItem{
		{Text: "menuCopyCurl", Shown: hasURL, Do: copied(func(id int) string { return export.Curl(v.session, id, export.CurlOptions{}) })},
		{Text: "menuCopyCorrected", Shown: func() bool { return v.corrected(v.meant.exchange) != "" }, Do: copied(v.corrected)},
		{Text: "menuCopyFetch", Shown: hasURL, Do: copied(func(id int) string { return export.Fetch(v.session, id) })},
		{Text: "menuCopyURL", Shown: hasURL, Do: copied(v.urlOf)},
		{},
		{Text: "menuCopyResponse", Shown: func() bool { return request().Response.Body.Text != "" }, Do: copied(v.bodyOf)},
		{Text: "menuCopyReport", Do: copied(func(id int) string { return export.Markdown(v.session, id, v.Text) })},
		{Text: "menuCopyHAR", Do: func(at page.Element) {
			if text, ok := v.Recording(v.session, []int{v.meant.exchange}); ok {
				v.CopyText(text, at)
			}
		}},
	}
}

func (v *View) urlOf(id int) string {
	return export.Aliases(v.session, id).URL(v.session.Exchange(id).Request.URL)
}

// corrected is the request as it should have been, as a command; "" where nothing
// can be corrected without a decision.
func (v *View) corrected(id int) string {
	request, changes, ok := export.Corrected(v.session, id)
	if !ok {
		return ""
	}
	return export.CurlRequest(v.session, &request, export.CurlOptions{Changes: changes})
}

// copiedBody bounds what is copied of a body, in bytes.
const copiedBody = 16 << 20

func (v *View) bodyOf(id int) string {
	text := messages.Truncate(v.session.Exchange(id).Response.Body.Text, copiedBody)
	return export.Aliases(v.session, id).Text(text)
}

// comparable is the selected request, by its number, if another is meant; otherwise "".
func (v *View) comparable() string {
	if v.selected == 0 || v.selected == v.meant.exchange {
		return ""
	}
	return "#" + strconv.Itoa(v.selected)
}

// chooseOther has the next row that is chosen compared with this request.
func (v *View) chooseOther(id int) {
	v.choosing = id
	v.drawChoosing()
	v.el.list.Focus()
}

// chosen compares with what was chosen; false: nothing is to be chosen.
func (v *View) chosen(id int) bool {
	if v.choosing == 0 || id == 0 || id == v.choosing {
		return false
	}
	v.compareWith(v.choosing, id)
	return true
}

// stopChoosing leaves what is shown as it is; false: nothing was to be chosen.
func (v *View) stopChoosing() bool {
	was := v.choosing
	v.choosing = 0
	if v.Alive() {
		v.drawChoosing()
	}
	return was != 0
}

// compareWith explains a request beside another.
func (v *View) compareWith(id, other int) {
	v.stopChoosing()
	v.Select(id)
	v.explanation.CompareWith(other)
}

// drawChoosing says what is to be chosen.
func (v *View) drawChoosing() {
	strip := v.Find("#choosing")
	page.Show(strip, v.choosing != 0)
	if v.choosing != 0 {
		page.Find(strip, "span").SetTextContent(v.Text("choosing", strconv.Itoa(v.choosing)))
	}
}
