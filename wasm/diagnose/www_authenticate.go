package diagnose

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

const atWWWAuthenticate = "response header WWW-Authenticate"

// longestChallenge bounds how much of a WWW-Authenticate header is read, in bytes.
const longestChallenge = 4 << 10

// bearerChallenge is what a WWW-Authenticate header says of the Bearer scheme:
// error, error_description, scope and realm (RFC 6750, section 3). told is false
// where no header speaks of the scheme.
func bearerChallenge(x *httpmsg.Exchange) (parameters map[string]string, told bool) {
	for _, h := range x.Response.Headers {
		if !strings.EqualFold(h.Name, "WWW-Authenticate") || len(h.Value) > longestChallenge {
			continue
		}
		at := strings.Index(asciiLower(h.Value), "bearer")
		if at < 0 {
			continue
		}
		return authParameters(h.Value[at+len("bearer"):]), true
	}
	return nil, false
}

// authParameters reads name=value and name="value" until the next scheme begins.
func authParameters(text string) map[string]string {
	found := map[string]string{}
	for {
		text = strings.TrimLeft(text, " \t\r\n,")
		name, rest, ok := strings.Cut(text, "=")
		name = strings.TrimRight(name, " \t")
		if !ok || name == "" || strings.ContainsAny(name, " \t\r\n,\"") {
			return found
		}
		rest = strings.TrimLeft(rest, " \t")
		var value string
		if value, text, ok = quotedString(rest); !ok {
			end := strings.IndexAny(rest+",", " \t\r\n,")
			value, text = rest[:end], rest[end:]
		}
		if name = asciiLower(name); found[name] == "" {
			found[name] = value
		}
	}
}

// quotedString reads a quoted string and what is behind it.
func quotedString(text string) (value, rest string, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		return "", text, false
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '"':
			return b.String(), text[i+1:], true
		case text[i] == '\\' && i+1 < len(text):
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String(), "", true
}

// byChallenge reads the error from the WWW-Authenticate header where the body
// tells none: it was lost, is empty, or is a page.
func byChallenge(x *httpmsg.Exchange, found []catalog.Symptom) []catalog.Symptom {
	if status := x.Response.Status; status < 400 || status >= 500 || len(found) != 1 || found[0].Kind != "" {
		return found
	}
	if s := &found[0]; s.Type != "" || s.Message != "" && s.Body != "html" {
		return found
	}
	challenge, _ := bearerChallenge(x)
	if challenge["error"] == "" {
		return found
	}
	told := found[0]
	told.Type, told.Message, told.Where = challenge["error"], strings.Join(strings.Fields(challenge["error_description"]), " "), atWWWAuthenticate
	return []catalog.Symptom{told}
}

// scopeNeeded names the scope of a call that the answer refused for want of
// one, where nothing tells which ones the token has.
func (e *examination) scopeNeeded() []clue {
	if !e.explains("scope-needed") {
		return nil
	}
	needed, certainty := e.neededScopes(), Likely
	evidence := []Evidence{{e.say("label.needed"), strings.Join(needed, ", "), "request URL"}}
	challenge, _ := bearerChallenge(e.exchange)
	told := e.ownScopes(challenge["scope"])
	if len(told) > 0 {
		certainty = Certain
		if !slices.ContainsFunc(needed, func(scope string) bool { return slices.Contains(told, scope) }) {
			needed, evidence = []string{e.narrowest(told)}, nil
		}
	}
	if len(needed) == 0 {
		return nil
	}
	if challenge["scope"] != "" {
		evidence = append(evidence, Evidence{"scope", challenge["scope"], atWWWAuthenticate})
	}
	return []clue{{cause: "scope-needed", certainty: certainty, weight: -3, values: map[string]string{"scope": strings.Join(needed, ", ")}, evidence: evidence}}
}

// ownScopes are those of a list that the API has.
func (e *examination) ownScopes(list string) []string {
	return slices.DeleteFunc(strings.Fields(list), func(name string) bool {
		return !strings.HasPrefix(name, e.pack.ScopePrefix) || !slices.ContainsFunc(e.pack.Scopes, func(s catalog.Scope) bool { return s.Name == name })
	})
}

// narrowest is the scope of a list that all others of it include, or the first.
func (e *examination) narrowest(list []string) string {
	for _, scope := range list {
		if !slices.ContainsFunc(list, func(other string) bool { return !e.pack.Grants(other, scope) }) {
			return scope
		}
	}
	return list[0]
}
