//go:build js && wasm

package shell

import (
	"strconv"

	"misstep/wasm/diagnosis"
	"misstep/wasm/export"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// sessionPage is a document about all failures: a table with the
// rows of the list, then each finding with its requests. All of them have addresses.
func (s *Shell) sessionPage(ids []int) string {
	o := export.Summarize(s.session, ids, s.Text("unknownTitle"))
	sheet := s.Piece("session-report")
	title := s.Text("reportTitle")
	page.Find(sheet, "h1").SetTextContent(title)
	intro := s.Text("reportSession", s.Text.Thousands(o.Failed), s.Text.Thousands(o.Calls))
	if o.Unrecorded > 0 {
		intro = richtext.Join(" · ", intro, s.Text("reportUnrecorded", s.Text.Thousands(o.Unrecorded)))
	}
	page.Find(sheet, ".intro").SetTextContent(intro)
	page.Show(page.Find(sheet, "table"), o.Failed > 0)
	findings, rows := page.Find(sheet, ".findings"), page.Find(sheet, "tbody")
	for i, k := range o.Kinds {
		anchor := "finding-" + strconv.Itoa(i+1)
		for _, g := range k.Groups {
			rows.AppendChild(s.reportRow(k, g, anchor))
		}
		finding := s.reportFinding(k, &o)
		finding.Set("id", anchor)
		page.Find(finding, ".title").SetAttribute("href", "#"+anchor)
		findings.AppendChild(finding)
	}
	return s.SavedPage(title, sheet)
}

// reportRow is a row of the list.
func (s *Shell) reportRow(k *export.Kind, g *export.Group, anchor string) page.Element {
	row := s.Piece("report-row")
	cell := func(name, text string) { page.Find(row, name).SetTextContent(text) }
	cell(".often", s.times(len(g.IDs)))
	cell(".status", statusText(g.Status))
	cell(".method", g.Method)
	cell(".endpoint", g.Endpoint)
	cell(".what a", diagnosis.Headline(k.Finding.Brief, g.Fact))
	page.Find(row, ".what a").SetAttribute("href", "#"+anchor)
	cell(".numbers a", s.numbers(g.IDs))
	page.Find(row, ".numbers a").SetAttribute("href", requestAnchor(g.IDs[0]))
	cell(".time", richtext.UTC(s.session.Exchange(g.IDs[0]).Started))
	return row
}

// reportFinding explains the failures of a kind, by the first of them.
func (s *Shell) reportFinding(k *export.Kind, o *export.Overview) page.Element {
	f, words := k.Finding, s.session.Catalog().Messages()
	item := s.Piece("report-finding")
	in := func(name string) page.Element { return page.Find(item, name) }
	in(".title").SetTextContent(diagnosis.Headline(f.Title, f.Fact))
	in(".certainty").SetTextContent(s.Certainty(f.Certainty))
	in(".certainty").SetAttribute("data-certainty", string(f.Certainty))
	page.Show(in(".certainty"), f.Certainty != "")
	in(".times").SetTextContent(s.times(len(k.IDs)))
	in(".subtitle").SetTextContent(f.ID)
	s.SetRuns(in(".message"), richtext.Values(f.Message, f.Values))
	page.Show(in(".message"), f.Message != "")
	s.SetRuns(in(".cause"), richtext.Code(f.Cause))
	page.Show(in(".why"), f.Cause != "")
	s.FillTexts(in(".fixes"), f.Fixes)
	page.Show(in(".fix"), len(f.Fixes) > 0)
	for _, replaced := range k.Replacement {
		line := s.Piece("report-replaced")
		page.Find(line, ".number").SetTextContent("#" + strconv.Itoa(replaced.ID))
		page.Find(line, ".number").SetAttribute("href", requestAnchor(replaced.ID))
		s.FillCalls(line, replaced.By)
		in(".replaced").AppendChild(line)
	}
	page.Show(in(".instead"), len(k.Replacement) > 0)
	for _, fact := range f.Evidence {
		line := s.Piece("report-fact")
		page.Find(line, ".label").SetTextContent(fact.Label)
		page.Find(line, ".text").SetTextContent(fact.Text)
		page.Find(line, ".where").SetTextContent(words.Place(fact.Where))
		in(".evidence").AppendChild(line)
	}
	page.Show(in(".seen"), len(f.Evidence) > 0)
	for _, g := range k.Groups {
		line := s.Piece("report-group")
		page.Find(line, ".call").SetTextContent(g.Call())
		for _, id := range g.IDs {
			request := s.Piece("report-request")
			request.Set("id", requestAnchor(id)[1:])
			page.Find(request, "a").SetTextContent("#" + strconv.Itoa(id))
			page.Find(request, "a").SetAttribute("href", requestAnchor(id))
			fact := ""
			if f.Fact == "" {
				fact = o.Aliases.Known(s.session.Summary(id).Fact)
			}
			page.Find(request, ".when").SetTextContent(richtext.Join(" – ", richtext.UTC(s.session.Exchange(id).Started), fact))
			page.Find(line, "ul").AppendChild(request)
		}
		in(".requests").AppendChild(line)
	}
	return item
}

// requestAnchor is where a request is in a report.
func requestAnchor(id int) string { return "#request-" + strconv.Itoa(id) }

// times is how often something happened, if that is more than once.
func (s *Shell) times(n int) string {
	if n < 2 {
		return ""
	}
	return s.Text("migrateTimes", s.Text.Thousands(n))
}

func (s *Shell) numbers(ids []int) string {
	return export.Numbers(ids, func(n int) string { return s.Text("reportMore", s.Text.Thousands(n)) })
}

func statusText(status int) string {
	if status == 0 {
		return "–"
	}
	return strconv.Itoa(status)
}
