// Package request finds what a request is to its API: the pack, the endpoint, the
// step of OAuth, and what the values in its path are. It knows one request at a
// time.
package request

import (
	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// A Target is what a request is to its API. It is found once for each exchange:
// all that observes and examines asks for it.
type Target struct {
	Pack      *catalog.Pack     // nil: of no watched host
	Endpoint  *catalog.Endpoint // nil: none is documented for this method and path
	Path      string            // as the documentation has it: an added host may put a prefix before it
	Step      string            // of OAuth: "authorize", "token", "introspect", "revoke"; "" for any other
	IsStep    bool              // such a step is made at this address, with whatever method
	IsConsent bool              // it is the page on which a person gives consent; its errors are sentences on that page
	Preflight bool
}

// TargetOf finds what a request is. For a step of OAuth the host does not count,
// because an emulator or a proxy may stand for it.
func TargetOf(c *catalog.Catalog, x *httpmsg.Exchange) Target {
	t := Target{Preflight: httpmsg.IsPreflight(x)}
	t.Pack, t.Endpoint, t.Path = c.Resolve(x.Request.Method, x.Request.URL)
	if t.Pack == nil {
		return t
	}
	for _, step := range t.Pack.StepsAt(t.Path) {
		t.IsStep = true
		t.IsConsent = t.IsConsent || step.Role == "authorize"
		if step.Method == x.Request.Method {
			t.Step = step.Role
		}
	}
	return t
}

// PackID is the ID of the pack; "" for a pasted text without an address, and for
// an address of no known API: any pack may know its errors.
func (t *Target) PackID() string {
	if t.Pack == nil {
		return ""
	}
	return t.Pack.ID
}
