//go:build js && wasm

package list

import (
	"strings"

	"misstep/wasm/browser"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// An Other is a host that is not watched, though the page asks it.
type Other struct {
	Host     string
	Requests int
}

// otherButtons is how many of them the empty list offers to watch.
const otherButtons = 3

// SetOthers passes the hosts that aren't watched, most promising first.
func (v *View) SetOthers(others []Other) {
	v.others = others
	v.host.Schedule()
}

func (v *View) hosts() string { return strings.Join(v.watched, ", ") }

// drawEmpty says, when no row is to be seen, why that is and what to do.
func (v *View) drawEmpty() {
	none := len(v.model.Rows) == 0 && !v.Unread()
	if shown := !v.el.empty.Get("hidden").Bool(); shown != none {
		page.Show(v.el.empty, none)
		v.el.rowView.height = 0 // the list has another now
	}
	if !none {
		return
	}
	title, text, buttons := v.emptyReason()
	v.el.emptyTitle.SetTextContent(title)
	v.el.emptyText.SetTextContent(text)
	for _, b := range v.el.emptyButtons {
		page.Show(b, false)
	}
	for _, name := range buttons {
		page.Show(v.el.emptyButtons[name], true)
	}
	v.drawElsewhere()
}

// emptyReason is what the empty list says, and the buttons it has.
func (v *View) emptyReason() (title, text string, buttons []string) {
	l := v.model
	total, none := v.Text.Thousands(l.Total()), l.Total() == 0
	start := []string{"import", "paste", "sample"}
	switch {
	case none && v.offline:
		return v.Text("emptyPageTitle"), v.Text("emptyPage"), start
	case none && v.paused:
		return v.Text("emptyPausedTitle"), v.Text("emptyPaused", v.hosts()), append([]string{"resume"}, start...)
	case none && len(v.watched) == 0:
		return v.Text("emptyUnwatchedTitle"), v.Text("emptyUnwatched"), append([]string{"hosts"}, start...)
	case none:
		return v.Text("emptyPanelTitle"), v.Text("emptyPanel", v.hosts()), start
	case !l.Narrowed() && l.Failures > 0:
		return v.Text("emptyChoiceTitle"), v.Text("emptyChoice", v.Text.Thousands(l.Failures), total), []string{"show-all"}
	case !l.Narrowed() && l.Total() == 1:
		return v.Text("emptyFailingTitle"), v.Text("emptyFailingOne"), []string{"show-all"}
	case !l.Narrowed():
		return v.Text("emptyFailingTitle"), v.Text("emptyFailing", total), []string{"show-all"}
	case v.state.Chips == "all":
		return v.Text("emptyFilterTitle", v.activeFilters()), v.Text("emptyFilterAll", total), []string{"clear-filter"}
	}
	return v.Text("emptyFilterTitle", v.activeFilters()), v.Text("emptyFilter", v.Text.Thousands(l.Failures), total), []string{"clear-filter", "show-all"}
}

// activeFilters is all that limits the list but for the chips, as a person would
// type it.
func (v *View) activeFilters() string {
	certainty, host := v.state.Certainty, v.state.Host
	if certainty != "" {
		certainty = "certainty:" + certainty
	}
	if host != "" {
		host = "host:" + host
	}
	return richtext.Join(" ", strings.TrimSpace(v.state.Filter), certainty, host)
}

// findElsewhere readies, in the present window, what the empty list says of hosts
// that are not watched.
func (v *View) findElsewhere() {
	v.el.elsewhere = v.Find("#others")
	v.el.otherButtons = nil
	list := page.Find(v.el.elsewhere, ".empty-actions")
	page.Empty(list)
	for range otherButtons {
		button := v.Piece("other")
		list.AppendChild(button)
		v.el.otherButtons = append(v.el.otherButtons, button)
	}
}

// drawElsewhere offers to watch hosts, while nothing came from those that are.
func (v *View) drawElsewhere() {
	asked := 0
	for _, other := range v.others {
		asked += other.Requests
	}
	offered := asked > 0 && v.model.Total() == 0 && !v.paused && !v.offline
	page.Show(v.el.elsewhere, offered)
	if !offered {
		return
	}
	key := "othersMany"
	if asked == 1 {
		key = "othersOne"
	}
	page.Find(v.el.elsewhere, ".others-text").SetTextContent(v.Text(key, v.Text.Thousands(asked)))
	for i, button := range v.el.otherButtons {
		there := i < len(v.others)
		page.Show(button, there)
		if there {
			host := v.others[i].Host
			button.SetAttribute("data-host", host)
			button.SetTextContent(v.Text("watchHost", host))
		}
	}
}

// watchOther watches the host of a button.
func (v *View) watchOther(button page.Element) {
	host := button.GetAttribute("data-host")
	if v.program.Watch == nil || host == "" {
		return
	}
	browser.Defer(func() {
		if problem := v.program.Watch(host, ""); problem != "" {
			v.Problem(problem)
		}
	})
}
