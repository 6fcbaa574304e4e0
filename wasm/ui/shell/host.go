//go:build js && wasm

package shell

import (
	"misstep/wasm/find"
	"misstep/wasm/ui/timelineview"
)

// What the views ask of the shell.

// Tab is the name of the tab that is shown.
func (s *Shell) Tab() string { return s.tab }

// ReturnTo shows the explanation of an exchange.
func (s *Shell) ReturnTo(exchange int) {
	s.ChooseTab("requests")
	s.Select(exchange)
	s.detail.Focus()
}

// ShowTimeline shows an exchange over time.
func (s *Shell) ShowTimeline(exchange int) {
	s.Select(exchange)
	s.ChooseTab(timelineview.Name)
	s.DrawNow() // what is hidden takes no focus
	s.Find("#timeline .board").Focus()
}

// ShowTopic shows what an address of the catalog names.
func (s *Shell) ShowTopic(address string) { s.catalog.Show(address) }

// SessionChanged has everything about the session redrawn with the next frame.
func (s *Shell) SessionChanged() { s.changes++ }

// Seen reports that an exchange was read, or read again.
func (s *Shell) Seen(exchange int) {
	s.session.Glance(exchange)
	s.timeline.Seen(exchange)
	s.migration.Seen(exchange)
	s.find.Seen(exchange)
}

// Forgot reports that the exchanges before this one are gone.
func (s *Shell) Forgot(before int) {
	s.timeline.Forgotten(before)
	s.find.Forgot(before)
}

// MarkFound marks what a search has found; nil: nothing.
func (s *Shell) MarkFound(found func(exchange int) bool, p *find.Pattern) {
	s.SetFound(found)
	s.detail.Mark(p)
}

// ShowHit shows a hit in the explanation of the selected exchange.
func (s *Shell) ShowHit(hit find.Hit) { s.detail.ShowHit(hit) }

// Search does what the browser's own search box asks.
func (s *Shell) Search(action, text string) { s.find.Search(action, text) }

// Metered is the exchange whose rate limit the meter shows; 0 if there is none.
func (s *Shell) Metered() int { return s.timeline.Metered() }
