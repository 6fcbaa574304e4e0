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
	route    *route
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
	at, host, path := c.locate(address)
	if at == nil {
		return nil
	}
	pack := at.pack.whole()
	if at.endpoint(method, host, path) != nil {
		return nil
	}
	segments := strings.Split(path, "/")
	var found []Neighbour
	for i := range pack.routes {
		r := &pack.routes[i]
		if r.endpoint.State == "retired" {
			continue
		}
		if distance := r.compare(method, segments, nil); distance <= farthest && at.serves(r.endpoint, host) {
			found = append(found, Neighbour{Endpoint: r.endpoint, Pack: pack, distance: distance, route: r})
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
		n := &found[i]
		var differences []difference
		n.route.compare(method, segments, &differences)
		for _, d := range differences {
			n.Differences = append(n.Differences, d.in(c.Words()))
		}
	}
	return found
}

// compare is the distance of a request's method and path, of which one segment
// may be missing or too much; more than farthest when it is not worth counting.
// The differences are added to found, unless that is nil.
func (r *route) compare(method string, segments []string, found *[]difference) float64 {
	distance := 0.0
	if r.endpoint.Method != method {
		distance += distanceMethod
		note(found, "difference.other", r.endpoint.Method, method)
	}
	switch len(r.segments) - len(segments) {
	case 0:
		return along(distance, r.segments, segments, true, found)
	case 1, -1:
		return distance + r.compareUneven(segments, found)
	}
	return farthest + 1
}

func note(found *[]difference, key, want, have string) {
	if found != nil {
		*found = append(*found, difference{key, want, have})
	}
}

// along adds the distances of segments that lie beside each other; whole says
// that they reach to the end of the path.
func along(distance float64, own []segment, others []string, whole bool, found *[]difference) float64 {
	for i := range own {
		if distance > farthest {
			break // what comes cannot bring them nearer
		}
		distance = own[i].compare(distance, others[i], whole && i == len(own)-1, found)
	}
	return distance
}

// compareUneven skips the one segment, of either side, whose loss brings the
// rest nearest.
func (r *route) compareUneven(segments []string, found *[]difference) float64 {
	own, other := 1, 0 // skipped
	if len(segments) > len(r.segments) {
		own, other = 0, 1
	}
	best, at := farthest+1, -1
	before := 1.0 // the one that is skipped, and all in front of it
	count := min(len(r.segments), len(segments))
	for skip := 0; skip <= count && before <= farthest; skip++ {
		if distance := along(before, r.segments[skip+own:], segments[skip+other:], true, nil); distance < best {
			best, at = distance, skip
		}
		if skip < count {
			before = r.segments[skip].compare(before, segments[skip], skip == count-1, nil)
		}
	}
	if found != nil && at >= 0 {
		if own == 1 {
			note(found, "difference.missing", r.segments[at].text, "")
		} else {
			note(found, "difference.too-much", segments[at], "")
		}
		along(0, r.segments[:at], segments[:at], at == count, found)
		along(0, r.segments[at+own:], segments[at+other:], true, found)
	}
	return best
}

// compare adds the distance of one segment of a request. The ending of a path
// is no part of its last word.
func (s *segment) compare(distance float64, sent string, last bool, found *[]difference) float64 {
	own, ending := s.text, ""
	if i := strings.LastIndexByte(own, '.'); last && i > 0 {
		own, ending = own[:i], own[i:]
		bare, ok := strings.CutSuffix(sent, ending)
		if !ok {
			distance += distanceEnding
			note(found, "difference.missing", ending, "")
			if i := strings.LastIndexByte(bare, '.'); i > 0 {
				bare = bare[:i] // another ending, such as .xml
			}
		}
		sent = bare
	}
	switch {
	case s.name != "":
		if !s.form.fits(sent) {
			distance += distanceForm
		}
		if sent == "" {
			distance++
			note(found, "difference.nothing", own, "")
		}
	case own == sent:
	case isVersion(own) && isVersion(sent):
		distance += distanceVersion
		note(found, "difference.other", own, sent)
	default:
		length := max(len(own), len(sent), 1)
		if length > maxSegment {
			return distance + 1
		}
		if least := float64(length-min(len(own), len(sent))) / float64(length); found == nil && distance+least > farthest {
			return distance + least
		}
		distance += float64(levenshtein.ComputeDistance(own, sent)) / float64(length)
		note(found, "difference.other", own, sent)
	}
	return distance
}

// maxSegment bounds the length of segments that are compared by letters.
const maxSegment = 64

func isVersion(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.") == ""
}
