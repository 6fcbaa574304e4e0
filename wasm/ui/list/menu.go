//go:build js && wasm

package list

import (
	"strconv"

	"misstep/catalog/messages"
	"misstep/wasm/export"
	"misstep/wasm/httpmsg"
	"misstep/wasm/ui/page"
)

// meant is what the context menu of a row is about.
type meant struct {
	exchange int
	cell     string // what the cell under the pointer says
}

// menu is the context menu of rows.
func (v *View) menu() page.ContextMenu {
	return page.ContextMenu{On: "#rows [role=row]", For: v.noteRow, Items: []page.MenuItem{
		{Text: "menuCopyCell", Value: func() string { return v.meant.cell }, Do: func(at page.Element) { v.CopyText(v.meant.cell, at) }},
		{Text: "menuCopy", Items: v.copies()},
	}}
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
