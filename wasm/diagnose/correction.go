package diagnose

import (
	"slices"
	"strings"

	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// Parts of a request that a Correction changes.
const (
	PartMethod   = "method"   // Value is the method
	PartScheme   = "scheme"   // Value is the address's scheme
	PartPath     = "path"     // Value is the whole path, encoded
	PartQuery    = "query"    // the parameter Name
	PartBody     = "body"     // the parameter Name of a form
	PartNotation = "notation" // Value is the media type that the body is to be written in; members of a JSON body become parameters
	PartHeader   = "header"   // the field Name
	PartClient   = "client"   // Name is the client id, Value its secret: both belong into a Basic header
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

// masked are the corrections as they may be shown; nil when a name in them looks
// like a secret itself, such as a secret sent as client id.
func masked(corrections []Correction) []Correction {
	list := slices.Clone(corrections)
	for i := range list {
		c := &list[i]
		if redact.Text(c.Name) != c.Name {
			return nil
		}
		switch c.Part {
		case PartQuery, PartBody:
			if c.Name == "redirect_uri" {
				c.Value = redact.URL(c.Value)
			} else {
				c.Value = redact.Param(c.Name, c.Value)
			}
		case PartHeader:
			c.Value = redact.Header(c.Name, c.Value)
		default:
			c.Value = redact.Text(c.Value)
		}
	}
	return list
}

// toPath corrects the path.
func toPath(path string) []Correction { return []Correction{{Part: PartPath, Value: path}} }

// toHeader corrects the Authorization header.
func toHeader(value string) []Correction {
	return []Correction{{Part: PartHeader, Name: "Authorization", Value: value}}
}

// parameter is where a parameter is sent: in the query or in the form.
func (e *examination) parameter(name string) string {
	if httpmsg.FirstParam(httpmsg.Query(e.exchange.Request.URL), name) != "" {
		return PartQuery
	}
	for _, p := range httpmsg.Query(e.exchange.Request.URL) {
		if p.Name == name {
			return PartQuery
		}
	}
	if e.exchange.Request.PostData == nil {
		return PartQuery
	}
	return PartBody
}

// set corrects the value of a parameter.
func (e *examination) set(name, value string) []Correction {
	return []Correction{{Part: e.parameter(name), Name: name, Value: value}}
}

// rename corrects the name of a parameter.
func (e *examination) rename(name, right string) []Correction {
	return []Correction{{Part: e.parameter(name), Name: name, Rename: right}}
}

// headerCorrections make an Authorization header right whose form is wrong; nil
// where it takes more than to write it otherwise.
func headerCorrections(cause, wanted, value string) []Correction {
	switch cause {
	case "authorization-scheme-twice", "authorization-quotes", "authorization-space":
		return toHeader(httpmsg.Bearer + " {access_token}")
	case "authorization-no-scheme":
		if wanted == httpmsg.Bearer && len(value) >= 16 && value != "" && !httpmsg.IsPlaceholder(value) {
			return toHeader(httpmsg.Bearer + " {access_token}")
		}
	}
	return nil
}

// basicCorrections write client id and secret as they belong; nil when the id
// cannot be told.
func basicCorrections(id string) []Correction {
	id = strings.Trim(strings.TrimSpace(id), "\"'`\u200b\ufeff")
	if id == "" || httpmsg.IsPlaceholder(id) || hasBlank(id) || strings.ContainsAny(id, ":\"'") {
		return nil
	}
	return []Correction{{Part: PartClient, Name: id, Value: "{client_secret}"}}
}

// pathLike is the path of a request written as another call has it, where the
// words alone differ; "" when the values do not fit into it.
func pathLike(template, path string) string {
	templates, segments := strings.Split(template, "/"), strings.Split(path, "/")
	skip := -1
	if len(templates) == len(segments)+1 {
		for i, word := range templates {
			if isWord(word) && fitsAll(slices.Delete(slices.Clone(templates), i, i+1), segments) {
				skip = i
				break
			}
		}
		if skip < 0 {
			return ""
		}
		segments = slices.Insert(slices.Clone(segments), skip, templates[skip])
	}
	if len(templates) != len(segments) {
		return ""
	}
	for i, t := range templates {
		if !strings.HasPrefix(t, "{") {
			segments[i] = t
		}
	}
	if !fitsAll(templates, segments) {
		return ""
	}
	return strings.Join(segments, "/")
}
