//go:build js && wasm

package timelineview

import (
	"strconv"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/ui/page"
)

// RenderMeter brings what is left of the rate limit up to date. It stands in the
// strip of tabs, whichever is shown.
func (v *View) RenderMeter() {
	if v.host.Tab() == Name && v.cursor != v.host.Selected() {
		v.host.Redraw(Name) // something was selected elsewhere
	}
	if v.host.Importing() {
		return // what is told of the limit changes with each request
	}
	button := v.Find("#gauge")
	now := time.Now()
	g, known := v.labels().meter(now, v.recording)
	page.Show(button, known)
	if !known || g == v.drawn {
		return
	}
	if g.resets != 0 && g.resets != v.drawn.resets {
		browser.After(time.UnixMilli(g.resets).Sub(now), v.host.Schedule)
	}
	v.drawn = g
	page.Find(button, ".long").SetTextContent(g.text)
	page.Find(button, ".brief").SetTextContent(g.brief)
	button.SetTitle(g.tooltip)
	button.SetAttribute("aria-label", v.Text("gaugeLabel")+": "+g.text)
	level := "good"
	switch {
	case g.left == 0:
		level = "none"
	case g.left*5 < g.limit:
		level = "low"
	}
	button.SetAttribute("data-level", level)
	page.Find(button, ".fill").Get("style").Set("width", strconv.Itoa(g.left*100/max(g.limit, 1))+"%")
}
