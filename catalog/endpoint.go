package catalog

import (
	"net/url"
	"strings"
)

// Call is how the pack's replacements name the endpoint, and unique in it.
func (e *Endpoint) Call() string { return e.Method + " " + e.Path }

// Endpoint resolves a request to the documented call it makes; nil when its
// path is none of the pack's, or its method is another.
func (c *Catalog) Endpoint(method, address string) (*Pack, *Endpoint) {
	at, host, path := c.locate(address)
	if at == nil {
		return nil, nil
	}
	var best *Endpoint
	bestRank := -1
	for _, e := range at.pack.whole().calls(method, path) {
		if !at.serves(e, host) {
			continue
		}
		if rank := matchPath(e.Path, path); rank > bestRank || rank == bestRank && rank >= 0 && best.Host != "" && e.Host == "" {
			best, bestRank = e, rank
		}
	}
	return at.pack, best
}

// callForm is what a request must have in common with an endpoint.
type callForm struct {
	method string
	depth  int // slashes of the path
}

// calls are the endpoints that a request may be a call of, in the pack's order.
func (p *Pack) calls(method, path string) []*Endpoint {
	return p.byForm[callForm{method, strings.Count(path, "/")}]
}

// indexCalls makes ready what calls looks up.
func (p *Pack) indexCalls() {
	p.byForm = map[callForm][]*Endpoint{}
	for i := range p.Endpoints {
		e := &p.Endpoints[i]
		form := callForm{e.Method, strings.Count(e.Path, "/")}
		p.byForm[form] = append(p.byForm[form], e)
	}
}

// serves reports whether the endpoint may be called at this host: at one that
// somebody added every endpoint may, for an emulator or a proxy serves all of
// an API from one address.
func (p *place) serves(e *Endpoint, host string) bool {
	if p.own {
		return true
	}
	if e.Host == "" {
		return host == p.pack.mainHost()
	}
	return host == e.Host
}

func (p *Pack) mainHost() string {
	if len(p.Hosts) == 0 {
		return ""
	}
	host, _, _ := strings.Cut(p.Hosts[0], "/")
	return host
}

// matchPath ranks how well a path fits a template: -1 not at all; a literal
// segment counts more than a placeholder whose form fits, and that more than
// one whose form does not.
func matchPath(template, path string) int {
	rank := 0
	for {
		var t, p string
		var moreT, moreP bool
		t, template, moreT = strings.Cut(template, "/")
		p, path, moreP = strings.Cut(path, "/")
		switch r := matchSegment(t, p); {
		case r < 0 || moreT != moreP:
			return -1
		default:
			rank += r
		}
		if !moreT {
			return rank
		}
	}
}

// matchSegment compares one segment; a template's segment is a literal, or a
// {name} with perhaps a literal ending such as .json.
func matchSegment(template, segment string) int {
	if !strings.HasPrefix(template, "{") {
		if template == segment {
			return 1000
		}
		return -1
	}
	name, ending, _ := strings.Cut(template[1:], "}")
	value, ok := strings.CutSuffix(segment, ending)
	if !ok || value == "" {
		return -1
	}
	if unescaped, err := url.PathUnescape(value); err == nil {
		value = unescaped
	}
	if fits(name, value) {
		return 10
	}
	return 1
}

// fits reports whether a value has the form its placeholder's name promises.
func fits(name, value string) bool {
	name = strings.ToLower(name)
	switch {
	case strings.HasSuffix(name, "date"):
		return value == "today" || len(value) == len("2006-01-02") && value[4] == '-' && value[7] == '-'
	case name == "period":
		return value == "max" || len(value) >= 2 && allDigits(value[:len(value)-1]) && strings.ContainsAny(value[len(value)-1:], "dwmy")
	case name == "detail-level":
		return strings.HasSuffix(value, "sec") || strings.HasSuffix(value, "min")
	case strings.HasSuffix(name, "time"):
		return strings.Contains(value, ":")
	case strings.HasSuffix(name, "log-id") || strings.HasSuffix(name, "-number") || name == "activity-id" || name == "food-id" || name == "meal-id":
		return allDigits(value)
	}
	return true
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
