package capture

import (
	"errors"
	"io"
	"time"
)

// sliceBudget is how long work goes on before others have their turn.
const sliceBudget = 30 * time.Millisecond

// ErrStopped is the error of work that somebody stopped.
var ErrStopped = errors.New("stopped")

// A Yielder splits long work into slices, and lets callers stop it.
type Yielder struct {
	now     func() time.Time
	yield   func() // lets others have their turn
	began   time.Time
	stopped bool
}

// NewYielder returns one that calls yield after each slice of work.
func NewYielder(yield func()) *Yielder {
	began := time.Now() // to be told how long ago that was is one call to the browser, the time is two
	return &Yielder{now: func() time.Time { return began.Add(time.Since(began)) }, yield: yield}
}

// Stop has the work end at its next step.
func (y *Yielder) Stop() { y.stopped = true }

// Stopped reports whether the work is to end.
func (y *Yielder) Stopped() bool { return y.stopped }

// step is called often by the work. It yields when it is time to; what the work
// knows of the session may have changed then.
func (y *Yielder) step() error {
	if now := y.now(); y.began.IsZero() {
		y.began = now
	} else if now.Sub(y.began) >= sliceBudget && !y.stopped {
		y.yield()
		y.began = y.now()
	}
	if y.stopped {
		return ErrStopped
	}
	return nil
}

// A yieldingReader yields while something is read, also while it looks for the
// end of something large. Its errors, but for io.EOF and ErrStopped, are
// *ReadErrors.
type yieldingReader struct {
	io.Reader
	*Yielder
}

func (r yieldingReader) Read(b []byte) (int, error) {
	if err := r.step(); err != nil {
		return 0, err
	}
	n, err := r.Reader.Read(b)
	if err != nil && r.stopped {
		return n, ErrStopped // closed in mid-read
	}
	if err != nil && err != io.EOF {
		err = &ReadError{err}
	}
	return n, err
}

// A ReadError says that bytes could not be had, unlike bytes that make no sense.
type ReadError struct{ error }

// Unwrap returns the reason.
func (e *ReadError) Unwrap() error { return e.error }
