package migrate

import (
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/diagnose"
)

// Markdown writes the report for an issue or a plan. text gives the words by
// their key; every other text is escaped: paths come from the network.
func (r Report) Markdown(text func(key string, args ...string) string) string {
	w := &writer{text: text}
	if r.API == "" {
		w.line(text("migrateNothing"))
		return w.b.String()
	}
	w.line("# " + text("migrateTitle", plain(r.API), plain(r.Successor)))
	w.line(text("migrateCalls", strconv.Itoa(r.Calls), plain(r.API)))
	if r.ShutDown != "" {
		w.line(text("migrateShutDown", plain(r.ShutDown)))
	}
	if r.Documentation != "" {
		w.line(address(r.Documentation))
	}
	if len(r.Groups) > 0 {
		w.line("## " + text("migrateEndpoints"))
	}
	for _, g := range r.Groups {
		w.group(g)
	}
	w.list("migrateScopes", len(r.Scopes), func(i int) string {
		s := r.Scopes[i]
		return code(s.Scope) + " " + text("migrateScopeFor", plain(strings.Join(s.For, ", ")))
	})
	w.list("migrateWithout", len(r.None), func(i int) string {
		return "**" + plain(r.None[i].Endpoint) + "** " + prose(r.None[i].Why)
	})
	w.list("migrateDifferences", len(r.Differences), func(i int) string {
		return prose(r.Differences[i].Text) + w.source(r.Differences[i])
	})
	w.list("migrateOpen", len(r.Open), func(i int) string { return prose(r.Open[i]) })
	w.list("migrateUnknown", len(r.Unknown), func(i int) string {
		u := r.Unknown[i]
		return code(u.Method+" "+u.Path) + " " + text("migrateTimes", strconv.Itoa(u.Count))
	})
	return w.b.String()
}

type writer struct {
	b    strings.Builder
	text func(key string, args ...string) string
}

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
	heading := plain(g.Endpoint)
	if name := g.Replacement.Name; name != "" && name != g.Endpoint {
		heading += " – " + plain(name)
	}
	w.line("### " + heading)
	w.line(code(g.Method + " " + g.Path))
	w.line(w.text("migrateCount", strconv.Itoa(g.Count), strconv.Itoa(g.Failed), strconv.Itoa(g.First), strconv.Itoa(g.Last)))
	r := g.Replacement
	switch {
	case r.ID == "":
		w.line(w.text("migrateUnmapped"))
		return
	case r.None != "":
		w.line(w.text("migrateNone", prose(r.None)))
		return
	}
	for _, call := range r.Calls {
		w.line(plain(call.Gives) + ":")
		request := call.Method + " " + call.URL
		if call.Body != "" {
			request += "\n\n" + call.Body
		}
		w.line(fenced(request))
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
func (w *writer) source(d diagnose.Difference) string {
	first, _, _ := strings.Cut(d.Source, " ")
	if !strings.HasPrefix(first, "https://") || strings.ContainsAny(first, "()<>[]\\`\"") {
		return ""
	}
	return " ([" + w.text("migrateSource") + "](" + first + "))"
}

// oneLine takes line breaks and other control characters out of a text.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}

var markup = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`,
	"|", `\|`, "#", `\#`, "!", `\!`, "~", `\~`, "&", `\&`, "@", "@\u200b", "://", ":\u200b//",
)

// plain writes a text in which nothing is markup, a link or somebody's name.
func plain(text string) string { return markup.Replace(oneLine(text)) }

// prose is plain, but for `code` between backquotes.
func prose(text string) string {
	parts := strings.Split(text, "`")
	if len(parts)%2 == 0 {
		return plain(text)
	}
	for i := range parts {
		if i%2 == 0 {
			parts[i] = plain(parts[i])
		} else if parts[i] != "" {
			parts[i] = code(parts[i])
		}
	}
	return strings.Join(parts, "")
}

// code writes a text between more backquotes than it has in a row.
func code(text string) string {
	text = oneLine(text)
	fence := strings.Repeat("`", longestRun(text)+1)
	if len(fence) > 1 {
		text = " " + text + " "
	}
	return fence + text + fence
}

// fenced writes a block of code.
func fenced(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = oneLine(lines[i])
	}
	fence := strings.Repeat("`", max(3, longestRun(text)+1))
	return fence + "http\n" + strings.Join(lines, "\n") + "\n" + fence
}

// longestRun is how many backquotes stand in a row at most.
func longestRun(text string) int {
	longest, run := 0, 0
	for _, r := range text {
		if r != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// address writes the address of a documentation as a link.
func address(url string) string {
	if !strings.HasPrefix(url, "https://") || strings.ContainsAny(url, "<> \n") {
		return plain(url)
	}
	return "<" + url + ">"
}
