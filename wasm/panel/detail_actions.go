//go:build js && wasm

package panel

import (
	"strconv"
	"strings"

	"misstep/wasm/diagnose"
	"misstep/wasm/export"
	"misstep/wasm/har"
	"misstep/wasm/redact"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// drawActions shows what can be taken away of this exchange. None of it holds
// a secret, whatever is shown on the screen.
func (p *Panel) drawActions(x *har.Exchange, d diagnose.Diagnosis) {
	in := func(selector string) page.Element { return page.Find(p.view.detail, selector) }
	page.Show(in(".copy-curl"), x.Request.URL != "")
	page.Show(in(".copy-path"), x.Request.URL != "")
	_, changes, corrected := export.Corrected(p.session, p.selected)
	button := in(".copy-corrected")
	page.Show(button, corrected)
	button.SetTitle(p.Text("copyCorrectedHelp", strings.Join(changes, "\n")))
	page.Show(in(".not-this"), d.Failed)
}

// actInDetail does what a button of the detail or of a menu asks; false when
// it is none of them.
func (p *Panel) actInDetail(action string, button page.Element) bool {
	switch action {
	case "menu":
		p.Menu.Toggle(button)
	case "where":
		p.followEvidence(button)
	case "visit-exchange":
		p.visitExchange(numberIn(button, "data-exchange"), button)
	case "back":
		p.goBack()
	case "reveal":
		p.revealSecret(button)
	case "more":
		p.unfold(button)
	case "body-all":
		p.showAllOf(button.GetAttribute("data-place"))
	case "copy-body":
		if at := p.detail.places[button.GetAttribute("data-place")]; at != nil {
			shown, _ := showBody("", p.detail.bodies[button.GetAttribute("data-place")], copyLimit)
			p.CopyText(richtext.Plain(shown), button)
		}
	case "copy-curl":
		p.CopyText(export.Curl(p.session.Exchange(p.selected), export.CurlOptions{}), button)
	case "copy-corrected":
		if request, changes, ok := export.Corrected(p.session, p.selected); ok {
			p.CopyText(export.CurlRequest(&request, export.CurlOptions{Changes: changes}), button)
		}
	case "copy-report":
		p.CopyText(export.Markdown(p.session, p.selected, p.Text), button)
	case "copy-path":
		_, path := listmodel.HostAndPath(redact.URL(p.session.Exchange(p.selected).Request.URL))
		p.CopyText(path, p.Menu.Chosen(p.view.detail))
	case "copy-har":
		if text, ok := p.recording([]int{p.selected}); ok {
			p.CopyText(text, p.Menu.Chosen(p.view.detail))
		}
	default:
		return p.exportSession(action, button)
	}
	return true
}

// copyLimit bounds what is copied of a body, in bytes.
const copyLimit = 16 << 20

func numberIn(e page.Element, attribute string) int {
	n, err := strconv.Atoi(e.GetAttribute(attribute))
	if err != nil {
		return 0
	}
	return n
}
