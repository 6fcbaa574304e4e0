//go:build js && wasm

package detail

import (
	"strconv"
	"strings"

	"misstep/wasm/diagnosis"
	"misstep/wasm/export"
	"misstep/wasm/replacement"
	"misstep/wasm/ui/page"
)

// An offered thing is copied in one of several ways, each with a button of its own.
var offerTexts = map[string]string{"curl": "offerCurl", "fetch": "offerFetch", "url": "offerURL", "text": "offerText", "spending": "offerSpending"}

// drawOffers puts what can be pasted for each step of a fix into the step.
func (v *View) drawOffers(steps []diagnosis.Step) {
	items := v.el.fixes.Get("children")
	for i, step := range steps {
		item := page.Wrap(items.Index(i))
		v.offerValue(item, step.Value)
		v.drawOffered(item, i, export.Offers(v.session, v.host.Selected(), i))
	}
}

// offerValue puts a button that copies it after the code with this value.
func (v *View) offerValue(item page.Element, value string) {
	done := value == ""
	page.Each(item, "code", func(code page.Element) {
		if !done && code.TextContent() == value {
			done = true
			button := v.Piece("copy-value")
			button.SetAttribute("data-text", value)
			code.Call("after", button.Underlying())
		}
	})
}

// offerCalls has the calls of a replacement copied, where they are several: one
// alone stands in the step.
func (v *View) offerCalls(section page.Element, calls []replacement.Call) {
	if len(calls) < 2 {
		return
	}
	items := page.Find(section, ".calls").Get("children")
	for i, call := range calls {
		v.drawOffered(page.Wrap(items.Index(i)), -1-i, []export.Offer{export.CallOffer(v.session, call)})
	}
}

func (v *View) drawOffered(item page.Element, step int, offers []export.Offer) {
	if len(offers) == 0 {
		return
	}
	list := v.Create("span")
	list.Class().Add("offers")
	for n, o := range offers {
		for _, as := range waysOf(o) {
			button := v.Piece("offer")
			button.SetTextContent(v.Text(offerTexts[as]))
			if o.Spending {
				button.RemoveAttribute("data-action") // the browser opens it
				button.SetAttribute("popovertarget", "spent")
			}
			if len(o.Changes) > 0 {
				button.SetTitle(v.Text("copyCorrectedHelp", strings.Join(o.Changes, "\n")))
			} else if o.Request == nil {
				button.SetTitle(v.shown.mask.Known(o.URL + o.Text))
			}
			button.SetAttribute("data-step", strconv.Itoa(step))
			button.SetAttribute("data-offer", strconv.Itoa(n))
			button.SetAttribute("data-as", as)
			list.AppendChild(button)
		}
	}
	item.AppendChild(list)
}

// waysOf are how an offer can be copied.
func waysOf(o export.Offer) []string {
	switch {
	case o.Spending:
		return []string{"spending"}
	case o.Request != nil:
		return []string{"curl", "fetch"}
	case o.URL != "":
		return []string{"url"}
	}
	return []string{"text"}
}

// copyOffer copies what a button offers. It is made again: the document does not
// hold it.
func (v *View) copyOffer(button page.Element) {
	id, step, n := v.host.Selected(), numberIn(button, "data-step"), numberIn(button, "data-offer")
	var offers []export.Offer
	if step >= 0 {
		offers = export.Offers(v.session, id, step)
	} else if r := v.session.Diagnosis(id).Replacement; r != nil && -1-step < len(r.Calls) {
		offers = []export.Offer{export.CallOffer(v.session, r.Calls[-1-step])}
	}
	if n >= len(offers) {
		return
	}
	switch o := offers[n]; button.GetAttribute("data-as") {
	case "curl":
		v.CopyText(export.CurlRequest(v.session, o.Request, export.CurlOptions{Changes: o.Changes}), button)
	case "fetch":
		v.CopyText(export.FetchRequest(v.session, o.Request, o.Changes), button)
	default:
		v.CopyText(export.Aliases(v.session, id).Known(o.URL+o.Text), button)
	}
}
