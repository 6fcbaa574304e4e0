//go:build js && wasm

package panel

import (
	"crypto/rand"
	"slices"
	"strconv"
	"strings"

	"misstep/wasm/export"
	"misstep/wasm/redact"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/richtext"
)

// exportSession does what an item of the export menu asks; false when it is
// none of them.
func (p *Panel) exportSession(action string, button element) bool {
	if action == "export-which" {
		p.exportShown = button.GetAttribute("data-which") == "shown"
		p.drawExport()
		return true
	}
	if p.menu == nil || p.menu.list.ID() != exportMenu {
		return false
	}
	p.chosen() // before a file is saved, which presses a link
	switch action {
	case "export-har":
		if text, ok := p.recording(p.exported()); ok {
			p.save(p.fileName("har"), "application/json", text)
		}
	case "export-markdown":
		p.save(p.fileName("md"), "text/markdown", export.SessionMarkdown(p.session, p.exported(), p.text))
	case "export-html":
		p.save(p.fileName("html"), "text/html", p.sessionPage(p.exported()))
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
	each(p.document, "#export-menu [data-which]", func(item element) {
		which := item.GetAttribute("data-which")
		item.SetAttribute("aria-checked", strconv.FormatBool((which == "shown") == p.exportShown))
		if which == "shown" {
			item.SetTextContent(p.text("exportShown", listed))
		} else {
			item.SetTextContent(p.text("exportAll", all))
		}
	})
	nothing := p.session.Kept() == 0 || p.exportShown && listed == "0"
	each(p.document, "#export-menu [role=menuitem]", func(item element) { item.Set("disabled", nothing) })
}

func (p *Panel) fileName(ending string) string { return "misstep-" + today() + "." + ending }

// recording is a HAR of exchanges without secrets.
func (p *Panel) recording(ids []int) (string, bool) {
	salt := make([]byte, 32)
	if _, err := rand.Read(salt); err != nil {
		p.Notice("error", p.text("exportFailed", err.Error()), "", nil)
		return "", false
	}
	var out strings.Builder
	if err := export.HAR(p.session, ids, redact.NewAliases(salt), &out); err != nil {
		p.Notice("error", p.text("exportFailed", err.Error()), "", nil)
		return "", false
	}
	return out.String(), true
}

// sessionPage is a document of its own that tells of all that fails.
func (p *Panel) sessionPage(ids []int) string {
	if ids == nil {
		for id := p.session.First(); id <= p.session.Len(); id++ {
			ids = append(ids, id)
		}
	}
	sheet := p.piece("session-report")
	findings := find(sheet, ".findings")
	rows := find(sheet, "tbody")
	told := map[string]element{}
	failed := 0
	var order []string
	times := map[string]int{}
	for _, id := range ids {
		d := p.session.Row(id)
		if !d.Failed {
			continue
		}
		l := listmodel.NewRowText(p.session.Exchange(id), d, p.text)
		failed++
		row := p.piece("report-row")
		for cell, text := range map[string]string{".number": "#" + strconv.Itoa(id), ".status": l.Status, ".method": l.Method, ".endpoint": l.Endpoint, ".what": richtext.Join(" ", l.Brief, l.Fact), ".time": l.Time()} {
			find(row, cell).SetTextContent(text)
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
		item := p.piece("report-finding")
		find(item, ".title").SetTextContent(f.Title)
		find(item, ".certainty").SetTextContent(p.certainty(f.Certainty))
		find(item, ".certainty").SetAttribute("data-certainty", string(f.Certainty))
		find(item, ".subtitle").SetTextContent(richtext.Join(" · ", "#"+strconv.Itoa(id), l.Status, richtext.Join(" ", l.Method, l.Endpoint), l.Time(), f.ID))
		message := find(item, ".message")
		show(message, f.Message != "")
		p.setSegments(message, richtext.Values(f.Message, f.Values))
		p.setSegments(find(item, ".cause"), richtext.Code(f.Cause))
		p.fillTexts(find(item, ".fixes"), f.Fixes)
		evidence := find(item, ".evidence")
		for _, fact := range f.Evidence {
			line := p.piece("report-fact")
			find(line, ".label").SetTextContent(fact.Label)
			find(line, ".text").SetTextContent(fact.Text)
			find(line, ".where").SetTextContent(fact.Where)
			evidence.AppendChild(line)
		}
		told[key] = item
	}
	slices.SortStableFunc(order, func(a, b string) int { return times[b] - times[a] })
	for _, key := range order {
		if n := times[key]; n > 1 {
			find(told[key], ".times").SetTextContent(p.text("migrateTimes", strconv.Itoa(n)))
		}
		findings.AppendChild(told[key])
	}
	title := p.text("reportTitle")
	find(sheet, "h1").SetTextContent(title)
	find(sheet, ".intro").SetTextContent(p.text("counts", strconv.Itoa(failed), strconv.Itoa(len(ids))))
	show(find(sheet, "table"), failed > 0)
	return p.savedPage(title, sheet)
}
