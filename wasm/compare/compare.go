// Package compare lists how a request differs from a similar one that worked. It is pure;
// its results are masked.
package compare

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// Parts of a request that may differ.
const (
	Method = "method"
	Path   = "path"  // Name is that of the value in the endpoint's path, or ""
	Query  = "query" // Name is the parameter's
	Header = "header"
	Body   = "body" // Name is the form parameter's or the JSON member's path
	Token  = "token"
)

// A Comparison is how an exchange differs from one that worked.
type Comparison struct {
	Exchange    int           `json:"exchange"` // the one that worked
	Started     time.Time     `json:"started,omitzero"`
	Gap         time.Duration `json:"gap"`   // between the two
	Later       bool          `json:"later"` // the one that worked came later
	Differences []Difference  `json:"differences"`
	Omitted     int           `json:"left"` // differences that are not listed
}

// A Difference is one part in which two requests differ. Where one of them does
// not have it at all, Absent says which.
type Difference struct {
	Part   string `json:"part"`
	Name   string `json:"name,omitempty"`
	Here   string `json:"here"`
	Worked string `json:"worked"`
	Absent string `json:"absent,omitempty"` // "here" or "worked"
}

const mostDifferences = 60

// WithWorking compares an exchange with the last of the same endpoint before
// it that worked, or else with the first after it; nil when there is none.
func WithWorking(s *diagnosis.Session, id int) *Comparison {
	if other := working(s, id); other != 0 {
		return With(s, id, other)
	}
	return nil
}

// With compares an exchange with any other.
func With(s *diagnosis.Session, id, other int) *Comparison {
	here, there := s.Exchange(id), s.Exchange(other)
	c := &Comparison{Exchange: other, Started: there.Started, Later: there.Started.After(here.Started), Differences: []Difference{}}
	if !here.Started.IsZero() && !there.Started.IsZero() {
		c.Gap = here.Started.Sub(there.Started).Abs()
	}
	_, endpoint := s.Catalog().Endpoint(here.Request.Method, here.Request.URL)
	if _, its := s.Catalog().Endpoint(there.Request.Method, there.Request.URL); its != endpoint && httpmsg.Path(here.Request.URL) != httpmsg.Path(there.Request.URL) {
		endpoint = nil // no value in one path stands for one in the other
	}
	c.Differences = withTokens(s, id, other, requests(&here.Request, &there.Request, endpoint))
	if n := len(c.Differences); n > mostDifferences {
		c.Differences, c.Omitted = c.Differences[:mostDifferences], n-mostDifferences
	}
	return c
}

// working is the exchange to compare with, 0: none.
func working(s *diagnosis.Session, id int) int {
	x := s.Exchange(id)
	if x.Request.URL == "" {
		return 0
	}
	pack, endpoint := s.Catalog().Endpoint(x.Request.Method, x.Request.URL)
	if pack == nil {
		return 0
	}
	path := s.Catalog().Path(x.Request.URL)
	same := map[[2]string]bool{} // by method and path: most repeat
	like := func(other int) bool {
		y := &s.Exchange(other).Request
		at := [2]string{y.Method, s.Catalog().Path(y.URL)}
		is, known := same[at]
		if !known {
			is = at[1] == path // though the method may differ: it may be what is wrong
			if !is && endpoint != nil {
				_, its := s.Catalog().Endpoint(y.Method, y.URL)
				is = its == endpoint
			}
			same[at] = is
		}
		return is && !s.Summary(other).Failed
	}
	// Nearest in time, rather before than after; recordings may not be in order.
	before, after := candidates(s, id)
	for _, list := range [][]int{before, after} {
		for _, other := range list[:min(len(list), mostLookedAt)] {
			if like(other) {
				return other
			}
		}
	}
	return 0
}

// mostLookedAt bounds the exchanges on either side that are looked at.
const mostLookedAt = 2000

// candidates are the successful exchanges before and after one, nearest first.
func candidates(s *diagnosis.Session, id int) (before, after []int) {
	compare := func(a, b int) int {
		return cmp.Or(s.Exchange(a).Started.Compare(s.Exchange(b).Started), cmp.Compare(a, b))
	}
	for other := 1; other <= s.LastID(); other++ {
		y := s.Exchange(other)
		switch {
		case other == id || y.Response.Status < 200 || y.Response.Status > 299 || y.Request.Method == "OPTIONS":
		case compare(other, id) < 0:
			before = append(before, other)
		default:
			after = append(after, other)
		}
	}
	sort.SliceStable(before, func(i, j int) bool { return compare(before[i], before[j]) > 0 })
	sort.SliceStable(after, func(i, j int) bool { return compare(after[i], after[j]) < 0 })
	return before, after
}

// requests lists in what one request differs from another.
func requests(here, worked *httpmsg.Request, endpoint *catalog.Endpoint) []Difference {
	d := &differences{list: []Difference{}}
	d.add(Method, "", here.Method, worked.Method, redact.Text)
	d.paths(here.URL, worked.URL, endpoint)
	d.fields(Query, queryOf(here), queryOf(worked), redact.Param)
	d.token(here, worked)
	d.fields(Header, headersOf(here), headersOf(worked), redact.Header)
	d.fields(Body, bodyOf(here), bodyOf(worked), redact.Param)
	return d.list
}

type differences struct{ list []Difference }

// add adds a difference if there is one. Secrets that look alike when they are
// masked get a letter each.
func (d *differences) add(part, name, here, worked string, mask func(string) string) {
	if here == worked {
		return
	}
	a, b := mask(here), mask(worked)
	if a == b && here != "" && worked != "" {
		a, b = a+" (A)", b+" (B)"
	}
	d.list = append(d.list, Difference{Part: part, Name: name, Here: a, Worked: b})
}

// absent adds a difference: something is on one side only.
func (d *differences) absent(part, name, here, worked, absent string) {
	d.list = append(d.list, Difference{Part: part, Name: name, Here: here, Worked: worked, Absent: absent})
}

// paths compares hosts and paths, value by value where the endpoint's are named.
func (d *differences) paths(here, worked string, endpoint *catalog.Endpoint) {
	hostA, pathA := split(here)
	hostB, pathB := split(worked)
	d.add(Path, "host", hostA, hostB, redact.Text)
	if pathA == pathB {
		return
	}
	a, b := strings.Split(pathA, "/"), strings.Split(pathB, "/")
	if endpoint == nil || len(a) != len(b) {
		d.add(Path, "", pathA, pathB, redact.URL)
		return
	}
	templates := strings.Split(endpoint.Path, "/")
	before := len(a) - len(templates)
	for i := range a {
		name, ending := "", ""
		if i >= before {
			if open, rest, ok := strings.Cut(templates[i-before], "{"); ok && open == "" {
				name, ending, _ = strings.Cut(rest, "}")
			}
		}
		d.add(Path, name, strings.TrimSuffix(a[i], ending), strings.TrimSuffix(b[i], ending), redact.Text)
	}
}

// fields compares fields by name, in the order of the first; a name that is
// there several times has its values one after the other.
func (d *differences) fields(part string, here, worked []httpmsg.Header, mask func(name, value string) string) {
	a, b := valuesOf(here), valuesOf(worked)
	for _, name := range namesOf(here, worked) {
		inA, inB := a[name] != nil, b[name] != nil
		shown := func(values []string) string {
			list := slices.Clone(values)
			for i := range list {
				list[i] = mask(name, list[i])
			}
			return strings.Join(list, ", ")
		}
		switch {
		case !inA:
			d.absent(part, name, "", shown(b[name]), "here")
		case !inB:
			d.absent(part, name, shown(a[name]), "", "worked")
		case !slices.Equal(a[name], b[name]):
			x, y := shown(a[name]), shown(b[name])
			if x == y {
				x, y = x+" (A)", y+" (B)"
			}
			d.list = append(d.list, Difference{Part: part, Name: name, Here: x, Worked: y})
		}
	}
}

// token compares the Authorization headers: same scheme, same token?
func (d *differences) token(here, worked *httpmsg.Request) {
	a, inA := here.Header("Authorization")
	b, inB := worked.Header("Authorization")
	switch {
	case inA && !inB:
		d.absent(Token, "", redact.Header("Authorization", a), "", "worked")
	case inB && !inA:
		d.absent(Token, "", "", redact.Header("Authorization", b), "here")
	default:
		d.add(Token, "", a, b, func(s string) string { return redact.Header("Authorization", s) })
	}
}

func valuesOf(fields []httpmsg.Header) map[string][]string {
	values := map[string][]string{}
	for _, f := range fields {
		values[f.Name] = append(values[f.Name], f.Value)
	}
	return values
}

func namesOf(lists ...[]httpmsg.Header) (names []string) {
	seen := map[string]bool{}
	for _, list := range lists {
		for _, f := range list {
			if !seen[f.Name] {
				seen[f.Name] = true
				names = append(names, f.Name)
			}
		}
	}
	return names
}

func queryOf(r *httpmsg.Request) []httpmsg.Param { return httpmsg.Request{URL: r.URL}.Params() }

// noise are headers that differ from request to request, or by the browser, and
// do not matter to an API.
var noise = map[string]bool{
	"authorization": true, // compared as a token
	"host":          true, "connection": true, "content-length": true, "date": true, "user-agent": true, "accept-encoding": true,
	"referer": true, "cache-control": true, "pragma": true, "priority": true, "dnt": true, "te": true, "upgrade-insecure-requests": true,
	"if-none-match": true, "if-modified-since": true, "cookie": true, "traceparent": true, "tracestate": true, "baggage": true,
	"x-request-id": true, "request-id": true, "x-correlation-id": true, "x-amzn-trace-id": true, "x-cloud-trace-context": true,
	"alt-used": true, "idempotency-key": true, "sentry-trace": true, "postman-token": true,
}

func headersOf(r *httpmsg.Request) (list []httpmsg.Header) {
	for _, h := range r.Headers {
		name := strings.ToLower(h.Name)
		if noise[name] || strings.HasPrefix(name, ":") || strings.HasPrefix(name, "sec-") || strings.HasPrefix(name, "x-b3-") || strings.HasPrefix(name, "x-datadog-") {
			continue
		}
		list = append(list, httpmsg.Header{Name: name, Value: strings.TrimSpace(h.Value)})
	}
	return list
}

// split parts an address into host and path.
func split(address string) (host, path string) {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	_, rest, found := strings.Cut(address, "://")
	if !found {
		rest = address
	}
	host, path, _ = strings.Cut(rest, "/")
	return strings.ToLower(host), "/" + path
}
