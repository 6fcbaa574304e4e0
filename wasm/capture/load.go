package capture

import (
	"errors"
	"io"

	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

// Loaded says what was found in a recording.
type Loaded struct {
	Entries int // looked at
	Skipped int // that could not be read, or whose addresses name no host
	AtFirst int // the number of the first of those; 0: none
	Added   int // that were taken
	Beside  int // of those: that have a body in a file which was not found
	Failed  int // that were taken and failed, as far as their status says
}

// errEnough stops the reading when no more entries are wanted.
var errEnough = errors.New("enough")

// Load takes the exchanges of a recording that are wanted, each once, and counts
// the others by their hosts; l is kept up to date. While it yields, exchanges may
// come and go. With ErrStopped, or a *har.CutError, what
// comes before that was taken.
func (s *Store) Load(r *Recording, text io.Reader, y *Yielder, l *Loaded) error {
	again, before := r.began, *r
	r.began, r.Skipped, r.watched = true, HostCounts{}, s.catalog.Hosts()
	defer func() { r.files = nil }()
	reached, over, refused := 0, false, false
	looks := func(entry int) bool {
		// What is in Read's buffer still comes, whatever was said before.
		over, refused = over || r.entries > 0 && entry > r.entries, refused || y.stopped
		if over || refused {
			return false
		}
		if entry > reached {
			reached = entry
			l.Entries++
		}
		return true
	}
	var room [64]byte
	see := func(entry int, address []byte) bool {
		switch {
		case !looks(entry) || r.has(entry):
			return false
		case s.catalog.WatchesHost(hostOf(room[:0], address)) && s.watched(string(address)):
			return true
		}
		if r.Skipped.add(address); isIncomplete(address) {
			if l.Skipped++; l.AtFirst == 0 {
				l.AtFirst = entry
			}
		}
		return false
	}
	limited := readerFunc(func(b []byte) (int, error) {
		if over {
			return 0, errEnough
		}
		return yieldingReader{text, y}.Read(b)
	})
	summary, err := har.ReadLending(limited, see, s.session.Overhear, func(entry int, x httpmsg.Exchange) {
		if !looks(entry) {
			return
		}
		r.completeBodies(&x)
		// Between the two that take long when they are new to the browser.
		if y.step() != nil {
			reached, l.Entries, refused = reached-1, l.Entries-1, true
			return
		}
		if !s.addFrom(r, entry, x) {
			return
		}
		l.Added++
		if (r.room == nil || *r.room >= 0) && (x.Response.Body.Missing == httpmsg.MissingFile || x.Request.PostData != nil && x.Request.PostData.File != "") {
			l.Beside++
		}
		if x.Response.Status == 0 && !x.Unrecorded || x.Response.Status >= 400 {
			l.Failed++
		}
	})
	if l.Skipped += summary.Skipped; l.AtFirst == 0 || summary.AtFirst > 0 && summary.AtFirst < l.AtFirst {
		l.AtFirst = summary.AtFirst
	}
	if refused {
		err = ErrStopped
	}
	switch {
	case errors.Is(err, errEnough):
		return nil
	case errors.Is(err, ErrStopped) && again: // what it did not come to is as it was
		r.Skipped.Merge(&before.Skipped)
		r.keepWatched(before.watched)
	case errors.Is(err, ErrStopped):
		r.entries = reached
	}
	return err
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }
