//go:build js && wasm

package panel

import (
	"strconv"

	"misstep/wasm/diagnose"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/richtext"
)

// stepNames are the keys of the texts for the kinds of steps.
var stepNames = map[string]string{
	diagnose.StepAuthorize: "stepAuthorize", diagnose.StepCode: "stepCode", diagnose.StepToken: "stepToken",
	diagnose.StepRefresh: "stepRefresh", diagnose.StepRevoke: "stepRevoke", diagnose.StepCall: "stepCall",
}

// drawFlow draws the way from consent to this exchange.
func (p *Panel) drawFlow() {
	section := find(p.view.detail, "details.flow")
	f := p.session.Flow(p.selected)
	show(section, f != nil)
	if f == nil {
		return
	}
	failed := 0
	list := find(section, "ol")
	empty(list)
	for _, step := range f.Steps {
		if !step.OK {
			failed++
		}
		list.AppendChild(p.step(step))
	}
	title := p.text("flow", strconv.Itoa(len(f.Steps)))
	if failed > 0 {
		title = p.text("flowFailed", strconv.Itoa(len(f.Steps)), strconv.Itoa(failed))
	}
	find(section, "summary").SetTextContent(title)
	note := find(section, ".note")
	note.SetTextContent(p.text("flowLeft", strconv.Itoa(f.Left)))
	show(note, f.Left > 0)
}

func (p *Panel) step(step diagnose.FlowStep) element {
	item := p.piece("step")
	item.SetAttribute("data-step", step.Kind)
	item.SetAttribute("data-ok", strconv.FormatBool(step.OK))
	if step.Current {
		item.SetAttribute("aria-current", "step")
	}
	find(item, ".kind").SetTextContent(p.text(stepNames[step.Kind]))
	l := listmodel.NewRowText(p.session.Exchange(step.Exchange), p.session.Row(step.Exchange), p.text)
	mark := "stepOK"
	if !step.OK {
		mark = "stepFailed"
	}
	find(item, ".result").SetTextContent(richtext.Join(" ", l.Status, p.text(mark)))
	brief := l.Brief
	if step.Guessed {
		brief = richtext.Join(" · ", brief, p.text("stepGuessed"))
	}
	find(item, ".brief").SetTextContent(brief)
	find(item, "time").SetTextContent(l.Time())
	p.linkExchange(find(item, ".visit"), step.Exchange)
	return item
}
