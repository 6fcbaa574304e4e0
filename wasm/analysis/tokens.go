package analysis

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
	"misstep/wasm/session"
)

// WantedScheme is how this call is to be authorized: clients prove themselves
// with Basic, everything else is done in a user's name with Bearer. "" when
// the call takes no header, or nobody knows.
func (pass *Pass) WantedScheme() string {
	switch pass.Step {
	case "token", "revoke":
		return httpmsg.Basic
	case "introspect":
		return httpmsg.Bearer
	case "authorize":
		return ""
	}
	if pass.Endpoint == nil || pass.Endpoint.NeedsToken() {
		return httpmsg.Bearer
	}
	return ""
}

// A Predecessor is the API whose place the examined one took.
type Predecessor struct{ *catalog.Pack }

// Predecessor finds the pack that names this one as its successor; nil when
// there is none.
func (pass *Pass) Predecessor() *Predecessor {
	if pack := pass.Session.Catalog().Predecessor(pass.Pack.ID); pack != nil {
		return &Predecessor{pack}
	}
	return nil
}

func (p *Predecessor) HasScope(name string) bool {
	return slices.ContainsFunc(p.Scopes, func(s catalog.Scope) bool { return s.Name == name })
}

// Token finds the access token that a request was made with: in its header,
// or, where that was not recorded, in the response, if it repeats the token.
func (pass *Pass) Token() (session.UsedToken, bool) {
	if _, recorded := pass.Exchange.Request.Header("Authorization"); recorded {
		return pass.Session.Sent(pass.Exchange)
	}
	if len(pass.Matches) == 0 {
		return session.UsedToken{}, false
	}
	text := jwt.Find(pass.Exchange.Response.Body.Text)
	if len(text) < 16 || httpmsg.IsPlaceholder(text) {
		return session.UsedToken{}, false
	}
	t := session.ReadToken(text)
	t.Where = pass.Matches[0].WhereRead()
	return t, true
}

// Granted is what a token may do.
type Granted struct {
	Names   []string // of scopes
	Unknown []string // codes that no scope of the pack has
	Where   location.Location
}

// Has reports whether a scope is granted, and whether that is known for sure.
func (g Granted) Has(scope string, pack *catalog.Pack) (has, known bool) {
	if slices.ContainsFunc(g.Names, func(name string) bool { return pack.Grants(name, scope) }) {
		return true, true
	}
	if len(g.Unknown) == 0 {
		return false, true
	}
	// One of the unknown codes may be that of this scope, unless its own is known.
	n := slices.IndexFunc(pack.Scopes, func(s catalog.Scope) bool { return s.Name == scope })
	return false, n >= 0 && pack.Scopes[n].Code != ""
}

// GrantedTo reads a token's scopes: by name in the response it came with, otherwise
// by short code in its claims.
func (pass *Pass) GrantedTo(t session.UsedToken) (Granted, bool) {
	if g := pass.Session.IssueOf(t.Text); g != nil && g.Scope != "" {
		return Granted{Names: strings.Fields(g.Scope), Where: location.Exchange(g.ID)}, true
	}
	if len(t.Claims.Scopes) == 0 {
		return Granted{}, false
	}
	g := Granted{Where: t.Where}
	for _, code := range t.Claims.Scopes {
		n := slices.IndexFunc(pass.Pack.Scopes, func(s catalog.Scope) bool {
			return s.Code != "" && len(code) > 1 && code[1:] == s.Code && (code[0] == 'r' || code[0] == 'w')
		})
		if n < 0 {
			g.Unknown = append(g.Unknown, code)
		} else if !slices.Contains(g.Names, pass.Pack.Scopes[n].Name) {
			g.Names = append(g.Names, pass.Pack.Scopes[n].Name)
		}
	}
	return g, true
}

// NeededScopes are those of the endpoint; the response's word, if it names one,
// counts more.
func (pass *Pass) NeededScopes() []string {
	for _, f := range pass.Matches {
		named := f.Values["resource"]
		if slices.ContainsFunc(pass.Pack.Scopes, func(s catalog.Scope) bool { return s.Name == named }) {
			return []string{named}
		}
	}
	return pass.Pack.ScopesFor(pass.Endpoint, pass.Path)
}

// OwnScopeOf is a granted scope that only writes, where the call reads what its
// application wrote itself: that is enough then; "" if there is none.
func (pass *Pass) OwnScopeOf(g Granted) string {
	own := pass.Pack.OwnFamily
	if own == "" || pass.Endpoint == nil || pass.Endpoint.Action == "" {
		return ""
	}
	t := pass.Pack.DataType(catalog.PathValue(pass.Endpoint, pass.Path, "data-type"))
	r := &pass.Exchange.Request
	if t == nil || httpmsg.FirstParam(httpmsg.Query(r.URL), pass.Pack.Parameters["source"]) != own && !strings.Contains(httpmsg.BodyText(r), `"`+own+`"`) {
		return ""
	}
	for _, scope := range t.Write {
		if has, _ := g.Has(scope, pass.Pack); has {
			return scope
		}
	}
	return ""
}

// AnyScopeOf is a granted scope among those of which the endpoint needs only one; "" if
// there is none.
func (pass *Pass) AnyScopeOf(g Granted) string {
	if pass.Endpoint == nil {
		return ""
	}
	for _, scope := range pass.Endpoint.AnyScope {
		if has, _ := g.Has(scope, pass.Pack); has {
			return scope
		}
	}
	return ""
}
