//go:build js && wasm

package page

import (
	"strconv"

	"misstep/wasm/ui/richtext"
)

// AppendRuns adds runs to e: code as <code>, values as <mark>, times as <time>
// with UTC in the tooltip, secrets as buttons that show them, all as text that is
// never read as markup.
func (p *Page) AppendRuns(e Element, runs []richtext.Run) {
	into, marked := e, false
	for _, s := range runs {
		if s.Pointed != marked { // what is pointed at is one element
			if into, marked = e, s.Pointed; marked {
				into = p.Create("span")
				into.Class().Add("pointed")
				e.AppendChild(into)
			}
		}
		name := ""
		switch {
		case s.Request != 0:
			link := p.Create("button")
			link.SetAttribute("type", "button")
			link.Class().Add("link")
			link.SetAttribute("data-action", "visit-exchange")
			link.SetAttribute("data-jump", "")
			p.LinkRequest(link, s.Request)
			into.AppendChild(link)
			continue
		case s.UTC != "":
			e := p.Create("time")
			e.SetTextContent(s.Text)
			e.SetTitle(s.UTC)
			into.AppendChild(e)
			continue
		case s.Code:
			name = "code"
		case s.Name != "":
			name = "mark"
		case s.Original != "":
			into.AppendChild(p.Secret(s))
			continue
		default:
			into.Call("append", s.Text)
			continue
		}
		child := p.Create(name)
		if s.Original != "" {
			child.AppendChild(p.Secret(s))
		} else {
			child.SetTextContent(s.Text)
		}
		if s.Name != "" {
			child.SetTitle(s.Name)
		}
		into.AppendChild(child)
	}
}

// LinkRequest has a button lead to a request.
func (p *Page) LinkRequest(button Element, id int) {
	number := strconv.Itoa(id)
	button.SetTextContent("#" + number)
	button.SetAttribute("data-exchange", number)
	button.SetAttribute("aria-label", p.Text("visit", number))
}

// SetRuns replaces what is inside e.
func (p *Page) SetRuns(e Element, runs []richtext.Run) {
	Empty(e)
	p.AppendRuns(e, runs)
}
