package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
	"misstep/wasm/redact"
)

// examineAuthorization reads the Authorization header of a refused request.
func examineAuthorization(e *examination) []clue {
	if e.Preflight || e.data {
		return nil
	}
	scheme := e.wantedScheme()
	found := foreignClient(e)
	if scheme == "" {
		return e.onlyRefused(found)
	}
	value, recorded := e.exchange.Request.Header("Authorization")
	where := httpmsg.AtAuthorization
	if !recorded {
		if value, where = echoedHeader(e, scheme); value == "" {
			return e.onlyRefused(append(found, absentHeader(e, scheme)...))
		}
	}
	if c := headerClue(e, scheme, value, where); c != nil {
		found = append(found, *c)
	}
	return e.onlyRefused(found)
}

// A headerKey is all that a header's form is judged by.
type headerKey struct{ pack, wanted, value, where string }

// headerClue is what is wrong with a header's form; nil when it is right. Most
// requests of a session send the same few.
func headerClue(e *examination, wanted, value, where string) *clue {
	return memoOf[headerKey, *clue](e, "headers").get(headerKey{e.Pack.ID, wanted, value, where}, func() *clue {
		if c, wrong := examineHeader(e, wanted, value, where); wrong {
			return &c
		}
		return nil
	})
}

// onlyRefused keeps the clues to a 401, and to other answers only those whose
// cause explains what the answer says: whatever else is odd about the header,
// it was not why the request failed. A 403 that says nothing may have any cause.
func (e *examination) onlyRefused(clues []clue) []clue {
	status := e.exchange.Response.Status
	if status == httpmsg.StatusUnauthorized || status == httpmsg.StatusForbidden && len(e.matches) == 0 {
		return clues
	}
	if status == httpmsg.StatusBadRequest && e.Step == "token" && e.unread() {
		for i := range clues {
			if clues[i].certainty == Certain {
				clues[i].certainty = Likely // it may as well be the code or the refresh token
			}
		}
		return clues
	}
	return e.onlyExplaining(clues)
}

// onlyExplaining keeps the clues whose cause explains what the answer says.
func (e *examination) onlyExplaining(clues []clue) []clue {
	return slices.DeleteFunc(clues, func(c clue) bool { return !e.explains(c.cause) })
}

// explains reports whether the answer shows an entry that this cause explains.
func (e *examination) explains(id string) bool {
	_, cause := e.session.Catalog().Cause(e.Pack.ID, id)
	return cause != nil && slices.ContainsFunc(e.matches, func(f matched) bool { return slices.Contains(cause.Explains, f.ID) })
}

// wantedScheme is how this call is to be authorised: clients prove themselves
// with Basic, everything else is done in a user's name with Bearer. "" when
// the call takes no header, or nobody knows.
func (e *examination) wantedScheme() string {
	switch e.Step {
	case "token", "revoke":
		return httpmsg.Basic
	case "introspect":
		return httpmsg.Bearer
	case "authorize":
		return ""
	}
	if e.Endpoint == nil || len(e.Endpoint.Scopes) > 0 || strings.Contains(e.Endpoint.Path, "{user-id}") {
		return httpmsg.Bearer
	}
	return ""
}

// examineHeader finds what is wrong with a header's form, one thing at most.
func examineHeader(e *examination, wanted, value, where string) (clue, bool) {
	value = strings.TrimSpace(value)
	scheme, credentials, split := strings.Cut(value, " ")
	credentials = strings.TrimSpace(credentials)
	tell := func(cause, shown string) (clue, bool) {
		return clue{
			cause: cause, certainty: Certain, weight: 20,
			values:   map[string]string{"header": shown},
			evidence: []Evidence{{"Authorization", shown, where}}, corrections: headerCorrections(cause, wanted, value),
		}, true
	}
	known := strings.EqualFold(scheme, httpmsg.Basic) || strings.EqualFold(scheme, httpmsg.Bearer)
	switch {
	case httpmsg.IsPlaceholder(value):
		return tell("authorization-placeholder", value)
	case !split && known || value == "":
		return tell("authorization-empty", value)
	case known && httpmsg.IsPlaceholder(credentials):
		return tell("authorization-placeholder", scheme+" "+credentials)
	case known && isRepeated(scheme, credentials):
		last := credentials[strings.LastIndexByte(credentials, ' ')+1:]
		return tell("authorization-scheme-twice", scheme+" "+strings.TrimSuffix(credentials, last)+redact.Secret(last))
	case strings.EqualFold(scheme, httpmsg.Bearer) && wanted == httpmsg.Basic:
		return tell("authorization-bearer-for-basic", httpmsg.Bearer+" "+redact.Secret(credentials))
	case strings.EqualFold(scheme, httpmsg.Basic) && wanted == httpmsg.Bearer:
		return tell("authorization-basic-for-bearer", httpmsg.Basic+" "+redact.Secret(credentials))
	case strings.EqualFold(scheme, "OAuth") && strings.Contains(credentials, "oauth_"):
		return tell("authorization-oauth1", "OAuth oauth_…")
	case !known && !split:
		return tell("authorization-no-scheme", redact.Secret(value))
	case !known:
		return tell("authorization-other-scheme", redact.Text(scheme)+" …")
	case strings.EqualFold(scheme, httpmsg.Basic):
		return examineBasic(e, credentials, where)
	}
	if first, last := credentials[0], credentials[len(credentials)-1]; strings.IndexByte("\"'`", first) >= 0 || strings.IndexByte("\"'`", last) >= 0 {
		return tell("authorization-quotes", httpmsg.Bearer+" "+maskInner(credentials))
	}
	if strings.ContainsFunc(credentials, unicode.IsSpace) || hasEscape(credentials) {
		return tell("authorization-space", httpmsg.Bearer+" "+maskInner(credentials))
	}
	for _, start := range e.Pack.Credentials.ForeignTokens {
		if strings.HasPrefix(credentials, start) {
			return tell("authorization-foreign-token", httpmsg.Bearer+" "+start+"…")
		}
	}
	return clue{}, false
}

// isRepeated reports whether the scheme stands before the credentials again.
func isRepeated(scheme, credentials string) bool {
	again, _, _ := strings.Cut(credentials, " ")
	return strings.EqualFold(again, scheme)
}

// hasEscape reports whether a line break is written out in the token: \n, %0A.
func hasEscape(token string) bool {
	lower := strings.ToLower(token)
	return strings.Contains(lower, `\n`) || strings.Contains(lower, `\r`) || strings.Contains(lower, "%0a") || strings.Contains(lower, "%0d") || strings.Contains(lower, "%20")
}

// maskInner masks a text and leaves what is odd at both its ends to be seen,
// control characters and spaces escaped.
func maskInner(text string) string {
	odd := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) || r > unicode.MaxASCII }
	inner := strings.TrimFunc(text, odd)
	if inner == "" {
		return escape(text)
	}
	before, after, _ := strings.Cut(text, inner)
	return escape(before) + redact.Secret(inner) + escape(after)
}

// escape writes characters that cannot be seen in the way of Go and JavaScript;
// a space as ␠, lest it vanish.
func escape(text string) string {
	quoted := strconv.QuoteToASCII(text)
	quoted = strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
	return strings.ReplaceAll(quoted, " ", "␠")
}

// examineBasic reads client id and secret.
func examineBasic(e *examination, credentials, where string) (clue, bool) {
	tell := func(cause, shown, part string) (clue, bool) {
		return clue{
			cause: cause, certainty: Certain, weight: 20,
			values:   map[string]string{"header": shown, "part": part},
			evidence: []Evidence{{e.say("label.basic-decoded"), shown, where}},
		}, true
	}
	decoded, ok := httpmsg.DecodeBasic(credentials)
	if !ok {
		c, _ := tell("basic-no-base64", maskPair(credentials), "")
		c.evidence[0].Label = e.say("label.after-basic")
		if id, _, pair := strings.Cut(credentials, ":"); pair {
			c.corrections = basicCorrections(id)
		}
		return c, true
	}
	id, secret, pair := strings.Cut(decoded, ":")
	corrected := func(cause, shown, part string) (clue, bool) {
		c, ok := tell(cause, shown, part)
		c.corrections = basicCorrections(id)
		return c, ok
	}
	shown := escape(id) + ":" + maskInner(secret)
	switch {
	case !pair:
		return tell("basic-no-colon", maskInner(decoded), "")
	case httpmsg.IsPlaceholder(secret):
		part := e.say("value.client-secret")
		if httpmsg.IsPlaceholder(id) {
			part = e.say("value.client-id")
		}
		return tell("basic-placeholder", escape(id)+":"+escape(secret), part)
	case httpmsg.IsPlaceholder(id) || id == "":
		return tell("basic-placeholder", shown, e.say("value.client-id"))
	case strings.TrimSpace(secret) == "":
		return tell("basic-empty-secret", escape(decoded), "")
	case hasBlank(id):
		return corrected("basic-space", shown, e.say("value.client-id"))
	case hasBlank(secret):
		return corrected("basic-space", shown, e.say("value.client-secret"))
	case strings.ContainsAny(id, "\"'"):
		return corrected("basic-quotes", shown, e.say("value.client-id"))
	case strings.ContainsAny(secret, "\"'"):
		return corrected("basic-quotes", shown, e.say("value.client-secret"))
	}
	return clue{}, false
}

// hasBlank reports whether a text holds a character that cannot be seen.
func hasBlank(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff'
	})
}

// maskPair masks what should have been encoded: id:secret in clear, or one word.
func maskPair(text string) string {
	if id, secret, pair := strings.Cut(text, ":"); pair {
		return escape(id) + ":" + redact.Secret(secret)
	}
	return redact.Secret(text)
}

// echoedHeader is the header as the server says it received it, for recordings
// without it.
func echoedHeader(e *examination, wanted string) (value, where string) {
	for _, f := range e.matches {
		if token := f.Values["access_token"]; wanted == httpmsg.Bearer && httpmsg.IsNothing(token) {
			return httpmsg.Bearer + " " + token, f.whereRead()
		}
		told := f.Values["header"]
		if told == "" || told == "null" {
			continue
		}
		if httpmsg.IsPlaceholder(told) {
			return told, f.whereRead()
		}
		// Its value is masked there; read it where it was masked.
		if _, after, found := strings.Cut(e.exchange.Response.Body.Text, httpmsg.Basic+" "); found {
			end := strings.IndexFunc(after, func(r rune) bool { return !jwt.IsRune(r) && r != '+' && r != '/' && r != '=' })
			if end > 0 {
				return httpmsg.Basic + " " + strings.TrimRight(after[:end], "."), f.whereRead()
			}
		}
	}
	return "", ""
}

// whereRead is where a finding's message or type was read.
func (f *matched) whereRead() string {
	return cmp.Or(f.read, "response body")
}

// absentHeader is what can be said when no Authorization header was recorded.
// Many recordings leave it out on purpose; then it is not missing.
func absentHeader(e *examination, wanted string) []clue {
	if e.unread() {
		return absentUnread(e, wanted)
	}
	told := slices.ContainsFunc(e.matches, func(f matched) bool { return f.Values["header"] == "null" })
	recorded := len(e.exchange.Request.Headers) > 0 && e.session.RecordsHeaders()
	if !told && !recorded {
		if len(e.matches) == 0 || e.matches[0].Certainty == Possible {
			return nil
		}
		return []clue{{cause: "authorization-not-recorded", certainty: Possible, weight: -20,
			evidence: []Evidence{{"Authorization", e.say("text.not-recorded"), httpmsg.AtAuthorization}}}}
	}
	cause := "authorization-missing"
	if wanted == httpmsg.Basic {
		if value, _ := httpmsg.NamedParam(&e.exchange.Request, "client_id"); value != "" {
			return nil // a public client names itself in the form
		}
		cause = "client-authorization-missing"
	}
	if !e.explains(cause) {
		return nil
	}
	return []clue{{cause: cause, certainty: Certain, weight: 20, evidence: []Evidence{{"Authorization", e.say("text.no-such-header"), httpmsg.AtAuthorization}}}}
}

// absentUnread is the same where the answer says nothing. A header that a
// preflight asked leave for was sent.
func absentUnread(e *examination, wanted string) []clue {
	r, status := &e.exchange.Request, e.exchange.Response.Status
	if len(r.Headers) == 0 || sentUnrecorded(e) {
		return nil
	}
	c := clue{cause: "authorization-missing", certainty: Likely, weight: 20, evidence: []Evidence{{"Authorization", e.say("text.no-such-header"), httpmsg.AtAuthorization}}}
	switch {
	case wanted == httpmsg.Bearer && (status == httpmsg.StatusUnauthorized || status == httpmsg.StatusForbidden):
	case e.Step == "token" && (status == httpmsg.StatusUnauthorized || status == httpmsg.StatusBadRequest) && len(r.Params()) > 0:
		for _, name := range []string{"client_id", "client_assertion"} {
			if value, _ := httpmsg.NamedParam(r, name); value != "" {
				return nil
			}
		}
		c.cause = "client-authorization-missing"
	default:
		return nil
	}
	c.evidence = append(c.evidence, statusAndBody(e)...)
	return []clue{c}
}

// foreignClient finds the client id of another vendor's console.
func foreignClient(e *examination) []clue {
	if e.Step == "" || len(e.Pack.Credentials.ForeignClients) == 0 {
		return nil
	}
	id, where := httpmsg.ClientID(&e.exchange.Request)
	id = strings.TrimSpace(id)
	for _, end := range e.Pack.Credentials.ForeignClients {
		if strings.HasSuffix(id, end) {
			return []clue{{cause: "foreign-client", certainty: Certain, weight: 30,
				values: map[string]string{"client_id": id}, evidence: []Evidence{{"client_id", id, where}}}}
		}
	}
	return nil
}
