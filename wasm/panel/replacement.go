//go:build js && wasm

package panel

import (
	"misstep/catalog"
	"misstep/wasm/diagnose"
	"misstep/wasm/ui/richtext"
)

// drawReplacement says in the detail what to call instead, if the exchange
// failed because its API was switched off.
func (p *Panel) drawReplacement(r *diagnose.Replacement) {
	section := find(p.view.detail, ".instead")
	show(section, r != nil)
	if r == nil {
		return
	}
	find(section, ".successor").SetTextContent(richtext.Join(" · ", r.Successor, r.Name))
	p.setCertainty(find(section, ".sure"), r.Certainty, r.Source)
	p.fillCalls(section, r)
	scopes := find(section, ".needs")
	show(scopes, len(r.Scopes) > 0)
	empty(scopes)
	p.appendSegments(scopes, richtext.Code(p.text("insteadScopes", richtext.CodeList(r.Scopes))))

	differences := find(section, ".differences")
	show(differences, len(r.Differences) > 0)
	p.fillDifferences(find(differences, "ul"), r.Differences)
	open := find(section, ".open")
	show(open, len(r.Open) > 0)
	p.fillTexts(find(open, "ul"), r.Open)
}

// fillCalls writes the calls of a replacement into e, or why there are none.
func (p *Panel) fillCalls(e element, r *diagnose.Replacement) {
	list, none := find(e, ".calls"), find(e, ".nothing")
	empty(list)
	for _, call := range r.Calls {
		item := p.piece("successor-call")
		find(item, ".gives").SetTextContent(call.Gives)
		find(item, ".address").SetTextContent(call.Method + " " + call.URL)
		find(item, ".copy").SetAttribute("data-text", call.URL)
		sent := find(item, ".sent")
		sent.SetTextContent(call.Body)
		show(sent, call.Body != "")
		list.AppendChild(item)
	}
	show(list, len(r.Calls) > 0)
	show(none, len(r.Calls) == 0)
	text := p.text("migrateUnmapped")
	if r.None != "" {
		text = p.text("migrateNone", r.None)
	}
	p.setSegments(none, richtext.Code(text))
}

// setCertainty writes how sure a replacement is into a link to where it says so.
func (p *Panel) setCertainty(badge element, certainty, source string) {
	text, help := "", ""
	switch certainty {
	case catalog.Official:
		text, help = p.text("replacementOfficial"), p.text("migrateOfficial")
	case catalog.Derived:
		text, help = p.text("replacementDerived"), p.text("migrateDerived")
	}
	badge.SetTextContent(text)
	badge.SetTitle(richtext.Join("\n", help, source))
	badge.SetAttribute("data-certainty", certainty)
	if address := richtext.SourceAddress(source); address != "" {
		badge.SetAttribute("href", address)
	} else {
		badge.RemoveAttribute("href")
	}
}

func (p *Panel) fillDifferences(list element, differences []diagnose.Difference) {
	empty(list)
	for _, d := range differences {
		item := p.create("li")
		p.appendSegments(item, richtext.Code(d.Text))
		if address := richtext.SourceAddress(d.Source); address != "" {
			link := p.piece("source")
			link.SetAttribute("href", address)
			item.Call("append", " ")
			item.AppendChild(link)
		}
		list.AppendChild(item)
	}
}

func (p *Panel) fillTexts(list element, texts []string) {
	empty(list)
	for _, text := range texts {
		item := p.create("li")
		p.appendSegments(item, richtext.Code(text))
		list.AppendChild(item)
	}
}
