//go:build !js

// Misstep in a terminal; see package cli.
package main

import (
	"os"

	"misstep/wasm/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
