// Command new begins an analyzer, or writes the list of them again:
//
//	go run ./wasm/analyzers/new NAME
//	go generate ./wasm/analyzers
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"regexp"
	"text/template"
)

// registry is where the analyzers are listed, beside their folders.
const registry = "registry_gen.go"

var (
	//go:embed analyzer.go.tmpl
	analyzerText string
	//go:embed analyzer_test.go.tmpl
	testText string
	//go:embed registry.go.tmpl
	registryText string
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(names []string) error {
	folder := "." // go generate
	if _, err := os.Stat(registry); err != nil {
		folder = filepath.Join("wasm", "analyzers")
	}
	for _, name := range names {
		if err := begin(folder, name); err != nil {
			return err
		}
		fmt.Printf("%s: now give it causes, here and in catalog/PACK/causes_%s.json, its name in the row of analyzers in ARCHITECTURE.md, and go test ./wasm/...\n", filepath.Join(folder, name), name)
	}
	return list(folder)
}

// begin writes the folder of a new analyzer.
func begin(folder, name string) error {
	if !regexp.MustCompile("^[a-z]{2,20}$").MatchString(name) || name == "new" || name == "analyzers" {
		return fmt.Errorf("an analyzer has a name of small letters alone, such as ratelimit; have %q", name)
	}
	own := filepath.Join(folder, name)
	if err := os.Mkdir(own, 0o777); err != nil {
		if errors.Is(err, os.ErrExist) {
			return fmt.Errorf("%s exists already", own)
		}
		return err
	}
	for file, text := range map[string]string{name + ".go": analyzerText, name + "_test.go": testText} {
		if err := write(filepath.Join(own, file), text, name); err != nil {
			return err
		}
	}
	return nil
}

// list writes the registry: all folders that have an analyzer.
func list(folder string) error {
	names, err := found(folder)
	if err != nil {
		return err
	}
	return write(filepath.Join(folder, registry), registryText, names)
}

// found are the names of the analyzers there are, in order.
func found(folder string) (names []string, err error) {
	files, err := filepath.Glob(filepath.Join(folder, "*", "*.go"))
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		if filepath.Base(file) == name+".go" {
			names = append(names, name)
		}
	}
	return names, err
}

// write fills a template and formats it.
func write(file, text string, data any) error {
	var out bytes.Buffer
	if err := template.Must(template.New("").Parse(text)).Execute(&out, data); err != nil {
		return err
	}
	source, err := format.Source(out.Bytes())
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, source, 0o666)
}
