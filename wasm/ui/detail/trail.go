//go:build js && wasm

package detail

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
func (v *View) visitExchange(id int, link page.Element) {
	if id < v.session.First() || id > v.session.LastID() || id == v.host.Selected() {
		return
	}
	from := stop{exchange: v.host.Selected(), scrolled: v.el.detail.Get("scrollTop").Float()}
	n := 0
	page.Each(v.el.detail, "[data-jump]", func(e page.Element) {
		if e.Underlying().Equal(link.Underlying()) {
			from.link = n
		}
		n++
	})
	trail := append(v.trail, from)
	v.host.Select(id)
	v.trail = trail
	v.drawTrail()
	v.el.detail.Focus()
}

// goBack returns to the exchange that a link was followed from.
func (v *View) goBack() bool {
	n := len(v.trail)
	if n == 0 {
		return false
	}
	last, trail := v.trail[n-1], v.trail[:n-1]
	v.host.Select(last.exchange)
	v.trail = trail
	v.drawTrail()
	v.el.detail.Set("scrollTop", last.scrolled)
	i := 0
	var link page.Element
	page.Each(v.el.detail, "[data-jump]", func(e page.Element) {
		if i == last.link {
			link = e
		}
		i++
	})
	if link == nil {
		v.el.detail.Focus()
		return true
	}
	link.Call("focus", map[string]any{"preventScroll": true})
	return true
}

func (v *View) drawTrail() {
	back := page.Find(v.el.detail, ".back")
	page.Show(back, len(v.trail) > 0)
	if n := len(v.trail); n > 0 {
		id := v.trail[n-1].exchange
		l := listmodel.NewRowText(v.session.Exchange(id), v.session.Summary(id), v.session.Screen(), v.Text, v.Zone)
		page.Find(back, "button").SetTextContent(v.Text("back", richtext.Join(" ", "#"+strconv.Itoa(id), l.Status, l.Endpoint)))
	}
}

// place is the key of the name of where its keys are used.
const place = "keysDetail"

// Keys are those that lead back.
func (v *View) Keys() []page.Shortcut {
	return []page.Shortcut{
		{Where: place, Keys: []string{"Alt+ArrowLeft"}, What: "keysDetailBack", Do: func(string) bool { return v.goBack() || v.returnFromPlace() }},
		{Where: place, Keys: []string{"Escape"}, What: "keysDetailLeave", Do: func(string) bool { return v.returnFromPlace() || v.goBack() }},
	}
}

// Press uses the keys that lead back. Beside the explanation it is the one that
// leads to the exchange before.
func (v *View) Press(event js.Value) (used bool) {
	key, target := event.Get("key").String(), v.Target(event)
	if event.Get("altKey").Bool() && key != "Escape" {
		key = "Alt+" + key
	}
	if v.host.Selected() == 0 || !v.Contains(target) {
		return key == "Alt+ArrowLeft" && v.host.Tab() == "requests" && !page.Editable(target) && v.goBack()
	}
	return page.Press(v.Keys(), place, key)
}
