package e2e

import (
	"fmt"
	"net/url"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestStill opens a recording while a person is about to click: what there is to
// be clicked stays where it is.
func TestStill(t *testing.T) {
	const places = `[...document.querySelectorAll(":is(#tabs, #toolbar, #statusbar) :is(button, input, select, label)")].filter(e => e.id !== "gauge" && e.checkVisibility()).map(e => {
		const {left, top} = e.getBoundingClientRect();
		return (e.id || e.dataset.tab || e.dataset.choice || e.className) + " at " + Math.round(left) + ", " + Math.round(top);
	})`
	inEach(t, func(t *testing.T, b browser.Browser) {
		for _, width := range []int{1400, 1000, 420} {
			s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
			if err := b.Resize(width, 600); err != nil {
				t.Fatal(err)
			}
			s.wait(fmt.Sprintf(`innerWidth <= %d && innerHeight <= 600 && document.querySelector("#sample").checkVisibility()`, width))
			before := eval[[]string](s, places)
			s.click("#sample")
			s.waitSeen("#detail")
			s.rest()
			after := eval[[]string](s, places)
			if len(before) < 10 || len(before) != len(after) {
				t.Errorf("%d px: %d things to click, %d before", width, len(after), len(before))
			}
			for i := range min(len(before), len(after)) {
				if before[i] != after[i] {
					t.Errorf("%d px: %s, before: %s", width, after[i], before[i])
				}
			}
			if width == 420 { // one line of choices
				if lines := eval[int](s, `new Set([...document.querySelectorAll("#choices .chip, #choices > .more-filters")].map(e => Math.round(e.getBoundingClientRect().top))).size`); lines != 1 {
					t.Errorf("the choices take %d lines", lines)
				}
			}
		}
		if err := b.Resize(0, 0); err != nil {
			t.Fatal(fmt.Errorf("back to the usual size: %w", err))
		}
	})
}

// TestGroupOfDays has a group whose last request is of another day than its first.
func TestGroupOfDays(t *testing.T) {
	const entry = `{"startedDateTime":"2026-%sT09:00:00Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/devices.json","headers":[]},"response":{"status":429,"headers":[],"content":{}}}`
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		s.drop("days.har", `{"log":{"entries":[`+fmt.Sprintf(entry, "10-28")+","+fmt.Sprintf(entry, "10-29")+","+fmt.Sprintf(entry, "10-30")+`]}}`)
		s.waitRows("group", func(rows []row) bool { return len(rows) == 1 })
		s.rest()
		times := func() []string {
			t.Helper()
			return eval[[]string](s, `[...document.querySelectorAll("#rows .time")].map(cell => cell.scrollWidth > cell.clientWidth ? "cut: " + cell.textContent : cell.textContent)`)
		}
		zone := eval[string](s, `new Date("2026-10-30T09:00:00Z").toTimeString().slice(0, 5)`)
		if got := times(); len(got) != 1 || got[0] != "Oct 30 "+zone {
			t.Errorf("the group's time is %q", got)
		}
		s.click(`#rows [aria-expanded="false"] .fold`)
		s.rest()
		if got := times(); len(got) != 4 || got[1] == "Oct 28 "+zone || got[2] != "Oct 29 "+zone || got[3] != "Oct 30 "+zone {
			t.Errorf("the requests' times are %q", got)
		}
	})
}
