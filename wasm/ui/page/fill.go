//go:build js && wasm

package page

import (
	"misstep/catalog"
	"misstep/wasm/analysis"
	"misstep/wasm/replacement"
	"misstep/wasm/ui/richtext"
)

// FillCalls writes the calls of a replacement into e, or why there are none.
func (p *Page) FillCalls(e Element, r *replacement.Replacement) {
	list, none := Find(e, ".calls"), Find(e, ".nothing")
	Empty(list)
	for _, call := range r.Calls {
		item := p.Piece("successor-call")
		Find(item, ".gives").SetTextContent(call.Gives)
		readable, sent := call.Readable(), call.Method+" "+call.URL
		Find(item, ".address").SetTextContent(readable)
		encoded := Find(item, ".encoded")
		Show(encoded, readable != sent)
		Find(encoded, "code").SetTextContent(call.URL)
		Find(item, ".copy").SetAttribute("data-text", call.URL)
		body := Find(item, ".sent")
		body.SetTextContent(call.Body)
		Show(body, call.Body != "")
		list.AppendChild(item)
	}
	Show(list, len(r.Calls) > 0)
	Show(none, len(r.Calls) == 0)
	text := p.Text("migrateUnmapped")
	if r.None != "" {
		text = p.Text("migrateNone", r.None)
	}
	p.SetRuns(none, richtext.Code(text))
}

// SetCertainty writes how sure a replacement is into a link to where it says so.
func (p *Page) SetCertainty(badge Element, certainty, source string) {
	text, help := "", ""
	switch certainty {
	case catalog.Official:
		text, help = p.Text("replacementOfficial"), p.Text("migrateOfficial")
	case catalog.Derived:
		text, help = p.Text("replacementDerived"), p.Text("migrateDerived")
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

// FillDifferences writes what is different at the successor.
func (p *Page) FillDifferences(list Element, differences []replacement.Difference) {
	Empty(list)
	for _, d := range differences {
		list.AppendChild(p.DifferenceItem(d))
	}
}

// DifferenceItem is a list's item for one of them.
func (p *Page) DifferenceItem(d replacement.Difference) Element {
	item := p.Create("li")
	p.AppendRuns(item, richtext.Code(d.Text))
	if address := richtext.SourceAddress(d.Source); address != "" {
		link := p.Piece("source")
		link.SetAttribute("href", address)
		item.Call("append", " ")
		item.AppendChild(link)
	}
	return item
}

// FillTexts writes a list of texts, in which backquotes mean code.
func (p *Page) FillTexts(list Element, texts []string) {
	Empty(list)
	for _, text := range texts {
		item := p.Create("li")
		p.AppendRuns(item, richtext.Code(text))
		list.AppendChild(item)
	}
}

// FillDocs writes links to documentation, or nothing where there are none.
func (p *Page) FillDocs(section Element, addresses []string) {
	list := Find(section, "ul")
	Empty(list)
	links := richtext.DocLinks(addresses)
	for _, l := range links {
		item := p.Piece("link")
		a := Find(item, "a")
		a.SetTextContent(l.Text)
		a.SetTitle(l.Address)
		a.SetAttribute("href", l.Address)
		list.AppendChild(item)
	}
	Show(section, len(links) > 0)
}

// Certainty is how sure a finding is, in words.
func (p *Page) Certainty(c analysis.Certainty) string {
	switch c {
	case analysis.Certain:
		return p.Text("certaintyCertain")
	case analysis.Likely:
		return p.Text("certaintyLikely")
	case analysis.Possible:
		return p.Text("certaintyPossible")
	case analysis.Also:
		return p.Text("certaintyAlso")
	}
	return string(c)
}

// PointTo makes a link lead to an address of the catalog.
func PointTo(link Element, address, text string) {
	link.SetTextContent(text)
	link.SetAttribute("data-address", address)
}
