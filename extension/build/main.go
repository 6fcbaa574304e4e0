// Command build compiles the modules and writes dist/: the extension for both
// browsers, and the offline page, one self-contained file. build.sh runs it. With
// -serve it offers dist/ to a browser.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

func main() {
	root := flag.String("root", ".", "the project's folder")
	address := flag.String("serve", "", "instead of building, serve dist/ on this loopback address")
	module := flag.String("compact", "", "instead of building, write this module without data that is never read")
	flag.Parse()
	if *module != "" {
		if err := compactModule(*module); err != nil {
			fmt.Fprintln(os.Stderr, "build:", err)
			os.Exit(1)
		}
		return
	}
	if *address != "" {
		fmt.Fprintln(os.Stderr, "build:", serve(*address, filepath.Join(*root, "dist")))
		os.Exit(1)
	}
	if err := build(*root); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func build(root string) error {
	if err := compile(root); err != nil {
		return err
	}
	source, dist := filepath.Join(root, "extension"), filepath.Join(root, "dist", "extension")
	for _, module := range []string{filepath.Join(dist, "misstep.wasm"), filepath.Join(root, "dist", "fetch.wasm")} {
		if err := compactModule(module); errors.Is(err, errModule) {
			fmt.Fprintf(os.Stderr, "%v: it stays as large as this version of Go makes it\n", err)
		} else if err != nil {
			return err
		}
	}
	for _, name := range []string{"devtools.html", "devtools.js", "supervisor.js"} {
		if err := copyFile(filepath.Join(dist, name), filepath.Join(source, name)); err != nil {
			return err
		}
	}
	for _, folder := range []string{"icons", "_locales"} {
		if err := os.CopyFS(filepath.Join(dist, folder), os.DirFS(filepath.Join(source, folder))); err != nil {
			return err
		}
	}
	for _, name := range []string{"manifest.json", "LICENSE", "THIRD_PARTY_NOTICES"} {
		if err := copyFile(filepath.Join(dist, name), filepath.Join(root, name)); err != nil {
			return err
		}
	}
	script, err := wasmExec()
	if err != nil {
		return err
	}
	if err := copyFile(filepath.Join(dist, "wasm_exec.js"), script); err != nil {
		return err
	}
	if err := writePanel(source, dist); err != nil {
		return err
	}
	if err := writeStyle(source, dist); err != nil {
		return err
	}
	knowledge := catalog.Load(builtin.Packs)
	watched, err := watchedScript(knowledge)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dist, "watched.js"), watched, 0o644); err != nil {
		return err
	}
	sample, err := sampleHAR()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dist, "sample.har"), sample, 0o644); err != nil {
		return err
	}
	page, err := offlinePage(source, dist)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "dist", "misstep.html"), page, 0o644)
}

func copyFile(to, from string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}

// watchedScript gives devtools.js the hosts to watch before the module, which also knows
// them, has started.
func watchedScript(knowledge *catalog.Catalog) ([]byte, error) {
	list, err := json.MarshalIndent(knowledge.Hosts(), "", "  ") // stores take short files of long lines for minified
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "// Written by the build from catalog/.\n\"use strict\";\nconst watchedHosts = %s;\n", list), nil
}
