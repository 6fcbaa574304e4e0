//go:build js && wasm

package detail

import (
	"strconv"
	"strings"

	"misstep/wasm/compare"
	"misstep/wasm/diagnosis"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// comparedParts are the keys of the texts for the parts that may differ.
var comparedParts = map[string]string{
	compare.Method: "compareMethod", compare.Path: "comparePath", compare.Query: "compareQuery",
	compare.Header: "compareHeader", compare.Body: "compareBody", compare.Token: "compareToken",
}

// CompareWith compares the selected exchange with another, and goes there.
func (v *View) CompareWith(exchange int) {
	v.Finish()
	v.comparedWith = exchange
	v.drawComparison(v.session.Diagnosis(v.host.Selected()))
	section := page.Find(v.el.detail, "details.compare")
	section.Set("open", true)
	summary := page.Find(section, "summary")
	summary.Focus()
	section.Call("scrollIntoView", map[string]any{"block": "nearest"})
}

// drawComparison writes how the exchange differs from the one that a person chose,
// or a failing one from one that worked.
func (v *View) drawComparison(d diagnosis.Diagnosis) {
	section := page.Find(v.el.detail, "details.compare")
	var c *compare.Comparison
	chosen := v.comparedWith >= v.session.First() && v.comparedWith <= v.session.LastID()
	if chosen {
		c = compare.With(v.session, v.host.Selected(), v.comparedWith)
	} else if d.Failed {
		c = compare.WithWorking(v.session, v.host.Selected())
	}
	page.Show(section, c != nil)
	if c == nil {
		return
	}
	number := "#" + strconv.Itoa(c.Exchange)
	at := richtext.Join(", ", number, v.startText(c.Exchange))
	title, gap := "compareTitle", "compareGap"
	if c.Later {
		title, gap = "compareTitleLater", "compareGapLater"
	}
	other := v.Text("compareWorked", number)
	if chosen {
		title, other = "compareTitleChosen", number
	}
	v.setTimed(page.Find(section, "summary"), v.Text(title, at))
	note := ""
	if c.Gap > 0 {
		note = v.Text(gap, v.session.Span(c.Gap))
	}
	switch {
	case len(c.Differences) == 0:
		note = richtext.Join(" ", v.Text("compareSame"), note)
	case c.Omitted > 0:
		note = richtext.Join(" ", note, v.Text("compareLeft", strconv.Itoa(c.Omitted)))
	}
	page.Find(section, ".note").SetTextContent(note)
	table := page.Find(section, "table")
	page.Show(table, len(c.Differences) > 0)
	page.Find(table, "th.worked").SetTextContent(other)
	body := page.Find(table, "tbody")
	page.Empty(body)
	for _, difference := range c.Differences {
		row := v.Piece("difference")
		page.Find(row, ".part").SetTextContent(v.Text(comparedParts[difference.Part]))
		page.Find(row, ".name").SetTextContent(difference.Name)
		from, here, worked := compare.Apart(difference.Here, difference.Worked)
		v.compared(page.Find(row, "td.here"), difference.Here, from, here, difference.Absent == "here")
		v.compared(page.Find(row, "td.worked"), difference.Worked, from, worked, difference.Absent == "worked")
		body.AppendChild(row)
	}
	button := page.Find(section, ".visit")
	button.SetTextContent(v.Text("compareVisit", number))
	button.SetAttribute("data-exchange", strconv.Itoa(c.Exchange))
}

// compared writes one side of a difference, and marks what is only there.
func (v *View) compared(cell page.Element, text string, from, to int, absent bool) {
	switch {
	case absent:
		cell.Class().Add("none")
		text = v.Text("compareAbsent")
	case strings.TrimSpace(text) == "":
		cell.Class().Add("none")
		text = v.Text("compareEmpty")
	default:
		if strings.Contains(text, " UTC") { // a time is one
			from, to = 0, len(text)
		}
		for i, part := range []string{text[:from], text[from:to], text[to:]} {
			into := cell
			if i == 1 {
				into = v.Create("mark")
				cell.AppendChild(into)
			}
			v.AppendRuns(into, v.Zone.Runs([]richtext.Run{{Text: part}}, v.started()))
		}
		return
	}
	cell.SetTextContent(text)
}
