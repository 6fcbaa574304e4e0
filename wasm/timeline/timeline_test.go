package timeline

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones are not installed everywhere

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

var start = time.Date(2026, 10, 30, 13, 20, 0, 0, time.UTC)

const data = "https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-12/1d.json"

// A call is one exchange of a session in these tests.
type call struct {
	after  time.Duration // since start; <0: no time is recorded
	status int
	url    string // "": data
	method string // "": GET
	token  string
	lasts  time.Duration // 0: 100 ms
	left   string        // "remaining/reset", or as many of them as there are
	form   string
	body   string
	fails  string // as browsers say it
}

func sessionOf(t *testing.T, calls ...call) (*Timeline, *diagnosis.Session) {
	t.Helper()
	knowledge := catalog.Load(builtin.Packs)
	s, line := diagnosis.NewSession(knowledge), &Timeline{}
	for _, c := range calls {
		x := httpmsg.Exchange{Duration: 100, Request: httpmsg.Request{Method: "GET", URL: data}, Response: httpmsg.Response{Status: c.status, Error: c.fails}}
		if x.Started = start.Add(c.after); c.after < 0 {
			x.Started = time.Time{}
		}
		if c.lasts != 0 {
			x.Duration = float64(c.lasts.Milliseconds())
		}
		if c.url != "" {
			x.Request.URL = c.url
		}
		if c.method != "" {
			x.Request.Method = c.method
		}
		if c.token != "" {
			x.Request.Headers = []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + c.token}}
		}
		if c.form != "" {
			x.Request.PostData = &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: c.form}
		}
		if remaining, reset, told := strings.Cut(c.left, "/"); c.left != "" {
			x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: "fitbit-rate-limit-remaining", Value: remaining})
			if told {
				x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: "Fitbit-Rate-Limit-Limit", Value: "150"}, httpmsg.Header{Name: "Fitbit-Rate-Limit-Reset", Value: reset})
			}
		}
		if c.status != 0 {
			x.Response.Body = httpmsg.Body{Recorded: true, Text: c.body, MimeType: "application/json", Size: int64(len(c.body))}
		}
		s.Add(x)
	}
	for id := 1; id <= s.LastID(); id++ {
		line.Put(s, id)
	}
	return line, s
}

func TestKinds(t *testing.T) {
	const token = "https://api.fitbit.com/oauth2/token"
	for _, test := range []struct {
		name string
		call call
		want Kind
	}{
		{"success", call{status: 200, body: `{"activities-heart":[]}`}, Success},
		{"expired", call{status: 401, body: `{"errors":[{"errorType":"expired_token","message":"Access token expired: x"}]}`}, Auth},
		{"scope", call{status: 403, body: `{"errors":[{"errorType":"insufficient_scope","message":"This application does not have permission"}]}`}, Auth},
		{"step of OAuth", call{status: 400, url: token, method: "POST", form: "grant_type=refresh_token", body: `{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: x"}],"success":false}`}, Auth},
		{"date", call{status: 400, body: `{"errors":[{"errorType":"validation","message":"Invalid date: x"}]}`}, Request},
		{"unknown path", call{status: 404}, Request},
		{"rate limit", call{status: 429}, RateLimit},
		{"gateway", call{status: 502, body: "<html>"}, Server},
		{"a status that isn't defined", call{status: 599}, Server},
		{"no answer", call{fails: "net::ERR_CONNECTION_REFUSED"}, Network},
		{"gone", call{status: 410}, ShutDown},
		{"gone elsewhere", call{status: 410, url: "https://health.googleapis.com/v4/users/me/profile"}, Request},
		{"other statuses aren't a shutdown", call{status: 409, url: "https://api.fitbit.com/1/user/-/apiSubscriptions/1.json", method: "POST"}, Request},
	} {
		t.Run(test.name, func(t *testing.T) {
			line, s := sessionOf(t, test.call)
			if got := line.Model().Exchanges[0].Kind; got != test.want {
				t.Errorf("it is %s, want %s; %+v", KindName(got), KindName(test.want), s.Diagnosis(1))
			}
		})
	}
}

func TestModel(t *testing.T) {
	t.Run("nothing", func(t *testing.T) {
		line := &Timeline{}
		if m := line.Model(); !m.Empty() || m.NextFailure(0, 1) != -1 {
			t.Errorf("%+v", m)
		}
	})
	t.Run("without a time", func(t *testing.T) {
		line, _ := sessionOf(t, call{after: -1, status: 404}, call{after: -1, status: 200})
		if m := line.Model(); !m.Empty() || m.Untimed != 2 || m.Counts[Request] != 0 {
			t.Errorf("%+v", m)
		}
	})
	t.Run("clock going backwards", func(t *testing.T) {
		line, _ := sessionOf(t, call{after: 9 * time.Second, status: 404}, call{after: 0, status: 200}, call{after: 5 * time.Second, status: 429})
		m := line.Model()
		var ids []int
		for _, e := range m.Exchanges {
			ids = append(ids, e.ID)
		}
		if want := []int{2, 3, 1}; !slices.Equal(ids, want) || m.First != start.UnixMilli() || m.Last != start.Add(9100*time.Millisecond).UnixMilli() {
			t.Errorf("order %v, want %v; from %d to %d", ids, want, m.First, m.Last)
		}
	})
	t.Run("told twice counts once", func(t *testing.T) {
		line, s := sessionOf(t, call{status: 429, left: "0/60"})
		line.Put(s, 1)
		if m := line.Model(); len(m.Exchanges) != 1 || m.Counts[RateLimit] != 1 || len(m.Rates[0].Steps) != 1 {
			t.Errorf("%+v", m)
		}
	})
	t.Run("cleared", func(t *testing.T) {
		line, _ := sessionOf(t, call{status: 429, left: "0/60"})
		line.Clear()
		if m := line.Model(); !m.Empty() || len(m.Rates) != 0 {
			t.Errorf("%+v", m)
		}
	})
	t.Run("next failure", func(t *testing.T) {
		line, _ := sessionOf(t, call{status: 404}, call{after: time.Second, status: 200}, call{after: 2 * time.Second, status: 502})
		m := line.Model()
		for _, test := range []struct{ from, by, want int }{
			{0, 1, 1}, {0, -1, 3}, {1, 1, 3}, {3, 1, 3}, {3, -1, 1}, {1, -1, 1}, {2, 1, 3}, {2, -1, 1}, {3, -1 << 30, 1}, {1, 1 << 30, 3},
		} {
			if got := m.Exchanges[m.NextFailure(test.from, test.by)].ID; got != test.want {
				t.Errorf("from %d by %d is %d, want %d", test.from, test.by, got, test.want)
			}
		}
	})
}

func TestTicks(t *testing.T) {
	east := time.FixedZone("", 5*3600+1800)
	for _, test := range []struct {
		name  string
		span  time.Duration
		place *time.Location
		want  string
	}{
		{"moments", 50 * time.Millisecond, time.UTC, "13:20:00.000 2026-10-30|13:20:00.010|13:20:00.020|13:20:00.030|13:20:00.040|13:20:00.050"},
		{"half a minute", 25 * time.Second, time.UTC, "13:20:00 2026-10-30|13:20:05|13:20:10|13:20:15|13:20:20|13:20:25"},
		{"an hour", time.Hour, time.UTC, "13:30 2026-10-30|13:45|14:00|14:15"},
		{"an hour in the east", time.Hour, east, "19:00 2026-10-30|19:15|19:30|19:45"},
		{"over midnight", 20 * time.Hour, time.UTC, "18:00 2026-10-30|00:00 2026-10-31|06:00"},
		{"days", 6 * day, time.UTC, " 2026-11-01| 2026-11-03| 2026-11-05"},
		{"a year", 365 * day, time.UTC, " 2027-02-07| 2027-05-18| 2027-08-26"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := Frame{From: start.UnixMilli(), To: start.Add(test.span).UnixMilli(), Width: 400}
			var got []string
			for _, tick := range f.Ticks(78, func(t time.Time) time.Time { return t.In(test.place) }) {
				text := tick.Text
				if tick.Day != "" {
					text += " " + tick.Day
				}
				got = append(got, text)
			}
			if joined := strings.Join(got, "|"); joined != test.want {
				t.Errorf("ticks\n%s, want\n%s", joined, test.want)
			}
		})
	}
}

// Ticks stay round by the clock on the wall when it is changed.
func TestTicksOverClockChange(t *testing.T) {
	for _, test := range []struct {
		zone       string
		from       time.Time
		span       time.Duration
		width, gap float64
		want       string
	}{
		{"America/New_York", time.Date(2026, 11, 1, 4, 0, 0, 0, time.UTC), 4 * time.Hour, 400, 78, "00:00 01:00 01:00 02:00 03:00"},
		{"America/New_York", time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), 24 * time.Hour, 400, 78, "00:00 06:00 12:00 18:00"},
		{"America/New_York", time.Date(2027, 3, 14, 5, 0, 0, 0, time.UTC), 8 * time.Hour, 400, 78, "00:00 04:00 06:00 08:00"},
		{"Australia/Lord_Howe", time.Date(2026, 10, 3, 13, 0, 0, 0, time.UTC), 5 * time.Hour, 500, 78, "00:00 01:00 03:00 04:00 05:00"},
		{"Australia/Lord_Howe", time.Date(2027, 4, 3, 13, 0, 0, 0, time.UTC), 4 * time.Hour, 400, 78, "00:00 01:00 02:00 03:00"},
		{"America/New_York", time.Date(2026, 10, 30, 12, 0, 0, 0, time.UTC), 4 * 24 * time.Hour, 400, 78, "2026-10-31 2026-11-01 2026-11-02 2026-11-03"},
	} {
		place, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		f := Frame{From: test.from.UnixMilli(), To: test.from.Add(test.span).UnixMilli(), Width: test.width}
		var got []string
		for _, tick := range f.Ticks(test.gap, func(t time.Time) time.Time { return t.In(place) }) {
			got = append(got, cmp.Or(tick.Text, tick.Day))
		}
		if joined := strings.Join(got, " "); joined != test.want {
			t.Errorf("%s from %v: have %s, want %s", test.zone, test.from, joined, test.want)
		}
	}
}

func TestZoomAndPan(t *testing.T) {
	line, _ := sessionOf(t, call{status: 200}, call{after: time.Hour, status: 404})
	m := line.Model()
	whole := m.Whole(100, 500)
	if x := whole.X(m.First); x < 100 || x > 130 {
		t.Errorf("the first is at %v", x)
	}
	if in := whole.Zoomed(0.5, 350); in.To-in.From != (whole.To-whole.From)/2 || in.Time(350)-whole.Time(350) > 1 {
		t.Errorf("zoomed in at the middle: %+v of %+v", in, whole)
	}
	for _, f := range []Frame{whole.Zoomed(100, 200), whole.Panned(0.5).Within(whole).Zoomed(9, 101)} {
		if in := f.Within(whole); in.From != whole.From || in.To != whole.To {
			t.Errorf("zoomed out: %+v", in)
		}
	}
	if in := whole.Zoomed(1e-9, 200).Within(whole); in.To-in.From != leastSpan {
		t.Errorf("zoomed in as far as it goes: %+v", in)
	}
	if f := whole.Zoomed(0.5, 350).Panned(7).Within(whole); f.To != whole.To || f.To-f.From != (whole.To-whole.From)/2 {
		t.Errorf("panned past the end: %+v", f)
	}
}

func TestIdleTimeIsFolded(t *testing.T) {
	busy := func(from time.Duration) (calls []call) {
		for i := range 10 {
			calls = append(calls, call{after: from + time.Duration(i)*time.Minute, status: 404})
		}
		return calls
	}
	for _, test := range []struct {
		name  string
		calls []call
		folds int
	}{
		{"one spell", busy(0), 0},
		{"a short rest", slices.Concat(busy(0), busy(25*time.Minute)), 0},
		{"a long rest", slices.Concat(busy(0), busy(2*time.Hour)), 1},
		{"days", slices.Concat(busy(0), busy(24*time.Hour), busy(72*time.Hour)), 2},
		{"the clock going backwards", slices.Concat(busy(24*time.Hour), busy(0)), 1},
		{"one request that lasts", append([]call{{status: 200, lasts: 3 * time.Hour}}, busy(2*time.Hour)...), 0},
		{"few requests", []call{{status: 404}, {after: 2 * time.Hour, status: 404}}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			line, _ := sessionOf(t, test.calls...)
			m := line.Model()
			f := m.Whole(100, 800)
			if len(f.Folds) != test.folds {
				t.Fatalf("%d folds: %+v", len(f.Folds), f.Folds)
			}
			if math.Abs(f.X(f.From)-100) > 0.1 || math.Abs(f.X(f.To)-900) > 0.1 {
				t.Errorf("the ends are at %v and %v", f.X(f.From), f.X(f.To))
			}
			before := 0.0
			for x := 100.0; x <= 900; x += 0.5 {
				if at := f.X(f.Time(x)); math.Abs(at-x) > 0.2 || at < before {
					t.Fatalf("at %v is drawn what is at %v", x, at)
				} else {
					before = at
				}
			}
			for _, fold := range f.Folds {
				if width := f.X(fold.To) - f.X(fold.From); width < 5 || width > 60 {
					t.Errorf("a fold is %v wide", width)
				}
			}
			left := 0.0
			for _, tick := range f.Ticks(78, time.Time.UTC) {
				if tick.X < left+50 && left > 0 {
					t.Errorf("tick %+v is too close", tick)
				}
				left = tick.X
				for _, fold := range f.Folds {
					if fold.From < tick.At && tick.At < fold.To {
						t.Errorf("tick %+v is in a fold", tick)
					}
				}
			}
			p := m.Draw(drawing(f))
			if test.folds == 2 && len(p.Spots) < 15 {
				t.Errorf("%d marks tell little", len(p.Spots))
			}
		})
	}
}

func TestSessionOfOneInstant(t *testing.T) {
	for _, n := range []int{1, 50} {
		line, _ := sessionOf(t, slices.Repeat([]call{{status: 404}}, n)...)
		m := line.Model()
		f := m.Whole(100, 500)
		if f.To <= f.From {
			t.Fatalf("%d exchanges: %+v", n, f)
		}
		p := m.Draw(drawing(f))
		if len(p.Spots) != 1 || p.Spots[0].Count != n {
			t.Errorf("%d exchanges are drawn as %+v", n, p.Spots)
		}
	}
}

func drawing(f Frame) Drawing {
	return Drawing{Frame: f, Local: time.Time.UTC, Text: func(key string, args ...string) string { return key + strings.Join(args, ",") }}
}

// A picture of a long session has as few elements as one of a short session.
func TestDrawingIsBounded(t *testing.T) {
	var notes []note
	for id := range 100_000 {
		at := start.Add(time.Duration(id) * 400 * time.Millisecond).UnixMilli()
		n := note{Exchange: Exchange{ID: id + 1, At: at, End: at + 10, Kind: Kind(id * 7 % kinds)}, there: true, timed: true}
		n.Step = []string{"", "token", "refresh"}[id%3]
		n.told = &session.RateLimitStatus{Pack: fmt.Sprint(id % 9), Limit: 150, Remaining: id * 31 % 150, Reset: time.UnixMilli(at/60_000*60_000 + 60_000), Window: time.Minute}
		key := fmt.Sprint(id / 100)
		n.tokens = []session.TokenStep{{Did: session.TokenUsed, Token: session.TokenLife{Key: key, Name: "a", Issued: time.UnixMilli(at), Expires: time.UnixMilli(at + 1000)}}}
		notes = append(notes, n)
	}
	line := &Timeline{notes: notes}
	m := line.Model()
	for _, width := range []float64{300, 700, 1272} {
		for _, f := range []Frame{m.Whole(128, width), m.Whole(128, width).Zoomed(0.01, 400)} {
			p := m.Draw(drawing(f))
			if len(p.Shapes) > 2000 {
				t.Errorf("%d shapes at a width of %v", len(p.Shapes), width)
			}
			bytes := 0
			for _, s := range p.Shapes {
				bytes += len(s.Attributes["d"])
			}
			if bytes > 400_000 {
				t.Errorf("%d bytes of paths at a width of %v", bytes, width)
			}
			for i, s := range p.Spots {
				if i > 0 && p.Spots[i-1].Lane == s.Lane && s.Left < p.Spots[i-1].Left+p.Spots[i-1].Width {
					t.Errorf("marks lie upon each other: %+v, %+v", p.Spots[i-1], s)
				}
			}
		}
	}
}

// Every failure is in a mark, and the mark is found where it is drawn.
func TestMarksAreHit(t *testing.T) {
	var calls []call
	for i := range 200 {
		calls = append(calls, call{after: time.Duration(i*i) * time.Second, status: []int{200, 404, 502}[i%3]})
	}
	line, _ := sessionOf(t, calls...)
	m := line.Model()
	p := m.Draw(drawing(m.Whole(100, 700)))
	count := 0
	for n, s := range p.Spots {
		count += s.Count
		l := p.Lanes[s.Lane]
		if h := p.Hit(s.Left+s.Width/2, l.Top+l.Height/2); h.Spot != n || h.Lane != s.Lane {
			t.Errorf("in the middle of mark %d is %+v", n, h)
		}
		for _, place := range s.Exchanges {
			if m.Exchanges[place].Kind != l.Kind {
				t.Errorf("mark %+v of %s holds %+v", s, KindName(l.Kind), m.Exchanges[place])
			}
		}
	}
	if count != len(m.Failures) {
		t.Errorf("%d of %d failures are drawn", count, len(m.Failures))
	}
	if h := p.Hit(300, 5); h.Lane != -1 || h.Spot != -1 {
		t.Errorf("on the axis is %+v", h)
	}
}

// Lanes take all the room that there is, and no less than they need.
func TestLanesFillTheWindow(t *testing.T) {
	line, _ := sessionOf(t, call{status: 200}, call{status: 401}, call{status: 502})
	m := line.Model()
	d := drawing(m.Whole(100, 700))
	least := m.Draw(d).Height
	for _, room := range []float64{0, least, least + 1, 400, 820} {
		d.Room = room
		if p := m.Draw(d); math.Abs(p.Height-max(room, least)) > 0.1 {
			t.Errorf("of %v pixels, %v are used", room, p.Height)
		}
	}
}

func TestRanges(t *testing.T) {
	for _, c := range []struct {
		ids  []int
		want string
	}{{[]int{7}, "7"}, {[]int{37, 35, 36, 70}, "35-37,70"}, {[]int{1, 3, 5}, "1,3,5"}} {
		if got := Ranges(func(i int) int { return c.ids[i] }, len(c.ids)); got != c.want {
			t.Errorf("%v is written as %s, want %s", c.ids, got, c.want)
		}
	}
}

func TestRequestsAreCounted(t *testing.T) {
	line, _ := sessionOf(t, call{status: 200}, call{after: time.Second, status: 200}, call{after: 90 * time.Second, status: 404})
	m := line.Model()
	p := m.Draw(drawing(m.Whole(100, 400)))
	for x := 100.0; x < 500; x += columnWidth {
		from, to := p.Column(x)
		for _, place := range []int{0, 2} {
			inside := from <= m.Exchanges[place].At && m.Exchanges[place].At < to
			first, end := m.Between(from, to)
			if inside != (first <= place && place < end) {
				t.Errorf("column at %v: %d to %d", x, first, end)
			}
		}
	}
}

// BenchmarkModel measures what a change and a redraw cost, by number of exchanges.
func BenchmarkModel(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			notes := make([]note, n)
			for i := range notes {
				at := int64(i) * 500
				notes[i] = note{Exchange: Exchange{ID: i + 1, At: at, End: at + 10, Kind: Kind(i % kinds)}, there: true, timed: true}
			}
			for b.Loop() {
				line := &Timeline{notes: notes}
				m := line.Model()
				m.Draw(drawing(m.Whole(128, 1272)))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/exchange")
		})
	}
}

func TestForget(t *testing.T) {
	calls := make([]call, 6)
	for i := range calls {
		calls[i] = call{after: time.Duration(i) * time.Minute, status: 401 - i%2*201}
	}
	line, s := sessionOf(t, calls...)
	for _, before := range []int{3, 2, 5, 9} {
		line.Forget(before)
		line.Put(s, 1) // one that is gone is reported
	}
	if m := line.Model(); !m.Empty() {
		t.Errorf("all is forgotten but %+v", m.Exchanges)
	}
	line, s = sessionOf(t, calls...)
	line.Model()
	line.Forget(5)
	line.Put(s, 6)
	m := line.Model()
	if len(m.Exchanges) != 2 || m.Exchanges[0].ID != 5 || m.Exchanges[1].ID != 6 || len(m.Failures) != 1 || m.First != start.Add(4*time.Minute).UnixMilli() {
		t.Errorf("the last two are %+v", m)
	}
}
