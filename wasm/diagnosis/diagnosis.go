// Package diagnosis turns recorded exchanges into explanations. It is pure:
// the same session gives the same findings, wherever it runs.
package diagnosis

import (
	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/replacement"
)

// A Finding is one explanation of one exchange.
type Finding struct {
	ID        string              `json:"id"`
	Reason    string              `json:"reason,omitempty"` // id of the cause that an analyzer found in this request
	Pack      string              `json:"pack"`
	Kind      string              `json:"kind"`
	Status    int                 `json:"status"`
	Type      string              `json:"type"`
	Title     string              `json:"title"`
	Brief     string              `json:"brief"`
	Fact      string              `json:"fact,omitempty"`
	Message   string              `json:"message"` // as seen, secrets masked; "" when none was
	Certainty analysis.Certainty  `json:"certainty"`
	Score     float64             `json:"score"` // 0 to 1
	Values    map[string]string   `json:"values"`
	Cause     string              `json:"cause"` // text; `code` between backquotes
	Fixes     []string            `json:"fixes"`
	Evidence  []analysis.Evidence `json:"evidence"` // what decided first, then what the response says anyway
	Docs      []string            `json:"docs"`

	// Corrections are exact changes to this request, all to be made, where the
	// cause leaves no choice. Empty where a person must decide.
	Corrections []analysis.Correction `json:"corrections,omitempty"`

	// Hidden: CORS keeps this error from the code of the page, which sees another one.
	Hidden bool `json:"hidden,omitempty"`

	// Steps are what can be pasted to carry out Fixes, one for each.
	Steps []Step `json:"-"`

	origin
}

// An origin is what a finding was made of, and its texts are.
type origin struct {
	entry    *catalog.ErrorDef // nil: a cause stands alone
	about    []catalog.Tag     // of the entry
	symptom  *catalog.Symptom  // that the entry was found by
	read     location.Location // where message or type was read; "" for one that rests on neither
	byStatus bool              // found by its status alone
	disagree bool              // type and message
	causes   []appliedCause
	shutdown bool // it says that the API was shut down
}

// A Step is what a step of a fix has to be pasted. "" is nothing.
type Step struct {
	Offer string // see catalog.Cause.Offers; its {placeholders} are filled
	Value string // the request's own value that the step has as code
}

// A Diagnosis is what is known about one exchange, best finding first.
// Findings is empty and Unknown true when the exchange failed in a way that no
// pack knows.
type Diagnosis struct {
	Status   int       `json:"status"`
	Method   string    `json:"method,omitempty"`
	URL      string    `json:"url,omitempty"` // secrets masked
	Endpoint string    `json:"endpoint,omitempty"`
	Failed   bool      `json:"failed"`
	Unknown  bool      `json:"unknown,omitempty"`
	Message  string    `json:"message,omitempty"` // the error text as seen, when unknown
	Findings []Finding `json:"findings"`
	Part     int       `json:"part,omitempty"` // the call that this exchange is only a part of, as its preflight is; 0: none

	// Replacement is what to call instead, when the exchange failed because its
	// API was shut down, or may have.
	Replacement *replacement.Replacement `json:"replacement,omitempty"`

	shutdown shutdownReading
	dataType string // in the path
}

// A shutdownReading is what the day that the API was shut down has to do with an
// exchange.
type shutdownReading int

const (
	shutdownNot shutdownReading = iota
	shutdownPossible
	shutdownFirst // it comes first, whatever else the response says
)
