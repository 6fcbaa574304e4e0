//go:build js && wasm

// Package spending is the table that opens from the meter of the rate limit: what used the
// limit up, by endpoint, in the window of the request that the meter shows, and the one
// request that replaces many.
package spending

import (
	"strconv"
	"syscall/js"

	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
	"misstep/wasm/timeline"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A Host is what the view asks of what is around it.
type Host interface {
	Metered() int         // the exchange whose rate limit is shown, 0: none
	ShowAll(words string) // lists all requests that a filter finds
	ShowTimeline(exchange int)
}

// A View is the table.
type View struct {
	*page.Page
	session *diagnosis.Session
	host    Host
	told    session.Spending
}

// New is the table of a session.
func New(p *page.Page, session *diagnosis.Session, host Host) *View {
	return &View{Page: p, session: session, host: host}
}

// Attach has the table written whenever it opens in the present window.
func (v *View) Attach() {
	v.On(v.Find("#spent"), "beforetoggle", false, func(event js.Value) {
		if event.Get("newState").String() == "open" {
			v.draw()
		}
	})
}

// Detach forgets nothing: no element is kept.
func (v *View) Detach() {}

// Keys are the browser's: Escape closes what popped up.
func (v *View) Keys() []page.Shortcut { return nil }

// Actions are what its buttons do.
func (v *View) Actions() page.Actions {
	return page.Actions{
		"spent-endpoint": func(button page.Element) { v.show(button.GetAttribute("data-requests")) },
		"spent-show":     func(page.Element) { v.show(requests(v.told.Exchanges)) },
		"spent-timeline": func(page.Element) {
			v.Find("#spent").Call("hidePopover")
			v.host.ShowTimeline(v.told.Told)
		},
	}
}

// requests is the filter for requests with these numbers.
func requests(ids []int) string {
	return "request:" + timeline.Ranges(func(i int) int { return ids[i] }, len(ids))
}

func (v *View) show(words string) {
	v.Find("#spent").Call("hidePopover")
	v.host.ShowAll(words)
}

func (v *View) draw() {
	told, ok := v.session.Spending(v.host.Metered())
	v.told = told
	in := func(selector string) page.Element { return v.Find("#spent " + selector) }
	body := in("tbody")
	page.Empty(body)
	page.Each(v.Find("#spent"), ".of-window", func(e page.Element) { page.Show(e, ok) })
	if !ok {
		in(".when").SetTextContent(v.Text("spentUnknown"))
		return
	}
	at := v.session.Exchange(told.Told).Started
	reset := told.To
	if !told.Reset.IsZero() {
		reset = httpmsg.NearMinute(told.Reset)
	}
	v.SetRuns(in(".when"), v.Zone.Runs([]richtext.Run{{Text: v.Text("spentWhen", v.Text.Thousands(told.Limit-told.Remaining), v.Text.Thousands(told.Limit), "#"+strconv.Itoa(told.Told), richtext.UTC(at), reset.UTC().Format("2006-01-02 15:04 UTC"))}}, at))
	in(".whose").SetTextContent(richtext.Join(" · ", told.Name, v.owner("gaugeUser", told.User), v.owner("gaugeClient", told.Client)))
	elsewhere := told.Elsewhere()
	if len(told.Uses) > 0 && elsewhere > told.Uses[0].Seen {
		v.other(body, "spentElsewhere", elsewhere)
		elsewhere = 0
	}
	for _, use := range told.Uses {
		name := v.Text("spentUndocumented")
		if use.Endpoint != nil {
			name = use.Endpoint.Name
		}
		row := v.row(name, use.Seen, use.Refused)
		page.Find(row, "button").SetAttribute("data-requests", requests(use.Exchanges))
		body.AppendChild(row)
	}
	v.other(body, "spentElsewhere", elsewhere)
	v.other(body, "spentLeft", told.Remaining)
	page.Show(in(".savings"), len(told.Savings) > 0)
	list := in(".savings ul")
	page.Empty(list)
	for _, saving := range told.Savings[:min(3, len(told.Savings))] {
		item := v.Piece("saving")
		page.Find(item, ".text").SetTextContent(v.Text("spentSaving", v.Text.Thousands(saving.Needed), v.Text.Thousands(saving.Calls), saving.Endpoint.Name))
		page.Find(item, "code").SetTextContent("GET " + saving.URL)
		page.Find(item, ".copy").SetAttribute("data-text", saving.URL)
		list.AppendChild(item)
	}
}

// other adds a line for what isn't an endpoint's.
func (v *View) other(body page.Element, key string, count int) {
	if count > 0 {
		row := v.row("", count, 0)
		row.Class().Add("other")
		page.Find(row, "button").Call("replaceWith", v.Text(key))
		body.AppendChild(row)
	}
}

func (v *View) owner(key, name string) string {
	if name == "" {
		return ""
	}
	return v.Text(key, name)
}

// row is a line of the table. What was refused used nothing up.
func (v *View) row(name string, count, refused int) page.Element {
	row := v.Piece("spent-row")
	page.Find(row, "button").SetTextContent(name)
	page.Find(row, ".seen").SetTextContent(v.Text.Thousands(count))
	page.Find(row, ".share").SetTextContent(share(count, v.told.Limit))
	page.Style(row, "--share", strconv.Itoa(min(count*100/max(v.told.Limit, 1), 100))+"%")
	if refused > 0 {
		page.Find(row, ".refused").SetTextContent(v.Text.Thousands(refused))
	}
	return row
}

// share is a part in percent.
func share(count, of int) string {
	percent := strconv.Itoa((count*100 + of/2) / max(of, 1))
	if percent == "0" && count > 0 {
		percent = "< 1"
	}
	return percent + " %"
}
