package diagnosis

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/catalog/messages"
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
		s.sayShutdown(d.Findings, d.shutdown == shutdownFirst)
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

// finding outlines a match.
func (s *Session) finding(symptom *catalog.Symptom, m match.Match) Finding {
	values := make(map[string]string, len(m.Values))
	message := symptom.Message
	for name, value := range m.Values {
		kind := m.Pack.Placeholders[name]
		if (kind == "token" || kind == "code") && !httpmsg.IsNothing(value) {
			masked := redact.Secret(value)
			message = replaceValue(message, value, masked)
			value = masked
		}
		values[name] = redact.Text(value)
	}
	f := Finding{
		ID: m.Error.ID, Pack: m.Pack.ID, Kind: m.Error.Kind, Status: m.Error.Status, Type: m.Error.Type,
		Title: m.Error.Title, Brief: m.Error.Brief, Message: redact.Text(message),
		Certainty: analysis.Certainty(m.Certainty), Score: m.Score, Values: values, Docs: m.Error.Docs,
		about: m.Error.Tags, entry: m.Error, symptom: symptom, byStatus: m.By == "status", disagree: m.Disagree,
	}
	if f.Message != "" || symptom.Type != "" {
		f.read = symptom.Where
	}
	return f
}

// completeFinding writes the texts of an outlined finding: those of the entry,
// and over them those of the causes that were found.
func (s *Session) completeFinding(f *Finding) {
	f.Fact = s.fact(f)
	if f.entry != nil {
		f.Cause = fill(f.entry.Cause, f.Values)
		f.fillFixes(f.entry.Fixes, f.entry.Offers, f.Values)
	}
	f.Evidence = []analysis.Evidence{} // what decides comes first, and then what the response says anyway
	for i := range f.causes {
		t := &f.causes[i]
		values := t.values()
		if f.entry == nil && f.Values == nil {
			f.Values = values
		}
		if t.primary {
			f.Cause = cmp.Or(fill(t.cause.Cause, values), f.Cause)
			f.fillFixes(t.cause.Fixes, t.cause.Offers, values)
			f.Docs = append(slices.Clone(t.cause.Docs), f.Docs...)
			if !t.Shutdown {
				f.Corrections = masked(t.Corrections)
			}
		}
		for _, e := range t.Evidence {
			f.addEvidence(analysis.Evidence{Label: e.Label, Text: redact.Text(e.Text), Where: e.Where, Repeats: e.Repeats})
		}
	}
	if f.Hidden {
		f.Cause += " " + s.Catalog().Messages().Format("text.hidden-by-cors")
	}
	if f.entry != nil {
		f.Evidence = append(f.Evidence, s.evidence(f)...)
	}
	f.Docs = eachOnce(f.Docs)
	f.entry, f.symptom, f.causes = nil, nil, nil
}

// addEvidence adds a fact, unless another cause of the finding has it, too.
func (f *Finding) addEvidence(e analysis.Evidence) {
	for i := range f.Evidence {
		if f.Evidence[i].Label == e.Label && f.Evidence[i].Text == e.Text {
			return
		}
	}
	f.Evidence = append(f.Evidence, e)
}

// eachOnce is the texts without those that came before, and never nil: a program
// that reads the diagnosis finds a list.
func eachOnce(texts []string) []string {
	once := make([]string, 0, len(texts))
	for _, text := range texts {
		if !slices.Contains(once, text) {
			once = append(once, text)
		}
	}
	return once
}

// fact is the one value to show beside the finding's brief: the cause's, if all
// that it needs is known, otherwise the entry's.
func (s *Session) fact(f *Finding) string {
	if f.Hidden && !f.shutdown {
		return s.Catalog().Messages().Format("text.hidden-fact")
	}
	for i := len(f.causes) - 1; i >= 0; i-- {
		t := &f.causes[i]
		if !t.primary {
			continue
		}
		if fact, complete := messages.FillWhole(t.cause.Fact, t.value); complete {
			return f.fitting(fact, t.pack)
		}
	}
	if f.entry != nil {
		if fact, complete := messages.FillWhole(f.entry.Fact, func(name string) string { return f.Values[name] }); complete {
			return f.fitting(fact, s.Catalog().Pack(f.Pack))
		}
	}
	return ""
}

// fitting is a fact that leaves room for its brief: scopes by the part of their
// names in which they differ, and at most HeadlineWidth characters with the brief.
func (f *Finding) fitting(fact string, pack *catalog.Pack) string {
	if pack != nil && len(pack.Scopes) > 0 {
		address := pack.Scopes[0].Name[:strings.LastIndexByte(pack.Scopes[0].Name, '/')+1]
		common := address
		if name, _, dotted := strings.Cut(pack.Scopes[0].Name[len(address):], "."); dotted && address != "" {
			common += name + "."
		}
		if address != "" {
			fact = strings.ReplaceAll(strings.ReplaceAll(fact, common, ""), address, "")
		}
	}
	return ShortenFact(f.Brief, fact)
}

// replaceValue masks a value wherever it stands in a message; one of a few
// letters only where it follows a colon, because it might be part of a word.
func replaceValue(message, value, masked string) string {
	if len(value) >= 8 {
		return strings.ReplaceAll(message, value, masked)
	}
	return strings.Replace(message, ": "+value, ": "+masked, 1)
}

// addChallenge adds what the WWW-Authenticate header of a response says of the error,
// where the finding was read from something else.
func (f *Finding) addChallenge(x *httpmsg.Exchange) {
	challenge, _ := errorformat.BearerChallenge(x)
	if challenge["error"] == "" || slices.ContainsFunc(f.Evidence, func(e analysis.Evidence) bool { return e.Where == location.WWWAuthenticate }) {
		return
	}
	text := challenge["error"]
	if description := challenge["error_description"]; description != "" {
		text += ": " + redact.Beginning(strings.Join(strings.Fields(description), " "), 300)
	}
	f.Evidence = append(f.Evidence, analysis.Evidence{Label: location.WWWAuthenticate.Name, Text: redact.Text(text), Where: location.WWWAuthenticate})
}

// evidence says what the finding's entry was read from.
func (s *Session) evidence(f *Finding) []analysis.Evidence {
	found, symptom, message := []analysis.Evidence{}, f.symptom, f.Message
	put := func(label, text string, where location.Location, repeats bool) {
		if text != "" {
			found = append(found, analysis.Evidence{Label: s.Catalog().Messages().Format(label), Text: redact.Text(text), Where: where, Repeats: repeats})
		}
	}
	add := func(label, text string, where location.Location) { put(label, text, where, false) }
	repeat := func(label, text string, where location.Location) { put(label, text, where, true) }
	if symptom.Kind == catalog.KindNetwork {
		add("label.network", s.Catalog().Messages().Format("network."+symptom.Network), symptom.Where)
	}
	if symptom.Status != 0 {
		repeat("label.status", strconv.Itoa(symptom.Status), location.ResponseStatus)
	}
	if f.byStatus {
		for _, status := range s.Catalog().Pack(f.Pack).Statuses {
			if status.Status == symptom.Status && status.Step == symptom.Step {
				add("label.meaning", status.Meaning, location.ResponseStatus)
			}
		}
		add("label.more", s.Catalog().Messages().Format("text.paste-more"), symptom.Where)
	}
	put("label.type", symptom.Type, symptom.Where, f.Reason != "")
	if f.disagree {
		add("label.disagree", s.Catalog().Messages().Format("text.disagree"), symptom.Where)
	}
	repeat("label.message", redact.Beginning(message, 300), symptom.Where)
	if symptom.Reason != symptom.Type {
		add("label.reason", symptom.Reason, symptom.Where)
	}
	if description := symptom.Values["description"]; description != "" {
		add("label.says", description, symptom.Where)
	}
	if symptom.Field != "n/a" { // as APIs write it
		add("label.field", symptom.Field, symptom.Where)
	}
	if w := f.entry.When; w != nil && len(w.Keys) > 0 {
		add("label.members", strings.Join(w.Keys, ", "), symptom.Where)
	}
	return found
}

// fill is messages.FillWhole with values that are there, whose text may be dropped
// as a whole.
func fill(text string, values map[string]string) string {
	filled, _ := messages.FillWhole(text, func(name string) string { return values[name] })
	return filled
}

// fillFixes writes the steps of a fix, without those of which nothing remains, and
// what can be pasted for each.
func (f *Finding) fillFixes(fixes, offers []string, values map[string]string) {
	f.Fixes, f.Steps = nil, nil
	for i, fix := range fixes {
		text := fill(fix, values)
		if text == "" {
			continue
		}
		step := Step{Value: ownValue(fix, values)}
		if i < len(offers) {
			step.Offer = fill(offers[i], values)
		}
		f.Fixes, f.Steps = append(f.Fixes, text), append(f.Steps, step)
	}
}

// ownValue is the first code in a step with a value of this request; "" if there is none.
func ownValue(fix string, values map[string]string) string {
	for fix != "" {
		_, rest, _ := strings.Cut(fix, "`")
		code, after, _ := strings.Cut(rest, "`")
		if strings.Contains(code, "{") {
			if value, complete := messages.FillWhole("`"+code+"`", func(name string) string { return values[name] }); complete {
				return strings.Trim(value, "`")
			}
		}
		fix = after
	}
	return ""
}
