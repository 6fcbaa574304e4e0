//go:build js && wasm

package detail

import (
	"cmp"
	"strconv"
	"strings"

	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

func (v *View) drawRequest(x *httpmsg.Exchange, l listmodel.RowText) {
	r := x.Request
	in := func(selector string) page.Element { return page.Find(v.el.request.line, selector) }
	in(".method").SetTextContent(l.Method)
	in(".version").SetTextContent(httpVersion(r.HTTPVersion))
	if l.Method != "" {
		v.addPlace(location.RequestMethod, &anchor{section: v.el.request.section, item: in(".method")})
	}
	if address := cmp.Or(r.URL, l.Address); address != "" {
		v.addText(location.RequestURL, &anchor{section: v.el.request.section, item: v.el.request.line, text: in(".address"), segments: richtext.Masked(location.RequestURL.String(), v.shown.mask.URLSegments(address))})
	} else if page.Empty(in(".address")); x.Pasted != "" {
		in(".address").SetTextContent(v.Text("pastedText"))
	}
	v.drawFields(v.el.request.section, v.el.request.headers, location.RequestHeaders, location.RequestHeader, r.Headers, v.shown.mask.HeaderSegments)
	v.drawFields(v.el.request.section, v.el.request.parameters, location.RequestParameter(""), location.RequestParameter, r.Params(), v.shown.mask.ParamSegments)
	text, note := "", ""
	if r.PostData != nil {
		text = r.PostData.Text
	}
	if r.BodyFile != "" {
		note = v.Text("bodyOfFile", r.BodyFile)
	}
	page.Show(v.el.request.body, text+note != "")
	v.drawBody(v.el.request.section, v.el.request.body, location.RequestBody, text, note)
}

func (v *View) drawResponse(x *httpmsg.Exchange, l listmodel.RowText) {
	r := x.Response
	in := func(selector string) page.Element { return page.Find(v.el.response.line, selector) }
	in(".version").SetTextContent(httpVersion(r.HTTPVersion))
	in(".status").SetTextContent(richtext.Join(" ", l.Status, r.StatusText))
	in(".error").SetTextContent(r.Error)
	v.addPlace(location.ResponseStatus, &anchor{section: v.el.response.section, item: in(".status")})
	if r.Error != "" {
		v.addPlace(location.ResponseError, &anchor{section: v.el.response.section, item: in(".error")})
	}
	v.drawFields(v.el.response.section, v.el.response.headers, location.ResponseHeaders, location.ResponseHeader, r.Headers, v.shown.mask.HeaderSegments)
	v.drawBody(v.el.response.section, v.el.response.body, location.ResponseBody, r.Body.Text, bodyNote(&r.Body, v.Text))
}

// longValue is from how many bytes on a field's value is folded.
const longValue = 240

// mostFields is how many headers or parameters a screen can bear.
const mostFields = 500

// drawFields writes headers or parameters, each a place of its own.
func (v *View) drawFields(section, part page.Element, all location.Location, at func(name string) location.Location, fields []httpmsg.Header, mask func(name, value string) []redact.Segment) {
	page.Show(part, len(fields) > 0)
	list := page.Find(part, ".fields")
	page.Empty(list)
	for i, f := range fields {
		item := page.Clone(v.el.field)
		if i == mostFields {
			page.Find(item, ".value").SetTextContent(v.Text("fieldsCut", strconv.Itoa(mostFields)))
			list.AppendChild(item)
			break
		}
		where := at(f.Name)
		page.Find(item, ".name").SetTextContent(f.Name)
		shown := richtext.Masked(v.newName(where), mask(f.Name, f.Value))
		v.addText(where, &anchor{section: section, item: item, text: page.Find(item, ".value"), segments: shown})
		v.foldLong(item, len(richtext.Plain(shown)))
		list.AppendChild(item)
	}
	if len(fields) > 0 {
		v.addPlace(all, &anchor{section: section, item: part})
	}
}

// foldLong shows only the start of a long value, and a button for the rest.
func (v *View) foldLong(item page.Element, size int) {
	if size < longValue {
		return
	}
	item.Class().Add("long")
	item.AppendChild(v.Piece("more"))
}

func (v *View) unfold(button page.Element) {
	item := page.Wrap(button.Call("closest", ".long"))
	item.Class().Toggle("unfolded")
	key := "showMore"
	if item.Class().Contains("unfolded") {
		key = "showLess"
	}
	button.SetTextContent(v.Text(key))
}

// drawBody writes a body, or as much of it as a screen can bear.
func (v *View) drawBody(section, part page.Element, where location.Location, text, note string) {
	limit := richtext.BodyLimit
	if v.shown.whole[where] {
		limit = allLimit
	}
	v.shown.bodies[where] = text
	shown, cut := showBody(v.shown.mask, where.String(), text, limit)
	if cut {
		note = richtext.Join(" ", note, v.Text("bodyCut", richtext.ByteSize(limit), richtext.ByteSize(len(text))))
	}
	page.Find(part, ".said").SetTextContent(note)
	all := page.Find(part, ".all")
	page.Show(all, cut && limit < allLimit)
	all.SetAttribute("data-place", where.String())
	page.Show(page.Find(part, ".note"), note != "")
	button := page.Find(part, ".copy")
	button.SetAttribute("data-place", where.String())
	page.Show(button, text != "")
	pre := page.Find(part, "pre")
	page.Show(pre, len(shown) > 0)
	if len(shown) == 0 {
		page.Empty(pre)
		return
	}
	delete(v.shown.places, where) // of the first drawing
	v.addText(where, &anchor{section: section, item: pre, text: pre, segments: shown})
}

// showAllOf shows all of a body whose start is shown.
func (v *View) showAllOf(where location.Location) {
	v.shown.whole[where] = true
	section, part, note := v.el.response.section, v.el.response.body, ""
	if where == location.RequestBody {
		section, part = v.el.request.section, v.el.request.body
	}
	v.drawBody(section, part, where, v.shown.bodies[where], note)
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
