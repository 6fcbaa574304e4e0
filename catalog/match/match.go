// Package match finds the errors of packs that a symptom may show: by its words,
// whatever happened to them on the way, by its type, its status or its form. It
// looks at one symptom alone, not at the request or the session.
package match

import (
	"slices"
	"sort"
	"strings"
	"sync"

	"misstep/catalog"
)

// Certainty bands of a match.
const (
	Certain  = "certain"
	Likely   = "likely"
	Possible = "possible"
)

// A Match is an error that may be what a symptom shows.
type Match struct {
	Error     *catalog.ErrorDef
	Pack      *catalog.Pack
	Certainty string
	Score     float64           // 0 to 1
	Values    map[string]string // what the placeholders hold
	By        string            // "message", "form", "type", "reason" or "status": what the match rests on
	Disagree  bool              // the type says this, and the words something else

	rank    float64 // Score, and more for a template that explains more of the message
	cut     bool    // the message ends in the middle of the template
	weight  float64 // of the template's words
	literal bool    // every word of the message is the template's, and none is a value
}

// Least scores of the bands, chosen on the development half of the benchmark's
// messages.
const (
	leastCertain  = 0.90
	leastUnaided  = 0.95 // certain, where neither status nor type speaks for it
	leastLikely   = 0.79
	leastPossible = 0.66
)

const (
	candidates       = 12   // templates that are aligned with a message
	leastCover       = 0.45 // share of a template's weight its words must bring to be a candidate
	margin           = 0.04 // a runner-up of another error this near takes certainty away
	penaltyType      = 0.10 // for a message that contradicts its error type
	penaltyStatus    = 0.06 // for a message that contradicts its status
	weightForeign    = 5    // beside another program's host, a lighter template's words are that program's
	weightUnaided    = 2.5  // a lighter template needs its status or type beside it to be certain
	rankWeight       = 0.05 // how much each unit of explained weight counts among matches,
	maxRankWeight    = 8    // up to this weight
	maxOtherReadings = 5
	rankGone         = 0.045 // less than from a usual cause to one that isn't: see rankUnusual
	perfectCost      = 0.06  // up to this an alignment is exact
	partCost         = 0.3   // up to this a part of a message tells its error beside its type or status; by itself it is exact
	maxBesidePart    = 3     // words in the line where the rest of the message would stand
	guardedCost      = 0.5   // up to this a guarded template is likely without what its guards ask for
	lightCost        = 0.2   // up to this a light template is likely without aid; one that begins with a value must be the whole message
	rivalCover       = 0.85  // beside an exact one, templates with fewer of their words need no look
	maxCommonplace   = 3     // so few words are anybody's
	maxTypeText      = 80    // bytes of a text that are searched for a type in words
	maxTypeWords     = 8     // words of a text that is no more than a type
	wordsBesideType  = 1     // a text that names an error type in words, with at most these words besides, says just that
)

// Find finds the errors that s may show, best first; none when the error is
// unknown. Type and status are priors, not gates; the pack is one.
func Find(c *catalog.Catalog, s catalog.Symptom) []Match {
	found := find(c, s)
	if s.Foreign {
		found = slices.DeleteFunc(found, func(m Match) bool {
			if s.Neighbor && m.Error.Kind != catalog.KindConsent {
				return true // the provider's services have their messages in common
			}
			if m.Error.Status == 0 && m.Error.Kind == catalog.KindError {
				return true // a library's own error, about the other program's host
			}
			typed := s.Type != "" && hasType(m.Error, s.Type)
			return m.Error.Kind == catalog.KindNetwork || m.By == "message" && !typed && m.Error.Kind != catalog.KindConsent && m.weight < weightForeign
		})
		for i := range found {
			found[i].Certainty = Possible // at another program's host, the same words are that program's
		}
	}
	return found
}

// NamedIn is the pack that a text names: by what the API appends to its messages, or
// by one of its names where no other pack's is there; "" if there is none.
func NamedIn(c *catalog.Catalog, text string) (packID string) {
	lower := strings.ToLower(text)
	for _, pack := range c.Packs() {
		for _, tail := range pack.Tails {
			if strings.Contains(tail, "://") && strings.Contains(text, tail) {
				return pack.ID
			}
		}
	}
	for _, pack := range c.Packs() {
		for _, name := range pack.Names {
			if !strings.Contains(lower, strings.ToLower(name)) {
				continue
			}
			if packID != "" && packID != pack.ID {
				return ""
			}
			packID = pack.ID
		}
	}
	return packID
}

func find(c *catalog.Catalog, s catalog.Symptom) []Match {
	if s.Pack == "" && s.Named == "" && !s.Foreign {
		s.Named = NamedIn(c, s.Message)
	}
	if s.Pack == "" && s.Named != "" { // others only where that one knows nothing
		for _, x := range indexesOf(c, s.Named) {
			if found := rank(x.match(s, false)); len(found) > 0 && found[0].Certainty != Possible {
				return found
			}
		}
	}
	among := indexesOf(c, s.Pack)
	if len(among) == 1 {
		return rank(among[0].match(s, false))
	}
	// Each pack by itself: what one says must not change how another is matched.
	var found []Match
	have := 0 // APIs that have the type
	for _, x := range among {
		if len(x.ofType[foldWord(s.Type)]) > 0 {
			have++
		}
	}
	literal := s.Reason == "" && len(s.Calls) == 0 && slices.ContainsFunc(among, func(x *index) bool { return x.says(&s) })
	for _, x := range among {
		if !literal || x.says(&s) {
			found = append(found, rank(x.match(s, have > 1 && !inErrorList(s)))...)
		}
	}
	if inOAuthForm(s) {
		found = byStandard(among, s, found)
	}
	return rank(successorsFirst(s, found))
}

// inOAuthForm reports whether a symptom has the form of RFC 6749, which all providers of
// OAuth send, but none of the APIs that have a list of errors.
func inOAuthForm(s catalog.Symptom) bool {
	return s.Pack == "" && s.Type != "" && s.Type != strings.ToUpper(s.Type) && (s.Where.Name == "error" || strings.HasSuffix(s.Where.Name, ".error"))
}

// byStandard takes what the form of RFC 6749 can't show for certain: an API that is
// shut down and sends a list is possible at most, behind what its successor means by
// the type, and few words beside the type are anybody's.
func byStandard(among []*index, s catalog.Symptom, found []Match) []Match {
	gone := func(m Match) bool { return m.Pack.Shutdown != nil }
	if len(found) > 0 && !slices.ContainsFunc(found, func(m Match) bool { return !gone(m) }) {
		s.Message = ""
		for _, x := range among {
			if typed := x.byType(s); len(typed) > 0 && !gone(typed[0]) && !s.Foreign {
				found = append(found, typed[0])
			}
		}
		if len(among) > 0 && !slices.ContainsFunc(found, func(m Match) bool { return m.By != "type" || !gone(m) }) {
			return nil // no other has the type, and this one doesn't send it so
		}
	}
	for i := range found {
		m := &found[i]
		if gone(*m) {
			m.rank--
		}
		if gone(*m) || m.By == "type" || m.By == "message" && m.weight < weightUnaided {
			m.Certainty = Possible
		}
	}
	return found
}

// successorsFirst puts what a type alone, or a message that both have, may mean at an API
// that is shut down behind what it may mean at another: that is what people ask for today.
// No type is more than possible then, and no message certain, because only the API
// distinguishes them.
func successorsFirst(s catalog.Symptom, found []Match) []Match {
	for i := range found {
		m := &found[i]
		for j := range found {
			if other := &found[j]; s.Type == "" && m.Pack.Shutdown != nil && m.alsoSaid(other) {
				m.rank = min(m.rank, other.rank-rankGone)
				for _, either := range []*Match{m, other} {
					if either.Certainty == Certain {
						either.Certainty = Likely
					}
				}
			}
		}
	}
	vague := func(m *Match) bool { return m.By == "type" || m.By == "reason" && m.Certainty == Possible }
	gone := func(m *Match) bool { return m.Pack.Shutdown != nil }
	if s.Named != "" || inErrorList(s) || !slices.ContainsFunc(found, func(m Match) bool { return vague(&m) && !gone(&m) }) {
		return found
	}
	for i := range found {
		m := &found[i]
		if vague(m) && gone(m) {
			m.rank -= rankGone
		}
		if vague(m) && slices.ContainsFunc(found, func(other Match) bool { return vague(&other) && other.Pack != m.Pack }) {
			m.Certainty = Possible
		}
	}
	return found
}

// inErrorList reports whether a symptom stands in a list that only one of the APIs sends.
func inErrorList(s catalog.Symptom) bool { return strings.HasPrefix(s.Where.Name, "errors[") }

// alsoSaid reports whether another API that isn't shut down has the same message.
func (m *Match) alsoSaid(other *Match) bool {
	return m.By == "message" && other.By == "message" && other.Pack.Shutdown == nil && (other.Certainty != Possible || m.Certainty == Possible) &&
		len(m.Values)+len(other.Values) == 0 && other.Score > m.Score-margin
}

// match finds the errors of a pack that a symptom may show. A type that other packs
// have, too, is shared: it decides nothing against the words.
func (x *index) match(s catalog.Symptom, shared bool) []Match {
	found := x.byWords(s)
	if s.Kind != catalog.KindNetwork && s.Message+s.Type != "" && !slices.ContainsFunc(found, func(m Match) bool {
		return m.Certainty != Possible || m.Error.When != nil && len(m.Error.When.Calls) > 0
	}) {
		found = append(found, x.byOwnType(s)...)
	}
	if !shared {
		found = x.byTypeRather(s, found)
	}
	for i := range found {
		for name, value := range s.Values {
			if found[i].Values[name] == "" {
				found[i].Values[name] = value
			}
		}
	}
	return found
}

// byWords goes by the strongest sign that a symptom has.
func (x *index) byWords(s catalog.Symptom) []Match {
	if found := x.byCall(s); len(found) > 0 {
		return found
	}
	if found := x.byReason(s); len(found) > 0 {
		return found
	}
	var found []Match
	switch {
	case s.Kind == catalog.KindNetwork:
		found = x.byShape(s)
	case s.Message != "":
		found = x.byMessage(s)
	}
	if len(found) == 0 && s.Kind != catalog.KindNetwork {
		found = x.byShape(s)
	}
	if len(found) == 0 && s.Type != "" && !s.Foreign {
		found = x.byType(s)
	}
	if len(found) == 0 && s.Type == "" && !s.Foreign {
		found = x.byTypeInWords(s)
	}
	if len(found) == 0 && (s.Pack != "" || s.Body != "text") && !s.Foreign && s.Type == "" && (s.Message == "" || s.Body == "html" || s.Body == "text" && s.Status >= 500) {
		found = x.byStatus(s)
	}
	return found
}

// byTypeInWords finds the errors of a type that is all a text says, whether in words or
// as it is written: "invalid scope error".
func (x *index) byTypeInWords(s catalog.Symptom) []Match {
	words := 0
	for range strings.FieldsSeq(s.Message) {
		if words++; words > maxTypeWords {
			return nil
		}
	}
	// "NOT_FOUND" isn't a type when it is written "not found"
	t := typeIn([]*index{x}, s.Message[:min(len(s.Message), maxTypeText)])
	written := strings.Contains(s.Message, t)
	if t == "" || (t == strings.ToUpper(t) || s.Body == "object") && !written || words > strings.Count(t, "_")+1+wordsBesideType {
		return nil
	}
	named := s
	named.Type, named.Message = t, ""
	found := x.byType(named)
	for i := range found {
		if s.Pack == "" && !written {
			found[i].Certainty = Possible // "Access denied"
		}
	}
	return found
}

// scratches keeps the room of past matches.
var scratches = sync.Pool{New: func() any { return new(scratch) }}

// rank sorts matches and keeps the best of each error.
func rank(found []Match) []Match {
	if len(found) < 2 {
		return found
	}
	sort.SliceStable(found, func(i, j int) bool {
		a, b := &found[i], &found[j]
		return a.rank > b.rank || a.rank == b.rank && a.Score > b.Score
	})
	seen := map[*catalog.ErrorDef]bool{}
	found = slices.DeleteFunc(found, func(m Match) bool {
		again := seen[m.Error]
		seen[m.Error] = true
		return again
	})
	if len(found) > 1 && found[0].Certainty == Certain && !found[0].literal && found[0].rank-found[1].rank < margin {
		found[0].Certainty = Likely
	}
	if len(found) > 1 && found[0].cut && found[1].cut && found[0].rank-found[1].rank < margin {
		found[0].Certainty = Possible // what would distinguish them was cut off
	}
	return found[:min(len(found), maxOtherReadings)]
}

// byMessage aligns the message with the templates that share its words.
func (x *index) byMessage(s catalog.Symptom) []Match {
	work := scratches.Get().(*scratch)
	defer scratches.Put(work)
	r := x.numbered(s.Message, work)
	if len(r.words) == 0 {
		return nil
	}
	near := append(work.found[:0], x.literally(&s, r))
	if near[0] < 0 {
		r = x.tokenize(s.Message, work)
		near = x.nearest(r, work)
	}
	var found []Match
	explained := 0.0 // weight of the heaviest template that fits exactly
	for _, number := range near {
		t := &x.templates[number]
		if t.weight <= explained && work.cover[number] < rivalCover {
			continue // it says less, and lacks a word besides
		}
		guarded := !allows(t.def, s)
		if guarded && !allows(t.def, t.unguarded(s)) {
			continue
		}
		a := t.align(r, work)
		if a.inner <= perfectCost {
			explained = max(explained, t.weight)
		}
		m := Match{Error: t.def, Pack: t.pack, Values: a.values, By: "message"}
		m.Score = max(0, 1-a.cost/max(t.weight, 1))
		m.cut, m.weight = a.cut, t.weight
		m.literal = a.cost == 0 && len(a.values) == 0
		agree := t.judge(s, &m)
		m.rank = m.Score + rankWeight*min(t.weight-a.inner, maxRankWeight)
		switch {
		case m.Score >= leastCertain && agree && !a.cut, m.Score >= leastUnaided && t.weight >= weightUnaided && !a.cut:
			m.Certainty = Certain
		case m.Score >= leastLikely && (agree || t.weight >= weightUnaided || a.inner <= lightCost && t.elements[0].name == "" || a.cost <= perfectCost):
			m.Certainty = Likely
		case m.Score >= leastPossible:
			m.Certainty = Possible
		default:
			continue
		}
		if t.part != whole {
			if !t.standsAlone(&a, r.words, agree) {
				continue
			}
			if !agree && m.Certainty == Certain {
				m.Certainty = Likely
			}
			m.rank -= margin // whole it says more
		}
		switch {
		case guarded && a.cut && t.def.When.Body == "" && hasStatus(t.def, s.Status) && !s.Foreign:
			m.Certainty = Possible // its beginning, beside its status
		case guarded && !t.unmistaken(&m, &a, len(r.words), s.Foreign):
			continue
		}
		if !agree && t.weight < weightUnaided && a.inner > lightCost && !placed(s, t.pack) {
			continue // a word or two of few, in anybody's sentence
		}
		if !agree && !placed(s, t.pack) && t.inOthersWords(&a, len(r.words)) {
			continue
		}
		if m.Certainty == Certain && (isProviders(t.pack, t.variant.Message) || t.isBrief()) && !placed(s, t.pack) {
			m.Certainty = Likely
		}
		if t.isBrief() && !agree && s.Body == "object" && !inErrorList(s) && !placed(s, t.pack) {
			m.Certainty = Possible // "email is required"
		}
		if t.isAnybodys(&a, s, r.text) || a.cut && x.beginAlike(r, &a, t.def) {
			m.Certainty = Possible
		}
		if m.Values == nil {
			m.Values = map[string]string{}
		}
		found = append(found, m)
	}
	return found
}
