package diagnose

import (
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
)

// What may be asked of a session. All is found by key, so that an answer costs
// the same in a long session.

// tokenIssue is the response that brought an access token.
func (s *sessionLog) tokenIssue(key tokenKey) (grant, bool) {
	g, ok := s.tokens.issued[key]
	return g, ok
}

// refreshIssue is the response that brought a refresh token.
func (s *sessionLog) refreshIssue(key tokenKey) (grant, bool) {
	g, ok := s.tokens.refresh[key]
	return g, ok
}

// grantsTo are the responses that brought tokens of a user, in the order of time.
func (s *sessionLog) grantsTo(owner string) []grant { return s.tokens.grants[owner] }

// clients are the client ids that the session shows of an API, and where first.
func (s *sessionLog) clients(pack string) map[string]eventTime { return s.tokens.clients[pack] }

// recordsHeaders reports whether some request has an Authorization or Cookie
// header: then they are recorded.
func (s *sessionLog) recordsHeaders() bool { return s.tokens.sensitive }

// revoked is when a token, or the refresh token it came with, was revoked before.
func (s *sessionLog) revoked(key tokenKey, at eventTime) (eventTime, bool) {
	return s.tokens.revocation(key, at)
}

// replacedBy is the last token its owner got between a token's issue and a
// request, for the same client.
func (s *sessionLog) replacedBy(key tokenKey, c jwt.Claims, at eventTime) (grant, bool) {
	return s.tokens.replacement(key, c, at)
}

// consent is the request for consent that led to a token request, and whether
// that is sure.
func (s *sessionLog) consent(at eventTime, r tokenRequest) (a *authorizeRequest, sure bool) {
	return s.flows.asked(at, r)
}

// authorizeRequest is the request for consent that an exchange is; nil: it is none.
func (s *sessionLog) authorizeRequest(id int) *authorizeRequest { return s.flows.requests[id] }

// authorizeRequests are those of a client, in the order of time.
func (s *sessionLog) authorizeRequests(client string) []*authorizeRequest {
	return s.flows.authorizes[client]
}

// challengedBy are the requests for consent with a code challenge.
func (s *sessionLog) challengedBy(challenge string) []*authorizeRequest {
	return s.flows.challenges[challenge]
}

// acceptedConsent is the first request for consent of a client that got through.
func (s *sessionLog) acceptedConsent(client string) *authorizeRequest {
	return s.flows.accepted(client, s)
}

// redirectsWith are how a code came back, in the order of time.
func (s *sessionLog) redirectsWith(code string) []redirect { return s.flows.redirects[code] }

// codesAfter are the codes that came back to a request for consent.
func (s *sessionLog) codesAfter(a *authorizeRequest) (codes []string) {
	for code, list := range s.flows.redirects {
		for _, back := range firstFew(list) {
			asked := back.asked
			if states := s.flows.states[back.state]; asked == nil && back.state != "" && len(states) > 0 {
				asked, _ = lastBefore(states, eventTime{id: back.id, start: back.end})
			}
			if asked == a {
				codes = append(codes, code)
				break
			}
		}
	}
	return codes
}

// codeUses are the token requests with a code; nil: there is none.
func (s *sessionLog) codeUses(code string) *uses { return s.flows.codes[code] }

// refreshUses are the token requests with a refresh token; nil: there is none.
func (s *sessionLog) refreshUses(token string) *uses { return s.flows.refreshes[token] }

// issueOf is the response that brought an access token; nil: none did.
func (s *sessionLog) issueOf(access string) *issue { return s.flows.byAccess[access] }

// issueWith is the response that brought a refresh token; nil: none did.
func (s *sessionLog) issueWith(refresh string) *issue { return s.flows.byRefresh[refresh] }

// issueIn is what an exchange brought; nil: no tokens.
func (s *sessionLog) issueIn(id int) *issue { return s.flows.byExchange[id] }

// lastIssueTo is the last response before a time that brought tokens of a user.
func (s *sessionLog) lastIssueTo(user string, before eventTime) (*issue, bool) {
	return lastBefore(s.flows.byUser[user], before)
}

// lastRevocation is the last time before another that this very token was revoked.
func (s *sessionLog) lastRevocation(token string, before eventTime) (eventTime, bool) {
	return lastBefore(s.flows.revoked[token], before)
}

// lastIssueFor is the last response before a time that brought tokens of a client, see clientKey.
func (s *sessionLog) lastIssueFor(client string, before eventTime) (*issue, bool) {
	return lastBefore(s.flows.byClient[client], before)
}

// renewalsOf are the requests of a client, see clientKey, with a refresh token, in
// the order of time.
func (s *sessionLog) renewalsOf(client string) []eventTime { return s.flows.renewals[client] }

// newest follows the refreshes from a response to the one that holds the pair
// that is valid now.
func (s *sessionLog) newest(t *issue) *issue { return s.flows.newest(t) }

// origin follows a chain of refreshes back to the response that brought the first
// tokens; nil when the session does not have it.
func (s *sessionLog) origin(t *issue) *issue { return s.flows.origin(t) }

// rateWindow is the window of the rate limit that a time is in; nil: no call was.
func (s *sessionLog) rateWindow(pack *catalog.Pack, t time.Time) *hour {
	return s.traffic.hours[windowOf(pack, t)]
}

// outcomesOf are how calls with this method and address ended; nil: there is none.
func (s *sessionLog) outcomesOf(method, url string) *outcomes {
	return s.traffic.addresses[address{method, url}]
}

// deletionsOf are the DELETEs of an address, in the order of time.
func (s *sessionLog) deletionsOf(url string) []event { return s.traffic.deletions[url] }

// roundedID is the id that JavaScript prints so, where it is another.
func (s *sessionLog) roundedID(printed string) (roundedID, bool) {
	known, ok := s.traffic.ids[printed]
	return known, ok
}

// firstSuccess is the first successful response of an endpoint with the data
// asked for; nil: there is none.
func (s *sessionLog) firstSuccess(endpoint *catalog.Endpoint) *event {
	return s.traffic.firstRead(endpoint)
}

// intradaySuccess is the first successful intraday response of an API.
func (s *sessionLog) intradaySuccess(pack *catalog.Pack) *event { return s.traffic.intradayRead(pack) }

// redirectTo is the redirect that led to an exchange by another method; nil:
// there is none.
func (s *sessionLog) redirectTo(x *httpmsg.Exchange) *event { return s.traffic.redirectTo(x) }

// preflightOf is the preflight of a request; nil: there is none.
func (s *sessionLog) preflightOf(x *httpmsg.Exchange) *event { return s.traffic.preflightOf(x) }

// shutdown is what is seen of an API after the day it was to be switched off.
func (s *sessionLog) shutdown(pack *catalog.Pack) shutdownSeen { return s.shutdowns[pack] }

// networkOf is why the page got no answer; "" when it could read one.
func (s *sessionLog) networkOf(id int) string {
	network, _ := s.network(s.recordedAs(id))
	return network
}
