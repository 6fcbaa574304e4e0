// Package session holds exchanges in the order in which they were added, and indexes of
// what they reveal about each other: tokens, steps of OAuth, traffic, rate windows. It
// answers questions (questions.go) and explains nothing.
package session

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/request"
)

// A Session has the exchanges in the order in which they were added, and what they reveal
// about each other. It is not safe for concurrent use.
type Session struct {
	catalog   *catalog.Catalog
	changes   int // exchanges and bodies that came
	forgotten int // exchanges, the oldest
	recorded  []*Recorded

	navigations []EventTime // to documents, in the order of time

	// What the exchanges reveal about each other, indexed as they come, so that a diagnosis
	// costs the same in a long session.
	credentials credentialIndex
	flows       flowIndex
	traffic     trafficIndex

	Parts     partIndex
	shutdowns shutdowns
	pages     pageIndex

	tokenNumbers map[TokenKey]int // as they are asked about

	overheard []httpmsg.Header // that requests of other hosts were sent with
	shared    *redact.Secrets  // of other sessions; nil: there is none
	secrets   *redact.Secrets  // nil: nobody has asked for them yet
	unlearned []int            // exchanges that have come since
	screen    *redact.Aliases  // nil: nobody has looked yet
}

// observe takes note of an exchange, and again when its body has come.
func (s *Session) observe(id int) {
	s.changes++
	if n := len(s.unlearned); n == 0 || s.unlearned[n-1] != id {
		s.unlearned = append(s.unlearned, id)
	}
	r := s.Recorded(id)
	r.Data = errorformat.IsSuccess(s.catalog, r.PackID(), &r.Exchange)
	most := r.keptBody()
	if most != MostData {
		r.Exchange.Response.Body.Keep() // what is kept of it may be parts of its text
	}
	s.credentials.observe(id, r)
	s.flows.observe(id, r)
	s.Parts.observe(id, r)
	s.traffic.observe(s.catalog, id, r, s.fetchedTwice(id, r))
	s.shutdowns.observe(r)
	s.pages.observe(id, r)
	r.Exchange.Response.Body.Truncate(most)
}

// Recorded is an exchange with what is known of it.
type Recorded struct {
	request.Target
	Exchange  httpmsg.Exchange
	counted   bool   // in the traffic
	placed    bool   // among the calls that others may be a part of
	nextPage  string // token of the page after the one in the response; "": none, or not known
	askedPage string // token of the page that is asked for; "": the first, or no list
	Data      bool   // it succeeded with data that has no error

}

func (s *Session) record(x httpmsg.Exchange) *Recorded {
	return &Recorded{Exchange: x, Target: request.TargetOf(s.catalog, &x)}
}

// New is an empty session, of what the catalog knows.
func New(c *catalog.Catalog) *Session {
	s := &Session{catalog: c}
	s.Clear()
	return s
}

// Clear forgets all exchanges; the next id is 1 again.
func (s *Session) Clear() {
	*s = Session{catalog: s.catalog, changes: s.changes, tokenNumbers: map[TokenKey]int{}, overheard: s.overheard, shared: s.shared}
}

// Version grows with each exchange and each body that comes.
func (s *Session) Version() int { return s.changes }

// Catalog is what the session is diagnosed by.
func (s *Session) Catalog() *catalog.Catalog { return s.catalog }

// Add puts an exchange at the end and returns its ID: 1 for the first.
func (s *Session) Add(x httpmsg.Exchange) int {
	r := s.record(x)
	s.recorded = append(s.recorded, r)
	if isNavigation(&x) && !x.Started.IsZero() {
		s.navigations = insertByTime(s.navigations, EventTimeOf(s.LastID(), &x))
	}
	s.observe(s.LastID())
	return s.LastID()
}

// SetBody completes an exchange whose body came after it.
func (s *Session) SetBody(id int, text, encoding string) {
	if id < s.First() {
		return
	}
	httpmsg.SetBody(s.Exchange(id), text, encoding)
	s.observe(id)
}

// Replace puts an exchange in place of what was known of it before it ended;
// a body that has come stays.
func (s *Session) Replace(id int, x httpmsg.Exchange) {
	if id < s.First() {
		return
	}
	r := s.Recorded(id)
	if body := &r.Exchange.Response.Body; body.Recorded && !x.Response.Body.Recorded {
		x.Response.Body = *body
	}
	r.Exchange = x
	r.Target = request.TargetOf(s.catalog, &r.Exchange)
	s.observe(id)
}

// SetMissing says why no body came for an exchange, which it may do later.
func (s *Session) SetMissing(id int, why string) {
	if id < s.First() || s.Exchange(id).Response.Body.Recorded {
		return
	}
	s.Exchange(id).Response.Body.Missing = why
	s.changes++
}

// LastID is the ID of the newest exchange: ids are 1 to LastID. Those before
// First are forgotten.
func (s *Session) LastID() int { return s.forgotten + len(s.recorded) }

// First is the ID of the oldest exchange that is not forgotten, LastID()+1 when
// there is none.
func (s *Session) First() int { return s.forgotten + 1 }

// Len is how many exchanges are not forgotten.
func (s *Session) Len() int { return len(s.recorded) }

// Exchange is the exchange with this ID, not to be changed. One that is
// forgotten is empty.
func (s *Session) Exchange(id int) *httpmsg.Exchange { return &s.Recorded(id).Exchange }

// Recorded is an exchange with what the session noted about it; empty when it was
// forgotten.
func (s *Session) Recorded(id int) *Recorded {
	if id < s.First() {
		return &Recorded{}
	}
	return s.recorded[id-1-s.forgotten]
}

// Forget drops the exchanges before this ID. What they revealed about tokens and steps
// of OAuth stays known; IDs don't change.
func (s *Session) Forget(before int) {
	for ; s.First() < before && len(s.recorded) > 0; s.forgotten++ {
		r := s.recorded[0]
		if isNavigation(&r.Exchange) {
			s.navigations = slices.DeleteFunc(s.navigations, func(m EventTime) bool { return m.ID == s.First() })
		}
		s.traffic.forget(s.First(), r)
		s.Parts.forget(s.First(), r)
		s.pages.forget(r)
		s.recorded[0] = nil // what is in front of a slice is kept as long as the rest
		s.recorded = s.recorded[1:]
	}
}

// Reach is how far back, in exchanges, an exchange can change the explanation of others.
const Reach = 30

// Affected returns the earlier exchanges whose diagnoses this one may change: steps of
// OAuth explain each other; calls show what used up a rate limit, that the server is
// failing, and which requests are part of them; a navigation, or the same request again,
// shows why one was canceled; the next page of a list shows that nothing is lost.
func (s *Session) Affected(id int) (ids []int) {
	r := s.Recorded(id)
	if r.IsStep {
		for other := max(s.First(), id-Reach); other < id; other++ {
			if s.OAuthStep(other) {
				ids = append(ids, other)
			}
		}
	}
	ids = append(ids, s.partsOf(id)...)
	navigates := isNavigation(&r.Exchange)
	for other := max(s.First(), id-Reach); other < id; other++ {
		x := s.Exchange(other)
		again := x.Request.URL == r.Exchange.Request.URL && x.Request.Method == r.Exchange.Request.Method
		if (navigates || again) && unanswered(x) && !slices.Contains(ids, other) {
			ids = append(ids, other)
		}
	}
	if by := s.pages.pages[r.askedPage].by; r.askedPage != "" && by >= s.First() {
		ids = append(ids, by)
	}
	return append(ids, s.traffic.affectedBy(id, r)...)
}

// Pack is what the catalog knows of the API that an exchange was made with;
// nil for an address of none that is watched.
func (s *Session) Pack(id int) *catalog.Pack { return s.Recorded(id).Pack }

// OAuthStep reports whether the exchange with this ID is a step of OAuth by its
// address.
func (s *Session) OAuthStep(id int) bool { return s.Recorded(id).IsStep }

// Secrets are what the exchanges show to be secret, and the IDs of users, so that what one
// of them reveals is masked in everything that leaves. Those of forgotten exchanges are
// included if they were asked for before.
func (s *Session) Secrets() *redact.Secrets {
	learner := s.known().Learner()
	for _, id := range s.unlearned {
		if id >= s.First() {
			learner.Exchange(*s.Exchange(id))
		}
	}
	s.unlearned = nil
	return s.secrets
}

func (s *Session) known() *redact.Secrets {
	if s.secrets == nil {
		s.secrets = redact.NewSecrets()
		s.secrets.Learner().Credentials(s.overheard)
		s.secrets.Share(s.shared)
		for _, example := range s.catalog.ExampleTokens() {
			s.secrets.AllowPublic(example.Subject)
		}
	}
	return s.secrets
}

// Share has the session know what others know, before it knows any secrets itself. nil:
// there is nothing.
func (s *Session) Share(others *redact.Secrets) { s.shared = others }

// Overhear takes note of the credentials among the header fields of a request that is not
// in the session: other requests may repeat them.
func (s *Session) Overhear(fields []httpmsg.Header) {
	before := len(s.overheard)
	for _, f := range fields {
		if len(s.overheard) < mostOverheard && redact.Credentials(f.Name) && !slices.Contains(s.overheard, f) {
			s.overheard = append(s.overheard, httpmsg.Header{Name: f.Name, Value: strings.Clone(f.Value)})
		}
	}
	if s.secrets != nil {
		s.secrets.Learner().Credentials(s.overheard[before:])
	}
}

// mostOverheard bounds how many of them are kept.
const mostOverheard = 200

// Glance takes note of the secrets that an exchange names, for Screen.
func (s *Session) Glance(id int) { s.known().Learner().Named(&s.Recorded(id).Exchange) }

// Screen masks what a person looks at, by what is known so far: Secrets would look at
// all exchanges first, which takes long.
func (s *Session) Screen() *redact.Aliases {
	if s.screen == nil {
		s.screen = s.known().Screen()
	}
	return s.screen
}

// How much is kept of a body's text, in bytes. What a response brought explains
// no other exchange, if it was data; its beginning is kept for people to see
// what it was. As much of a failure is read as is kept.
const (
	MostData    = 2 << 10 // about as much as the headers of an exchange
	MostFailure = httpmsg.MaxBody
)

// keptBody is how much somebody may ask for again of a body that was taken note of.
func (r *Recorded) keptBody() int {
	if r.Data && !r.needsFullBody() {
		return MostData
	}
	return MostFailure
}

// needsFullBody reports whether data is read again: tokens when they are used,
// and what lacks the data that it is for, which is a failure.
func (r *Recorded) needsFullBody() bool {
	body := &r.Exchange.Response.Body
	if r.Endpoint == nil {
		return r.IsStep || strings.Contains(body.Text[:min(len(body.Text), MostData)], `"access_token"`)
	}
	return r.IsStep || !HoldsData(r.Endpoint, body)
}
