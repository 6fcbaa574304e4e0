package listmodel

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestSparkGrows compares counting one by one, while the session grows, with
// counting at the end.
func TestSparkGrows(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	const first = 1_700_000_000_000
	var grown sparkline
	var all []int64
	last := int64(first)
	for range 500 {
		last += random.Int64N(5000)
		if random.IntN(2) == 0 {
			if !grown.add(last, first, last) {
				t.Fatal("the session began no earlier")
			}
			all = append(all, last)
		}
	}
	grown.fit(first, last)
	var counted sparkline
	for _, at := range all {
		counted.add(at, first, last)
	}
	if grown != counted {
		t.Errorf("grown %+v, counted %+v", grown, counted)
	}
	total := 0
	for _, n := range grown.bars {
		total += n
	}
	if total != len(all) {
		t.Errorf("%d of %d are in the bars", total, len(all))
	}
	if grown.fit(first-1, last) {
		t.Error("bars that began later fit a session that begins earlier")
	}
}

func TestSparkPath(t *testing.T) {
	var s sparkline
	if s.path(0) != "" {
		t.Errorf("nothing is drawn as %q", s.path(0))
	}
	s.add(1000, 1000, 1000)
	if path := s.path(1000); path != "" {
		t.Errorf("one is drawn as %q", path)
	}
	for range 3 {
		s.add(9000, 1000, 9000)
	}
	if path := s.path(9000); strings.Count(path, "M") != 2 || !strings.Contains(path, "v-5h") {
		t.Errorf("one, and three later, are drawn as %q", path)
	}
}

func TestSparkOfSession(t *testing.T) {
	s := sessionOf("429:a 200 429:a 200 429:a")
	l := listingOf(s, nil)
	g := l.Rows[0].group
	total := func() (n int) {
		for _, bar := range l.sparklineOf(g).bars {
			n += bar
		}
		return n
	}
	if total() != 3 {
		t.Errorf("%d in the bars of three", total())
	}
	l.query = parseQuery("-path:nothing")
	l.Refill()
	if total() != 3 {
		t.Errorf("%d in the bars of three after a filter", total())
	}
	s.exchanges[1].Started = s.exchanges[0].Started.AddDate(0, 0, -1) // an older recording is opened, too
	l.Enqueue(2)
	l.ReadNext(s, keys, utc)
	if total() != 3 {
		t.Errorf("%d in the bars of three after an earlier start", total())
	}
	l.Forget(2) // the first of the three goes
	if len(g.shown) != 2 || total() != 2 {
		t.Errorf("%d in the bars of %d after one was forgotten", total(), len(g.shown))
	}
}
