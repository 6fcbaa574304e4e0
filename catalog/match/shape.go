package match

import (
	"cmp"
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
)

// byShape finds the errors recognized by status, method and form of the body alone.
func (x *index) byShape(s catalog.Symptom) []Match {
	var found []Match
	for i := range x.shapes {
		f := &x.shapes[i]
		if w := f.def.When; w.OwnType && len(w.Keys) == 0 || len(w.Calls) > 0 {
			continue // see byOwnType and byCall
		}
		if f.Status != 0 && s.Status != 0 && f.Status != s.Status || !allows(f.def, s) {
			continue
		}
		if f.def.Kind == catalog.KindSuccess && s.Type+s.Message != "" {
			continue
		}
		if len(f.def.When.Keys)+len(f.def.When.Network) == 0 && saysMore(&s, f.pack) {
			continue
		}
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
		if s.Pack == "" && s.Body == "text" && len(w.Keys)+len(w.Network) == 0 {
			continue // the API of a text's status isn't known: see ByStatus
		}
		m := Match{Error: f.def, Pack: f.pack, By: "form", Values: map[string]string{}, Certainty: Certain, Score: 1}
		if len(w.Network) > 0 && s.ByClient {
			m.Certainty, m.Score = Likely, 0.8 // the words don't name the host
		}
		if len(w.Methods) > 0 && s.Method == "" || w.Body != "" && s.Body == "" {
			m.Certainty, m.Score = Possible, 0.7
		}
		found = append(found, m)
	}
	return found
}

// saysMore reports whether a text of an unknown API has more than a status: then it is
// an error of whoever wrote the rest.
func saysMore(s *catalog.Symptom, pack *catalog.Pack) bool {
	return s.Status >= 400 && !placed(*s, pack) && (s.Type+s.Message+s.Reason != "" || len(s.Keys) > 0)
}

// byType finds the errors of an error type, for a response without a message,
// or with one in words nobody knows. Those of another grant than was asked for are
// left out; of the others the usual ones come first.
func (x *index) byType(s catalog.Symptom) []Match {
	if s.Message != "" {
		return nil // the words are there and are none of ours
	}
	var found []Match
	for _, f := range x.ofType[foldWord(s.Type)] {
		if s.Status != 0 && f.Status != 0 && f.Status != s.Status || !allows(f.def, s) || strings.HasPrefix(f.def.Kind, catalog.KindSuccess) {
			continue
		}
		if s.Grant != "" && f.def.Grant != "" && f.def.Grant != s.Grant {
			continue
		}
		m := Match{Error: f.def, Pack: f.pack, By: "type", Values: map[string]string{}, Certainty: Possible, Score: 0.6}
		m.rank = m.Score - rankUnusual*float64(x.usual(f.def))
		if s.Grant != "" && f.def.Grant == s.Grant {
			m.rank++
		}
		found = append(found, m)
	}
	found = rank(found)
	if len(found) == 1 || len(found) > 1 && s.Grant != "" && found[0].Error.Grant == s.Grant && found[1].Error.Grant != s.Grant {
		found[0].Certainty, found[0].Score = Likely, 0.8
	}
	return found
}

// byTypeRather puts the error of a type first where the words are another error's:
// programs compare types. What several errors have decides nothing, nor do the types
// of the standard in a header.
func (x *index) byTypeRather(s catalog.Symptom, found []Match) []Match {
	if len(found) == 0 || s.Type == "" || s.Where == location.WWWAuthenticate || found[0].By != "message" || !hasTypes(found[0].Error) || hasType(found[0].Error, s.Type) {
		return found
	}
	for _, f := range x.ofType[foldWord(s.Type)] {
		if f.def != x.ofType[foldWord(s.Type)][0].def {
			return found
		}
	}
	best := found[0].rank
	s.Message = ""
	typed := x.byType(s)
	if len(typed) != 1 {
		return found
	}
	for i := range found {
		found[i].Certainty = Possible
		best = max(best, found[i].rank)
	}
	typed[0].Disagree, typed[0].rank = true, best+1
	return append(typed, found...)
}

// rankUnusual is how much each place in the list of a status's usual causes counts.
const rankUnusual = 0.01

// usual is the place of an error among the usual causes of its status.
func (x *index) usual(e *catalog.ErrorDef) int {
	list := x.usualOf[e.Status]
	if at := slices.Index(list, e.ID); at >= 0 {
		return at
	}
	return len(list)
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
	if len(found) != 1 || len(x.usualOf[s.Status]) > 0 && !slices.Contains(x.usualOf[s.Status], found[0].Error.ID) {
		return nil // or the status has usual causes, and this is none of them
	}
	found[0].Certainty, found[0].Score = Likely, 0.75
	if s.Pack == "" {
		found[0].Certainty = Possible // a name in the words may be that of one's own server
	}
	return found
}

// ByStatus lists the usual causes of a status, most frequent first, for a text that
// says no more: of the API that it names, otherwise of each in turn.
func ByStatus(c *catalog.Catalog, s catalog.Symptom) (found []Match) {
	if s.Foreign || s.Status == 0 {
		return nil
	}
	var among, gone []*catalog.Pack
	for _, pack := range c.Packs() {
		if pack.Shutdown != nil {
			gone = append(gone, pack) // what somebody has before them today is the successor's
		} else {
			among = append(among, pack)
		}
	}
	among = append(among, gone...)
	if id := cmp.Or(s.Pack, s.Named); id != "" {
		among = []*catalog.Pack{c.Pack(id)}
	}
	for n := 0; ; n++ {
		more := false
		for _, pack := range among {
			list := usualCauses(pack, &s)
			if n >= len(list) {
				continue
			}
			more = true
			e := slices.IndexFunc(pack.Errors, func(e catalog.ErrorDef) bool { return e.ID == list[n] })
			if e >= 0 && len(found) < maxOtherReadings && (s.Grant == "" || pack.Errors[e].Grant == "" || pack.Errors[e].Grant == s.Grant) {
				found = append(found, Match{Error: &pack.Errors[e], Pack: pack, By: "status", Values: map[string]string{}, Certainty: Possible, Score: 0.5})
			}
		}
		if !more {
			return found
		}
	}
}

// usualCauses are the IDs of a status's usual causes: those of the step of OAuth that
// the request was, without them where it was another request.
func usualCauses(pack *catalog.Pack, s *catalog.Symptom) (list []string) {
	var others []string
	for i := range pack.Statuses {
		known := &pack.Statuses[i]
		switch {
		case known.Status != s.Status:
		case known.Step == s.Step:
			list = known.Errors
		default:
			others = known.Errors
		}
	}
	switch {
	case list == nil:
		return others
	case s.Step == "" && (s.Call != "" || len(s.Calls) > 0):
		return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(others, id) })
	}
	return list
}

// TellsByMembers reports whether an error of a pack may be recognized by the keys of a
// response with this status.
func TellsByMembers(c *catalog.Catalog, packID string, status int) bool {
	for _, x := range indexesOf(c, packID) {
		for i := range x.shapes {
			if f := &x.shapes[i]; len(f.def.When.Keys) > 0 && (f.Status == 0 || f.Status == status) {
				return true
			}
		}
	}
	return false
}
