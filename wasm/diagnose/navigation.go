package diagnose

import (
	"slices"
	"strings"
	"time"

	"misstep/wasm/httpmsg"
)

// Kinds of network trouble that are none: no page waits for these answers.
const (
	networkLeft     = "left"     // the page that asked was left before the answer was there
	networkReplaced = "replaced" // given up for the next request, which came in its place
)

// How far beside a navigation what it ends may end itself: clocks of a recording
// have milliseconds, and a redirect goes on with a request that may not be recorded.
const (
	besideNavigation = 100 * time.Millisecond
	mostRedirecting  = 3 * time.Second
	mostReplacing    = time.Second // until the next document is asked for
)

// isNavigation reports whether a request was for a document of a page: that of
// a frame leaves the page as it is.
func isNavigation(x *httpmsg.Exchange) bool {
	if destination, ok := x.Request.Header("Sec-Fetch-Dest"); ok {
		return destination == "document"
	}
	return x.ResourceType == "document"
}

// unanswered reports whether a request has no answer, and the browser names no
// reason but that it was given up.
func unanswered(x *httpmsg.Exchange) bool {
	return x.Response.Status == 0 && x.Pasted == "" && !x.Started.IsZero() && (x.Response.Error == "" || strings.HasPrefix(x.Response.Error, "net::ERR_ABORTED"))
}

// replaced reports whether another document was asked for before this one came.
func (s *sessionLog) replaced(r *recorded) bool {
	x := &r.exchange
	if !unanswered(x) || !isNavigation(x) {
		return false
	}
	ends := eventTimeOf(0, x).end.Add(mostReplacing)
	at, _ := slices.BinarySearchFunc(s.navigations, eventTime{start: x.Started}, eventTime.compare)
	for _, next := range s.navigations[at:] {
		if next.start.After(ends) {
			return false
		}
		if s.recordedAs(next.id) != r && (next.start.After(x.Started) || s.Exchange(next.id).Response.Status != 0) {
			return true
		}
	}
	return false
}

// repeated reports whether a request was given up and made again at once, and
// answered then: the clean-up of an effect that runs twice does that.
func (s *sessionLog) repeated(r *recorded) bool {
	x := &r.exchange
	if !unanswered(x) || x.Response.Error == "" || isNavigation(x) {
		return false
	}
	list := s.parts.calls[address{x.Request.Method, x.Request.URL}]
	at, _ := slices.BinarySearchFunc(list, event{eventTime: eventTime{start: x.Started}}, earlier)
	for _, again := range list[at:] {
		if again.start.Sub(x.Started) > mostAtOnce {
			return false
		}
		if s.Exchange(again.id).Response.Status != 0 {
			return true
		}
	}
	return false
}

// leftBy is the navigation that cut a request off, which had no answer yet.
func (s *sessionLog) leftBy(r *recorded) (by eventTime, found bool) {
	x := &r.exchange
	if len(s.navigations) == 0 || !unanswered(x) || isNavigation(x) {
		return by, false
	}
	if x.Response.Error == "" && x.ResourceType == "" && x.Duration == 0 {
		return by, false // Firefox tells of all failures so
	}
	m := eventTimeOf(0, x)
	at, _ := slices.BinarySearchFunc(s.navigations, eventTime{start: m.end.Add(besideNavigation + 1)}, eventTime.compare)
	for n := at - 1; n >= 0 && n >= at-5; n-- {
		by = s.navigations[n]
		to := s.Exchange(by.id)
		ends := by.end.Add(besideNavigation)
		if m.start.After(ends) {
			continue // asked for by the new page
		}
		switch {
		case to.Response.Status == 0 || to.Response.Status == 204 || to.Response.Status == 205:
			continue // the page stayed
		case to.Response.Status >= 300 && to.Response.Status < 400:
			ends = ends.Add(mostRedirecting)
		}
		if x.Response.Error == "" {
			if !by.start.After(m.end) {
				return by, true
			}
			continue
		}
		if !m.end.After(ends) { // what is given up ends when the new document begins
			return by, true
		}
	}
	return by, false
}
