package browse

import (
	"net/url"
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/search"
)

// Tab is the first part of the addresses of topics.
const Tab = "catalog"

// A Place is what an address leads to: a tab, and in the catalog a topic or
// a search.
type Place struct {
	Tab   string
	Query // what is listed beside it
	Topic Topic
	Asked string // id, if there is none, or none any longer, or it has another now
	Why   string // the asked id was given up
}

// Address is where a topic is read, as the part of a page's address from #.
// Ids of entries are unique, those of causes and endpoints in their packs.
func (t Topic) Address() string {
	switch {
	case t.Entry != nil:
		return "#" + Tab + "/" + url.PathEscape(t.Entry.ID)
	case t.Cause != nil:
		return "#" + Tab + "/" + url.PathEscape(t.Pack.ID) + "/" + url.PathEscape(t.Cause.ID)
	case t.Endpoint != nil:
		u := url.URL{Path: t.Pack.ID + "/" + t.Endpoint.Method + t.Endpoint.Path}
		return "#" + Tab + "/" + u.EscapedPath()
	}
	return "#" + Tab
}

// Resolve reads an address: #tab, #catalog/id, #catalog/pack/id,
// #catalog/pack/METHOD/path, each with what Query.Suffix writes after it.
func Resolve(c *catalog.Catalog, address string) Place {
	address, query, _ := strings.Cut(strings.TrimPrefix(address, "#"), "?")
	tab, rest, _ := strings.Cut(address, "/")
	place := Place{Tab: tab}
	if tab != Tab {
		return place
	}
	if values, err := url.ParseQuery(query); err == nil {
		place.Query = Query{Endpoints: values.Get("list") == "endpoints", Text: values.Get("q"), Pack: values.Get("api"), Facet: values.Get("status")}
	}
	if unescaped, err := url.PathUnescape(rest); err == nil {
		rest = unescaped
	}
	if rest = strings.TrimSuffix(rest, "/"); rest != "" {
		place.find(c, rest)
	}
	return place
}

// Suffix is the query as a part of an address; "" lists all errors.
func (q Query) Suffix() string {
	values := url.Values{}
	set := func(name, value string) {
		if value != "" {
			values.Set(name, value)
		}
	}
	set("q", q.Text)
	set("api", q.Pack)
	set("status", q.Facet)
	if q.Endpoints {
		set("list", "endpoints")
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// EndpointAt is the endpoint that a request goes to which somebody pasted: an
// address, or the path of one, perhaps after a method.
func EndpointAt(c *catalog.Catalog, text string) Topic {
	methods := []string{"GET", "POST", "PUT", "PATCH", "DELETE"}
	text = strings.TrimSpace(text)
	if method, rest, found := strings.Cut(text, " "); found && slices.Contains(methods, strings.ToUpper(method)) {
		methods, text = []string{strings.ToUpper(method)}, strings.TrimSpace(rest)
	}
	addresses := []string{text}
	switch {
	case strings.ContainsAny(text, " \n"):
		return Topic{}
	case strings.HasPrefix(text, "/") && strings.Count(text, "/") > 1:
		addresses = nil
		for _, pack := range c.Packs() {
			for _, host := range pack.Hosts {
				host, _, _ = strings.Cut(host, "/")
				addresses = append(addresses, "https://"+host+text)
			}
		}
	case !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://"):
		return Topic{}
	}
	for _, address := range addresses {
		for _, method := range methods {
			if pack, endpoint := c.Endpoint(method, address); endpoint != nil {
				return Topic{Pack: pack, Endpoint: endpoint}
			}
		}
	}
	return Topic{}
}

// find finds the topic, or says why there is none.
func (p *Place) find(c *catalog.Catalog, name string) {
	if packID, id, found := strings.Cut(name, "/"); found {
		pack := c.Pack(packID)
		if pack == nil {
			p.Asked = name
			return
		}
		if method, path, found := strings.Cut(id, "/"); found {
			p.Topic = endpointOf(pack, method+" /"+path)
		} else if _, cause := c.Cause(packID, id); cause != nil {
			p.Topic = Topic{Pack: pack, Cause: cause}
		} else if owner, entry := c.ErrorDef(id); owner == pack {
			p.Topic = Topic{Pack: pack, Entry: entry}
		}
	} else if pack, entry := c.ErrorDef(name); entry != nil {
		p.Topic = Topic{Pack: pack, Entry: entry}
	} else {
		for _, pack := range c.Packs() {
			if why := pack.Retired[name]; why != "" {
				p.Why = why
				break
			}
			if _, cause := c.Cause(pack.ID, name); cause != nil {
				p.Topic = Topic{Pack: pack, Cause: cause}
				break
			}
		}
	}
	if id := name[strings.LastIndexByte(name, '/')+1:]; p.Topic.None() || p.Topic.Endpoint == nil && p.Topic.ID() != id {
		p.Asked = name
	}
}

func endpointOf(pack *catalog.Pack, call string) Topic {
	for i := range pack.Endpoints {
		if e := &pack.Endpoints[i]; e.Call() == call {
			return Topic{Pack: pack, Endpoint: e}
		}
	}
	return Topic{}
}

// Words are what to search for in place of an unknown ID: the word, or
// two in a row, that find most; the end of an ID says more than its beginning.
func Words(c *catalog.Catalog, id string) string {
	words := strings.FieldsFunc(id, func(r rune) bool { return strings.ContainsRune("-_/ ", r) })
	best, most := "", 0.0
	for from := range words {
		for to := from + 1; to <= min(from+2, len(words)); to++ {
			text := strings.Join(words[from:to], " ")
			score := 0.0
			for _, hits := range [][]search.Hit{search.Errors(c, text, 1), search.Causes(c, text)} {
				if len(hits) > 0 {
					score = max(score, hits[0].Score)
				}
			}
			if score *= float64(to - from); score > 0 && score >= most {
				best, most = text, score
			}
		}
	}
	return best
}
