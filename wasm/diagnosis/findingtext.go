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
)

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
		origin: origin{about: m.Error.Tags, entry: m.Error, symptom: symptom, byStatus: m.By == "status", disagree: m.Disagree},
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
			e.Text = redact.Text(e.Text)
			f.addEvidence(e)
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

// fillFixes writes the steps of a fix, without those that are left empty, and
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
