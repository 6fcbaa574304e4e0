// Package migrate sums up what a recorded session calls at an API that has a
// successor, and what to call, ask for and mind there. It is pure: the same
// session gives the same report.
package migrate

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/diagnosis"
	"misstep/wasm/replacement"
)

// A Report is the plan for moving to a successor, secrets masked.
type Report struct {
	API           string       `json:"api"`       // name of the old API; "" when no call was to one with a successor
	Successor     string       `json:"successor"` // name of the new one
	Documentation string       `json:"documentation"`
	ShutDown      string       `json:"shutDown,omitempty"` // first day without the old API, 2006-01-02
	ShutDownDay   string       `json:"-"`                  // ShutDown as the catalog's language writes it
	Calls         int          `json:"calls"`              // to the old API
	Moved         int          `json:"moved"`              // endpoints, of Endpoints
	Endpoints     int          `json:"endpoints"`          // that can be moved, in a session that calls the successor, too; otherwise 0
	Groups        []Group      `json:"groups"`             // most called first
	Scopes        []Scope      `json:"scopes"`
	None          []None       `json:"none"`
	Open          []string     `json:"open"`        // questions that no source answers
	Differences   []Difference `json:"differences"` // each once
	Unknown       []Unknown    `json:"unknown"`     // calls that are not documented
	New           []Unknown    `json:"new"`         // calls of the successor that replace none of the groups
}

// A Group is the calls of one endpoint that the same replaces.
type Group struct {
	Endpoint    string                   `json:"endpoint"` // its name
	Method      string                   `json:"method"`
	Path        string                   `json:"path"` // template
	Count       int                      `json:"count"`
	Failed      int                      `json:"failed"`
	First       int                      `json:"first"`            // id of the first exchange
	Last        int                      `json:"last"`             // id of the last exchange
	Moved       int                      `json:"moved,omitempty"`  // id of the first exchange at the successor that replaces it; 0: none
	Varies      bool                     `json:"varies,omitempty"` // the calls ask for different days; Replacement has those of the last
	Replacement *replacement.Replacement `json:"replacement"`
}

// Numbers are those of a group's first and last exchange.
func (g *Group) Numbers() string {
	first := "#" + strconv.Itoa(g.First)
	if g.Last == g.First {
		return first
	}
	return first + "–#" + strconv.Itoa(g.Last)
}

// A Scope is one permission to ask for, and the endpoints that need it.
type Scope struct {
	Scope string   `json:"scope"`
	For   []string `json:"for"`
}

// A Difference is something to do otherwise at the successor, and the endpoints
// that it is about: none where it is about all.
type Difference struct {
	replacement.Difference
	For []string `json:"for,omitempty"`
}

// A None is an endpoint that nothing replaces.
type None struct {
	Endpoint string `json:"endpoint"`
	Why      string `json:"why"`
}

// An Unknown is a call that no documentation of the old API has.
type Unknown struct {
	Method string `json:"method"`
	Path   string `json:"path"` // secrets masked
	Count  int    `json:"count"`
}

// Rewritten is the report with another text in place of each that has something of
// the recording in it.
func (r Report) Rewritten(replace func(string) string) Report {
	r.Groups, r.Unknown, r.New = slices.Clone(r.Groups), slices.Clone(r.Unknown), slices.Clone(r.New)
	for i := range r.Groups {
		g := &r.Groups[i]
		g.Endpoint, g.Path = replace(g.Endpoint), replace(g.Path)
		g.Replacement = g.Replacement.Rewritten(replace)
	}
	for _, list := range [][]Unknown{r.Unknown, r.New} {
		for i := range list {
			list[i].Method, list[i].Path = replace(list[i].Method), replace(list[i].Path)
		}
	}
	return r
}

// New sums up a session.
func New(s *diagnosis.Session) Report {
	r := Report{Groups: []Group{}, Scopes: []Scope{}, None: []None{}, Open: []string{}, Differences: []Difference{}, Unknown: []Unknown{}, New: []Unknown{}}
	var names, successors []string
	var moved successorCalls
	for id := s.First(); id <= s.LastID(); id++ {
		x := s.Exchange(id)
		moved.observe(s, id)
		by := replacement.Of(s.Session, id)
		if by == nil || x.Request.Method == "OPTIONS" {
			continue
		}
		pack := s.Catalog().Pack(by.Pack)
		r.Calls++
		names, successors = add(names, pack.Name), add(successors, by.Successor)
		r.Documentation = pack.Successor.Documentation
		if pack.Shutdown != nil {
			r.ShutDown = pack.Shutdown.Date
			r.ShutDownDay = s.Catalog().Messages().Day(r.ShutDown)
		}
		key, known := replacement.KeyOf(s.Session, id)
		if !known {
			r.addUnknown(x.Request.Method, unknownPath(pack, s.Summary(id).URL))
			continue
		}
		r.addCall(id, key.Endpoint, pack, by, s.Summary(id).Failed)
	}
	r.API, r.Successor = strings.Join(names, ", "), strings.Join(successors, ", ")
	sort.SliceStable(r.Groups, func(i, j int) bool {
		a, b := &r.Groups[i], &r.Groups[j]
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Endpoint, b.Endpoint), strings.Compare(a.Path, b.Path)) < 0
	})
	sort.SliceStable(r.Unknown, func(i, j int) bool {
		a, b := &r.Unknown[i], &r.Unknown[j]
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Path, b.Path)) < 0
	})
	for _, g := range r.Groups {
		r.sumUp(g)
	}
	r.countMoved(s, &moved)
	r.sortDifferences()
	sort.SliceStable(r.Scopes, func(i, j int) bool { return r.Scopes[i].Scope < r.Scopes[j].Scope })
	return r
}

// addCall counts one call in its group.
func (r *Report) addCall(id int, endpoint *catalog.Endpoint, pack *catalog.Pack, by *replacement.Replacement, failed bool) {
	path := pathOf(endpoint, pack, by)
	i := slices.IndexFunc(r.Groups, func(g Group) bool {
		return g.Method == endpoint.Method && g.Path == path && g.Replacement.ID == by.ID
	})
	if i < 0 {
		i = len(r.Groups)
		r.Groups = append(r.Groups, Group{Endpoint: endpoint.Name, Method: endpoint.Method, Path: path, First: id, Replacement: by})
	}
	g := &r.Groups[i]
	g.Count++
	if failed {
		g.Failed++
	}
	g.Varies = g.Varies || !sameCalls(g.Replacement, by)
	g.Last, g.Replacement = id, by
}

// pathOf is the template of an endpoint, with the only value that a
// replacement for one resource is for.
func pathOf(endpoint *catalog.Endpoint, pack *catalog.Pack, by *replacement.Replacement) string {
	path := endpoint.Path
	for _, known := range pack.Replacements {
		if known.ID != by.ID {
			continue
		}
		for name, values := range known.Values {
			if len(values) == 1 {
				path = withValue(path, name, values[0])
			}
		}
	}
	return path
}

// withValue is the template of a path with a value in the place of that name.
func withValue(template, name, value string) string {
	return strings.ReplaceAll(template, "{"+name+"}", value)
}

func sameCalls(a, b *replacement.Replacement) bool {
	return slices.EqualFunc(a.Calls, b.Calls, func(x, y replacement.Call) bool { return x.URL == y.URL && x.Body == y.Body })
}

// unknownPath is the path of an address that isn't an endpoint's, without the ids
// that it has where endpoints that begin alike have one.
func unknownPath(pack *catalog.Pack, address string) string {
	_, rest, _ := strings.Cut(address, "://")
	rest, _, _ = strings.Cut(rest, "?")
	_, path, _ := strings.Cut(rest, "/")
	segments := strings.Split("/"+path, "/")
	alike := make([][]string, len(pack.Endpoints))
	for i, e := range pack.Endpoints {
		alike[i] = strings.Split(e.Path, "/")
	}
	for i, segment := range segments {
		longer := slices.DeleteFunc(slices.Clone(alike), func(t []string) bool { return len(t) <= i })
		same := slices.DeleteFunc(slices.Clone(longer), func(t []string) bool { return t[i] != segment })
		if len(same) == 0 {
			same = slices.DeleteFunc(longer, func(t []string) bool { return !strings.HasPrefix(t[i], "{") || !strings.HasSuffix(t[i], "-id}") })
			if len(same) == 0 {
				break
			}
			segments[i] = same[0][i]
		}
		alike = same
	}
	return strings.Join(segments, "/")
}

func (r *Report) addUnknown(method, path string) {
	i := slices.IndexFunc(r.Unknown, func(u Unknown) bool { return u.Method == method && u.Path == path })
	if i < 0 {
		i = len(r.Unknown)
		r.Unknown = append(r.Unknown, Unknown{Method: method, Path: path})
	}
	r.Unknown[i].Count++
}

// sumUp takes over what a group needs: each thing once.
func (r *Report) sumUp(g Group) {
	for _, scope := range g.Replacement.Scopes {
		i := slices.IndexFunc(r.Scopes, func(s Scope) bool { return s.Scope == scope })
		if i < 0 {
			i = len(r.Scopes)
			r.Scopes = append(r.Scopes, Scope{Scope: scope})
		}
		r.Scopes[i].For = add(r.Scopes[i].For, g.Endpoint)
	}
	if none := (None{g.Endpoint, g.Replacement.None}); none.Why != "" && !slices.Contains(r.None, none) {
		r.None = append(r.None, none)
	}
	for _, question := range g.Replacement.Open {
		r.Open = add(r.Open, question)
	}
	for _, d := range g.Replacement.Differences {
		i := slices.IndexFunc(r.Differences, func(known Difference) bool { return known.Difference == d })
		if i < 0 {
			i = len(r.Differences)
			r.Differences = append(r.Differences, Difference{Difference: d})
		}
		r.Differences[i].For = add(r.Differences[i].For, g.Endpoint)
	}
}

// sortDifferences puts those first that most endpoints meet, and leaves out which
// where all do.
func (r *Report) sortDifferences() {
	var all []string
	for i := range r.Groups {
		if g := &r.Groups[i]; len(g.Replacement.Calls) > 0 {
			all = add(all, g.Endpoint)
		}
	}
	sort.SliceStable(r.Differences, func(i, j int) bool { return len(r.Differences[i].For) > len(r.Differences[j].For) })
	for i := range r.Differences {
		if d := &r.Differences[i]; len(d.For) == len(all) {
			d.For = nil
		}
	}
}

// add puts a text at the end of a list that does not have it.
func add(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
