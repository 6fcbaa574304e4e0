package diagnosis

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/wasm/analysis"
	"misstep/wasm/analyzers"
	"misstep/wasm/httpmsg"
)

// refusals are the statuses by which an API refuses what is in a request. A 400 and a 404
// say in words what was wrong; analyzers look for the reasons of those.
var refusals = []int{400, 401, 403, 404}

// analyzeCommand looks at a pasted request whose response nobody knows for what its API
// would refuse. It is likely at most: the request may have worked. An API that was shut
// down refuses all.
func (s *Session) analyzeCommand(id int, d *Diagnosis) {
	r := s.Recorded(id)
	if _, gone := r.Pack.Gone(); gone {
		return
	}
	asked := *d
	asked.Findings = nil
	for _, status := range refusals {
		x := r.Exchange
		x.Response.Status = status
		if len(x.Request.Headers) == 0 && sendsAsWritten(x.Pasted) {
			x.Request.Headers = []httpmsg.Header{{Name: "Accept", Value: "*/*"}} // what clients add themselves: no other field was sent
		}
		e := s.passOf(id, &interpretation{})
		e.Exchange = &x
		if status == httpmsg.StatusBadRequest && e.Step != "token" {
			e.Matches = refusedBy(r.Pack, status)
		}
		for _, each := range analyzers.All {
			for _, c := range weighed(each, each.Run(e)) {
				s.applyRefusal(r.Pack, &asked, &c)
			}
		}
	}
	if len(asked.Findings) > 0 && tellNothing(d.Findings) {
		d.Findings = asked.Findings
	}
}

// refusedBy are the errors that an API refuses requests with by a status.
func refusedBy(pack *catalog.Pack, status int) (matches []analysis.Match) {
	for i := range pack.Errors {
		if e := &pack.Errors[i]; e.Status == status {
			matches = append(matches, analysis.Match{ID: e.ID, Kind: catalog.KindError, Status: status, Certainty: analysis.Likely, Tags: e.Tags})
		}
	}
	return matches
}

// sendsAsWritten reports whether a pasted text is a command all of whose header fields
// can be seen.
func sendsAsWritten(text string) bool {
	before, _, isAddress := strings.Cut(strings.TrimSpace(text), "://")
	before = strings.TrimSuffix(strings.TrimSuffix(before, "s"), "http")
	return (!isAddress || strings.Trim(before, "ABCDEFGHIJKLMNOPQRSTUVWXYZ ") != "") && !strings.ContainsAny(text, "$@%") && !strings.Contains(text, "netrc") && !strings.Contains(text, " -n ") && !strings.Contains(text, "-K")
}

// applyRefusal adds what a request would be refused for, once.
func (s *Session) applyRefusal(pack *catalog.Pack, d *Diagnosis, c *analysis.Report) {
	_, cause := s.Catalog().Cause(pack.ID, c.Cause)
	known := func(f Finding) bool { return f.Reason == c.Cause }
	if cause == nil || c.Shutdown || c.Certainty == analysis.Possible || slices.ContainsFunc(d.Findings, known) {
		return
	}
	c.Certainty = analysis.Likely
	c.Evidence = slices.DeleteFunc(c.Evidence, func(e analysis.Evidence) bool { return strings.HasPrefix(string(e.Where.Part), "response ") }) // there was none
	f := Finding{ID: cause.ID, Pack: pack.ID, Kind: catalog.KindError, Certainty: c.Certainty, Score: scoreOf(c.Certainty)}
	f.applyText(appliedCause{Report: c, cause: cause, pack: pack})
	d.Findings = append(d.Findings, f)
}
