//go:build js && wasm

package panel

import (
	"cmp"
	"strconv"
	"strings"

	"misstep/wasm/har"
	"misstep/wasm/redact"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

func (p *Panel) drawRequest(x *har.Exchange, l listmodel.RowText) {
	v, r := &p.view, x.Request
	in := func(selector string) page.Element { return page.Find(v.requestLine, selector) }
	in(".method").SetTextContent(l.Method)
	in(".version").SetTextContent(httpVersion(r.HTTPVersion))
	if l.Method != "" {
		p.addPlace("request method", &spot{section: v.request, item: in(".method")})
	}
	if address := cmp.Or(r.URL, l.Address); address != "" {
		p.addText("request URL", &spot{section: v.request, item: v.requestLine, text: in(".address"), segments: richtext.Masked("request URL", redact.URLSegments(address))})
	} else if page.Empty(in(".address")); x.Pasted != "" {
		in(".address").SetTextContent(p.Text("pastedText"))
	}
	p.addPlace("request", &spot{section: v.request, item: v.requestLine})
	p.drawFields(v.request, v.requestHeaders, "request header", r.Headers, redact.HeaderSegments)
	p.drawFields(v.request, v.requestParameters, "request parameter", r.Params(), redact.ParamSegments)
	text := ""
	if r.PostData != nil {
		text = r.PostData.Text
	}
	page.Show(v.requestBody, text != "")
	p.drawBody(v.request, v.requestBody, "request body", text, "")
}

func (p *Panel) drawResponse(x *har.Exchange, l listmodel.RowText) {
	v, r := &p.view, x.Response
	in := func(selector string) page.Element { return page.Find(v.responseLine, selector) }
	in(".version").SetTextContent(httpVersion(r.HTTPVersion))
	in(".status").SetTextContent(richtext.Join(" ", l.Status, r.StatusText))
	in(".error").SetTextContent(r.Error)
	p.addPlace("response", &spot{section: v.response, item: v.responseLine})
	p.addPlace("response status", &spot{section: v.response, item: in(".status")})
	if r.Error != "" {
		p.addPlace("response error", &spot{section: v.response, item: in(".error")})
	}
	p.drawFields(v.response, v.responseHeaders, "response header", r.Headers, redact.HeaderSegments)
	p.drawBody(v.response, v.responseBody, "response body", r.Body.Text, bodyNote(&r.Body, p.Text))
}

// longValue is from how many bytes on a field's value is folded.
const longValue = 240

// mostFields is how many headers or parameters a screen can bear.
const mostFields = 500

// drawFields writes headers or parameters, each a place of its own.
func (p *Panel) drawFields(section, part page.Element, kind string, fields []har.Header, mask func(name, value string) []redact.Segment) {
	page.Show(part, len(fields) > 0)
	list := page.Find(part, ".fields")
	page.Empty(list)
	for i, f := range fields {
		item := page.Clone(p.view.field)
		if i == mostFields {
			page.Find(item, ".value").SetTextContent(p.Text("fieldsCut", strconv.Itoa(mostFields)))
			list.AppendChild(item)
			break
		}
		where := kind + " " + f.Name
		page.Find(item, ".name").SetTextContent(f.Name)
		shown := richtext.Masked(p.newName(where), mask(f.Name, f.Value))
		p.addText(where, &spot{section: section, item: item, text: page.Find(item, ".value"), segments: shown})
		p.foldLong(item, len(richtext.Plain(shown)))
		list.AppendChild(item)
	}
	if len(fields) > 0 {
		p.addPlace(kind, &spot{section: section, item: part})
		p.addPlace(kind+"s", &spot{section: section, item: part})
	}
}

// foldLong shows only the start of a long value, and a button for the rest.
func (p *Panel) foldLong(item page.Element, size int) {
	if size < longValue {
		return
	}
	item.Class().Add("long")
	item.AppendChild(p.Piece("more"))
}

func (p *Panel) unfold(button page.Element) {
	item := page.Wrap(button.Call("closest", ".long"))
	item.Class().Toggle("unfolded")
	key := "showMore"
	if item.Class().Contains("unfolded") {
		key = "showLess"
	}
	button.SetTextContent(p.Text(key))
}

// drawBody writes a body, or as much of it as a screen can bear.
func (p *Panel) drawBody(section, part page.Element, where, text, note string) {
	limit := richtext.BodyLimit
	if p.detail.whole[where] {
		limit = allLimit
	}
	p.detail.bodies[where] = text
	shown, cut := showBody(where, text, limit)
	if cut {
		note = richtext.Join(" ", note, p.Text("bodyCut", richtext.ByteSize(limit), richtext.ByteSize(len(text))))
	}
	page.Find(part, ".said").SetTextContent(note)
	all := page.Find(part, ".all")
	page.Show(all, cut && limit < allLimit)
	all.SetAttribute("data-place", where)
	page.Show(page.Find(part, ".note"), note != "")
	button := page.Find(part, ".copy")
	button.SetAttribute("data-place", where)
	page.Show(button, text != "")
	pre := page.Find(part, "pre")
	page.Show(pre, len(shown) > 0)
	if len(shown) == 0 {
		page.Empty(pre)
		return
	}
	delete(p.detail.places, strings.ToLower(where)) // of the first drawing
	p.addText(where, &spot{section: section, item: pre, text: pre, segments: shown})
}

// showAllOf shows all of a body whose start is shown.
func (p *Panel) showAllOf(where string) {
	v := &p.view
	p.detail.whole[where] = true
	section, part, note := v.response, v.responseBody, ""
	if where == "request body" {
		section, part = v.request, v.requestBody
	}
	p.drawBody(section, part, where, p.detail.bodies[where], note)
}

// httpVersion makes "h2", "http/2.0" and "HTTP/1.1" look alike.
func httpVersion(version string) string {
	switch v := strings.ToLower(version); v {
	case "", "unknown":
		return ""
	case "h2", "http/2.0":
		return "HTTP/2"
	case "h3", "http/3.0":
		return "HTTP/3"
	default:
		return strings.ToUpper(v)
	}
}
