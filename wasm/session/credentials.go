package session

import (
	"crypto/sha256"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
)

// credentialIndex knows what calls and clients prove themselves with. It keeps no
// token, only keys to recognize one by.
type credentialIndex struct {
	sensitive bool                              // some request has an Authorization or Cookie header: they are recorded
	bare      bool                              // some request was let in without the credentials that it needs: the recording leaves them out
	last      string                            // the last Authorization header that was looked at; most are like the one before
	clients   map[string]map[string]EventTime   // by pack, client ids of OAuth requests and of accepted tokens: where first seen
	used      map[string]map[TokenKey]EventTime // by pack, access tokens that calls were made with: the first time
	lastUsed  string                            // the header that observeUse looked at last, and its token: most are like the one before
	lastKey   TokenKey
}

// A TokenKey stands for a token: the first half of its SHA-256.
type TokenKey [16]byte

func KeyOf(token string) TokenKey {
	sum := sha256.Sum256([]byte(token))
	return TokenKey(sum[:16])
}

// observe keeps what an exchange tells about credentials.
func (i *credentialIndex) observe(id int, r *Recorded) {
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
		if !authorized && client == "" && !x.Response.ByWorker && httpmsg.Succeeded(x) {
			i.bare = true
		}
		i.observeClient(r.Pack, at, client)
	case "":
		i.observeUse(r.Pack, at, header)
		if !authorized && !x.Response.ByWorker && r.Endpoint != nil && r.Endpoint.NeedsToken() && httpmsg.Succeeded(x) {
			i.bare = true
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
func (i *credentialIndex) observeUse(pack *catalog.Pack, at EventTime, header string) {
	if header != i.lastUsed {
		i.lastUsed, i.lastKey = header, TokenKey{}
		if text := bearerOf(header); text != "" {
			i.lastKey = KeyOf(text)
		}
	}
	key := i.lastKey
	if key == (TokenKey{}) {
		return
	}
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

func (i *credentialIndex) observeClient(pack *catalog.Pack, at EventTime, id string) {
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
