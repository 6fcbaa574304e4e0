//go:build js && wasm

package panel

import (
	"strconv"

	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// secretButton is a masked value that a press shows. What it hides is kept
// here, not in the document.
func (p *Panel) secretButton(s richtext.Run) page.Element {
	button := p.Piece("secret")
	button.SetAttribute("data-secret", s.Secret)
	button.SetAttribute("data-masked", s.Text)
	p.detail.secrets[s.Secret] = s.Original
	p.writeSecret(button, p.revealed[s.Secret])
	return button
}

func (p *Panel) writeSecret(button page.Element, revealed bool) {
	masked := button.GetAttribute("data-masked")
	text, label := masked, p.Text("secretShow", masked)
	if revealed {
		text, label = p.detail.secrets[button.GetAttribute("data-secret")], p.Text("secretHide", masked)
	}
	page.Find(button, ".shown").SetTextContent(text)
	button.SetAttribute("aria-label", label)
	button.SetTitle(label)
	button.SetAttribute("aria-pressed", strconv.FormatBool(revealed))
}

// revealSecret shows one hidden value, or hides it again. Another exchange hides all.
func (p *Panel) revealSecret(button page.Element) {
	name := button.GetAttribute("data-secret")
	revealed := !p.revealed[name]
	if p.revealed == nil {
		p.revealed = map[string]bool{}
	}
	p.revealed[name] = revealed
	p.writeSecret(button, revealed)
}
