package diagnose

import (
	"cmp"
	"slices"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/request"
	"misstep/wasm/session"
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
	examineRenewal,
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
	session  *session.Session
	id       int // of the exchange
	exchange *httpmsg.Exchange
	request.Target
	data     bool              // see session.Recorded
	matches  []matched         // what the response says by itself, best first; not to be changed
	symptoms []catalog.Symptom // what they were made of
	memos    map[string]sized  // see memoOf

	placed bool // values were read
	values []request.Place
}

// A matched is a record of the catalog that a response shows, as far as examiners
// may know it.
type matched struct {
	ID, Kind, Title, Message string
	Status                   int
	Certainty                Certainty
	Values                   map[string]string
	about                    []catalog.Tag
	read                     string // where message or type was read
}

// A clue is a cause that an examiner found.
type clue struct {
	cause     string            // id of a catalogue cause
	certainty Certainty         // of the cause
	weight    int               // among clues of one finding the heaviest is told; 0 is usual
	values    map[string]string // for the cause's placeholders; masked here, not by the examiner
	evidence  []Evidence        // masked here, too

	// more adds values, and gives evidence, that are read when they are asked for:
	// they cost more than all the rest.
	more func(values map[string]string) []Evidence

	corrections []Correction // made when the cause is told
	gone        bool         // the API was switched off: told first, whatever else the answer says, with what to call instead
}

// found reports whether the answer shows an error, or a success, of one of
// these facets.
func (e *examination) found(facets ...catalog.Tag) bool {
	return slices.ContainsFunc(e.matches, func(f matched) bool { return f.isAbout(facets...) })
}

func (f *matched) isAbout(facets ...catalog.Tag) bool {
	return slices.ContainsFunc(facets, func(facet catalog.Tag) bool { return slices.Contains(f.about, facet) })
}

// examine lets all examiners look at an exchange, of which the answer says
// these findings, and puts their clues into the diagnosis.
func (s *Session) examine(id int, a *answer, d *Diagnosis) {
	r := s.RecordedAs(id)
	if r.Pack == nil {
		return // pasted, or of a host nobody watches: there is no request to examine
	}
	e := s.examinationOf(id, a)
	var clues []clue
	for _, look := range examiners {
		clues = append(clues, look(e)...)
	}
	if len(clues) == 0 && !e.unread() {
		return
	}
	slices.SortStableFunc(clues, func(a, b clue) int {
		return cmp.Or(cmp.Compare(rankOf(b.certainty), rankOf(a.certainty)), cmp.Compare(b.weight, a.weight))
	})
	d.Findings = slices.Clone(d.Findings) // other exchanges may have the same
	for i := range clues {
		s.tell(r.Pack.ID, d, &clues[i])
	}
	if len(d.Findings) > 0 {
		return
	}
	if c := refusedUnread(e); c != nil {
		s.tell(r.Pack.ID, d, c)
	}
}

// examinationOf is what examiners are given of an exchange.
func (s *Session) examinationOf(id int, a *answer) *examination {
	r := s.RecordedAs(id)
	return &examination{session: s.Session, id: id, exchange: &r.Exchange, Target: r.Target, data: r.Data, matches: a.matches, symptoms: a.symptoms, memos: s.memos}
}

func rankOf(c Certainty) int {
	return slices.Index([]Certainty{Possible, Likely, Certain}, c)
}

// A telling is a clue in a finding.
type telling struct {
	*clue
	cause   *catalog.Cause
	pack    *catalog.Pack // whose words it is told in
	written bool          // it gives the finding its words; else it only speaks for it
}

// value is one of the clue's values as it may be shown.
func (t *telling) value(name string) string {
	value, known := t.clue.values[name]
	if !known {
		t.askMore()
		value, known = t.clue.values[name]
	}
	if !known {
		return ""
	}
	if kind := t.pack.Placeholders[name]; kind == "token" || kind == "code" {
		value = redact.Secret(value)
	}
	return redact.Text(value)
}

// askMore makes the clue whole.
func (t *telling) askMore() {
	if more := t.more; more != nil {
		t.clue.more = nil
		t.clue.evidence = append(slices.Clip(t.clue.evidence), more(t.clue.values)...)
	}
}

// values are all of them.
func (t *telling) values() map[string]string {
	t.askMore()
	values := make(map[string]string, len(t.clue.values))
	for name := range t.clue.values {
		values[name] = t.value(name)
	}
	return values
}

// tell puts one clue, in the words of this pack, into the diagnosis: it makes
// the finding it explains precise, adds its evidence to one that is precise
// already, or becomes a finding of its own.
func (s *Session) tell(packID string, d *Diagnosis, c *clue) {
	pack, cause := s.Catalog().Cause(packID, c.cause)
	if cause == nil {
		return // another API's examiners may have found it
	}
	t := telling{clue: c, cause: cause, pack: pack}
	d.Failed = d.Failed || cause.Failing
	d.gone = d.gone || c.gone
	if c.gone {
		s.tellGone(d, t)
		return
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		if !slices.Contains(cause.Explains, f.ID) {
			continue
		}
		if f.Reason == "" && (c.certainty != Possible || f.Certainty == Possible) {
			f.write(t)
		} else {
			f.tells = append(f.tells, t)
		}
		return
	}
	if !cause.Alone {
		return
	}
	f := Finding{ID: cause.ID, Pack: pack.ID, Kind: catalog.KindError, Certainty: c.certainty, Score: scoreOf(c.certainty)}
	f.write(t)
	if c.certainty != Possible && (len(d.Findings) == 0 || d.Findings[0].Kind == catalog.KindSuccess) {
		d.Findings = slices.Insert(d.Findings, 0, f)
		return
	}
	d.Findings = append(d.Findings, f)
}

// scoreOf is the score of a finding that rests on a clue alone.
func scoreOf(c Certainty) float64 { return []float64{0.6, 0.8, 1}[rankOf(c)] }

// tellGone puts a clue first that its API was switched off, in the place of the
// entry it explains, or of the first one when the answer shows none of them.
func (s *Session) tellGone(d *Diagnosis, t telling) {
	at := slices.IndexFunc(d.Findings, func(f Finding) bool { return slices.Contains(t.cause.Explains, f.ID) })
	if at < 0 {
		at = slices.IndexFunc(t.pack.Errors, func(e catalog.ErrorDef) bool { return slices.Contains(t.cause.Explains, e.ID) })
		if at < 0 {
			return
		}
		entry := &t.pack.Errors[at]
		found := s.finding(&catalog.Symptom{Status: entry.Status, Where: "response status"}, match.Match{Pack: t.pack, Error: entry})
		d.Findings, at = append(d.Findings, found), len(d.Findings)
	}
	f := d.Findings[at]
	f.Certainty, f.Score = t.certainty, scoreOf(t.certainty)
	f.write(t)
	d.Findings = slices.Insert(slices.Delete(d.Findings, at, at+1), 0, f)
}

// write gives a finding the words of a cause.
func (f *Finding) write(t telling) {
	f.Reason, f.Title, f.Brief = t.cause.ID, t.cause.Title, t.cause.Brief
	t.written = true
	f.tells = append(f.tells, t)
}
