package catalog

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Watched finds the pack that a request to this address belongs to; nil when
// it is no address of a known API.
func (c *Catalog) Watched(address string) *Pack {
	host, rest := splitAddress(address)
	if pack := c.added[host]; pack != nil {
		return pack
	}
	for _, pack := range c.Packs {
		for _, watched := range pack.Hosts {
			if watchedHost, prefix, _ := strings.Cut(watched, "/"); host == watchedHost && strings.HasPrefix(rest, "/"+prefix) {
				return pack
			}
		}
	}
	return nil
}

// Watch makes a host, with its port when it has one, an address of the first
// pack's API: an emulator, say, or a proxy.
func (c *Catalog) Watch(host string) {
	c.added[strings.ToLower(host)] = c.Packs[0]
}

// Hosts are the addresses that are watched, host or host/path-prefix: those of
// the packs, then the added ones.
func (c *Catalog) Hosts() []string {
	var hosts []string
	for _, pack := range c.Packs {
		hosts = append(hosts, pack.Hosts...)
	}
	return append(hosts, slices.Sorted(maps.Keys(c.added))...)
}

// splitAddress gives an address's host, with its port when it has one, and its
// path without query.
func splitAddress(address string) (host, path string) {
	scheme, rest, found := strings.Cut(address, "://")
	if !found || scheme != "https" && scheme != "http" {
		return "", address
	}
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return strings.ToLower(rest[:i]), rest[i:]
	}
	return strings.ToLower(rest), "/"
}

// Endpoint resolves a request to the documented call it makes; nil when its
// path is none of the pack's, or its method is another.
func (c *Catalog) Endpoint(method, address string) (*Pack, *Endpoint) {
	pack := c.Watched(address)
	if pack == nil {
		return nil, nil
	}
	host, path := splitAddress(address)
	if host == pack.mainHost() || c.added[host] != nil {
		host = ""
	}
	var best *Endpoint
	bestRank := -1
	for i := range pack.Endpoints {
		e := &pack.Endpoints[i]
		if e.Method != method || e.Host != host {
			continue
		}
		if rank := matchPath(e.Path, path); rank > bestRank {
			best, bestRank = e, rank
		}
	}
	if best == nil {
		return pack, nil
	}
	return pack, best
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
	case strings.HasSuffix(name, "log-id") || name == "activity-id" || name == "food-id" || name == "meal-id":
		return allDigits(value)
	}
	return true
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
