//go:build js && wasm

package panel

import (
	"strconv"
	"syscall/js"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A stop is an exchange that somebody left by a link to another, and the link.
type stop struct {
	exchange int
	link     int // among the links of its explanation
	scrolled float64
}

// visitExchange shows another exchange, with a way back.
func (p *Panel) visitExchange(id int, link page.Element) {
	if id < p.session.First() || id > p.session.Len() || id == p.selected {
		return
	}
	from := stop{exchange: p.selected, scrolled: p.view.detail.Get("scrollTop").Float()}
	n := 0
	page.Each(p.view.detail, "[data-jump]", func(e page.Element) {
		if e.Underlying().Equal(link.Underlying()) {
			from.link = n
		}
		n++
	})
	trail := append(p.trail, from)
	p.Select(id)
	p.trail = trail
	p.drawTrail()
	p.view.detail.Focus()
}

// goBack returns to the exchange that a link was followed from.
func (p *Panel) goBack() bool {
	n := len(p.trail)
	if n == 0 {
		return false
	}
	last, trail := p.trail[n-1], p.trail[:n-1]
	p.Select(last.exchange)
	p.trail = trail
	p.drawTrail()
	p.view.detail.Set("scrollTop", last.scrolled)
	i := 0
	var link page.Element
	page.Each(p.view.detail, "[data-jump]", func(e page.Element) {
		if i == last.link {
			link = e
		}
		i++
	})
	if link == nil {
		p.view.detail.Focus()
		return true
	}
	link.Call("focus", map[string]any{"preventScroll": true})
	return true
}

func (p *Panel) drawTrail() {
	back := page.Find(p.view.detail, ".back")
	page.Show(back, len(p.trail) > 0)
	if n := len(p.trail); n > 0 {
		id := p.trail[n-1].exchange
		l := listmodel.NewRowText(p.session.Exchange(id), p.session.Row(id), p.Text)
		page.Find(back, "button").SetTextContent(p.Text("back", richtext.Join(" ", "#"+strconv.Itoa(id), l.Status, l.Endpoint)))
	}
}

// pressedInDetail uses the keys that lead back, and those of menus.
func (p *Panel) pressedInDetail(event js.Value) bool {
	key, target := event.Get("key").String(), event.Get("target")
	if p.Menu.Press(key) {
		return true
	}
	if p.selected == 0 || !p.view.detail.Call("contains", target).Bool() {
		return key == "ArrowLeft" && event.Get("altKey").Bool() && p.tab == "requests" && !page.Editable(target) && p.goBack()
	}
	switch {
	case key == "ArrowLeft" && event.Get("altKey").Bool():
		return p.goBack() || p.returnFromPlace()
	case key == "Escape":
		return p.returnFromPlace() || p.goBack()
	}
	return false
}
