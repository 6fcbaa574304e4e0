//go:build js && wasm

package panel

import (
	"sort"
	"strconv"

	"misstep/wasm/export"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// exportSession does what an item of the export menu asks; false when it is
// none of them.
func (p *Panel) exportSession(action string, button page.Element) bool {
	if action == "export-which" {
		p.exportShown = button.GetAttribute("data-which") == "shown"
		p.drawExport()
		return true
	}
	if !p.Menu.Is(exportMenu) {
		return false
	}
	p.Menu.Chosen(nil) // before a file is saved, which presses a link
	switch action {
	case "export-har":
		if text, ok := p.Recording(p.session, p.exported()); ok {
			p.Save(p.fileName("har"), "application/json", text)
		}
	case "export-markdown":
		p.Save(p.fileName("md"), "text/markdown", export.SessionMarkdown(p.session, p.exported(), p.Text))
	case "export-html":
		p.Save(p.fileName("html"), "text/html", p.sessionPage(p.exported()))
	default:
		return false
	}
	return true
}

const exportMenu = "export-menu"

// exported are the exchanges that a person wants to take away; nil: all.
func (p *Panel) exported() []int {
	if !p.exportShown {
		return nil
	}
	return p.list.ListedIDs()
}

// drawExport writes the numbers into the export menu.
func (p *Panel) drawExport() {
	all, listed := strconv.Itoa(p.session.Kept()), strconv.Itoa(len(p.list.ListedIDs()))
	page.Each(p.Document, "#export-menu [data-which]", func(item page.Element) {
		which := item.GetAttribute("data-which")
		item.SetAttribute("aria-checked", strconv.FormatBool((which == "shown") == p.exportShown))
		if which == "shown" {
			item.SetTextContent(p.Text("exportShown", listed))
		} else {
			item.SetTextContent(p.Text("exportAll", all))
		}
	})
	nothing := p.session.Kept() == 0 || p.exportShown && listed == "0"
	page.Each(p.Document, "#export-menu [role=menuitem]", func(item page.Element) { item.Set("disabled", nothing) })
}

func (p *Panel) fileName(ending string) string { return "misstep-" + page.Today() + "." + ending }

// sessionPage is a document of its own that tells of all that fails.
func (p *Panel) sessionPage(ids []int) string {
	if ids == nil {
		for id := p.session.First(); id <= p.session.Len(); id++ {
			ids = append(ids, id)
		}
	}
	sheet := p.Piece("session-report")
	findings := page.Find(sheet, ".findings")
	rows := page.Find(sheet, "tbody")
	told := map[string]page.Element{}
	failed, calls := 0, 0
	var order []string
	times := map[string]int{}
	for _, id := range ids {
		d := p.session.Row(id)
		if d.Part == 0 {
			calls++
		}
		if !d.Failed {
			continue
		}
		l := listmodel.NewRowText(p.session.Exchange(id), d, p.Text)
		failed++
		row := p.Piece("report-row")
		for cell, text := range map[string]string{".number": "#" + strconv.Itoa(id), ".status": l.Status, ".method": l.Method, ".endpoint": l.Endpoint, ".what": richtext.Join(" ", l.Brief, l.Fact), ".time": l.Time()} {
			page.Find(row, cell).SetTextContent(text)
		}
		rows.AppendChild(row)
		if d.Finding == "" {
			continue
		}
		key := d.Pack + " " + d.Finding + " " + d.Reason
		times[key]++
		if told[key] != nil {
			continue
		}
		order = append(order, key)
		f := p.session.Diagnosis(id).Findings[0]
		item := p.Piece("report-finding")
		page.Find(item, ".title").SetTextContent(f.Title)
		page.Find(item, ".certainty").SetTextContent(p.Certainty(f.Certainty))
		page.Find(item, ".certainty").SetAttribute("data-certainty", string(f.Certainty))
		page.Find(item, ".subtitle").SetTextContent(richtext.Join(" · ", "#"+strconv.Itoa(id), l.Status, richtext.Join(" ", l.Method, l.Endpoint), l.Time(), f.ID))
		message := page.Find(item, ".message")
		page.Show(message, f.Message != "")
		p.SetRuns(message, richtext.Values(f.Message, f.Values))
		p.SetRuns(page.Find(item, ".cause"), richtext.Code(f.Cause))
		p.FillTexts(page.Find(item, ".fixes"), f.Fixes)
		evidence := page.Find(item, ".evidence")
		for _, fact := range f.Evidence {
			line := p.Piece("report-fact")
			page.Find(line, ".label").SetTextContent(fact.Label)
			page.Find(line, ".text").SetTextContent(fact.Text)
			page.Find(line, ".where").SetTextContent(fact.Where)
			evidence.AppendChild(line)
		}
		told[key] = item
	}
	sort.SliceStable(order, func(i, j int) bool { return times[order[i]] > times[order[j]] })
	for _, key := range order {
		if n := times[key]; n > 1 {
			page.Find(told[key], ".times").SetTextContent(p.Text("migrateTimes", strconv.Itoa(n)))
		}
		findings.AppendChild(told[key])
	}
	title := p.Text("reportTitle")
	page.Find(sheet, "h1").SetTextContent(title)
	page.Find(sheet, ".intro").SetTextContent(p.Text("counts", strconv.Itoa(failed), strconv.Itoa(calls)))
	page.Show(page.Find(sheet, "table"), failed > 0)
	return p.SavedPage(title, sheet)
}
