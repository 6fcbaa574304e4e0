//go:build js && wasm

package page

import (
	"strings"
	"syscall/js"
	"time"

	"misstep/catalog/lazyregexp"
	"misstep/wasm/ui/richtext"
)

// pagePolicy lets a saved page do nothing but look as it does.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'"

// SavedPage is a document of its own that shows what body shows here, without what
// only works here. All text stays text: the document is built, then written.
func (p *Page) SavedPage(title string, body Element) string {
	doc := Wrap(p.Document.Get("implementation").Call("createHTMLDocument", title))
	root, head := Wrap(doc.Get("documentElement")), Wrap(doc.Get("head"))
	root.SetAttribute("lang", p.Find(":root").GetAttribute("lang"))
	add := func(to Element, name string, attributes ...string) Element {
		e := Wrap(doc.Call("createElement", name))
		for i := 0; i < len(attributes); i += 2 {
			e.SetAttribute(attributes[i], attributes[i+1])
		}
		to.AppendChild(e)
		return e
	}
	policy := add(head, "meta", "http-equiv", "Content-Security-Policy", "content", pagePolicy)
	head.Call("prepend", policy.Underlying())
	head.Call("prepend", add(head, "meta", "charset", "utf-8").Underlying())
	add(head, "meta", "name", "viewport", "content", "width=device-width")
	add(head, "meta", "http-equiv", "x-dns-prefetch-control", "content", "off") // nor do browsers look up where its links lead

	Each(body, "[data-action]", func(button Element) {
		if button.Class().Contains("icon") || button.Class().Contains("plain") {
			button.Remove()
			return
		}
		// A number leads to a request here; there, if the request is in the page.
		id := button.Get("dataset").Get("exchange")
		if id.Truthy() && body.Call("querySelector", "#request-"+id.String()).Truthy() {
			link := add(body, "a", "href", "#request-"+id.String())
			link.SetTextContent(button.TextContent())
			button.Call("replaceWith", link.Underlying())
			return
		}
		button.Call("replaceWith", button.TextContent())
	})
	Each(body, "[hidden]", func(e Element) { e.Remove() })
	sheet := Wrap(doc.Get("body"))
	sheet.Class().Add("page")
	sheet.Call("append", doc.Call("importNode", body.Underlying(), true))
	made := add(sheet, "p", "class", "made")
	made.SetTextContent(p.Text("pageMade", richtext.UTC(time.Now())))

	var css strings.Builder
	sheets := p.Document.Get("styleSheets")
	for i := range sheets.Length() {
		rulesFor(doc, sheets.Index(i).Get("cssRules"), &css)
	}
	add(head, "style").SetTextContent(css.String())
	return "<!doctype html>\n" + root.Get("outerHTML").String() + "\n"
}

// pseudo matches what no Element is found by.
var pseudo = lazyregexp.New(`::[a-z-]+(\([a-z-]+\))?`)

// rulesFor writes those of the rules that something in the document is found by.
func rulesFor(doc Element, rules js.Value, css *strings.Builder) {
	for i := range rules.Length() {
		rule := rules.Index(i)
		switch selector, inner := rule.Get("selectorText"), rule.Get("cssRules"); {
		case selector.Type() == js.TypeString:
			// Browsers leave out the star before a pseudo-element.
			if found := strings.ReplaceAll(" "+selector.String(), " ::", " *::"); !doc.Call("querySelector", pseudo().ReplaceAllString(found, "")).IsNull() {
				css.WriteString(rule.Get("cssText").String() + "\n")
			}
		case inner.Type() == js.TypeObject: // of @media, @supports
			var inside strings.Builder
			rulesFor(doc, inner, &inside)
			if condition, _, _ := strings.Cut(rule.Get("cssText").String(), "{"); inside.Len() > 0 {
				css.WriteString(condition + "{\n" + inside.String() + "}\n")
			}
		}
	}
}
