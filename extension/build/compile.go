package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// cold runs once a click or once a failure: without inlining the module is 4 percent
// less to load, in gzip 8.
var cold = strings.Fields(`
	misstep/wasm/ui/catalogview misstep/wasm/ui/detail misstep/wasm/ui/dialogs misstep/wasm/ui/findbar misstep/wasm/ui/list
	misstep/wasm/ui/migrationview misstep/wasm/ui/overview misstep/wasm/ui/page misstep/wasm/ui/palette misstep/wasm/ui/shell
	misstep/wasm/ui/spending misstep/wasm/ui/timelineview
	misstep/wasm/analyzers/... misstep/wasm/app misstep/wasm/browse misstep/wasm/compare misstep/wasm/export misstep/wasm/find
	misstep/wasm/markdown misstep/wasm/migrate misstep/wasm/paste misstep/wasm/replacement misstep/wasm/timeline
	misstep/catalog/search misstep/catalog/validate
	encoding/json fmt net/url os regexp/...`)

// compile writes the modules, the same bytes anywhere: without what a debugger reads and what only this machine
// knows.
func compile(root string) error {
	version, err := versionIn(filepath.Join(root, "manifest.json"))
	if err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(root, "dist", "misstep-*"))
	for _, name := range append(old, filepath.Join(root, "dist", "extension")) {
		err = errors.Join(err, os.RemoveAll(name))
	}
	if err := errors.Join(err, os.MkdirAll(filepath.Join(root, "dist", "extension"), 0o777)); err != nil {
		return err
	}
	return errors.Join(
		compileOne(root, "dist/extension/misstep.wasm", "./wasm", " -X main.version="+version),
		compileOne(root, "dist/fetch.wasm", "./wasm/fetch", ""))
}

func compileOne(root, module, program, linked string) error {
	arguments := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=" + linked, "-o", filepath.FromSlash(module)}
	for _, name := range cold {
		arguments = append(arguments, "-gcflags="+name+"=-l")
	}
	c := exec.Command("go", append(arguments, program)...)
	c.Dir, c.Stdout, c.Stderr = root, os.Stdout, os.Stderr
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if err := c.Run(); err != nil {
		return fmt.Errorf("go build %s: %w", program, err)
	}
	return nil
}

func versionIn(manifest string) (string, error) {
	var declared struct{ Version string }
	data, err := os.ReadFile(manifest)
	if err == nil {
		err = json.Unmarshal(data, &declared)
	}
	return declared.Version, err
}

// wasmExec is the script of the compiling Go that runs its modules.
func wasmExec() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	return filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"), err
}
