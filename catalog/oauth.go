package catalog

import (
	"maps"
	"slices"
	"strings"
)

// A Step is one of a pack's steps of OAuth, by its role: "authorize", "token",
// "introspect", "revoke".
type Step struct{ Role, Method string }

// StepsAt are the steps that are made at a path. The host does not count,
// because an emulator or a proxy may stand for it.
func (p *Pack) StepsAt(path string) []Step { return p.steps[path] }

// indexSteps prepares what StepsAt looks up.
func (p *Pack) indexSteps() {
	p.steps = map[string][]Step{}
	for _, role := range slices.Sorted(maps.Keys(p.OAuth)) {
		step := p.OAuth[role]
		path := addressPath(step.Address)
		p.steps[path] = append(p.steps[path], Step{role, step.Method})
	}
}

// ConsentSentence is the error in the words of a pack's consent page, of any
// pack's where packID is "". It may be anywhere in text.
func (c *Catalog) ConsentSentence(packID, text string) (sentence string, found bool) {
	for _, pack := range c.packs {
		if packID != "" && pack.ID != packID {
			continue
		}
		for _, lead := range pack.ConsentLeads {
			if _, sentence, found = strings.Cut(text, lead); found {
				return sentence, true
			}
		}
		if pack.ConsentLead == "" {
			continue
		}
		if _, sentence, found = strings.Cut(text, pack.ConsentLead); found {
			return sentence, true
		}
	}
	return "", false
}

// addressPath is an address's path, without a copy.
func addressPath(address string) string {
	if _, rest, found := strings.Cut(address, "://"); found {
		address = rest
	}
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		address = address[:i]
	}
	if i := strings.IndexByte(address, '/'); i >= 0 {
		return address[i:]
	}
	return ""
}

// Credentials describes credentials that can't be right for this API.
type Credentials struct {
	ForeignClients []string `json:"foreignClients,omitempty"` // how client IDs of other consoles end
	ForeignTokens  []string `json:"foreignTokens,omitempty"`  // how access tokens of other APIs begin

	ForeignScopes []string `json:"foreignScopes,omitempty"` // how scopes begin that no token for this API may have beside its own
	ClientForm    string   `json:"clientForm,omitempty"`    // regular expression of this API's client IDs
	APIKeys       []string `json:"apiKeys,omitempty"`       // how keys begin that aren't access tokens

	// ExampleTokens are tokens printed in documentation, by claims that no
	// other token has.
	ExampleTokens []ExampleToken `json:"exampleTokens,omitempty"`
}

// An ExampleToken is a JWT that is printed somewhere as an example.
type ExampleToken struct {
	Subject string `json:"sub"`
	Client  string `json:"aud"`
	Expires int64  `json:"exp"` // Unix seconds
}
