//go:build js && wasm

package panel

import (
	"strconv"

	"misstep/catalog/search"
	"misstep/wasm/browse"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/redact"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
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
	page.Show(v.detail, p.selected != 0)
	p.leaveDetail()
	if p.selected == 0 {
		p.detail.rest = nil
		return
	}
	x, d := p.session.Exchange(p.selected), p.session.Diagnosis(p.selected)
	l := listmodel.NewRowText(x, d.Row(), p.Text)
	p.detail = detail{places: map[string]*spot{}, known: richtext.SecretsOf(x), secrets: map[string]string{}, token: p.session.Token(p.selected), bodies: map[string]string{}, whole: map[string]bool{}}

	var best diagnose.Finding
	var others []diagnose.Finding
	var entry browse.Topic
	switch {
	case len(d.Findings) > 0:
		best, others = d.Findings[0], d.Findings[1:]
		entry = p.topicOf(best)
	case d.Failed || d.Unknown:
		best.Title, best.Cause = p.Text("unknownTitle"), p.Text("unknownCause")
		best.Message = redact.Text(d.Message)
		best.Evidence = p.lookedAt(x, d)
	default:
		best.Title, best.Cause = p.Text("noErrorTitle"), p.Text("noErrorCause")
	}
	p.detail.evidence = best.Evidence

	v.title.SetTextContent(best.Title)
	v.certainty.SetTextContent(p.Certainty(best.Certainty))
	v.certainty.SetAttribute("data-certainty", string(best.Certainty))
	v.subtitle.SetTextContent(richtext.Join(" · ", l.Status, richtext.Join(" ", l.Method, l.Endpoint), l.Time()))
	if !entry.None() {
		v.subtitle.Call("append", " · ")
		v.subtitle.AppendChild(p.topicLink(entry))
	}
	if l.Code == 0 && d.Failed && x.Pasted == "" {
		v.subtitle.SetTitle(p.Text("statusFailedHelp"))
	} else {
		v.subtitle.SetTitle(l.Address)
	}
	page.Show(v.message, best.Message != "")
	p.SetRuns(v.message, richtext.WithSecrets("message", richtext.Values(best.Message, best.Values), p.detail.known))

	page.Show(v.why, best.Cause != "")
	p.SetRuns(v.cause, richtext.WithSecrets("cause", richtext.Code(best.Cause), p.detail.known))
	page.Show(v.fix, len(best.Fixes) > 0)
	p.fillFixes(v.fixes, best.Fixes)
	p.drawReplacement(d.Replacement)
	v.detail.SetAttribute("data-begun", "")
	p.detail.rest = func() {
		// Places first: evidence leads to them.
		p.drawRequest(x, l)
		p.drawResponse(x, l)
		p.drawToken(x)
		p.drawEvidence(best.Evidence)
		p.drawLife(page.Find(v.why, ".life"), p.detail.token != nil && p.tellsOfLife(best.Evidence))
		p.drawNearest(d)
		p.drawActions(x, d)
		p.drawFlow()
		p.drawComparison(d)
		p.drawOthers(others)
		p.FillDocs(v.docs, best.Docs)
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
	p.Menu.Close()
}

func (p *Panel) fillFixes(list page.Element, fixes []string) {
	page.Empty(list)
	for i, fix := range fixes {
		item := p.Create("li")
		p.AppendRuns(item, richtext.WithSecrets("fix "+strconv.Itoa(i), richtext.Code(fix), p.detail.known))
		list.AppendChild(item)
	}
}

func (p *Panel) drawEvidence(evidence []diagnose.Evidence) {
	v := &p.view
	page.Show(v.seen, len(evidence) > 0)
	page.Empty(v.evidence)
	for i, fact := range evidence {
		item := page.Clone(v.fact)
		page.Find(item, ".label").SetTextContent(fact.Label)
		p.SetRuns(page.Find(item, ".text"), richtext.WithSecrets("evidence "+strconv.Itoa(i), []richtext.Run{{Text: fact.Text}}, p.detail.known))
		where := page.Find(item, ".where")
		if to, ok := p.locate(fact); ok {
			where.SetTextContent(to.text)
			where.SetTitle(p.session.Catalog().Messages().Place(fact.Where))
			where.SetAttribute("data-evidence", strconv.Itoa(i))
		} else {
			place := p.Create("span")
			place.Class().Add("where")
			place.SetTextContent(p.session.Catalog().Messages().Place(fact.Where))
			where.Call("replaceWith", place.Underlying())
		}
		v.evidence.AppendChild(item)
	}
}

func (p *Panel) drawOthers(others []diagnose.Finding) {
	v := &p.view
	page.Show(v.others, len(others) > 0)
	page.Find(v.others, "summary").SetTextContent(p.Text("others", strconv.Itoa(len(others))))
	page.Empty(v.readings)
	for i, other := range others {
		item := page.Clone(v.reading)
		page.Find(item, ".name").SetTextContent(other.Title)
		page.Find(item, ".sure").SetTextContent(p.Certainty(other.Certainty))
		if t := p.topicOf(other); !t.None() {
			item.Call("querySelector", ".entry").Call("append", p.topicLink(t).Underlying())
		}
		p.SetRuns(page.Find(item, ".because"), richtext.WithSecrets("other "+strconv.Itoa(i), richtext.Code(other.Cause), p.detail.known))
		fixes := page.Find(item, ".fixes")
		for _, fix := range other.Fixes {
			step := p.Create("li")
			p.AppendRuns(step, richtext.Code(fix))
			fixes.AppendChild(step)
		}
		v.readings.AppendChild(item)
	}
}

// topicOf is what the catalogue has of a finding.
func (p *Panel) topicOf(f diagnose.Finding) browse.Topic {
	return browse.Resolve(p.session.Catalog(), "#"+browse.Tab+"/"+f.Pack+"/"+f.ID).Topic
}

// topicLink is a link to a topic that shows its id.
func (p *Panel) topicLink(t browse.Topic) page.Element {
	link := p.Piece("topic-link")
	page.PointTo(link, t.Address(), t.ID())
	return link
}

// lookedAt is what an unknown error was looked for by.
func (p *Panel) lookedAt(x *har.Exchange, d diagnose.Diagnosis) (list []diagnose.Evidence) {
	add := func(label, text, where string) {
		if text != "" {
			list = append(list, diagnose.Evidence{Label: label, Text: text, Where: where})
		}
	}
	if d.Status != 0 {
		add(p.Text("lookedStatus"), strconv.Itoa(d.Status), "response status")
	}
	kind, _ := x.Response.Header("Content-Type")
	add(p.Text("lookedType"), kind, "response header Content-Type")
	b := x.Response.Body
	switch {
	case !b.Recorded:
		add(p.Text("lookedBody"), p.Text("bodyMissing"), "")
	case b.Text == "":
		add(p.Text("lookedBody"), p.Text("bodyEmpty"), "")
	default:
		add(p.Text("lookedBody"), richtext.ByteSize(len(b.Text)+b.Left), "response body")
	}
	if d.Endpoint != "" {
		add(p.Text("lookedEndpoint"), d.Endpoint, "request URL")
	}
	return list
}

// nearestEntries bounds what is told of entries that are none of this error.
const nearestEntries = 4

// drawNearest lists the entries whose words are nearest to an unknown error.
func (p *Panel) drawNearest(d diagnose.Diagnosis) {
	section := page.Find(p.view.detail, ".nearest")
	list := page.Find(section, "ul")
	page.Empty(list)
	if d.Unknown && len(d.Findings) == 0 && d.Message != "" {
		for _, entry := range search.SimilarErrors(p.session.Catalog(), d.Message, nearestEntries) {
			item := p.Piece("near")
			if t := p.topicOf(diagnose.Finding{Pack: entry.Pack.ID, ID: entry.Error.ID}); !t.None() {
				page.Find(item, ".entry").AppendChild(p.topicLink(t))
			}
			page.Find(item, ".name").SetTextContent(entry.Error.Title)
			list.AppendChild(item)
		}
	}
	page.Show(section, list.Get("childElementCount").Int() > 0)
}
