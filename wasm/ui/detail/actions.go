//go:build js && wasm

package detail

import (
	"strconv"

	"misstep/catalog/location"
	"misstep/catalog/messages"
	"misstep/wasm/diagnosis"
	"misstep/wasm/export"
	"misstep/wasm/httpmsg"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// drawActions shows what can be copied of this exchange. None of it contains a secret,
// whatever the screen shows.
func (v *View) drawActions(x *httpmsg.Exchange, d diagnosis.Diagnosis) {
	in := func(selector string) page.Element { return page.Find(v.el.detail, selector) }
	page.Show(in(".copy-curl"), x.Request.URL != "")
	page.Show(in(".copy-path"), x.Request.URL != "")
	page.Show(in(".not-this"), d.Failed)
}

// Actions are what its buttons do.
func (v *View) Actions() page.Actions {
	return page.Actions{
		"where":          v.followEvidence,
		"visit-exchange": func(button page.Element) { v.visitExchange(numberIn(button, "data-exchange"), button) },
		"back":           func(page.Element) { v.goBack() },
		"reveal":         v.revealSecret,
		"more":           v.unfold,
		"body-all":       func(button page.Element) { v.showAllOf(bodyOf(button)) },
		"copy-body":      v.copyBody,
		"copy-curl": func(button page.Element) {
			v.CopyText(export.Curl(v.session, v.host.Selected(), export.CurlOptions{}), button)
		},
		"offer": v.copyOffer,
		"copy-report": func(button page.Element) {
			v.CopyText(export.Markdown(v.session, v.host.Selected(), v.Text), button)
		},
		"copy-path": func(page.Element) {
			id := v.host.Selected()
			_, path := listmodel.HostAndPath(export.Aliases(v.session, id).URL(v.session.Exchange(id).Request.URL))
			v.CopyText(path, v.Menu.Chosen(v.el.detail))
		},
		"copy-har": func(page.Element) {
			if text, ok := v.Recording(v.session, []int{v.host.Selected()}); ok {
				v.CopyText(text, v.Menu.Chosen(v.el.detail))
			}
		},
		"close": func(page.Element) {
			v.host.Select(0)
			v.host.FocusList()
		},
	}
}

// bodyOf is the body that a button belongs to.
func bodyOf(button page.Element) location.Location {
	if button.GetAttribute("data-place") == location.RequestBody.String() {
		return location.RequestBody
	}
	return location.ResponseBody
}

func (v *View) copyBody(button page.Element) {
	where := bodyOf(button)
	if v.shown.places[where] != nil {
		text := messages.Truncate(indented(v.shown.bodies[where]), copyLimit)
		v.CopyText(export.Aliases(v.session, v.host.Selected()).Text(text), button)
	}
}

// copyLimit bounds what is copied of a body, in bytes.
const copyLimit = 16 << 20

func numberIn(e page.Element, attribute string) int {
	n, err := strconv.Atoi(e.GetAttribute(attribute))
	if err != nil {
		return 0
	}
	return n
}
