// Package e2e tests the built extension and the built offline page in real
// browsers. It builds nothing: ./build.sh does.
package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/harness"
	"misstep/extension/e2e/stub"
)

var (
	extension = absolute("../../dist/extension")
	page      = absolute("../../dist/misstep.html")
	fetcher   = absolute("../../dist/fetch.wasm") // beside the page where it is served

	server *stub.Server

	downloads string // directory for what the browsers save, one for each inside
)

func absolute(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		panic(err)
	}
	return path
}

func TestMain(m *testing.M) {
	for _, built := range []string{filepath.Join(extension, "manifest.json"), page, fetcher} {
		if _, err := os.Stat(built); err != nil {
			fmt.Fprintf(os.Stderr, "nothing to test: %v; run ./build.sh first\n", err)
			os.Exit(1)
		}
	}
	var err error
	if server, err = stub.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "the stub did not start:", err)
		os.Exit(1)
	}
	if downloads, err = os.MkdirTemp("", "misstep-downloads-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	harness.Handle(server.Pages, extension)
	for path, file := range map[string]string{"/misstep.html": page, "/fetch.wasm": fetcher, "/alone/misstep.html": page} {
		server.Pages.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, file) })
	}
	code := m.Run()
	for _, running := range browsers {
		if running.browser == nil {
			continue
		}
		if err := running.browser.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	server.Close()
	os.RemoveAll(downloads)
	os.Exit(code)
}

// A shared browser is started by the first test that needs it and serves all.
type shared struct {
	start   sync.Once
	browser browser.Browser
	err     error
}

var browsers = map[string]*shared{browser.Chromium: {}, browser.Firefox: {}}

// inEach runs a test in every browser, side by side.
func inEach(t *testing.T, test func(t *testing.T, b browser.Browser)) {
	for name, running := range browsers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			running.start.Do(func() {
				running.browser, running.err = browser.Start(name, browser.Options{
					Headless: true, Downloads: saved(name), Extension: extension, Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort,
				})
			})
			if running.err != nil {
				t.Fatal(running.err)
			}
			test(t, running.browser)
		})
	}
}

// saved is the directory for what a browser saves.
func saved(name string) string {
	directory := filepath.Join(downloads, name)
	os.MkdirAll(directory, 0o755)
	return directory
}

// TestScenariosAreInCatalog keeps the stub's table and the catalog together.
func TestScenariosAreInCatalog(t *testing.T) {
	known := map[string]bool{"": true, "unknown": true}
	packs, err := filepath.Glob("../../catalog/*/errors.json")
	if err != nil || len(packs) == 0 {
		t.Fatalf("no catalog: %v", err)
	}
	for _, file := range packs {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var pack struct{ Errors []struct{ ID string } }
		if err := json.Unmarshal(text, &pack); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, entry := range pack.Errors {
			known[entry.ID] = true
		}
	}
	for _, scenario := range stub.Scenarios {
		if !known[scenario.Finding] {
			t.Errorf("scenario %s expects %s, which is no catalog entry", scenario.Name, scenario.Finding)
		}
	}
}

// askedOnly checks that the stub, which every name it knows leads to, was asked
// for no other host.
func askedOnly(t *testing.T) {
	t.Helper()
	_, port, _ := strings.Cut(server.Address, "localhost")
	port = strings.TrimSuffix(port, "/")
	allowed := append([]string{"localhost" + port, "127.0.0.1" + port}, stub.Hosts...)
	for _, host := range server.Asked() {
		if !slices.Contains(allowed, host) {
			t.Errorf("a request went to %s", host)
		}
	}
}
