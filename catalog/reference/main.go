// Command reference writes catalog/README.md, a readable list of all errors,
// from the packs. Run it with go generate ./catalog.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/markdown"
)

func main() {
	if err := os.WriteFile("README.md", []byte(reference(catalog.Load(builtin.Packs))), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
}

// sections are the kinds of error in the order in which they are listed.
var sections = []struct{ kind, title string }{
	{catalog.KindError, "Answers of the API"},
	{catalog.KindConsent, "Sentences of the consent page"},
	{catalog.KindNetwork, "No answer, or none that the page may read"},
	{catalog.KindSuccess, "Answers that are no errors"},
}

func reference(knowledge *catalog.Catalog) string {
	var b strings.Builder
	b.WriteString("# What Misstep knows\n\nWritten from the packs in this folder by `go generate ./catalog`; do not edit. How to add an entry: [CONTRIBUTING](../CONTRIBUTING.md).\n")
	for _, pack := range knowledge.Packs() {
		fmt.Fprintf(&b, "\n## %s\n\n%d entries, %d endpoints, %d scopes. Watched hosts: %s.\n",
			pack.Name, len(pack.Errors), len(pack.Endpoints), len(pack.Scopes), "`"+strings.Join(pack.Hosts, "`, `")+"`")
		for _, section := range sections {
			first := true
			for _, e := range pack.Errors {
				if e.Kind != section.kind {
					continue
				}
				if first {
					fmt.Fprintf(&b, "\n### %s\n", section.title)
					first = false
				}
				writeEntry(&b, e)
			}
		}
	}
	return b.String()
}

func writeEntry(b *strings.Builder, e catalog.ErrorDef) {
	fmt.Fprintf(b, "\n#### %s\n\n**%s**", e.ID, e.Title)
	if signs := signsOf(e.Status, e.Type); signs != "" {
		fmt.Fprintf(b, " · %s", signs)
	}
	b.WriteString("\n\n")
	if e.Message != "" {
		fmt.Fprintf(b, "> %s\n\n", markdown.Code(e.Message))
	}
	fmt.Fprintf(b, "%s\n\n", markdown.Prose(e.Cause))
	for i, fix := range e.Fixes {
		fmt.Fprintf(b, "%d. %s\n", i+1, markdown.Prose(fix))
	}
	if len(e.Variants) > 0 {
		b.WriteString("\nAlso met as:\n\n")
		for _, v := range e.Variants {
			fmt.Fprintf(b, "- %s\n", strings.Join(nonEmpty(signsOf(v.Status, v.Type), markdown.Code(v.Message), v.Seen, v.Source), " · "))
		}
	}
	fmt.Fprintf(b, "\nSource: %s\n", strings.Join(nonEmpty(e.Source, e.Seen), " · "))
}

func signsOf(status int, errorType string) string {
	signs := []string{}
	if status != 0 {
		signs = append(signs, strconv.Itoa(status))
	}
	if errorType != "" {
		signs = append(signs, markdown.Code(errorType))
	}
	return strings.Join(signs, " ")
}

func nonEmpty(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}
