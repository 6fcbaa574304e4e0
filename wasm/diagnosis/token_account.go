package diagnosis

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// Kinds of tokens.
const (
	AccessToken  = "access"
	RefreshToken = "refresh"
)

// A Token describes the token that an exchange sent or received. All of it is masked.
type Token struct {
	Kind    string            `json:"kind"`
	Where   location.Location `json:"where"` // as in Evidence
	Masked  string            `json:"masked"`
	JWT     bool              `json:"jwt"`              // it says itself what it is; otherwise only the session shows it
	Claims  []Claim           `json:"claims,omitempty"` // of a JWT, in its order
	Owner   string            `json:"owner,omitempty"`
	Client  string            `json:"client,omitempty"`
	Refresh bool              `json:"refresh,omitempty"` // a refresh token came with it

	Scopes       []string `json:"scopes,omitempty"`
	UnknownCodes []string `json:"unknownCodes,omitempty"` // of scopes that the pack does not have

	Issued  time.Time `json:"issued,omitzero"`
	Expires time.Time `json:"expires,omitzero"`
	Used    time.Time `json:"used,omitzero"`     // when the exchange was, by the server's clock if known
	Source  int       `json:"source,omitempty"`  // exchange that brought the token, 0: not in the session
	Revoked int       `json:"revoked,omitempty"` // exchange that revoked it before, 0: none
	Spent   int       `json:"spent,omitempty"`   // of a refresh token: exchange that got a new pair for it before, 0: none
}

// A Claim is one member of a token's payload.
type Claim struct {
	Name string    `json:"name"`
	Text string    `json:"text"`
	Time time.Time `json:"time,omitzero"` // for those that are times
}

// Lifetime is how long the token lives; 0 when that is not known.
func (t *Token) Lifetime() time.Duration {
	if t.Issued.IsZero() || t.Expires.IsZero() || !t.Expires.After(t.Issued) {
		return 0
	}
	return t.Expires.Sub(t.Issued)
}

// Token describes the token that an exchange sent, or otherwise received; nil if there is none.
func (s *Session) Token(id int) *Token {
	r := s.Recorded(id)
	x := &r.Exchange
	if r.Pack == nil || r.Preflight {
		return nil
	}
	e := s.passOf(id, s.interpret(r))
	t := session.UsedToken{Where: location.ResponseBody.Member("access_token"), Text: session.TokenAnswer(x).Access}
	if t.Text == "" {
		if r.Step == "token" {
			return refreshTokenSent(e)
		}
		found, ok := e.Token()
		if !ok {
			return nil
		}
		t = found
	}
	t.Key = session.KeyOf(t.Text)
	t.Claims, t.Jwt = jwt.Decode(t.Text)
	return accountOf(e, t)
}

func accountOf(pass *analysis.Pass, t session.UsedToken) *Token {
	used, _ := httpmsg.RequestTime(pass.Exchange)
	a := &Token{Kind: AccessToken, Where: t.Where, Masked: redact.Secret(t.Text), JWT: t.Jwt, Owner: t.Claims.Subject, Client: t.Claims.Client,
		Issued: t.Claims.Issued, Expires: t.Claims.Expires, Used: used}
	if t.Jwt {
		a.Claims = listClaims(t.Text)
	}
	if g := pass.Session.IssueOf(t.Text); g != nil {
		a.Source, a.Refresh = g.ID, g.Refresh != ""
		a.fillFrom(g, pass.Session.Exchange(g.ID))
	}
	if g, ok := pass.GrantedTo(t); ok {
		a.Scopes, a.UnknownCodes = slices.Clone(g.Names), g.Unknown
	}
	if when, ok := pass.Session.Revoked(t.Text, pass.Now()); ok {
		a.Revoked = when.ID
	}
	return a
}

// fillFrom adds what the response that brought the token says and the token does not.
func (a *Token) fillFrom(g *session.TokenIssue, x *httpmsg.Exchange) {
	if a.Owner == "" {
		a.Owner = g.User
	}
	if a.Client == "" {
		a.Client = g.Client
	}
	var answer struct {
		Lifetime int64 `json:"expires_in"`
	}
	if json.Unmarshal([]byte(x.Response.Body.Text), &answer) != nil || answer.Lifetime <= 0 || answer.Lifetime > int64(maxLifetime/time.Second) {
		return
	}
	born, _ := httpmsg.RequestTime(x)
	if a.Issued.IsZero() {
		a.Issued = born
	}
	if a.Expires.IsZero() && !born.IsZero() {
		a.Expires = born.Add(time.Duration(answer.Lifetime) * time.Second)
	}
}

// maxLifetime bounds what is believed of an expires_in.
const maxLifetime = 10 * 365 * 24 * time.Hour

// refreshTokenSent describes the refresh token that a request sent.
func refreshTokenSent(pass *analysis.Pass) *Token {
	text, _ := httpmsg.NamedParam(&pass.Exchange.Request, "refresh_token")
	if text == "" || httpmsg.IsPlaceholder(text) {
		return nil
	}
	used, _ := httpmsg.RequestTime(pass.Exchange)
	a := &Token{Kind: RefreshToken, Where: location.RequestParameter("refresh_token"), Masked: redact.Secret(text), Used: used}
	at := pass.Now()
	when, revoked := pass.Session.Revoked(text, at)
	if g := pass.Session.IssueWith(text); g != nil {
		a.Owner, a.Client, a.Scopes, a.Source = g.User, g.Client, strings.Fields(g.Scope), g.ID
		if !revoked {
			when, revoked = pass.Session.Revoked(g.Access, at) // its pair
		}
	}
	if revoked {
		a.Revoked = when.ID
	}
	if u := pass.Session.RefreshUses(text); u != nil {
		if first := pass.Session.FirstSpending(pass.Now(), u, text); first != nil {
			a.Spent = first.ID
		}
	}
	return a
}

// maxClaims bounds the claims that are listed.
const maxClaims = 40

// listClaims lists the claims of a token in its own order.
func listClaims(token string) (list []Claim) {
	for _, m := range jwt.Members(token, maxClaims) {
		list = append(list, claimOf(m.Name, m.Value))
	}
	return list
}

func claimOf(name string, value json.RawMessage) Claim {
	c := Claim{Name: name, Text: string(value)}
	var text string
	if json.Unmarshal(value, &text) == nil {
		c.Text = text
	}
	switch name {
	case "exp", "iat", "nbf", "auth_time":
		if seconds, err := strconv.ParseInt(c.Text, 10, 64); err == nil && seconds > 0 && seconds < 1<<35 {
			c.Time = time.Unix(seconds, 0).UTC()
			return c
		}
	}
	c.Text = redact.Param(name, c.Text)
	return c
}

// Span says how long a time is, in the two largest units that matter.
func (s *Session) Span(d time.Duration) string { return (&analysis.Pass{Session: s.Session}).Span(d) }
