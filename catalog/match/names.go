package match

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// NearestName is the known name that equals, or nearly equals, the one that was sent; "" if
// there is none. One letter in three may differ; a name in another notation (grantType) is
// one letter off.
func NearestName(sent string, names []string) (name string, distance int) {
	if len(sent) < 3 || len(sent) > 40 {
		return "", 0
	}
	best := 4
	plain := PlainName(sent)
	for _, candidate := range names {
		d := min(levenshtein.ComputeDistance(sent, candidate), 1+levenshtein.ComputeDistance(plain, PlainName(candidate)))
		if d < best && d <= len(candidate)/3 {
			name, best = candidate, d
		}
	}
	return name, best
}

// SimilarNames reports whether two names differ by their case, their joints or
// one or two letters.
func SimilarNames(a, b string) bool {
	a, b = PlainName(a), PlainName(b)
	return len(a) < 40 && (a == b || len(b) >= 6 && levenshtein.ComputeDistance(a, b) <= 2)
}

// joints are what may join the words of a name.
var joints = strings.NewReplacer("_", "", "-", "", " ", "")

// PlainName is a name without its case and what joins its words.
func PlainName(s string) string { return strings.ToLower(joints.Replace(s)) }
