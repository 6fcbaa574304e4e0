package e2e

import (
	"strconv"
	"testing"

	"misstep/extension/e2e/browser"
)

// What the program calls JavaScript for, each call of it: a crossing of the boundary costs
// some hundred nanoseconds, and a call of the document more.
const (
	crossingsLive   = 600 // for a request that comes alone, until it is a row, drawn and explained
	crossingsImport = 15  // for each request of a recording
)

// TestCrossings counts the crossings for a row that comes live and for an import.
func TestCrossings(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		l := list{openHarness(t, b)}
		l.click("#all")
		l.click("#fold")
		eval[any](l.screen, `void harness.send(64)`)
		l.rest()
		count := func(what string, each, most int, work string) {
			l.t.Helper()
			eval[any](l.screen, `void (harness.crossings = 0)`)
			for range each {
				eval[any](l.screen, work)
				l.rest()
			}
			have := eval[int](l.screen, `harness.crossings`) / each
			l.t.Logf("%s: %d crossings", what, have)
			if have > most {
				l.t.Errorf("%s: %d crossings, want at most %d", what, have, most)
			}
		}
		count("a live request", 16, crossingsLive, `void harness.send(1)`)
		const requests = 2000
		count("a recording", 1, crossingsImport*requests, `void harness.open(harness.har(`+strconv.Itoa(requests)+`))`)
		l.want("rows", l.rowCount(), 64+16+requests)
		l.click("#fold") // settings are kept, for the next test, too
		l.click("#all")
	})
}
