package catalog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// A Neighbour is a documented call that resembles one that is none.
type Neighbour struct {
	Endpoint *Endpoint
	Pack     *Pack
	// Differences are what to change, in words and in the order of the path: "POST, not
	// GET", "foods, not food", "1.2, not 1", ".json is missing".
	Differences []string

	distance float64
	found    []difference // in words only when the call is told
}

// A difference is one thing to change.
type difference struct{ key, want, have string }

func (d difference) in(words *Wording) string {
	switch d.key {
	case "difference.other":
		return words.Say(d.key, "this", d.want, "that", d.have)
	case "difference.nothing":
		return words.Say("difference.other", "this", d.want, "that", words.Say(d.key))
	}
	return words.Say(d.key, "part", d.want)
}

// Distances between a call and a documented one; a whole segment is 1.
const (
	farthest        = 1.8
	distanceMethod  = 0.5
	distanceVersion = 0.3
	distanceEnding  = 0.2
	distanceForm    = 0.15 // a placeholder's value without its form
	maxNeighbours   = 3
)

// Nearest names the documented calls nearest to one that Endpoint does not
// know, nearest first; none when it is known, not of a watched host, or like
// no other.
func (c *Catalog) Nearest(method, address string) []Neighbour {
	pack, known := c.Endpoint(method, address)
	if pack == nil || known != nil {
		return nil
	}
	at, host, path := c.locate(address)
	segments := strings.Split(path, "/")
	var found []Neighbour
	for i := range pack.Endpoints {
		e := &pack.Endpoints[i]
		if !at.serves(e, host) || e.State == "retired" {
			continue
		}
		n := Neighbour{Endpoint: e, Pack: pack}
		if e.Method != method {
			n.add(distanceMethod, e.Method, method)
		}
		n.comparePath(strings.Split(e.Path, "/"), segments)
		if n.distance <= farthest {
			found = append(found, n)
		}
	}
	slices.SortStableFunc(found, func(a, b Neighbour) int { return cmp.Compare(a.distance, b.distance) })
	for i := range found { // those much farther than the first only distract
		if found[i].distance > 2*found[0].distance+distanceEnding {
			found = found[:i]
			break
		}
	}
	found = found[:min(len(found), maxNeighbours)]
	for i := range found {
		for _, d := range found[i].found {
			found[i].Differences = append(found[i].Differences, d.in(c.Words()))
		}
	}
	return found
}

func (n *Neighbour) add(distance float64, want, have string) {
	n.distance += distance
	if want != "" {
		n.found = append(n.found, difference{"difference.other", want, have})
	}
}

// comparePath lays the segments over each other; where their number differs,
// the cheapest way counts.
func (n *Neighbour) comparePath(template, segments []string) {
	if len(template) != len(segments) {
		n.compareUneven(template, segments)
		return
	}
	for i := range template {
		if n.distance > farthest {
			return // what comes cannot bring them nearer
		}
		n.compareSegment(template[i], segments[i], i == len(template)-1)
	}
}

// compareUneven skips the one segment, of either side, whose loss brings the
// rest nearest.
func (n *Neighbour) compareUneven(template, segments []string) {
	longer, shorter, what := template, segments, "difference.missing"
	if len(segments) > len(template) {
		longer, shorter, what = segments, template, "difference.too-much"
	}
	if len(longer) != len(shorter)+1 {
		n.distance = farthest + 1
		return
	}
	best := Neighbour{distance: farthest + 1}
	for skip := range longer {
		rest := slices.Delete(slices.Clone(longer), skip, skip+1)
		try := Neighbour{distance: 1, found: []difference{{what, longer[skip], ""}}}
		if len(template) > len(segments) {
			try.comparePath(rest, segments)
		} else {
			try.comparePath(template, rest)
		}
		if try.distance < best.distance {
			best = try
		}
	}
	n.distance += best.distance
	n.found = append(n.found, best.found...)
}

func (n *Neighbour) compareSegment(template, segment string, last bool) {
	ending := ""
	if i := strings.LastIndexByte(template, '.'); last && i > 0 {
		template, ending = template[:i], template[i:]
		bare, ok := strings.CutSuffix(segment, ending)
		if !ok {
			n.distance += distanceEnding
			n.found = append(n.found, difference{"difference.missing", ending, ""})
			if i := strings.LastIndexByte(bare, '.'); i > 0 {
				bare = bare[:i] // another ending, such as .xml
			}
		}
		segment = bare
	}
	switch {
	case strings.HasPrefix(template, "{"):
		if !fits(strings.Trim(template, "{}"), segment) {
			n.distance += distanceForm
		}
		if segment == "" {
			n.distance++
			n.found = append(n.found, difference{"difference.nothing", template, ""})
		}
	case template == segment:
	case isVersion(template) && isVersion(segment):
		n.add(distanceVersion, template, segment)
	default:
		length := max(len(template), len(segment), 1)
		if length > maxSegment {
			n.distance++
			return
		}
		n.add(float64(levenshtein.ComputeDistance(template, segment))/float64(length), template, segment)
	}
}

// maxSegment bounds the length of segments that are compared by letters.
const maxSegment = 64

func isVersion(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.") == ""
}
