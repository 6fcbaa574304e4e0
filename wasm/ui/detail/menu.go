//go:build js && wasm

package detail

import (
	"misstep/wasm/export"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// factMenu is the context menu of evidence, header fields, parameters and claims: of
// lines that have a name and a value.
func (v *View) factMenu() page.ContextMenu {
	var line page.Element // that is meant
	// told is a part of it as it may be copied, whatever the screen shows.
	told := func(selector string) string {
		part := line.Call("querySelector", selector)
		if !part.Truthy() {
			return ""
		}
		return export.Aliases(v.session, v.host.Selected()).Text(page.Wrap(part).TextContent())
	}
	value := func() string { return told(".text, .value") }
	both := func() string { return richtext.Join(": ", told(".label, .name"), value()) }
	source := func() page.Element {
		if link := line.Call("querySelector", "button.where"); link.Truthy() {
			return page.Wrap(link)
		}
		return nil
	}
	return page.ContextMenu{On: "#detail :is(.evidence, .fields, .facts) li", For: func(target page.Element) bool {
		line = page.Wrap(target.Call("closest", "li"))
		return v.host.Selected() != 0 && value() != ""
	}, Items: []page.MenuItem{
		{Text: "menuCopyValue", Do: func(at page.Element) { v.CopyText(value(), at) }},
		{Text: "menuCopyCell", Value: both, Do: func(at page.Element) { v.CopyText(both(), at) }},
		{},
		{Text: "menuSource", Shown: func() bool { return source() != nil }, Do: func(page.Element) { v.followEvidence(source()) }},
	}}
}
