package session

import (
	"cmp"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
)

// flowIndex knows the steps of OAuth that the session saw: consent pages asked
// for, codes that came back, token requests and what they brought. Every list
// is in the order of time, so the order of adding does not matter.
type flowIndex struct {
	observed   int                            // highest id that was seen before
	requests   map[int]*AuthorizeRequest      // for consent, by exchange
	authorizes map[string][]*AuthorizeRequest // by client; "": of all
	states     map[string][]*AuthorizeRequest
	challenges map[string][]*AuthorizeRequest
	addresses  map[string][]*AuthorizeRequest // by the query of their address
	redirects  map[string][]Redirect          // by the code they bring
	codes      map[string]*uses               // token requests, by code
	refreshes  map[string]*uses               // token requests, by refresh token
	revoked    map[string][]EventTime         // by token
	byAccess   map[string]*TokenIssue
	byRefresh  map[string]*TokenIssue
	byUser     map[string][]*TokenIssue
	byClient   map[string][]*TokenIssue // see ClientKey
	renewals   map[string][]EventTime   // requests with a refresh token, see ClientKey
	byExchange map[int]*TokenIssue
}

// ClientKey stands for one client of an API; for all of them where its ID is "".
func ClientKey(pack, id string) string { return pack + " " + id }

// An AuthorizeRequest asked for the consent page.
type AuthorizeRequest struct {
	EventTime
	Client, RedirectURI, Scope, Challenge, Method string
}

// A Redirect brought a code back: by the Location of a response, or by the
// request that followed it.
type Redirect struct {
	EventTime
	Born  time.Time // when the code was there
	state string
	from  string            // query of the consent page whose form was answered so; "": not known
	Page  string            // address of the page that the code came to; "" in a response's Location
	asked *AuthorizeRequest // the request that was answered so; nil when it was another
}

// uses are the token requests that sent the same code or refresh token.
type uses struct {
	All       []EventTime
	Succeeded []EventTime // answered with tokens
	Unread    []EventTime // without a response that the page could read; perhaps carried out
}

// A TokenIssue is a response that brought tokens.
type TokenIssue struct {
	EventTime
	Pack                *catalog.Pack // whose address gave it
	Client, User, Scope string
	Access, Refresh     string
	Code, Spent         string            // what it was got for: a code, or a refresh token
	Verifier            string            // sent with the code
	seconds             int               // that it is valid for, 0: unknown
	Asked               *AuthorizeRequest // set where it came without either
}

// observe records what an exchange reveals about the flow; again when its body has come.
func (i *flowIndex) observe(id int, r *Recorded) {
	x := &r.Exchange
	again := id <= i.observed
	i.observed = max(i.observed, id)
	if r.Preflight {
		return
	}
	m := EventTimeOf(id, x)
	switch r.Step {
	case "authorize":
		if !again {
			i.observeAuthorize(m, x)
			i.observeImplicit(m, x, r.Pack)
		}
	case "token":
		request := ReadTokenRequest(x)
		request.pack = r.Pack
		if !again {
			i.observeUse(m, x, request)
		}
		i.observeIssue(m, x, request)
		return
	case "revoke":
		if token := httpmsg.FirstParam(x.Request.Params(), "token"); token != "" && !again && httpmsg.Succeeded(x) {
			i.revoked = put(i.revoked, token, m)
		}
		return
	}
	if !again {
		i.observeRedirect(m, x, r.Step, r.IsConsent)
	}
}

func (i *flowIndex) observeAuthorize(m EventTime, x *httpmsg.Exchange) {
	params := x.Request.Params()
	a := &AuthorizeRequest{
		EventTime: m, Client: httpmsg.FirstParam(params, "client_id"), RedirectURI: httpmsg.FirstParam(params, "redirect_uri"),
		Scope: httpmsg.FirstParam(params, "scope"), Challenge: httpmsg.FirstParam(params, "code_challenge"), Method: httpmsg.FirstParam(params, "code_challenge_method"),
	}
	if a.Client == "" && a.Scope == "" {
		return // the page's own form, or nothing to go by
	}
	if i.requests == nil {
		i.requests = map[int]*AuthorizeRequest{}
	}
	i.requests[m.ID] = a
	i.authorizes = put(i.authorizes, "", a)
	if a.Client != "" {
		i.authorizes = put(i.authorizes, a.Client, a)
	}
	i.addresses = put(i.addresses, queryText(x.Request.URL), a)
	if state := httpmsg.FirstParam(params, "state"); state != "" {
		i.states = put(i.states, state, a)
	}
	if a.Challenge != "" {
		i.challenges = put(i.challenges, a.Challenge, a)
	}
}

// consentQuery is the query of the consent page that a form was sent from: forms
// without an address of their own go to that of their page.
func consentQuery(x *httpmsg.Exchange) string {
	if httpmsg.FirstParam(httpmsg.Query(x.Request.URL), "client_id") != "" {
		return queryText(x.Request.URL)
	}
	page, _ := x.Request.Header("Referer")
	return queryText(page)
}

// queryText is the query of an address as it was sent.
func queryText(address string) string {
	_, query, _ := strings.Cut(address, "?")
	query, _, _ = strings.Cut(query, "#")
	return query
}

func (i *flowIndex) observeRedirect(m EventTime, x *httpmsg.Exchange, step string, isConsent bool) {
	if step == "" && strings.Contains(x.Request.URL, "code=") {
		if params := httpmsg.Query(x.Request.URL); httpmsg.FirstParam(params, "code") != "" {
			page, _, _ := strings.Cut(x.Request.URL, "?")
			i.redirects = put(i.redirects, httpmsg.FirstParam(params, "code"), Redirect{EventTime: m, Born: m.Start, state: httpmsg.FirstParam(params, "state"), Page: page})
		}
	}
	location := httpmsg.RedirectTo(x)
	if !strings.Contains(location, "code=") {
		return
	}
	params := httpmsg.Query(location)
	code := httpmsg.FirstParam(params, "code")
	if code == "" {
		return
	}
	r := Redirect{EventTime: m, Born: m.End, state: httpmsg.FirstParam(params, "state")}
	if r.asked = i.requests[m.ID]; r.asked == nil && isConsent {
		r.from = consentQuery(x)
	}
	i.redirects = put(i.redirects, code, r)
}

func (i *flowIndex) observeUse(m EventTime, x *httpmsg.Exchange, r TokenRequest) {
	switch {
	case r.Code != "":
		i.codes = addUse(i.codes, r.Code, m, x)
	case r.Spends != "":
		i.refreshes = addUse(i.refreshes, r.Spends, m, x)
		i.renewals = put(i.renewals, ClientKey(r.pack.ID, ""), m)
		if r.Client != "" {
			i.renewals = put(i.renewals, ClientKey(r.pack.ID, r.Client), m)
		}
	}
}

func addUse(lists map[string]*uses, key string, m EventTime, x *httpmsg.Exchange) map[string]*uses {
	if lists == nil {
		lists = map[string]*uses{}
	}
	if lists[key] == nil {
		lists[key] = &uses{}
	}
	u := lists[key]
	u.All = insertByTime(u.All, m)
	success := x.Response.Status >= 200 && x.Response.Status < 300
	if success {
		u.Succeeded = insertByTime(u.Succeeded, m)
	}
	if success && (httpmsg.HiddenFromPage(x) || brokeOff(x) || x.CutOff) || x.Response.Status == 0 && (x.CutOff || httpmsg.Unfinished(x) || x.Response.Error != "" && !neverSent(x.Response.Error)) {
		u.Unread = insertByTime(u.Unread, m)
	}
	return lists
}

// neverSent reports whether the failure came before a request could go out.
func neverSent(failure string) bool {
	for _, part := range []string{"NAME_", "DNS_", "REFUSED", "CERT_", "SSL_", "DISCONNECTED", "BLOCKED"} {
		if strings.Contains(failure, part) {
			return true
		}
	}
	return false
}

// observeIssue takes note of the tokens in a response.
func (i *flowIndex) observeIssue(m EventTime, x *httpmsg.Exchange, r TokenRequest) {
	answer := TokenAnswer(x)
	if answer.Access != "" {
		c, _ := jwt.Decode(answer.Access)
		i.addIssue(&TokenIssue{EventTime: m, Pack: r.pack, Client: cmp.Or(r.Client, c.Client), User: cmp.Or(answer.User, c.Subject), Scope: answer.Scope, Access: answer.Access, Refresh: answer.Refresh, Code: r.Code, Verifier: r.Verifier, Spent: r.Spends, seconds: secondsOf(answer.Seconds)})
	}
}

// observeImplicit takes note of a token that came with the redirect itself, in
// its fragment.
func (i *flowIndex) observeImplicit(m EventTime, x *httpmsg.Exchange, pack *catalog.Pack) {
	if params := httpmsg.Fragment(x); i.requests[m.ID] != nil && httpmsg.FirstParam(params, "access_token") != "" {
		i.addIssue(&TokenIssue{EventTime: m, Pack: pack, Client: i.requests[m.ID].Client, User: httpmsg.FirstParam(params, "user_id"), Scope: httpmsg.FirstParam(params, "scope"), Access: httpmsg.FirstParam(params, "access_token"), Asked: i.requests[m.ID]})
	}
}

func (i *flowIndex) addIssue(t *TokenIssue) {
	if known := i.byAccess[t.Access]; known != nil && known.Compare(t.EventTime) <= 0 {
		return
	}
	if i.byAccess == nil {
		i.byAccess, i.byRefresh, i.byExchange = map[string]*TokenIssue{}, map[string]*TokenIssue{}, map[int]*TokenIssue{}
	}
	i.byAccess[t.Access], i.byExchange[t.ID] = t, t
	if t.Refresh != "" {
		i.byRefresh[t.Refresh] = t
	}
	if t.User != "" {
		i.byUser = put(i.byUser, t.User, t)
	}
	i.byClient = put(i.byClient, ClientKey(t.Pack.ID, ""), t)
	if t.Client != "" {
		i.byClient = put(i.byClient, ClientKey(t.Pack.ID, t.Client), t)
	}
}

// proven is the request for consent whose challenge a verifier fits.
func (i *flowIndex) proven(m EventTime, verifier string) (*AuthorizeRequest, bool) {
	if verifier == "" || len(i.challenges) == 0 {
		return nil, false
	}
	if a, ok := LastBefore(i.challenges[HashedChallenge(verifier)], m); ok {
		return a, true
	}
	return LastBefore(i.challenges[verifier], m) // method plain
}

// asked finds the request for consent that led to a token request, by the code
// that came back, or by the challenge that its verifier fits. Without a redirect in the session it is the last one of the
// same client before it, which is not sure.
func (i *flowIndex) asked(m EventTime, r TokenRequest) (a *AuthorizeRequest, sure bool) {
	for _, back := range FirstFew(i.redirects[r.Code]) {
		if back.asked != nil {
			return back.asked, true
		}
		if list := i.addresses[back.from]; back.from != "" && len(list) > 0 {
			if a, ok := LastBefore(list, back.EventTime); ok {
				return a, true
			}
		}
		if list := i.states[back.state]; back.state != "" && len(list) > 0 {
			if a, ok := LastBefore(list, EventTime{ID: back.ID, Start: back.End}); ok {
				return a, true
			}
		}
	}
	if a, ok := i.proven(m, r.Verifier); ok {
		return a, true
	}
	if list := i.redirects[r.Code]; len(list) > 0 {
		m = list[0].EventTime
	}
	a, _ = LastBefore(i.authorizes[r.Client], m)
	return a, false
}

// newest follows the refreshes from a response to the one that holds the pair
// that is valid now, as far as the session shows.
func (i *flowIndex) newest(t *TokenIssue) *TokenIssue {
	for range 64 {
		u := i.refreshes[t.Refresh]
		if t.Refresh == "" || t.Refresh == t.Spent || u == nil || len(u.Succeeded) == 0 {
			return t
		}
		next := i.byExchange[u.Succeeded[0].ID]
		if next == nil {
			return t
		}
		t = next
	}
	return t
}

// origin follows a chain of refreshes back to the response that brought the
// first tokens for a code; nil when the session does not have it.
func (i *flowIndex) origin(t *TokenIssue) *TokenIssue {
	for range 64 { // a day of refreshes has three
		if t == nil || t.Code != "" || t.Asked != nil {
			return t
		}
		t = i.byRefresh[t.Spent]
	}
	return nil
}

// accepted is the first request for consent of a client that got through, as
// far as the session shows.
func (i *flowIndex) accepted(client string, s *Session) *AuthorizeRequest {
	for _, a := range FirstFew(i.authorizes[client]) {
		if a.RedirectURI != "" && GotThrough(s.Exchange(a.ID)) {
			return a
		}
	}
	return nil
}
