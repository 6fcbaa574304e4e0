package cli

import (
	"bufio"
	"slices"
	"strings"
	"sync"

	"misstep/wasm/capture"
	"misstep/wasm/export"
	"misstep/wasm/export/ci"
)

// A job is a file that is read while those named before it are written. Its output is
// buffered until its turn comes; if the buffer is full, its reader waits.
type job struct {
	named
	parts chan part
	rules map[string]ci.Rule
	totals
}

// A part is a piece of the document, or something that is said beside it.
type part struct {
	text    string
	note    bool
	trouble bool
}

// totals are how many requests there were.
type totals struct{ files, requests, failed, pasted, unrecorded, warned int }

func (t *totals) add(other totals) {
	t.files += other.files
	t.requests += other.requests
	t.failed += other.failed
	t.pasted += other.pasted
	t.unrecorded += other.unrecorded
	t.warned += other.warned
}

const (
	partsHeld = 64 // of a job
	jobsAhead = 4  // for each that is read at a time
)

// read reads the files, several at a time, and writes what comes of them in the
// order in which they were named.
func (c *command) read() error {
	f := formatNamed(c.format)
	if f.whole != nil {
		return c.readWhole(f)
	}
	c.shareSecrets()
	document := f.flow(c)
	waiting, work, stop := make(chan *job, jobsAhead*c.jobs), make(chan *job), make(chan struct{})
	go func() {
		defer close(waiting)
		defer close(work)
		for file := range c.files() {
			j := &job{named: file, parts: make(chan part, partsHeld), rules: map[string]ci.Rule{}}
			select {
			case waiting <- j:
			case <-stop:
				return
			}
			select {
			case work <- j:
			case <-stop:
				return
			}
		}
	}()
	var readers sync.WaitGroup
	for range c.jobs {
		readers.Go(func() {
			for j := range work {
				c.readJob(j, document.NewSection(labelOf(j.name)), stop)
				close(j.parts)
			}
		})
	}
	err := c.write(document, waiting)
	close(stop)
	readers.Wait()
	c.clearProgress()
	if err == nil && c.sum.failed > 0 && !c.exitZero && !c.trouble {
		return exitStatus(exitFailing)
	}
	return err
}

// readJob reads a file and explains its requests.
func (c *command) readJob(j *job, section ci.Section, stop <-chan struct{}) {
	send := func(p part) {
		if p.text == "" {
			return
		}
		select {
		case j.parts <- p:
		case <-stop:
		}
	}
	r := c.newReader(c.keep)
	r.tell = func(text string, trouble bool) { send(part{text, true, trouble}) }
	r.rest = func(s *capture.Stream, l *capture.Loaded) { c.progress.show(labelOf(j.name), s, l.Entries) }
	explain := func(id int) {
		result := r.result(id, j.name)
		j.count(result)
		if d := &result.Diagnosis; d.Failed {
			rule := ci.RuleOf(c.catalog, d)
			j.rules[rule.ID] = rule
		}
		send(part{text: section.Result(result)})
	}
	r.store.BeforeForget = explain
	r.read(j.named)
	for id := r.session.First(); id <= r.session.LastID(); id++ {
		explain(id)
	}
	send(part{text: section.Tail()})
}

// count counts a request. What is only a part of another, as its preflight is, doesn't
// count.
func (t *totals) count(r *ci.Result) {
	d := &r.Diagnosis
	switch {
	case r.Pasted:
		t.pasted++
	case d.Part == 0:
		t.requests++
	}
	if d.Failed {
		t.failed++
	}
	if r.Unrecorded {
		t.unrecorded++
	} else if warns(r) {
		t.warned++
	}
}

// write writes the document.
func (c *command) write(document ci.Format, jobs <-chan *job) error {
	out := bufio.NewWriterSize(c.out, 64<<10)
	out.WriteString(document.Head)
	rules := map[string]ci.Rule{}
	separator := ""
	for j := range jobs {
		for p := range j.parts {
			if p.note {
				if err := out.Flush(); err != nil {
					return err
				}
				if c.note(p.text); p.trouble {
					c.trouble = true
				}
				continue
			}
			c.clearProgress()
			// Whole parts are written at once: lines of several processes that
			// write to one file don't mix.
			if len(separator)+len(p.text) > out.Available() {
				out.Flush()
			}
			out.WriteString(separator)
			if _, err := out.WriteString(p.text); err != nil {
				return err
			}
			separator = document.Separator
		}
		if err := out.Flush(); err != nil {
			return err
		}
		if j.requests+j.pasted > 0 { // what was wrong with others has been said
			j.files = 1
		}
		c.sum.add(j.totals)
		for id, rule := range j.rules {
			rules[id] = rule
		}
	}
	var about []ci.Rule
	for _, rule := range rules {
		about = append(about, rule)
	}
	slices.SortFunc(about, func(a, b ci.Rule) int { return strings.Compare(a.ID, b.ID) })
	out.WriteString(document.Tail(about, export.Creator.Version))
	return out.Flush()
}
