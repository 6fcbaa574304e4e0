package diagnosis

import (
	"slices"
	"sort"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// An interpretation is what a response says by itself, whatever the request was
// and whatever the session holds: the same for all exchanges that are answered
// so. It must not be changed.
type interpretation struct {
	symptoms []catalog.Symptom
	findings []Finding        // outlines, best first
	matches  []analysis.Match // the same, for analyzers
	failed   bool
}

// A responseKey is all that an interpretation is read from.
type responseKey struct {
	pack, method, network, text     string
	grant                           string
	where                           location.Location // of network
	challenge                       string            // what the WWW-Authenticate header says of an error, or the address that a consent page redirects to
	status                          int
	endpoint                        *catalog.Endpoint // of a refusal: a type may mean something of its own there
	addressed, recorded, data       bool
	onConsentPage, fromTokenAddress bool
}

// longestResponse is how long the text of such a response may be, in bytes.
const longestResponse = 4 << 10

// interpret reads a response, unless one like it was read before.
func (s *Session) interpret(r *session.Recorded) *interpretation {
	network, where := s.Network(r)
	x := &r.Exchange
	key := responseKey{
		pack: r.PackID(), method: x.Request.Method, network: network, where: where, status: x.Response.Status,
		addressed: x.Request.URL != "", recorded: x.Response.Body.Recorded, data: r.Data,
		onConsentPage: r.IsConsent, fromTokenAddress: r.Step == "token",
	}
	if r.Step == "token" {
		key.grant = errorformat.GrantOf(x)
	}
	if !r.Data {
		key.text = x.Response.Body.Text
	}
	if x.Response.Status >= 400 && x.Response.Status < 500 {
		key.endpoint = r.Endpoint
		challenge, _ := errorformat.BearerChallenge(x)
		key.challenge = challenge["error"] + " " + challenge["error_description"]
	}
	if r.IsConsent {
		code, description := errorformat.RedirectError(x)
		key.challenge = code + " " + description
	}
	if x.Pasted != "" || len(key.text) > longestResponse {
		return s.readResponse(r, key.grant)
	}
	return s.answers.Get(key, func() *interpretation { return s.readResponse(r, key.grant) })
}

// symptoms are the errors in a response.
func (s *Session) symptoms(r *session.Recorded, grant string) []catalog.Symptom {
	call := ""
	if r.Endpoint != nil {
		call = r.Endpoint.Call()
	}
	return errorformat.Symptoms(s.Catalog(), errorformat.Response{Exchange: &r.Exchange, Pack: r.PackID(), Data: r.Data, Consent: r.IsConsent, Token: r.Step == "token", Call: call, Grant: grant})
}

// challengeSymptom is what the WWW-Authenticate header says of a refusal whose body says
// something that nobody knows.
func (s *Session) challengeSymptom(x *httpmsg.Exchange, symptoms []catalog.Symptom) (told catalog.Symptom, ok bool) {
	if status := x.Response.Status; status != httpmsg.StatusUnauthorized && status != httpmsg.StatusForbidden || len(symptoms) == 0 || symptoms[0].Kind == catalog.KindNetwork || symptoms[0].Where == location.WWWAuthenticate {
		return told, false
	}
	if told, ok = errorformat.ByChallenge(x, symptoms[0]); !ok {
		return told, false
	}
	for i := range symptoms {
		if len(match.Find(s.Catalog(), symptoms[i])) > 0 {
			return told, false
		}
	}
	return told, true
}

// matches are the errors that a symptom shows. Where a standard has the error, in a
// WWW-Authenticate header and in a redirect, the words may be the API's own; then the type
// decides. In a redirect there are few types, each for one thing, so the type is the
// reason.
func (s *Session) matches(told *catalog.Symptom) []match.Match {
	found := match.Find(s.Catalog(), *told)
	redirect := told.Where == errorformat.Redirect
	switch {
	case redirect && (told.Message == "" || len(found) == 0 || found[0].By == "type"):
		told.Reason = told.Type
	case len(found) > 0 || told.Where != location.WWWAuthenticate || told.Message == "":
		return found
	}
	if told.Message != "" {
		told.Values, told.Message = map[string]string{"description": told.Message}, ""
	}
	return match.Find(s.Catalog(), *told)
}

// matchesOf is matches for a symptom of an exchange. A text that has a host of one API
// may have the words of another.
func (s *Session) matchesOf(r *session.Recorded, told *catalog.Symptom) []match.Match {
	found := s.matches(told)
	prose := r.Exchange.Pasted != "" && len(r.Exchange.Response.Headers) == 0
	if len(found) > 0 || told.Pack == "" || r.PackID() != "" && !prose {
		return found
	}
	other := *told
	other.Pack = ""
	found = match.Find(s.Catalog(), other)
	if prose && r.PackID() != "" && len(found) > 0 && found[0].Certainty == match.Possible {
		return nil // words that anybody may say are those of the API at the address
	}
	for i := range found {
		if found[i].Certainty == match.Certain {
			found[i].Certainty = match.Likely
		}
		sayAs(&found[i], s.Catalog().Pack(told.Pack))
	}
	return found
}

// sayAs takes a pack's own words for why no response came, which another pack's found.
func sayAs(m *match.Match, pack *catalog.Pack) {
	if pack == nil || m.Error.Kind != catalog.KindNetwork {
		return
	}
	at := slices.IndexFunc(pack.Errors, func(e catalog.ErrorDef) bool {
		return e.Kind == catalog.KindNetwork && e.When != nil && m.Error.When != nil && slices.Equal(e.When.Network, m.Error.When.Network)
	})
	if at >= 0 {
		m.Error, m.Pack = &pack.Errors[at], pack
	}
}

func (s *Session) readResponse(r *session.Recorded, grant string) *interpretation {
	a := &interpretation{symptoms: s.symptoms(r, grant)}
	network := s.NetworkSymptom(r)
	if network != nil {
		a.symptoms = append([]catalog.Symptom{*network}, a.symptoms...)
	}
	switch kind, _ := s.Network(r); kind {
	case session.NetworkLeft, session.NetworkReplaced: // nobody waits for the response
	case session.NetworkUnrecorded: // nobody knows
	default:
		a.failed = failed(&r.Exchange, a.symptoms)
	}
	var first, others []Finding
	if told, ok := s.challengeSymptom(&r.Exchange, a.symptoms); ok {
		a.symptoms = append(a.symptoms, told)
	}
	for i := range a.symptoms {
		for n, match := range s.matchesOf(r, &a.symptoms[i]) {
			if match.Error.Kind == catalog.KindSuccess && (r.IsConsent || r.Exchange.Pasted != "" && r.Exchange.Request.URL == "") {
				continue // a page for a person, no data; or nobody knows whose success
			}
			finding := s.finding(&a.symptoms[i], match)
			if a.symptoms[i].Network == session.NetworkLeft && !r.Exchange.CutOff {
				finding.Certainty = analysis.Likely // the page may have given it up just then
			}
			if told := &a.symptoms[i]; finding.Kind == catalog.KindNetwork && told.Pack+told.Named == "" && r.Exchange.Pasted != "" && r.Exchange.Request.URL == "" {
				finding.Certainty = analysis.Possible // any program's call fails in these words
			}
			if n == 0 && !named(first, finding.ID) {
				first = append(first, finding)
			} else {
				others = append(others, finding)
			}
		}
	}
	sort.SliceStable(others, func(i, j int) bool { return others[i].Score > others[j].Score })
	for _, finding := range append(first, others...) {
		if !named(a.findings, finding.ID) {
			a.findings = append(a.findings, finding)
		}
	}
	if x := &r.Exchange; a.failed && x.Pasted != "" && x.Request.URL == "" && x.Response.Status == 0 && x.Response.Error == "" && len(a.findings) == 0 && len(a.symptoms) == 1 && (a.symptoms[0].Status == 0 || errorformat.IsSource(x.Response.Body.Text)) {
		a.failed = !errorformat.HoldsNoError(x.Response.Body.Text)
	}
	for i := range a.findings {
		f := &a.findings[i]
		a.matches = append(a.matches, analysis.Match{ID: f.ID, Kind: f.Kind, Title: f.Title, Message: f.Message, Status: f.Status, Certainty: f.Certainty, Values: f.Values, Tags: f.about, Where: f.read})
	}
	return a
}
