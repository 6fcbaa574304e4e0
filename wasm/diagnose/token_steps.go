package diagnose

import (
	"cmp"
	"encoding/hex"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
	"misstep/wasm/redact"
)

// What an exchange can do with an access token.
const (
	TokenUsed     = "used"     // it was sent with the request
	TokenIssued   = "issued"   // the answer brought it
	TokenReplaced = "replaced" // its refresh token was spent on another
	TokenRevoked  = "revoked"  // it, or its refresh token
)

// A TokenStep is what one exchange did with an access token.
type TokenStep struct {
	Did   string
	Token TokenLife
}

// A TokenLife is what an exchange tells of an access token. It does not hold it.
type TokenLife struct {
	Key          string    // the same for the same token, and nothing else
	Name         string    // masked; "" when only its refresh token was seen
	User, Client string    // "" when not known
	Issued       time.Time // zero when not known
	Expires      time.Time // zero when not known
	Assumed      bool      // Expires is by the usual lifetime: nothing says it
}

// TokenSteps tells what the exchange with this id did with access tokens.
func (s *sessionLog) TokenSteps(id int) []TokenStep {
	r := s.recordedAs(id)
	x, pack := &r.exchange, r.Pack
	if pack == nil || r.Preflight {
		return nil
	}
	switch r.Step {
	case "token":
		return s.issuedIn(id, pack, x)
	case "authorize":
		return s.issuedIn(id, pack, x) // in the redirect's fragment
	case "revoke":
		return s.revokedIn(pack, x)
	}
	t, ok := s.sent(x)
	if !ok {
		return nil
	}
	return []TokenStep{{TokenUsed, s.tokenOf(t, pack)}}
}

// Step is the step of OAuth that an exchange is: "authorize", "token",
// "refresh", "introspect", "revoke"; "" when it is none.
func (s *sessionLog) Step(id int) string {
	r := s.recordedAs(id)
	if r.Step != "token" {
		return r.Step
	}
	if grant, _ := httpmsg.NamedParam(&r.exchange.Request, "grant_type"); grant == "refresh_token" {
		return "refresh"
	}
	return r.Step
}

// mostSent is of how many Authorization headers is kept what they say: the same
// few repeat for hours. When it is reached, all begin anew.
const mostSent = 256

// sent is the token in the Authorization header of a request. Most requests of
// a session send the same few.
func (s *sessionLog) sent(x *httpmsg.Exchange) (usedToken, bool) {
	header, _ := x.Request.Header("Authorization")
	if t, known := s.sentTokens[header]; known {
		return t, t.text != ""
	}
	scheme, text, _ := strings.Cut(strings.TrimSpace(header), " ")
	t := usedToken{}
	if strings.EqualFold(scheme, httpmsg.Bearer) && len(text) >= 16 && !strings.ContainsAny(text, " \"'") && !httpmsg.IsPlaceholder(text) {
		t = readToken(text)
	}
	if len(s.sentTokens) >= mostSent {
		clear(s.sentTokens)
	}
	s.sentTokens[header] = t
	return t, t.text != ""
}

func readToken(text string) usedToken {
	t := usedToken{text: text, where: httpmsg.AtAuthorization, key: keyOf(text)}
	t.claims, t.jwt = jwt.Decode(text)
	return t
}

// tokenOf is what the token itself says, and the answer that brought it.
func (s *sessionLog) tokenOf(t usedToken, pack *catalog.Pack) TokenLife {
	known := TokenLife{
		Key: hex.EncodeToString(t.key[:]), Name: redact.Secret(t.text),
		User: t.claims.Subject, Client: t.claims.Client, Issued: t.claims.Issued, Expires: t.claims.Expires,
	}
	if i := s.flows.byAccess[t.text]; i != nil {
		known.User, known.Client = cmp.Or(known.User, i.user), cmp.Or(known.Client, i.client)
		if known.Issued.IsZero() {
			known.Issued = i.end
		}
		if known.Expires.IsZero() && i.seconds > 0 && !i.end.IsZero() {
			known.Expires = i.end.Add(time.Duration(i.seconds) * time.Second)
		}
	}
	usual := time.Duration(pack.Lifetimes["accessToken"].Seconds) * time.Second
	if known.Expires.IsZero() && !known.Issued.IsZero() && usual > 0 {
		known.Expires, known.Assumed = known.Issued.Add(usual), true
	}
	return known
}

// issuedIn tells of the token that an answer brought, and of the one that it
// takes the place of.
func (s *sessionLog) issuedIn(id int, pack *catalog.Pack, x *httpmsg.Exchange) []TokenStep {
	i := s.flows.byExchange[id]
	if i == nil {
		return nil
	}
	steps := []TokenStep{{TokenIssued, s.tokenOf(readToken(i.access), pack)}}
	if before := s.flows.byRefresh[i.spent]; i.spent != "" && before != nil && before.access != i.access {
		steps = append(steps, TokenStep{TokenReplaced, s.tokenOf(readToken(before.access), pack)})
	}
	return steps
}

// revokedIn tells of the token that a request took back.
func (s *sessionLog) revokedIn(pack *catalog.Pack, x *httpmsg.Exchange) []TokenStep {
	text, _ := httpmsg.NamedParam(&x.Request, "token")
	if text == "" || !httpmsg.Succeeded(x) {
		return nil
	}
	if pair := s.flows.byRefresh[text]; pair != nil {
		text = pair.access
	}
	t := readToken(text)
	if _, known := s.tokens.refresh[t.key]; known {
		return nil // a refresh token, whose access token is not known
	}
	return []TokenStep{{TokenRevoked, s.tokenOf(t, pack)}}
}
