package e2e

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones are not installed everywhere

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// TestTimeZones looks at a session around a clock change, in browsers elsewhere:
// every time is the reader's as of that moment, with UTC in its tooltip.
func TestTimeZones(t *testing.T) {
	for _, zone := range []struct {
		name    string
		changed time.Time
	}{
		{"America/New_York", time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC)},
		{"Asia/Kolkata", time.Date(2026, 10, 30, 18, 30, 0, 0, time.UTC)}, // midnight: its clocks are never changed
		{"Australia/Lord_Howe", time.Date(2026, 10, 3, 15, 30, 0, 0, time.UTC)},
	} {
		place, err := time.LoadLocation(zone.name)
		if err != nil {
			t.Fatal(err)
		}
		for name := range browsers {
			t.Run(zone.name+" "+name, func(t *testing.T) {
				b, err := browser.Start(name, browser.Options{Headless: true, Extension: extension, Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort, TimeZone: zone.name})
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { b.Close() })
				s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
				s.aroundChange(b, zone.changed, place)
			})
		}
	}
}

// aroundChange opens requests of the hours around a clock change, and one of half
// a year before, and looks at their times in all views.
func (s screen) aroundChange(b browser.Browser, changed time.Time, place *time.Location) {
	s.t.Helper()
	var entries, want, titles []string
	for _, from := range []time.Duration{-183 * 24 * time.Hour, -time.Hour, -time.Second, 0, time.Hour} {
		at := changed.Add(from)
		entries = append(entries, fmt.Sprintf(`{"startedDateTime": %q, "time": 9, "request": {"method": "GET", "url": "https://api.fitbit.com/1/user/-/profile.json?at=%d", "headers": []},
			"response": {"status": 429, "headers": [{"name": "Fitbit-Rate-Limit-Limit", "value": "150"}, {"name": "Fitbit-Rate-Limit-Remaining", "value": "0"}, {"name": "Fitbit-Rate-Limit-Reset", "value": "1800"}],
			"content": {"text": "{\"errors\": [{\"errorType\": \"system\", \"message\": \"Too Many Requests\"}]}"}}}`, at.Format(time.RFC3339), at.Unix()))
		want = append(want, at.In(place).Format(time.TimeOnly))
		titles = append(titles, at.Format(time.DateTime)+" UTC")
	}
	if eval[bool](s, `document.querySelector("#fold").checked`) {
		s.click("#fold") // so that each request has a row
	}
	choose(s, b, "session.har", `{"log": {"entries": [`+strings.Join(entries, ", ")+`]}}`)
	s.waitRows("rows of all requests", func(rows []row) bool { return len(rows) == len(want) })
	cells := func(what string) []string {
		return eval[[]string](s, `[...document.querySelectorAll("#rows .row")].filter(row => row.checkVisibility())
			.sort((a, b) => a.getAttribute("aria-rowindex") - b.getAttribute("aria-rowindex")).map(row => row.querySelector(".time").`+what+`)`)
	}
	if have := cells("textContent"); !slices.Equal(have, want) {
		s.t.Errorf("the list has the times %v, want %v", have, want)
	}
	if have := cells("title"); !slices.Equal(have, titles) {
		s.t.Errorf("their tooltips are %v, want %v", have, titles)
	}

	s.click(`#rows [data-exchange="3"]`)    // a second before
	resets := changed.Add(30 * time.Minute) // said to the minute
	local := resets.In(place).Format(time.TimeOnly)
	if changed.Add(-time.Second).In(place).Day() != resets.In(place).Day() {
		local = resets.In(place).Format(time.DateTime)
	}
	s.wait(`!document.querySelector("#detail").hasAttribute("data-begun") && document.querySelector("#detail .fixes time") !== null`)
	for _, part := range []string{".fixes", ".evidence"} {
		times := eval[[][]string](s, `[...document.querySelectorAll("#detail `+part+` time")].map(e => [e.textContent, e.title])`)
		if !slices.ContainsFunc(times, func(e []string) bool { return e[0] == local && e[1] == resets.Format(time.DateTime)+" UTC" }) {
			s.t.Errorf("%s has the times %q, want %s", part, times, local)
		}
	}
	if fact := s.text(`#rows [data-exchange="3"] .what`); !strings.Contains(fact, " – ") || !strings.Contains(fact, local) || strings.Contains(fact, "UTC") {
		s.t.Errorf("the list says %q, want %s", fact, local)
	}
	report := eval[string](s, `JSON.stringify(misstep.explain(JSON.parse(`+quote(entries[2])+`)))`)
	if !strings.Contains(report, resets.Format(time.DateTime)+" UTC") {
		s.t.Errorf("the JSON has not %v: %s", resets, report)
	}

	s.showTimeline()
	if said := s.text("#timeline .moment-text"); !strings.HasPrefix(said, want[2]) {
		s.t.Errorf("the timeline says %q, want %s", said, want[2])
	}
	first, last := changed.Add(-183*24*time.Hour).In(place).Format("-07:00"), changed.Add(time.Hour).In(place).Format("-07:00")
	offsets := "UTC" + first
	if first != last {
		offsets += " → " + last
	}
	if have := s.text("#timeline svg .soft"); have != offsets {
		s.t.Errorf("the axis is of %q, want %q", have, offsets)
	}
}
