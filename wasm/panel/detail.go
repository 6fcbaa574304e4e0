//go:build js && wasm

package panel

import (
	"strconv"

	"misstep/wasm/browse"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/redact"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/richtext"
)

// A detail is what the explanation of the selected exchange consists of, in the
// present window.
type detail struct {
	places   map[string]*spot  // by where evidence says it was read
	known    map[string]string // secrets of the exchange, by how they look masked
	secrets  map[string]string // what the hidden values on screen are, by name
	evidence []diagnose.Evidence
	token    *diagnose.Token
	bodies   map[string]string // by place, as recorded
	whole    map[string]bool   // bodies of which all is shown
	rest     func()            // writes what was left out; nil: nothing was
}

// sections of the detail that fold, by their classes.
var sections = []string{"request", "response", "token", "flow", "compare", "others", "docs"}

// drawDetail writes the explanation of the selected exchange.
func (p *Panel) drawDetail() {
	p.beginDetail()
	p.finishDetail()
}

// beginDetail writes what failed, why, and what to do, and leaves the rest to
// finishDetail, in a task of its own where both together take too long.
func (p *Panel) beginDetail() {
	v := &p.view
	show(v.detail, p.selected != 0)
	p.leaveDetail()
	if p.selected == 0 {
		p.detail.rest = nil
		return
	}
	x, d := p.session.Exchange(p.selected), p.session.Diagnosis(p.selected)
	l := listmodel.NewRowText(x, d.Row(), p.text)
	p.detail = detail{places: map[string]*spot{}, known: richtext.SecretsOf(x), secrets: map[string]string{}, token: p.session.Token(p.selected), bodies: map[string]string{}, whole: map[string]bool{}}

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
		best.Evidence = p.lookedAt(x, d)
	default:
		best.Title, best.Cause = p.text("noErrorTitle"), p.text("noErrorCause")
	}
	p.detail.evidence = best.Evidence

	v.title.SetTextContent(best.Title)
	v.certainty.SetTextContent(p.certainty(best.Certainty))
	v.certainty.SetAttribute("data-certainty", string(best.Certainty))
	v.subtitle.SetTextContent(richtext.Join(" · ", l.Status, richtext.Join(" ", l.Method, l.Endpoint), l.Time()))
	if !entry.None() {
		v.subtitle.Call("append", " · ")
		v.subtitle.AppendChild(p.topicLink(entry))
	}
	if l.Code == 0 && d.Failed && x.Pasted == "" {
		v.subtitle.SetTitle(p.text("statusFailedHelp"))
	} else {
		v.subtitle.SetTitle(l.Address)
	}
	show(v.message, best.Message != "")
	p.setSegments(v.message, richtext.WithSecrets("message", richtext.Values(best.Message, best.Values), p.detail.known))

	show(v.why, best.Cause != "")
	p.setSegments(v.cause, richtext.WithSecrets("cause", richtext.Code(best.Cause), p.detail.known))
	show(v.fix, len(best.Fixes) > 0)
	p.fillFixes(v.fixes, best.Fixes)
	p.drawReplacement(d.Replacement)
	v.detail.SetAttribute("data-begun", "")
	p.detail.rest = func() {
		// Places first: evidence leads to them.
		p.drawRequest(x, l)
		p.drawResponse(x, l)
		p.drawToken(x)
		p.drawEvidence(best.Evidence)
		p.drawLife(find(v.why, ".life"), p.detail.token != nil && p.tellsOfLife(best.Evidence))
		p.drawNearest(d)
		p.drawActions(x, d)
		p.drawFlow()
		p.drawComparison(d)
		p.drawOthers(others)
		p.drawDocs(v.docs, best.Docs)
		p.drawTrail()
		v.detail.RemoveAttribute("data-begun")
	}
}

func (p *Panel) finishDetail() {
	if rest := p.detail.rest; rest != nil {
		p.detail.rest = nil
		rest()
	}
}

// leaveDetail forgets what is of the drawing before.
func (p *Panel) leaveDetail() {
	if p.shownFor != p.selected {
		p.shownFor, p.revealed = p.selected, nil
	}
	p.pointed, p.cameFrom = nil, nil
	p.closeMenu()
}

func (p *Panel) fillFixes(list element, fixes []string) {
	empty(list)
	for i, fix := range fixes {
		item := p.create("li")
		p.appendSegments(item, richtext.WithSecrets("fix "+strconv.Itoa(i), richtext.Code(fix), p.detail.known))
		list.AppendChild(item)
	}
}

func (p *Panel) drawEvidence(evidence []diagnose.Evidence) {
	v := &p.view
	show(v.seen, len(evidence) > 0)
	empty(v.evidence)
	for i, fact := range evidence {
		item := clone(v.fact)
		find(item, ".label").SetTextContent(fact.Label)
		p.setSegments(find(item, ".text"), richtext.WithSecrets("evidence "+strconv.Itoa(i), []richtext.Run{{Text: fact.Text}}, p.detail.known))
		where := find(item, ".where")
		if to, ok := p.locate(fact); ok {
			where.SetTextContent(to.text)
			where.SetTitle(p.session.Catalog().Words().Place(fact.Where))
			where.SetAttribute("data-evidence", strconv.Itoa(i))
		} else {
			place := p.create("span")
			place.Class().Add("where")
			place.SetTextContent(p.session.Catalog().Words().Place(fact.Where))
			where.Call("replaceWith", place.Underlying())
		}
		v.evidence.AppendChild(item)
	}
}

func (p *Panel) drawOthers(others []diagnose.Finding) {
	v := &p.view
	show(v.others, len(others) > 0)
	find(v.others, "summary").SetTextContent(p.text("others", strconv.Itoa(len(others))))
	empty(v.readings)
	for i, other := range others {
		item := clone(v.reading)
		find(item, ".name").SetTextContent(other.Title)
		find(item, ".sure").SetTextContent(p.certainty(other.Certainty))
		if t := p.topicOf(other); !t.None() {
			item.Call("querySelector", ".entry").Call("append", p.topicLink(t).Underlying())
		}
		p.setSegments(find(item, ".because"), richtext.WithSecrets("other "+strconv.Itoa(i), richtext.Code(other.Cause), p.detail.known))
		fixes := find(item, ".fixes")
		for _, fix := range other.Fixes {
			step := p.create("li")
			p.appendSegments(step, richtext.Code(fix))
			fixes.AppendChild(step)
		}
		v.readings.AppendChild(item)
	}
}

// drawDocs writes links to documentation, or nothing where there are none.
func (p *Panel) drawDocs(section element, addresses []string) {
	list := find(section, "ul")
	empty(list)
	links := richtext.DocLinks(addresses)
	for _, l := range links {
		item := clone(p.view.link)
		a := find(item, "a")
		a.SetTextContent(l.Text)
		a.SetTitle(l.Address)
		a.SetAttribute("href", l.Address)
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

// lookedAt is what an unknown error was looked for by.
func (p *Panel) lookedAt(x *har.Exchange, d diagnose.Diagnosis) (list []diagnose.Evidence) {
	add := func(label, text, where string) {
		if text != "" {
			list = append(list, diagnose.Evidence{Label: label, Text: text, Where: where})
		}
	}
	if d.Status != 0 {
		add(p.text("lookedStatus"), strconv.Itoa(d.Status), "response status")
	}
	kind, _ := x.Response.Header("Content-Type")
	add(p.text("lookedType"), kind, "response header Content-Type")
	b := x.Response.Body
	switch {
	case !b.Recorded:
		add(p.text("lookedBody"), p.text("bodyMissing"), "")
	case b.Text == "":
		add(p.text("lookedBody"), p.text("bodyEmpty"), "")
	default:
		add(p.text("lookedBody"), richtext.ByteSize(len(b.Text)+b.Left), "response body")
	}
	if d.Endpoint != "" {
		add(p.text("lookedEndpoint"), d.Endpoint, "request URL")
	}
	return list
}

// nearestEntries bounds what is told of entries that are none of this error.
const nearestEntries = 4

// drawNearest lists the entries whose words are nearest to an unknown error.
func (p *Panel) drawNearest(d diagnose.Diagnosis) {
	section := find(p.view.detail, ".nearest")
	list := find(section, "ul")
	empty(list)
	if d.Unknown && len(d.Findings) == 0 && d.Message != "" {
		for _, entry := range nearest(p.session.Catalog(), d.Message, nearestEntries) {
			item := p.piece("near")
			if t := p.topicOf(diagnose.Finding{Pack: entry.pack, ID: entry.ID}); !t.None() {
				find(item, ".entry").AppendChild(p.topicLink(t))
			}
			find(item, ".name").SetTextContent(entry.Title)
			list.AppendChild(item)
		}
	}
	show(section, list.Get("childElementCount").Int() > 0)
}
