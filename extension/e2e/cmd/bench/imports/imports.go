// Package imports measures how long the offline page takes to read a recording, from the
// choice of its file until all of its rows are explained, beside JSON.parse of the
// same text in the same page; how long the page is away meanwhile at most; and how
// much memory its process has at most. The page has come to rest before, as when
// a person looks for the file, but where the table says otherwise. Beside that is the
// browser's own Network panel with the same file, once, between the page's rounds:
// it lists every request and explains none. Read the ratios: times are of the machine
// and its other work.
package imports

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"misstep/extension/e2e/browser"
)

var (
	dist   string // directory with what ./build.sh built
	rounds int    // an odd number
	size   int    // megabytes
	large  bool
)

// Flags are those that this benchmark has of its own.
func Flags(flags *flag.FlagSet) {
	flags.IntVar(&rounds, "rounds", 3, "how often each is measured; an odd number")
	flags.IntVar(&size, "size", 100, "megabytes of the recordings that are also parsed")
	flags.BoolVar(&large, "large", false, "one of ten times that size, too")
}

//go:embed probe.js
var probe string

// A recording is what is read.
type recording struct {
	megabytes int
	watched   float64 // share of its entries
	parsed    bool    // measured beside JSON.parse
	panel     bool    // measured beside the browser's Network panel
	atOnce    bool    // chosen as soon as the page is there, not when it has come to rest
	file      string
}

// recordings are written into a folder.
func recordings(folder string) ([]recording, error) {
	list := []recording{
		{megabytes: size / 10, watched: 0.05, parsed: true, panel: true},
		{megabytes: size, watched: 0.05, parsed: true, panel: true},
		{megabytes: size, watched: 0.05, parsed: true, atOnce: true},
		{megabytes: size, watched: 1, parsed: true, panel: true},
	}
	if large {
		list = append(list, recording{megabytes: size * 10, watched: 0.05})
	}
	script := filepath.Join(dist, "../wasm/bench/write.mjs")
	for i := range list {
		r := &list[i]
		r.file = filepath.Join(folder, fmt.Sprintf("%d-%.0f.har", r.megabytes, r.watched*100))
		out, err := exec.Command("node", script, fmt.Sprint(r.megabytes), fmt.Sprint(r.watched), r.file).CombinedOutput()
		if err != nil {
			return nil, fmt.Errorf("write a recording: %w: %s", err, out)
		}
	}
	return list, nil
}

// Run measures what was built in browsers, and writes the medians as a table.
func Run(out io.Writer, built string, browsers []string) error {
	dist = built
	folder, err := os.MkdirTemp("", "misstep-import-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	list, err := recordings(folder)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "| recording, median of %d | browser | read and explained, ms | `JSON.parse`, ms | ratio | ms per MB | first row after, ms | page away at most, ms | process at most, MB | before, MB | Network panel, ms | times as long | away at most, ms |\n|--|--|--|--|--|--|--|--|--|--|--|--|--|\n", rounds)
	for _, name := range browsers {
		for _, r := range list {
			m, err := measureAll(name, r)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", name, filepath.Base(r.file), err)
			}
			how := ""
			if r.atOnce {
				how = ", chosen at once"
			}
			fmt.Fprintf(out, "| %d MB, %.0f %% of it watched%s | %s | %s |\n", r.megabytes, r.watched*100, how, name, m.row(r))
		}
	}
	return nil
}

// measures of a recording: milliseconds and bytes.
type measures struct {
	took, parse, first, gap float64
	before, peak            int64
	panel                   browser.Import // the browser's own
}

// row is the medians as columns of the table; the gap and the memory are the worst.
func (all rows) row(r recording) string {
	took := all.median(func(m measures) float64 { return m.took })
	parse, ratio := "", ""
	if r.parsed {
		parse = fmt.Sprintf("%.0f", all.median(func(m measures) float64 { return m.parse }))
		ratio = fmt.Sprintf("%.2f", all.median(func(m measures) float64 { return m.took / m.parse }))
	}
	first := all.median(func(m measures) float64 { return m.first })
	var gap float64
	var before, peak int64
	for _, m := range all {
		gap, before, peak = max(gap, m.gap), max(before, m.before), max(peak, m.peak)
	}
	panel := " | | "
	switch {
	case r.panel && all[0].panel.Took == 0:
		panel = "not in two minutes | |"
	case r.panel:
		panel = fmt.Sprintf("%.0f | %.1f | %.0f", all[0].panel.Took, all[0].panel.Took/took, all[0].panel.Gap)
	}
	return fmt.Sprintf("%.0f | %s | %s | %.1f | %.0f | %.0f | %d | %d | %s", took, parse, ratio, took/float64(r.megabytes), first, gap, peak/1e6, before/1e6, panel)
}

type rows []measures

func (all rows) median(of func(measures) float64) float64 {
	var list []float64
	for _, m := range all {
		list = append(list, of(m))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// measureAll measures a recording in a browser that is started again each time: its
// memory and its compiled code are those of a person's first file.
func measureAll(name string, r recording) (all rows, err error) {
	for round := range rounds {
		m, err := measure(name, r)
		if err != nil {
			return nil, err
		}
		if r.panel && round == 0 { // it takes up to minutes
			if m.panel, err = measurePanel(name, r.file); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
				return nil, fmt.Errorf("the Network panel: %w", err)
			}
		}
		all = append(all, m)
	}
	return all, nil
}

// measurePanel opens a file in the browser's own Network panel.
func measurePanel(name, file string) (read browser.Import, err error) {
	b, err := browser.Start(name, browser.Options{Headless: true, Extension: filepath.Join(dist, "extension")})
	if err != nil {
		return read, err
	}
	defer b.Close()
	if err := b.OpenDevTools(); err != nil {
		return read, err
	}
	if read, err = b.ImportInNetworkPanel(file); err == nil && read.Rows == 0 {
		err = errors.New("has no rows")
	}
	return read, err
}

func measure(name string, r recording) (m measures, err error) {
	b, err := browser.Start(name, browser.Options{Headless: true, Extension: filepath.Join(dist, "extension")})
	if err != nil {
		return m, err
	}
	defer b.Close()
	page, err := filepath.Abs(filepath.Join(dist, "misstep.html"))
	if err != nil {
		return m, err
	}
	if err := b.Open("file://" + page); err != nil {
		return m, err
	}
	if err := browser.Until(b.Page(), `document.querySelector("#empty")?.checkVisibility() === true`); err != nil {
		return m, err
	}
	if err := b.Page().Eval("void "+probe, nil); err != nil {
		return m, err
	}
	if !r.atOnce {
		if err := browser.Until(b.Page(), `probe.rested`); err != nil {
			return m, err
		}
	}
	process, err := pageProcess()
	if err != nil {
		return m, err
	}
	m.before = process.peak
	if err := b.ChooseFiles("#file", r.file); err != nil {
		return m, err
	}
	var seen struct {
		Took, First, Gap float64
		Parsed           struct{ Took float64 }
	}
	look := func() error { return b.Page().Eval(`probe`, &seen) }
	if err := patiently(func() (bool, error) { err := look(); return seen.Took > 0, err }); err != nil {
		return m, err
	}
	m.took, m.first, m.gap = seen.Took, seen.First, seen.Gap
	if process, err = processOf(process.id); err != nil {
		return m, err
	}
	m.peak = process.peak
	if !r.parsed {
		return m, nil
	}
	if err := b.Page().Eval(`void probe.parse()`, nil); err != nil {
		return m, err
	}
	err = patiently(func() (bool, error) { err := look(); return seen.Parsed.Took > 0, err })
	m.parse = seen.Parsed.Took
	return m, err
}

// patience is how long a recording may take.
const patience = 5 * time.Minute

func patiently(done func() (bool, error)) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		if is, err := done(); is || err != nil {
			return err
		}
	}
	return fmt.Errorf("not read within %v", patience)
}
