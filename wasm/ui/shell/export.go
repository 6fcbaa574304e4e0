//go:build js && wasm

package shell

import (
	"sort"
	"strconv"

	"misstep/wasm/export"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

const exportMenu = "export-menu"

// A format is one that a session is exported in. Menu, action and file come from
// the table of them.
type format struct {
	name, text   string // of its action, behind "export-"; key of its menu item
	ending, mime string
	write        func(s *Shell, ids []int) (text string, ok bool) // ids nil: all
}

var formats = []format{
	{"har", "exportHAR", "har", "application/json", func(s *Shell, ids []int) (string, bool) { return s.Recording(s.session, ids) }},
	{"markdown", "exportMarkdown", "md", "text/markdown", func(s *Shell, ids []int) (string, bool) {
		return export.SessionMarkdown(s.session, ids, s.Text), true
	}},
	{"html", "exportHTML", "html", "text/html", func(s *Shell, ids []int) (string, bool) { return s.sessionPage(ids), true }},
}

// exportActions has one for each format.
func (s *Shell) exportActions() page.Actions {
	actions := page.Actions{"export-which": func(button page.Element) {
		s.exportShown = button.GetAttribute("data-which") == "shown"
		s.drawExport()
	}}
	for _, f := range formats {
		actions["export-"+f.name] = func(page.Element) {
			s.Menu.Chosen(nil) // before the file is saved, which presses a link
			if text, ok := f.write(s, s.exported()); ok {
				s.Save("misstep-"+page.Today()+"."+f.ending, f.mime, text)
			}
		}
	}
	return actions
}

// exported are the exchanges that a person wants to take away; nil: all.
func (s *Shell) exported() []int {
	if !s.exportShown {
		return nil
	}
	return s.Listed()
}

// drawExport writes formats and numbers into the export menu.
func (s *Shell) drawExport() {
	menu := s.Find("#" + exportMenu)
	if menu.Call("querySelector", "[role=menuitem]").IsNull() {
		for _, f := range formats {
			item := s.Piece("export-format")
			item.SetAttribute("data-action", "export-"+f.name)
			item.SetTextContent(s.Text(f.text))
			menu.AppendChild(item)
		}
	}
	all, listed := strconv.Itoa(s.session.Len()), strconv.Itoa(len(s.Listed()))
	page.Each(s.Document, "#export-menu [data-which]", func(item page.Element) {
		which := item.GetAttribute("data-which")
		item.SetAttribute("aria-checked", strconv.FormatBool((which == "shown") == s.exportShown))
		if which == "shown" {
			item.SetTextContent(s.Text("exportShown", listed))
		} else {
			item.SetTextContent(s.Text("exportAll", all))
		}
	})
	nothing := s.session.Len() == 0 || s.exportShown && listed == "0"
	page.Each(s.Document, "#export-menu [role=menuitem]", func(item page.Element) { item.Set("disabled", nothing) })
}

// sessionPage is a document of its own that tells of all that fails.
func (s *Shell) sessionPage(ids []int) string {
	if ids == nil {
		for id := s.session.First(); id <= s.session.LastID(); id++ {
			ids = append(ids, id)
		}
	}
	known := export.Aliases(s.session, ids...).Known
	sheet := s.Piece("session-report")
	findings := page.Find(sheet, ".findings")
	rows := page.Find(sheet, "tbody")
	told := map[string]page.Element{}
	failed, calls := 0, 0
	var order []string
	times := map[string]int{}
	for _, id := range ids {
		d := s.session.Summary(id)
		if d.Part == 0 {
			calls++
		}
		if !d.Failed {
			continue
		}
		x := s.session.Exchange(id)
		l := listmodel.NewRowText(x, d, s.Text, s.Zone)
		failed++
		row := s.Piece("report-row")
		for cell, text := range map[string]string{".number": "#" + strconv.Itoa(id), ".status": l.Status, ".method": l.Method, ".endpoint": l.Endpoint, ".what": l.HeadlineUTC(), ".time": richtext.UTC(x.Started)} {
			page.Find(row, cell).SetTextContent(known(text))
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
		f := s.session.Diagnosis(id).Rewritten(known).Findings[0]
		item := s.Piece("report-finding")
		page.Find(item, ".title").SetTextContent(f.Title)
		page.Find(item, ".certainty").SetTextContent(s.Certainty(f.Certainty))
		page.Find(item, ".certainty").SetAttribute("data-certainty", string(f.Certainty))
		page.Find(item, ".subtitle").SetTextContent(known(richtext.Join(" · ", "#"+strconv.Itoa(id), l.Status, richtext.Join(" ", l.Method, l.Endpoint), richtext.UTC(x.Started), f.ID)))
		message := page.Find(item, ".message")
		page.Show(message, f.Message != "")
		s.SetRuns(message, richtext.Values(f.Message, f.Values))
		s.SetRuns(page.Find(item, ".cause"), richtext.Code(f.Cause))
		s.FillTexts(page.Find(item, ".fixes"), f.Fixes)
		evidence := page.Find(item, ".evidence")
		for _, fact := range f.Evidence {
			line := s.Piece("report-fact")
			page.Find(line, ".label").SetTextContent(fact.Label)
			page.Find(line, ".text").SetTextContent(fact.Text)
			page.Find(line, ".where").SetTextContent(s.session.Catalog().Messages().Place(fact.Where))
			evidence.AppendChild(line)
		}
		told[key] = item
	}
	sort.SliceStable(order, func(i, j int) bool { return times[order[i]] > times[order[j]] })
	for _, key := range order {
		if n := times[key]; n > 1 {
			page.Find(told[key], ".times").SetTextContent(s.Text("migrateTimes", strconv.Itoa(n)))
		}
		findings.AppendChild(told[key])
	}
	title := s.Text("reportTitle")
	page.Find(sheet, "h1").SetTextContent(title)
	page.Find(sheet, ".intro").SetTextContent(s.Text("reportSession", strconv.Itoa(failed), strconv.Itoa(calls)))
	page.Show(page.Find(sheet, "table"), failed > 0)
	return s.SavedPage(title, sheet)
}
