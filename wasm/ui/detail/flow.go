//go:build js && wasm

package detail

import (
	"strconv"

	"misstep/wasm/diagnosis"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// stepNames are the keys of the texts for the kinds of steps.
var stepNames = map[string]string{
	diagnosis.StepAuthorize: "stepAuthorize", diagnosis.StepCode: "stepCode", diagnosis.StepToken: "stepToken",
	diagnosis.StepRefresh: "stepRefresh", diagnosis.StepRevoke: "stepRevoke", diagnosis.StepCall: "stepCall",
}

// drawFlow draws the way from consent to this exchange.
func (v *View) drawFlow() {
	section := page.Find(v.el.detail, "details.flow")
	f := v.session.Flow(v.host.Selected())
	page.Show(section, f != nil)
	if f == nil {
		return
	}
	failed := 0
	list := page.Find(section, "ol")
	page.Empty(list)
	for _, step := range f.Steps {
		if !step.OK {
			failed++
		}
		list.AppendChild(v.step(step))
	}
	title := v.Text("flow", strconv.Itoa(len(f.Steps)))
	if failed > 0 {
		title = v.Text("flowFailed", strconv.Itoa(len(f.Steps)), strconv.Itoa(failed))
	}
	page.Find(section, "summary").SetTextContent(title)
	note := page.Find(section, ".note")
	note.SetTextContent(v.Text("flowLeft", strconv.Itoa(f.Omitted)))
	page.Show(note, f.Omitted > 0)
}

func (v *View) step(step diagnosis.FlowStep) page.Element {
	item := v.Piece("step")
	item.SetAttribute("data-step", step.Kind)
	item.SetAttribute("data-ok", strconv.FormatBool(step.OK))
	if step.Current {
		item.SetAttribute("aria-current", "step")
	}
	page.Find(item, ".kind").SetTextContent(v.Text(stepNames[step.Kind]))
	l := listmodel.NewRowText(v.session.Exchange(step.Exchange), v.session.Summary(step.Exchange), v.session.Screen(), v.Text, v.Zone)
	mark := "stepOK"
	if !step.OK {
		mark = "stepFailed"
	}
	page.Find(item, ".result").SetTextContent(richtext.Join(" ", l.Status, v.Text(mark)))
	brief := l.Brief
	if step.Guessed {
		brief = richtext.Join(" · ", brief, v.Text("stepGuessed"))
	}
	page.Find(item, ".brief").SetTextContent(brief)
	at := page.Find(item, "time")
	at.SetTextContent(l.Time())
	at.SetTitle(richtext.UTC(l.Started))
	v.linkExchange(page.Find(item, ".visit"), step.Exchange)
	return item
}
