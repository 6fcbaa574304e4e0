// Command bench measures what ./build.sh built, in real browsers, and prints
// tables. './build.sh bench' runs it.
//
//	go run ./cmd/bench start|import|panel [FLAG…] [chromium|firefox]
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/cmd/bench/imports"
	"misstep/extension/e2e/cmd/bench/panel"
	"misstep/extension/e2e/cmd/bench/start"
)

// A benchmark measures what is in dist, and writes a table.
type benchmark struct {
	flags func(*flag.FlagSet)
	run   func(out io.Writer, dist string, browsers []string) error
}

var benchmarks = map[string]benchmark{
	"start":  {start.Flags, start.Run},
	"import": {imports.Flags, imports.Run},
	"panel":  {func(*flag.FlagSet) {}, panel.Run},
}

func main() {
	var b benchmark
	if len(os.Args) > 1 {
		b = benchmarks[os.Args[1]]
	}
	if b.run == nil {
		fmt.Fprintln(os.Stderr, "usage: bench start|import|panel [FLAG…] [chromium|firefox]")
		os.Exit(2)
	}
	if err := run(b, os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "bench %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

func run(b benchmark, name string, arguments []string) error {
	_, here, _, _ := runtime.Caller(0)
	flags := flag.NewFlagSet(name, flag.ExitOnError)
	dist := flags.String("dist", filepath.Join(filepath.Dir(here), "../../../../dist"), "directory with what ./build.sh built")
	table := flags.String("table", "", "write the table into this file, too")
	b.flags(flags)
	flags.Parse(arguments)
	browsers := flags.Args()
	if len(browsers) == 0 {
		browsers = []string{browser.Chromium, browser.Firefox}
	}
	var written bytes.Buffer
	if err := b.run(io.MultiWriter(os.Stdout, &written), *dist, browsers); err != nil || *table == "" {
		return err
	}
	return os.WriteFile(*table, written.Bytes(), 0o644)
}
