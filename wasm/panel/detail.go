//go:build js && wasm

package panel

import (
	"strconv"
	"strings"

	"misstep/wasm/browse"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/redact"
)

// drawDetail writes the explanation of the selected exchange.
func (p *Panel) drawDetail() {
	v := &p.view
	show(v.detail, p.selected != 0)
	if p.selected == 0 {
		return
	}
	x, d := p.session.Exchange(p.selected), p.session.Diagnosis(p.selected)
	l, _ := lineOf(x, d, p.text)
	p.unpoint()

	var best diagnose.Finding
	var others []diagnose.Finding
	var entry browse.Topic
	switch {
	case len(d.Findings) > 0:
		best, others = d.Findings[0], d.Findings[1:]
		entry = p.topicOf(best)
	case d.Failed || d.Unknown:
		best.Title, best.Cause = p.text("unknownTitle"), p.text("unknownCause")
		best.Message = redact.Text(d.Message)
	default:
		best.Title, best.Cause = p.text("noErrorTitle"), p.text("noErrorCause")
	}

	v.title.SetTextContent(best.Title)
	v.certainty.SetTextContent(p.certainty(best.Certainty))
	v.certainty.SetAttribute("data-certainty", string(best.Certainty))
	v.subtitle.SetTextContent(joined(" · ", l.status, joined(" ", l.method, l.endpoint), l.time))
	if !entry.None() {
		v.subtitle.Call("append", " · ")
		v.subtitle.AppendChild(p.topicLink(entry))
	}
	if l.code == 0 && d.Failed && x.Pasted == "" {
		v.subtitle.SetTitle(p.text("statusFailedHelp"))
	} else {
		v.subtitle.SetTitle(l.address)
	}
	show(v.message, best.Message != "")
	p.setSegments(v.message, valueSegments(best.Message, best.Values))

	show(v.why, best.Cause != "")
	p.setSegments(v.cause, codeSegments(best.Cause))
	show(v.fix, len(best.Fixes) > 0)
	empty(v.fixes)
	for _, fix := range best.Fixes {
		item := p.create("li")
		p.appendSegments(item, codeSegments(fix))
		v.fixes.AppendChild(item)
	}
	p.drawReplacement(d.Replacement)
	show(v.seen, len(best.Evidence) > 0)
	empty(v.evidence)
	for _, fact := range best.Evidence {
		item := clone(v.fact)
		find(item, ".label").SetTextContent(fact.Label)
		find(item, ".text").SetTextContent(fact.Text)
		where := find(item, ".where")
		where.SetTextContent(p.session.Catalog().Words().Place(fact.Where))
		where.Set("disabled", p.locate(fact.Where) == nil)
		v.evidence.AppendChild(item)
	}

	p.drawRequest(x, l)
	p.drawResponse(x, l)

	show(v.others, len(others) > 0)
	find(v.others, "summary").SetTextContent(p.text("others", strconv.Itoa(len(others))))
	empty(v.readings)
	for _, other := range others {
		item := clone(v.reading)
		find(item, ".name").SetTextContent(other.Title)
		find(item, ".sure").SetTextContent(p.certainty(other.Certainty))
		if t := p.topicOf(other); !t.None() {
			item.Call("querySelector", ".entry").Call("append", p.topicLink(t).Underlying())
		}
		p.setSegments(find(item, ".because"), codeSegments(other.Cause))
		v.readings.AppendChild(item)
	}

	p.drawDocs(v.docs, best.Docs)
}

// drawDocs writes links to documentation, or nothing where there are none.
func (p *Panel) drawDocs(section element, addresses []string) {
	list := find(section, "ul")
	empty(list)
	links := docLinks(addresses)
	for _, l := range links {
		item := clone(p.view.link)
		a := find(item, "a")
		a.SetTextContent(l.text)
		a.SetTitle(l.address)
		a.SetAttribute("href", l.address)
		list.AppendChild(item)
	}
	show(section, len(links) > 0)
}

// topicOf is what the catalogue has of a finding.
func (p *Panel) topicOf(f diagnose.Finding) browse.Topic {
	return browse.Resolve(p.session.Catalog(), "#"+browse.Tab+"/"+f.Pack+"/"+f.ID).Topic
}

// topicLink is a link to a topic that shows its id.
func (p *Panel) topicLink(t browse.Topic) element {
	link := p.piece("topic-link")
	p.pointTo(link, t, t.ID())
	return link
}

func (p *Panel) certainty(c diagnose.Certainty) string {
	switch c {
	case diagnose.Certain:
		return p.text("certaintyCertain")
	case diagnose.Likely:
		return p.text("certaintyLikely")
	case diagnose.Possible:
		return p.text("certaintyPossible")
	}
	return string(c)
}

func (p *Panel) drawRequest(x *har.Exchange, l line) {
	v, r := &p.view, x.Request
	v.requestLine.SetTextContent(joined(" ", l.method, l.address, httpVersion(r.HTTPVersion)))
	if x.Pasted != "" && l.address == "" {
		v.requestLine.SetTextContent(p.text("pastedText"))
	}
	p.drawFields(v.requestHeaders, r.Headers, redact.Header)
	p.drawFields(v.requestParameters, r.Params(), redact.Param)
	text := ""
	if r.PostData != nil {
		text = r.PostData.Text
	}
	show(v.requestBody, text != "")
	p.drawBody(v.requestBody, text, "")
}

func (p *Panel) drawResponse(x *har.Exchange, l line) {
	v, r := &p.view, x.Response
	v.responseLine.SetTextContent(joined(" ", httpVersion(r.HTTPVersion), l.status, r.StatusText, r.Error))
	p.drawFields(v.responseHeaders, r.Headers, redact.Header)
	note := ""
	switch {
	case !r.Body.Recorded:
		note = p.text("bodyMissing")
	case r.Body.Text == "":
		note = p.text("bodyEmpty")
	case r.Body.Cut:
		note = p.text("bodyIncomplete")
	}
	p.drawBody(v.responseBody, r.Body.Text, note)
}

// drawFields writes headers or parameters, their values masked by mask.
func (p *Panel) drawFields(section element, fields []har.Header, mask func(name, value string) string) {
	show(section, len(fields) > 0)
	list := find(section, ".fields")
	empty(list)
	for _, f := range fields {
		item := clone(p.view.field)
		item.SetAttribute("data-name", strings.ToLower(f.Name))
		find(item, ".name").SetTextContent(f.Name)
		find(item, ".value").SetTextContent(mask(f.Name, f.Value))
		list.AppendChild(item)
	}
}

func (p *Panel) drawBody(section element, text, note string) {
	shown, cut := showBody(text)
	if cut {
		note = joined(" ", note, p.text("bodyCut", bytesText(bodyLimit), bytesText(len(text))))
	}
	find(section, ".note").SetTextContent(note)
	show(find(section, ".note"), note != "")
	pre := find(section, "pre")
	pre.SetTextContent(shown)
	show(pre, shown != "")
}

// locate returns what shows the place that evidence names ("request header
// Date", "response body errors[0].message", "exchange 12"), or nil when there
// is no such place to show.
func (p *Panel) locate(where string) (show func()) {
	side, rest, _ := strings.Cut(where, " ")
	kind, name, _ := strings.Cut(rest, " ")
	v := &p.view
	var details, body, at element
	switch side {
	case "exchange":
		id, err := strconv.Atoi(kind)
		if err != nil || id < 1 || id > p.session.Len() {
			return nil
		}
		return func() { p.Select(id) }
	case "request":
		details, body, at = v.request, v.requestBody, v.requestLine
	case "response":
		details, body, at = v.response, v.responseBody, v.responseLine
	default:
		return nil
	}
	return func() {
		if kind == "body" {
			at = body
		} else if name != "" {
			each(details, "[data-name]", func(field element) {
				if field.GetAttribute("data-name") == strings.ToLower(name) {
					at = field
				}
			})
		}
		p.unpoint()
		details.Set("open", true)
		at.Class().Add("pointed")
		at.Call("scrollIntoView", map[string]any{"block": "center"})
	}
}

// unpoint removes the mark that shows a place.
func (p *Panel) unpoint() {
	each(p.view.detail, ".pointed", func(e element) { e.Class().Remove("pointed") })
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

func joined(separator string, parts ...string) string {
	var there []string
	for _, part := range parts {
		if part != "" {
			there = append(there, part)
		}
	}
	return strings.Join(there, separator)
}
