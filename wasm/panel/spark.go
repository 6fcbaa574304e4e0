package panel

import "strconv"

// sparkBars is how many bars a spark has at most.
const sparkBars = 16

// A spark is when, over the session, the members of a group happened: counts in
// bars of equal time, whose length doubles as the session grows. So a member
// costs the same however many there are.
type spark struct {
	start, length int64 // milliseconds; length 0: empty
	bars          [sparkBars]int
}

// fit makes the bars reach from first to last. It reports false when they must
// be counted anew, because the session turned out to begin earlier.
func (s *spark) fit(first, last int64) bool {
	if s.length == 0 {
		s.start, s.length = first, 1
	}
	if s.start != first {
		return false
	}
	for (last-first)/s.length >= sparkBars {
		for i := range s.bars {
			both := 0
			if 2*i+1 < sparkBars {
				both = s.bars[2*i] + s.bars[2*i+1]
			}
			s.bars[i] = both
		}
		s.length *= 2
	}
	return true
}

// add counts a member; false is fit's.
func (s *spark) add(at, first, last int64) bool {
	if !s.fit(first, last) {
		return false
	}
	if at != 0 {
		s.bars[(at-first)/s.length]++
	}
	return true
}

// sparkline draws the row's group over the session, in SVG's words; "" where
// there is nothing to tell.
func (l *listing) sparkline(row int) string { return l.sparkOf(l.rows[row].group).path(l.last) }

// sparkOf brings the spark of a group up to date.
func (l *listing) sparkOf(g *group) *spark {
	if g.spark == nil || !g.spark.fit(l.first, l.last) {
		g.spark = &spark{}
		for _, id := range g.shown {
			g.spark.add(l.entries[id-1].started, l.first, l.last)
		}
	}
	return g.spark
}

// Measures of the drawing, as in the viewBox of .spark in panel.html.
const sparkWidth, sparkHeight = 48, 12

// path draws the bars in SVG's words; last is the session's end. One bar alone
// would tell nothing.
func (s *spark) path(last int64) string {
	most, bars := 0, 0
	for _, n := range s.bars {
		most = max(most, n)
		bars += min(n, 1)
	}
	if bars < 2 {
		return ""
	}
	used := int((last-s.start)/s.length) + 1
	step := float64(sparkWidth) / float64(max(used, sparkBars/2))
	var path []byte
	for i, n := range s.bars {
		if n == 0 {
			continue
		}
		height := 2 + int64(sparkHeight-2)*int64(n)/int64(most)
		path = append(path, 'M')
		path = strconv.AppendFloat(path, float64(i)*step, 'f', 1, 64)
		path = append(path, " 12v-"...)
		path = strconv.AppendInt(path, height, 10)
		path = append(path, 'h')
		path = strconv.AppendFloat(path, step*3/4, 'f', 1, 64)
		path = append(path, 'v')
		path = strconv.AppendInt(path, height, 10)
		path = append(path, 'z')
	}
	return string(path)
}
