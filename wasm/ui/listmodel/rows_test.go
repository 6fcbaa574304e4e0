package listmodel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"misstep/wasm/diagnosis"
)

// sessionOf makes exchanges from words: 200 is a success, any other number a
// status, after a slash the endpoint, after a colon the finding.
func sessionOf(words string) *fakeSession {
	s := &fakeSession{}
	begin := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for i, word := range strings.Fields(words) {
		var status int
		var endpoint, finding string
		word, finding, _ = strings.Cut(word, ":")
		fmt.Sscanf(word, "%d", &status)
		if _, endpoint, _ = strings.Cut(word, "/"); endpoint == "" {
			endpoint = "x"
		}
		s.add("GET", "https://api.fitbit.com/"+endpoint, status, diagnosis.Finding{ID: finding, Brief: finding})
		s.exchanges[i].Started = begin.Add(time.Duration(i) * time.Minute)
	}
	return s
}

// listingOf reads a whole session.
func listingOf(s *fakeSession, set func(*State)) *Model {
	state := newState()
	state.Chips = "all"
	if set != nil {
		set(&state)
	}
	l := New(&state)
	readAll(l, s)
	return l
}

func readAll(l *Model, s *fakeSession) {
	for id := range s.LastID() {
		l.Enqueue(id + 1)
	}
	for len(l.queue) > 0 {
		l.ReadNext(s, keys, utc)
	}
}

// rowsOf writes rows as 2 (exchange 2), 2x3 (exchange 2 and two like it) and >5 (a member).
func rowsOf(l *Model) string {
	var out []string
	for _, r := range l.Rows {
		switch {
		case r.member != 0:
			out = append(out, fmt.Sprintf(">%d", r.member))
		case r.group.folded():
			out = append(out, fmt.Sprintf("%dx%d", r.group.shown[0], len(r.group.shown)))
		default:
			out = append(out, fmt.Sprint(r.Exchange()))
		}
	}
	return strings.Join(out, " ")
}

func TestListing(t *testing.T) {
	for _, test := range []struct {
		name, session string
		set           func(*State)
		want          string
	}{
		{"empty", "", nil, ""},
		{"successes are not folded", "200 200 200", nil, "1 2 3"},
		{"repeated failures are", "429:limit 200 429:limit 429:limit", nil, "1x3 2"},
		{"another endpoint", "429/a:limit 429/b:limit", nil, "1 2"},
		{"another status", "400:a 401:a", nil, "1 2"},
		{"another finding", "400:a 400:b 400:a", nil, "1x2 2"},
		{"not grouped", "429:limit 429:limit", func(s *State) { s.Grouped = false }, "1 2"},
		{"failing", "200 429:limit 200", func(s *State) { s.Chips = "failing" }, "2"},
		{"filter", "429/a:limit 429/b:limit 200/b", func(s *State) { s.Filter = "path:b" }, "2 3"},
		{"host", "429:limit", func(s *State) { s.Host = "other" }, ""},
		{"certainty", "429:limit", func(s *State) { s.Certainty = "likely" }, ""},
		{"by status", "500:a 200 404:b 429:c", func(s *State) { s.Sort = Sorting{"status", false} }, "2 3 4 1"},
		{"by status, descending", "500:a 200 404:b 200", func(s *State) { s.Sort = Sorting{"status", true} }, "1 3 2 4"},
		{"by endpoint", "200/c 200/a 200/b", func(s *State) { s.Sort = Sorting{"endpoint", false} }, "2 3 1"},
		{"by what: successes last", "200 404:b 404:a", func(s *State) { s.Sort = Sorting{"what", false} }, "3 2 1"},
		{"by count", "404:a 429:b 500:c 429:b 500:c 429:b", func(s *State) { s.Sort = Sorting{"count", true} }, "2x3 3x2 1"},
		{"by time: the latest of a group", "404:a 500:b 404:a", func(s *State) { s.Sort = Sorting{"time", false} }, "2 1x2"},
	} {
		if got := rowsOf(listingOf(sessionOf(test.session), test.set)); got != test.want {
			t.Errorf("%s: rows %s, want %s", test.name, got, test.want)
		}
	}
}

func TestExpand(t *testing.T) {
	l := listingOf(sessionOf("429:a 200 429:a 500:b 429:a"), nil)
	g := l.Rows[0].group
	for _, step := range []struct {
		expanded bool
		want     string
	}{{true, "1x3 >1 >3 >5 2 4"}, {true, "1x3 >1 >3 >5 2 4"}, {false, "1x3 2 4"}} {
		if l.unfold(g, step.expanded); rowsOf(l) != step.want {
			t.Errorf("expanded %v: rows %s, want %s", step.expanded, rowsOf(l), step.want)
		}
	}
	l.unfold(l.Rows[1].group, true)
	if rowsOf(l) != "1x3 2 4" {
		t.Errorf("a single exchange was unfolded: %s", rowsOf(l))
	}
	l.unfold(g, true)
	for _, where := range []struct {
		id    int
		whole bool
		at    int
	}{{3, false, 2}, {5, true, 0}, {5, false, 3}, {2, false, 4}, {4, true, 5}, {0, false, -1}, {99, false, -1}} {
		if at := l.RowOf(where.id, where.whole); at != where.at {
			t.Errorf("exchange %d (whole: %v) is in row %d, want %d", where.id, where.whole, at, where.at)
		}
	}
	l.query = parseQuery("429 -status:500")
	l.Refill()
	if rowsOf(l) != "1x3 >1 >3 >5" {
		t.Errorf("a filter folded the group: %s", rowsOf(l))
	}
}

// TestChange follows an exchange whose explanation changes when its body comes.
func TestChange(t *testing.T) {
	s := sessionOf("429:a 429:a 200 429:a")
	l := listingOf(s, nil)
	l.unfold(l.Rows[0].group, true)
	again := func(id int, status int, finding string, want string, failures int) {
		t.Helper()
		var changed fakeSession
		changed.add("GET", "https://api.fitbit.com/x", status, diagnosis.Finding{ID: finding, Brief: finding})
		s.diagnoses[id-1] = changed.diagnoses[0]
		l.Enqueue(id)
		l.ReadNext(s, keys, utc)
		if rowsOf(l) != want || l.Failures != failures {
			t.Errorf("rows %s with %d failures, want %s with %d", rowsOf(l), l.Failures, want, failures)
		}
	}
	again(2, 429, "b", "1x2 >1 >4 2 3", 3)
	again(3, 429, "b", "1x2 >1 >4 2x2", 4)
	again(1, 200, "", "1 2x2 4", 3)
	again(1, 429, "b", "1x3 4", 4)
	if l.Kinds() != 2 {
		t.Errorf("%d kinds of failure, want 2: %v", l.Kinds(), l.kinds)
	}
	again(4, 429, "b", "1x4", 4)
	if l.Kinds() != 1 {
		t.Errorf("%d kinds of failure, want 1: %v", l.Kinds(), l.kinds)
	}
}

// TestUnknown: unknown errors are one row only where they say the same.
func TestUnknown(t *testing.T) {
	s := sessionOf("418: 418: 418:")
	for i, message := range []string{"short and stout", "no coffee", "short and stout"} {
		s.diagnoses[i].Message = message
	}
	if got := rowsOf(listingOf(s, nil)); got != "1x2 2" {
		t.Errorf("rows %s, want 1x2 2", got)
	}
}

// TestIncrementalUpdate has rows come and change one by one, and compares with listing
// them all at once.
func TestIncrementalUpdate(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, column := range append([]Column{{}}, Columns...) {
		column := column.Name
		for _, descending := range []bool{false, true} {
			var words []string
			for range 200 {
				words = append(words, fmt.Sprintf("%d/%c:%c", []int{200, 400, 429, 500}[random.IntN(4)], 'a'+random.IntN(3), 'p'+random.IntN(4)))
			}
			s := sessionOf(strings.Join(words, " "))
			set := func(state *State) {
				state.Sort = Sorting{column, descending}
				state.Chips, state.Filter = "failing", "-path:c"
			}
			l := listingOf(&fakeSession{}, set)
			for id := 1; id <= s.LastID(); id++ {
				l.Enqueue(id)
				l.ReadNext(s, keys, utc)
				if id%7 == 0 && len(l.Rows) > 0 {
					g := l.Rows[random.IntN(len(l.Rows))].group
					l.unfold(g, !g.expanded)
				}
				if id%5 == 0 { // an earlier one turns out to be something else
					other := 1 + random.IntN(id)
					s.diagnoses[other-1] = s.diagnoses[random.IntN(s.LastID())]
					l.Enqueue(other)
					l.ReadNext(s, keys, utc)
				}
			}
			got, shown := rowsOf(l), l.Listed
			l.Refill()
			if want := rowsOf(l); got != want || shown != l.Listed {
				t.Errorf("sorted by %q, descending %v: one by one\n%s\nat once\n%s", column, descending, got, want)
			}
		}
	}
}

// TestReadsOnce counts explanations: each exchange is explained when it comes,
// and neither sorting nor filtering nor scrolling asks again.
func TestReadsOnce(t *testing.T) {
	const many = 10000
	s := sessionOf(strings.Repeat("429/a:limit 200/b 404/c:gone 200/d ", many/4))
	l := listingOf(s, nil)
	if s.asked != many {
		t.Fatalf("%d exchanges were explained %d times", many, s.asked)
	}
	for _, column := range Columns {
		l.state.Sort = Sorting{column.Name, false}
		l.Refill()
	}
	l.query = parseQuery("status:429 path:a")
	l.Refill()
	l.state.Grouped = false
	l.Regroup()
	if l.Listed != many/4 || len(l.Rows) != many/4 {
		t.Errorf("%d exchanges in %d rows, want %d", l.Listed, len(l.Rows), many/4)
	}
	if s.asked != many {
		t.Errorf("sorting, filtering and grouping explained %d exchanges anew", s.asked-many)
	}
	l.Enqueue(5)
	l.Enqueue(5)
	for len(l.queue) > 0 {
		l.ReadNext(s, keys, utc)
	}
	if s.asked != many+1 {
		t.Errorf("one change explained %d exchanges", s.asked-many)
	}
}

func TestFilterAllocatesNothingPerRow(t *testing.T) {
	s := sessionOf(strings.Repeat("429/a:limit 200/b ", 5000))
	l := listingOf(s, nil)
	l.query = parseQuery("path:b")
	l.Refill()
	if n := testing.AllocsPerRun(5, l.Refill); n > 10 {
		t.Errorf("filtering 10,000 rows allocates %v times", n)
	}
}

func TestListState(t *testing.T) {
	s := newState()
	s.Filter, s.Chips, s.Grouped, s.Sort = "status:429", "auth", false, Sorting{"time", true}
	s.Widths["endpoint"] = 240
	s.Host = "api.fitbit.com" // captured: not to be kept
	kept := string(s.Encode())
	if strings.Contains(kept, "fitbit") {
		t.Errorf("what was captured is kept: %s", kept)
	}
	got := ReadState([]byte(kept))
	if got.Filter != s.Filter || got.Chips != s.Chips || got.Grouped || got.Sort != s.Sort || got.Widths["endpoint"] != 240 || !got.Follow {
		t.Errorf("kept %s, read %+v", kept, got)
	}
	for _, broken := range []string{"", "nonsense", `{"choice":"all auth","sort":{}}`, `{"choice":"auth other"}`, `{"choice":"other","sort":{"column":"colour"},"widths":{"other":9,"time":-4}}`, `{"widths":7}`, "null", `{"widths":null}`} {
		got := ReadState([]byte(broken))
		if got.Chips != "failing" || got.Sort != (Sorting{}) || !got.Grouped || got.Widths == nil || len(got.Widths) > 1 || len(got.Widths) == 1 && got.Widths["time"] != LeastWidth {
			t.Errorf("read from %q: %+v", broken, got)
		}
	}
	if !slices.Contains(Chips[:], newState().Chips) {
		t.Error("a new list has a choice that is none")
	}
}

// What came with a recording that is still being read is explained when there is
// time, once.
func TestPostponed(t *testing.T) {
	s := sessionOf("429:a 200 500:b 200 401:c")
	state := newState()
	state.Chips = "all"
	l := New(&state)
	for id := 1; id <= 4; id++ {
		l.Postpone(id)
	}
	l.Enqueue(5) // it came live
	l.Postpone(5)
	l.Enqueue(2) // it is reported anyway, in its turn
	read := func(want string, asked int) {
		t.Helper()
		for len(l.queue) > 0 {
			l.ReadNext(s, keys, utc)
		}
		if got := rowsOf(l); got != want || s.asked != asked {
			t.Errorf("rows %s after %d were explained, want %s after %d", got, s.asked, want, asked)
		}
	}
	read("5", 1)
	l.Advance()
	read("1 5", 2)
	l.Postpone(1)
	l.Forget(3)
	if !l.Advance() {
		t.Error("nothing is left")
	}
	read("3 5", 3)
	l.Resume()
	read("3 4 5", 4)
	if l.Advance() {
		t.Error("something is left")
	}
}

// Whatever is forgotten in between, the rows are those of a list that never
// knew of it.
func TestListingForgets(t *testing.T) {
	words := strings.Fields("200 429/a:limit 401:token 429/b:limit 500:server 200/a 404:b")
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		var session []string
		for range 40 {
			session = append(session, words[r.IntN(len(words))])
		}
		s := sessionOf(strings.Join(session, " "))
		state := newState()
		state.Chips = []string{"all", "failing"}[r.IntN(2)]
		state.Grouped = r.IntN(3) > 0
		state.Sort = Sorting{[]string{"", "status", "count", "time"}[r.IntN(4)], r.IntN(2) == 0}
		l := New(&state)
		before := 1
		for id := 1; id <= s.LastID(); id++ {
			if r.IntN(4) == 0 {
				l.Postpone(id)
			} else {
				l.Enqueue(id)
			}
			if r.IntN(8) == 0 {
				l.Advance()
			}
			for len(l.queue) > r.IntN(3) {
				l.ReadNext(s, keys, utc)
			}
			if r.IntN(3) == 0 {
				before = min(before+r.IntN(6), id+1)
				l.Forget(before)
				l.Enqueue(max(1, before-1)) // one that is gone is reported
			}
			if len(l.Rows) > 0 && r.IntN(8) == 0 {
				l.unfold(l.Rows[r.IntN(len(l.Rows))].group, true)
			}
		}
		l.Resume()
		for len(l.queue) > 0 {
			l.ReadNext(s, keys, utc)
		}
		got := rowsOf(l)
		want := New(&state)
		want.Forget(before)
		readAll(want, s)
		for _, row := range l.Rows {
			if row.member == 0 && row.group.height() > 1 {
				for _, other := range want.Rows {
					if other.member == 0 && other.group.shown[0] == row.group.shown[0] {
						want.unfold(other.group, true)
						break
					}
				}
			}
		}
		if got != rowsOf(want) {
			t.Fatalf("seed %d, before %d:\n%s, want\n%s", seed, before, got, rowsOf(want))
		}
		if l.Total() != want.Total() || l.Failures != want.Failures || l.Listed != want.Listed || l.Kinds() != want.Kinds() {
			t.Errorf("seed %d: counts are %d %d %d %d, want %d %d %d %d", seed, l.Total(), l.Failures, l.Listed, l.Kinds(), want.Total(), want.Failures, want.Listed, want.Kinds())
		}
	}
}

func TestMarks(t *testing.T) {
	for _, test := range []struct {
		name, session string
		at            map[int]string // before exchange
		set           func(*State)
		want          string // rows under a mark
	}{
		{"none", "200 200", nil, nil, ""},
		{"between two", "200 200 200", map[int]string{3: "next"}, nil, "3:next"},
		{"before the first", "200 200", map[int]string{1: "start"}, nil, ""},
		{"after the last", "200 200", map[int]string{3: "next"}, nil, ""},
		{"the rows next to it are not listed", "200 200 401:a 200 200 401:b", map[int]string{3: "one", 5: "two"}, func(s *State) { s.Chips = "failing" }, "3:one 6:two"},
		{"two in one gap", "401:a 200 200 401:b", map[int]string{2: "one", 3: "two"}, func(s *State) { s.Chips = "failing" }, "4:two"},
		{"inside a group", "401:a 200 401:a 200", map[int]string{3: "one"}, nil, "4:one"},
		{"sorted", "401:a 200", map[int]string{2: "one"}, func(s *State) { s.Sort.Column = "status" }, ""},
	} {
		s := sessionOf(test.session)
		l := listingOf(s, test.set)
		for id := 1; id <= s.LastID()+1; id++ {
			if address, set := test.at[id]; set {
				l.MarkNavigation(id, address)
			}
		}
		var got []string
		for at := range l.Rows {
			if address := l.NavigatedBefore(at); address != "" {
				got = append(got, fmt.Sprintf("%d:%s", l.Rows[at].Began(), address))
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// A column that is added to the table sorts, keeps its width and is remembered.
func TestInventedColumn(t *testing.T) {
	before := Columns
	defer func() { Columns = before }()
	Columns = append(slices.Clone(before), Column{Name: "server", Width: "90px", Most: true, Sort: byText(func(r *RowText) string { return r.host }), Text: func(r *RowText) string { return r.host }})
	s := ReadState([]byte(`{"sort":{"column":"server","descending":true},"widths":{"server":5}}`))
	if s.Sort != (Sorting{"server", true}) || s.Widths["server"] != LeastWidth {
		t.Errorf("read is %+v", s)
	}
	if turned := (Sorting{}).Turned("server"); turned != (Sorting{"server", true}) {
		t.Errorf("pressed once: %+v", turned)
	}
	l := listingOf(sessionOf("400/a 400/b"), nil)
	l.items[0].row.host, l.items[1].row.host = "b.example", "a.example"
	l.state.Grouped, l.state.Sort = false, Sorting{"server", false}
	l.Refill()
	if len(l.Rows) != 2 || l.Rows[0].Exchange() != 2 {
		t.Errorf("sorted by it, the first row is %+v", l.Rows)
	}
}
