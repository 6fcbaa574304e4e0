//go:build js && wasm

package list

import (
	"strconv"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

func (v *View) drawBars() {
	v.el.pause.SetAttribute("aria-pressed", strconv.FormatBool(v.paused))
	page.Show(v.el.paused, v.paused)
	v.drawChoices()
	v.drawKept()

	l := v.model
	total, failures := strconv.Itoa(l.Total()), strconv.Itoa(l.Failures)
	requests, failed := l.Total()-l.Pasted, l.Failures-l.PastedFailures
	key := "counts"
	switch {
	case requests == 0:
		key = "countsNone"
	case requests == 1:
		key = "countsSingle"
	case failed == 1:
		key = "countsOne"
	}
	counted, pasted := v.Text(key, strconv.Itoa(failed), strconv.Itoa(requests)), ""
	if l.Pasted > 0 {
		pasted = v.Text("countPasted", strconv.Itoa(l.Pasted))
		if requests == 0 {
			counted = ""
		}
	}
	kinds, shown := "", ""
	if l.Kinds() > 1 {
		kinds = v.Text("kinds", strconv.Itoa(l.Kinds()))
	}
	if l.Narrowed() || v.state.Choice != "failing" && v.state.Choice != "all" {
		shown = v.Text("shown", strconv.Itoa(l.Listed))
	}
	if counts := richtext.Join(" · ", counted, pasted, kinds, shown); counts != v.el.counted {
		v.el.counted = counts
		v.el.counts.SetTextContent(counts)
		v.el.chips[0].SetTextContent(v.Text("failing", failures))
		v.el.chips[1].SetTextContent(v.Text("all", total))
	}
	watching := ""
	if len(v.watched) > 0 {
		watching = v.Text("watching", v.hosts())
	}
	if v.el.watching.TextContent() != watching {
		v.el.watching.SetTextContent(watching)
		v.el.watching.SetTitle(watching)
	}
}

// newsTime is how long news are gathered before they are read aloud.
const newsTime = 700 * time.Millisecond

// announceNews has new failures read aloud, many of them as a number, those of a
// recording at once: a screen reader is not to be flooded.
func (v *View) announceNews() {
	if v.Unread() && v.Alive() {
		browser.After(newsTime, v.announceNews)
		return
	}
	news := v.news
	v.news = nil
	if len(news) == 0 || !v.Alive() {
		return
	}
	if len(news) == 1 {
		l := v.model.RowText(news[0])
		v.Announce(v.Text("announceOne", l.Status, l.Endpoint, l.Brief))
	} else {
		v.Announce(v.Text("announceMany", strconv.Itoa(len(news))))
	}
}
