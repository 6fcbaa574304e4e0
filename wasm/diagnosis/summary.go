package diagnosis

import (
	"strings"
	"unicode/utf8"

	"misstep/wasm/analysis"
)

// A Summary is what a list shows of a diagnosis. The members that it has in common
// with a Diagnosis and its first Finding are as they are there.
type Summary struct {
	Status   int
	Method   string
	URL      string // secrets masked
	Endpoint string
	DataType string // in the path, where one endpoint is for many
	Failed   bool
	Unknown  bool
	Message  string
	Gone     bool // its API was shut down
	Part     int  // the call that this exchange is only a part of, as its preflight is; 0: none

	// Of the best finding; "" when there is none.
	Finding   string // id
	Pack      string
	Kind      string
	Reason    string
	Certainty analysis.Certainty
	Title     string
	Brief     string
	Fact      string
	Hidden    bool // CORS keeps it from the page's code
}

// Headline joins a finding's brief and fact with a dash.
func Headline(brief, fact string) string {
	if brief == "" || fact == "" {
		return brief + fact
	}
	return brief + " – " + fact
}

// HeadlineWidth is how many characters a headline has at most, with times as a list
// shows them: by the reader's clock, which is shortAs characters shorter than UTC.
const (
	HeadlineWidth = 60
	shortAs       = len("2026-10-30  UTC")
)

// ShortenFact cuts a fact to the room that its brief leaves in a headline.
func ShortenFact(brief, fact string) string {
	room := max(HeadlineWidth-utf8.RuneCountInString(Headline(brief, "-"))+1, 2)
	if utf8.RuneCountInString(fact)-shortAs*strings.Count(fact, " UTC") <= room {
		return fact
	}
	return strings.TrimRight(string([]rune(fact)[:room-1]), " ,") + "…"
}

// Summary is what a list shows of the diagnosis.
func (d *Diagnosis) Summary() Summary {
	r := Summary{
		Status: d.Status, Method: d.Method, URL: d.URL, Endpoint: d.Endpoint, DataType: d.dataType,
		Failed: d.Failed, Unknown: d.Unknown, Message: d.Message, Gone: d.shutdown == shutdownFirst, Part: d.Part,
	}
	if len(d.Findings) > 0 {
		f := &d.Findings[0]
		r.Finding, r.Pack, r.Kind, r.Reason, r.Certainty = f.ID, f.Pack, f.Kind, f.Reason, f.Certainty
		r.Title, r.Brief, r.Fact, r.Hidden = f.Title, f.Brief, f.Fact, f.Hidden
	}
	return r
}
