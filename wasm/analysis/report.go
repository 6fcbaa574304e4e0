package analysis

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/redact"
)

// Certainty says how sure a finding is.
type Certainty string

const (
	Certain  Certainty = "certain"
	Likely   Certainty = "likely"
	Possible Certainty = "possible"
	Also     Certainty = "also" // below the best finding: certain, but not the reason
)

// Evidence is one fact that speaks for a finding, and where it was read.
type Evidence struct {
	Label string            `json:"label"` // short name of the fact: "errorType"
	Text  string            `json:"text"`  // the fact, secrets masked
	Where location.Location `json:"where"` // as text: "response body errors[0].message"

	Claim string `json:"-"` // of a token, where it was read and the label isn't its name

	// Repeats: an explanation says it anyway, above the evidence.
	Repeats bool `json:"-"`
}

// A Report says that an analyzer found a cause.
type Report struct {
	Cause     string            // id of a catalog cause
	Certainty Certainty         // of the cause
	Weight    int               // if not 0, in place of what the cause weighs
	Values    map[string]string // for the cause's placeholders; masked here, not by the analyzer
	Evidence  []Evidence        // masked here, too

	// Complete adds values, and gives evidence, that are read when they are asked for:
	// they cost more than all the rest.
	Complete func(values map[string]string) []Evidence

	Corrections []Correction // made when the cause is shown
	Shutdown    bool         // the API was shut down: comes first, whatever else the response says, with what to call instead
}

// RankOf orders certainties: the higher, the surer.
func RankOf(c Certainty) int {
	return slices.Index([]Certainty{Possible, Likely, Certain}, c)
}

// SureIf is certain when sure, otherwise likely.
func SureIf(sure bool) Certainty {
	if sure {
		return Certain
	}
	return Likely
}

// An Analyzer reads one exchange in its session for one theme and reports what
// speaks for a cause. It knows mechanisms (headers, tokens, dates, flows); what an
// API is like comes from the pack.
type Analyzer struct {
	Name   string  // that of its folder, whose package comment says what it finds
	Causes Weights // the causes that it may report

	// Run is pure: no clock, no state but memos.
	Run func(*Pass) []Report

	// Fallback is asked where no analyzer reports anything and no entry fits; nil: it
	// has nothing to say then.
	Fallback func(*Pass) *Report
}

// Weights are IDs of causes and what their reports weigh: of several that are
// equally certain, the heaviest gives a finding its words. What makes all else
// in a request meaningless weighs most, what may have any number of reasons least.
type Weights map[string]int

// UnknownMessage is the error's text, for an error nobody knows.
func UnknownMessage(symptoms []catalog.Symptom) string {
	for _, s := range symptoms {
		text := strings.Trim(s.Type+": "+s.Message, ": ")
		if text == "" {
			continue
		}
		return redact.Beginning(text, 500)
	}
	return ""
}
