//go:build !js

package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// What a page waits for has none of what is large and not needed in it.
func TestModuleIsWithoutLargePackages(t *testing.T) {
	list := exec.Command("go", "list", "-deps", ".")
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	output, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(output))
	if !slices.Contains(packages, "misstep/wasm/ui/shell") {
		t.Fatalf("no shell among %q", packages)
	}
	for _, name := range []string{"net", "net/http", "crypto/tls", "crypto/x509", "html/template", "text/template", "go/ast", "encoding/xml", "encoding/gob", "testing", "flag", "os/exec", "log/slog", "mime", "crypto/rand", "misstep/extension", "misstep/wasm/cli", "misstep/wasm/export/ci"} {
		if slices.Contains(packages, name) {
			t.Errorf("the module has %s in it: `GOOS=js GOARCH=wasm go list -deps -f '{{.ImportPath}} {{.Imports}}' ./wasm` says by whom", name)
		}
	}
}
