package session

import (
	"cmp"
	"slices"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// IssuesTo are the responses that brought tokens of a user, in the order of time.
func (s *Session) IssuesTo(user string) []*TokenIssue { return s.flows.byUser[user] }

// Clients are the client IDs that the session shows of an API, and where first.
func (s *Session) Clients(pack string) map[string]EventTime { return s.credentials.clients[pack] }

// RecordsHeaders reports whether some request has an Authorization or Cookie
// header: then they are recorded.
func (s *Session) RecordsHeaders() bool { return s.credentials.sensitive }

// LeavesOut reports whether some request succeeded without the credentials that it
// needs: then the recording lacks them.
func (s *Session) LeavesOut() bool { return s.credentials.bare }

// Revoked is when a token, or the refresh token it came with, was revoked before.
func (s *Session) Revoked(token string, at EventTime) (when EventTime, found bool) {
	tokens := []string{token}
	if own := s.flows.byAccess[token]; own != nil && own.Refresh != "" {
		tokens = append(tokens, own.Refresh)
	}
	for _, each := range tokens {
		if list := s.flows.revoked[each]; len(list) > 0 && (!found || list[0].before(when)) {
			when, found = list[0], true
		}
	}
	return when, found && when.before(at)
}

// ReplacedBy is the last token that the owner of one got between its issue and a
// request, for the same client.
func (s *Session) ReplacedBy(t UsedToken, at EventTime) (*TokenIssue, bool) {
	own := s.flows.byAccess[t.Text]
	owner, client := t.Claims.Subject, t.Claims.Client
	if own != nil {
		owner, client = cmp.Or(owner, own.User), cmp.Or(client, own.Client)
	}
	if owner == "" {
		return nil, false
	}
	last, found := LastBefore(s.flows.byUser[owner], at)
	switch {
	case !found:
		return nil, false
	case last.Access == t.Text, client != "" && last.Client != "" && client != last.Client:
		return nil, false
	case own == nil && (t.Claims.Issued.IsZero() || !t.Claims.Issued.Before(last.Start.Add(-httpmsg.ClockTolerance))):
		return nil, false
	}
	return last, true
}

// Consent is the request for consent that led to a token request, and whether
// that is sure.
func (s *Session) Consent(at EventTime, r TokenRequest) (a *AuthorizeRequest, sure bool) {
	return s.flows.asked(at, r)
}

// AuthorizeRequest is the request for consent that an exchange is; nil if it isn't one.
func (s *Session) AuthorizeRequest(id int) *AuthorizeRequest { return s.flows.requests[id] }

// AuthorizeRequests are those of a client, in the order of time.
func (s *Session) AuthorizeRequests(client string) []*AuthorizeRequest {
	return s.flows.authorizes[client]
}

// ChallengedBy are the requests for consent with a code challenge.
func (s *Session) ChallengedBy(challenge string) []*AuthorizeRequest {
	return s.flows.challenges[challenge]
}

// AcceptedConsent is the first request for consent of a client that got through.
func (s *Session) AcceptedConsent(client string) *AuthorizeRequest {
	return s.flows.accepted(client, s)
}

// RedirectsWith are how a code came back, in the order of time.
func (s *Session) RedirectsWith(code string) []Redirect { return s.flows.redirects[code] }

// CodesAfter are the codes that came back to a request for consent.
func (s *Session) CodesAfter(a *AuthorizeRequest) (codes []string) {
	for code, list := range s.flows.redirects {
		for _, back := range FirstFew(list) {
			asked := back.asked
			if states := s.flows.states[back.state]; asked == nil && back.state != "" && len(states) > 0 {
				asked, _ = LastBefore(states, EventTime{ID: back.ID, Start: back.End})
			}
			if asked == a {
				codes = append(codes, code)
				break
			}
		}
	}
	return codes
}

// CodeUses are the token requests with a code; nil if there is none.
func (s *Session) CodeUses(code string) *uses { return s.flows.codes[code] }

// RefreshUses are the token requests with a refresh token; nil if there is none.
func (s *Session) RefreshUses(token string) *uses { return s.flows.refreshes[token] }

// IssueOf is the response that brought an access token; nil: none did.
func (s *Session) IssueOf(access string) *TokenIssue { return s.flows.byAccess[access] }

// IssueWith is the response that brought a refresh token; nil: none did.
func (s *Session) IssueWith(refresh string) *TokenIssue { return s.flows.byRefresh[refresh] }

// IssueIn is what an exchange brought; nil: no tokens.
func (s *Session) IssueIn(id int) *TokenIssue { return s.flows.byExchange[id] }

// LastIssueTo is the last response before a time that brought tokens of a user.
func (s *Session) LastIssueTo(user string, before EventTime) (*TokenIssue, bool) {
	return LastBefore(s.flows.byUser[user], before)
}

// LastRevocation is the last time before another that this very token was revoked.
func (s *Session) LastRevocation(token string, before EventTime) (EventTime, bool) {
	return LastBefore(s.flows.revoked[token], before)
}

// LastIssueFor is the last response before a time that brought tokens of a client, see ClientKey.
func (s *Session) LastIssueFor(client string, before EventTime) (*TokenIssue, bool) {
	return LastBefore(s.flows.byClient[client], before)
}

// RenewedAfter reports whether a refresh of a client, see ClientKey, succeeded after
// a time, whether or not its body was read.
func (s *Session) RenewedAfter(client string, at EventTime) bool {
	list := s.flows.renewals[client]
	n, _ := slices.BinarySearchFunc(list, at, EventTime.Compare)
	return slices.ContainsFunc(FirstFew(list[n:]), func(m EventTime) bool { return httpmsg.Succeeded(s.Exchange(m.ID)) })
}

// FirstUse is the first time that a call of an API was made with an access token.
func (s *Session) FirstUse(pack string, key TokenKey) (EventTime, bool) {
	at, seen := s.credentials.used[pack][key]
	return at, seen
}

// OtherTokens reports whether calls of an API were made with another access token.
func (s *Session) OtherTokens(pack string, key TokenKey) bool {
	used := s.credentials.used[pack]
	_, own := used[key]
	return len(used) > 1 || len(used) == 1 && !own
}

// OthersThan reports whether the session has tokens that were issued to another
// user.
func (s *Session) OthersThan(user string) bool {
	for other := range s.flows.byUser {
		if other != user {
			return true
		}
	}
	return false
}

// RenewalsOf are the requests of a client, see ClientKey, with a refresh token, in
// the order of time.
func (s *Session) RenewalsOf(client string) []EventTime { return s.flows.renewals[client] }

// Newest follows the refreshes from a response to the one that holds the pair
// that is valid now.
func (s *Session) Newest(t *TokenIssue) *TokenIssue { return s.flows.newest(t) }

// Origin follows a chain of refreshes back to the response that brought the first
// tokens; nil when the session does not have it.
func (s *Session) Origin(t *TokenIssue) *TokenIssue { return s.flows.origin(t) }

// RateWindow is the window of the rate limit that a time is in; nil: no call was.
func (s *Session) RateWindow(pack *catalog.Pack, t time.Time) *RateWindow {
	return s.traffic.hours[WindowOf(pack, t)]
}

// OutcomesOf are how calls with this method and address ended; nil if there is none.
func (s *Session) OutcomesOf(method, url string) *outcomes {
	return s.traffic.addresses[address{method, url}]
}

// DeletionsOf are the DELETEs of an address, in the order of time.
func (s *Session) DeletionsOf(url string) []Event { return s.traffic.deletions[url] }

// RoundedID is the ID that JavaScript prints so, where it is another.
func (s *Session) RoundedID(printed string) (roundedID, bool) {
	known, ok := s.traffic.ids[printed]
	return known, ok
}

// FirstSuccess is the first successful response of an endpoint with the data
// asked for; nil if there is none.
func (s *Session) FirstSuccess(endpoint *catalog.Endpoint) *Event {
	return s.traffic.firstRead(endpoint)
}

// IntradaySuccess is the first successful intraday response of an API.
func (s *Session) IntradaySuccess(pack *catalog.Pack) *Event { return s.traffic.intradayRead(pack) }

// RedirectTo is the redirect that led to an exchange by another method; nil if there is none.
func (s *Session) RedirectTo(x *httpmsg.Exchange) *Event { return s.traffic.redirectTo(x) }

// Shutdown is what is seen of an API since the day that it was shut down.
func (s *Session) Shutdown(pack *catalog.Pack) shutdownSeen { return s.shutdowns.seen[pack] }

// NetworkOf is why the page got no response; "" when it could read one.
func (s *Session) NetworkOf(id int) string {
	network, _ := s.Network(s.Recorded(id))
	return network
}

// FirstSpending is the first of these requests before a time that got new tokens for the
// token; nil if there is none, or if the API returned the same token again.
func (s *Session) FirstSpending(now EventTime, u *uses, token string) *EventTime {
	for _, m := range FirstFew(u.Succeeded) {
		if m.ID == now.ID || m.Compare(now) >= 0 {
			continue
		}
		if TokenAnswer(s.Exchange(m.ID)).Refresh != token {
			return &m
		}
	}
	return nil
}

// Held is how many index entries Forget would drop: 0 if everything is forgotten.
func (s *Session) Held() int {
	i := &s.traffic
	return len(s.navigations) + len(i.addresses) + len(i.preflights) + len(i.deletions) + len(i.redirects) + len(s.pages.pages)
}
