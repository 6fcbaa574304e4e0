//go:build js && wasm

package shell

// Rebuilt reports that the session was filled again. selected is the new ID of the selected
// exchange, 0 if it is gone. Nothing in it is announced as new.
func (s *Shell) Rebuilt(selected int) {
	s.Reset()
	s.Forgotten()
	s.Opened(1)
	s.MarkAllTold()
	if selected != 0 {
		s.Select(selected)
	}
}
