//go:build js && wasm

package panel

import (
	"strconv"
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

// SetOthers tells which hosts are not watched, most promising first.
func (p *Panel) SetOthers(others []Other) {
	p.others = others
	p.Schedule()
}

func (p *Panel) hosts() string { return strings.Join(p.watched, ", ") }

// drawEmpty says, when no row is to be seen, why that is and what to do.
func (p *Panel) drawEmpty() {
	v := &p.view
	none := len(p.list.Rows) == 0 && !p.unread()
	if shown := !v.empty.Get("hidden").Bool(); shown != none {
		page.Show(v.empty, none)
		v.rowView.height = 0 // the list has another now
	}
	if !none {
		return
	}
	title, text, buttons := p.whyEmpty()
	v.emptyTitle.SetTextContent(title)
	v.emptyText.SetTextContent(text)
	for _, b := range v.emptyButtons {
		page.Show(b, false)
	}
	for _, name := range buttons {
		page.Show(v.emptyButtons[name], true)
	}
	p.drawElsewhere()
}

// whyEmpty is what the empty list says, and the buttons it has.
func (p *Panel) whyEmpty() (title, text string, buttons []string) {
	l := p.list
	total, none := strconv.Itoa(l.Total()), l.Total() == 0
	start := []string{"import", "paste", "sample"}
	switch {
	case none && p.face == "page":
		return p.Text("emptyPageTitle"), p.Text("emptyPage"), start
	case none && p.paused:
		return p.Text("emptyPausedTitle"), p.Text("emptyPaused", p.hosts()), append([]string{"resume"}, start...)
	case none && len(p.watched) == 0:
		return p.Text("emptyUnwatchedTitle"), p.Text("emptyUnwatched"), append([]string{"hosts"}, start...)
	case none:
		return p.Text("emptyPanelTitle"), p.Text("emptyPanel", p.hosts()), start
	case !l.Narrowed() && l.Failures > 0:
		return p.Text("emptyChoiceTitle"), p.Text("emptyChoice", strconv.Itoa(l.Failures), total), []string{"show-all"}
	case !l.Narrowed() && l.Total() == 1:
		return p.Text("emptyFailingTitle"), p.Text("emptyFailingOne"), []string{"show-all"}
	case !l.Narrowed():
		return p.Text("emptyFailingTitle"), p.Text("emptyFailing", total), []string{"show-all"}
	case p.state.Choice == "all":
		return p.Text("emptyFilterTitle", p.narrowedBy()), p.Text("emptyFilterAll", total), []string{"clear-filter"}
	}
	return p.Text("emptyFilterTitle", p.narrowedBy()), p.Text("emptyFilter", strconv.Itoa(l.Failures), total), []string{"clear-filter", "show-all"}
}

// narrowedBy is all that limits the list but for the chips, as a person would
// type it.
func (p *Panel) narrowedBy() string {
	certainty, host := p.state.Certainty, p.state.Host
	if certainty != "" {
		certainty = "certainty:" + certainty
	}
	if host != "" {
		host = "host:" + host
	}
	return richtext.Join(" ", strings.TrimSpace(p.state.Filter), certainty, host)
}

// findElsewhere readies, in the present window, what the empty list says of hosts
// that are not watched.
func (p *Panel) findElsewhere() {
	p.view.elsewhere = p.Find("#others")
	p.view.otherButtons = nil
	list := page.Find(p.view.elsewhere, ".empty-actions")
	page.Empty(list)
	for range otherButtons {
		button := p.Piece("other")
		list.AppendChild(button)
		p.view.otherButtons = append(p.view.otherButtons, button)
	}
}

// drawElsewhere offers to watch hosts, while nothing came from those that are.
func (p *Panel) drawElsewhere() {
	v := &p.view
	asked := 0
	for _, other := range p.others {
		asked += other.Requests
	}
	offered := asked > 0 && p.list.Total() == 0 && !p.paused && p.face == "panel"
	page.Show(v.elsewhere, offered)
	if !offered {
		return
	}
	key := "othersMany"
	if asked == 1 {
		key = "othersOne"
	}
	page.Find(v.elsewhere, ".others-text").SetTextContent(p.Text(key, strconv.Itoa(asked)))
	for i, button := range v.otherButtons {
		there := i < len(p.others)
		page.Show(button, there)
		if there {
			host := p.others[i].Host
			button.SetAttribute("data-host", host)
			button.SetTextContent(p.Text("watchHost", host))
		}
	}
}

// watchOther watches the host of a button.
func (p *Panel) watchOther(button page.Element) {
	host := button.GetAttribute("data-host")
	if p.actions.Dialogs.Watch == nil || host == "" {
		return
	}
	browser.Defer(func() {
		if problem := p.actions.Dialogs.Watch(host, ""); problem != "" {
			p.Notice("error", problem, "", nil)
		}
	})
}
