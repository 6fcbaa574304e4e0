package cli

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"misstep/catalog"
	"misstep/catalog/messages"
	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/export/ci"
)

// textFormat is for people: of each file first what failed how often, then a block
// for each kind of failure.
func textFormat(c *command) ci.Format {
	return ci.Format{
		Separator: "\n",
		NewSection: func(file string) ci.Section {
			return &textSection{options: &c.options, file: file, at: map[string]int{}}
		},
		Tail: func(about []ci.Rule, _ string) string { return c.lastLines(about) },
	}
}

// lastLines are the sum over several files, and how to know more.
func (c *command) lastLines(about []ci.Rule) string {
	l := c.layout()
	if c.sum.files > 1 {
		l.line("")
		l.line(l.paint(bold, fmt.Sprintf("%s: %s", count(c.sum.files, "file"), c.sum.text())))
	}
	for _, rule := range about {
		if len(rule.Fixes) > 0 {
			l.line("")
			l.line(l.paint(quiet, "To read more about an error: misstep explain "+rule.ID))
			break
		}
	}
	return l.String()
}

// text is a sentence without its end: "3 of 5 requests failed".
func (t totals) text() string {
	var parts []string
	switch {
	case t.requests == 0 && t.pasted > 1:
		return messages.Grouped(t.failed, ",") + " of " + messages.Grouped(t.pasted, ",") + " pasted requests failed"
	case t.requests == 0 && t.pasted > 0:
	case t.failed == 0:
		parts = append(parts, "no failures in "+count(t.requests, "request"))
	default:
		parts = append(parts, messages.Grouped(t.failed, ",")+" of "+count(t.requests, "request")+" failed")
	}
	if t.pasted > 0 {
		parts = append(parts, fmt.Sprintf("%d pasted", t.pasted))
	}
	if t.warned > 0 {
		parts = append(parts, count(t.warned, "warning"))
	}
	if t.unrecorded > 0 {
		parts = append(parts, count(t.unrecorded, "response")+" not recorded")
	}
	return strings.Join(parts, ", ")
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return messages.Grouped(n, ",") + " " + what
}

func (o *options) layout() *layout { return &layout{width: o.width, painted: o.painted} }

// A kind is failures that have one explanation, of which the first is shown.
type kind struct {
	ci.Result
	numbers []int // of all of them

	// Other requests of the kind may have other replacements: the first request for each.
	replaced []ci.Result
}

type textSection struct {
	*options
	file  string
	kinds []*kind
	at    map[string]int // in kinds, by what is alike
	totals
}

// keyOf is what failures of a kind have in common.
func keyOf(d *diagnosis.Diagnosis) string {
	if len(d.Findings) == 0 {
		return d.Message
	}
	f := &d.Findings[0]
	return f.Pack + " " + f.ID + " " + f.Reason
}

func (s *textSection) Result(r *ci.Result) string {
	d := &r.Diagnosis
	s.count(r)
	if !d.Failed && !warns(r) {
		return ""
	}
	key := keyOf(d)
	if s.all {
		key = strconv.Itoa(r.Number)
	}
	at, known := s.at[key]
	if !known {
		at = len(s.kinds)
		s.at[key] = at
		s.kinds = append(s.kinds, &kind{Result: *r})
	}
	s.kinds[at].add(r)
	return ""
}

// warns reports whether a request that didn't fail still has something to report: what is
// wrong with it anyway, or what is missing if a command was pasted alone.
func warns(r *ci.Result) bool {
	d := &r.Diagnosis
	if d.Failed || d.Part != 0 || len(d.Findings) == 0 {
		return false
	}
	f := &d.Findings[0]
	return r.Pasted && r.Unrecorded || f.Kind == catalog.KindError && f.Certainty != analysis.Possible
}

// add counts a failure of the kind.
func (k *kind) add(r *ci.Result) {
	k.numbers = append(k.numbers, r.Number)
	by := r.Diagnosis.Replacement
	if by != nil && !slices.ContainsFunc(k.replaced, func(known ci.Result) bool { return known.Diagnosis.Replacement.ID == by.ID }) {
		k.replaced = append(k.replaced, *r)
	}
}

func (s *textSection) Tail() string {
	if s.requests+s.pasted == 0 {
		return ""
	}
	if !s.all {
		sort.SliceStable(s.kinds, func(i, j int) bool {
			a, b := s.kinds[i], s.kinds[j]
			if a.Diagnosis.Failed != b.Diagnosis.Failed {
				return a.Diagnosis.Failed
			}
			return len(a.numbers) > len(b.numbers)
		})
	}
	l := s.layout()
	counted := s.requests > 0 || s.pasted > 1
	if counted {
		s.summary(l)
	}
	for i, k := range s.kinds {
		if i > 0 || counted {
			l.line("")
		}
		s.block(l, k)
	}
	if !counted && len(s.kinds) == 0 {
		l.line("No error found in the text.")
	}
	return l.String()
}

// summary says how many requests failed, and in which ways when they are several.
func (s *textSection) summary(l *layout) {
	headline := visible(s.file) + ": " + s.totals.text()
	failing := 0
	for _, k := range s.kinds {
		if k.Diagnosis.Failed {
			failing++
		}
	}
	if failing > 1 && !s.all {
		headline += ", " + messages.Grouped(failing, ",") + " different errors"
	}
	l.line(l.paint(bold, headline))
	if len(s.kinds) < 2 || s.all {
		return
	}
	l.line("")
	widest := 0
	for _, k := range s.kinds {
		widest = max(widest, utf8.RuneCountInString(idOf(k)))
	}
	for _, k := range s.kinds {
		l.line(l.cut(fmt.Sprintf("%5d × %-*s  %s (%s)", len(k.numbers), widest, idOf(k), titleOf(k), numbers(k.numbers))))
	}
}

func idOf(k *kind) string {
	if len(k.Diagnosis.Findings) == 0 {
		return "unknown"
	}
	return k.Diagnosis.Findings[0].ID
}

func titleOf(k *kind) string {
	if len(k.Diagnosis.Findings) == 0 {
		return "Unknown error"
	}
	return visible(k.Diagnosis.Findings[0].Title)
}

// block explains the first failure of a kind.
func (s *textSection) block(l *layout, k *kind) {
	d := &k.Diagnosis
	title, sure := titleOf(k), ""
	if len(d.Findings) > 0 {
		f := &d.Findings[0]
		title, sure = visible(diagnosis.Headline(f.Title, f.Fact)), string(f.Certainty)
	}
	if sure != "" {
		title += " (" + sure + ")"
	}
	level := "error["
	switch {
	case d.Failed:
	case k.Unrecorded:
		level = "note["
	default:
		level = "warning["
	}
	l.hanging(level+idOf(k)+"]: ", toneOf(d), "    ", plain, title, bold)
	l.field("  --> ", label, s.call(&k.Result), plain)
	if n := len(k.numbers); n > 1 {
		l.field("      ", plain, fmt.Sprintf("and %d more: %s", n-1, numbers(k.numbers[1:])), quiet)
	}
	if len(d.Findings) == 0 {
		if d.Message != "" {
			l.quote(d.Message)
		}
		l.field("  why: ", label, "Misstep doesn't know this error.", plain)
		return
	}
	f := &d.Findings[0]
	if f.Message != "" {
		l.quote(f.Message)
	}
	l.advice(f.Cause, f.Fixes)
	l.list("replacement", replacements(k))
	var also, others []string
	for _, f := range d.Findings[1:] {
		if line := diagnosis.Headline(f.Title, f.Fact); f.Certainty == analysis.Also {
			also = append(also, line+" ("+f.ID+")")
		} else {
			others = append(others, line+" ("+f.ID+", "+string(f.Certainty)+")")
		}
	}
	l.list("also true", also)
	l.list("or", others)
	if !s.verbose {
		return
	}
	var evidence []string
	for _, e := range f.Evidence {
		evidence = append(evidence, e.Label+": "+e.Text+" ("+e.Where.String()+")")
	}
	l.list("evidence", evidence)
	if f.Reason != "" && f.Reason != f.ID {
		l.list("cause", []string{f.Reason})
	}
	l.list("docs", f.Docs)
}

// replacements are what to call instead at the successor.
func replacements(k *kind) (lines []string) {
	for _, r := range k.replaced {
		before := ""
		if len(k.numbers) > 1 {
			before = "#" + strconv.Itoa(r.Number) + ": "
		}
		by := r.Diagnosis.Replacement
		if by.None != "" {
			lines = append(lines, before+"none – "+by.None)
		}
		for _, call := range by.Calls {
			lines = append(lines, strings.TrimSpace(before+call.Method+" "+call.URL+" "+call.Body)+" ("+call.Gives+")")
		}
	}
	return lines
}

func toneOf(d *diagnosis.Diagnosis) style {
	if len(d.Findings) > 0 && d.Findings[0].Certainty == analysis.Possible {
		return warning
	}
	return failure
}

// call is a request in a line: "#7 GET https://… 403".
func (s *textSection) call(r *ci.Result) string {
	d := &r.Diagnosis
	parts := []string{"#" + strconv.Itoa(r.Number)}
	if r.Pasted && s.requests+s.pasted == 1 {
		parts[0] = "pasted text"
	}
	if d.URL != "" {
		parts = append(parts, strings.TrimSpace(d.Method+" "+messages.Ellipsize(d.URL, ci.LongestURL)))
	}
	if d.Status != 0 {
		parts = append(parts, strconv.Itoa(d.Status))
	}
	if r.Member != "" {
		parts = append(parts, "("+r.Member+")")
	}
	return strings.Join(parts, " ")
}

// numbers lists the numbers of requests, runs of them by their ends: "#1–4, #9".
func numbers(list []int) string {
	var parts []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		switch {
		case j-i >= 2:
			parts = append(parts, fmt.Sprintf("#%d–%d", list[i], list[j]))
		default:
			for _, n := range list[i : j+1] {
				parts = append(parts, "#"+strconv.Itoa(n))
			}
		}
		i = j + 1
	}
	const most = 8
	if len(parts) > most {
		parts = append(parts[:most], "…")
	}
	return strings.Join(parts, ", ")
}
