package search

import (
	"sort"
	"strings"

	"github.com/agnivade/levenshtein"

	"misstep/catalog"
	"misstep/catalog/messages"
)

// A SimilarEndpoint is a documented call that resembles an undocumented one.
type SimilarEndpoint struct {
	Endpoint *catalog.Endpoint
	Pack     *catalog.Pack
	// Differences are what to change, in words and in the order of the path: "POST, not
	// GET", "foods, not food", "1.2, not 1", ".json is missing".
	Differences []string

	distance float64
}

// A difference is one thing to change.
type difference struct{ key, want, have string }

func (d difference) in(words *messages.Formatter) string {
	switch d.key {
	case "difference.other":
		return words.Format(d.key, "this", d.want, "that", d.have)
	case "difference.nothing":
		return words.Format("difference.other", "this", d.want, "that", words.Format(d.key))
	}
	return words.Format(d.key, "part", d.want)
}

// Distances between a call and a documented one; a whole segment is 1.
const (
	farthest        = 1.8
	distanceMethod  = 0.5
	distanceVersion = 0.3
	distanceEnding  = 0.2
	distanceForm    = 0.15 // a placeholder's value without its form
	maxSimilar      = 3
)

// SimilarEndpoints names the documented calls nearest to one that Endpoint does
// not know, nearest first; none when it is known, not of a watched host, or like
// no other.
func SimilarEndpoints(c *catalog.Catalog, method, address string) []SimilarEndpoint {
	pack, endpoint, path := c.Resolve(method, address)
	if pack == nil || endpoint != nil {
		return nil
	}
	segments := strings.Split(path, "/")
	var found []SimilarEndpoint
	for i := range pack.Endpoints {
		e := &pack.Endpoints[i]
		if e.State == "retired" {
			continue
		}
		if distance := compare(e, method, segments, nil); distance <= farthest && c.Serves(address, e) {
			found = append(found, SimilarEndpoint{Endpoint: e, Pack: pack, distance: distance})
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].distance < found[j].distance })
	for i := range found { // those much farther than the first only distract
		if found[i].distance > 2*found[0].distance+distanceEnding {
			found = found[:i]
			break
		}
	}
	found = found[:min(len(found), maxSimilar)]
	for i := range found {
		n := &found[i]
		var differences []difference
		compare(n.Endpoint, method, segments, &differences)
		for _, d := range differences {
			n.Differences = append(n.Differences, d.in(c.Messages()))
		}
	}
	return found
}

// compare is the distance of a request's method and path, of which one segment
// may be missing or too much; more than farthest when it is not worth counting.
// The differences are added to found, unless that is nil.
func compare(e *catalog.Endpoint, method string, segments []string, found *[]difference) float64 {
	distance := 0.0
	if e.Method != method {
		distance += distanceMethod
		note(found, "difference.other", e.Method, method)
	}
	own := e.Segments()
	switch len(own) - len(segments) {
	case 0:
		return along(distance, own, segments, true, found)
	case 1, -1:
		return distance + compareUneven(own, segments, found)
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
func along(distance float64, own []catalog.Segment, others []string, whole bool, found *[]difference) float64 {
	for i := range own {
		if distance > farthest {
			break // what comes cannot bring them nearer
		}
		distance = compareSegment(&own[i], distance, others[i], whole && i == len(own)-1, found)
	}
	return distance
}

// compareUneven skips the one segment, of either side, whose loss brings the
// rest nearest.
func compareUneven(own []catalog.Segment, segments []string, found *[]difference) float64 {
	ownSkipped, otherSkipped := 1, 0
	if len(segments) > len(own) {
		ownSkipped, otherSkipped = 0, 1
	}
	best, at := farthest+1, -1
	before := 1.0 // the one that is skipped, and all in front of it
	count := min(len(own), len(segments))
	for skip := 0; skip <= count && before <= farthest; skip++ {
		if distance := along(before, own[skip+ownSkipped:], segments[skip+otherSkipped:], true, nil); distance < best {
			best, at = distance, skip
		}
		if skip < count {
			before = compareSegment(&own[skip], before, segments[skip], skip == count-1, nil)
		}
	}
	if found != nil && at >= 0 {
		if ownSkipped == 1 {
			note(found, "difference.missing", own[at].Text, "")
		} else {
			note(found, "difference.too-much", segments[at], "")
		}
		along(0, own[:at], segments[:at], at == count, found)
		along(0, own[at+ownSkipped:], segments[at+otherSkipped:], true, found)
	}
	return best
}

// compareSegment adds the distance of one segment of a request. The ending of a path
// isn't part of its last word.
func compareSegment(s *catalog.Segment, distance float64, sent string, last bool, found *[]difference) float64 {
	own, ending := s.Text, ""
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
	case s.Name != "":
		if !s.Fits(sent) {
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
