package diagnose

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"sort"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
	"misstep/wasm/redact"
)

// tokenIndex knows which tokens the session saw issued and revoked, and for
// which clients. It keeps no token, only keys to recognise one by.
type tokenIndex struct {
	sensitive bool                            // some request has an Authorization or Cookie header: they are recorded
	last      string                          // the last Authorization header that was looked at; most are like the one before
	clients   map[string]map[string]eventTime // by pack, client ids of OAuth requests and of accepted tokens: where first seen
	issued    map[tokenKey]grant              // by access token
	refresh   map[tokenKey]grant              // by refresh token
	grants    map[string][]grant              // by owner, in order of time
	revoked   map[tokenKey]eventTime          // by access or refresh token: the first time
}

// A tokenKey stands for a token: the first half of its SHA-256.
type tokenKey [16]byte

func keyOf(token string) tokenKey {
	sum := sha256.Sum256([]byte(token))
	return tokenKey(sum[:16])
}

// A grant is one answer with tokens.
type grant struct {
	eventTime
	access, refresh tokenKey
	owner, client   string        // "" when not known
	scope           string        // as granted, names with spaces between
	pack            *catalog.Pack // whose token address gave it
}

// observe keeps what an exchange tells about tokens.
func (i *tokenIndex) observe(id int, r *recorded) {
	x := &r.exchange
	header, authorized := x.Request.Header("Authorization")
	if !i.sensitive {
		_, cookie := x.Request.Header("Cookie")
		i.sensitive = authorized || cookie
	}
	if r.Pack == nil {
		return
	}
	at := eventTimeOf(id, x)
	switch r.Step {
	case "authorize":
		client, _ := httpmsg.ClientID(&x.Request)
		i.observeClient(r.Pack, at, client)
	case "token":
		client, _ := httpmsg.ClientID(&x.Request)
		i.observeClient(r.Pack, at, client)
		i.observeGrant(r.Pack, at, x)
	case "revoke":
		i.observeRevocation(at, x)
	case "":
		if header == i.last || !httpmsg.Succeeded(x) {
			break
		}
		i.last = header
		if _, text, found := strings.Cut(header, " "); found {
			c, _ := jwt.Decode(text)
			i.observeClient(r.Pack, at, c.Client)
		}
	}
}

func (i *tokenIndex) observeClient(pack *catalog.Pack, at eventTime, id string) {
	if id == "" {
		return
	}
	if i.clients == nil {
		i.clients = map[string]map[string]eventTime{}
	}
	clients := i.clients[pack.ID]
	if clients == nil {
		clients = map[string]eventTime{}
		i.clients[pack.ID] = clients
	}
	if earlier, seen := clients[id]; !seen || at.before(earlier) {
		clients[id] = at
	}
}

func (i *tokenIndex) observeGrant(pack *catalog.Pack, at eventTime, x *httpmsg.Exchange) {
	var body struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		Owner   string `json:"user_id"`
		Scope   string `json:"scope"`
	}
	if !httpmsg.Succeeded(x) || json.Unmarshal([]byte(x.Response.Body.Text), &body) != nil || body.Access == "" {
		return
	}
	c, _ := jwt.Decode(body.Access)
	client, _ := httpmsg.ClientID(&x.Request)
	g := grant{eventTime: at, access: keyOf(body.Access), owner: cmp.Or(body.Owner, c.Subject), client: cmp.Or(c.Client, client), scope: body.Scope, pack: pack}
	if i.issued == nil {
		i.issued, i.refresh, i.grants = map[tokenKey]grant{}, map[tokenKey]grant{}, map[string][]grant{}
	}
	if body.Refresh != "" {
		g.refresh = keyOf(body.Refresh)
		i.refresh[g.refresh] = g
	}
	if earlier, seen := i.issued[g.access]; seen && !g.before(earlier.eventTime) {
		return // an identical request gets the same answer; or its body came twice
	}
	i.issued[g.access] = g
	if g.owner == "" {
		return
	}
	list := i.grants[g.owner]
	n, _ := slices.BinarySearchFunc(list, at, func(g grant, at eventTime) int { return g.compare(at) })
	i.grants[g.owner] = slices.Insert(list, n, g)
}

func (i *tokenIndex) observeRevocation(at eventTime, x *httpmsg.Exchange) {
	token, _ := httpmsg.NamedParam(&x.Request, "token")
	if token == "" || !httpmsg.Succeeded(x) {
		return
	}
	if i.revoked == nil {
		i.revoked = map[tokenKey]eventTime{}
	}
	key := keyOf(token)
	if earlier, seen := i.revoked[key]; !seen || at.before(earlier) {
		i.revoked[key] = at
	}
}

// replacement is the last token its owner got between a token's issue and a
// request, for the same client.
func (i *tokenIndex) replacement(key tokenKey, c jwt.Claims, at eventTime) (grant, bool) {
	own, seen := i.issued[key]
	owner, client := cmp.Or(c.Subject, own.owner), cmp.Or(c.Client, own.client)
	if owner == "" {
		return grant{}, false
	}
	list := i.grants[owner]
	n := sort.Search(len(list), func(n int) bool { return !list[n].before(at) })
	if n == 0 {
		return grant{}, false
	}
	last := list[n-1]
	switch {
	case last.access == key, client != "" && last.client != "" && client != last.client:
		return grant{}, false
	case !seen && (c.Issued.IsZero() || !c.Issued.Before(last.start.Add(-httpmsg.ClockTolerance))):
		return grant{}, false
	}
	return last, true
}

// revocation is when a token, or the refresh token it came with, was revoked.
func (i *tokenIndex) revocation(key tokenKey, at eventTime) (eventTime, bool) {
	when, found := i.revoked[key]
	if own, seen := i.issued[key]; seen && own.refresh != (tokenKey{}) {
		if pair, too := i.revoked[own.refresh]; too && (!found || pair.before(when)) {
			when, found = pair, true
		}
	}
	return when, found && when.before(at)
}

// A usedToken is the access token of a request.
type usedToken struct {
	text   string
	where  string
	key    tokenKey
	jwt    bool
	claims jwt.Claims
}

// token finds the access token that a request was made with: in its header,
// or, where that was not recorded, in the answer, if it repeats the token.
func (e *examination) token() (usedToken, bool) {
	if _, recorded := e.exchange.Request.Header("Authorization"); recorded {
		return e.session.sent(e.exchange)
	}
	if len(e.findings) == 0 {
		return usedToken{}, false
	}
	text := jwt.Find(e.exchange.Response.Body.Text)
	if len(text) < 16 || httpmsg.IsPlaceholder(text) {
		return usedToken{}, false
	}
	t := readToken(text)
	t.where = e.findings[0].whereRead()
	return t, true
}

// examineToken reads the access token of a refused request.
func examineToken(e *examination) []clue {
	if s := e.exchange.Response.Status; s != httpmsg.StatusBadRequest && s != httpmsg.StatusUnauthorized && s != httpmsg.StatusForbidden || e.Preflight {
		return nil
	}
	if e.Step == "token" {
		return e.onlyRefused(e.examineRefreshToken())
	}
	if e.wantedScheme() != httpmsg.Bearer {
		return nil
	}
	t, ok := e.token()
	if !ok {
		return e.scopeNeeded()
	}
	found := e.examineForm(t)
	if t.jwt {
		found = append(found, e.examineExpiry(t)...)
	}
	found = append(found, e.examineHistory(t)...)
	return e.onlyRefused(append(found, e.examinePermission(t)...))
}

// permissionCauses are all that examinePermission finds.
var permissionCauses = []string{"token-of-another-user", "token-of-another-client", "scope-is-granted", "permission-despite-scope", "scope-not-granted", "scope-needed"}

// examinePermission compares what the call needs with whose token it is and
// what that may do.
func (e *examination) examinePermission(t usedToken) []clue {
	if e.exchange.Response.Status == httpmsg.StatusUnauthorized && !slices.ContainsFunc(permissionCauses, e.explains) {
		return nil
	}
	var found []clue
	if t.jwt {
		found = append(found, e.examineOwner(t)...)
		found = append(found, e.examineClient(t)...)
	}
	found = append(found, e.examineScopes(t)...)
	if e.exchange.Response.Status == httpmsg.StatusUnauthorized {
		return e.onlyExplaining(found) // a token that is refused itself comes first
	}
	if len(e.findings) == 0 {
		for i := range found {
			if found[i].certainty == Certain {
				found[i].certainty = Likely // nothing in the answer speaks for it
			}
		}
	}
	return found
}

// examineForm tells tokens that are no access tokens of this API.
func (e *examination) examineForm(t usedToken) []clue {
	if g, known := e.session.refreshIssue(t.key); known {
		return []clue{{cause: "refresh-token-as-access-token", certainty: Certain, weight: 18, evidence: []Evidence{
			{e.say("label.token"), redact.Secret(t.text), t.where},
			{"refresh_token", e.say("text.same-as-refresh"), exchangeName(g.id)},
		}}}
	}
	if t.jwt {
		for _, example := range e.Pack.Credentials.ExampleTokens {
			if t.claims.Subject == example.Subject && t.claims.Client == example.Client && t.claims.Expires.Unix() == example.Expires {
				return []clue{{cause: "documentation-token", certainty: Certain, weight: 19,
					values:   map[string]string{"owner": example.Subject, "client_id": example.Client},
					evidence: []Evidence{{e.say("label.token"), "sub " + example.Subject + ", aud " + example.Client, t.where}}}}
			}
		}
		if wanted := e.Pack.Token.Claims["typ"]; wanted != "" && t.claims.Type != "" && t.claims.Type != wanted {
			return []clue{{cause: "refresh-token-as-access-token", certainty: Certain, weight: 18,
				evidence: []Evidence{{"typ", e.say("difference.other", "this", t.claims.Type, "that", wanted), t.where}}}}
		}
		return nil
	}
	_, issued := e.session.tokenIssue(t.key)
	if issued || len(e.Pack.Token.Claims) == 0 || t.where != httpmsg.AtAuthorization {
		return nil
	}
	for _, start := range e.Pack.Credentials.ForeignTokens {
		if strings.HasPrefix(t.text, start) {
			return nil
		}
	}
	shape := []Evidence{{e.say("label.token"), e.count("text.characters", len(t.text), "token", redact.Secret(t.text)), t.where}}
	switch {
	case strings.HasPrefix(t.text, "eyJ"):
		return []clue{{cause: "token-damaged", certainty: Certain, weight: 15, values: map[string]string{"token": t.text}, evidence: shape}}
	case strings.Trim(strings.ToLower(t.text), "0123456789abcdef") == "":
		return []clue{{cause: "token-like-refresh-token", certainty: Likely, weight: 12, evidence: shape}}
	}
	return []clue{{cause: "token-no-jwt", certainty: Likely, weight: 10, evidence: shape}}
}

// examineRefreshToken finds an access token sent where a refresh token belongs.
func (e *examination) examineRefreshToken() []clue {
	text, _ := httpmsg.NamedParam(&e.exchange.Request, "refresh_token")
	c, isJWT := jwt.Decode(text)
	_, issued := e.session.tokenIssue(keyOf(text))
	wanted := e.Pack.Token.Claims["typ"]
	if text == "" || !issued && (!isJWT || wanted == "" || c.Type != wanted) {
		return nil
	}
	return []clue{{cause: "access-token-as-refresh-token", certainty: Certain, weight: 18,
		evidence: []Evidence{{"refresh_token", e.say("text.access-token", "token", redact.Secret(text)), "request parameter refresh_token"}}}}
}

// examineExpiry compares the token's end with the time of the request.
func (e *examination) examineExpiry(t usedToken) []clue {
	ends := t.claims.Expires
	now, where := httpmsg.RequestTime(e.exchange)
	if ends.IsZero() || now.IsZero() {
		return nil
	}
	off := httpmsg.ClockError(e.exchange)
	c := clue{cause: "token-expired", certainty: Certain, weight: 5, values: map[string]string{"age": e.span(now.Sub(ends))}}
	switch {
	case ends.After(now):
		c.cause, c.certainty, c.weight = "token-unexpired", Likely, -10
	case off > httpmsg.ClockTolerance && ends.After(e.exchange.Started):
		c.cause, c.weight = "token-expired-clock", 8
	}
	c.more = func(values map[string]string) []Evidence {
		values["expired"], values["request_time"] = timeText(ends), timeText(now)
		evidence := []Evidence{{"exp", values["expired"], t.where}, {e.say("label.request"), values["request_time"], where}}
		values["issued"], values["lifetime"] = "", ""
		if !t.claims.Issued.IsZero() {
			values["issued"], values["lifetime"] = timeText(t.claims.Issued), e.span(ends.Sub(t.claims.Issued))
			evidence = append(evidence, Evidence{"iat", values["issued"], t.where})
		}
		if off.Abs() > httpmsg.ClockTolerance {
			values["clock"] = e.span(off.Abs())
			evidence = append(evidence, Evidence{e.say("label.clock"), e.say(map[bool]string{true: "text.clock-slow", false: "text.clock-fast"}[off > 0], "span", values["clock"]), where})
		}
		return evidence
	}
	return []clue{c}
}

// examineOwner compares the user in the path with the token's owner.
func (e *examination) examineOwner(t usedToken) []clue {
	user := e.userInPath()
	if user == "" || user == e.Pack.Self || t.claims.Subject == "" || user == t.claims.Subject {
		return nil
	}
	return []clue{{cause: "token-of-another-user", certainty: Certain, weight: 14,
		values:   map[string]string{"owner": t.claims.Subject, "user": user},
		evidence: []Evidence{{"user-id", user, "request URL"}, {"sub", t.claims.Subject, t.where}}, corrections: e.ownUser()}}
}

// userInPath is what stands for {user-id} in the request's path.
func (e *examination) userInPath() string {
	for _, p := range e.places() {
		if p.Name == "user-id" {
			return p.Value
		}
	}
	return ""
}

// ownUser asks for the token's owner in the place of a user.
func (e *examination) ownUser() []Correction {
	segment := slices.Index(strings.Split(e.Endpoint.Path, "/"), "{user-id}")
	return toPath(httpmsg.PathWith(e.exchange.Request.URL, map[int]string{segment: "-"}))
}

// examineClient compares the token's client with those of the session's other
// requests.
func (e *examination) examineClient(t usedToken) []clue {
	clients := e.session.clients(e.Pack.ID)
	if _, seen := clients[t.claims.Client]; seen || t.claims.Client == "" || len(clients) == 0 {
		return nil
	}
	others := slices.Sorted(maps.Keys(clients))
	first := clients[others[0]]
	if len(others) > 3 {
		others = append(others[:3], "…")
	}
	list := strings.Join(others, ", ")
	return []clue{{cause: "token-of-another-client", certainty: Certain, weight: 8,
		values:   map[string]string{"client_id": t.claims.Client, "clients": list},
		evidence: []Evidence{{"aud", t.claims.Client, t.where}, {e.say("label.client"), e.say("text.in-other-requests", "clients", list), exchangeName(first.id)}}}}
}

// examineHistory looks for what became of the token earlier in the session.
func (e *examination) examineHistory(t usedToken) []clue {
	at := e.now()
	var found []clue
	if when, ok := e.session.revoked(t.key, at); ok {
		found = append(found, clue{cause: "token-revoked", certainty: Certain, weight: 17,
			values:   map[string]string{"age": e.span(at.start.Sub(when.start)), "exchange": strconv.Itoa(when.id)},
			evidence: []Evidence{{e.say("label.revoked"), timeText(when.start), exchangeName(when.id)}}})
	}
	if g, ok := e.session.replacedBy(t.key, t.claims, at); ok {
		certainty := Certain
		if now, _ := httpmsg.RequestTime(e.exchange); t.claims.Expires.After(now) {
			certainty = Likely // an older token stays valid until it ends
		}
		found = append(found, clue{cause: "token-replaced", certainty: certainty, weight: 11,
			values:   map[string]string{"age": e.span(at.start.Sub(g.start)), "exchange": strconv.Itoa(g.id)},
			evidence: []Evidence{{e.say("label.newer-token"), e.say("text.given-out-at", "time", timeText(g.start)), exchangeName(g.id)}}})
	}
	return found
}

func exchangeName(id int) string { return "exchange " + strconv.Itoa(id) }

// granted is what a token may do.
type granted struct {
	names   []string // of scopes
	unknown []string // codes that no scope of the pack has
	where   string
}

// has reports whether a scope is granted, and whether that can be told.
func (g granted) has(scope string, pack *catalog.Pack) (has, known bool) {
	if slices.ContainsFunc(g.names, func(name string) bool { return pack.Grants(name, scope) }) {
		return true, true
	}
	if len(g.unknown) == 0 {
		return false, true
	}
	// One of the unknown codes may be that of this scope, unless its own is known.
	n := slices.IndexFunc(pack.Scopes, func(s catalog.Scope) bool { return s.Name == scope })
	return false, n >= 0 && pack.Scopes[n].Code != ""
}

// grantedTo reads a token's scopes: by name in the answer it came with, else
// by short code in its claims.
func (e *examination) grantedTo(t usedToken) (granted, bool) {
	if g, ok := e.session.tokenIssue(t.key); ok && g.scope != "" {
		return granted{names: strings.Fields(g.scope), where: exchangeName(g.id)}, true
	}
	if len(t.claims.Scopes) == 0 {
		return granted{}, false
	}
	g := granted{where: t.where}
	for _, code := range t.claims.Scopes {
		n := slices.IndexFunc(e.Pack.Scopes, func(s catalog.Scope) bool {
			return s.Code != "" && (code == "r"+s.Code || code == "w"+s.Code)
		})
		if n < 0 {
			g.unknown = append(g.unknown, code)
		} else if !slices.Contains(g.names, e.Pack.Scopes[n].Name) {
			g.names = append(g.names, e.Pack.Scopes[n].Name)
		}
	}
	return g, true
}

// examineScopes compares what the call needs with what the token may do.
func (e *examination) examineScopes(t usedToken) []clue {
	needed := e.neededScopes()
	g, ok := e.grantedTo(t)
	if !ok {
		return e.scopeNeeded()
	}
	if len(needed) == 0 {
		return nil
	}
	var missing []string
	certainty := Certain
	for _, scope := range needed {
		if has, known := g.has(scope, e.Pack); !has {
			missing = append(missing, scope)
			if !known {
				certainty = Possible
			}
		}
	}
	values := map[string]string{"scope": strings.Join(missing, ", "), "granted": cmp.Or(strings.Join(g.names, ", "), e.say("value.none"))}
	evidence := []Evidence{{e.say("label.needed"), strings.Join(needed, ", "), "request URL"}, {e.say("label.granted"), values["granted"], g.where}}
	if len(g.unknown) > 0 {
		evidence = append(evidence, Evidence{e.say("label.unknown-codes"), strings.Join(g.unknown, ", "), g.where})
	}
	if len(missing) == 0 {
		values["scope"] = strings.Join(needed, ", ")
		weight := -1
		if e.Endpoint != nil && e.Endpoint.Intraday {
			weight = -5 // that says more
		}
		return []clue{
			{cause: "scope-is-granted", certainty: Likely, weight: weight, values: values, evidence: evidence},
			{cause: "permission-despite-scope", certainty: Likely, weight: weight, values: values, evidence: evidence},
		}
	}
	return []clue{{cause: "scope-not-granted", certainty: certainty, weight: 10, values: values, evidence: evidence}}
}

// neededScopes are those of the endpoint; the answer's word, if it names one,
// counts more.
func (e *examination) neededScopes() []string {
	for _, f := range e.findings {
		named := f.Values["resource"]
		if slices.ContainsFunc(e.Pack.Scopes, func(s catalog.Scope) bool { return s.Name == named }) {
			return []string{named}
		}
	}
	if e.Endpoint == nil {
		return nil
	}
	return e.Pack.ScopesFor(e.Endpoint, e.Path)
}
