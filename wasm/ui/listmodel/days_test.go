package listmodel

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// daysOf is a session whose exchanges are so many hours after the first midnight.
func daysOf(words string, hours ...int) *fakeSession {
	s := sessionOf(words)
	for i, hour := range hours {
		s.exchanges[i].Started = time.Time{}
		if hour >= 0 {
			s.exchanges[i].Started = time.Date(2026, 10, 30, hour, 0, 0, 0, time.UTC)
		}
	}
	return s
}

func TestDays(t *testing.T) {
	for _, c := range []struct {
		name, session string
		hours         []int
		set           func(*State)
		want          []int
	}{
		{"one day", "200 200", []int{1, 23}, nil, nil},
		{"two", "200 200 200", []int{22, 25, 26}, nil, []int{0, 1}},
		{"without a time: of the day before", "200 200 200", []int{22, -1, 26}, nil, []int{0, 2}},
		{"nothing to say without times", "200 200", []int{-1, -1}, nil, nil},
		{"a group is of the day on which it began", "429:a 200 429:a", []int{1, 2, 26}, nil, []int{0}},
		{"newest first", "200 200 200", []int{22, 25, 50}, func(s *State) { s.Sort = Sorting{"time", true} }, []int{0, 1, 2}},
		{"newest first: a group is of the day on which it ended", "429:a 200 429:a", []int{1, 2, 26}, func(s *State) { s.Sort = Sorting{"time", true} }, []int{0, 1}},
		{"in no order of time", "200 404", []int{22, 25}, func(s *State) { s.Sort = Sorting{"status", false} }, nil},
	} {
		l := listingOf(daysOf(c.session, c.hours...), c.set)
		if got := l.Layout(nil).Breaks; !slices.Equal(got, c.want) {
			t.Errorf("%s: the day changes at %v, want %v", c.name, got, c.want)
		}
	}
}

// A row says its day where the line above it is of another, or there is none.
func TestOtherDay(t *testing.T) {
	for _, c := range []struct {
		name, session string
		hours         []int
		set           func(*State)
		want          string // of each row
	}{
		{"one day", "200 429:a 429:a", []int{1, 2, 3}, nil, "false false"},
		{"a group that ended on the next", "429:a 200 429:a", []int{1, 2, 26}, nil, "true false"},
		{"its requests", "429:a 429:a", []int{1, 26}, func(s *State) { s.Grouped = false }, "false false"},
		{"newest first", "429:a 200 429:a", []int{1, 2, 26}, func(s *State) { s.Sort = Sorting{"time", true} }, "false false"},
		{"in no order of time", "200 404 410", []int{22, 25, -1}, func(s *State) { s.Sort = Sorting{"status", false} }, "true true false"},
	} {
		l := listingOf(daysOf(c.session, c.hours...), c.set)
		var got []string
		for i := range l.Rows {
			got = append(got, strconv.FormatBool(l.OtherDay(i)))
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	l := listingOf(daysOf("429:a 429:a", 1, 26), nil)
	l.Expand(0, true)
	if !l.OtherDay(0) || l.OtherDay(1) || !l.OtherDay(2) {
		t.Errorf("unfolded: %t %t %t", l.OtherDay(0), l.OtherDay(1), l.OtherDay(2))
	}
}

// The days are looked for again when rows come, go, or unfold.
func TestDaysChange(t *testing.T) {
	s := daysOf("429:a 429:a 404:b", 1, 2, 26)
	l := listingOf(s, nil)
	check := func(what string, want ...int) {
		t.Helper()
		if got := l.Layout(nil).Breaks; !slices.Equal(got, want) {
			t.Errorf("%s: the day changes at %v, want %v", what, got, want)
		}
	}
	check("at first", 0, 1)
	l.Expand(0, true)
	check("unfolded", 0, 3)
	if id, began := l.Leads(3); id != 3 || began.Day() != 31 {
		t.Errorf("the second day is told by %d, %v", id, began)
	}
	l.Forget(3)
	check("one day left")
}

// Another file has a line, too, and so has what was captured after it.
func TestFiles(t *testing.T) {
	l := listingOf(daysOf("200 200 200 200 200", 1, 2, 1, 26, -1), nil)
	file := func(id int) string { return []string{"a.har", "a.har", "b.har", "b.har", ""}[id-1] }
	for range 2 {
		if got := l.Layout(file).Breaks; !slices.Equal(got, []int{0, 2, 3, 4}) {
			t.Errorf("another day or file begins at %v", got)
		}
		if got := l.Layout(nil).Breaks; !slices.Equal(got, []int{0, 3}) {
			t.Errorf("without files, another day begins at %v", got)
		}
	}
}
