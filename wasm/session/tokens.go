package session

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"sort"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
)

// tokenIndex knows which tokens the session saw issued and revoked, and for
// which clients. It keeps no token, only keys to recognize one by.
type tokenIndex struct {
	sensitive bool                              // some request has an Authorization or Cookie header: they are recorded
	bare      map[string]bool                   // packs, with " token" for their token addresses, that let in a request without credentials
	last      string                            // the last Authorization header that was looked at; most are like the one before
	clients   map[string]map[string]EventTime   // by pack, client ids of OAuth requests and of accepted tokens: where first seen
	issued    map[TokenKey]Grant                // by access token
	refresh   map[TokenKey]Grant                // by refresh token
	grants    map[string][]Grant                // by owner, in order of time
	revoked   map[TokenKey]EventTime            // by access or refresh token: the first time
	used      map[string]map[TokenKey]EventTime // by pack, access tokens that calls were made with: the first time
}

// A TokenKey stands for a token: the first half of its SHA-256.
type TokenKey [16]byte

func KeyOf(token string) TokenKey {
	sum := sha256.Sum256([]byte(token))
	return TokenKey(sum[:16])
}

// A Grant is one answer with tokens.
type Grant struct {
	EventTime
	Access, Refresh TokenKey
	Owner, Client   string        // "" when not known
	Scope           string        // as granted, names with spaces between
	Pack            *catalog.Pack // whose token address gave it
}

// observe keeps what an exchange tells about tokens.
func (i *tokenIndex) observe(id int, r *Recorded) {
	x := &r.Exchange
	header, authorized := x.Request.Header("Authorization")
	if !i.sensitive {
		_, cookie := x.Request.Header("Cookie")
		i.sensitive = authorized || cookie
	}
	if r.Pack == nil {
		return
	}
	at := EventTimeOf(id, x)
	switch r.Step {
	case "authorize":
		client, _ := httpmsg.ClientID(&x.Request)
		i.observeClient(r.Pack, at, client)
	case "token":
		client, _ := httpmsg.ClientID(&x.Request)
		if !authorized && client == "" && httpmsg.Succeeded(x) {
			i.letIn(r.Pack.ID + " token")
		}
		i.observeClient(r.Pack, at, client)
		i.observeGrant(r.Pack, at, x)
	case "revoke":
		i.observeRevocation(at, x)
	case "":
		if !authorized && r.Endpoint != nil && r.Endpoint.NeedsToken() && httpmsg.Succeeded(x) {
			i.letIn(r.Pack.ID)
		}
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

// observeUse takes note of the token that a call was made with.
func (i *tokenIndex) observeUse(pack *catalog.Pack, at EventTime, key TokenKey) {
	if i.used == nil {
		i.used = map[string]map[TokenKey]EventTime{}
	}
	used := i.used[pack.ID]
	if used == nil {
		used = map[TokenKey]EventTime{}
		i.used[pack.ID] = used
	}
	if earlier, seen := used[key]; !seen || at.before(earlier) {
		used[key] = at
	}
}

func (i *tokenIndex) letIn(key string) {
	if i.bare == nil {
		i.bare = map[string]bool{}
	}
	i.bare[key] = true
}

func (i *tokenIndex) observeClient(pack *catalog.Pack, at EventTime, id string) {
	if id == "" {
		return
	}
	if i.clients == nil {
		i.clients = map[string]map[string]EventTime{}
	}
	clients := i.clients[pack.ID]
	if clients == nil {
		clients = map[string]EventTime{}
		i.clients[pack.ID] = clients
	}
	if earlier, seen := clients[id]; !seen || at.before(earlier) {
		clients[id] = at
	}
}

func (i *tokenIndex) observeGrant(pack *catalog.Pack, at EventTime, x *httpmsg.Exchange) {
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
	g := Grant{EventTime: at, Access: KeyOf(body.Access), Owner: cmp.Or(body.Owner, c.Subject), Client: cmp.Or(c.Client, client), Scope: body.Scope, Pack: pack}
	if i.issued == nil {
		i.issued, i.refresh, i.grants = map[TokenKey]Grant{}, map[TokenKey]Grant{}, map[string][]Grant{}
	}
	if body.Refresh != "" {
		g.Refresh = KeyOf(body.Refresh)
		i.refresh[g.Refresh] = g
	}
	if earlier, seen := i.issued[g.Access]; seen && !g.before(earlier.EventTime) {
		return // an identical request gets the same answer; or its body came twice
	}
	i.issued[g.Access] = g
	if g.Owner == "" {
		return
	}
	list := i.grants[g.Owner]
	n, _ := slices.BinarySearchFunc(list, at, func(g Grant, at EventTime) int { return g.Compare(at) })
	i.grants[g.Owner] = slices.Insert(list, n, g)
}

func (i *tokenIndex) observeRevocation(at EventTime, x *httpmsg.Exchange) {
	token, _ := httpmsg.NamedParam(&x.Request, "token")
	if token == "" || !httpmsg.Succeeded(x) {
		return
	}
	if i.revoked == nil {
		i.revoked = map[TokenKey]EventTime{}
	}
	key := KeyOf(token)
	if earlier, seen := i.revoked[key]; !seen || at.before(earlier) {
		i.revoked[key] = at
	}
}

// replacement is the last token its owner got between a token's issue and a
// request, for the same client.
func (i *tokenIndex) replacement(key TokenKey, c jwt.Claims, at EventTime) (Grant, bool) {
	own, seen := i.issued[key]
	owner, client := cmp.Or(c.Subject, own.Owner), cmp.Or(c.Client, own.Client)
	if owner == "" {
		return Grant{}, false
	}
	list := i.grants[owner]
	n := sort.Search(len(list), func(n int) bool { return !list[n].before(at) })
	if n == 0 {
		return Grant{}, false
	}
	last := list[n-1]
	switch {
	case last.Access == key, client != "" && last.Client != "" && client != last.Client:
		return Grant{}, false
	case !seen && (c.Issued.IsZero() || !c.Issued.Before(last.Start.Add(-httpmsg.ClockTolerance))):
		return Grant{}, false
	}
	return last, true
}

// revocation is when a token, or the refresh token it came with, was revoked.
func (i *tokenIndex) revocation(key TokenKey, at EventTime) (EventTime, bool) {
	when, found := i.revoked[key]
	if own, seen := i.issued[key]; seen && own.Refresh != (TokenKey{}) {
		if pair, too := i.revoked[own.Refresh]; too && (!found || pair.before(when)) {
			when, found = pair, true
		}
	}
	return when, found && when.before(at)
}

// A UsedToken is the access token of a request.
type UsedToken struct {
	Text   string
	Where  string
	Key    TokenKey
	Jwt    bool
	Claims jwt.Claims
}

func ReadToken(text string) UsedToken {
	t := UsedToken{Text: text, Where: httpmsg.AtAuthorization, Key: KeyOf(text)}
	t.Claims, t.Jwt = jwt.Decode(text)
	return t
}
