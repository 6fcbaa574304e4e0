package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/har"
	"misstep/wasm/redact"
)

// explain makes the diagnosis of one exchange.
func (s *Session) explain(id int) Diagnosis {
	r := s.recordedAs(id)
	x := &r.exchange
	d := Diagnosis{Status: x.Response.Status, Method: x.Request.Method, URL: redact.URL(x.Request.URL), Findings: []Finding{}}
	if r.endpoint != nil {
		d.Endpoint = r.endpoint.Name
	}
	symptoms := s.extract(r)
	if network := s.networkSymptom(r); network != nil {
		symptoms = append([]catalog.Symptom{*network}, symptoms...)
	}
	d.Failed = failed(x, symptoms)
	if r.preflight && !d.Failed {
		return d
	}
	var first, others []Finding
	for _, symptom := range symptoms {
		for i, match := range s.catalog.Match(symptom) {
			finding := s.finding(symptom, match)
			if i == 0 && !named(first, finding.ID) {
				first = append(first, finding)
			} else {
				others = append(others, finding)
			}
		}
	}
	slices.SortStableFunc(others, func(a, b Finding) int { return cmp.Compare(b.Score, a.Score) })
	for _, finding := range append(first, others...) {
		if !named(d.Findings, finding.ID) {
			d.Findings = append(d.Findings, finding)
		}
	}
	if d.Status == 0 && len(symptoms) > 0 {
		d.Status = symptoms[0].Status
	}
	s.examine(id, &d)
	d.Unknown = d.Failed && len(d.Findings) == 0
	if d.Unknown {
		d.Message = unknownMessage(symptoms)
	}
	return d
}

func named(findings []Finding, id string) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.ID == id })
}

// failed reports whether the exchange is an error: by its status, because the
// browser had or showed no answer, or because a success body holds an error.
func failed(x *har.Exchange, symptoms []catalog.Symptom) bool {
	if x.Pasted != "" && x.Response.Status == 0 {
		return true
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

// unknownMessage is the error's text, for an error nobody knows.
func unknownMessage(symptoms []catalog.Symptom) string {
	for _, s := range symptoms {
		text := strings.Trim(s.Type+": "+s.Message, ": ")
		if text == "" {
			continue
		}
		if len(text) > 500 {
			text = strings.ToValidUTF8(text[:500], "") + "…"
		}
		return redact.Text(text)
	}
	return ""
}

// finding writes down a match for this exchange.
func (s *Session) finding(symptom catalog.Symptom, m catalog.Match) Finding {
	values := make(map[string]string, len(m.Values))
	message := symptom.Message
	for name, value := range m.Values {
		kind := m.Pack.Placeholders[name]
		if kind == "token" || kind == "code" {
			masked := redact.Secret(value)
			message = replaceValue(message, value, masked)
			value = masked
		}
		values[name] = redact.Text(value)
	}
	f := Finding{
		ID: m.Entry.ID, Pack: m.Pack.ID, Kind: m.Entry.Kind, Status: m.Entry.Status, Type: m.Entry.Type,
		Title: m.Entry.Title, Brief: m.Entry.Brief, Message: redact.Text(message),
		Certainty: Certainty(m.Certainty), Score: m.Score, Values: values,
		Cause: fill(m.Entry.Cause, values), Docs: m.Entry.Docs, about: m.Entry.About,
	}
	if fact, complete := fillAll(m.Entry.Fact, values); complete {
		f.Fact = fact
	}
	for _, fix := range m.Entry.Fixes {
		f.Fixes = append(f.Fixes, fill(fix, values))
	}
	f.Evidence = s.evidence(symptom, m, f.Message)
	if f.Message != "" || symptom.Type != "" {
		f.read = symptom.Where
	}
	return f
}

// replaceValue masks a value wherever it stands in a message; one of a few
// letters only where it stands behind a colon, lest it be part of a word.
func replaceValue(message, value, masked string) string {
	if len(value) >= 8 {
		return strings.ReplaceAll(message, value, masked)
	}
	return strings.Replace(message, ": "+value, ": "+masked, 1)
}

// evidence says what the match was read from.
func (s *Session) evidence(symptom catalog.Symptom, m catalog.Match, message string) []Evidence {
	found := []Evidence{}
	add := func(label, text, where string) {
		if text != "" {
			found = append(found, Evidence{s.say(label), redact.Text(text), where})
		}
	}
	if symptom.Kind == catalog.KindNetwork {
		add("label.network", s.say("network."+symptom.Network), symptom.Where)
	}
	if symptom.Status != 0 {
		add("label.status", strconv.Itoa(symptom.Status), "response status")
	}
	add("label.type", symptom.Type, symptom.Where)
	if len(message) > 300 {
		message = strings.ToValidUTF8(message[:300], "") + "…"
	}
	add("label.message", message, symptom.Where)
	add("label.reason", symptom.Reason, symptom.Where)
	if description := symptom.Values["description"]; description != "" {
		add("label.says", description, symptom.Where)
	}
	if symptom.Field != "" {
		add("label.field", symptom.Field, symptom.Where)
	}
	if m.Entry.When != nil && len(m.Entry.When.Keys) > 0 {
		add("label.members", strings.Join(m.Entry.When.Keys, ", "), symptom.Where)
	}
	return found
}

// fill puts values in the place of {placeholders}; one without a value becomes
// its name in words.
func fill(text string, values map[string]string) string {
	filled, _ := fillAll(text, values)
	return filled
}

// fillAll is fill, and reports whether every placeholder had a value.
func fillAll(text string, values map[string]string) (string, bool) {
	var b strings.Builder
	complete := true
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || strings.ContainsAny(name, " \"'{") {
			b.WriteString("{")
			text = rest
			continue
		}
		if value := values[name]; value != "" {
			b.WriteString(value)
		} else {
			complete = false
			b.WriteString(strings.ReplaceAll(name, "_", " "))
		}
		text = after
	}
	return b.String(), complete
}
