package timeline

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// What a lane shows.
const (
	LaneRequests = "requests"
	LaneFailures = "failures" // of one kind
	LaneSteps    = "steps"    // of OAuth
	LaneRate     = "rate"     // what is left of one rate limit
	LaneTokens   = "tokens"
)

// A Lane is one strip of the picture.
type Lane struct {
	Shows       string
	Kind        Kind // of failures
	Rate        int  // place in Model.Rates
	Top, Height float64
}

// A Spot is one mark in a lane: an exchange, or several that are too close together.
type Spot struct {
	Lane      int
	Left      float64 // of the mark; it begins with the first exchange
	Width     float64
	From, To  int // of the lane's list of places in Model.Exchanges, half open
	Count     int
	Exchanges []int // places in Model.Exchanges
}

const (
	axisHeight = 30
	mostRates  = 3 // lanes of rate limits
	mostRows   = 4 // of tokens
	mostLives  = 60
	spotRoom   = 5 // of a mark, left of its moment
)

// Heights of lanes that show how much there is, where there is little room; where
// there is much, they share it.
const (
	lowRequests = 24
	lowRate     = 32
	tall        = 44 // from here on they have more than one line of text
	moreMarks   = 11 // that lanes of marks take of what is left
)

// lanes are those that the session has something for, wherever one looks:
// they stay where they are while one zooms. Those that show how much there is
// take the room that is left.
func (m *Model) lanes(room float64) []Lane {
	lanes := []Lane{{Shows: LaneRequests, Height: lowRequests}}
	for _, kind := range Failures {
		if m.Counts[kind] > 0 {
			lanes = append(lanes, Lane{Shows: LaneFailures, Kind: kind, Height: 17})
		}
	}
	for i := range m.Rates[:min(len(m.Rates), mostRates)] {
		lanes = append(lanes, Lane{Shows: LaneRate, Rate: i, Height: lowRate})
	}
	if len(m.Steps) > 0 {
		lanes = append(lanes, Lane{Shows: LaneSteps, Height: 17})
	}
	if rows, _ := m.tokenRows(); len(rows) > 0 {
		lanes = append(lanes, Lane{Shows: LaneTokens, Height: float64(len(rows))*tokenRow + 6})
	}
	spread(lanes, room-axisHeight)
	top := float64(axisHeight)
	for i := range lanes {
		lanes[i].Top = top
		top += lanes[i].Height
	}
	return lanes
}

// spread gives lanes the room that they do not need.
func spread(lanes []Lane, room float64) {
	elastic := 0.0
	for _, l := range lanes {
		room -= l.Height
		if l.Shows == LaneRequests || l.Shows == LaneRate {
			elastic++
		}
	}
	for i := range lanes {
		if l := &lanes[i]; room > 0 && (l.Shows == LaneFailures || l.Shows == LaneSteps) {
			more := min(room/float64(len(lanes)), moreMarks)
			l.Height += more
			room -= more
		}
	}
	for i := range lanes {
		if l := &lanes[i]; room > 0 && (l.Shows == LaneRequests || l.Shows == LaneRate) {
			l.Height += room / elastic
		}
	}
}

// list is what a lane shows marks for: places in Exchanges.
func (m *Model) list(l Lane) []int {
	switch l.Shows {
	case LaneFailures:
		return m.ByKind[l.Kind]
	case LaneSteps:
		return m.Steps
	}
	return nil
}

// spots puts a lane's exchanges into marks that do not overlap.
func (m *Model) spots(lane int, l Lane, f Frame) []Spot {
	list := m.list(l)
	first, _ := slices.BinarySearchFunc(list, f.From, m.startOf)
	var spots []Spot
	for n := first; n < len(list); n++ {
		at := m.Exchanges[list[n]].At
		if at > f.To {
			break
		}
		x := f.X(at) - spotRoom
		if last := len(spots) - 1; last >= 0 && x <= spots[last].Left+spots[last].Width {
			s := &spots[last]
			s.To, s.Count = n+1, s.Count+1
			s.Width = spotWidth(s.Count)
			continue
		}
		spots = append(spots, Spot{Lane: lane, Left: x, Width: spotWidth(1), From: n, To: n + 1, Count: 1})
	}
	for i := range spots {
		spots[i].Exchanges = list[spots[i].From:spots[i].To]
	}
	return spots
}

func (m *Model) startOf(place int, at int64) int {
	switch start := m.Exchanges[place].At; {
	case start < at:
		return -1
	case start > at:
		return 1
	}
	return 0
}

// spotWidth is the room of a mark, whose number has to go into it.
func spotWidth(count int) float64 {
	switch {
	case count < 10:
		return 13
	case count < 100:
		return 18
	case count < 1000:
		return 24
	}
	return 30
}

// tokenRow is the height of one row of tokens.
const tokenRow = 17

// tokenRows puts tokens into rows in which they do not overlap; rest is how
// many have no room.
func (m *Model) tokenRows() (rows [][]int, rest int) {
	var ends []int64
	for i := range m.Tokens {
		l := &m.Tokens[i]
		from, to := l.span()
		if to < m.First || from > m.Last || from == 0 || i >= mostLives {
			rest++
			continue
		}
		row := slices.IndexFunc(ends, func(end int64) bool { return end <= from })
		switch {
		case row >= 0:
		case len(rows) < mostRows:
			row = len(rows)
			rows, ends = append(rows, nil), append(ends, 0)
		default:
			rest++
			continue
		}
		rows[row] = append(rows[row], i)
		ends[row] = to
	}
	return rows, rest
}

// span is the time that a token is drawn for: its validity, and all its uses.
func (l *Life) span() (from, to int64) {
	from, to = l.From, l.Until
	if from == 0 || l.First != 0 && l.First < from {
		from = l.First
	}
	to = max(to, l.Last, l.Revoked, l.Replaced, from)
	return from, to
}

// A Hit is what is under the pointer.
type Hit struct {
	Lane int // -1: none
	Spot int // -1: none
	At   int64
	X    float64
}

// Hit finds what is drawn at a place.
func (p *Picture) Hit(x, y float64) Hit {
	h := Hit{Lane: -1, Spot: -1, At: p.Frame.Time(x), X: x}
	for i, l := range p.Lanes {
		if l.Top <= y && y < l.Top+l.Height {
			h.Lane = i
		}
	}
	const slack = 3
	for i, s := range p.Spots {
		if s.Lane == h.Lane && s.Left-slack <= x && x <= s.Left+s.Width+slack {
			h.Spot = i
		}
	}
	return h
}

// Column is the requests that are drawn in the same column as x.
func (p *Picture) Column(x float64) (from, to int64) {
	n := float64(int((x - p.Frame.Left) / columnWidth))
	return p.Frame.Time(p.Frame.Left + n*columnWidth), p.Frame.Time(p.Frame.Left + (n+1)*columnWidth)
}

// Ranges writes n ids as the filter has them: 35-64,70.
func Ranges(id func(i int) int, n int) string {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = id(i)
	}
	sort.Ints(ids)
	var b strings.Builder
	for i := 0; i < n; {
		end := i
		for end+1 < n && ids[end+1] == ids[end]+1 {
			end++
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(ids[i]))
		if end > i {
			b.WriteString("-" + strconv.Itoa(ids[end]))
		}
		i = end + 1
	}
	return b.String()
}

// Between is the exchanges that began in a span of time: places, half open.
func (m *Model) Between(from, to int64) (first, end int) {
	byStart := func(e Exchange, at int64) int {
		if e.At < at {
			return -1
		}
		return 1
	}
	first, _ = slices.BinarySearchFunc(m.Exchanges, from, byStart)
	end, _ = slices.BinarySearchFunc(m.Exchanges, to, byStart)
	return first, end
}

// LifeAt is the token that is drawn under the pointer, or nil.
func (m *Model) LifeAt(p *Picture, h Hit, y float64) *Life {
	rows, _ := m.tokenRows()
	n := int((y - p.Lanes[h.Lane].Top - 3) / tokenRow)
	if n < 0 || n >= len(rows) {
		return nil
	}
	const slack = 4
	for _, i := range rows[n] {
		if from, to := m.Tokens[i].span(); p.Frame.X(from)-slack <= h.X && h.X <= p.Frame.X(to)+slack {
			return &m.Tokens[i]
		}
	}
	return nil
}
