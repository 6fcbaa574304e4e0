package ci

import (
	"strconv"
	"strings"

	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
)

// GitHub is workflow commands: GitHub Actions turns each into an annotation. It
// shows ten of a step, so failures of one kind are one command.
var GitHub = Format{
	NewSection: func(string) Section { return &annotations{times: map[string]int{}} },
	Tail:       func([]Rule, string) string { return "" },
}

type annotations struct {
	kinds []annotation
	times map[string]int // by ID of error and cause
}

type annotation struct {
	key    string
	result Result
}

func (a *annotations) Result(r *Result) string {
	if !r.Diagnosis.Failed {
		return ""
	}
	f := first(&r.Diagnosis)
	key := f.Pack + " " + f.ID + " " + f.Reason
	if a.times[key]++; a.times[key] == 1 {
		a.kinds = append(a.kinds, annotation{key, *r})
	}
	return ""
}

func (a *annotations) Tail() string {
	var b strings.Builder
	for _, kind := range a.kinds {
		f := first(&kind.result.Diagnosis)
		command := map[string]string{"error": "error", "warning": "warning", "note": "notice"}[level(&f)]
		lines := paragraphs(&kind.result, &f)
		if n := a.times[kind.key]; n > 1 {
			lines[0] += " – " + strconv.Itoa(n) + " requests failed like this"
		}
		b.WriteString("::" + command + " file=" + commandProperty.Replace(visible(kind.result.File)) +
			",title=" + commandProperty.Replace(visible(f.Title+" ("+f.ID+")")) +
			"::" + commandData.Replace(strings.Join(lines, "\n")) + "\n")
	}
	return b.String()
}

// What GitHub's runner decodes in a workflow command.
var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// level is how much a finding weighs, in SARIF's words.
func level(f *diagnosis.Finding) string {
	if f.Certainty == analysis.Possible {
		return "warning"
	}
	return "error"
}
