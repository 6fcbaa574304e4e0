// Package start measures how long a person waits for the first explained row: in the
// extension's panel, and on the offline page. Beside each it loads an empty Go
// program in the same way, in the same browser and the same run. It prints the
// medians as a table. Read the ratios: times are of the machine and its other work.
package start

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

var (
	dist   string // directory with what ./build.sh built
	empty  string // the empty program, compiled
	rounds int    // an odd number
)

// Flags are those that this benchmark has of its own.
func Flags(flags *flag.FlagSet) {
	flags.StringVar(&empty, "empty", "", "the empty program, compiled")
	flags.IntVar(&rounds, "rounds", 9, "how often each is measured; an odd number")
}

// Run measures what was built in browsers, and writes the medians as a table.
func Run(out io.Writer, built string, browsers []string) error {
	dist = built
	fmt.Fprintf(out, "| first explained row, ms, median of %d | browser | Misstep | empty program | ratio |\n|--|--|--|--|--|\n", rounds)
	for _, name := range browsers {
		times, err := measure(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, line := range []struct {
			what     string
			ours, as string
		}{
			{"panel shown, a request was captured before", captured, served},
			{"panel shown, the first request comes after", cold, served},
			{"offline page, from `file://`", page, packed},
		} {
			ours, as := median(times[line.ours]), median(times[line.as])
			fmt.Fprintf(out, "| %s | %s | %.0f | %.0f | %.2f |\n", line.what, name, ours, as, ours/as)
		}
	}
	return nil
}

func median(times []float64) float64 {
	slices.Sort(times)
	return times[len(times)/2]
}

// What is measured.
const (
	captured = "captured" // the panel, shown after a request
	cold     = "cold"     // the panel, shown before the first request
	page     = "page"     // the offline page
	served   = "served"   // the empty program, fetched
	packed   = "packed"   // the empty program, in its page
)

// measure returns the milliseconds of each round.
func measure(name string) (times map[string][]float64, err error) {
	server, err := stub.Start()
	if err != nil {
		return nil, err
	}
	defer server.Close()
	folder, err := os.MkdirTemp("", "misstep-start-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	pages, err := prepare(folder)
	if err != nil {
		return nil, err
	}
	server.Pages.HandleFunc("/empty/", pages.serve)
	b, err := browser.Start(name, browser.Options{Headless: true, Extension: pages.extension, Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort})
	if err != nil {
		return nil, err
	}
	defer b.Close()
	times = map[string][]float64{}
	// The first round warms the browser up, and does not count.
	for round := range rounds + 1 {
		for _, each := range []struct {
			what string
			take func() (float64, error)
		}{
			{served, func() (float64, error) { return visit(b, server.Address+"empty/") }},
			{captured, func() (float64, error) { return show(b, server, true) }},
			{cold, func() (float64, error) { return show(b, server, false) }},
			{packed, func() (float64, error) { return visit(b, "file://"+pages.packed) }},
			{page, func() (float64, error) { return visit(b, "file://"+pages.page+"#sample") }},
		} {
			took, err := each.take()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", each.what, err)
			}
			if round > 0 {
				times[each.what] = append(times[each.what], took)
			}
		}
	}
	return times, nil
}

// visit opens a page and returns what it says it took.
func visit(b browser.Browser, address string) (float64, error) {
	for _, each := range []string{"about:blank", address} {
		if err := b.Open(each); err != nil {
			return 0, err
		}
	}
	return took(b.Page())
}

// pause is how long nobody looks at the panel after a request.
const pause = time.Second

// show shows the panel in DevTools that were just opened.
func show(b browser.Browser, server *stub.Server, before bool) (ms float64, err error) {
	steps := []func() error{
		func() error { return b.Open(server.Address) },
		func() error { return browser.Until(b.Page(), `document.body.dataset.ready === "true"`) },
		b.OpenDevTools,
		func() error {
			if !before {
				return nil
			}
			return b.Page().Eval(`call("expired-token")`, nil)
		},
		func() error { time.Sleep(pause); return nil },
		b.ShowPanel,
		func() (err error) { ms, err = took(b.Panel()); return err },
		b.HidePanel,
		b.CloseDevTools,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return 0, err
		}
	}
	return ms, nil
}

// took waits until a document has what it was opened for, and returns the
// milliseconds since its navigation began.
func took(view browser.View) (ms float64, err error) {
	if err := browser.Until(view, `globalThis.took !== undefined`); err != nil {
		return 0, err
	}
	return ms, view.Eval(`took`, &ms)
}
