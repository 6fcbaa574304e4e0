// Command bench measures: './build.sh bench' builds what it needs and runs it in
// the project's folder. Without a name it takes the benchmarks that the README
// quotes. Each compares with something in the same run, for a machine's times
// say little: read the ratios.
//
//	go run ./wasm/bench [NAME [FLAG…]]
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

type benchmark struct {
	name, what string
	run        func(flags []string) error
}

var benchmarks = []benchmark{
	{"start", "the wait for the first explained row beside an empty program's start", start},
	{"import", "a file in the page until all of it is explained beside JSON.parse and the browser's Network panel; -large: a gigabyte, too", inBrowsers("import", "-table", results("import"))},
	{"panel", "the list beside one written by hand that explains nothing", inBrowsers("panel")},
	{"match", "the matcher beside others, on messages it was not tuned to", match},
	{"sanitize", "taking the secrets out of a recording in the terminal, beside npm's har-sanitizer", sanitize},
	{"diagnose", "what a request costs until its row is there beside JSON.parse", diagnose},
	{"read", "reading recordings beside JSON.parse of the same text", read},
	{"hostile", "inputs made to take long: the time of twice the input over that of it", hostile},
	{"contents", "what the module consists of", contents},
	{"sizes", "FILE=BYTES…: the size of each file, which must not exceed its budget", sizes},
}

// quoted are those that the README quotes.
var quoted = []string{"start", "import", "panel"}

func main() {
	names, flags := quoted, []string(nil)
	if len(os.Args) > 1 {
		names, flags = os.Args[1:2], os.Args[2:]
	}
	for _, name := range names {
		at := slices.IndexFunc(benchmarks, func(b benchmark) bool { return b.name == name })
		if at < 0 {
			for _, b := range benchmarks {
				fmt.Fprintf(os.Stderr, "%-9s %s\n", b.name, b.what)
			}
			os.Exit(2)
		}
		if err := benchmarks[at].run(flags); err != nil {
			fmt.Fprintf(os.Stderr, "bench %s: %v\n", name, err)
			os.Exit(1)
		}
	}
}

// results is the file that a benchmark's table is kept in.
func results(name string) string {
	path, err := filepath.Abs(filepath.Join("wasm/bench/results", name+".md"))
	if err != nil {
		panic(err)
	}
	return path
}

// inBrowsers returns a benchmark of the browser tests' module.
func inBrowsers(name string, always ...string) func([]string) error {
	return func(flags []string) error {
		return run("extension/e2e", nil, "go", slices.Concat([]string{"run", "./cmd/bench", name}, always, flags)...)
	}
}

func start(flags []string) error {
	return withModule("./wasm/bench/empty", func(empty string) error {
		err := inBrowsers("start", "-empty", empty, "-table", results("start"))(flags)
		if err != nil {
			return err
		}
		return node("wasm/bench/start.mjs", empty, "dist/extension/misstep.wasm", "dist/extension/sample.har")
	})
}

func match(flags []string) error { return besidePeers("wasm/bench/match", "match.mjs", flags...) }

func sanitize(flags []string) error {
	return withProgram(nil, "./wasm", func(misstep string) error {
		return besidePeers("wasm/bench/sanitize", "sanitize.mjs", append([]string{misstep}, flags...)...)
	})
}

// besidePeers runs a script whose folder says what of npm it compares with.
func besidePeers(folder, script string, arguments ...string) error {
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); err != nil {
		if err := run(folder, nil, "npm", "ci", "--silent", "--no-audit", "--no-fund"); err != nil {
			return err
		}
	}
	return run(folder, nil, "node", append([]string{script}, arguments...)...)
}

func diagnose([]string) error {
	library, err := wasmLibrary()
	return errors.Join(err,
		run("", nil, "go", "test", "-run", "^$", "-bench", "Session", "./wasm/diagnosis"),
		run("", nil, "go", "run", "./wasm/bench/exchange"),
		run("", forWasm, "go", "run", "-exec="+filepath.Join(library, "go_js_wasm_exec"), "./wasm/bench/exchange"))
}

func read(flags []string) error {
	return withModule("./wasm/bench/read", func(reader string) error {
		return node("wasm/bench/read.mjs", append([]string{reader}, flags...)...)
	})
}

func hostile([]string) error {
	return run("", nil, "go", "test", "-run", "^$", "-bench", "Hostile", "-benchtime", "1x", "./wasm/export")
}

func contents([]string) error {
	return withModule("./wasm", func(module string) error {
		if err := run("", nil, "go", "run", "./extension/build", "-compact", module); err != nil {
			return err
		}
		return run("", nil, "go", "run", "./wasm/bench/contents", module, results("contents"))
	}, "-ldflags=")
}

// withModule compiles a program for the browser, and removes it afterwards.
func withModule(program string, use func(file string) error, flags ...string) error {
	return withProgram(forWasm, program, use, flags...)
}

// withProgram compiles a program, and removes it afterwards.
func withProgram(environment []string, program string, use func(file string) error, flags ...string) error {
	folder, err := os.MkdirTemp("", "misstep-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "program")
	build := slices.Concat([]string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="}, flags, []string{"-o", file, program})
	if err := run("", environment, "go", build...); err != nil {
		return err
	}
	return use(file)
}

// node runs a script, which is given Go's wasm_exec.js first.
func node(script string, arguments ...string) error {
	library, err := wasmLibrary()
	if err != nil {
		return err
	}
	return run("", nil, "node", slices.Concat([]string{script, filepath.Join(library, "wasm_exec.js")}, arguments)...)
}

// wasmLibrary is the folder in which Go has what runs its programs outside.
func wasmLibrary() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	return filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm"), err
}

var forWasm = []string{"GOOS=js", "GOARCH=wasm"}

func run(folder string, environment []string, command string, arguments ...string) error {
	c := exec.Command(command, arguments...)
	c.Dir, c.Stdout, c.Stderr = folder, os.Stdout, os.Stderr
	c.Env = append(os.Environ(), environment...)
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", command, strings.Join(arguments, " "), err)
	}
	return nil
}
