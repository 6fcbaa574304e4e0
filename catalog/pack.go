package catalog

import "time"

// A Pack is all that is known about one API.
type Pack struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Hosts []string `json:"hosts"` // watched: host, or host/path-prefix

	// Placeholders gives the kind of each placeholder name: token, code, date,
	// url, integer, scope, period, path, word, text.
	Placeholders map[string]string `json:"placeholders"`

	Errors []ErrorDef `json:"errors"`
	Causes []Cause    `json:"causes,omitempty"`

	// IDs never change meaning and are never reused: an error that got another
	// ID is in Renamed (old ID → new), one that is gone in Retired (ID → why).
	Renamed map[string]string `json:"renamed,omitempty"`
	Retired map[string]string `json:"retired,omitempty"`

	Endpoints []Endpoint `json:"endpoints"`
	DataTypes []DataType `json:"dataTypes,omitempty"`

	Calls
	Wording
	Authorization
	Migration

	File []byte `json:"-"` // from which the pack was read; nil for one that comes with the program

	// A pack that comes with the program has its api.json only, until whole is
	// asked for.
	rest     func() // reads the others, once
	complete bool   // rest was done

	indexes *indexes // see IndexOf
	derived
}

// Calls is what holds for many endpoints of an API.
type Calls struct {
	// Self is what stands for the token's owner where a path has {user-id}.
	Self string `json:"self,omitempty"`

	// Versions are first segments of paths: the one that Endpoints have, then
	// others under which the same paths are served.
	Versions []string `json:"versions,omitempty"`

	// Parameters are names of the API's own by what they are for: "source" limits data to
	// one of SourceFamilies, "deleteInUse" deletes even what is in use, "after" and
	// "before" are the day that a list begins behind or ends before, "addGrants" asks for a
	// token with all that was granted before.
	Parameters map[string]string `json:"parameters,omitempty"`

	SourceFamilies []string  `json:"sourceFamilies,omitempty"`
	OwnFamily      string    `json:"ownFamily,omitempty"`     // what the calling application wrote itself
	Paging         *Paging   `json:"paging,omitempty"`        // how lists are read on
	RollUpPage     int       `json:"rollUpPage,omitempty"`    // windows of a roll-up that asks for no number
	RateLimit      RateLimit `json:"rateLimit,omitzero"`      // of all endpoints together
	DataTypesAsOf  string    `json:"dataTypesAsOf,omitempty"` // day of the documentation that DataTypes follows, 2006-01-02
}

// Wording is how an API's errors are worded, and what else prints them.
type Wording struct {
	// Tails are how the texts begin that the API appends to any message.
	Tails []string `json:"tails,omitempty"`

	// Common are messages that other APIs and providers have, too.
	Common []string `json:"common,omitempty"`

	// Provider is the company whose other services send the same messages; nil: none.
	Provider *Provider `json:"provider,omitempty"`

	// ErrorID is what comes before the ID by which the vendor finds an error in its
	// logs.
	ErrorID string `json:"errorID,omitempty"`

	Names    []string        `json:"names,omitempty"`    // by which texts name the API, in any case
	Clients  []ClientForm    `json:"clients,omitempty"`  // that its errors are met in
	Statuses []StatusMeaning `json:"statuses,omitempty"` // where nothing else is known

	// ConsentLead is what the consent page writes before its error.
	ConsentLead  string   `json:"consentLead,omitempty"`
	ConsentLeads []string `json:"consentLeads,omitempty"` // where it is one of several, the first that is there
}

// Authorization is what an API asks of tokens, and of those who want one.
type Authorization struct {
	OAuth       map[string]OAuthEndpoint `json:"oauth,omitempty"`     // by role: authorize, token, introspect, revoke
	Lifetimes   map[string]Lifetime      `json:"lifetimes,omitempty"` // authorizationCode, accessToken, refreshToken, …
	PKCE        PKCE                     `json:"pkce,omitzero"`
	Token       TokenFormat              `json:"token,omitzero"`
	Credentials Credentials              `json:"credentials,omitzero"` // known not to be this API's

	Scopes     []Scope `json:"scopes"`
	ScopesAsOf string  `json:"scopesAsOf,omitempty"` // day of the documentation that Scopes follows, 2006-01-02

	// ScopePrefix is how the API's own scopes begin, where its authorization
	// server serves other APIs, too; "" when every scope is its own.
	ScopePrefix string `json:"scopePrefix,omitempty"`
}

// Migration is how to leave an API that was shut down.
type Migration struct {
	Shutdown     *Shutdown     `json:"shutdown,omitempty"`
	Successor    *Successor    `json:"successor,omitempty"`
	Replacements []Replacement `json:"replacements,omitempty"` // those with Values before those without
	Differences  []Difference  `json:"differences,omitempty"`
}

// derived is made of the rest of a pack when it is first asked for.
type derived struct {
	routes  []route // of Endpoints
	byForm  map[callForm][]*route
	steps   map[string][]Step // by path
	causeOf map[string]*Cause // by ID

	replacedBy map[replacedCall][]*Replacement
	since      time.Time // of the shutdown, zero: none
}
