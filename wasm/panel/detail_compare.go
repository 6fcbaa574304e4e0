//go:build js && wasm

package panel

import (
	"strconv"
	"strings"

	"misstep/wasm/compare"
	"misstep/wasm/diagnose"
	"misstep/wasm/ui/richtext"
)

// comparedParts are the keys of the texts for the parts that may differ.
var comparedParts = map[string]string{
	compare.Method: "compareMethod", compare.Path: "comparePath", compare.Query: "compareQuery",
	compare.Header: "compareHeader", compare.Body: "compareBody", compare.Token: "compareToken",
}

// drawComparison writes how a failing exchange differs from one that worked.
func (p *Panel) drawComparison(d diagnose.Diagnosis) {
	section := find(p.view.detail, "details.compare")
	var c *compare.Comparison
	if d.Failed {
		c = compare.WithWorking(p.session, p.selected)
	}
	show(section, c != nil)
	if c == nil {
		return
	}
	number := "#" + strconv.Itoa(c.Exchange)
	at := richtext.Join(", ", number, p.startText(c.Exchange))
	title, gap := "compareTitle", "compareGap"
	if c.Later {
		title, gap = "compareTitleLater", "compareGapLater"
	}
	find(section, "summary").SetTextContent(p.text(title, at))
	note := ""
	if c.Gap > 0 {
		note = p.text(gap, p.session.Span(c.Gap))
	}
	switch {
	case len(c.Differences) == 0:
		note = richtext.Join(" ", p.text("compareSame"), note)
	case c.Left > 0:
		note = richtext.Join(" ", note, p.text("compareLeft", strconv.Itoa(c.Left)))
	}
	find(section, ".note").SetTextContent(note)
	table := find(section, "table")
	show(table, len(c.Differences) > 0)
	find(table, "th.worked").SetTextContent(p.text("compareWorked", number))
	body := find(table, "tbody")
	empty(body)
	for _, difference := range c.Differences {
		row := p.piece("difference")
		find(row, ".part").SetTextContent(p.text(comparedParts[difference.Part]))
		find(row, ".name").SetTextContent(difference.Name)
		p.compared(find(row, "td.here"), difference.Here, difference.Absent == "here")
		p.compared(find(row, "td.worked"), difference.Worked, difference.Absent == "worked")
		body.AppendChild(row)
	}
	button := find(section, ".visit")
	button.SetTextContent(p.text("compareVisit", number))
	button.SetAttribute("data-exchange", strconv.Itoa(c.Exchange))
}

// compared writes one side of a difference.
func (p *Panel) compared(cell element, text string, absent bool) {
	key := ""
	switch {
	case absent:
		key = "compareAbsent"
	case strings.TrimSpace(text) == "":
		key = "compareEmpty"
	}
	if key == "" {
		cell.SetTextContent(text)
		return
	}
	cell.Class().Add("none")
	cell.SetTextContent(p.text(key))
}
