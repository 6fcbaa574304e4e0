package diagnosis

import (
	"misstep/catalog"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// A Session explains the exchanges that are put into it. It is not safe for
// concurrent use.
type Session struct {
	*session.Session

	explained   map[int]Diagnosis // the last that were asked for, by ID
	explainedAt int               // version, when they were made
	summaries   []keptSummary     // of the exchanges that are kept, beside them

	answers *analysis.Memo[responseKey, *interpretation]
	memos   map[string]analysis.Sized // of analyzers
}

// A keptSummary is a summary with the session's version when it was made; 0 if there is none yet.
type keptSummary struct {
	summary Summary
	version int
}

// NewSession is an empty session, diagnosed by what the catalog knows.
func NewSession(c *catalog.Catalog) *Session {
	s := &Session{Session: session.New(c)}
	s.Clear()
	return s
}

// Clear forgets all exchanges; the next id is 1 again.
func (s *Session) Clear() {
	s.Session.Clear()
	s.explained, s.summaries = nil, nil
	s.answers, s.memos = analysis.NewMemo[responseKey, *interpretation](), map[string]analysis.Sized{}
}

// Forget drops the exchanges before this ID. What they revealed about tokens and steps
// of OAuth stays known; IDs don't change.
func (s *Session) Forget(before int) {
	first := s.First()
	s.Session.Forget(before)
	s.summaries = s.summaries[min(len(s.summaries), s.First()-first):]
}

// Diagnosis explains the exchange with this ID from everything in the session, including
// later exchanges. It is empty for one that was forgotten.
func (s *Session) Diagnosis(id int) Diagnosis {
	if id < s.First() {
		return Diagnosis{Findings: []Finding{}}
	}
	if s.explained == nil || s.explainedAt != s.Version() {
		s.explained, s.explainedAt = map[int]Diagnosis{}, s.Version()
	}
	d, known := s.explained[id]
	if !known {
		d = s.diagnose(id)
		s.render(id, &d)
		if len(s.explained) >= mostExplained {
			clear(s.explained)
		}
		s.explained[id] = d
	}
	return d
}

// mostExplained is how many whole diagnoses are kept: what is on the screen, and
// the steps of its flow. All others are made again when they are asked for.
const mostExplained = 32

// Summary is what a list shows of the diagnosis: the same reasoning at a fraction of
// its cost. Of an exchange that is forgotten it is empty.
func (s *Session) Summary(id int) Summary {
	if id < s.First() {
		return Summary{}
	}
	for len(s.summaries) < s.Len() {
		s.summaries = append(s.summaries, keptSummary{})
	}
	kept := &s.summaries[id-s.First()]
	if kept.version != s.Version() {
		d := s.diagnose(id)
		kept.summary, kept.version = d.Summary(), s.Version()
		if len(d.Findings) > 0 {
			kept.summary.Fact = s.fact(&d.Findings[0])
		}
	}
	return kept.summary
}

// Explain diagnoses one exchange by itself.
func Explain(c *catalog.Catalog, x httpmsg.Exchange) Diagnosis {
	s := NewSession(c)
	return s.Diagnosis(s.Add(x))
}
