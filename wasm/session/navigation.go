package session

import (
	"slices"
	"strings"
	"time"

	"misstep/wasm/httpmsg"
)

// Kinds of missing responses that aren't failures: no page waits for them.
const (
	NetworkLeft     = "left"     // the page that asked was left before the response was there
	NetworkReplaced = "replaced" // canceled for the next request, which replaced it

	NetworkUnrecorded = "unrecorded" // nobody knows whether there was any
)

// How far beside a navigation what it ends may end itself: clocks of a recording
// have milliseconds, and a redirect goes on with a request that may not be recorded.
const (
	besideNavigation = 100 * time.Millisecond
	mostRounded      = 5 * time.Millisecond // a navigation that begins later didn't end it: it may be its result
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

// unanswered reports whether a request has no response, and the browser names no
// reason but that it was given up.
func unanswered(x *httpmsg.Exchange) bool {
	return x.Response.Status == 0 && x.Pasted == "" && !x.Started.IsZero() && (x.Response.Error == "" || named(x.Response.Error) == "aborted")
}

// unsent reports whether a request is a navigation to the consent page that Firefox
// canceled before it was sent: it reports it without the fields that say what it was for,
// and as started when it was canceled, after the request that replaced it.
func (r *Recorded) unsent() bool {
	x := &r.Exchange
	_, sent := x.Request.Header("Sec-Fetch-Mode")
	agent, _ := x.Request.Header("User-Agent")
	return r.IsConsent && !sent && x.Response.Status == 0 && strings.Contains(agent, "Firefox/")
}

// replaced reports whether another document was asked for before this one came.
func (s *Session) replaced(r *Recorded) bool {
	x := &r.Exchange
	if !unanswered(x) || !isNavigation(x) && !r.unsent() {
		return false
	}
	begins := x.Started
	if r.unsent() {
		begins = begins.Add(-mostReplacing)
	}
	ends := EventTimeOf(0, x).End.Add(mostReplacing)
	at, _ := slices.BinarySearchFunc(s.navigations, EventTime{Start: begins}, EventTime.Compare)
	for _, next := range s.navigations[at:] {
		if next.Start.After(ends) {
			return false
		}
		if s.Recorded(next.ID) != r && httpmsg.SameTab(x, s.Exchange(next.ID)) && (next.Start.After(x.Started) || s.Exchange(next.ID).Response.Status != 0) {
			return true
		}
	}
	return false
}

// repeated reports whether a request was given up and made again at once, and
// answered then: the clean-up of an effect that runs twice does that. One that
// was given up later than that is another's, or was not answered in time.
func (s *Session) repeated(r *Recorded) bool {
	x := &r.Exchange
	if !unanswered(x) || x.Response.Error == "" || isNavigation(x) {
		return false
	}
	list := s.Parts.Calls[address{x.Request.Method, x.Request.URL}]
	at, _ := slices.BinarySearchFunc(list, Event{EventTime: EventTime{Start: x.Started}}, Earlier)
	for _, again := range list[at:] {
		if again.Start.Sub(x.Started) > MostAtOnce {
			return false
		}
		next := s.Exchange(again.ID)
		if next.Response.Status != 0 && !EventTimeOf(0, x).End.After(again.Start.Add(besideNavigation)) && sameBody(x, next) && httpmsg.SameTab(x, next) {
			return true
		}
	}
	return false
}

func sameBody(x, y *httpmsg.Exchange) bool {
	a, b := x.Request.PostData, y.Request.PostData
	return a == nil && b == nil || a != nil && b != nil && a.Text == b.Text && slices.Equal(a.Params, b.Params)
}

// leftBy is the navigation that cut a request off, which had no response yet.
func (s *Session) leftBy(r *Recorded) (by EventTime, found bool) {
	x := &r.Exchange
	if len(s.navigations) == 0 || !unanswered(x) || isNavigation(x) {
		return by, false
	}
	if httpmsg.Unfinished(x) {
		return s.leftUnfinished(x)
	}
	if x.Response.Error == "" {
		return by, false // Firefox and proxies report all failures like this
	}
	m := EventTimeOf(0, x)
	at, _ := slices.BinarySearchFunc(s.navigations, EventTime{Start: m.End.Add(mostRounded + 1)}, EventTime.Compare)
	for n := at - 1; n >= 0 && n >= at-5; n-- {
		by = s.navigations[n]
		to := s.Exchange(by.ID)
		ends := by.End.Add(besideNavigation)
		if m.Start.After(ends) {
			continue // asked for by the new page
		}
		if !leaves(to) || !httpmsg.SameTab(x, to) {
			continue
		}
		if to.Response.Status >= 300 && to.Response.Status < 400 {
			ends = ends.Add(mostRedirecting)
		}
		if !m.End.After(ends) { // what is dropped ends when the new document begins
			return by, true
		}
	}
	return by, false
}

// leftUnfinished is the navigation whose document came first while a request was
// under way that never ended. Nobody waits long before leaving: what was not
// answered by then hangs.
func (s *Session) leftUnfinished(x *httpmsg.Exchange) (by EventTime, found bool) {
	at, _ := slices.BinarySearchFunc(s.navigations, EventTime{Start: x.Started}, EventTime.Compare)
	for _, by := range s.navigations[max(0, at-5):min(at+50, len(s.navigations))] {
		if to := s.Exchange(by.ID); !by.End.Before(x.Started) && leaves(to) && httpmsg.SameTab(x, to) {
			return by, by.Start.Sub(x.Started) <= httpmsg.MostPatience
		}
	}
	return by, false
}

// leaves reports whether a navigation brought another document.
func leaves(to *httpmsg.Exchange) bool {
	return to.Response.Status != 0 && to.Response.Status != 204 && to.Response.Status != 205
}
