package diagnose

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// token finds the access token that a request was made with: in its header,
// or, where that was not recorded, in the answer, if it repeats the token.
func (e *examination) token() (session.UsedToken, bool) {
	if _, recorded := e.exchange.Request.Header("Authorization"); recorded {
		return e.session.Sent(e.exchange)
	}
	if len(e.matches) == 0 {
		return session.UsedToken{}, false
	}
	text := jwt.Find(e.exchange.Response.Body.Text)
	if len(text) < 16 || httpmsg.IsPlaceholder(text) {
		return session.UsedToken{}, false
	}
	t := session.ReadToken(text)
	t.Where = e.matches[0].whereRead()
	return t, true
}

// examineToken reads the access token of a refused request.
func examineToken(e *examination) []clue {
	if s := e.exchange.Response.Status; s != httpmsg.StatusBadRequest && s != httpmsg.StatusUnauthorized && s != httpmsg.StatusForbidden || e.Preflight {
		return nil
	}
	if e.Step == "token" {
		return e.onlyRefused(examineRefreshToken(e))
	}
	if e.wantedScheme() != httpmsg.Bearer {
		return nil
	}
	t, ok := e.token()
	if !ok {
		return scopeNeeded(e)
	}
	found := examineForm(e, t)
	if t.Jwt {
		found = append(found, examineExpiry(e, t)...)
	}
	found = append(found, examineHistory(e, t)...)
	return e.onlyRefused(append(found, examinePermission(e, t)...))
}

// permissionCauses are all that examinePermission finds.
var permissionCauses = []string{"token-of-another-user", "token-of-another-client", "scope-is-granted", "permission-despite-scope", "scope-not-granted", "scope-needed"}

// examinePermission compares what the call needs with whose token it is and
// what that may do.
func examinePermission(e *examination, t session.UsedToken) []clue {
	if e.exchange.Response.Status == httpmsg.StatusUnauthorized && !slices.ContainsFunc(permissionCauses, e.explains) {
		return nil
	}
	var found []clue
	if t.Jwt {
		found = append(found, examineOwner(e, t)...)
		found = append(found, examineClient(e, t)...)
	}
	found = append(found, examineScopes(e, t)...)
	if e.exchange.Response.Status == httpmsg.StatusUnauthorized {
		return e.onlyExplaining(found) // a token that is refused itself comes first
	}
	if len(e.matches) == 0 {
		for i := range found {
			if found[i].certainty == Certain {
				found[i].certainty = Likely // nothing in the answer speaks for it
			}
		}
	}
	return found
}

// examineForm tells tokens that are no access tokens of this API.
func examineForm(e *examination, t session.UsedToken) []clue {
	if g, known := e.session.RefreshIssue(t.Key); known {
		return []clue{{cause: "refresh-token-as-access-token", certainty: Certain, weight: 18, evidence: []Evidence{
			{e.say("label.token"), redact.Secret(t.Text), t.Where},
			{"refresh_token", e.say("text.same-as-refresh"), session.ExchangeName(g.ID)},
		}}}
	}
	if t.Jwt {
		for _, example := range e.Pack.Credentials.ExampleTokens {
			if t.Claims.Subject == example.Subject && t.Claims.Client == example.Client && t.Claims.Expires.Unix() == example.Expires {
				return []clue{{cause: "documentation-token", certainty: Certain, weight: 19,
					values:   map[string]string{"owner": example.Subject, "client_id": example.Client},
					evidence: []Evidence{{e.say("label.token"), "sub " + example.Subject + ", aud " + example.Client, t.Where}}}}
			}
		}
		if wanted := e.Pack.Token.Claims["typ"]; wanted != "" && t.Claims.Type != "" && t.Claims.Type != wanted {
			return []clue{{cause: "refresh-token-as-access-token", certainty: Certain, weight: 18,
				evidence: []Evidence{{"typ", e.say("difference.other", "this", t.Claims.Type, "that", wanted), t.Where}}}}
		}
		return nil
	}
	_, issued := e.session.TokenIssue(t.Key)
	if issued || len(e.Pack.Token.Claims) == 0 || t.Where != httpmsg.AtAuthorization {
		return nil
	}
	for _, start := range e.Pack.Credentials.ForeignTokens {
		if strings.HasPrefix(t.Text, start) {
			return nil
		}
	}
	shape := []Evidence{{e.say("label.token"), e.count("text.characters", len(t.Text), "token", redact.Secret(t.Text)), t.Where}}
	switch {
	case strings.HasPrefix(t.Text, "eyJ"):
		return []clue{{cause: "token-damaged", certainty: Certain, weight: 15, values: map[string]string{"token": t.Text}, evidence: shape}}
	case strings.Trim(strings.ToLower(t.Text), "0123456789abcdef") == "":
		return []clue{{cause: "token-like-refresh-token", certainty: Likely, weight: 12, evidence: shape}}
	}
	return []clue{{cause: "token-no-jwt", certainty: Likely, weight: 10, evidence: shape}}
}

// examineRefreshToken finds an access token sent where a refresh token belongs.
func examineRefreshToken(e *examination) []clue {
	text, _ := httpmsg.NamedParam(&e.exchange.Request, "refresh_token")
	c, isJWT := jwt.Decode(text)
	_, issued := e.session.TokenIssue(session.KeyOf(text))
	wanted := e.Pack.Token.Claims["typ"]
	if text == "" || !issued && (!isJWT || wanted == "" || c.Type != wanted) {
		return nil
	}
	return []clue{{cause: "access-token-as-refresh-token", certainty: Certain, weight: 18,
		evidence: []Evidence{{"refresh_token", e.say("text.access-token", "token", redact.Secret(text)), "request parameter refresh_token"}}}}
}

// examineExpiry compares the token's end with the time of the request.
func examineExpiry(e *examination, t session.UsedToken) []clue {
	ends := t.Claims.Expires
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
		evidence := []Evidence{{"exp", values["expired"], t.Where}, {e.say("label.request"), values["request_time"], where}}
		values["issued"], values["lifetime"] = "", ""
		if !t.Claims.Issued.IsZero() {
			values["issued"], values["lifetime"] = timeText(t.Claims.Issued), e.span(ends.Sub(t.Claims.Issued))
			evidence = append(evidence, Evidence{"iat", values["issued"], t.Where})
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
func examineOwner(e *examination, t session.UsedToken) []clue {
	user := userInPath(e)
	if user == "" || user == e.Pack.Self || t.Claims.Subject == "" || user == t.Claims.Subject {
		return nil
	}
	return []clue{{cause: "token-of-another-user", certainty: Certain, weight: 14,
		values:   map[string]string{"owner": t.Claims.Subject, "user": user},
		evidence: []Evidence{{"user-id", user, "request URL"}, {"sub", t.Claims.Subject, t.Where}}, corrections: ownUser(e)}}
}

// userInPath is what stands for {user-id} in the request's path.
func userInPath(e *examination) string {
	for _, p := range e.places() {
		if p.Name == "user-id" {
			return p.Value
		}
	}
	return ""
}

// ownUser asks for the token's owner in the place of a user.
func ownUser(e *examination) []Correction {
	segment := slices.Index(strings.Split(e.Endpoint.Path, "/"), "{user-id}")
	return toPath(httpmsg.PathWith(e.exchange.Request.URL, map[int]string{segment: "-"}))
}

// examineClient compares the token's client with those of the session's other
// requests.
func examineClient(e *examination, t session.UsedToken) []clue {
	clients := e.session.Clients(e.Pack.ID)
	if _, seen := clients[t.Claims.Client]; seen || t.Claims.Client == "" || len(clients) == 0 {
		return nil
	}
	others := slices.Sorted(maps.Keys(clients))
	first := clients[others[0]]
	if len(others) > 3 {
		others = append(others[:3], "…")
	}
	list := strings.Join(others, ", ")
	return []clue{{cause: "token-of-another-client", certainty: Certain, weight: 8,
		values:   map[string]string{"client_id": t.Claims.Client, "clients": list},
		evidence: []Evidence{{"aud", t.Claims.Client, t.Where}, {e.say("label.client"), e.say("text.in-other-requests", "clients", list), session.ExchangeName(first.ID)}}}}
}

// examineHistory looks for what became of the token earlier in the session.
func examineHistory(e *examination, t session.UsedToken) []clue {
	at := e.now()
	var found []clue
	if when, ok := e.session.Revoked(t.Key, at); ok {
		found = append(found, clue{cause: "token-revoked", certainty: Certain, weight: 17,
			values:   map[string]string{"age": e.span(at.Start.Sub(when.Start)), "exchange": strconv.Itoa(when.ID)},
			evidence: []Evidence{{e.say("label.revoked"), timeText(when.Start), session.ExchangeName(when.ID)}}})
	}
	if g, ok := e.session.ReplacedBy(t.Key, t.Claims, at); ok {
		certainty := Certain
		if now, _ := httpmsg.RequestTime(e.exchange); t.Claims.Expires.After(now) {
			certainty = Likely // an older token stays valid until it ends
		}
		found = append(found, clue{cause: "token-replaced", certainty: certainty, weight: 11,
			values:   map[string]string{"age": e.span(at.Start.Sub(g.Start)), "exchange": strconv.Itoa(g.ID)},
			evidence: []Evidence{{e.say("label.newer-token"), e.say("text.given-out-at", "time", timeText(g.Start)), session.ExchangeName(g.ID)}}})
	}
	return found
}

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
func (e *examination) grantedTo(t session.UsedToken) (granted, bool) {
	if g, ok := e.session.TokenIssue(t.Key); ok && g.Scope != "" {
		return granted{names: strings.Fields(g.Scope), where: session.ExchangeName(g.ID)}, true
	}
	if len(t.Claims.Scopes) == 0 {
		return granted{}, false
	}
	g := granted{where: t.Where}
	for _, code := range t.Claims.Scopes {
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
func examineScopes(e *examination, t session.UsedToken) []clue {
	needed := e.neededScopes()
	g, ok := e.grantedTo(t)
	if !ok {
		return scopeNeeded(e)
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
	for _, f := range e.matches {
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
