package diagnosis

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/analyzers/oauth"
	"misstep/wasm/analyzers/shutdown"
	"misstep/wasm/analyzers/token"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// analyzePasted puts readings into the diagnosis of a text that has no address: its
// words alone say which API it is of. Words that both an API that is shut down
// and its successor use are the successor's.
func (s *Session) analyzePasted(id int, a *interpretation, d *Diagnosis) {
	if len(d.Findings) > 0 && d.Findings[0].Kind == catalog.KindConsent {
		e := s.passOf(id, a)
		e.Pack = s.Catalog().Pack(d.Findings[0].Pack)
		d.Findings = slices.Clone(d.Findings)
		for _, c := range oauth.CheckDetails(e) {
			s.apply(e.Pack.ID, a, d, &c)
		}
	}
	at := slices.IndexFunc(d.Findings, func(f Finding) bool {
		_, gone := s.Catalog().Pack(f.Pack).Gone()
		return gone && f.Kind != catalog.KindSuccess
	})
	if at < 0 || d.Findings[0].Kind == catalog.KindSuccess {
		return
	}
	pack := s.Catalog().Pack(d.Findings[at].Pack)
	since, _ := pack.Gone()
	era := s.Era(s.Exchange(id), since)
	if era == session.BeforeShutdown {
		return
	}
	if at == 0 {
		if f, both := s.ofSuccessor(d.Findings, pack.Successor.Pack); both {
			d.Findings, d.shutdown = putFirst(f, d.Findings), shutdownPossible
			return
		}
	} else if d.Findings[0].Certainty != analysis.Possible {
		return // it is another API's
	}
	told := d.Findings[at].symptom // nil: only a cause mentions it
	if told != nil && (told.Foreign || told.Named != "" && told.Named != pack.ID) {
		return // another host is next to the words
	}
	if at > 0 && told != nil && told.Type+told.Message != "" && d.Findings[0].Message == d.Findings[at].Message && d.Findings[0].Pack == pack.Successor.Pack && s.commonTo(told.Message, d.Findings[0].Pack) {
		return // both say so, and the successor is asked for today
	}
	surest := d.Findings[0].Certainty // it is no surer than whose words they are
	if at > 0 || told == nil || told.Type+told.Message == "" {
		surest = analysis.Possible // a status is anybody's
	}
	e := s.passOf(id, a)
	e.Pack = pack
	for _, c := range shutdown.Analyzer.Run(e) {
		if analysis.RankOf(c.Certainty) > analysis.RankOf(surest) {
			c.Certainty = surest
		}
		s.apply(pack.ID, a, d, &c)
	}
}

// analyzeUsual makes the usual causes of a status precise by the token and the address
// of the request: which scope the call needs, or that the token lacks it.
func (s *Session) analyzeUsual(id int, a *interpretation, d *Diagnosis) {
	e := s.passOf(id, a)
	e.Matches = nil
	for i := range d.Findings {
		f := &d.Findings[i]
		e.Matches = append(e.Matches, analysis.Match{ID: f.ID, Kind: f.Kind, Status: f.Status, Certainty: analysis.Likely, Tags: f.about})
	}
	for _, c := range token.Analyzer.Run(e) {
		_, cause := s.Catalog().Cause(e.Pack.ID, c.Cause)
		if cause != nil && slices.ContainsFunc(cause.Explains, func(id string) bool { return named(d.Findings, id) }) {
			c.Certainty = analysis.Possible // the status alone says no more
			s.apply(e.Pack.ID, a, d, &c)
		}
	}
}

// putFirst is the findings in a list of its own, this one first.
func putFirst(first Finding, findings []Finding) []Finding {
	list := append(make([]Finding, 0, len(findings)+1), first)
	for i := range findings {
		if f := &findings[i]; f.ID != first.ID || f.Reason != first.Reason {
			list = append(list, *f)
		}
	}
	return list
}

// ofSuccessor is what the first finding's words mean at the successor, if they mean
// it for certain: a message that both APIs have, or the successor's form of an error.
func (s *Session) ofSuccessor(findings []Finding, successor string) (f Finding, both bool) {
	for i := range findings {
		if findings[i].Pack == successor && findings[i].Certainty == analysis.Certain {
			return findings[i], true
		}
	}
	symptom := *findings[0].symptom
	if symptom.Pack = successor; symptom.Type == "" || symptom.Type != strings.ToUpper(symptom.Type) {
		return f, false // only google.rpc writes types so
	}
	if found := match.Find(s.Catalog(), symptom); len(found) > 0 && found[0].Certainty == match.Certain {
		if findings[0].Certainty == analysis.Possible {
			found[0].Certainty = match.Possible // nothing else in the text says whose words they are
		}
		return s.finding(&symptom, found[0]), true
	}
	return f, false
}

// stillServed reports whether other requests succeeded at the finding's API since the
// day that it was shut down.
func (f *Finding) stillServed(s *Session) bool {
	return s.Shutdown(s.Catalog().Pack(f.Pack)).Alive
}

// sayShutdown keeps the steps of an API that is shut down from leading anybody
// to pages and endpoints that are gone: since the day, one step says what to do
// now; where nobody knows the day, it comes before the others. What the API answers since
// then says itself what to do.
func (s *Session) sayShutdown(findings []Finding, since bool) {
	for i := range findings {
		f := &findings[i]
		now := s.Catalog().SinceShutdown(s.Catalog().Pack(f.Pack), since)
		if f.shutdown || now == "" {
			continue
		}
		if _, known := s.Catalog().ErrorDef(f.ID); known != nil && known.Status == s.Catalog().Pack(f.Pack).Shutdown.Status {
			continue
		}
		fixes, steps := f.Fixes, f.Steps
		f.Fixes, f.Steps = []string{now}, []Step{{}}
		if since {
			f.Corrections = nil
		} else {
			f.Fixes, f.Steps = append(f.Fixes, fixes...), append(f.Steps, steps...)
		}
	}
}

// loggedBefore reports whether a text is from before the day that its API was shut down:
// who pastes it asks what to do today.
func (s *Session) loggedBefore(x *httpmsg.Exchange, findings []Finding) bool {
	if len(findings) == 0 {
		return false
	}
	since, gone := s.Catalog().Pack(findings[0].Pack).Gone()
	return gone && s.Era(x, since) == session.BeforeShutdown
}

// commonTo reports whether a message is one that an API has in common with others.
func (s *Session) commonTo(message, packID string) bool {
	return slices.Contains(s.Catalog().Pack(packID).Common, strings.TrimSuffix(message, "."))
}
