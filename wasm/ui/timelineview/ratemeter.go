//go:build js && wasm

package timelineview

import (
	"strconv"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/session"
	"misstep/wasm/ui/page"
)

// meant is the moment that the meter shows: that of the selected request, or the lowest of
// a recording.
func (v *View) meant(words labels) moment {
	if id := v.host.Selected(); id != 0 {
		x := v.session.Exchange(id)
		at, told := session.EventTimeOf(id, x).End.UnixMilli(), session.RateLimitStatus{}
		if status, ok := v.session.RateLimitStatus(id); ok {
			told = status
		} else if pack := v.session.Recorded(id).Pack; pack != nil {
			told.Pack = pack.ID
		}
		for i := range words.model.Rates {
			r := &words.model.Rates[i]
			_, known := r.At(at)
			if known && !x.Started.IsZero() && r.Pack == told.Pack && (told.User == "" || r.User == told.User && r.Client == told.Client) {
				return moment{r, at, id}
			}
		}
	}
	if v.recording {
		return words.lowest()
	}
	return moment{}
}

// Metered is the exchange whose rate limit the meter shows; 0 if there is none.
func (v *View) Metered() int { return v.drawn.exchange }

// RenderMeter brings what is left of the rate limit up to date. It stands in the
// strip of tabs, whichever is shown.
func (v *View) RenderMeter() {
	if v.host.Tab() == Name && v.cursor != v.host.Selected() {
		v.host.Redraw(Name) // something was selected elsewhere
	}
	if v.host.Importing() {
		return // what is known about the limit changes with each request
	}
	button := v.Find("#gauge")
	now := time.Now()
	words := v.labels()
	g, known := words.meter(now, v.meant(words))
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
