package migrate

import (
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/messages"
	"misstep/wasm/markdown"
	"misstep/wasm/replacement"
)

// Markdown writes the report for an issue or a plan. text gives the words by
// their key; every other text is escaped: paths come from the network.
func (r Report) Markdown(text func(key string, args ...string) string) string {
	w := &writer{text: text}
	if r.API == "" {
		w.line(text("migrateNothing"))
		return w.b.String()
	}
	w.line("# " + text("migrateTitle", markdown.Prose(r.API), markdown.Prose(r.Successor)))
	w.line(text("migrateCalls", w.number(r.Calls), markdown.Prose(r.API)))
	if r.ShutDown != "" {
		w.line(text("migrateShutDown", markdown.Prose(r.ShutDownDay)))
	}
	if r.Endpoints > 0 {
		w.line(text("migrateProgress", w.number(r.Moved), w.number(r.Endpoints)))
	}
	if r.Documentation != "" {
		w.line(markdown.Address(r.Documentation))
	}
	if len(r.Groups) > 0 {
		w.line("## " + text("migrateEndpoints"))
	}
	for _, g := range r.Groups {
		w.group(g)
	}
	w.list("migrateScopes", len(r.Scopes), func(i int) string {
		s := r.Scopes[i]
		return markdown.Code(s.Scope) + " " + text("migrateScopeFor", markdown.Prose(strings.Join(s.For, ", ")))
	})
	w.list("migrateWithout", len(r.None), func(i int) string {
		return "**" + markdown.Prose(r.None[i].Endpoint) + "** " + markdown.Prose(r.None[i].Why)
	})
	w.list("migrateDifferences", len(r.Differences), func(i int) string {
		d := r.Differences[i]
		about := ""
		if len(d.For) > 0 {
			about = " – " + markdown.Prose(strings.Join(d.For, ", "))
		}
		return markdown.Prose(d.Text) + about + w.source(d.Difference)
	})
	w.list("migrateOpen", len(r.Open), func(i int) string { return markdown.Prose(r.Open[i]) })
	calls := func(list []Unknown) func(i int) string {
		return func(i int) string {
			return markdown.Code(list[i].Method+" "+list[i].Path) + " " + text("migrateTimes", w.number(list[i].Count))
		}
	}
	w.list("migrateNew", len(r.New), calls(r.New))
	w.list("migrateUnknown", len(r.Unknown), calls(r.Unknown))
	return w.b.String()
}

type writer struct {
	b    strings.Builder
	text func(key string, args ...string) string
}

// number writes a count as people read it: 10,000.
func (w *writer) number(n int) string { return messages.Grouped(n, w.text("thousands")) }

// line writes one paragraph.
func (w *writer) line(text string) {
	if w.b.Len() > 0 {
		w.b.WriteByte('\n')
	}
	w.b.WriteString(text + "\n")
}

// list writes a heading and its points, or nothing where there are none.
func (w *writer) list(heading string, n int, point func(i int) string) {
	if n == 0 {
		return
	}
	w.line("## " + w.text(heading))
	w.b.WriteByte('\n')
	for i := range n {
		w.b.WriteString("- " + point(i) + "\n")
	}
}

func (w *writer) group(g Group) {
	heading := markdown.Prose(g.Endpoint)
	if name := g.Replacement.Name; name != "" && name != g.Endpoint {
		heading += " – " + markdown.Prose(name)
	}
	w.line("### " + heading)
	w.line(markdown.Code(g.Method + " " + g.Path))
	w.line(w.text("migrateCount", w.number(g.Count), w.number(g.Failed), g.Numbers()))
	if g.Moved != 0 {
		w.line(w.text("migrateMoved", strconv.Itoa(g.Moved)))
	}
	r := g.Replacement
	switch {
	case r.ID == "":
		w.line(w.text("migrateUnmapped"))
		return
	case r.None != "":
		w.line(w.text("migrateNone", markdown.Prose(r.None)))
		return
	}
	for _, call := range r.Calls {
		w.line(markdown.Prose(call.Gives) + ":")
		request := call.Method + " " + call.URL
		if readable := call.Readable(); readable != request {
			w.line(markdown.Code(readable))
		}
		if call.Body != "" {
			request += "\n\n" + call.Body
		}
		w.line(markdown.Block("http", request))
	}
	if g.Varies {
		w.line(w.text("migrateVaries"))
	}
	certainty := "migrateDerived"
	if r.Certainty == catalog.Official {
		certainty = "migrateOfficial"
	}
	w.line(w.text(certainty))
}

// source is a link to where a difference is documented.
func (w *writer) source(d replacement.Difference) string {
	first, _, _ := strings.Cut(d.Source, " ")
	if !strings.HasPrefix(first, "https://") || strings.ContainsAny(first, "()<>[]\\`\"") {
		return ""
	}
	return " ([" + w.text("migrateSource") + "](" + first + "))"
}
