//go:build js && wasm

package panel

import (
	"cmp"
	"strconv"
	"strings"

	"misstep/wasm/har"
	"misstep/wasm/redact"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/richtext"
)

func (p *Panel) drawRequest(x *har.Exchange, l listmodel.RowText) {
	v, r := &p.view, x.Request
	in := func(selector string) element { return find(v.requestLine, selector) }
	in(".method").SetTextContent(l.Method)
	in(".version").SetTextContent(httpVersion(r.HTTPVersion))
	if l.Method != "" {
		p.addPlace("request method", &spot{section: v.request, item: in(".method")})
	}
	if address := cmp.Or(r.URL, l.Address); address != "" {
		p.addText("request URL", &spot{section: v.request, item: v.requestLine, text: in(".address"), segments: richtext.Masked("request URL", redact.URLSegments(address))})
	} else if empty(in(".address")); x.Pasted != "" {
		in(".address").SetTextContent(p.text("pastedText"))
	}
	p.addPlace("request", &spot{section: v.request, item: v.requestLine})
	p.drawFields(v.request, v.requestHeaders, "request header", r.Headers, redact.HeaderSegments)
	p.drawFields(v.request, v.requestParameters, "request parameter", r.Params(), redact.ParamSegments)
	text := ""
	if r.PostData != nil {
		text = r.PostData.Text
	}
	show(v.requestBody, text != "")
	p.drawBody(v.request, v.requestBody, "request body", text, "")
}

func (p *Panel) drawResponse(x *har.Exchange, l listmodel.RowText) {
	v, r := &p.view, x.Response
	in := func(selector string) element { return find(v.responseLine, selector) }
	in(".version").SetTextContent(httpVersion(r.HTTPVersion))
	in(".status").SetTextContent(richtext.Join(" ", l.Status, r.StatusText))
	in(".error").SetTextContent(r.Error)
	p.addPlace("response", &spot{section: v.response, item: v.responseLine})
	p.addPlace("response status", &spot{section: v.response, item: in(".status")})
	if r.Error != "" {
		p.addPlace("response error", &spot{section: v.response, item: in(".error")})
	}
	p.drawFields(v.response, v.responseHeaders, "response header", r.Headers, redact.HeaderSegments)
	p.drawBody(v.response, v.responseBody, "response body", r.Body.Text, bodyNote(&r.Body, p.text))
}

// longValue is from how many bytes on a field's value is folded.
const longValue = 240

// mostFields is how many headers or parameters a screen can bear.
const mostFields = 500

// drawFields writes headers or parameters, each a place of its own.
func (p *Panel) drawFields(section, part element, kind string, fields []har.Header, mask func(name, value string) []redact.Segment) {
	show(part, len(fields) > 0)
	list := find(part, ".fields")
	empty(list)
	for i, f := range fields {
		item := clone(p.view.field)
		if i == mostFields {
			find(item, ".value").SetTextContent(p.text("fieldsCut", strconv.Itoa(mostFields)))
			list.AppendChild(item)
			break
		}
		where := kind + " " + f.Name
		find(item, ".name").SetTextContent(f.Name)
		shown := richtext.Masked(p.newName(where), mask(f.Name, f.Value))
		p.addText(where, &spot{section: section, item: item, text: find(item, ".value"), segments: shown})
		p.foldLong(item, len(richtext.Plain(shown)))
		list.AppendChild(item)
	}
	if len(fields) > 0 {
		p.addPlace(kind, &spot{section: section, item: part})
		p.addPlace(kind+"s", &spot{section: section, item: part})
	}
}

// foldLong shows only the start of a long value, and a button for the rest.
func (p *Panel) foldLong(item element, size int) {
	if size < longValue {
		return
	}
	item.Class().Add("long")
	item.AppendChild(p.piece("more"))
}

func (p *Panel) unfold(button element) {
	item := wrap(button.Call("closest", ".long"))
	item.Class().Toggle("unfolded")
	key := "showMore"
	if item.Class().Contains("unfolded") {
		key = "showLess"
	}
	button.SetTextContent(p.text(key))
}

// drawBody writes a body, or as much of it as a screen can bear.
func (p *Panel) drawBody(section, part element, where, text, note string) {
	limit := richtext.BodyLimit
	if p.detail.whole[where] {
		limit = allLimit
	}
	p.detail.bodies[where] = text
	shown, cut := showBody(where, text, limit)
	if cut {
		note = richtext.Join(" ", note, p.text("bodyCut", richtext.ByteSize(limit), richtext.ByteSize(len(text))))
	}
	find(part, ".said").SetTextContent(note)
	all := find(part, ".all")
	show(all, cut && limit < allLimit)
	all.SetAttribute("data-place", where)
	show(find(part, ".note"), note != "")
	button := find(part, ".copy")
	button.SetAttribute("data-place", where)
	show(button, text != "")
	pre := find(part, "pre")
	show(pre, len(shown) > 0)
	if len(shown) == 0 {
		empty(pre)
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
