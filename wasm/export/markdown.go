package export

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog/messages"
	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/markdown"
	"misstep/wasm/redact"
)

// How much a report holds of a body, an address or the value of a header field,
// in bytes, and how many of those fields: people read it, and forges cut what is
// longer.
const (
	mostBody   = 2000
	mostFields = 100
)

// Markdown is a report of one exchange: what was found, why, what to do, what
// it was read from, request and response. text gives the words by their keys.
// Secrets and users are aliases; nothing in it becomes markup or a mention.
func Markdown(s *diagnosis.Session, id int, text func(key string, args ...string) string) string {
	c := reporter(s, id)
	d, x := s.Diagnosis(id), c.clean(id)
	r := report{aliases: c.aliases, words: s.Catalog().Messages(), text: text}
	var best diagnosis.Finding
	var others []diagnosis.Finding
	switch {
	case len(d.Findings) > 0:
		best, others = d.Findings[0], d.Findings[1:]
	case d.Failed || d.Unknown:
		best.Title, best.Message = text("reportUnknown"), d.Message
	default:
		best.Title = text("reportNoError")
	}
	r.line("## " + r.told(diagnosis.Headline(best.Title, best.Fact)))
	r.line(strings.Join(r.facts(best, d, x.Started), " · "))
	r.finding(best)
	if by := d.Rewritten(c.aliases.Known).Replacement; by != nil {
		r.replacements([]Replaced{{id, by}}, false)
	}
	r.evidence(best)
	r.others("reportAlso", others, true)
	r.others("reportOthers", others, false)
	if request, changes, ok := Corrected(s, id); ok {
		r.heading("reportCorrected")
		r.line(markdown.Block("", c.aliases.Known(CurlRequest(s, &request, CurlOptions{Changes: changes}))))
		r.line("")
	}
	r.heading("reportRequest")
	r.exchangeHalf(strings.TrimSpace(x.Request.Method+" "+x.Request.URL+" "+x.Request.HTTPVersion), x.Request.Headers, requestBody(&x.Request))
	r.heading("reportResponse")
	status := ""
	if x.Response.Status != 0 {
		status = strconv.Itoa(x.Response.Status)
	}
	first := strings.Join(strings.Fields(x.Response.HTTPVersion+" "+status+" "+x.Response.StatusText+" "+x.Response.Error), " ")
	r.exchangeHalf(first, x.Response.Headers, x.Response.Body.Text)
	r.footer(best.ID, best.Reason)
	return r.out.String()
}

// reporter cleans the exchanges with these ids.
func reporter(s *diagnosis.Session, ids ...int) *cleaner {
	return &cleaner{session: s, aliases: Aliases(s, ids...)}
}

// Aliases are those of a text that people take away, about the exchanges with
// these ids. The same text has the same aliases whenever it is made, and one of
// other exchanges has others.
func Aliases(s *diagnosis.Session, ids ...int) *redact.Aliases {
	salt := []byte("report")
	var now time.Time
	for _, id := range ids {
		x := s.Exchange(id)
		if x.Started.After(now) {
			now = x.Started
		}
		salt = strconv.AppendInt(salt, x.Started.UnixMilli(), 10)
		salt = append(salt, redact.URL(x.Request.URL)...) // nothing of a secret is in it
	}
	return s.Secrets().Report(salt, now)
}

// A report is put together line by line.
type report struct {
	aliases *redact.Aliases
	words   *messages.Formatter
	text    func(key string, args ...string) string
	out     strings.Builder
}

func (r *report) line(s string) { r.out.WriteString(s + "\n") }

// number writes a count as people read it: 10,000.
func (r *report) number(n int) string { return messages.Grouped(n, r.words.Format("text.thousands")) }

func (r *report) heading(key string) { r.line("**" + markdown.Prose(r.text(key)) + "**\n") }

// told is a sentence of the diagnosis, fit to be shown.
// Secrets in it are masked already.
func (r *report) told(sentence string) string { return markdown.Prose(r.aliases.Known(sentence)) }

func (r *report) facts(f diagnosis.Finding, d diagnosis.Diagnosis, started time.Time) []string {
	var facts []string
	if call := strings.TrimSpace(d.Method + " " + d.Endpoint); call != "" {
		if d.Status != 0 {
			call = strconv.Itoa(d.Status) + " " + call
		}
		facts = append(facts, r.told(call))
	}
	if !started.IsZero() {
		facts = append(facts, analysis.TimeText(started))
	}
	if f.Certainty != "" {
		facts = append(facts, markdown.Prose(r.text("reportConfidence", certainty(f.Certainty, r.text))))
	}
	return facts
}

func certainty(c analysis.Certainty, text func(string, ...string) string) string {
	key := map[analysis.Certainty]string{analysis.Certain: "certaintyCertain", analysis.Likely: "certaintyLikely", analysis.Possible: "certaintyPossible"}[c]
	if key == "" {
		return markdown.Prose(string(c))
	}
	return markdown.Prose(text(key))
}

// finding writes message, cause and fixes.
func (r *report) finding(f diagnosis.Finding) {
	r.line("")
	if f.Message != "" {
		r.line(markdown.Prose(r.text("reportMessage")) + ": " + markdown.Code(r.aliases.Known(f.Message)) + "\n")
	}
	if f.Cause != "" {
		r.heading("reportWhy")
		r.line(r.told(f.Cause) + "\n")
	}
	if len(f.Fixes) > 0 {
		r.heading("reportFix")
		for i, fix := range f.Fixes {
			r.line(strconv.Itoa(i+1) + ". " + r.told(fix))
		}
		r.line("")
	}
}

// mostReplaced is how many replacements a report lists of one kind of failures.
const mostReplaced = 10

// replacements list what to call instead. numbered: of which request, too.
func (r *report) replacements(list []Replaced, numbered bool) {
	if len(list) == 0 {
		return
	}
	r.heading("instead")
	for _, replaced := range list[:min(len(list), mostReplaced)] {
		before := "- "
		if numbered {
			before += markdown.Code("#"+strconv.Itoa(replaced.ID)) + ": "
		}
		if replaced.By.ID == "" {
			r.line(before + markdown.Prose(r.text("migrateUnmapped")))
		} else if replaced.By.None != "" {
			r.line(before + r.told(r.text("migrateNone", replaced.By.None)))
		}
		for _, call := range replaced.By.Calls {
			r.line(before + markdown.Code(messages.Ellipsize(strings.TrimSpace(call.Method+" "+call.URL+" "+call.Body), mostBody)) + " (" + r.told(call.Gives) + ")")
		}
	}
	r.more(len(list) - mostReplaced)
	r.line("")
}

// more says how many items a list has that it doesn't show.
func (r *report) more(n int) {
	if n > 0 {
		r.line("- " + markdown.Prose(r.text("reportMore", r.number(n))))
	}
}

// evidence lists what a finding was read from.
func (r *report) evidence(f diagnosis.Finding) {
	if len(f.Evidence) == 0 {
		return
	}
	r.heading("reportSeen")
	for _, e := range f.Evidence {
		r.line("- " + r.told(e.Label) + ": " + markdown.Code(r.aliases.Known(e.Text)) + " (" + r.told(r.words.Place(e.Where)) + ")")
	}
	r.line("")
}

// others lists what is true beside the best finding, or what else it may be.
func (r *report) others(heading string, list []diagnosis.Finding, also bool) {
	list = slices.DeleteFunc(slices.Clone(list), func(f diagnosis.Finding) bool { return (f.Certainty == analysis.Also) != also })
	if len(list) == 0 {
		return
	}
	r.heading(heading)
	for _, f := range list {
		about := markdown.Code(f.ID)
		if !also {
			about = certainty(f.Certainty, r.text) + ", " + about
		}
		r.line("- " + r.told(diagnosis.Headline(f.Title, f.Fact)) + " (" + about + ")")
	}
	r.line("")
}

// exchangeHalf writes a request or a response as it goes over the wire.
func (r *report) exchangeHalf(first string, headers []httpmsg.Header, body string) {
	var b strings.Builder
	b.WriteString(messages.Ellipsize(first, mostBody) + "\n")
	for _, h := range headers[:min(len(headers), mostFields)] {
		b.WriteString(messages.Ellipsize(h.Name, mostBody) + ": " + messages.Ellipsize(h.Value, mostBody) + "\n")
	}
	whole := len(body)
	if body != "" {
		b.WriteString("\n" + messages.Ellipsize(body, mostBody))
	}
	r.line(markdown.Block("", b.String()))
	if len(headers) > mostFields {
		r.line(markdown.Prose(r.text("reportFieldsCut", strconv.Itoa(mostFields), strconv.Itoa(len(headers)))))
	}
	if whole > mostBody {
		r.line(markdown.Prose(r.text("reportBodyCut", strconv.Itoa(whole))))
	}
	r.line("")
}

func requestBody(request *httpmsg.Request) string {
	d := request.PostData
	if d == nil {
		return ""
	}
	if d.Text != "" {
		return d.Text
	}
	var lines []string
	for _, p := range d.Params {
		lines = append(lines, p.Name+"="+p.Value)
	}
	return strings.Join(lines, "\n")
}

// footer says what made the report, and what was found.
func (r *report) footer(entry, reason string) {
	version := r.text("reportVersion", Creator.Version)
	if reason != "" && reason != entry {
		entry += " / " + reason
	}
	if entry != "" {
		version = r.text("reportEntry", Creator.Version, "`"+entry+"`")
	}
	r.line(markdown.Prose(version))
}
