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
	"misstep/wasm/ui/richtext"
)

// drawActions shows what can be taken away of this exchange. None of it holds
// a secret, whatever is shown on the screen.
func (p *Panel) drawActions(x *har.Exchange, d diagnose.Diagnosis) {
	in := func(selector string) element { return find(p.view.detail, selector) }
	show(in(".copy-curl"), x.Request.URL != "")
	show(in(".copy-path"), x.Request.URL != "")
	_, changes, corrected := export.Corrected(p.session, p.selected)
	button := in(".copy-corrected")
	show(button, corrected)
	button.SetTitle(p.text("copyCorrectedHelp", strings.Join(changes, "\n")))
	show(in(".not-this"), d.Failed)
}

// actInDetail does what a button of the detail or of a menu asks; false when
// it is none of them.
func (p *Panel) actInDetail(action string, button element) bool {
	switch action {
	case "menu":
		p.toggleMenu(button)
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
			p.copyText(richtext.Plain(shown), button)
		}
	case "copy-curl":
		p.copyText(export.Curl(p.session.Exchange(p.selected), export.CurlOptions{}), button)
	case "copy-corrected":
		if request, changes, ok := export.Corrected(p.session, p.selected); ok {
			p.copyText(export.CurlRequest(&request, export.CurlOptions{Changes: changes}), button)
		}
	case "copy-report":
		p.copyText(export.Markdown(p.session, p.selected, p.text), button)
	case "copy-path":
		_, path := listmodel.HostAndPath(redact.URL(p.session.Exchange(p.selected).Request.URL))
		p.copyText(path, p.chosen())
	case "copy-har":
		if text, ok := p.recording([]int{p.selected}); ok {
			p.copyText(text, p.chosen())
		}
	default:
		return p.exportSession(action, button)
	}
	return true
}

// copyLimit bounds what is copied of a body, in bytes.
const copyLimit = 16 << 20

func numberIn(e element, attribute string) int {
	n, err := strconv.Atoi(e.GetAttribute(attribute))
	if err != nil {
		return 0
	}
	return n
}
