package diagnose

import (
	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// A target is what a request is to its API. It is found once for each exchange:
// all that observes and examines asks for it.
type target struct {
	pack      *catalog.Pack     // nil: of no watched host
	endpoint  *catalog.Endpoint // nil: none is documented for this method and path
	path      string            // as the documentation has it: an added host may put a prefix before it
	step      string            // of OAuth: "authorize", "token", "introspect", "revoke"; "" for any other
	isStep    bool              // such a step is made at this address, with whatever method
	isConsent bool              // it is the page on which a person gives consent; its errors are sentences on that page
	preflight bool
}

// targetOf tells what a request is. For a step of OAuth the host does not count,
// because an emulator or a proxy may stand for it.
func (s *Session) targetOf(x *httpmsg.Exchange) target {
	t := target{preflight: httpmsg.IsPreflight(x)}
	t.pack, t.endpoint, t.path = s.catalog.Resolve(x.Request.Method, x.Request.URL)
	if t.pack == nil {
		return t
	}
	for _, step := range t.pack.StepsAt(t.path) {
		t.isStep = true
		t.isConsent = t.isConsent || step.Role == "authorize"
		if step.Method == x.Request.Method {
			t.step = step.Role
		}
	}
	return t
}

// packID is the id of the pack; "" for a pasted text without an address, and for
// an address of no known API: any pack may know its errors.
func (t *target) packID() string {
	if t.pack == nil {
		return ""
	}
	return t.pack.ID
}
