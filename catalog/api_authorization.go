package catalog

// Credentials is what tells credentials that cannot be right for this API.
type Credentials struct {
	ForeignClients []string `json:"foreignClients,omitempty"` // how client ids of other consoles end
	ForeignTokens  []string `json:"foreignTokens,omitempty"`  // how access tokens of other APIs begin

	ForeignScopes []string `json:"foreignScopes,omitempty"` // how scopes begin that no token for this API may have beside its own
	ClientForm    string   `json:"clientForm,omitempty"`    // regular expression of this API's client ids
	APIKeys       []string `json:"apiKeys,omitempty"`       // how keys begin that are no access tokens

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
