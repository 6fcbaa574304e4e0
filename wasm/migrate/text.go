package migrate

import (
	"strconv"
	"strings"

	"misstep/catalog/messages"
)

// Text writes the report for a terminal: indented lines, in which nothing of a
// recording can act. text gives the words by their key. (A method would be in the
// browser's module, too.)
func Text(r Report, text func(key string, args ...string) string) string {
	if r.API == "" {
		return text("migrateNothing") + "\n"
	}
	var b strings.Builder
	line := func(depth int, parts ...string) {
		if all := messages.Visible(strings.Join(parts, ""), ""); all != "" {
			b.WriteString(strings.Repeat("  ", depth) + all + "\n")
		}
	}
	number := func(n int) string { return messages.Grouped(n, text("thousands")) }
	heading := func(key string) { b.WriteString("\n" + strings.ToUpper(text(key)) + "\n") }
	times := func(key string, list []Unknown) {
		if len(list) == 0 {
			return
		}
		heading(key)
		for _, u := range list {
			line(1, u.Method, " ", u.Path, " ", text("migrateTimes", number(u.Count)))
		}
	}

	line(0, text("migrateTitle", r.API, r.Successor))
	line(0, text("migrateCalls", number(r.Calls), r.API))
	if r.ShutDown != "" {
		line(0, text("migrateShutDown", r.ShutDownDay))
	}
	if r.Endpoints > 0 {
		line(0, text("migrateProgress", number(r.Moved), number(r.Endpoints)))
	}
	line(0, r.Documentation)
	if len(r.Groups) > 0 {
		heading("migrateEndpoints")
	}
	for i, g := range r.Groups {
		if i > 0 {
			b.WriteByte('\n')
		}
		writeGroup(g, line, text)
	}
	if len(r.Scopes) > 0 {
		heading("migrateScopes")
	}
	for _, s := range r.Scopes {
		line(1, s.Scope)
		line(2, text("migrateScopeFor", strings.Join(s.For, ", ")))
	}
	if len(r.None) > 0 {
		heading("migrateWithout")
	}
	for _, n := range r.None {
		line(1, n.Endpoint, " – ", n.Why)
	}
	if len(r.Differences) > 0 {
		heading("migrateDifferences")
	}
	for _, d := range r.Differences {
		line(1, d.Text)
		if len(d.For) > 0 {
			line(2, text("migrateScopeFor", strings.Join(d.For, ", ")))
		}
	}
	if len(r.Open) > 0 {
		heading("migrateOpen")
	}
	for _, question := range r.Open {
		line(1, question)
	}
	times("migrateNew", r.New)
	times("migrateUnknown", r.Unknown)
	return b.String()
}

// writeGroup writes one endpoint with what replaces it: each call as people read it,
// and below as programs send it.
func writeGroup(g Group, line func(depth int, parts ...string), text func(key string, args ...string) string) {
	name := g.Endpoint
	if other := g.Replacement.Name; other != "" && other != g.Endpoint {
		name += " – " + other
	}
	line(1, name)
	line(1, g.Method, " ", g.Path)
	line(1, text("migrateCount", messages.Grouped(g.Count, text("thousands")), messages.Grouped(g.Failed, text("thousands")), g.Numbers()))
	if g.Moved != 0 {
		line(1, text("migrateMoved", strconv.Itoa(g.Moved)))
	}
	switch r := g.Replacement; {
	case r.ID == "":
		line(2, text("migrateUnmapped"))
	case r.None != "":
		line(2, text("migrateNone", r.None))
	}
	for _, call := range g.Replacement.Calls {
		line(2, call.Gives, ":")
		readable, sent := call.Readable(), call.Method+" "+call.URL
		line(3, readable)
		if readable != sent {
			line(3, text("migrateEncoded"), ": ", call.URL)
		}
		line(3, call.Body)
	}
	if g.Varies {
		line(2, text("migrateVaries"))
	}
}
