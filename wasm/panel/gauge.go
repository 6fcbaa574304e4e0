//go:build js && wasm

package panel

import (
	"strconv"
	"time"

	"misstep/wasm/task"
	"misstep/wasm/ui/page"
)

// drawGauge brings what is left of the rate limit up to date. It stands in the
// strip of tabs, whichever is shown.
func (p *Panel) drawGauge() {
	t := &p.timeline
	if p.tab == "timeline" && t.cursor != p.selected {
		p.redraw("timeline") // something was selected elsewhere
	}
	if p.importing.on {
		return // what is told of the limit changes with each request
	}
	button := p.Find("#gauge")
	now := time.Now()
	g, known := p.teller().gauge(now, p.face == "page")
	page.Show(button, known)
	if !known || g == t.gauge {
		return
	}
	if g.resets != 0 && g.resets != t.gauge.resets {
		task.After(time.UnixMilli(g.resets).Sub(now), p.schedule)
	}
	t.gauge = g
	page.Find(button, ".long").SetTextContent(g.text)
	page.Find(button, ".brief").SetTextContent(g.brief)
	button.SetTitle(g.tooltip)
	button.SetAttribute("aria-label", p.Text("gaugeLabel")+": "+g.text)
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
