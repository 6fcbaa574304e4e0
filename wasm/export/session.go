package export

import (
	"strings"

	"misstep/catalog/messages"
	"misstep/wasm/diagnosis"
	"misstep/wasm/markdown"
)

// How much a report of a session has, so that it fits into a ticket: kinds of failures
// in its list, and with cause and fixes below it; of each, calls; and bytes of what the
// response said.
const (
	mostListed    = 40
	mostExplained = 8
	mostCalls     = 5
	mostMessage   = 300
)

// SessionMarkdown is a report of what fails among the exchanges with these ids (nil:
// all): how often what was found, and for the most frequent kinds why and what to do.
func SessionMarkdown(s *diagnosis.Session, ids []int, text func(key string, args ...string) string) string {
	o := Summarize(s, ids, text("reportUnknown"))
	r := report{aliases: o.Aliases, words: s.Catalog().Messages(), text: text}
	r.line("# " + markdown.Prose(text("reportSession", r.number(o.Failed), r.number(o.Calls))) + "\n")
	if o.Unrecorded > 0 {
		r.line(markdown.Prose(text("reportUnrecorded", r.number(o.Unrecorded))) + "\n")
	}
	for _, k := range o.Kinds[:min(len(o.Kinds), mostListed)] {
		r.line("- " + r.told(text("reportTimes", r.number(len(k.IDs)), k.Headline())) + " (" + r.numbers(k.IDs) + ")")
	}
	r.more(len(o.Kinds) - mostListed)
	for _, k := range o.Kinds[:min(len(o.Kinds), mostExplained)] {
		r.kind(k)
	}
	if o.Failed == 1 {
		r.evidence(o.Kinds[0].Finding)
	}
	if n := len(o.Kinds) - mostExplained; n > 0 {
		r.line("\n" + markdown.Prose(text("reportNotExplained", r.number(n))))
	}
	r.line("")
	r.footer("", "")
	return strings.ReplaceAll(r.out.String(), "\n\n\n", "\n\n")
}

// kind explains failures of one kind.
func (r *report) kind(k *Kind) {
	f := k.Finding
	r.line("\n## " + r.told(f.Title))
	var facts []string
	if f.Certainty != "" {
		facts = append(facts, certainty(f.Certainty, r.text))
	}
	if f.ID != "" {
		facts = append(facts, markdown.Code(f.ID))
	}
	if f.Reason != "" && f.Reason != f.ID {
		facts = append(facts, markdown.Code(f.Reason))
	}
	r.line(strings.Join(append(facts, markdown.Prose(r.text("reportRequests", ""))+" "+r.numbers(k.IDs)), " · ") + "\n")
	for _, g := range k.Groups[:min(len(k.Groups), mostCalls)] {
		r.line("- " + r.told(r.text("reportTimes", r.number(len(g.IDs)), g.Call())))
	}
	r.more(len(k.Groups) - mostCalls)
	f.Message = messages.Ellipsize(f.Message, mostMessage)
	r.finding(f)
	r.replacements(k.Replacement, len(k.IDs) > 1)
}

// numbers lists ids as code: forges take a number behind # for that of an issue.
func (r *report) numbers(ids []int) string {
	return markdown.Code(Numbers(ids, func(n int) string { return r.text("reportMore", r.number(n)) }))
}
