package diagnose

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/wasm/httpmsg"
)

// flowIndex knows the steps of OAuth that the session saw: consent pages asked
// for, codes that came back, token requests and what they brought. Every list
// is in the order of time, so the order of adding does not matter.
type flowIndex struct {
	observed   int                            // highest id that was seen before
	requests   map[int]*authorizeRequest      // for consent, by exchange
	authorizes map[string][]*authorizeRequest // by client; "": of all
	states     map[string][]*authorizeRequest
	challenges map[string][]*authorizeRequest
	addresses  map[string][]*authorizeRequest // by the query of their address
	redirects  map[string][]redirect          // by the code they bring
	codes      map[string]*uses               // token requests, by code
	refreshes  map[string]*uses               // token requests, by refresh token
	revoked    map[string][]eventTime         // by token
	byAccess   map[string]*issue
	byRefresh  map[string]*issue
	byUser     map[string][]*issue
	byClient   map[string][]*issue    // see clientKey
	renewals   map[string][]eventTime // requests with a refresh token, see clientKey
	byExchange map[int]*issue
}

// clientKey stands for one client of an API; for all of them where its id is "".
func clientKey(pack, id string) string { return pack + " " + id }

// An authorizeRequest asked for the consent page.
type authorizeRequest struct {
	eventTime
	client, redirectURI, scope, challenge, method string
}

// A redirect brought a code back: by the Location of an answer, or by the
// request that followed it.
type redirect struct {
	eventTime
	born  time.Time // when the code was there
	state string
	from  string            // query of the consent page whose form was answered so; "": not known
	page  string            // address of the page that the code came to; "" in an answer's Location
	asked *authorizeRequest // the request that was answered so; nil when it was another
}

// uses are the token requests that sent the same code or refresh token.
type uses struct {
	all  []eventTime
	won  []eventTime // answered with tokens
	lost []eventTime // without an answer that the page could read; perhaps carried out
}

// An issue is an answer that brought tokens.
type issue struct {
	eventTime
	pack                string // id
	client, user, scope string
	access, refresh     string
	code, spent         string            // what it was got for: a code, or a refresh token
	verifier            string            // sent with the code
	seconds             int               // that it is valid for, 0: not told
	asked               *authorizeRequest // set where it came without either
}

// observe takes note of what an exchange tells about the flow; again when its
// body has come.
func (i *flowIndex) observe(id int, r *recorded) {
	x := &r.exchange
	again := id <= i.observed
	i.observed = max(i.observed, id)
	if r.Preflight {
		return
	}
	m := eventTimeOf(id, x)
	switch r.Step {
	case "authorize":
		if !again {
			i.observeAuthorize(m, x)
			i.observeImplicit(m, x, r.PackID())
		}
	case "token":
		request := readTokenRequest(x)
		request.pack = r.PackID()
		if !again {
			i.observeUse(m, x, request)
		}
		i.observeIssue(m, x, request)
		return
	case "revoke":
		if token := httpmsg.FirstParam(x.Request.Params(), "token"); token != "" && !again && x.Response.Status < 300 {
			i.revoked = put(i.revoked, token, m)
		}
		return
	}
	if !again {
		i.observeRedirect(m, x, r.Step, r.IsConsent)
	}
}

func (i *flowIndex) observeAuthorize(m eventTime, x *httpmsg.Exchange) {
	params := x.Request.Params()
	a := &authorizeRequest{
		eventTime: m, client: httpmsg.FirstParam(params, "client_id"), redirectURI: httpmsg.FirstParam(params, "redirect_uri"),
		scope: httpmsg.FirstParam(params, "scope"), challenge: httpmsg.FirstParam(params, "code_challenge"), method: httpmsg.FirstParam(params, "code_challenge_method"),
	}
	if a.client == "" && a.scope == "" {
		return // the page's own form, or nothing to go by
	}
	if i.requests == nil {
		i.requests = map[int]*authorizeRequest{}
	}
	i.requests[m.id] = a
	i.authorizes = put(i.authorizes, "", a)
	if a.client != "" {
		i.authorizes = put(i.authorizes, a.client, a)
	}
	i.addresses = put(i.addresses, queryText(x.Request.URL), a)
	if state := httpmsg.FirstParam(params, "state"); state != "" {
		i.states = put(i.states, state, a)
	}
	if a.challenge != "" {
		i.challenges = put(i.challenges, a.challenge, a)
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

func (i *flowIndex) observeRedirect(m eventTime, x *httpmsg.Exchange, step string, isConsent bool) {
	if step == "" && strings.Contains(x.Request.URL, "code=") {
		if params := httpmsg.Query(x.Request.URL); httpmsg.FirstParam(params, "code") != "" {
			page, _, _ := strings.Cut(x.Request.URL, "?")
			i.redirects = put(i.redirects, httpmsg.FirstParam(params, "code"), redirect{eventTime: m, born: m.start, state: httpmsg.FirstParam(params, "state"), page: page})
		}
	}
	location := x.Response.RedirectURL
	if location == "" {
		location, _ = x.Response.Header("Location")
	}
	if !strings.Contains(location, "code=") {
		return
	}
	params := httpmsg.Query(location)
	code := httpmsg.FirstParam(params, "code")
	if code == "" {
		return
	}
	r := redirect{eventTime: m, born: m.end, state: httpmsg.FirstParam(params, "state")}
	if r.asked = i.requests[m.id]; r.asked == nil && isConsent {
		r.from = consentQuery(x)
	}
	i.redirects = put(i.redirects, code, r)
}

// A tokenRequest is what a request to the token endpoint says.
type tokenRequest struct {
	params []httpmsg.Param
	grant  string
	client string // of the form, or of the Basic header
	code   string
	spends string // refresh token

	verifier string // of the proof key
	pack     string // id; "" where nobody asks for it
}

func readTokenRequest(x *httpmsg.Exchange) tokenRequest {
	params := x.Request.Params()
	r := tokenRequest{params: params, grant: httpmsg.FirstParam(params, "grant_type"), client: httpmsg.FirstParam(params, "client_id"), code: httpmsg.FirstParam(params, "code"), spends: httpmsg.FirstParam(params, "refresh_token"), verifier: httpmsg.FirstParam(params, "code_verifier")}
	if r.client == "" {
		r.client = httpmsg.BasicClientID(x)
	}
	return r
}

func (i *flowIndex) observeUse(m eventTime, x *httpmsg.Exchange, r tokenRequest) {
	switch {
	case r.code != "":
		i.codes = addUse(i.codes, r.code, m, x)
	case r.spends != "":
		i.refreshes = addUse(i.refreshes, r.spends, m, x)
		i.renewals = put(i.renewals, clientKey(r.pack, ""), m)
		if r.client != "" {
			i.renewals = put(i.renewals, clientKey(r.pack, r.client), m)
		}
	}
}

func addUse(lists map[string]*uses, key string, m eventTime, x *httpmsg.Exchange) map[string]*uses {
	if lists == nil {
		lists = map[string]*uses{}
	}
	if lists[key] == nil {
		lists[key] = &uses{}
	}
	u := lists[key]
	u.all = insertByTime(u.all, m)
	success := x.Response.Status >= 200 && x.Response.Status < 300
	if success {
		u.won = insertByTime(u.won, m)
	}
	if success && httpmsg.HiddenFromPage(x) || x.Response.Status == 0 && (x.CutOff || x.Response.Error != "" && !neverSent(x.Response.Error)) {
		u.lost = insertByTime(u.lost, m)
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

// observeIssue takes note of the tokens in an answer.
func (i *flowIndex) observeIssue(m eventTime, x *httpmsg.Exchange, r tokenRequest) {
	answer := tokenAnswer(x)
	if answer.Access != "" {
		i.addIssue(&issue{eventTime: m, pack: r.pack, client: r.client, user: answer.User, scope: answer.Scope, access: answer.Access, refresh: answer.Refresh, code: r.code, verifier: r.verifier, spent: r.spends, seconds: secondsOf(answer.Seconds)})
	}
}

// observeImplicit takes note of a token that came with the redirect itself, in
// its fragment.
func (i *flowIndex) observeImplicit(m eventTime, x *httpmsg.Exchange, pack string) {
	if params := httpmsg.Fragment(x); i.requests[m.id] != nil && httpmsg.FirstParam(params, "access_token") != "" {
		i.addIssue(&issue{eventTime: m, pack: pack, client: i.requests[m.id].client, user: httpmsg.FirstParam(params, "user_id"), scope: httpmsg.FirstParam(params, "scope"), access: httpmsg.FirstParam(params, "access_token"), asked: i.requests[m.id]})
	}
}

func (i *flowIndex) addIssue(t *issue) {
	if known := i.byAccess[t.access]; known != nil && known.compare(t.eventTime) <= 0 {
		return
	}
	if i.byAccess == nil {
		i.byAccess, i.byRefresh, i.byExchange = map[string]*issue{}, map[string]*issue{}, map[int]*issue{}
	}
	i.byAccess[t.access], i.byExchange[t.id] = t, t
	if t.refresh != "" {
		i.byRefresh[t.refresh] = t
	}
	if t.user != "" {
		i.byUser = put(i.byUser, t.user, t)
	}
	i.byClient = put(i.byClient, clientKey(t.pack, ""), t)
	if t.client != "" {
		i.byClient = put(i.byClient, clientKey(t.pack, t.client), t)
	}
}

type tokens struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	Scope   string `json:"scope"`
	User    string `json:"user_id"`
	Seconds any    `json:"expires_in"` // a number, if it is as it should be
}

// tokenAnswer reads the tokens in an answer; empty when there are none.
func tokenAnswer(x *httpmsg.Exchange) tokens {
	var t tokens
	if b := x.Response.Body; x.Response.Status >= 200 && x.Response.Status < 300 && b.Recorded && len(b.Text) <= httpmsg.MaxBody {
		if json.Unmarshal([]byte(b.Text), &t) != nil {
			return tokens{}
		}
	}
	return t
}

// secondsOf reads a number of seconds; 0 when it is none that can be believed.
func secondsOf(value any) int {
	seconds, _ := value.(float64)
	if seconds < 1 || seconds > 1e9 {
		return 0
	}
	return int(seconds)
}

// proven is the request for consent whose challenge a verifier fits.
func (i *flowIndex) proven(m eventTime, verifier string) (*authorizeRequest, bool) {
	if verifier == "" || len(i.challenges) == 0 {
		return nil, false
	}
	if a, ok := lastBefore(i.challenges[hashedChallenge(verifier)], m); ok {
		return a, true
	}
	return lastBefore(i.challenges[verifier], m) // method plain
}

// asked finds the request for consent that led to a token request, by the code
// that came back, or by the challenge that its verifier fits. Without a redirect in the session it is the last one of the
// same client before it, which is not sure.
func (i *flowIndex) asked(m eventTime, r tokenRequest) (a *authorizeRequest, sure bool) {
	for _, back := range firstFew(i.redirects[r.code]) {
		if back.asked != nil {
			return back.asked, true
		}
		if list := i.addresses[back.from]; back.from != "" && len(list) > 0 {
			if a, ok := lastBefore(list, back.eventTime); ok {
				return a, true
			}
		}
		if list := i.states[back.state]; back.state != "" && len(list) > 0 {
			if a, ok := lastBefore(list, eventTime{id: back.id, start: back.end}); ok {
				return a, true
			}
		}
	}
	if a, ok := i.proven(m, r.verifier); ok {
		return a, true
	}
	if list := i.redirects[r.code]; len(list) > 0 {
		m = list[0].eventTime
	}
	a, _ = lastBefore(i.authorizes[r.client], m)
	return a, false
}

// newest follows the refreshes from an answer to the one that holds the pair
// that is valid now, as far as the session shows.
func (i *flowIndex) newest(t *issue) *issue {
	for range 64 {
		u := i.refreshes[t.refresh]
		if t.refresh == "" || t.refresh == t.spent || u == nil || len(u.won) == 0 {
			return t
		}
		next := i.byExchange[u.won[0].id]
		if next == nil {
			return t
		}
		t = next
	}
	return t
}

// origin follows a chain of refreshes back to the answer that brought the
// first tokens for a code; nil when the session does not have it.
func (i *flowIndex) origin(t *issue) *issue {
	for range 64 { // a day of refreshes has three
		if t == nil || t.code != "" || t.asked != nil {
			return t
		}
		t = i.byRefresh[t.spent]
	}
	return nil
}

// examineFlow follows OAuth from the consent page to the use of the token.
func examineFlow(e *examination) []clue {
	if e.Preflight {
		return nil
	}
	switch e.Step {
	case "authorize":
		return examineConsent(e)
	case "token":
		r := readTokenRequest(e.exchange)
		return slices.Concat(examineTokenForm(e, r), examineRedirectURI(e, r), examineCode(e, r), examineRefresh(e, r), examineGrant(e, r))
	case "revoke":
		return nil
	}
	return examineUse(e)
}

// now is the moment of the exchange that is examined.
func (e *examination) now() eventTime {
	return eventTimeOf(e.id, e.exchange)
}

// fits reports whether a cause can be told here: the answer shows an error that
// it explains, or was a refusal that says nothing else.
func (e *examination) fits(cause string) bool { return e.answers(cause) || e.open() }

// answers reports whether the answer shows an error that the cause explains.
func (e *examination) answers(cause string) bool {
	_, known := e.session.catalog.Cause(e.Pack.ID, cause)
	if known == nil {
		return false
	}
	return slices.ContainsFunc(e.findings, func(f Finding) bool {
		return f.Certainty != Possible && slices.Contains(known.Explains, f.ID)
	})
}

// open reports whether the answer refused the request's form and no entry says
// with some certainty why.
func (e *examination) open() bool {
	return e.exchange.Response.Status == 400 && !slices.ContainsFunc(e.findings, func(f Finding) bool { return f.Certainty != Possible })
}

// sureIf is certain when sure, else likely.
func sureIf(sure bool) Certainty {
	if sure {
		return Certain
	}
	return Likely
}

// addressDifference names the first part in which two addresses differ: "port
// 8080, not 3000".
func (s *Session) addressDifference(sent, asked string) string {
	a, errA := url.Parse(sent)
	b, errB := url.Parse(asked)
	differ := func(key, this, that string) string { return s.say(key, "this", this, "that", that) }
	switch {
	case sent == asked:
		return ""
	case sent == asked+"/":
		return s.say("difference.slash-too-much")
	case sent+"/" == asked:
		return s.say("difference.slash-missing")
	case errA != nil || errB != nil:
	case a.Scheme != b.Scheme:
		return differ("difference.other", a.Scheme, b.Scheme)
	case a.Hostname() != b.Hostname():
		return differ("difference.host", a.Hostname(), b.Hostname())
	case a.Port() != b.Port():
		none := s.say("value.none")
		return differ("difference.port", cmp.Or(a.Port(), none), cmp.Or(b.Port(), none))
	case a.Path != b.Path && strings.EqualFold(a.Path, b.Path):
		return differ("difference.case", a.Path, b.Path)
	case a.Path != b.Path:
		return differ("difference.path", a.Path, b.Path)
	case a.RawQuery != b.RawQuery:
		return differ("difference.query", a.RawQuery, b.RawQuery)
	}
	i := 0
	for i < len(sent) && i < len(asked) && sent[i] == asked[i] {
		i++
	}
	return s.say("difference.from-character", "position", strconv.Itoa(i+1))
}
