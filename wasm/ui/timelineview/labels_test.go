package timelineview

import (
	"strings"
	"testing"
	"time"

	"misstep/wasm/session"
	"misstep/wasm/timeline"
	"misstep/wasm/ui/listmodel"
)

var gaugeStart = time.Date(2026, 10, 30, 13, 46, 2, 0, time.UTC)

// labelsOf describes a model in keys and their values.
func labelsOf(m *timeline.Model) labels {
	return labels{
		model: m, zone: time.Time.UTC,
		line: func(int) listmodel.RowText {
			return listmodel.RowText{Started: time.Date(2026, 10, 1, 13, 46, 2, 0, time.UTC), Status: "401", Method: "GET", Endpoint: "Profile", Brief: "Token expired"}
		},
		text: func(key string, args ...string) string { return strings.Join(append([]string{key}, args...), " ") },
	}
}

func rateOf(left int, after, reset time.Duration, user string) timeline.Rate {
	told := gaugeStart.Add(after).UnixMilli()
	r := timeline.Rate{
		RateLimitStatus: session.RateLimitStatus{Name: "An API", Per: "user", User: user, Limit: 150, Remaining: left},
		Exchange:        17, Told: told, Steps: []timeline.Step{{At: told, Left: left, Limit: 150, Exchange: 17}},
	}
	if reset > 0 {
		r.Reset = gaugeStart.Add(reset)
		r.Resets = []int64{r.Reset.UnixMilli()}
	}
	return r
}

// over is a rate whose window has ended.
func over(r timeline.Rate) timeline.Rate {
	r.Steps = append(r.Steps, timeline.Step{At: r.Reset.UnixMilli(), Left: 150, Limit: 150})
	return r
}

func TestGauge(t *testing.T) {
	minute := time.Minute
	for _, test := range []struct {
		name      string
		rates     []timeline.Rate
		last      time.Duration // end of the session
		now       time.Duration
		recording bool
		text      string // "": there is none
		brief     string
		redrawn   bool
		tooltip   []string
		not       string
	}{
		{name: "nothing told"},
		{"told", []timeline.Rate{rateOf(38, 0, 14*minute, "")}, minute, minute, false, "gaugeLeft 38 150 · timelineResets 14:00", "38/150", true,
			[]string{"An API", "gaugeTold 17 13:46:02", "gaugePer user", "gaugeOpens"}, "gaugeLowest"},
		{"no reset known", []timeline.Rate{rateOf(38, 0, 0, "")}, minute, minute, false, "gaugeLeft 38 150", "38/150", false, nil, "timelineResets"},
		{"reset in whole seconds", []timeline.Rate{rateOf(38, 0, 14*minute-3*time.Second, "")}, minute, minute, false, "gaugeLeft 38 150 · timelineResets 14:00", "38/150", true, nil, ""},
		{"reset within a minute", []timeline.Rate{rateOf(38, 0, 13*minute+30*time.Second, "")}, minute, minute, false, "gaugeLeft 38 150 · timelineResets 13:59", "38/150", true, nil, ""},
		{"window over", []timeline.Rate{rateOf(0, 0, 14*minute, "")}, minute, 15 * minute, false, "gaugeLeft 150 150 · gaugeOver 14:00", "150/150", false, nil, "timelineResets"},
		{"over in the very moment", []timeline.Rate{rateOf(0, 0, 14*minute, "")}, minute, 14 * minute, false, "gaugeLeft 150 150 · gaugeOver 14:00", "150/150", false, nil, ""},
		{"a recording, whatever the time is", []timeline.Rate{rateOf(38, 0, 14*minute, "")}, minute, 9999 * minute, true, "gaugeLeft 38 150 · timelineResets 14:00", "38/150", false,
			[]string{"gaugeLowest", "gaugeTold 17 13:46:02"}, "gaugeOver"},
		{"a continued recording shows its lowest value", []timeline.Rate{rateOf(99, 30*minute, 0, "B"), over(rateOf(38, 0, 14*minute, ""))}, 40 * minute, 0, true, "gaugeLeft 38 150 · timelineResets 14:00", "38/150", false, nil, "gaugeOver"},
		{"several", []timeline.Rate{rateOf(38, minute, 14*minute, "AAAAAA"), rateOf(99, 0, 14*minute, "BBBBBB")}, minute, minute, false, "gaugeLeft 38 150 · timelineResets 14:00", "38/150", true,
			[]string{"gaugeUser AAAAAA", "gaugeUser BBBBBB: gaugeLeft 99 150"}, ""},
		{"another day", []timeline.Rate{rateOf(38, 0, 14*minute, "")}, 24 * 60 * minute, minute, false, "gaugeLeft 38 150 · timelineResets 2026-10-30 14:00", "38/150", true, nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := &timeline.Model{Rates: test.rates, Last: gaugeStart.Add(test.last).UnixMilli()}
			words, when := labelsOf(m), moment{}
			if test.recording {
				when = words.lowest()
			}
			g, ok := words.meter(gaugeStart.Add(test.now), when)
			if g.text != test.text || g.brief != test.brief || ok != (test.text != "") || (g.resets != 0) != test.redrawn {
				t.Errorf("meter %+v, want %q, %q", g, test.text, test.brief)
			}
			for _, part := range test.tooltip {
				if !strings.Contains(g.tooltip, part) {
					t.Errorf("the tooltip %q does not say %q", g.tooltip, part)
				}
			}
			if test.not != "" && strings.Contains(g.tooltip, test.not) {
				t.Errorf("the tooltip %q says %q", g.tooltip, test.not)
			}
		})
	}
}

// At a request, the meter shows what was left then.
func TestGaugeAtRequest(t *testing.T) {
	r := over(rateOf(38, 0, 14*time.Minute, "AAAAAA"))
	r.Steps = append(r.Steps, timeline.Step{At: gaugeStart.Add(20 * time.Minute).UnixMilli(), Left: 149, Limit: 150, Exchange: 30})
	r.Exchange, r.Remaining = 30, 149
	m := &timeline.Model{Rates: []timeline.Rate{rateOf(1, time.Hour, 0, "BBBBBB"), r}, Last: gaugeStart.Add(time.Hour).UnixMilli()}
	for _, test := range []struct {
		after    time.Duration
		text     string
		left     int
		exchange int
	}{
		{time.Minute, "gaugeLeft 38 150 · timelineResets 14:00", 38, 9},
		{15 * time.Minute, "gaugeLeft 150 150 · gaugeOver 14:00", 150, 9},
		{21 * time.Minute, "gaugeLeft 149 150", 149, 9},
	} {
		words := labelsOf(m)
		g, ok := words.meter(gaugeStart.Add(99*time.Hour), moment{&m.Rates[1], gaugeStart.Add(test.after).UnixMilli(), 9})
		if !ok || g.text != test.text || g.left != test.left || g.exchange != 9 || g.resets != 0 {
			t.Errorf("%s: %+v, want %q", test.after, g, test.text)
		}
		if !strings.Contains(g.tooltip, "gaugeSelected 9") || strings.Contains(g.tooltip, "BBBBBB") {
			t.Errorf("%s: the tooltip is %q", test.after, g.tooltip)
		}
	}
}

func TestLabels(t *testing.T) {
	at := func(after time.Duration) int64 { return gaugeStart.Add(after).UnixMilli() }
	m := &timeline.Model{
		First: at(0), Last: at(time.Hour), Untimed: 2, Failures: []int{0, 1},
		Exchanges: []timeline.Exchange{{ID: 1, At: at(0), Kind: timeline.Auth}, {ID: 2, At: at(time.Minute), Kind: timeline.Auth}, {ID: 3, At: at(time.Hour)}},
	}
	m.Counts[timeline.Auth] = 2
	words := labelsOf(m)
	life := &timeline.Life{TokenLife: session.TokenLife{Number: 1, Name: "eyJh…", User: "AAAAAA"}, From: at(-time.Hour), Until: at(30 * time.Minute), Used: 3, Late: 1}
	open := *life
	open.Until, open.Late = 0, 0
	revoked := *life
	revoked.Revoked, revoked.Until = at(time.Minute), at(2*time.Hour)
	valid := *life
	valid.Until, valid.Assumed = at(2*time.Hour), true
	for _, test := range []struct{ name, got, want string }{
		{"summary", words.summary(), "timelineSummary 3 13:46:02 – 14:46:02 2 · timelineAuth 2 · timelineUntimed 2"},
		{"nothing", labelsOf(&timeline.Model{}).summary(), "timelineEmptyTitle"},
		{"one failure", words.spot(timeline.Spot{Count: 1, Exchanges: []int{0}}), "13:46:02 · 401 GET Profile · Token expired"},
		{"two", words.spot(timeline.Spot{Count: 2, Exchanges: []int{0, 1}}), "13:46:02 – 13:47:02 · 2 × timelineAuth · 401 Profile Token expired"},
		{"column", words.exchanges(m.Exchanges), "13:46:02 – 14:46:02 · timelineColumn 3 2"},
		{"token", words.life(life), "timelineToken 1 eyJh… · gaugeUser AAAAAA · timelineIssued 12:46:02 · timelineExpires 14:16:02 · timelineUsed 3 · timelineLate 1"},
		{"token without an end", words.life(&open), "timelineToken 1 eyJh… · gaugeUser AAAAAA · timelineIssued 12:46:02 · timelineNoExpiry · timelineUsed 3"},
		{"revoked token", words.life(&revoked), "timelineToken 1 eyJh… · gaugeUser AAAAAA · timelineIssued 12:46:02 · timelineExpires 15:46:02 · timelineRevoked 13:47:02 · timelineUsed 3 · timelineLate 1"},
		{"valid token", words.life(&valid), "timelineToken 1 eyJh… · gaugeUser AAAAAA · timelineIssued 12:46:02 · timelineExpires 15:46:02 (timelineAssumed) · timelineUsed 3 · timelineLate 1 · timelineStillValid"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
}

// A span says each day once, and none where all is of one.
func TestSpan(t *testing.T) {
	at := func(day, hour int) int64 { return time.Date(2026, 10, day, hour, 0, 0, 0, time.UTC).UnixMilli() }
	l := labelsOf(&timeline.Model{Last: at(31, 20)})
	for _, test := range []struct {
		from, to int64
		want     string
	}{
		{at(31, 9), at(31, 10), "09:00:00 – 10:00:00"},
		{at(30, 9), at(31, 10), "2026-10-30 09:00:00 – 2026-10-31 10:00:00"},
		{at(30, 9), at(30, 10), "2026-10-30 09:00:00 – 10:00:00"},
		{at(30, 9), at(30, 9), "2026-10-30 09:00:00"},
	} {
		if got := l.span(test.from, test.to); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
