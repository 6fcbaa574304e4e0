// Package replacement finds what to call instead of a recorded request at the successor of
// its API, with the request's own values. It sends nothing.
package replacement

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
	"misstep/wasm/analysis"
	"misstep/wasm/redact"
	"misstep/wasm/request"
	"misstep/wasm/session"
)

// A Replacement is what replaces one request at its API's successor.
type Replacement struct {
	Pack        string       `json:"pack"`            // of the old API
	Successor   string       `json:"successor"`       // name of the new API
	ID          string       `json:"id"`              // of the catalog's replacement; "" when the old endpoint is not known
	Name        string       `json:"name"`            // what is replaced, in words
	Brief       string       `json:"brief,omitempty"` // its calls in a word or two
	Calls       []Call       `json:"calls"`
	None        string       `json:"none,omitempty"` // why there aren't calls
	Scopes      []string     `json:"scopes"`         // of all calls
	Differences []Difference `json:"differences"`
	Open        []string     `json:"open"`      // questions that no source answers
	Certainty   string       `json:"certainty"` // "official" or "derived"
	Source      string       `json:"source"`
	Docs        []string     `json:"docs"`
}

// A Call is a request to the successor with the old request's own dates. What the old
// request doesn't show stays a {placeholder}.
type Call struct {
	Gives  string   `json:"gives"`
	Method string   `json:"method"`
	URL    string   `json:"url"` // encoded, secrets masked
	Body   string   `json:"body,omitempty"`
	Scopes []string `json:"scopes"`
}

// Readable is the method and URL of a call with what is encoded in its query
// decoded: for people, while URL is for programs.
func (c Call) Readable() string {
	address, query, found := strings.Cut(c.URL, "?")
	if decoded, err := url.PathUnescape(query); found && err == nil {
		return c.Method + " " + address + "?" + decoded
	}
	return c.Method + " " + c.URL
}

// Rewritten is the replacement with another text in place of each that has something
// of the recording in it.
func (r *Replacement) Rewritten(replace func(string) string) *Replacement {
	other := *r
	other.Calls = slices.Clone(r.Calls)
	for i := range other.Calls {
		c := &other.Calls[i]
		c.URL, c.Body = replace(c.URL), replace(c.Body)
	}
	return &other
}

// A Difference is something to do otherwise at the successor.
type Difference struct {
	Text   string `json:"text"` // may hold `code`
	Source string `json:"source"`
}

// A match is what the catalog has in place of a recorded request.
type match struct {
	pack        *catalog.Pack
	replacement *catalog.Replacement     // nil: it does not know this call
	asked       func() map[string]string // see there
}

// documented is what a request is to its API. Old programs call versions that nobody
// documents anymore: their endpoint is that of another version.
func documented(s *session.Session, r *session.Recorded) request.Target {
	target := r.Target
	if target.Endpoint == nil && target.Pack != nil && target.Pack.Successor != nil {
		target.Endpoint = s.Catalog().OtherVersion(r.Exchange.Request.Method, r.Exchange.Request.URL)
	}
	return target
}

// find looks up what replaces a recorded request; false when its API
// has no successor.
func find(s *session.Session, id int) (match, bool) {
	r := s.Recorded(id)
	x := &r.Exchange
	e := &analysis.Pass{Session: s, ID: id, Exchange: x, Target: documented(s, r)}
	if asked, ok := x.Request.Header("Access-Control-Request-Method"); ok && r.Preflight {
		e.Pack, e.Endpoint = s.Catalog().Endpoint(strings.ToUpper(asked), x.Request.URL)
	}
	if e.Pack == nil || e.Pack.Successor == nil {
		return match{}, false
	}
	found := match{pack: e.Pack, asked: func() map[string]string { return askedDays(e) }}
	if e.Endpoint != nil {
		given := sync.OnceValue(func() map[string]string { return givenValues(e) })
		found.replacement = e.Pack.Replacement(e.Endpoint, func(name string) string { return given()[name] })
	}
	return found, true
}

// Known is what the catalog has in place of a recorded request; nil when it
// does not know.
func Known(s *session.Session, id int) *catalog.Replacement {
	found, _ := find(s, id)
	return found.replacement
}

// A Key is what several recorded requests have in common: an endpoint, and
// the ID of what replaces it; "" when nothing is known to.
type Key struct {
	Endpoint *catalog.Endpoint
	By       string
}

// KeyOf is a cheap key of what replaces a recorded request; false
// when its API has no successor, or no such endpoint.
func KeyOf(s *session.Session, id int) (Key, bool) {
	r := s.Recorded(id)
	if r.Pack == nil || r.Pack.Successor == nil || r.Preflight {
		return Key{}, false
	}
	target := documented(s, r)
	if target.Endpoint == nil {
		return Key{}, false
	}
	var given map[string]string // most endpoints don't ask
	replacement := r.Pack.Replacement(target.Endpoint, func(name string) string {
		if given == nil {
			given = givenValues(&analysis.Pass{Session: s, ID: id, Exchange: &r.Exchange, Target: target})
		}
		return given[name]
	})
	if replacement == nil {
		return Key{Endpoint: target.Endpoint}, true
	}
	return Key{target.Endpoint, replacement.ID}, true
}

// Of is what to call instead of a recorded request, at the successor of its API;
// nil when its API has none.
func Of(s *session.Session, id int) *Replacement {
	found, ok := find(s, id)
	if !ok {
		return nil
	}
	pack, known := found.pack, found.replacement
	r := &Replacement{
		Pack: pack.ID, Successor: pack.Successor.Name,
		Calls: []Call{}, Scopes: []string{}, Differences: []Difference{}, Open: []string{},
		Docs: []string{pack.Successor.Documentation},
	}
	if known == nil {
		return r
	}
	r.ID, r.Name, r.Brief, r.None = known.ID, known.Name, known.Brief, known.None
	r.Certainty, r.Source = known.Certainty, known.Source
	r.Open = append(r.Open, known.Open...)
	masked := maskValues(pack, found.asked())
	for _, call := range known.Calls {
		r.Calls = append(r.Calls, fillCall(call, masked))
		for _, scope := range call.Scopes {
			if !slices.Contains(r.Scopes, scope) {
				r.Scopes = append(r.Scopes, scope)
			}
		}
	}
	for _, id := range known.Differences {
		for _, d := range pack.Differences {
			if d.ID == id {
				r.Differences = append(r.Differences, Difference{d.Text, d.Source})
			}
		}
	}
	return r
}

// maskValues leaves out what is secret: it is of no use at the successor.
func maskValues(pack *catalog.Pack, values map[string]string) map[string]string {
	masked := make(map[string]string, len(values))
	for name, value := range values {
		kind := pack.Placeholders[strings.ReplaceAll(name, "-", "_")]
		if kind == "token" || kind == "code" || redact.Param(name, value) != value || redact.Text(value) != value || len(value) > 200 {
			continue
		}
		masked[name] = value
	}
	return masked
}

// fillCall writes a call with the values of the old request.
func fillCall(call catalog.Call, values map[string]string) Call {
	filled := Call{Gives: call.Gives, Method: call.Method, URL: fillPlaces(call.Address, values, url.PathEscape, nil), Scopes: append([]string{}, call.Scopes...)}
	for i, pair := range call.Query {
		name, value, _ := strings.Cut(pair, "=")
		joint := "&"
		if i == 0 {
			joint = "?"
		}
		filled.URL += joint + queryEscape(name) + "=" + fillPlaces(value, values, queryEscape, queryEscape)
	}
	filled.Body = fillBody(call.Body, values)
	return filled
}

// queryEscape encodes a space as %20, which is right everywhere.
func queryEscape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

var callPlaceholder = lazyregexp.New(`\{([A-Za-z][A-Za-z0-9_-]*)\}`)

// fillPlaces puts values in place of {placeholders}, encoded, and encodes
// the text between them; one without a value stays.
func fillPlaces(text string, values map[string]string, encode, encodeText func(string) string) string {
	if encodeText == nil {
		encodeText = func(text string) string { return text }
	}
	var b strings.Builder
	for text != "" {
		at := callPlaceholder().FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		b.WriteString(encodeText(text[:at[0]]))
		if value := values[text[at[2]:at[3]]]; value != "" {
			b.WriteString(encode(value))
		} else {
			b.WriteString(text[at[0]:at[1]])
		}
		text = text[at[1]:]
	}
	b.WriteString(encodeText(text))
	return b.String()
}

// fillBody fills a JSON text: inside of a string a value is escaped, elsewhere
// only a number is put in.
func fillBody(text string, values map[string]string) string {
	var b strings.Builder
	quoted := false
	for text != "" {
		at := callPlaceholder().FindStringSubmatchIndex(text)
		before := text
		if at != nil {
			before = text[:at[0]]
		}
		b.WriteString(before)
		if strings.Count(before, `"`)%2 == 1 {
			quoted = !quoted
		}
		if at == nil {
			break
		}
		value := values[text[at[2]:at[3]]]
		switch {
		case value != "" && quoted:
			escaped, _ := json.Marshal(value) // a string has always a JSON form
			b.Write(escaped[1 : len(escaped)-1])
		case value != "" && isNumber(value):
			b.WriteString(value)
		default:
			b.WriteString(text[at[0]:at[1]])
		}
		text = text[at[1]:]
	}
	return b.String()
}

var numberForm = lazyregexp.New(`^-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?$`)

func isNumber(value string) bool { return numberForm().MatchString(value) }
