package errorformat

import (
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
)

// longestChallenge bounds how much of a WWW-Authenticate header is read, in bytes.
const longestChallenge = 4 << 10

// BearerChallenge is what a WWW-Authenticate header says of the Bearer scheme: error,
// error_description, scope and realm (RFC 6750, section 3). told is false if no header has
// the scheme.
func BearerChallenge(x *httpmsg.Exchange) (parameters map[string]string, told bool) {
	for _, h := range x.Response.Headers {
		if !strings.EqualFold(h.Name, "WWW-Authenticate") || len(h.Value) > longestChallenge {
			continue
		}
		if parameters, found := bearerIn(h.Value); found {
			return parameters, true
		}
	}
	return nil, false
}

// bearerIn finds the Bearer scheme among those of one header, which may be quoted in
// the parameters of others.
func bearerIn(text string) (parameters map[string]string, found bool) {
	for i := 0; i < len(text); {
		if text[i] == '"' {
			_, rest, _ := quotedString(text[i:])
			i = len(text) - len(rest)
			continue
		}
		end := i
		for end < len(text) && strings.IndexByte(" \t\r\n,=\"", text[end]) < 0 {
			end++
		}
		if strings.EqualFold(text[i:end], "bearer") && (i == 0 || text[i-1] != '=') {
			return authParameters(text[end:]), true
		}
		i = max(end, i+1)
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

// quotedString reads a quoted string and what is after it.
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

// byChallenge reads the error from the WWW-Authenticate header if the body has none: it was
// lost, is empty, or is a page.
func byChallenge(x *httpmsg.Exchange, found []catalog.Symptom) []catalog.Symptom {
	if status := x.Response.Status; status < 400 || status >= 500 || len(found) != 1 || found[0].Kind != "" {
		return found
	}
	if s := &found[0]; s.Type != "" || s.Message != "" && s.Body != "html" {
		return found
	}
	if told, ok := ByChallenge(x, found[0]); ok {
		return []catalog.Symptom{told}
	}
	return found
}

// ByChallenge returns the error in the WWW-Authenticate header of a response that shows no other.
func ByChallenge(x *httpmsg.Exchange, told catalog.Symptom) (catalog.Symptom, bool) {
	challenge, _ := BearerChallenge(x)
	told.Type, told.Message, told.Where = challenge["error"], strings.Join(strings.Fields(challenge["error_description"]), " "), location.WWWAuthenticate
	return told, told.Type != ""
}
