package diagnose

import (
	"misstep/catalog"
	"misstep/wasm/har"
)

// A Session is the exchanges in the order in which they were added, and what
// they tell about each other. It is not safe for concurrent use.
type Session struct {
	catalog    *catalog.Catalog
	changes    int // exchanges and bodies that came
	recorded   []*recorded
	preflights map[string]*har.Exchange // last preflight by address

	// What the exchanges tell about each other, kept as they come, so that a
	// diagnosis costs the same in a long session.
	tokens  tokenIndex
	flows   flowIndex
	traffic trafficIndex

	shutdowns shutdowns

	sentTokens map[string]usedToken // by Authorization header, as they are asked for
}

// observe takes note of an exchange, and again when its body has come.
func (s *Session) observe(id int) {
	s.changes++
	x := s.Exchange(id)
	s.tokens.observe(s, id, x)
	s.flows.observe(s, id, x)
	s.traffic.observe(s, id, x)
	s.shutdowns.observe(s, x)
}

type recorded struct {
	exchange  har.Exchange
	diagnosis *Diagnosis // nil until asked for
	changes   int        // of the session, when the diagnosis was made
}

// NewSession is an empty session, diagnosed by what the catalogue knows.
func NewSession(c *catalog.Catalog) *Session {
	s := &Session{catalog: c}
	s.Clear()
	return s
}

// Catalog is what the session is diagnosed by.
func (s *Session) Catalog() *catalog.Catalog { return s.catalog }

// Add puts an exchange at the end and returns its id: 1 for the first.
func (s *Session) Add(x har.Exchange) int {
	s.recorded = append(s.recorded, &recorded{exchange: x})
	if isPreflight(&x) {
		s.preflights[x.Request.URL] = &s.recorded[len(s.recorded)-1].exchange
	}
	s.observe(len(s.recorded))
	return len(s.recorded)
}

// SetBody completes an exchange whose body came after it.
func (s *Session) SetBody(id int, text, encoding string) {
	r := s.recorded[id-1]
	har.SetBody(&r.exchange, text, encoding)
	s.observe(id)
}

// Len is the number of exchanges; their ids are 1 to Len.
func (s *Session) Len() int { return len(s.recorded) }

// Exchange is the exchange with this id, not to be changed.
func (s *Session) Exchange(id int) *har.Exchange { return &s.recorded[id-1].exchange }

// Diagnosis explains the exchange with this id by all that the session holds
// now: what came later may tell more of it.
func (s *Session) Diagnosis(id int) Diagnosis {
	r := s.recorded[id-1]
	if r.diagnosis == nil || r.changes != s.changes {
		d := s.explain(id)
		r.diagnosis, r.changes = &d, s.changes
	}
	return *r.diagnosis
}

// reach is how far back an exchange can tell more of others, in exchanges.
const reach = 30

// Touched are the exchanges before this one whose diagnoses it may change:
// steps of OAuth explain each other.
func (s *Session) Touched(id int) (ids []int) {
	if !s.isOAuth(id) {
		return nil
	}
	for other := max(1, id-reach); other < id; other++ {
		if s.isOAuth(other) {
			ids = append(ids, other)
		}
	}
	return ids
}

// OAuthStep reports whether the exchange with this id is a step of OAuth.
func (s *Session) OAuthStep(id int) bool { return s.isOAuth(id) }

// isOAuth reports whether an exchange is a step of OAuth by its address.
func (s *Session) isOAuth(id int) bool {
	address := s.Exchange(id).Request.URL
	pack := s.catalog.Watched(address)
	return pack != nil && s.isStep(pack, address)
}

// isStep reports whether a step of a pack's OAuth is made at this address,
// with whatever method.
func (s *Session) isStep(pack *catalog.Pack, address string) bool {
	path := s.catalog.Path(address)
	for _, step := range pack.OAuth {
		if addressPath(step.Address) == path {
			return true
		}
	}
	return false
}

// Clear forgets all exchanges; the next id is 1 again.
func (s *Session) Clear() {
	s.recorded = nil
	s.preflights = map[string]*har.Exchange{}
	s.tokens, s.flows, s.traffic = tokenIndex{}, flowIndex{}, trafficIndex{}
	s.shutdowns, s.sentTokens = shutdowns{}, nil
}

// Explain diagnoses one exchange by itself.
func Explain(c *catalog.Catalog, x har.Exchange) Diagnosis {
	s := NewSession(c)
	return s.Diagnosis(s.Add(x))
}
