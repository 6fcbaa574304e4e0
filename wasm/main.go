//go:build !js

// Misstep in a terminal; see package cli.
package main

import (
	"os"

	"misstep/wasm/cli"
)

// version is the manifest's, set by the build.
var version = "development"

func main() { os.Exit(cli.Main(os.Args[1:], version)) }
