package catalog

import (
	"net/url"
	"slices"
	"strings"
)

// Call is how the pack's replacements name the endpoint, and unique in it.
func (e *Endpoint) Call() string { return e.Method + " " + e.Path }

// Endpoint resolves a request to the documented call that it makes; nil if the pack doesn't
// have its path with this method.
func (c *Catalog) Endpoint(method, address string) (*Pack, *Endpoint) {
	pack, endpoint, _ := c.Resolve(method, address)
	return pack, endpoint
}

// Resolve is Endpoint, and the path of the address as the documentation has it.
func (c *Catalog) Resolve(method, address string) (pack *Pack, endpoint *Endpoint, path string) {
	at, host, path := c.locate(address)
	if at == nil {
		return nil, nil, path
	}
	return at.pack.whole(), at.endpoint(method, host, path), path
}

// OtherVersion is the endpoint that a request would call under another version than
// its path begins with, as /1 for /1.2; nil for none.
func (c *Catalog) OtherVersion(method, address string) *Endpoint {
	at, host, path := c.locate(address)
	if at == nil || len(path) < 2 {
		return nil
	}
	asked, rest, _ := strings.Cut(path[1:], "/")
	if !isVersion(asked) {
		return nil
	}
	tried := []string{asked}
	for i := range at.pack.Endpoints {
		version, _, _ := strings.Cut(strings.TrimPrefix(at.pack.Endpoints[i].Path, "/"), "/")
		if slices.Contains(tried, version) || !isVersion(version) {
			continue
		}
		tried = append(tried, version)
		if e := at.endpoint(method, host, "/"+version+"/"+rest); e != nil {
			return e
		}
	}
	return nil
}

func isVersion(text string) bool { return text != "" && strings.Trim(text, "0123456789.") == "" }

// endpoint is the call of the place's pack that a request makes; nil if there is none.
func (p *place) endpoint(method, host, path string) *Endpoint {
	var few [16]string // of nearly every path, so that none is kept for it
	segments, from := few[:0], 0
	for i := range len(path) {
		if path[i] == '/' {
			segments, from = append(segments, path[from:i]), i+1
		}
	}
	segments = append(segments, path[from:])
	if len(segments) > 1 && slices.Contains(p.pack.Versions, segments[1]) {
		segments[1] = p.pack.Versions[0]
	}
	var best *Endpoint
	bestRank := -1
	for _, r := range p.pack.byForm[callForm{method, len(segments) - 1}] {
		e, rank := r.endpoint, r.rank(segments)
		if rank < 0 || !p.serves(e, host) {
			continue
		}
		if rank > bestRank || rank == bestRank && best.Host != "" && e.Host == "" {
			best, bestRank = e, rank
		}
	}
	return best
}

// callForm is what a request must have in common with an endpoint.
type callForm struct {
	method string
	depth  int // slashes of the path
}

// A route is an endpoint whose path is taken apart.
type route struct {
	endpoint *Endpoint
	segments []Segment
	telling  int // the segment with the longest word: few calls share it
}

// A Segment of an endpoint's path is a word, or the place of a value with
// perhaps an ending such as .json after it.
type Segment struct {
	Text   string // as the path has it
	Name   string // of the value; "" for a word
	Ending string // after a value
	form   valueForm
}

// Fits reports whether a value has the form that the name of its place promises.
func (s *Segment) Fits(value string) bool { return s.form.fits(value) }

// Segments are those of the path of a catalog's endpoint.
func (e *Endpoint) Segments() []Segment { return e.segments }

// word is the text of a segment that has no value.
func (s *Segment) word() string {
	if s.Name != "" {
		return ""
	}
	return s.Text
}

func segmentOf(template string) Segment {
	name, found := strings.CutPrefix(template, "{")
	name, ending, closed := strings.Cut(name, "}")
	if !found || !closed {
		return Segment{Text: template}
	}
	return Segment{Text: template, Name: name, Ending: ending, form: formOf(name)}
}

// indexCalls prepares what endpoint looks up, in the pack's order.
func (p *Pack) indexCalls() {
	count := 0
	for i := range p.Endpoints {
		count += strings.Count(p.Endpoints[i].Path, "/") + 1
	}
	all := make([]Segment, 0, count)
	p.routes, p.byForm = make([]route, len(p.Endpoints)), map[callForm][]*route{}
	for i := range p.Endpoints {
		r := &p.routes[i]
		r.endpoint = &p.Endpoints[i]
		for template := range strings.SplitSeq(r.endpoint.Path, "/") {
			all = append(all, segmentOf(template))
		}
		r.endpoint.places = placesIn(r.endpoint.Path)
		r.segments, all = all[:len(all):len(all)], all[len(all):]
		r.endpoint.segments = r.segments
		for i := range r.segments {
			if s := &r.segments[i]; s.Name == "" && len(s.Text) > len(r.segments[r.telling].word()) {
				r.telling = i
			}
		}
		form := callForm{r.endpoint.Method, len(r.segments) - 1}
		p.byForm[form] = append(p.byForm[form], r)
	}
}

// serves reports whether the endpoint may be called at this host: at one that
// somebody added every endpoint may, for an emulator or a proxy serves all of
// an API from one address.
func (p *place) serves(e *Endpoint, host string) bool {
	if p.custom {
		return true
	}
	if e.Host == "" {
		return host == p.pack.mainHost()
	}
	return host == e.Host
}

// Serves reports whether an endpoint of the pack that an address belongs to may
// be called at the address's host.
func (c *Catalog) Serves(address string, e *Endpoint) bool {
	at, host, _ := c.locate(address)
	return at != nil && at.serves(e, host)
}

func (p *Pack) mainHost() string {
	if len(p.Hosts) == 0 {
		return ""
	}
	host, _, _ := strings.Cut(p.Hosts[0], "/")
	return host
}

// rank says how well a path of as many segments fits: -1 not at all; a literal
// segment counts more than a placeholder whose form fits, and that more than
// one whose form does not.
func (r *route) rank(segments []string) int {
	if s := &r.segments[r.telling]; s.Name == "" && s.Text != segments[r.telling] {
		return -1
	}
	for i := range r.segments {
		if s := &r.segments[i]; s.Name == "" && s.Text != segments[i] {
			return -1
		}
	}
	rank := 0
	for i := range r.segments {
		one := r.segments[i].rank(segments[i])
		if one < 0 {
			return -1
		}
		rank += one
	}
	return rank
}

func (s *Segment) rank(text string) int {
	if s.Name == "" {
		if s.Text == text {
			return 1000
		}
		return -1
	}
	value, ok := strings.CutSuffix(text, s.Ending)
	if !ok || value == "" {
		return -1
	}
	if strings.IndexByte(value, '%') >= 0 {
		if unescaped, err := url.PathUnescape(value); err == nil {
			value = unescaped
		}
	}
	if s.form.fits(value) {
		return 10
	}
	return 1
}

// A valueForm is what a placeholder's name promises of its value.
type valueForm int

const (
	anyValue valueForm = iota
	dateValue
	periodValue
	detailValue
	timeValue
	numberValue
)

func formOf(name string) valueForm {
	name = strings.ToLower(name)
	switch {
	case strings.HasSuffix(name, "date"):
		return dateValue
	case name == "period":
		return periodValue
	case name == "detail-level":
		return detailValue
	case strings.HasSuffix(name, "time"):
		return timeValue
	case strings.HasSuffix(name, "log-id") || strings.HasSuffix(name, "-number") || name == "activity-id" || name == "food-id" || name == "meal-id":
		return numberValue
	}
	return anyValue
}

// fits reports whether a value has the form.
func (f valueForm) fits(value string) bool {
	switch f {
	case dateValue:
		return value == "today" || len(value) == len("2006-01-02") && value[4] == '-' && value[7] == '-'
	case periodValue:
		return value == "max" || len(value) >= 2 && allDigits(value[:len(value)-1]) && strings.ContainsAny(value[len(value)-1:], "dwmy")
	case detailValue:
		return strings.HasSuffix(value, "sec") || strings.HasSuffix(value, "min")
	case timeValue:
		return strings.Contains(value, ":")
	case numberValue:
		return allDigits(value)
	}
	return true
}

// A Place is where the path of an endpoint has a value.
type Place struct {
	Segment int // 0 is before the first slash
	Name    string
	Ending  string // literal after it, such as .json
	Date    bool   // by its name, a day
}

// Places are those of the path, in its order.
func (e *Endpoint) Places() []Place {
	if e.places == nil {
		return placesIn(e.Path)
	}
	return e.places
}

func placesIn(path string) []Place {
	list, segment := []Place{}, 0
	for template := range strings.SplitSeq(path, "/") {
		if s := segmentOf(template); s.Name != "" {
			list = append(list, Place{segment, s.Name, s.Ending, s.form == dateValue})
		}
		segment++
	}
	return list
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// ScopesToRead are the scopes to show: all that are needed, or those of which one is enough.
func (e *Endpoint) ScopesToRead() []string {
	if len(e.AnyScope) > 0 {
		return e.AnyScope
	}
	return e.Scopes
}

// NeedsToken reports whether calls are made in a user's name: the endpoint has
// scopes, or a user in its path.
func (e *Endpoint) NeedsToken() bool {
	return len(e.Scopes)+len(e.AnyScope) > 0 || strings.Contains(e.Path, "{user-id}")
}
