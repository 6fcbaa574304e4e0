package main

import (
	"errors"
	"io"
	"time"
)

// turnTime is how long work goes on before others have their turn.
const turnTime = 30 * time.Millisecond

// errStopped is the error of work that somebody stopped.
var errStopped = errors.New("stopped")

// A pace cuts long work into turns, and is how it is stopped.
type pace struct {
	now     func() time.Time
	rest    func() // lets others have their turn
	began   time.Time
	stopped bool
}

// step is called often by the work. It rests when it is time to; what the work
// holds of the session may have changed then.
func (p *pace) step() error {
	if now := p.now(); p.began.IsZero() {
		p.began = now
	} else if now.Sub(p.began) >= turnTime && !p.stopped {
		p.rest()
		p.began = p.now()
	}
	if p.stopped {
		return errStopped
	}
	return nil
}

// A pacedReader keeps the pace of work that reads, also while it looks for the
// end of something large. Its errors, but for io.EOF and errStopped, are
// *readErrors.
type pacedReader struct {
	io.Reader
	*pace
}

func (r pacedReader) Read(b []byte) (int, error) {
	if err := r.step(); err != nil {
		return 0, err
	}
	n, err := r.Reader.Read(b)
	if err != nil && r.stopped {
		return n, errStopped // closed in mid-read
	}
	if err != nil && err != io.EOF {
		err = &readError{err}
	}
	return n, err
}

// A readError says that bytes could not be had, unlike bytes that make no sense.
type readError struct{ error }

func (e *readError) Unwrap() error { return e.error }
