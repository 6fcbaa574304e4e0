package listmodel

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// began sets when exchanges began, in milliseconds after the first; -: unknown.
func (s *fakeSession) began(words string) {
	start := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for i, word := range strings.Fields(words) {
		s.exchanges[i].Started = time.Time{}
		var after int
		if _, err := fmt.Sscan(word, &after); err == nil {
			s.exchanges[i].Started = start.Add(time.Duration(after) * time.Millisecond)
		}
	}
}

func TestNaturalOrder(t *testing.T) {
	const late, tooLate = -maxLate, -maxLate - 1
	for _, test := range []struct {
		name, session, began string
		set                  func(*State)
		want                 string
	}{
		{"as they came", "200 200 200", "0 1 2", nil, "1 2 3"},
		{"one that came late", "200 200 200 200", "0 10 20 15", nil, "1 2 4 3"},
		{"at the same time", "200 200 200", "0 10 10", nil, "1 2 3"},
		{"just late enough to move", "200 200", fmt.Sprint(0, " ", late), nil, "2 1"},
		{"of long before, as in a recording opened later", "200 200 200", fmt.Sprint(0, " ", tooLate, " ", tooLate-1), nil, "1 2 3"},
		{"without a time", "200 200 200 200", "0 20 - 10", nil, "1 4 2 3"},
		{"a group is where its first row is", "401:a 200 401:a 200", "0 20 30 10", nil, "1x2 4 2"},
		{"one that joins a group late moves nothing", "200 401:a 200 401:a", "0 20 30 10", nil, "1 2x2 3"},
		{"sorted by another column", "200 500 401", "0 20 10", func(s *State) { s.Sort.Column = "status" }, "1 3 2"},
	} {
		s := sessionOf(test.session)
		s.began(test.began)
		l := listingOf(s, test.set)
		if got := rowsOf(l); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		l.Refill()
		if got := rowsOf(l); got != test.want {
			t.Errorf("%s, filled again: %s, want %s", test.name, got, test.want)
		}
	}
}

// A request that is reported after a navigation, but began before it, still belongs to the
// page before.
func TestLateRequestOfThePageBefore(t *testing.T) {
	for _, test := range []struct{ began, want string }{
		{"0 20 30 40", "3"},
		{"0 20 10 40", "4"},
		{"0 20 20 40", "3"},
		{"0 20 10 15", ""},
	} {
		s := sessionOf("200 200 200 200")
		s.began(test.began)
		l := listingOf(s, nil)
		l.MarkNavigation(3, "next")
		got := ""
		for at := range l.Rows {
			if l.NavigatedBefore(at) != "" {
				got += fmt.Sprint(l.Rows[at].Began())
			}
		}
		if got != test.want {
			t.Errorf("%s: the mark is before %q, want %q, in %s", test.began, got, test.want, rowsOf(l))
		}
	}
}
