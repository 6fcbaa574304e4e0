package session

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

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

func ReadTokenRequest(x *httpmsg.Exchange) TokenRequest {
	params := x.Request.Params()
	r := TokenRequest{Params: params, Grant: httpmsg.FirstParam(params, "grant_type"), Client: httpmsg.FirstParam(params, "client_id"), Code: httpmsg.FirstParam(params, "code"), Spends: httpmsg.FirstParam(params, "refresh_token"), Verifier: httpmsg.FirstParam(params, "code_verifier")}
	if r.Client == "" {
		r.Client = httpmsg.BasicClientID(x)
	}
	return r
}

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

// TokenAnswer reads the tokens in an answer; empty when there are none.
func TokenAnswer(x *httpmsg.Exchange) Tokens {
	var t Tokens
	if b := x.Response.Body; x.Response.Status >= 200 && x.Response.Status < 300 && b.Recorded && len(b.Text) <= httpmsg.MaxBody {
		if json.Unmarshal([]byte(b.Text), &t) != nil {
			return Tokens{}
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
