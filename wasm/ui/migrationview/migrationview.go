//go:build js && wasm

// Package migrationview is the tab that sums up what the session calls at an API
// that has a successor, and what to call instead.
package migrationview

import (
	"strconv"
	"strings"

	"misstep/wasm/diagnosis"
	"misstep/wasm/export"
	"misstep/wasm/migrate"
	"misstep/wasm/replacement"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A Host is what the view asks of what is around it.
type Host interface {
	// ShowInList lists the requests that words find, and selects one of them.
	ShowInList(words string, exchange int)
}

// A View is the tab. It counts the endpoints in use that have a successor,
// exchange by exchange: the whole report would cost too much to be made for one
// number.
type View struct {
	*page.Page
	session *diagnosis.Session
	host    Host

	counted int // exchanges
	groups  map[replacement.Key]bool
}

// New is the view of a session.
func New(p *page.Page, session *diagnosis.Session, host Host) *View {
	return &View{Page: p, session: session, host: host}
}

// Attach has nothing to find in a new window: Render does.
func (v *View) Attach() {}

// Detach has nothing to leave.
func (v *View) Detach() {}

// Actions are what its buttons do.
func (v *View) Actions() page.Actions {
	return page.Actions{
		"group":          v.showGroup,
		"migration-copy": v.copy,
		"migration-save": v.save,
	}
}

// Keys are none.
func (v *View) Keys() []page.Shortcut { return nil }

// Reset forgets what was counted.
func (v *View) Reset() { v.counted, v.groups = 0, nil }

// Count is the number beside the tab's name.
func (v *View) Count() int {
	for v.count() {
	}
	return len(v.groups)
}

// Seen counts the next exchange, before the number is asked for: all of a
// recording at once would take long.
func (v *View) Seen(int) { v.count() }

// count reports whether there was an exchange to count.
func (v *View) count() bool {
	if v.counted > v.session.LastID() || v.groups == nil {
		v.counted, v.groups = 0, map[replacement.Key]bool{}
	}
	if v.counted = max(v.counted, v.session.First()-1); v.counted == v.session.LastID() {
		return false
	}
	v.counted++
	if r, there := replacement.KeyOf(v.session.Session, v.counted); there {
		v.groups[r] = true
	}
	return true
}

// Render writes what the session calls at an API that has a successor.
func (v *View) Render() {
	r := migrate.New(v.session)
	section := v.Find("#migration-tab")
	there := r.API != ""
	page.Show(page.Find(section, ".nothing-legacy"), !there)
	page.Each(v.Document, `#toolbar [data-of="migration"] button`, func(button page.Element) { button.Set("disabled", !there) })
	old := page.Find(section, ".migration")
	page.Show(old, there)
	if there {
		old.Call("replaceWith", v.report(r).Underlying())
	}
}

// report is the report as an page.Element, for the tab and for the file alike.
func (v *View) report(r migrate.Report) page.Element {
	root := v.Piece("migration")
	in := func(selector string) page.Element { return page.Find(root, selector) }
	in("h1").SetTextContent(v.Text("migrateTitle", r.API, r.Successor))
	count := v.Text.Thousands(len(r.Groups)) // as the tab counts them
	calls := v.Text("migrationHead", count, v.Text.Thousands(r.Calls), r.API)
	if r.ShutDown != "" {
		calls = richtext.Join(" ", calls, v.Text("migrateShutDown", r.ShutDownDay))
	}
	in(".total").SetTextContent(calls)
	page.Show(in(".progress"), r.Endpoints > 0) // else nobody has begun
	in(".progress span").SetTextContent(v.Text("migrationMoved", v.Text.Thousands(r.Moved), v.Text.Thousands(r.Endpoints)))
	in("progress").SetAttribute("max", strconv.Itoa(r.Endpoints))
	in("progress").SetAttribute("value", strconv.Itoa(r.Moved))
	guide := in(".guide")
	text, ok := richtext.LinkText(r.Documentation)
	page.Show(guide, ok)
	if ok {
		guide.SetTextContent(text)
		guide.SetAttribute("href", r.Documentation)
	}

	page.Show(in(".endpoints"), len(r.Groups) > 0)
	for _, g := range r.Groups {
		in(".groups").AppendChild(v.group(g))
	}
	section := func(name string, n int, fill func(list page.Element)) {
		page.Show(in("."+name), n > 0)
		fill(in("." + name + " ul"))
	}
	section("scopes", len(r.Scopes), func(list page.Element) {
		for _, s := range r.Scopes {
			item := v.Piece("scope")
			page.Find(item, "code").SetTextContent(s.Scope)
			page.Find(item, ".copy").SetAttribute("data-text", s.Scope)
			page.Find(item, ".for").SetTextContent(v.Text("migrateScopeFor", strings.Join(s.For, ", ")))
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
			item := v.Create("li")
			name := v.Create("strong")
			name.SetTextContent(n.Endpoint)
			item.AppendChild(name)
			item.Call("append", " ")
			v.AppendRuns(item, richtext.Code(n.Why))
			list.AppendChild(item)
		}
	})
	section("differences", len(r.Differences), func(list page.Element) {
		for _, d := range r.Differences {
			item := v.DifferenceItem(d.Difference)
			if len(d.For) > 0 {
				about := v.Create("span")
				about.Class().Add("for")
				about.SetTextContent(" " + v.Text("migrateScopeFor", strings.Join(d.For, ", ")))
				item.AppendChild(about)
			}
			list.AppendChild(item)
		}
	})
	section("open", len(r.Open), func(list page.Element) { v.FillTexts(list, r.Open) })
	section("new-only", len(r.New), func(list page.Element) { v.fillCounted(list, r.New) })
	section("unknown", len(r.Unknown), func(list page.Element) { v.fillCounted(list, r.Unknown) })
	return root
}

// fillCounted lists calls with how often they were made.
func (v *View) fillCounted(list page.Element, calls []migrate.Unknown) {
	for _, u := range calls {
		item, call := v.Create("li"), v.Create("code")
		call.SetTextContent(u.Method + " " + u.Path)
		item.AppendChild(call)
		item.Call("append", " "+v.Text("migrateTimes", v.Text.Thousands(u.Count)))
		list.AppendChild(item)
	}
}

// group is one line of the table.
func (v *View) group(g migrate.Group) page.Element {
	line := v.Piece("group")
	jump := page.Find(line, ".jump")
	jump.SetTextContent(v.Text.Thousands(g.Count))
	jump.SetTitle(v.Text("migrateCount", v.Text.Thousands(g.Count), v.Text.Thousands(g.Failed), g.Numbers()))
	jump.SetAttribute("data-words", g.Endpoint)
	jump.SetAttribute("data-exchange", strconv.Itoa(g.Last))
	name := g.Replacement.Name
	if name == g.Endpoint {
		name = ""
	}
	page.Find(line, ".called").SetTextContent(richtext.Join(" – ", g.Endpoint, name))
	page.Find(line, ".path").SetTextContent(g.Method + " " + g.Path)
	page.Find(line, ".old").SetTitle(page.Find(line, ".old").TextContent())
	moved := page.Find(line, ".moved")
	moved.SetTextContent("✓ #" + strconv.Itoa(g.Moved))
	moved.SetTitle(v.Text("migrateMoved", strconv.Itoa(g.Moved)))
	page.Show(moved, g.Moved != 0)
	first := page.Find(line, ".first")
	first.SetTextContent(v.first(g.Replacement))
	first.SetTitle(first.TextContent())
	v.FillCalls(line, g.Replacement)
	page.Show(page.Find(line, ".varies"), g.Varies)
	v.SetCertainty(page.Find(line, ".sure"), g.Replacement.Certainty, g.Replacement.Source)
	return line
}

// first is what a line says as long as it is folded: the first call without its
// host and query, and how many more there are.
func (v *View) first(r *replacement.Replacement) string {
	if len(r.Calls) == 0 {
		return v.Text("migrateWithout")
	}
	call := r.Calls[0]
	path, _, _ := strings.Cut(call.URL, "?")
	if _, rest, found := strings.Cut(path, "://"); found {
		if at := strings.IndexByte(rest, '/'); at >= 0 {
			path = rest[at:]
		}
	}
	if more := len(r.Calls) - 1; more > 0 {
		path += " +" + strconv.Itoa(more)
	}
	return call.Method + " " + path
}

// showGroup shows the requests of a group in the list.
func (v *View) showGroup(button page.Element) {
	if id, err := strconv.Atoi(button.GetAttribute("data-exchange")); err == nil {
		v.host.ShowInList(button.GetAttribute("data-words"), id)
	}
}

func (v *View) copy(button page.Element) {
	v.CopyText(v.sanitized().Markdown(v.Text), button)
}

func (v *View) save(button page.Element) {
	r := v.sanitized()
	report := v.report(r)
	page.Each(report, ".calls-of", func(group page.Element) { group.Set("open", true) }) // on paper nothing unfolds
	v.Save("misstep-migration-"+page.Today()+".html", "text/html", v.SavedPage(v.Text("migrateTitle", r.API, r.Successor), report), button)
}

// sanitized is the report with aliases for what the session shows to be secret.
func (v *View) sanitized() migrate.Report {
	return migrate.New(v.session).Rewritten(export.Aliases(v.session).Known)
}
