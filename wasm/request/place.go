package request

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
	"misstep/wasm/httpmsg"
)

// A Place is one value in a path, where the documented path has a {name}.
type Place struct {
	Segment  int // of the path, 0 is before the first slash
	From, To int // the segment, in the path
	Name     string
	Ending   string // literal after it, such as .json
	Value    string
	Date     bool // by its name, a day
}

// Places reads the values in an address that is a call of this endpoint.
func Places(endpoint *catalog.Endpoint, address string) (found []Place) {
	EachPlace(endpoint, httpmsg.Path(address), func(p Place) bool {
		if found == nil {
			found = make([]Place, 0, len(endpoint.Places()))
		}
		found = append(found, p)
		return true
	})
	return found
}

// EachPlace visits the values in a path until visit is false.
func EachPlace(endpoint *catalog.Endpoint, path string, visit func(p Place) bool) {
	if endpoint == nil || len(endpoint.Places()) == 0 {
		return
	}
	var few [16]int // of nearly every path, so that none is kept for it
	starts := append(few[:0], 0)
	for i := range len(path) {
		if path[i] == '/' {
			starts = append(starts, i+1)
		}
	}
	before := len(starts) - 1 - strings.Count(endpoint.Path, "/") // of a prefix, at a host that somebody added
	if before < 0 {
		return
	}
	starts = append(starts, len(path)+1)
	for _, known := range endpoint.Places() {
		segment := before + known.Segment
		p := Place{Segment: segment, From: starts[segment], To: starts[segment+1] - 1, Name: known.Name, Ending: known.Ending, Date: known.Date}
		p.Value = strings.TrimSuffix(path[p.From:p.To], known.Ending)
		if strings.IndexByte(p.Value, '%') >= 0 {
			if unescaped, err := url.PathUnescape(p.Value); err == nil {
				p.Value = unescaped
			}
		}
		if !visit(p) {
			return
		}
	}
}

// AtVendor reports whether the request was made to the API itself, not to an
// address that somebody added.
func (t *Target) AtVendor(address string) bool {
	if len(t.Pack.Hosts) > 0 && catalog.HasHost(address, t.Pack.Hosts[0]) {
		return true
	}
	name, port, _, _ := catalog.SplitHost(address)
	host := name + port
	return slices.ContainsFunc(t.Pack.Hosts, func(watched string) bool {
		known, _, _ := strings.Cut(watched, "/")
		return strings.EqualFold(known, host)
	})
}

// Dates are the places that hold a date.
func Dates(places []Place) []Place {
	return slices.DeleteFunc(slices.Clone(places), func(p Place) bool { return !p.Date })
}

var (
	DayForm    = lazyregexp.New(`^\d{4}-\d{2}-\d{2}$`)
	PeriodForm = lazyregexp.New(`^(max|\d+(d|w|m|y))$`)
	// Unfilled is a value that a program did not fill in: a placeholder, or
	// what a language prints for nothing.
	Unfilled = lazyregexp.New(`^$|[{}<>\[\]$]|^:|(?i)^(undefined|null|none|nan(-nan-nan)?|nil|invalid date|(your|start|end|base)[-_ ]?date|date|yyyy-mm-dd)$`)
)

// Days is the approximate length of a period; 0 if it has no end or isn't a period.
func Days(period string) int {
	if !PeriodForm().MatchString(period) || period == "max" || len(period) > 5 {
		return 0
	}
	number, _ := strconv.Atoi(period[:len(period)-1])
	return number * map[byte]int{'d': 1, 'w': 7, 'm': 30, 'y': 365}[period[len(period)-1]]
}
