//go:build js && wasm

package list

import (
	"strconv"
	"strings"
	"time"

	"misstep/wasm/browser"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

func (v *View) drawBars() {
	v.el.pause.SetAttribute("aria-pressed", strconv.FormatBool(v.paused))
	page.Show(v.el.paused, v.paused)
	v.drawChoices()
	gone := v.drawKept()

	l := v.model
	requests, failed := l.Total()-l.Pasted, l.Failures-l.PastedFailures
	key := "counts"
	if requests == 0 {
		key = "countsNone"
	}
	counted, pasted := v.Text(key, v.Text.Thousands(failed), v.Text.Thousands(requests)), ""
	if l.Pasted > 0 {
		pasted = v.Text("countPasted", v.Text.Thousands(l.Pasted))
		if requests == 0 {
			counted = ""
		}
	}
	kinds, shown := "", ""
	if l.Kinds() > 1 {
		kinds = v.Text("kinds", v.Text.Thousands(l.Kinds()))
	}
	if l.Narrowed() || v.state.Chips != "failing" && v.state.Chips != "all" {
		shown = v.Text("shown", v.Text.Thousands(l.Listed))
	}
	if all := richtext.Join("\n", richtext.Join(" · ", counted, pasted, kinds, shown), gone, v.Text("masked")); all != v.el.counted { // what a narrow line leaves out is in the tooltip
		v.el.counted = all
		v.el.counts.SetTitle(all)
		v.drawCounts(counted, pasted, kinds, shown)
	}
	if hosts := v.hosts(); hosts != v.el.watched {
		v.el.watched = hosts
		key := "hostCount"
		if len(v.watched) == 1 {
			key = "hostCountOne"
		}
		v.el.watching.SetTextContent(v.Text(key, strconv.Itoa(len(v.watched))))
		v.el.watching.SetTitle(richtext.Join("\n", v.Text("hostsHelp"), strings.Join(v.watched, "\n")))
	}
}

// drawCounts writes parts of which a narrow line leaves out the last.
func (v *View) drawCounts(parts ...string) {
	page.Empty(v.el.counts)
	before := ""
	for _, part := range parts {
		if part != "" {
			e := v.Create("span")
			e.SetTextContent(before + part)
			v.el.counts.AppendChild(e)
			before = " · "
		}
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
	news := v.announcements
	v.announcements = nil
	if len(news) == 0 || !v.Alive() {
		return
	}
	if len(news) == 1 {
		l := v.model.RowText(news[0])
		v.Announce(v.Text("announceOne", l.Status, l.Endpoint, l.Brief))
	} else {
		v.Announce(v.Text("announceMany", v.Text.Thousands(len(news))))
	}
}
