package browse

import (
	"strconv"
	"strings"

	"misstep/wasm/markdown"
)

// Markdown writes a topic for an issue or a note. text gives the words by
// their key.
func (t Topic) Markdown(text func(key string, args ...string) string) string {
	var paragraphs []string
	add := func(paragraph string) { paragraphs = append(paragraphs, paragraph) }
	list := func(heading string, texts []string, point func(i int) string) {
		if len(texts) == 0 {
			return
		}
		var lines []string
		for i := range texts {
			lines = append(lines, point(i))
		}
		add("## " + text(heading))
		add(strings.Join(lines, "\n"))
	}
	explained := func(cause string, fixes, docs []string) {
		add("## " + text("catalogMeans"))
		add(markdown.Prose(cause))
		list("fix", fixes, func(i int) string { return strconv.Itoa(i+1) + ". " + markdown.Prose(fixes[i]) })
		list("docs", docs, func(i int) string { return "- " + markdown.Address(docs[i]) })
	}

	add("# " + markdown.Prose(t.Title()))
	signs := []string{}
	sign := func(text string) {
		if text != "" {
			signs = append(signs, text)
		}
	}
	if e := t.Entry; e != nil && e.Status != 0 {
		sign(markdown.Code(strconv.Itoa(e.Status)))
	}
	if e := t.Entry; e != nil && e.Type != "" {
		sign(markdown.Code(e.Type))
	}
	if e := t.Entry; e != nil && e.Reason != "" {
		sign(markdown.Code(e.Reason))
	}
	sign(markdown.Prose(t.Pack.Name))
	sign(markdown.Code(t.ID()))
	add(strings.Join(signs, " · "))

	switch {
	case t.Entry != nil:
		if t.Entry.Message != "" {
			add("> " + markdown.Code(t.Entry.Message))
		}
		explained(t.Entry.Cause, t.Entry.Fixes, t.Entry.Docs)
	case t.Cause != nil:
		explained(t.Cause.Cause, t.Cause.Fixes, t.Cause.Docs)
	case t.Endpoint != nil:
		if t.Endpoint.Note != "" {
			add(markdown.Prose(t.Endpoint.Note))
		}
		scopes := t.Endpoint.ScopesToRead()
		list("catalogScopes", scopes, func(i int) string { return "- " + markdown.Code(scopes[i]) })
		for _, r := range t.Replacements() {
			add("## " + text("instead") + ": " + markdown.Prose(r.Name))
			if r.None != "" {
				add(markdown.Prose(r.None))
			}
			for _, call := range r.Calls {
				add(markdown.Block("http", call.Method+" "+Called(call)))
			}
		}
	}
	return strings.Join(paragraphs, "\n\n") + "\n"
}
