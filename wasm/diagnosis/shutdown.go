package diagnosis

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/analyzers/shutdown"
	"misstep/wasm/session"
)

// analyzePasted puts readings into the diagnosis of a text that has no address: its
// words alone say which API it is of. Words that both an API that is switched off
// and its successor use are the successor's.
func (s *Session) analyzePasted(id int, a *answer, d *Diagnosis) {
	if len(d.Findings) == 0 || d.Findings[0].Kind == catalog.KindSuccess {
		return
	}
	pack := s.Catalog().Pack(d.Findings[0].Pack)
	since, gone := pack.Gone()
	if !gone || s.Era(s.Exchange(id), since) == session.BeforeShutdown {
		return
	}
	d.Findings = slices.Clone(d.Findings) // other exchanges may have the same
	if f, both := s.ofSuccessor(d.Findings, pack.Successor.Pack); both {
		d.Findings = slices.DeleteFunc(d.Findings, func(other Finding) bool { return other.ID == f.ID })
		d.Findings, d.shutdown = slices.Insert(d.Findings, 0, f), shutdownPossible
		return
	}
	e := s.passOf(id, a)
	e.Pack = pack
	for _, c := range shutdown.Analyzer.Run(e) {
		s.apply(pack.ID, a, d, &c)
	}
}

// ofSuccessor is what the first finding's words mean at the successor, if they mean
// it for certain: a message that both APIs have, or the successor's form of an error.
func (s *Session) ofSuccessor(findings []Finding, successor string) (Finding, bool) {
	if at := slices.IndexFunc(findings, func(f Finding) bool { return f.Pack == successor && f.Certainty == analysis.Certain }); at >= 0 {
		return findings[at], true
	}
	symptom := *findings[0].symptom
	if symptom.Pack = successor; symptom.Type == "" || symptom.Type != strings.ToUpper(symptom.Type) {
		return Finding{}, false // only google.rpc writes types so
	}
	for _, m := range match.Find(s.Catalog(), symptom) {
		if m.Certainty == match.Certain {
			return s.finding(&symptom, m), true
		}
	}
	return Finding{}, false
}

// sayShutdown keeps the steps of an API that is switched off from leading anybody
// to pages and endpoints that are gone: since the day, one step says what to do
// now; where nobody knows the day, it stands before the others.
func (s *Session) sayShutdown(findings []Finding, since bool) {
	for i := range findings {
		f := &findings[i]
		pack := s.Catalog().Pack(f.Pack)
		if f.shutdown || pack == nil || pack.Shutdown == nil {
			continue
		}
		now := s.Catalog().Messages().Format("fix.shut-down", "date", pack.Shutdown.Date, "successor", pack.Successor.Name, "address", pack.Successor.Address)
		if since {
			f.Fixes, f.Corrections = []string{now}, nil
		} else {
			f.Fixes = slices.Insert(f.Fixes, 0, now)
		}
	}
}
