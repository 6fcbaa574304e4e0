//go:build js && wasm

package shell

// Rebuilt tells that the session was filled anew. selected is what the selected
// exchange is now, 0 if it is gone. Nothing of it is news.
func (s *Shell) Rebuilt(selected int) {
	s.Reset()
	s.Forgotten()
	s.Opened(1)
	s.MarkAllTold()
	if selected != 0 {
		s.Select(selected)
	}
}
