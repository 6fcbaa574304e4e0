package capture

import "slices"

// An Aside is what was taken out of a store, to be put back if somebody wants it
// after all.
type Aside struct {
	captures   []*Capture
	recordings []*Recording
	dropped    int
}

// Len is how many exchanges were taken out.
func (a *Aside) Len() int { return len(a.captures) }

// LastKey is the greatest of the page's keys in it; 0 if there is none.
func (a *Aside) LastKey() (last int) {
	for _, k := range a.captures {
		last = max(last, k.Key)
	}
	return last
}

// Last is the capture that came last; nil if there is none.
func (s *Store) Last() *Capture {
	if len(s.all) == 0 {
		return nil
	}
	return s.all[len(s.all)-1]
}

// SetAside takes out what came up to the last of these captures, and all recordings
// but some. What stays is put into the session by Rebuild.
func (s *Store) SetAside(last *Capture, but []*Recording) *Aside {
	s.sweep()
	a := &Aside{dropped: s.Dropped}
	for _, k := range s.all {
		if k.ID != 0 {
			k.exchange, k.ID = s.session.Exchange(k.ID), 0 // with its body
		}
	}
	upTo := slices.Index(s.all, last) + 1
	a.captures, s.all = slices.Clone(s.all[:upTo]), slices.Clone(s.all[upTo:])
	s.Dropped = 0
	var recordings []*Recording
	for _, r := range s.recordings {
		if slices.Contains(but, r) {
			recordings = append(recordings, r)
		} else {
			a.recordings = append(a.recordings, r)
		}
	}
	s.recordings = recordings
	s.session.Clear()
	clear(s.known)
	return a
}

// Restore puts back what was taken out, but for what has come again since. Rebuild
// puts it into the session.
func (s *Store) Restore(a *Aside) {
	for _, k := range a.captures {
		if k.Key == 0 || s.WithKey(k.Key) == nil {
			s.all = append(s.all, k)
		}
	}
	s.recordings = append(a.recordings, s.recordings...)
	s.Dropped += a.dropped
}
