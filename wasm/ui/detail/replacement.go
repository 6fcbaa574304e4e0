//go:build js && wasm

package detail

import (
	"misstep/wasm/replacement"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// drawReplacement says in the detail what to call instead, if the exchange
// failed because its API was shut down.
func (v *View) drawReplacement(r *replacement.Replacement) {
	section := page.Find(v.el.detail, ".instead")
	page.Show(section, r != nil)
	if r == nil {
		return
	}
	page.Find(section, ".successor").SetTextContent(richtext.Join(" · ", r.Successor, r.Name))
	v.SetCertainty(page.Find(section, ".sure"), r.Certainty, r.Source)
	v.FillCalls(section, r)
	v.offerCalls(section, r.Calls)
	scopes := page.Find(section, ".needs")
	page.Show(scopes, len(r.Scopes) > 0)
	page.Empty(scopes)
	v.AppendRuns(scopes, richtext.Code(v.Text("insteadScopes", richtext.CodeList(r.Scopes))))

	differences := page.Find(section, ".differences")
	page.Show(differences, len(r.Differences) > 0)
	v.FillDifferences(page.Find(differences, "ul"), r.Differences)
	open := page.Find(section, ".open")
	page.Show(open, len(r.Open) > 0)
	v.FillTexts(page.Find(open, "ul"), r.Open)
}
