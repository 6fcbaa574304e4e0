// Package ci writes findings in the formats that build servers read: SARIF, JUnit
// and GitHub's annotations. It is pure. Only the terminal imports it, so that
// nothing of it is in the module that browsers load.
package ci

import (
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/messages"
	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
)

// LongestURL is how much of an address is shown, in bytes.
const LongestURL = 2000

// A Result is one request of a recording, and what is known about it.
type Result struct {
	File       string // the recording, as it was named
	Member     string // the recording's name in an archive; "": File is the recording
	Number     int    // among the file's requests: #7
	Entry      int    // its place in log.entries, counted from 1; 0: it is in none
	Started    time.Time
	Duration   float64 // milliseconds
	Pasted     bool    // somebody pasted it
	Unrecorded bool    // the recording has no response
	Diagnosis  diagnosis.Diagnosis
}

// Name is the recording's: "all.zip › a.har".
func (r *Result) Name() string {
	if r.Member == "" {
		return r.File
	}
	return r.File + " › " + r.Member
}

// When is the time when the request began, as recordings have it; "": not recorded.
func (r *Result) When() string {
	if r.Started.IsZero() {
		return ""
	}
	return r.Started.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

// A Format writes results one by one, those of several files at a time, into one
// document.
type Format struct {
	Head      string // before the first part
	Separator string // between two parts

	// NewSection returns what turns the results of one file into parts. Its tail is
	// asked for once, after the last result.
	NewSection func(file string) Section

	// Tail is what follows the last part: about is what is known of the errors
	// in any section.
	Tail func(about []Rule, version string) string
}

// A Rule is an error or a cause in general, by the ID that results name it by.
type Rule struct {
	ID    string
	Title string
	Cause string
	Fixes []string
	Docs  []string
}

// RuleOf is what the catalog has on the first finding of a request that failed.
func RuleOf(c *catalog.Catalog, d *diagnosis.Diagnosis) Rule {
	f := first(d)
	if _, e := c.ErrorDef(f.ID); e != nil {
		return Rule{f.ID, e.Title, e.Cause, e.Fixes, e.Docs}
	}
	if _, cause := c.Cause(f.Pack, f.ID); cause != nil {
		return Rule{f.ID, cause.Title, cause.Cause, cause.Fixes, cause.Docs}
	}
	return Rule{ID: f.ID, Title: f.Title, Cause: f.Cause}
}

// A Section writes the results of one file. An empty part is left out.
type Section interface {
	Result(r *Result) (part string)
	Tail() (part string)
}

// unknownID stands for an error that is in no pack.
const unknownID = "unknown"

// first is the best finding of a request that failed; of an unknown error it has
// what can be said.
func first(d *diagnosis.Diagnosis) diagnosis.Finding {
	if len(d.Findings) > 0 {
		return d.Findings[0]
	}
	return diagnosis.Finding{ID: unknownID, Title: "Unknown error", Message: d.Message, Cause: "Misstep doesn't know this error.", Certainty: analysis.Possible}
}

// call is a request in a line: "#7 GET https://… 403".
func call(r *Result) string {
	d := &r.Diagnosis
	if r.Pasted && d.URL == "" {
		return "pasted text"
	}
	parts := []string{"#" + strconv.Itoa(r.Number), d.Method, messages.Ellipsize(d.URL, LongestURL)}
	if d.Status != 0 {
		parts = append(parts, strconv.Itoa(d.Status))
	}
	return strings.Join(strings.Fields(visible(strings.Join(parts, " "))), " ")
}

// paragraphs are what a person reads of a finding, each a line of its own.
func paragraphs(r *Result, f *diagnosis.Finding) []string {
	lines := []string{call(r)}
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, label+visible(text))
		}
	}
	add("Message: ", f.Message)
	add("Why: ", f.Cause)
	for i, fix := range f.Fixes {
		add("Fix "+strconv.Itoa(i+1)+": ", fix)
	}
	if n := r.Diagnosis.Replacement; n != nil {
		for _, c := range n.Calls {
			add("Replacement: ", c.Method+" "+c.URL)
		}
	}
	return lines
}

// visible has all of a text seen, and none of it act.
func visible(text string) string { return messages.Visible(text, "") }
