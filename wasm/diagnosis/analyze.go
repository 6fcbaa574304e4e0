package diagnosis

import (
	"cmp"
	"slices"
	"sort"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/analyzers"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// analyze runs all analyzers on an exchange whose response has these findings, and puts
// their reports into the diagnosis.
func (s *Session) analyze(id int, a *interpretation, d *Diagnosis) {
	r := s.Recorded(id)
	if r.Pack == nil {
		s.analyzePasted(id, a, d) // or of a host nobody watches: there is no request to examine
		return
	}
	e := s.passOf(id, a)
	var reports []analysis.Report
	for _, each := range analyzers.All {
		reports = append(reports, weighed(each, each.Run(e))...)
	}
	if len(reports) == 0 && !e.Unread() {
		return
	}
	sort.SliceStable(reports, func(i, j int) bool {
		a, b := &reports[i], &reports[j]
		return cmp.Or(cmp.Compare(analysis.RankOf(b.Certainty), analysis.RankOf(a.Certainty)), cmp.Compare(b.Weight, a.Weight)) < 0
	})
	d.Findings = slices.Clone(d.Findings) // other exchanges may have the same
	off := slices.IndexFunc(reports, func(c analysis.Report) bool { return c.Shutdown })
	for i := range reports {
		if i != off {
			s.apply(r.Pack.ID, a, d, &reports[i])
		}
	}
	for _, each := range analyzers.All {
		if len(d.Findings) > 0 || each.Fallback == nil {
			continue
		}
		if c := each.Fallback(e); c != nil {
			s.apply(r.Pack.ID, a, d, c)
		}
	}
	if off >= 0 {
		s.apply(r.Pack.ID, a, d, &reports[off]) // last, to come before all others
	}
}

// weighed gives reports without a weight of their own that of their cause.
func weighed(by analysis.Analyzer, reports []analysis.Report) []analysis.Report {
	for i := range reports {
		reports[i].Weight = cmp.Or(reports[i].Weight, by.Causes[reports[i].Cause])
	}
	return reports
}

// passOf is what analyzers are given of an exchange.
func (s *Session) passOf(id int, a *interpretation) *analysis.Pass {
	r := s.Recorded(id)
	return &analysis.Pass{Session: s.Session, ID: id, Exchange: &r.Exchange, Target: r.Target, Data: r.Data, Matches: a.matches, Symptoms: a.symptoms, Memos: s.memos}
}

// An appliedCause is a report in a finding.
type appliedCause struct {
	*analysis.Report
	cause   *catalog.Cause
	pack    *catalog.Pack // whose words it uses
	primary bool          // it gives the finding its words; otherwise it only speaks for it
}

// value is one of the report's values as it may be shown.
func (t *appliedCause) value(name string) string {
	value, known := t.Report.Values[name]
	if !known {
		t.askMore()
		value, known = t.Report.Values[name]
	}
	if !known {
		return ""
	}
	if kind := t.pack.Placeholders[name]; kind == "token" || kind == "code" {
		value = redact.Secret(value)
	}
	return redact.Text(value)
}

// askMore makes the report whole.
func (t *appliedCause) askMore() {
	if more := t.Complete; more != nil {
		t.Report.Complete = nil
		t.Report.Evidence = append(slices.Clip(t.Report.Evidence), more(t.Report.Values)...)
	}
}

// values are all of them.
func (t *appliedCause) values() map[string]string {
	t.askMore()
	values := make(map[string]string, len(t.Report.Values))
	for name := range t.Report.Values {
		values[name] = t.value(name)
	}
	return values
}

// apply puts one report, in the words of this pack, into the diagnosis: it makes
// the finding it explains precise, adds its evidence to one that is precise
// already, or becomes a finding of its own.
func (s *Session) apply(packID string, a *interpretation, d *Diagnosis, c *analysis.Report) {
	pack, cause := s.Catalog().Cause(packID, c.Cause)
	if cause == nil {
		return // another API's analyzers may have found it
	}
	t := appliedCause{Report: c, cause: cause, pack: pack}
	d.Failed = d.Failed || cause.Failing && c.Certainty != analysis.Possible
	if c.Shutdown {
		s.applyShutdown(a, d, t)
		return
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		if !slices.Contains(cause.Explains, f.ID) {
			continue
		}
		if f.Reason == "" && (c.Certainty != analysis.Possible || f.Certainty == analysis.Possible) {
			f.applyText(t)
		} else {
			f.causes = append(f.causes, t)
		}
		return
	}
	if !cause.Alone {
		return
	}
	f := Finding{ID: cause.ID, Pack: pack.ID, Kind: catalog.KindError, Certainty: c.Certainty, Score: scoreOf(c.Certainty)}
	f.applyText(t)
	if c.Certainty != analysis.Possible && tellNothing(d.Findings) {
		d.Findings = append([]Finding{f}, d.Findings...)
		return
	}
	d.Findings = append(d.Findings, f)
}

// tellNothing reports whether findings say no more than that a response is fine, or
// that there is none.
func tellNothing(findings []Finding) bool {
	return len(findings) == 0 || findings[0].Kind == catalog.KindSuccess || findings[0].symptom != nil && findings[0].symptom.Network == session.NetworkUnrecorded
}

// scoreOf is the score of a finding that rests on a report alone.
func scoreOf(c analysis.Certainty) float64 { return []float64{0.6, 0.8, 1}[analysis.RankOf(c)] }

// applyShutdown puts a report first that its API was shut down, in place of the
// entry it explains, or of the first one when the response shows none of them. Where
// nobody knows the day, it is the last of the readings.
func (s *Session) applyShutdown(a *interpretation, d *Diagnosis, t appliedCause) {
	at := slices.IndexFunc(d.Findings, func(f Finding) bool { return f.Reason == "" && slices.Contains(t.cause.Explains, f.ID) })
	if at < 0 {
		at = slices.IndexFunc(t.pack.Errors, func(e catalog.ErrorDef) bool { return slices.Contains(t.cause.Explains, e.ID) })
		if at < 0 {
			return
		}
		entry := &t.pack.Errors[at]
		found := s.finding(&catalog.Symptom{Status: d.Status, Where: location.ResponseStatus}, match.Match{Pack: t.pack, Error: entry})
		if len(d.Findings) == 0 {
			if found.Message = analysis.UnknownMessage(a.symptoms); found.Message != "" && t.Certainty == analysis.Possible && len(s.usualCauses(a)) == 0 {
				return // words that nobody knows are said to be unknown
			}
		}
		d.Findings, at = append(d.Findings, found), len(d.Findings)
	}
	f := d.Findings[at]
	f.Certainty, f.Score = t.Certainty, scoreOf(t.Certainty)
	f.shutdown = true
	d.Findings = append(d.Findings[:at], d.Findings[at+1:]...)
	f.applyText(t)
	if t.Certainty == analysis.Possible {
		if d.shutdown = shutdownPossible; tellNothing(d.Findings) {
			d.Findings = putFirst(f, d.Findings)
		} else {
			d.Findings = append(d.Findings, f)
		}
		return
	}
	for i := range d.Findings {
		if d.Findings[i].Certainty == analysis.Certain {
			d.Findings[i].Certainty = analysis.Likely // it is what the response says, and no reason to change anything
		}
	}
	d.Findings, d.shutdown = putFirst(f, d.Findings), shutdownFirst
}

// applyText gives a finding the words of a cause.
func (f *Finding) applyText(t appliedCause) {
	f.Reason, f.Title, f.Brief = t.cause.ID, t.cause.Title, t.cause.Brief
	if t.Certainty == analysis.Likely && f.Certainty == analysis.Certain && slices.Contains(f.about, catalog.CallerRefused) {
		f.Certainty, f.Score = analysis.Likely, scoreOf(analysis.Likely) // the response only says that it was refused
	}
	t.primary = true
	f.causes = append(f.causes, t)
}
