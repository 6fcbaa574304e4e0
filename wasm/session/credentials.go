package session

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
	"misstep/wasm/redact"
)

// credentialIndex knows what calls and clients prove themselves with. Of tokens it
// keeps keys to recognize one by, and what the latest of them say.
type credentialIndex struct {
	sensitive bool                              // some request has an Authorization or Cookie header: they are recorded
	bare      bool                              // some request was let in without the credentials that it needs: the recording leaves them out
	clients   map[string]map[string]EventTime   // by pack, client IDs of OAuth requests and of accepted tokens: where first seen
	used      map[string]map[TokenKey]EventTime // by pack, access tokens that calls were made with: the first time
	sent      map[string]UsedToken              // by Authorization header, as they are read
	last      UsedToken                         // of them, that was asked for last, and its header
	lastSent  string
}

// A TokenKey stands for a token: the first half of its SHA-256.
type TokenKey [16]byte

// KeyOf is the key of a token: the first half of its SHA-256.
func KeyOf(token string) TokenKey {
	sum := sha256.Sum256([]byte(token))
	return TokenKey(sum[:16])
}

// observe keeps what an exchange reveals about credentials.
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
	t := i.read(header)
	if t.Text == "" {
		return
	}
	i.used = firstSeen(i.used, pack.ID, t.Key, at)
	if accepted {
		i.observeClient(pack, at, t.Claims.Client)
	}
}

// mostSent is of how many Authorization headers is kept what they say: the same
// few repeat for hours. When it is reached, all begin again.
const mostSent = 256

// read is the token in an Authorization header, without text when it has none.
func (i *credentialIndex) read(header string) UsedToken {
	switch header {
	case "":
		return UsedToken{}
	case i.lastSent: // mostly the very same text: looking it up reads all of it
		return i.last
	}
	t, known := i.sent[header]
	if known {
		i.last, i.lastSent = t, header
		return t
	}
	if text := bearerOf(header); text != "" {
		t = ReadToken(text)
	}
	if i.sent == nil || len(i.sent) >= mostSent {
		i.sent = map[string]UsedToken{}
	}
	i.sent[header] = t
	return t
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

	name, keyText string // of TokenLife
}

// ReadToken reads what a bearer token says about itself.
func ReadToken(text string) UsedToken {
	t := UsedToken{Text: text, Where: location.Authorization, Key: KeyOf(text), name: redact.Secret(text)}
	t.keyText = hex.EncodeToString(t.Key[:])
	t.Claims, t.Jwt = jwt.Decode(text)
	return t
}

// A TokenRequest is what a request to the token endpoint says.
type TokenRequest struct {
	Params []httpmsg.Param
	Grant  string
	Client string // of the form, or of the Basic header
	Code   string
	Spends string // refresh token

	Verifier string        // of the proof key
	pack     *catalog.Pack // nil where nobody asks for it
}

// ReadTokenRequest reads the form, or the Basic header, of a request to the token
// endpoint.
func ReadTokenRequest(x *httpmsg.Exchange) TokenRequest {
	params := x.Request.Params()
	r := TokenRequest{Params: params, Grant: httpmsg.FirstParam(params, "grant_type"), Client: httpmsg.FirstParam(params, "client_id"), Code: httpmsg.FirstParam(params, "code"), Spends: httpmsg.FirstParam(params, "refresh_token"), Verifier: httpmsg.FirstParam(params, "code_verifier")}
	if r.Client == "" {
		r.Client = httpmsg.BasicClientID(x)
	}
	return r
}

// Tokens are the members of a token response (RFC 6749, section 5.1) with what the
// two APIs add.
type Tokens struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	Scope   string `json:"scope"`
	User    string `json:"user_id"`
	Seconds any    `json:"expires_in"` // a number, if it is as it should be

	RefreshEnds any `json:"refresh_token_expires_in"` // so is this
}

// RefreshSeconds is how long the refresh token lives; 0: the response doesn't say.
func (t Tokens) RefreshSeconds() int { return secondsOf(t.RefreshEnds) }

// TokenAnswer reads the tokens in a response; empty when there are none.
func TokenAnswer(x *httpmsg.Exchange) Tokens {
	var t Tokens
	if b := x.Response.Body; x.Response.Status >= 200 && x.Response.Status < 300 && b.Recorded && len(b.Text) <= httpmsg.MaxBody {
		if json.Unmarshal([]byte(b.Text), &t) != nil {
			return Tokens{}
		}
	}
	return t
}

// secondsOf reads a number of seconds; 0 if it isn't one that can be believed.
func secondsOf(value any) int {
	seconds, _ := value.(float64)
	if seconds < 1 || seconds > 1e9 {
		return 0
	}
	return int(seconds)
}

// GotThrough reports whether a request for consent was answered with a code or
// a token.
func GotThrough(x *httpmsg.Exchange) bool {
	location := x.Response.RedirectURL
	if location == "" {
		location, _ = x.Response.Header("Location")
	}
	return httpmsg.FirstParam(httpmsg.Query(location), "code") != "" || strings.Contains(location, "access_token=")
}

// HashedChallenge is the challenge that a verifier leads to by the method S256.
func HashedChallenge(verifier string) string {
	hash := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(hash[:])
}
