package session

import (
	"cmp"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// What an exchange can do with an access token.
const (
	TokenUsed     = "used"     // it was sent with the request
	TokenIssued   = "issued"   // the response brought it
	TokenReplaced = "replaced" // its refresh token was spent on another
	TokenRevoked  = "revoked"  // it, or its refresh token
)

// A TokenStep is what one exchange did with an access token.
type TokenStep struct {
	Did   string
	Token TokenLife
}

// A TokenLife describes an access token as one exchange shows it, without the token itself.
type TokenLife struct {
	Key          string    // the same for the same token, and nothing else
	Number       int       // of the session's tokens, 1 for the first that was asked about
	Name         string    // masked; "" when only its refresh token was seen
	User, Client string    // "" when not known
	Issued       time.Time // zero when not known
	Expires      time.Time // zero when not known
	Assumed      bool      // Expires is by the usual lifetime: nothing says it
}

// TokenSteps lists what the exchange with this ID did with access tokens.
func (s *Session) TokenSteps(id int) []TokenStep {
	r := s.Recorded(id)
	x, pack := &r.Exchange, r.Pack
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
	t, ok := s.Sent(x)
	if !ok {
		return nil
	}
	return []TokenStep{{TokenUsed, s.tokenOf(t, pack)}}
}

// numberOf is what a token is called by.
func (s *Session) numberOf(key TokenKey) int {
	n := s.tokenNumbers[key]
	if n == 0 {
		n = len(s.tokenNumbers) + 1
		s.tokenNumbers[key] = n
	}
	return n
}

// TokenOf is the number and the user of the access token that an exchange sent, or did
// something else with; 0 if there is none.
func (s *Session) TokenOf(id int) (number int, user string) {
	r := s.Recorded(id)
	if r.Step != "" {
		if steps := s.TokenSteps(id); len(steps) > 0 {
			return steps[0].Token.Number, steps[0].Token.User
		}
		return 0, ""
	}
	if r.Pack == nil || r.Preflight {
		return 0, ""
	}
	t, ok := s.Sent(&r.Exchange)
	if !ok {
		return 0, ""
	}
	return s.numberOf(t.Key), s.ownerOf(t).user
}

// An owner is whose a token is; "" where that is not known.
type owner struct{ user, client string }

// ownerOf is whose a token is: as it says itself, or as the response that brought it.
func (s *Session) ownerOf(t UsedToken) owner {
	o := owner{t.Claims.Subject, t.Claims.Client}
	if i := s.flows.byAccess[t.Text]; i != nil {
		o = owner{cmp.Or(o.user, i.User), cmp.Or(o.client, i.Client)}
	}
	return o
}

// Step is the step of OAuth that an exchange is: "authorize", "token",
// "refresh", "introspect", "revoke"; "" if it isn't one.
func (s *Session) Step(id int) string {
	r := s.Recorded(id)
	if r.Step != "token" {
		return r.Step
	}
	if grant, _ := httpmsg.NamedParam(&r.Exchange.Request, "grant_type"); grant == "refresh_token" {
		return "refresh"
	}
	return r.Step
}

// Sent is the token in the Authorization header of a request. Most requests of
// a session send the same few.
func (s *Session) Sent(x *httpmsg.Exchange) (UsedToken, bool) {
	header, _ := x.Request.Header("Authorization")
	t := s.credentials.read(header)
	return t, t.Text != ""
}

// bearerOf is the token in an Authorization header; "" where none has such a form.
func bearerOf(header string) string {
	scheme, text, _ := strings.Cut(strings.TrimSpace(header), " ")
	if strings.EqualFold(scheme, httpmsg.Bearer) && len(text) >= 16 && !strings.ContainsAny(text, " \"'") && !httpmsg.IsPlaceholder(text) {
		return text
	}
	return ""
}

// tokenOf is what the token itself says, and the response that brought it.
func (s *Session) tokenOf(t UsedToken, pack *catalog.Pack) TokenLife {
	o := s.ownerOf(t)
	known := TokenLife{
		Key: t.keyText, Number: s.numberOf(t.Key), Name: t.name,
		User: o.user, Client: o.client, Issued: t.Claims.Issued, Expires: t.Claims.Expires,
	}
	if i := s.flows.byAccess[t.Text]; i != nil {
		if known.Issued.IsZero() {
			known.Issued = i.End
		}
		if known.Expires.IsZero() && i.seconds > 0 && !i.End.IsZero() {
			known.Expires = i.End.Add(time.Duration(i.seconds) * time.Second)
		}
	}
	usual := time.Duration(pack.Lifetimes["accessToken"].Seconds) * time.Second
	if known.Expires.IsZero() && !known.Issued.IsZero() && usual > 0 {
		known.Expires, known.Assumed = known.Issued.Add(usual), true
	}
	return known
}

// issuedIn describes the token that a response brought, and the one that it replaces.
func (s *Session) issuedIn(id int, pack *catalog.Pack, x *httpmsg.Exchange) []TokenStep {
	i := s.flows.byExchange[id]
	if i == nil {
		return nil
	}
	steps := []TokenStep{{TokenIssued, s.tokenOf(ReadToken(i.Access), pack)}}
	if before := s.flows.byRefresh[i.Spent]; i.Spent != "" && before != nil && before.Access != i.Access {
		steps = append(steps, TokenStep{TokenReplaced, s.tokenOf(ReadToken(before.Access), pack)})
	}
	return steps
}

// revokedIn describes the token that a request revoked.
func (s *Session) revokedIn(pack *catalog.Pack, x *httpmsg.Exchange) []TokenStep {
	text, _ := httpmsg.NamedParam(&x.Request, "token")
	if text == "" || !httpmsg.Succeeded(x) {
		return nil
	}
	if pair := s.flows.byRefresh[text]; pair != nil {
		text = pair.Access
	}
	return []TokenStep{{TokenRevoked, s.tokenOf(ReadToken(text), pack)}}
}
