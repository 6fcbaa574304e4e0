//go:build js && wasm

package panel

import (
	"strconv"

	"misstep/wasm/diagnose"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// stepNames are the keys of the texts for the kinds of steps.
var stepNames = map[string]string{
	diagnose.StepAuthorize: "stepAuthorize", diagnose.StepCode: "stepCode", diagnose.StepToken: "stepToken",
	diagnose.StepRefresh: "stepRefresh", diagnose.StepRevoke: "stepRevoke", diagnose.StepCall: "stepCall",
}

// drawFlow draws the way from consent to this exchange.
func (p *Panel) drawFlow() {
	section := page.Find(p.view.detail, "details.flow")
	f := p.session.Flow(p.selected)
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
		list.AppendChild(p.step(step))
	}
	title := p.Text("flow", strconv.Itoa(len(f.Steps)))
	if failed > 0 {
		title = p.Text("flowFailed", strconv.Itoa(len(f.Steps)), strconv.Itoa(failed))
	}
	page.Find(section, "summary").SetTextContent(title)
	note := page.Find(section, ".note")
	note.SetTextContent(p.Text("flowLeft", strconv.Itoa(f.Left)))
	page.Show(note, f.Left > 0)
}

func (p *Panel) step(step diagnose.FlowStep) page.Element {
	item := p.Piece("step")
	item.SetAttribute("data-step", step.Kind)
	item.SetAttribute("data-ok", strconv.FormatBool(step.OK))
	if step.Current {
		item.SetAttribute("aria-current", "step")
	}
	page.Find(item, ".kind").SetTextContent(p.Text(stepNames[step.Kind]))
	l := listmodel.NewRowText(p.session.Exchange(step.Exchange), p.session.Row(step.Exchange), p.Text)
	mark := "stepOK"
	if !step.OK {
		mark = "stepFailed"
	}
	page.Find(item, ".result").SetTextContent(richtext.Join(" ", l.Status, p.Text(mark)))
	brief := l.Brief
	if step.Guessed {
		brief = richtext.Join(" · ", brief, p.Text("stepGuessed"))
	}
	page.Find(item, ".brief").SetTextContent(brief)
	page.Find(item, "time").SetTextContent(l.Time())
	p.linkExchange(page.Find(item, ".visit"), step.Exchange)
	return item
}
