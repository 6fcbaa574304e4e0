// Package diagnose turns recorded exchanges into explanations. It is pure:
// the same session gives the same findings, wherever it runs.
package diagnose

// Certainty says how sure a finding is.
type Certainty string

const (
	Certain  Certainty = "certain"
	Likely   Certainty = "likely"
	Possible Certainty = "possible"
)

// Evidence is one fact that speaks for a finding, and where it was read.
type Evidence struct {
	Label string `json:"label"` // short name of the fact: "errorType"
	Text  string `json:"text"`  // the fact, secrets masked
	Where string `json:"where"` // "response body errors[0].message", "response header Date", "request URL"
}

// A Finding is one explanation of one exchange.
type Finding struct {
	ID        string            `json:"id"`
	Reason    string            `json:"reason,omitempty"` // id of the cause that an examiner found in this request
	Pack      string            `json:"pack"`
	Kind      string            `json:"kind"`
	Status    int               `json:"status"`
	Type      string            `json:"type"`
	Title     string            `json:"title"`
	Brief     string            `json:"brief"`
	Fact      string            `json:"fact,omitempty"`
	Message   string            `json:"message"` // as seen, secrets masked; "" when none was
	Certainty Certainty         `json:"certainty"`
	Score     float64           `json:"score"` // 0 to 1
	Values    map[string]string `json:"values"`
	Cause     string            `json:"cause"` // text; `code` between backquotes
	Fixes     []string          `json:"fixes"`
	Evidence  []Evidence        `json:"evidence"`
	Docs      []string          `json:"docs"`
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
}
