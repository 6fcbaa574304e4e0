package match

import (
	"maps"
	"slices"
	"strings"

	"misstep/catalog"
)

// byOwnType finds the error that a type by itself stands for on the API's own
// hosts, whatever the words beside it.
func (x *index) byOwnType(s catalog.Symptom) []Match {
	for i := range x.shapes {
		f := &x.shapes[i]
		if w := f.def.When; w.OwnType && len(w.Keys) == 0 && f.Status == s.Status && allows(f.def, s) {
			return []Match{{Error: f.def, Pack: f.pack, By: "type", Values: map[string]string{}, Certainty: Certain, Score: 0.9, rank: 1}}
		}
	}
	return nil
}

// byCall finds the error that a type means for one endpoint alone. A reason that
// is known says more, unless it is that error's own; and so do the words of an
// error that has a reason, where they came without it.
func (x *index) byCall(s catalog.Symptom) []Match {
	if len(s.Calls) > 0 {
		return x.byCalls(s)
	}
	if s.Call == "" || s.Type == "" {
		return nil
	}
	var best *record
	for i := range x.shapes {
		f := &x.shapes[i]
		if len(f.def.When.Calls) == 0 || f.Status != s.Status || !sameWord(f.Type, s.Type) || !allows(f.def, s) {
			continue
		}
		if own := f.def.Reason != "" && f.def.Reason == s.Reason; own || best == nil && f.def.Reason == "" && x.ofReason[s.Reason] == nil {
			best = f
		}
	}
	if best == nil {
		return nil
	}
	if said := rank(x.byMessage(s)); len(said) > 0 && said[0].Certainty == Certain && said[0].Error.Reason != "" && said[0].Error.Reason != best.def.Reason {
		return nil
	}
	m := Match{Error: best.def, Pack: best.pack, By: "type", Values: map[string]string{}, Certainty: Certain, Score: 0.9}
	if best.def.When.Likely {
		m.Certainty, m.Score = Likely, 0.8
	}
	return []Match{m}
}

// byCalls finds what a type means for the endpoints of which a text speaks. If the text has
// no type, words stand for the type that they go with.
func (x *index) byCalls(s catalog.Symptom) (found []Match) {
	if said := x.byMessage(s); s.Type == "" && len(said) > 0 {
		for f := range rank(said)[0].Error.Forms() {
			if f.Type != "" && (s.Status == 0 || f.Status == s.Status) {
				s.Type, s.Status = f.Type, f.Status
			}
		}
	}
	calls := s.Calls
	for s.Calls = nil; len(calls) > 0; calls = calls[1:] {
		s.Call = calls[0]
		for _, m := range x.byCall(s) {
			if !slices.ContainsFunc(found, func(f Match) bool { return f.Error == m.Error }) {
				m.Certainty, m.Score = Likely, 0.8
				found = append(found, m)
			}
		}
	}
	if len(found) > 1 {
		for i := range found {
			found[i].Certainty, found[i].Score = Possible, 0.6
		}
	}
	return found
}

// byReason finds the errors of a reason. A reason is not words: it is either
// this one or another; but other APIs may have it, too.
func (x *index) byReason(s catalog.Symptom) []Match {
	if s.Reason == "" {
		return nil
	}
	var found []Match
	several := 0
	for _, f := range x.ofReason[s.Reason] {
		if allows(f.def, s) {
			several++
		}
	}
	for _, f := range x.ofReason[s.Reason] {
		if told := s; !allows(f.def, s) {
			if told.Type = f.def.Type; s.Type != "" || s.Foreign || !allows(f.def, told) {
				continue // a reason isn't a word that anybody says
			}
		}
		values, resembles := x.valuesIn(s.Message, f.def)
		m := Match{Error: f.def, Pack: f.pack, By: "reason", Values: values, Certainty: Certain, Score: 1}
		switch {
		case several > 1 && !resembles:
			m.Certainty, m.Score = Likely, 0.8 // another error of the reason may have the words
		case s.Status != 0 && hasStatus(f.def, s.Status) && isProviders(f.pack, f.def.Message) && !placed(s, f.pack):
			m.Certainty, m.Score = Likely, 0.85
		case s.Status != 0 && hasStatus(f.def, s.Status):
		case s.Pack != "":
			m.Certainty, m.Score = Likely, 0.85
		default:
			m.Certainty, m.Score = Possible, 0.7
		}
		m.rank = m.Score
		found = append(found, m)
	}
	return found
}

// valuesIn reads what a message says in the places of an error's placeholders,
// and reports whether it has the error's words.
func (x *index) valuesIn(message string, e *catalog.ErrorDef) (values map[string]string, resembles bool) {
	values = map[string]string{}
	if message == "" || e.Message == "" {
		return values, false
	}
	work := scratches.Get().(*scratch)
	defer scratches.Put(work)
	r := x.tokenize(message, work)
	for i := range x.templates {
		t := &x.templates[i]
		if t.def != e {
			continue
		}
		if a := t.align(r, work); 1-a.cost/max(t.weight, 1) >= leastLikely {
			maps.Copy(values, a.values)
			return values, true
		}
	}
	return values, false
}

// ReasonIn finds a reason of a pack, of any where packID is "", that is named
// in a text; "" when there is none.
func ReasonIn(c *catalog.Catalog, packID, text string) string {
	if !strings.Contains(text, "_") {
		return ""
	}
	among := indexesOf(c, packID)
	for _, word := range strings.FieldsFunc(text[:min(len(text), maxText)], func(r rune) bool { return r != '_' && (r < 'A' || r > 'Z') }) {
		for _, x := range among {
			if x.ofReason[word] != nil {
				return word
			}
		}
	}
	return ""
}
