//go:build js && wasm

package detail

import (
	"strconv"

	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// secretButton is a masked value that a press shows. What it hides is kept
// here, not in the document.
func (v *View) secretButton(s richtext.Run) page.Element {
	button := v.Piece("secret")
	button.SetAttribute("data-secret", s.Secret)
	button.SetAttribute("data-masked", s.Text)
	v.shown.secrets[s.Secret] = s.Original
	v.writeSecret(button, v.revealed[s.Secret])
	return button
}

func (v *View) writeSecret(button page.Element, revealed bool) {
	masked := button.GetAttribute("data-masked")
	text, label := masked, v.Text("secretShow", masked)
	if revealed {
		text, label = v.shown.secrets[button.GetAttribute("data-secret")], v.Text("secretHide", masked)
	}
	page.Find(button, ".shown").SetTextContent(text)
	button.SetAttribute("aria-label", label)
	button.SetTitle(label)
	button.SetAttribute("aria-pressed", strconv.FormatBool(revealed))
}

// revealSecret shows one hidden value, or hides it again. Another exchange hides all.
func (v *View) revealSecret(button page.Element) {
	name := button.GetAttribute("data-secret")
	revealed := !v.revealed[name]
	if v.revealed == nil {
		v.revealed = map[string]bool{}
	}
	v.revealed[name] = revealed
	v.writeSecret(button, revealed)
}
