package analysis

import "misstep/wasm/httpmsg"

// Parts of a request that a Correction changes.
const (
	PartMethod   = "method"   // Value is the method
	PartScheme   = "scheme"   // Value is the address's scheme
	PartPath     = "path"     // Value is the whole path, encoded
	PartQuery    = "query"    // the parameter Name
	PartBody     = "body"     // the parameter Name of a form
	PartContent  = "content"  // Value is the whole body, in the notation that it has
	PartNotation = "notation" // Value is the media type that the body is to be written in; members of a JSON body become parameters
	PartHeader   = "header"   // the field Name
	PartClient   = "client"   // Name is the client ID, Value its secret: both belong into a Basic header
)

// A Correction is one exact change to a request, for programs. It holds no
// secrets: what a person must fill in is a {placeholder}, such as
// "Bearer {access_token}".
type Correction struct {
	Part   string `json:"part"`
	Name   string `json:"name,omitempty"`
	Value  string `json:"value,omitempty"`
	Rename string `json:"rename,omitempty"` // the parameter gets this name and keeps its value
	Remove bool   `json:"remove,omitempty"`
}

// ToPath corrects the path.
func ToPath(path string) []Correction { return []Correction{{Part: PartPath, Value: path}} }

// ToHeader corrects the Authorization header.
func ToHeader(value string) []Correction {
	return []Correction{{Part: PartHeader, Name: "Authorization", Value: value}}
}

// parameter is where a parameter is sent: in the query or in the form.
func (pass *Pass) parameter(name string) string {
	if httpmsg.FirstParam(httpmsg.Query(pass.Exchange.Request.URL), name) != "" {
		return PartQuery
	}
	for _, p := range httpmsg.Query(pass.Exchange.Request.URL) {
		if p.Name == name {
			return PartQuery
		}
	}
	if pass.Exchange.Request.PostData == nil {
		return PartQuery
	}
	return PartBody
}

// Set corrects the value of a parameter.
func (pass *Pass) Set(name, value string) []Correction {
	return []Correction{{Part: pass.parameter(name), Name: name, Value: value}}
}

// Rename corrects the name of a parameter.
func (pass *Pass) Rename(name, right string) []Correction {
	return []Correction{{Part: pass.parameter(name), Name: name, Rename: right}}
}

// withoutHeader leaves a header field out, unless the call cannot do without.
func (pass *Pass) withoutHeader(name string) []Correction {
	if _, sent := pass.Exchange.Request.Header(name); !sent || name == "authorization" || name == "content-type" {
		return nil
	}
	return []Correction{{Part: PartHeader, Name: name, Remove: true}}
}
