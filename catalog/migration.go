package catalog

import (
	"slices"
	"strings"
	"time"
)

// How sure a replacement is.
const (
	Official = "official" // the vendor's own guide says so
	Derived  = "derived"  // put together from the successor's reference; the guide has no row for it
)

// Shutdown is when an API was shut down, and what it answers since.
type Shutdown struct {
	Date         string `json:"date"`                   // first day, 2006-01-02
	Status       int    `json:"status"`                 // HTTP status of every answer since
	SupportEnded string `json:"supportEnded,omitempty"` // day, 2006-01-02
	Note         string `json:"note,omitempty"`
	Source       string `json:"source"`
}

// Gone is since when the API is shut down; false for one that is not.
func (p *Pack) Gone() (time.Time, bool) { return p.since, !p.since.IsZero() }

// SinceShutdown is the step that replaces all others since an API was shut down, or,
// where that isn't sure, comes before them; "" for one that is not.
func (c *Catalog) SinceShutdown(p *Pack, sure bool) string {
	if p == nil || p.Shutdown == nil || p.Successor == nil {
		return ""
	}
	key := "fix.shut-down"
	if !sure {
		key = "fix.shut-down-perhaps"
	}
	return c.Messages().Format(key, "date", c.Messages().Day(p.Shutdown.Date), "successor", p.Successor.Name, "address", p.Successor.Address)
}

// A Successor is the API that replaced another.
type Successor struct {
	Name          string `json:"name"`
	Pack          string `json:"pack,omitempty"` // id of its pack, when there is one
	Address       string `json:"address"`
	Authorize     string `json:"authorize,omitempty"`
	Token         string `json:"token,omitempty"`
	Documentation string `json:"documentation"`
	Note          string `json:"note,omitempty"`
	Source        string `json:"source"`
}

// A Replacement says what replaces some endpoints at the successor:
// Calls, or None where there are none. Every endpoint of a pack with a successor has
// one.
type Replacement struct {
	ID     string              `json:"id"`               // kebab-case, unique in the pack
	Name   string              `json:"name"`             // of what is replaced: "Sleep logs"
	Brief  string              `json:"brief,omitempty"`  // what replaces it, for a list: "dataTypes/sleep"; where there are Calls
	Of     []string            `json:"of"`               // endpoints of the pack: "GET /1/user/{user-id}/devices.json"
	Values map[string][]string `json:"values,omitempty"` // only where these placeholders of the path, or parameters, hold one of these values

	Calls       []Call   `json:"calls,omitempty"`
	None        string   `json:"none,omitempty"`        // why nothing replaces it, and what to do instead
	Differences []string `json:"differences,omitempty"` // IDs of the pack's Differences
	Open        []string `json:"open,omitempty"`        // questions that no source answers

	Certainty string `json:"certainty"` // Official or Derived
	Source    string `json:"source"`
}

// Replacement is what replaces an endpoint that was called with these
// values in path, query and form; nil when the pack does not say.
func (p *Pack) Replacement(endpoint *Endpoint, value func(name string) string) *Replacement {
	for _, r := range p.replacedBy[replacedCall{endpoint.Method, endpoint.Path}] {
		fits := true
		for name, list := range r.Values {
			fits = fits && slices.Contains(list, value(name))
		}
		if fits {
			return r
		}
	}
	return nil
}

// A replacedCall is Endpoint.Call in its two parts.
type replacedCall struct{ method, path string }

// indexReplacements prepares what Replacement looks up.
func (p *Pack) indexReplacements() {
	p.replacedBy = map[replacedCall][]*Replacement{}
	for i := range p.Replacements {
		for _, call := range p.Replacements[i].Of {
			method, path, _ := strings.Cut(call, " ")
			key := replacedCall{method, path}
			p.replacedBy[key] = append(p.replacedBy[key], &p.Replacements[i])
		}
	}
}

// A Call is one request to the successor. Address, Query and Body may hold {placeholders}
// for what the old request asked for: start-date and end-date (first and last day,
// 2006-01-02), after-date (the day after the last), start-year, start-month, start-day,
// end-…, after-… (numbers without leading zero), start-time and end-time (15:04:05), every
// placeholder of the old path and every parameter of its query or form by its own name.
//
// What the old request doesn't show stays a placeholder, for the user to fill in: utc-offset
// (+01:00, or Z), offset-seconds (3600s), session-end (RFC 3339), data-point (an ID),
// grams, millimeters, milliliters, exercise-type, meal-type, project-number, subscriber-id,
// new-subscription-id, health-user-id, endpoint-uri, secret, scopes, your-client-id,
// your-client-secret, your-redirect-uri, new-code, new-verifier, new-challenge, new-state,
// new-refresh-token, new-token.
type Call struct {
	Gives   string   `json:"gives"` // what it answers with: "one total a day"
	Method  string   `json:"method"`
	Address string   `json:"address"` // absolute
	Query   []string `json:"query,omitempty"`
	Body    string   `json:"body,omitempty"`   // JSON, or a form
	Scopes  []string `json:"scopes,omitempty"` // as requested from the authorization server
}

// A Difference is something that a program must do otherwise at the successor.
type Difference struct {
	ID     string `json:"id"`
	Text   string `json:"text"` // one sentence; may hold `code`
	Source string `json:"source"`
}
