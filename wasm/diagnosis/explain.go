package diagnosis

import (
	"slices"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/replacement"
)

// diagnose returns the diagnosis of one exchange without its texts: everything that
// decides what it says is in it. complete adds the texts.
func (s *Session) diagnose(id int) Diagnosis {
	r := s.Recorded(id)
	x := &r.Exchange
	d := Diagnosis{Status: x.Response.Status, Method: x.Request.Method, URL: redact.URL(x.Request.URL), Findings: []Finding{}}
	if r.Endpoint != nil {
		d.Endpoint = r.Endpoint.Name
		if r.Endpoint.Action != "" {
			d.dataType = redact.Text(catalog.PathValue(r.Endpoint, r.Path, "data-type"))
		}
	}
	a := s.interpret(r)
	d.Failed = a.failed
	if d.Part = s.PartOf(id); d.Part != 0 {
		d.Failed = false // its call says what went wrong
		return d
	}
	if r.Preflight && !d.Failed {
		if len(a.findings) > 0 && a.findings[0].Kind == catalog.KindNetwork {
			d.Findings = a.findings
		}
		return d
	}
	if len(a.findings) > 0 {
		d.Findings = a.findings
	}
	if d.Status == 0 && len(a.symptoms) > 0 {
		d.Status = a.symptoms[0].Status
	}
	s.analyze(id, a, &d)
	if x.Unrecorded && x.Pasted != "" && r.Pack != nil {
		s.analyzeCommand(id, &d)
	}
	d.Findings = oneCertain(uncovered(d.Findings, d.Status))
	if d.Failed && (x.Pasted != "" || x.Request.URL == "") && !explained(d.Findings) {
		usual := s.usualCauses(a)
		for _, f := range d.Findings {
			if !named(usual, f.ID) {
				usual = append(usual, f)
			}
		}
		d.Findings = append([]Finding{}, usual...)
		if r.Pack != nil {
			s.analyzeUsual(id, a, &d)
		} else if d.shutdown == shutdownNot {
			s.analyzePasted(id, a, &d)
		}
	}
	if d.Failed && x.Pasted != "" && d.shutdown == shutdownNot && s.loggedBefore(x, d.Findings) {
		d.shutdown = shutdownPossible
	}
	d.Unknown = d.Failed && len(d.Findings) == 0
	if d.Unknown {
		d.Message = analysis.UnknownMessage(a.symptoms)
	}
	return d
}

// uncovered puts the error that CORS hides from the page before what the page sees
// of it, if it is certain: it is what to mend. Where it is only likely, nothing but
// CORS is known for certain.
func uncovered(findings []Finding, status int) []Finding {
	if status < 400 {
		return findings
	}
	blocked := slices.ContainsFunc(findings, func(f Finding) bool { return slices.Contains(f.about, catalog.CORSBlocked) })
	hidden := slices.IndexFunc(findings, func(f Finding) bool { return f.Certainty == analysis.Certain && f.Kind == catalog.KindError })
	if !blocked || hidden < 0 {
		return findings
	}
	first := findings[hidden]
	first.Hidden = true
	return putFirst(first, findings)
}

// oneCertain says of what is certain besides the best finding that it is true, too:
// a call fails for one reason.
func oneCertain(findings []Finding) []Finding {
	certain := func(f Finding) bool { return f.Certainty == analysis.Certain }
	if len(findings) < 2 || !slices.ContainsFunc(findings[1:], certain) {
		return findings
	}
	findings = slices.Clone(findings) // other exchanges may have the same
	for i := range findings[1:] {
		f := &findings[i+1]
		switch {
		case !certain(*f):
		case f.Pack != findings[0].Pack:
			f.Certainty = analysis.Possible // a call is to one API
		default:
			f.Certainty = analysis.Also
		}
	}
	return findings
}

// render writes the texts that summarize left out.
func (s *Session) render(id int, d *Diagnosis) {
	d.Findings = slices.Clone(d.Findings) // other exchanges may have the same
	for i := range d.Findings {
		s.completeFinding(&d.Findings[i])
	}
	if len(d.Findings) > 0 {
		d.Findings[0].addChallenge(s.Exchange(id))
	}
	if d.shutdown != shutdownNot {
		s.sayShutdown(d.Findings, d.shutdown == shutdownFirst && !d.Findings[0].stillServed(s))
		d.Replacement = replacement.Of(s.Session, id)
	}
}

// explained reports whether findings say more than that an API may be gone, or what
// a status may mean at one of several.
func explained(findings []Finding) bool {
	if len(findings) > 0 && findings[0].byStatus && findings[0].Certainty == analysis.Possible {
		return false
	}
	if len(findings) != 1 || findings[0].Certainty != analysis.Possible {
		return len(findings) > 0
	}
	causes := findings[0].causes
	return len(causes) == 0 || !causes[0].Shutdown
}

// usualCauses are those of a status, for a pasted text that says no more.
func (s *Session) usualCauses(a *interpretation) (found []Finding) {
	if len(a.symptoms) == 0 {
		return nil
	}
	told := &a.symptoms[0]
	if told.Type+told.Message != "" && !told.ByClient {
		return nil
	}
	for _, m := range match.ByStatus(s.Catalog(), *told) {
		found = append(found, s.finding(told, m))
	}
	return found
}

func named(findings []Finding, id string) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.ID == id })
}

// failed reports whether the exchange is an error: by its status, because the
// browser had or showed no response, or because a success body holds an error.
func failed(x *httpmsg.Exchange, symptoms []catalog.Symptom) bool {
	if x.Pasted != "" && x.Response.Status == 0 {
		data := len(symptoms) == 1 && tellsNothing(&symptoms[0]) // that came, perhaps below the command that asked for it
		return !data || x.Request.URL == "" && errorformat.SpeaksOfFailure(x.Response.Body.Text)
	}
	if x.Response.Status >= 400 || x.Response.Status == 0 {
		return true
	}
	for _, s := range symptoms {
		if s.Kind == catalog.KindNetwork || s.Kind == catalog.KindConsent || s.Type != "" || s.Body == "object" && s.Message != "" {
			return true
		}
	}
	return false
}

// tellsNothing reports whether a body is JSON without an error.
func tellsNothing(s *catalog.Symptom) bool {
	return (s.Body == "object" || s.Body == "array") && s.Status == 0 && s.Type+s.Message+s.Field == "" && s.Kind == ""
}
