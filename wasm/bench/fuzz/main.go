// Command fuzz gives each fuzz target of the project invented inputs, for a time
// (30s) or a number of them (2000x). By a number it begins with the seeds alone;
// by a time also with what was found before.
//
//	go run ./wasm/bench/fuzz TIME
package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: fuzz TIME, such as 30s or 2000x")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "fuzz:", err)
		os.Exit(1)
	}
}

func run(time string) error {
	scratch, err := os.MkdirTemp("", "misstep-fuzz-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	all, err := targets()
	if err != nil {
		return err
	}
	for _, folder := range slices.Sorted(maps.Keys(all)) {
		program := filepath.Join(scratch, "fuzz.test")
		if out, err := exec.Command("go", "test", "-c", "-fuzz=.", "-o", program, "./"+folder).CombinedOutput(); err != nil {
			return fmt.Errorf("compile %s: %w\n%s", folder, err, out)
		}
		found := filepath.Join(scratch, "found", folder)
		if !strings.HasSuffix(time, "x") {
			cache, err := exec.Command("go", "env", "GOCACHE").Output()
			if err != nil {
				return err
			}
			found = filepath.Join(strings.TrimSpace(string(cache)), "fuzz", "misstep", folder)
		}
		for _, target := range all[folder] {
			c := exec.Command(program, "-test.run=^$", "-test.fuzz=^"+target+"$", "-test.fuzztime="+time,
				"-test.fuzzcachedir="+found, "-test.parallel="+parallel())
			c.Dir = folder
			out, err := c.CombinedOutput()
			if err != nil {
				return fmt.Errorf("%s in %s fails. What it was given is in %s: 'go test ./%[2]s' runs it; mend it and keep the file.\n%[4]s",
					target, folder, filepath.Join(folder, "testdata/fuzz", target), out)
			}
			inputs := "0"
			if each := inputCount.FindAllSubmatch(out, -1); each != nil {
				inputs = string(each[len(each)-1][1])
			}
			fmt.Fprintf(os.Stderr, "%s %s: %s inputs\n", folder, target, inputs)
		}
	}
	return nil
}

var inputCount = regexp.MustCompile(`execs: (\d+)`)

// parallel is how many inputs are tried at once: PARALLEL, or two.
func parallel() string {
	if set := os.Getenv("PARALLEL"); set != "" {
		return set
	}
	return "2"
}

var declaration = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)

// targets are the names of fuzz targets by their folder.
func targets() (map[string][]string, error) {
	all := map[string][]string{}
	for _, root := range []string{"catalog", "wasm"} {
		err := filepath.WalkDir(root, func(path string, file fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, found := range declaration.FindAllSubmatch(source, -1) {
				all[filepath.Dir(path)] = append(all[filepath.Dir(path)], string(found[1]))
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
