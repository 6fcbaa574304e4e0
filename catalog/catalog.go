// Package catalog holds what is known about APIs: a pack for each, with its
// errors, causes, endpoints and scopes, found by ID, host and address. It reads
// no request and knows no browser. API knowledge is in the packs, never in code:
// JSON in the folders, from which catalog/builtin is generated.
package catalog

import "misstep/catalog/location"

//go:generate go run ./generate
//go:generate go run ./reference

// Kinds of error; an error without one is KindError.
const (
	KindError   = "error"   // a response of the API
	KindConsent = "consent" // a sentence of the consent page, seen by a person, without a status
	KindNetwork = "network" // the browser could not show a response at all
	KindSuccess = "success" // a response that isn't an error
)

// An ErrorDef is one documented error, or one seen in the wild.
type ErrorDef struct {
	ID   string `json:"id"` // stable, never reused: expired-token
	Kind string `json:"kind,omitempty"`

	Tags []Tag `json:"about,omitempty"` // what went wrong, as analyzers ask for it

	Status int    `json:"status,omitempty"` // HTTP status; 0 where there is none to see
	Type   string `json:"type,omitempty"`   // the API's errorType, or OAuth error code

	// Reason is the API's name for just this error, if it sends one besides the type: it
	// counts more than any words.
	Reason string `json:"reason,omitempty"`

	// Grant is the one that it refuses ("refresh_token"), for errors whose type
	// others have, too.
	Grant string `json:"grant,omitempty"`

	// Message is the wording with named {placeholders}. The forms of the same
	// error met elsewhere are Variants.
	Message  string    `json:"message,omitempty"`
	Variants []Variant `json:"variants,omitempty"`

	// When says what else an exchange must show, for errors that are recognized by more
	// than (or something other than) a message.
	When *When `json:"when,omitempty"`

	Title  string   `json:"title"`            // sentence-case headline
	Brief  string   `json:"brief"`            // what is wrong, in a few words: stands alone in a list
	Fact   string   `json:"fact,omitempty"`   // the one fact beside Brief; may hold {placeholders}
	Cause  string   `json:"cause"`            // may hold {placeholders} and `code`
	Fixes  []string `json:"fixes"`            // imperative, likely first; {placeholders} and `code`
	Offers []string `json:"offers,omitempty"` // see Cause.Offers
	Docs   []string `json:"docs"`             // addresses of documentation
	Source string   `json:"source"`           // where the error is documented or was seen
	Seen   string   `json:"seen,omitempty"`   // years in which it was met, for those beyond the vendor's table
	Seed   string   `json:"seed,omitempty"`   // the row of the vendor's table: "section | type | message"

	Examples []Example `json:"examples"`           // each must find this entry first
	NearMiss []Symptom `json:"nearMiss,omitempty"` // none may find this entry with certainty
}

// An Example is a symptom that an error explains, and a request that may be
// answered so: "GET https://…".
type Example struct {
	Symptom
	Request string `json:"request,omitempty"`
}

// A Variant is another form of an error's message; empty fields are as in the error.
type Variant struct {
	Status  int    `json:"status,omitempty"`
	Type    string `json:"type,omitempty"`
	Message string `json:"message,omitempty"`
	Source  string `json:"source,omitempty"`
	Seen    string `json:"seen,omitempty"` // years, such as "2015" or "2016-2025"
}

// When describes an exchange that is recognized by its form; every field that
// is set must hold.
type When struct {
	Methods []string `json:"methods,omitempty"` // request methods, upper case
	Body    string   `json:"body,omitempty"`    // see Symptom.Body
	Keys    []string `json:"keys,omitempty"`    // members of a JSON object body, all required
	Network []string `json:"network,omitempty"` // see Symptom.Network, any of

	// Calls are the endpoints, as Endpoint.Call has them, of which alone the type
	// means this error, whatever the words beside it.
	Calls  []string `json:"calls,omitempty"`
	Likely bool     `json:"likely,omitempty"` // its meaning there was concluded: never certain

	// Words that any API may use, such as "Unauthorized", count only if something else
	// points to this API.
	OwnHost bool `json:"ownHost,omitempty"` // the response came from a host of the API
	OwnType bool `json:"ownType,omitempty"` // the error's type is there, too
}

// A Symptom is what can be seen of one error: in a response, on the consent
// page, or in a text that somebody pasted. Unknown fields are empty.
type Symptom struct {
	Pack     string            `json:"pack,omitempty"` // id of the pack it is looked up in; "" is any
	Kind     string            `json:"kind,omitempty"` // "" when it could be any
	Status   int               `json:"status,omitempty"`
	Type     string            `json:"type,omitempty"`
	Message  string            `json:"message,omitempty"`
	Reason   string            `json:"reason,omitempty"`   // see ErrorDef.Reason
	Field    string            `json:"field,omitempty"`    // fieldName
	Method   string            `json:"method,omitempty"`   // request method
	Call     string            `json:"call,omitempty"`     // endpoint that was called, see Endpoint.Call
	Calls    []string          `json:"calls,omitempty"`    // in place of Call: what a text may mean that names an address, and not always a method
	Body     string            `json:"body,omitempty"`     // form of the response body: "empty", "object", "array", "html", "text"; "" not recorded
	Keys     []string          `json:"keys,omitempty"`     // members of an object body
	Network  string            `json:"network,omitempty"`  // "cors", "preflight", "refused", "dns", "tls", "timeout", "reset", "aborted", "left", "pending", "unrecorded", "incomplete", "offline", "unknown"
	Where    location.Location `json:"where,omitzero"`     // as text: "response body errors[0].message"
	Foreign  bool              `json:"foreign,omitempty"`  // a text names another program's host, and none of a pack's
	Neighbor bool              `json:"neighbor,omitempty"` // that host is another service's beside an API's, as youtube.googleapis.com is
	Named    string            `json:"named,omitempty"`    // id of the pack that a text names in words, or by a path
	ByClient bool              `json:"byClient,omitempty"` // a client library reported the status, and the text says no more
	Grant    string            `json:"grant,omitempty"`    // that was asked for: see ErrorDef.Grant
	Step     string            `json:"step,omitempty"`     // of OAuth that the request was

	// Values are those that the response gives by name, for the {placeholders} of
	// the error's texts.
	Values map[string]string `json:"values,omitempty"`
}

// A ClientForm is what a client library or a log prints of a request or an error,
// with {fields} for what varies: see wasm/errorformat. Whose it is, and where it was
// seen, only the pack's JSON says.
type ClientForm struct {
	Form   string `json:"form"`
	Status int    `json:"status,omitempty"` // that it stands for, where it does not say it
	Grant  string `json:"grant,omitempty"`  // that was asked for: see ErrorDef.Grant

	Network string `json:"network,omitempty"` // why no response came, as Symptom.Network has it
	Type    string `json:"type,omitempty"`    // of the error that it is where nothing else is known
}

// A StatusMeaning is what a status means by itself.
type StatusMeaning struct {
	Status  int      `json:"status"`
	Step    string   `json:"step,omitempty"` // of OAuth where it means this; "": any other request
	Meaning string   `json:"meaning"`
	Errors  []string `json:"errors"` // IDs of its usual causes, most frequent first
}

// A Cause is why an error came about in a particular request, or what is wrong
// with a request or a response that shows no error. An analyzer finds it; its
// texts are here, with {placeholders} for the request's own values.
type Cause struct {
	ID       string   `json:"id"`                 // kebab-case, unique among the pack's errors and causes, for good
	Explains []string `json:"explains,omitempty"` // errors whose finding it makes precise
	Alone    bool     `json:"alone,omitempty"`    // worth a finding of its own where none of them is found
	Failing  bool     `json:"failing,omitempty"`  // makes an exchange a failing one that looks like a success
	Title    string   `json:"title"`
	Brief    string   `json:"brief"`
	Fact     string   `json:"fact,omitempty"`
	Cause    string   `json:"cause"`
	Fixes    []string `json:"fixes"`

	// Offers are what a person may paste to carry out the fix of the same place in
	// Fixes; "" is nothing. "refresh" is the call for a new access token, "consent
	// {scope}" the authorization URL with these scopes as well, "path {path}" this
	// request with another path, "replacement" the successor's call; "spending" opens
	// what used the rate limit.
	Offers []string `json:"offers,omitempty"`

	Docs   []string `json:"docs,omitempty"` // beside those of the error
	Source string   `json:"source"`
}

// An OAuthEndpoint is where one step of OAuth is done.
type OAuthEndpoint struct {
	Method  string `json:"method"`
	Address string `json:"address"`

	// Refresh is the form that a refresh sends to the token endpoint; Basic: the
	// client's id and secret are in a Basic header, and an app without a secret adds
	// its ID to the form.
	Refresh string `json:"refresh,omitempty"`
	Basic   bool   `json:"basic,omitempty"`

	// Keeps are parameters of the API's own that each authorization URL has, beside those
	// of OAuth.
	Keeps []string `json:"keeps,omitempty"`
}

// A Lifetime is how long, and how often, something is valid.
type Lifetime struct {
	Seconds int `json:"seconds"`        // 0: forever
	Uses    int `json:"uses,omitempty"` // 0: any number
}

// Paging is how a long list comes in pages: by which names the response names the
// next page, and the request asks for it and for how much.
type Paging struct {
	Next   string `json:"next"`  // member of the response
	Token  string `json:"token"` // parameter of the request, or member of its body
	Size   string `json:"size"`
	Source string `json:"source"`
}

// PKCE is what the API asks of proof keys.
type PKCE struct {
	VerifierLength [2]int   `json:"verifierLength"`
	Methods        []string `json:"methods"`
}

// TokenFormat is what an access token that is a JWT says by its claims.
type TokenFormat struct {
	Claims map[string]string `json:"claims"` // claim → what it is
}

// RateLimit is how many requests are allowed, and where answers say so.
type RateLimit struct {
	Requests      int              `json:"requests"`
	WindowSeconds int              `json:"windowSeconds"`
	Per           string           `json:"per"` // what is counted together
	Headers       RateLimitHeaders `json:"headers"`
}

// RateLimitHeaders are the names of the headers about the rate limit.
type RateLimitHeaders struct {
	Limit     string `json:"limit"`
	Remaining string `json:"remaining"`
	Reset     string `json:"reset"` // seconds until the counter is full again
}

// A Scope is one permission a user grants.
type Scope struct {
	Name   string `json:"name"`
	Code   string `json:"code,omitempty"` // short form in the token's claim
	Covers string `json:"covers"`

	Includes []string `json:"includes,omitempty"` // scopes that it grants as well
	Words    string   `json:"words,omitempty"`    // for what it covers: see ScopeMeant
}

// A DataType is one kind of data that endpoints with {data-type} in their path
// serve, and what the calls for it need.
type DataType struct {
	ID       string   `json:"id"`                // as in the path
	Read     []string `json:"read,omitempty"`    // scopes that reading needs
	Write    []string `json:"write,omitempty"`   // scopes that changing needs
	Actions  []string `json:"actions"`           // of the endpoints that serve it, see Endpoint.Action
	Filters  []string `json:"filters,omitempty"` // members that it can be filtered by, usual first
	MaxDays  int      `json:"maxDays,omitempty"` // longest range of a call that takes one in its body
	PageSize int      `json:"pageSize,omitempty"`

	Version     string   `json:"version,omitempty"`     // the only one of the pack's that serves it; "": all
	NoFamily    bool     `json:"noFamily,omitempty"`    // a list of it takes no dataSourceFamily
	OnlyFrom    bool     `json:"onlyFrom,omitempty"`    // its filter takes a lower bound and no upper one
	FixedMember string   `json:"fixedMember,omitempty"` // a data point that has this member cannot be changed
	Elsewhere   []string `json:"elsewhere,omitempty"`   // what other APIs call the same data
	FixedUnless string   `json:"fixedUnless,omitempty"` // unless it also has this one
	Likely      []string `json:"likely,omitempty"`      // members of this record that were concluded, not documented
	AsOf        string   `json:"asOf,omitempty"`        // day that the record is from; "": Pack.DataTypesAsOf
}

// An Endpoint is one documented (or observed) call.
type Endpoint struct {
	Method   string   `json:"method"`
	Path     string   `json:"path"`           // template, {names} are one segment each
	Host     string   `json:"host,omitempty"` // when it is not the pack's first host
	Name     string   `json:"name"`
	Scopes   []string `json:"scopes,omitempty"`
	AnyScope []string `json:"anyScope,omitempty"` // of which one is enough, the usual one first
	Action   string   `json:"action,omitempty"`   // what it does with a {data-type}, whose scopes are then those it needs
	MaxDays  int      `json:"maxDays,omitempty"`  // longest date range, in days
	Intraday bool     `json:"intraday,omitempty"`
	Periods  []string `json:"periods,omitempty"` // that {period} may be; empty: not checked
	Member   string   `json:"member,omitempty"`  // how the member of the response ends that holds the data, where it may be left out
	State    string   `json:"state,omitempty"`   // "", "undocumented", "deprecated", "retired"

	PageSize    int    `json:"pageSize,omitempty"`    // largest page
	PageDefault int    `json:"pageDefault,omitempty"` // page that is not asked for
	Note        string `json:"note,omitempty"`

	segments []Segment // see Segments
	places   []Place   // see Places
}

// A Provider is a company with several APIs. What a text names of the others shows that
// its error is not this API's.
type Provider struct {
	Domain    string   `json:"domain"`              // that the hosts of all its services end with
	Shared    []string `json:"shared,omitempty"`    // beginnings of addresses there that are in the messages of all of them
	Libraries []string `json:"libraries,omitempty"` // parts of paths and names of the other services' client libraries

	// BehindService is what messages have behind the name of the service that they are
	// about. Messages are beginnings of those that all services send.
	BehindService string   `json:"behindService,omitempty"`
	Messages      []string `json:"messages,omitempty"`
}
