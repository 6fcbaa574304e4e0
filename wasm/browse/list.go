package browse

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"sort"
	"strings"

	"misstep/catalog"
	"misstep/catalog/search"
	"misstep/wasm/diagnosis"
	"misstep/wasm/paste"
)

// A Query is what a person wants listed.
type Query struct {
	Endpoints bool   // instead of errors
	Text      string // to be searched for; "" lists all
	Pack      string // id, "" is any
	Facet     string // a status, a kind of entry, FacetOther or FacetCause; "" is any
}

// A Group is topics under one heading. What was searched for is one group
// without a heading, best first.
type Group struct {
	Pack   *catalog.Pack
	Facet  string // of endpoints the permission they need
	Topics []Topic
}

// Facets are those that there are in a pack, in the order of groups; "" is
// any pack.
func Facets(c *catalog.Catalog, packID string) []string {
	there := map[string]bool{}
	for _, t := range errorsOf(c, packID) {
		there[t.facet()] = true
	}
	return sortedFacets(maps.Keys(there))
}

// sortedFacets puts statuses before all else.
func sortedFacets(facets iter.Seq[string]) []string {
	rank := func(facet string) int {
		order := []string{FacetOther, catalog.KindConsent, catalog.KindNetwork, catalog.KindSuccess, FacetCause}
		return slices.Index(order, facet)
	}
	sorted := slices.Collect(facets)
	sort.SliceStable(sorted, func(i, j int) bool {
		a, b := sorted[i], sorted[j]
		return cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(a, b)) < 0
	})
	return sorted
}

// errorsOf are all entries, each before the causes that make it precise, and the
// causes that stand alone.
func errorsOf(c *catalog.Catalog, packID string) (topics []Topic) {
	for _, pack := range c.Packs() {
		if packID != "" && pack.ID != packID {
			continue
		}
		nested := map[*catalog.ErrorDef][]Topic{}
		var alone []Topic
		for i := range pack.Causes {
			t := Topic{Pack: pack, Cause: &pack.Causes[i]}
			if home := t.Home(); !home.None() {
				nested[home.Entry] = append(nested[home.Entry], t)
			} else if t.Cause.Alone {
				alone = append(alone, t)
			}
		}
		for i := range pack.Errors {
			topics = append(topics, Topic{Pack: pack, Entry: &pack.Errors[i]})
			topics = append(topics, nested[&pack.Errors[i]]...)
		}
		topics = append(topics, alone...)
	}
	return topics
}

// nest puts causes after the entry that they make precise, where both were found;
// the better of them says where.
func nest(topics []Topic) (nested []Topic) {
	homes := make([]Topic, len(topics))
	found := map[Topic]bool{}
	for i, t := range topics {
		homes[i], found[t] = t.Home(), true
	}
	done := map[Topic]bool{}
	add := func(t Topic) {
		if !done[t] {
			done[t], nested = true, append(nested, t)
		}
	}
	for i, t := range topics {
		home := homes[i]
		if !found[home] {
			home = t
		}
		add(home)
		for j, other := range topics {
			if homes[j] == home {
				add(other)
			}
		}
	}
	return nested
}

// List finds what is wanted. all is how many there are to choose from.
func List(c *catalog.Catalog, q Query) (groups []Group, all int) {
	if t := EndpointAt(c, q.Text); !t.None() {
		q.Endpoints = true
		groups, all = listEndpoints(c, q)
		if len(groups) == 0 {
			groups = []Group{{}}
		}
		topics := slices.DeleteFunc(groups[0].Topics, func(other Topic) bool { return other == t })
		groups[0].Topics = append([]Topic{t}, topics...)
		return groups, all
	}
	if q.Endpoints {
		return listEndpoints(c, q)
	}
	all = len(errorsOf(c, ""))
	if strings.TrimSpace(q.Text) != "" {
		topics := slices.DeleteFunc(searchText(c, q.Text), func(t Topic) bool {
			return q.Pack != "" && t.Pack.ID != q.Pack || q.Facet != "" && !t.has(q.Facet)
		})
		return found(nest(topics)), all
	}
	for _, pack := range c.Packs() {
		byFacet := map[string][]Topic{}
		for _, t := range errorsOf(c, pack.ID) {
			switch {
			case q.Pack != "" && q.Pack != pack.ID:
			case q.Facet == "":
				byFacet[t.facet()] = append(byFacet[t.facet()], t)
			case t.has(q.Facet):
				byFacet[q.Facet] = append(byFacet[q.Facet], t)
			}
		}
		for _, facet := range sortedFacets(maps.Keys(byFacet)) {
			groups = append(groups, Group{pack, facet, byFacet[facet]})
		}
	}
	return groups, all
}

func found(topics []Topic) []Group {
	if len(topics) == 0 {
		return nil
	}
	return []Group{{Topics: topics}}
}

func listEndpoints(c *catalog.Catalog, q Query) (groups []Group, all int) {
	if strings.TrimSpace(q.Text) != "" {
		var topics []Topic
		for _, hit := range search.Endpoints(c, q.Text) {
			if q.Pack == "" || q.Pack == hit.Pack {
				topics = append(topics, endpointOf(c.Pack(hit.Pack), hit.ID))
			}
		}
		groups = found(topics)
	}
	for _, pack := range c.Packs() {
		all += len(pack.Endpoints)
		if strings.TrimSpace(q.Text) != "" || q.Pack != "" && q.Pack != pack.ID {
			continue
		}
		byScope := map[string][]Topic{}
		for i := range pack.Endpoints {
			e := &pack.Endpoints[i]
			scope := ""
			if scopes := e.ScopesToRead(); len(scopes) > 0 {
				scope = scopes[0]
			}
			byScope[scope] = append(byScope[scope], Topic{Pack: pack, Endpoint: e})
		}
		for _, scope := range slices.Sorted(maps.Keys(byScope)) {
			groups = append(groups, Group{pack, strings.TrimPrefix(scope, pack.ScopePrefix), byScope[scope]})
		}
	}
	return groups, all
}

// searchText finds entries and causes. What was pasted is explained as in a
// recording first.
func searchText(c *catalog.Catalog, text string) []Topic {
	var topics []Topic
	add := func(t Topic) {
		if !t.None() && !slices.Contains(topics, t) {
			topics = append(topics, t)
		}
	}
	if pasted(text) {
		found, _ := paste.Read(c, text)
		for _, x := range found {
			for _, f := range diagnosis.Explain(c, x).Findings {
				add(topicOf(c, f.Pack, f.ID))
				add(topicOf(c, f.Pack, f.Reason))
			}
		}
	}
	entries, causes := search.Errors(c, text, 1<<20), search.Causes(c, text)
	for len(entries)+len(causes) > 0 {
		from := &entries
		if len(entries) == 0 || len(causes) > 0 && causes[0].Score > entries[0].Score {
			from = &causes
		}
		hit := (*from)[0]
		*from = (*from)[1:]
		add(topicOf(c, hit.Pack, hit.ID))
	}
	return topics
}

// pasted reports whether a text is more than words: a body, a log line, a
// command.
func pasted(text string) bool {
	return strings.ContainsAny(text, "{}<>") || strings.HasPrefix(text, "curl ") || strings.HasPrefix(text, "HTTP/")
}

// topicOf is the entry or the cause of a pack with that ID, which is one of
// the two or "".
func topicOf(c *catalog.Catalog, packID, id string) Topic {
	if pack, cause := c.Cause(packID, id); cause != nil {
		return Topic{Pack: pack, Cause: cause}
	}
	if pack, entry := c.ErrorDef(id); entry != nil {
		return Topic{Pack: pack, Entry: entry}
	}
	return Topic{}
}
