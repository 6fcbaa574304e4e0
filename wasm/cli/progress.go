package cli

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"misstep/wasm/capture"
)

// progress is a line on standard error that says how far a long file was read. It
// comes only to a terminal, and leaves nothing behind.
type progress struct {
	sync.Mutex
	on      bool
	out     func(text string)
	began   time.Time // of the run
	shownAt time.Time
	shown   bool // the line is there
}

// Nothing is shown before patience is over, and then now and then.
const (
	patience     = time.Second
	progressTime = 200 * time.Millisecond
)

// show says how far a file was read.
func (p *progress) show(name string, s *capture.Stream, entries int) {
	p.Lock()
	defer p.Unlock()
	now := time.Now()
	if p.began.IsZero() {
		p.began = now
	}
	if !p.on || now.Sub(p.began) < patience || now.Sub(p.shownAt) < progressTime {
		return
	}
	p.shownAt, p.shown = now, true
	p.out("\r\x1b[K" + visible(progressText(name, s.Packed(), s.Total, entries)))
}

// progressText is the line. The total is not known of what comes as a stream.
func progressText(name string, read, total int64, entries int) string {
	var how []string
	if total > 0 {
		how = append(how, fmt.Sprintf("%d %%", min(100, read*100/total)))
	} else {
		how = append(how, fmt.Sprintf("%d MB", read>>20))
	}
	return fmt.Sprintf("Reading %s: %s, %d entries", name, strings.Join(how, ", "), entries)
}

// clear takes the line away.
func (p *progress) clear() {
	p.Lock()
	defer p.Unlock()
	if p.shown {
		p.out("\r\x1b[K")
		p.shown = false
	}
}

func (c *command) clearProgress() { c.progress.clear() }
