//go:build js && wasm

package detail

import (
	"strconv"

	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// drawMessage writes what the response said, in one line where the cause says what
// it means.
func (v *View) drawMessage(f diagnosis.Finding, explained bool) {
	page.Show(v.el.quote, f.Message != "")
	v.el.quote.Class().Remove("unfolded")
	if v.el.quote.Class().Remove("long"); explained {
		v.el.quote.Class().Add("long")
	}
	v.el.moreMessage.SetTextContent(v.Text("showMore"))
	v.SetRuns(v.el.message, richtext.WithSecrets("message", richtext.Values(f.Message, f.Deciding()), v.shown.known))
}

// fitMessage offers to unfold the message if its line is too short for it.
func (v *View) fitMessage() {
	if v.el.quote == nil || v.el.quote.Class().Contains("unfolded") {
		return
	}
	page.Show(v.el.moreMessage, v.el.message.Get("scrollWidth").Int() > v.el.message.Get("clientWidth").Int())
}

// drawEvidence writes what decided, and apart from it what the explanation says
// already.
func (v *View) drawEvidence(evidence []analysis.Evidence) {
	decide, repeat := page.Find(v.el.seen, "ul"), page.Find(v.el.repeats, "ul")
	page.Empty(decide)
	page.Empty(repeat)
	repeats := 0
	for i, fact := range evidence {
		list := decide
		if fact.Repeats {
			list = repeat
			repeats++
		}
		list.AppendChild(v.fact(i, fact))
	}
	page.Show(v.el.seen, len(evidence) > repeats)
	page.Show(v.el.repeats, repeats > 0)
	page.Find(v.el.repeats, "summary").SetTextContent(v.Text("seenMore", strconv.Itoa(repeats)))
}

// fact is one piece of evidence, with a link to where it was read, if that can be
// shown.
func (v *View) fact(i int, fact analysis.Evidence) page.Element {
	item := page.Clone(v.el.fact)
	page.Find(item, ".label").SetTextContent(fact.Label)
	v.SetRuns(page.Find(item, ".text"), v.Zone.Runs(richtext.WithSecrets("evidence "+strconv.Itoa(i), []richtext.Run{{Text: fact.Text}}, v.shown.known), v.started()))
	where := page.Find(item, ".where")
	if to, ok := v.locate(fact); ok {
		where.SetTextContent(to.text)
		where.SetAttribute("data-evidence", strconv.Itoa(i))
		return item
	}
	place := v.Create("span")
	place.Class().Add("where")
	place.SetTextContent(v.session.Catalog().Messages().Place(fact.Where))
	where.Call("replaceWith", place.Underlying())
	return item
}
