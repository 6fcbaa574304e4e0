package listmodel

import "strconv"

// sparklineBars is how many bars a sparkline has at most.
const sparklineBars = 16

// A sparkline is when, over the session, the members of a group happened: counts in
// bars of equal time, whose length doubles as the session grows. So a member
// costs the same however many there are.
type sparkline struct {
	start, length int64 // milliseconds; length 0: empty
	bars          [sparklineBars]int
}

// fit makes the bars reach from first to last. It reports false when they must
// be counted again, because the session turned out to begin earlier.
func (s *sparkline) fit(first, last int64) bool {
	if s.length == 0 {
		s.start, s.length = first, 1
	}
	if s.start != first {
		return false
	}
	for (last-first)/s.length >= sparklineBars {
		for i := range s.bars {
			both := 0
			if 2*i+1 < sparklineBars {
				both = s.bars[2*i] + s.bars[2*i+1]
			}
			s.bars[i] = both
		}
		s.length *= 2
	}
	return true
}

// add counts a member; false is fit's.
func (s *sparkline) add(at, first, last int64) bool {
	if !s.fit(first, last) {
		return false
	}
	if at != 0 {
		s.bars[(at-first)/s.length]++
	}
	return true
}

// Sparkline draws the row's group over the session, as an SVG path; "" if there is nothing to show.
func (l *Model) Sparkline(row int) string { return l.sparklineOf(l.Rows[row].group).path(l.last) }

// sparklineOf brings the spark of a group up to date.
func (l *Model) sparklineOf(g *group) *sparkline {
	if g.sparkline == nil || !g.sparkline.fit(l.first, l.last) {
		g.sparkline = &sparkline{}
		for _, id := range g.shown {
			g.sparkline.add(l.items[id-1].started, l.first, l.last)
		}
	}
	return g.sparkline
}

// Measures of the drawing, as in the viewBox of .spark in panel.html.
const sparklineWidth, sparklineHeight = 48, 12

// path draws the bars as an SVG path; last is the session's end. A single bar would say nothing.
func (s *sparkline) path(last int64) string {
	most, bars := 0, 0
	for _, n := range s.bars {
		most = max(most, n)
		bars += min(n, 1)
	}
	if bars < 2 {
		return ""
	}
	used := int((last-s.start)/s.length) + 1
	step := float64(sparklineWidth) / float64(max(used, sparklineBars/2))
	var path []byte
	for i, n := range s.bars {
		if n == 0 {
			continue
		}
		height := 2 + int64(sparklineHeight-2)*int64(n)/int64(most)
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
