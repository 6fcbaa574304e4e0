package migrate

import (
	"strings"

	"misstep/catalog"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
)

// successorCalls are the calls that a session made at successors with success, by
// what they are of: an endpoint, the kind of data where one serves many, and of tokens
// the grant: a code that is exchanged shows no refresh.
type successorCalls struct {
	of    map[string]*Unknown
	order []string
	first map[string]int // exchange
	used  bool           // a successor was asked for something, with or without success
}

// observe takes note of an exchange.
func (c *successorCalls) observe(s *diagnosis.Session, id int) {
	r := s.Recorded(id)
	if r.Pack == nil || r.Preflight || s.Catalog().Predecessor(r.Pack.ID) == nil {
		return
	}
	c.used = true
	if r.Endpoint == nil || !httpmsg.Succeeded(&r.Exchange) {
		return
	}
	call := callOf(r.Endpoint, r.Path)
	key := call + " "
	if r.IsStep {
		key += httpmsg.FirstParam(r.Exchange.Request.Params(), "grant_type")
	}
	if c.of[key] == nil {
		if c.of == nil {
			c.of, c.first = map[string]*Unknown{}, map[string]int{}
		}
		method, path, _ := strings.Cut(call, " ")
		c.of[key], c.first[key] = &Unknown{Method: method, Path: path}, id
		c.order = append(c.order, key)
	}
	c.of[key].Count++
}

// callOf is an endpoint's method and path, with the data type that was asked for.
func callOf(e *catalog.Endpoint, path string) string {
	kind := catalog.PathValue(e, path, "data-type")
	if kind == "" {
		return e.Call()
	}
	return withValue(e.Call(), "data-type", kind)
}

// countMoved finds the groups that have moved: one of the calls that replace them worked in
// this session. What was only called at the successor isn't counted.
func (r *Report) countMoved(s *diagnosis.Session, calls *successorCalls) {
	if !calls.used {
		return
	}
	replaced := map[string]bool{}
	for i := range r.Groups {
		g := &r.Groups[i]
		if g.Replacement.None != "" {
			continue
		}
		r.Endpoints++
		for _, call := range g.Replacement.Calls {
			_, endpoint, path := s.Catalog().Resolve(call.Method, call.URL)
			if endpoint == nil {
				continue
			}
			key := callOf(endpoint, path) + " " + httpmsg.FirstParam(httpmsg.Query("?"+call.Body), "grant_type")
			if id := calls.first[key]; id != 0 && g.Moved == 0 {
				g.Moved = id
				r.Moved++
			}
			replaced[key] = true
		}
	}
	for _, key := range calls.order {
		if !replaced[key] {
			r.New = append(r.New, *calls.of[key])
		}
	}
}
