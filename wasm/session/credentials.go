package session

import (
	"crypto/sha256"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
)

// credentialIndex knows what calls and clients prove themselves with. It keeps no
// token, only keys to recognize one by.
type credentialIndex struct {
	sensitive bool                              // some request has an Authorization or Cookie header: they are recorded
	bare      bool                              // some request was let in without the credentials that it needs: the recording leaves them out
	clients   map[string]map[string]EventTime   // by pack, client ids of OAuth requests and of accepted tokens: where first seen
	used      map[string]map[TokenKey]EventTime // by pack, access tokens that calls were made with: the first time

	// The last Authorization header of a call, its token, and whether its client is
	// known: most are like the one before.
	last     string
	lastKey  TokenKey
	accepted bool
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
		if !authorized && !x.Response.ByWorker && r.Endpoint != nil && r.Endpoint.NeedsToken() && httpmsg.Succeeded(x) {
			i.bare = true
		}
		i.observeToken(r.Pack, at, header, httpmsg.Succeeded(x))
	}
}

// observeToken takes note of the token that a call was made with, and of its client
// if it was accepted.
func (i *credentialIndex) observeToken(pack *catalog.Pack, at EventTime, header string, accepted bool) {
	if header != i.last {
		i.last, i.lastKey, i.accepted = header, TokenKey{}, false
		if text := bearerOf(header); text != "" {
			i.lastKey = KeyOf(text)
		}
	}
	if i.lastKey != (TokenKey{}) {
		i.used = firstSeen(i.used, pack.ID, i.lastKey, at)
	}
	if accepted && !i.accepted {
		i.accepted = true
		_, text, _ := strings.Cut(header, " ")
		c, _ := jwt.Decode(text)
		i.observeClient(pack, at, c.Client)
	}
}

func (i *credentialIndex) observeClient(pack *catalog.Pack, at EventTime, id string) {
	if id != "" {
		i.clients = firstSeen(i.clients, pack.ID, id, at)
	}
}

// firstSeen keeps when something was first seen, by pack.
func firstSeen[K comparable](all map[string]map[K]EventTime, pack string, key K, at EventTime) map[string]map[K]EventTime {
	if all == nil {
		all = map[string]map[K]EventTime{}
	}
	if all[pack] == nil {
		all[pack] = map[K]EventTime{}
	}
	if earlier, seen := all[pack][key]; !seen || at.before(earlier) {
		all[pack][key] = at
	}
	return all
}

// A UsedToken is the access token of a request.
type UsedToken struct {
	Text   string
	Where  location.Location
	Key    TokenKey
	Jwt    bool
	Claims jwt.Claims
}

func ReadToken(text string) UsedToken {
	t := UsedToken{Text: text, Where: location.Authorization, Key: KeyOf(text)}
	t.Claims, t.Jwt = jwt.Decode(text)
	return t
}
