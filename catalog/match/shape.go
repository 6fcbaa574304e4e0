package match

import (
	"strings"

	"misstep/catalog"
)

// byShape finds the errors told by status, method and form of the body alone.
func (x *index) byShape(s catalog.Symptom) []Match {
	var found []Match
	for _, f := range x.shapes {
		if w := f.def.When; w.OwnType && len(w.Keys) == 0 || len(w.Calls) > 0 {
			continue // see byOwnType and byCall
		}
		if f.Status != 0 && s.Status != 0 && f.Status != s.Status || !allows(f.def, s) {
			continue
		}
		if f.def.Kind == catalog.KindSuccess && s.Type+s.Message != "" {
			continue
		}
		m := Match{Error: f.def, Pack: f.pack, By: "form", Values: map[string]string{}, Certainty: Certain, Score: 1}
		if f.Type != "" && s.Type != "" && !sameWord(f.Type, s.Type) {
			continue
		}
		w := f.def.When
		switch {
		case len(w.Network) > 0:
			if s.Network == "" {
				continue
			}
		case len(w.Keys) == 0 && f.Status != s.Status:
			continue // a form without its status says nothing
		}
		if len(w.Methods) > 0 && s.Method == "" || w.Body != "" && s.Body == "" {
			m.Certainty, m.Score = Possible, 0.7
		}
		found = append(found, m)
	}
	return found
}

// byType finds the errors of an error type, for an answer without a message,
// or with one in words nobody knows.
func (x *index) byType(s catalog.Symptom) []Match {
	var found []Match
	for _, f := range x.ofType[foldWord(s.Type)] {
		if s.Status != 0 && f.Status != 0 && f.Status != s.Status || !allows(f.def, s) || strings.HasPrefix(f.def.Kind, catalog.KindSuccess) {
			continue
		}
		found = append(found, Match{Error: f.def, Pack: f.pack, By: "type", Values: map[string]string{}, Certainty: Possible, Score: 0.6})
	}
	found = rank(found)
	if s.Message != "" {
		return nil // the words are there and are none of ours
	}
	if len(found) == 1 {
		found[0].Certainty, found[0].Score = Likely, 0.8
	}
	return found
}

// byStatus finds the one error a bare status can mean.
func (x *index) byStatus(s catalog.Symptom) []Match {
	var found []Match
	for _, f := range x.ofStatus[s.Status] {
		if f.def.Kind == catalog.KindSuccess || !allows(f.def, s) {
			continue
		}
		found = append(found, Match{Error: f.def, Pack: f.pack, By: "status", Values: map[string]string{}})
	}
	found = rank(found)
	if len(found) != 1 {
		return nil
	}
	found[0].Certainty, found[0].Score = Likely, 0.75
	return found
}

// TellsByMembers reports whether an error of a pack may be told by the members
// of an answer with this status.
func TellsByMembers(c *catalog.Catalog, packID string, status int) bool {
	for _, x := range indexesOf(c, packID) {
		for _, f := range x.shapes {
			if len(f.def.When.Keys) > 0 && (f.Status == 0 || f.Status == status) {
				return true
			}
		}
	}
	return false
}
