//go:build js && wasm

package panel

import (
	"strconv"
	"strings"

	"misstep/wasm/diagnose"
	"misstep/wasm/migrate"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A legacy counts the endpoints in use that have a successor, exchange by
// exchange: the whole report would cost too much to be made for one number.
type legacy struct {
	counted int // exchanges
	groups  map[diagnose.Replaced]bool
}

// legacyInUse is the number beside the tab's name.
func (p *Panel) legacyInUse() int {
	for p.countLegacy() {
	}
	return len(p.legacy.groups)
}

// countLegacy counts the next exchange, before the number is asked for: all of a
// recording at once would take long. It reports whether there was one.
func (p *Panel) countLegacy() bool {
	l := &p.legacy
	if l.counted > p.session.Len() || l.groups == nil {
		*l = legacy{groups: map[diagnose.Replaced]bool{}}
	}
	if l.counted = max(l.counted, p.session.First()-1); l.counted == p.session.Len() {
		return false
	}
	l.counted++
	if r, there := p.session.Replaced(l.counted); there {
		l.groups[r] = true
	}
	return true
}

// drawMigration writes what the session calls at an API that has a successor.
func (p *Panel) drawMigration() {
	r := migrate.New(p.session)
	section := p.Find("#migration-tab")
	there := r.API != ""
	page.Show(page.Find(section, ".nothing-legacy"), !there)
	page.Each(p.Document, `#toolbar [data-of="migration"] button`, func(button page.Element) { button.Set("disabled", !there) })
	old := page.Find(section, ".migration")
	page.Show(old, there)
	if there {
		old.Call("replaceWith", p.migration(r).Underlying())
	}
}

// migration is the report as an page.Element, for the tab and for the file alike.
func (p *Panel) migration(r migrate.Report) page.Element {
	root := p.Piece("migration")
	in := func(selector string) page.Element { return page.Find(root, selector) }
	in("h1").SetTextContent(p.Text("migrateTitle", r.API, r.Successor))
	calls := p.Text("migrateCalls", strconv.Itoa(r.Calls), r.API)
	if r.ShutDown != "" {
		calls = richtext.Join(" ", calls+".", p.Text("migrateShutDown", r.ShutDown))
	}
	in(".total").SetTextContent(calls)
	guide := in(".guide")
	text, ok := richtext.LinkText(r.Documentation)
	page.Show(guide, ok)
	if ok {
		guide.SetTextContent(text)
		guide.SetAttribute("href", r.Documentation)
	}

	page.Show(in(".endpoints"), len(r.Groups) > 0)
	for _, g := range r.Groups {
		in(".groups").AppendChild(p.group(g))
	}
	section := func(name string, n int, fill func(list page.Element)) {
		page.Show(in("."+name), n > 0)
		fill(in("." + name + " ul"))
	}
	section("scopes", len(r.Scopes), func(list page.Element) {
		for _, s := range r.Scopes {
			item := p.Piece("scope")
			page.Find(item, "code").SetTextContent(s.Scope)
			page.Find(item, ".copy").SetAttribute("data-text", s.Scope)
			page.Find(item, ".for").SetTextContent(p.Text("migrateScopeFor", strings.Join(s.For, ", ")))
			list.AppendChild(item)
		}
	})
	var all []string
	for _, s := range r.Scopes {
		all = append(all, s.Scope)
	}
	in(".scopes .copy-all").SetAttribute("data-text", strings.Join(all, " "))
	page.Show(in(".scopes .copy-all"), len(all) > 1)
	section("without", len(r.None), func(list page.Element) {
		for _, n := range r.None {
			item := p.Create("li")
			name := p.Create("strong")
			name.SetTextContent(n.Endpoint)
			item.AppendChild(name)
			item.Call("append", " ")
			p.AppendRuns(item, richtext.Code(n.Why))
			list.AppendChild(item)
		}
	})
	section("differences", len(r.Differences), func(list page.Element) { p.FillDifferences(list, r.Differences) })
	section("open", len(r.Open), func(list page.Element) { p.FillTexts(list, r.Open) })
	section("unknown", len(r.Unknown), func(list page.Element) {
		for _, u := range r.Unknown {
			item, call := p.Create("li"), p.Create("code")
			call.SetTextContent(u.Method + " " + u.Path)
			item.AppendChild(call)
			item.Call("append", " "+p.Text("migrateTimes", strconv.Itoa(u.Count)))
			list.AppendChild(item)
		}
	})
	return root
}

// group is one line of the table.
func (p *Panel) group(g migrate.Group) page.Element {
	line := p.Piece("group")
	jump := page.Find(line, ".jump")
	jump.SetTextContent(strconv.Itoa(g.Count))
	jump.SetTitle(p.Text("migrateCount", strconv.Itoa(g.Count), strconv.Itoa(g.Failed), strconv.Itoa(g.First), strconv.Itoa(g.Last)))
	jump.SetAttribute("data-words", g.Endpoint)
	jump.SetAttribute("data-exchange", strconv.Itoa(g.Last))
	name := g.Replacement.Name
	if name == g.Endpoint {
		name = ""
	}
	page.Find(line, ".called").SetTextContent(richtext.Join(" – ", g.Endpoint, name))
	page.Find(line, ".path").SetTextContent(g.Method + " " + g.Path)
	p.FillCalls(line, g.Replacement)
	page.Show(page.Find(line, ".varies"), g.Varies)
	p.SetCertainty(page.Find(line, ".sure"), g.Replacement.Certainty, g.Replacement.Source)
	return line
}

// showGroup shows the requests of a group in the list.
func (p *Panel) showGroup(button page.Element) {
	p.chooseTab("requests")
	words := button.GetAttribute("data-words")
	p.view.filter.Set("value", words)
	p.choice("all")
	p.setFilter(words)
	if id, err := strconv.Atoi(button.GetAttribute("data-exchange")); err == nil {
		p.Select(id)
	}
	p.view.list.Focus()
}

func (p *Panel) copyMigration(button page.Element) {
	p.CopyText(migrate.New(p.session).Markdown(p.Text), button)
}

func (p *Panel) saveMigration() {
	r := migrate.New(p.session)
	p.Save("misstep-migration-"+page.Today()+".html", "text/html", p.SavedPage(p.Text("migrateTitle", r.API, r.Successor), p.migration(r)))
}
