package diagnose

import (
	"cmp"
	"slices"

	"misstep/catalog"
	"misstep/wasm/har"
	"misstep/wasm/redact"
)

// An examiner reads one exchange in its session for one theme and returns what
// speaks for a cause. It is pure: no clock, no state. It knows mechanisms
// (headers, tokens, dates, flows); what the API is like comes from the pack.
type examiner func(e *examination) []clue

// examiners in no particular order: clues are ranked by their weight.
var examiners = []examiner{
	examineAuthorization,
	examineToken,
	examineFlow,
	examineProofKey,
	examineEndpoint,
	examineParameters,
	examineRateLimit,
	examineServer,
	examineSilence,
	examineSuccessor,
	examineDataType,
	examineShutdown,
}

// An examination is one exchange, with what is known about it.
type examination struct {
	session  *Session
	id       int // of the exchange
	exchange *har.Exchange
	target
	findings []Finding // what the answer says, best first; not to be changed
}

// A clue is a cause that an examiner found.
type clue struct {
	cause     string            // id of a catalogue cause
	certainty Certainty         // of the cause
	weight    int               // among clues of one finding the heaviest is told; 0 is usual
	values    map[string]string // for the cause's placeholders; masked here, not by the examiner
	evidence  []Evidence        // masked here, too

	corrections []Correction // made when the cause is told
	gone        bool         // the API was switched off: told first, whatever else the answer says, with what to call instead
}

// found reports whether the answer shows an error, or a success, of one of
// these facets.
func (e *examination) found(facets ...catalog.Facet) bool {
	return slices.ContainsFunc(e.findings, func(f Finding) bool { return f.isAbout(facets...) })
}

func (f *Finding) isAbout(facets ...catalog.Facet) bool {
	return slices.ContainsFunc(facets, func(facet catalog.Facet) bool { return slices.Contains(f.about, facet) })
}

// examine lets all examiners look at an exchange and puts their clues into the
// findings.
func (s *Session) examine(id int, d *Diagnosis) {
	r := s.recordedAs(id)
	if r.pack == nil {
		return // pasted, or of a host nobody watches: there is no request to examine
	}
	e := &examination{session: s, id: id, exchange: &r.exchange, target: r.target, findings: slices.Clone(d.Findings)}
	var clues []clue
	for _, look := range examiners {
		clues = append(clues, look(e)...)
	}
	slices.SortStableFunc(clues, func(a, b clue) int {
		return cmp.Or(cmp.Compare(rankOf(b.certainty), rankOf(a.certainty)), cmp.Compare(b.weight, a.weight))
	})
	for _, c := range clues {
		s.tell(r.pack.ID, d, c)
		if c.gone {
			d.Replacement = s.Replacement(id)
		}
	}
}

func rankOf(c Certainty) int {
	return slices.Index([]Certainty{Possible, Likely, Certain}, c)
}

// tell puts one clue, in the words of this pack, into the diagnosis: it makes the finding it explains
// precise, adds its evidence to one that is precise already, or becomes a
// finding of its own.
func (s *Session) tell(packID string, d *Diagnosis, c clue) {
	pack, cause := s.catalog.Cause(packID, c.cause)
	if cause == nil {
		return // another API's examiners may have found it
	}
	values := make(map[string]string, len(c.values))
	for name, value := range c.values {
		if kind := pack.Placeholders[name]; kind == "token" || kind == "code" {
			value = redact.Secret(value)
		}
		values[name] = redact.Text(value)
	}
	for i := range c.evidence {
		c.evidence[i].Text = redact.Text(c.evidence[i].Text)
	}
	d.Failed = d.Failed || cause.Failing
	if c.gone {
		s.tellGone(d, pack, cause, c, values)
		return
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		if !slices.Contains(cause.Explains, f.ID) {
			continue
		}
		if f.Reason == "" && (c.certainty != Possible || f.Certainty == Possible) {
			f.write(cause, values)
			f.Corrections = masked(c.corrections)
		}
		f.Evidence = append(f.Evidence, c.evidence...)
		return
	}
	if !cause.Alone {
		return
	}
	f := Finding{ID: cause.ID, Pack: pack.ID, Kind: catalog.KindError, Certainty: c.certainty, Score: []float64{0.6, 0.8, 1}[rankOf(c.certainty)], Values: values, Evidence: c.evidence}
	f.write(cause, values)
	f.Corrections = masked(c.corrections)
	if c.certainty != Possible && (len(d.Findings) == 0 || d.Findings[0].Kind == catalog.KindSuccess) {
		d.Findings = slices.Insert(d.Findings, 0, f)
		return
	}
	d.Findings = append(d.Findings, f)
}

// tellGone puts a clue first that its API was switched off, in the place of the
// entry it explains, or of the first one when the answer shows none of them.
func (s *Session) tellGone(d *Diagnosis, pack *catalog.Pack, cause *catalog.Cause, c clue, values map[string]string) {
	at := slices.IndexFunc(d.Findings, func(f Finding) bool { return slices.Contains(cause.Explains, f.ID) })
	if at < 0 {
		at = slices.IndexFunc(pack.Errors, func(e catalog.Entry) bool { return slices.Contains(cause.Explains, e.ID) })
		if at < 0 {
			return
		}
		entry := &pack.Errors[at]
		found := s.finding(catalog.Symptom{Status: entry.Status, Where: "response status"}, catalog.Match{Pack: pack, Entry: entry})
		d.Findings, at = append(d.Findings, found), len(d.Findings)
	}
	f := d.Findings[at]
	f.Certainty, f.Score = c.certainty, []float64{0.6, 0.8, 1}[rankOf(c.certainty)]
	f.write(cause, values)
	f.Evidence = append(f.Evidence, c.evidence...)
	d.Findings = slices.Insert(slices.Delete(d.Findings, at, at+1), 0, f)
}

// write gives a finding the words of a cause.
func (f *Finding) write(cause *catalog.Cause, values map[string]string) {
	f.Reason, f.Title, f.Brief = cause.ID, cause.Title, cause.Brief
	if fact, complete := fillAll(cause.Fact, values); complete {
		f.Fact = fact
	}
	f.Cause = fill(cause.Cause, values)
	f.Fixes = nil
	for _, fix := range cause.Fixes {
		f.Fixes = append(f.Fixes, fill(fix, values))
	}
	f.Docs = append(slices.Clone(cause.Docs), f.Docs...)
}
