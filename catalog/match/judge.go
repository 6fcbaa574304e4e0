package match

import (
	"slices"
	"strings"

	"misstep/catalog"
)

// isAnybodys reports whether words that any program may say are all there is: a
// phrase that many have, or a few words that lack what the API puts after them and
// have others beside. Their status says no more: "429 Too Many Requests".
func (t *template) isAnybodys(a *alignment, s catalog.Symptom, text string) bool {
	if s.Pack == "" && s.Named != t.pack.ID && slices.Contains(t.pack.Common, strings.TrimSuffix(t.variant.Message, ".")) {
		return true
	}
	if placed(s, t.pack) || s.Type != "" && hasType(t.def, s.Type) {
		return false
	}
	if slices.ContainsFunc(phrases, func(phrase string) bool { return strings.EqualFold(phrase, t.variant.Message) }) {
		return true
	}
	for _, value := range a.values {
		if strings.Trim(value, "abcdefghijklmnopqrstuvwxyz") != "" || strings.Contains(text, ":"+value) || strings.Contains(text, ": "+value) {
			return false // no mere next word of a sentence
		}
	}
	literals := t.words()
	few := literals < len(t.elements) && literals <= maxCommonplace || a.inner > guardedCost && a.end-a.first <= maxCommonplace
	return few && (a.cost > perfectCost || len(a.values) == 0 && t.weight < weightUnaided)
}

// isBrief reports whether a template is a value with a word or two behind it.
func (t *template) isBrief() bool {
	return t.elements[0].name != "" && len(t.elements) <= maxCommonplace
}

// isProviders reports whether a message is one that all services of the API's provider
// send.
func isProviders(pack *catalog.Pack, message string) bool {
	p := pack.Provider
	return p != nil && slices.ContainsFunc(p.Messages, func(begin string) bool { return strings.HasPrefix(message, begin) })
}

// inOthersWords reports whether a text of an unknown API only resembles a message:
// what is common isn't there word by word, or a few words after a value go on.
func (t *template) inOthersWords(a *alignment, words int) bool {
	if slices.Contains(t.pack.Common, strings.TrimSuffix(t.variant.Message, ".")) {
		return a.inner > perfectCost
	}
	return t.elements[0].name != "" && len(t.elements) <= maxCommonplace && words > a.end+maxBesidePart
}

// words is how many of a template's elements are words.
func (t *template) words() (n int) {
	for _, e := range t.elements {
		if e.name == "" {
			n++
		}
	}
	return n
}

// phrases are those that go with a status (RFC 9110), and what servers of all kinds
// have in their pages.
var phrases = []string{"too many requests", "bad gateway", "gateway time-out", "the requested url {path} was not found on this server."}

// placed reports whether something says that a symptom is of a pack's API.
func placed(s catalog.Symptom, pack *catalog.Pack) bool { return s.Pack != "" || s.Named == pack.ID }

// standsAlone reports whether a part of a message is there and the rest of it is
// not: what is in its place is another message.
func (t *template) standsAlone(a *alignment, words []word, agree bool) bool {
	if a.cut || a.inner > partCost || !agree && a.inner > perfectCost || a.first == a.end {
		return false
	}
	line, beside := words[a.end-1].line, words[a.end:]
	if t.part == restOfMessage {
		line, beside = words[a.first].line, words[:a.first]
	}
	inLine := 0
	for _, w := range beside {
		if w.line == line {
			inLine++
		}
	}
	return inLine <= maxBesidePart
}

// unguarded is a symptom with what the guards of the template's error ask for
// beside its words.
func (t *template) unguarded(s catalog.Symptom) catalog.Symptom {
	if s.Pack == "" && !s.Foreign {
		s.Pack = t.pack.ID
	}
	if s.Type == "" {
		s.Type = t.def.Type
	}
	if w := t.def.When; w != nil && (w.Body == "html" || s.Body == "text") {
		s.Body = "" // the words of a page or of JSON, copied
	}
	return s
}

// unmistaken reports whether the words of a guarded error identify it anyway, because they
// are all there. No more than likely, and what is short is said by others, too.
func (t *template) unmistaken(m *Match, a *alignment, words int, foreign bool) bool {
	if m.Certainty == Possible || a.cut {
		return false
	}
	if t.weight < weightUnaided && (a.first > 0 || a.end < words) {
		return false // a word or two in the middle of another program's
	}
	if len(a.values) > 0 && a.inner > lightCost && t.words() <= maxCommonplace && t.def.When.OwnType {
		return false // a word or two, and not what the API has between them
	}
	m.Certainty = Likely
	if foreign || t.weight < weightUnaided || a.inner > guardedCost {
		m.Certainty = Possible
	}
	return true
}

// judge lets type and status speak for or against a match, and reports whether
// one of them agrees and none contradicts.
func (t *template) judge(s catalog.Symptom, m *Match) bool {
	agree, contradicted := false, false
	if s.Type != "" && hasTypes(t.def) {
		switch {
		case sameWord(s.Type, t.variant.Type):
			agree = true
		case hasType(t.def, s.Type):
			agree = true
			m.Score -= penaltyType / 10
		default:
			contradicted = true
			m.Score -= penaltyType
		}
	}
	if s.Status != 0 && t.def.Status != 0 {
		if hasStatus(t.def, s.Status) {
			agree = true
		} else {
			contradicted = true
			m.Score -= penaltyStatus
		}
	}
	if t.def.Kind == catalog.KindConsent && s.Kind == catalog.KindConsent {
		agree = true
	}
	return agree && !contradicted
}

// allows reports whether the error can be what s shows at all.
func allows(e *catalog.ErrorDef, s catalog.Symptom) bool {
	if s.Kind != "" && e.Kind != s.Kind {
		return false
	}
	w := e.When
	if w == nil {
		return true
	}
	if len(w.Calls) > 0 && !slices.Contains(w.Calls, s.Call) {
		return false
	}
	if len(w.Methods) > 0 && s.Method != "" && !slices.Contains(w.Methods, s.Method) {
		return false
	}
	if w.Body != "" && s.Body != "" && w.Body != s.Body {
		return false
	}
	if w.OwnHost && s.Pack == "" || w.OwnType && !hasType(e, s.Type) {
		return false
	}
	if len(w.Network) > 0 && s.Network != "" && !slices.Contains(w.Network, s.Network) {
		return false
	}
	for _, key := range w.Keys {
		if !slices.Contains(s.Keys, key) {
			return false
		}
	}
	return true
}

func sameWord(a, b string) bool { return a == b || foldWord(a) == foldWord(b) }

func hasTypes(e *catalog.ErrorDef) bool {
	for f := range e.Forms() {
		if f.Type != "" {
			return true
		}
	}
	return false
}

func hasType(e *catalog.ErrorDef, t string) bool {
	for f := range e.Forms() {
		if sameWord(f.Type, t) {
			return true
		}
	}
	return false
}

func hasStatus(e *catalog.ErrorDef, status int) bool {
	for f := range e.Forms() {
		if f.Status == status {
			return true
		}
	}
	return false
}
