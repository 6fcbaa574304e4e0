// Package cli is Misstep in a terminal: it explains recordings and pasted errors
// with the engine that also runs in the browser. docs/terminal.md is for those who
// use it; help.txt is what -help prints.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/export"
	"misstep/wasm/redact"
)

// Exit codes.
const (
	exitFine    = 0
	exitFailing = 1 // a request failed, or nothing was found
	exitTrouble = 2 // something could not be read or done
)

// Main runs the command with these arguments, and returns its exit code.
func Main(arguments []string, version string) int {
	export.Creator.Version = version
	return Run(arguments, os.Stdin, os.Stdout, os.Stderr)
}

// A command is one run.
type command struct {
	options
	in       io.Reader
	out, err io.Writer
	catalog  *catalog.Catalog
	progress progress
	sum      totals          // of all that was read
	shared   *redact.Secrets // that the files name, when there are several; nil: each has its own
	trouble  bool            // something was said that makes the exit code 2
}

// Run runs the command on these streams.
func Run(arguments []string, in io.Reader, out, err io.Writer) int {
	c := &command{in: in, out: out, err: err}
	problem := c.parse(arguments)
	if problem == nil {
		problem = c.run()
	}
	var status exitStatus
	switch {
	case errors.As(problem, &status):
		return int(status)
	case errors.Is(problem, syscall.EPIPE): // nobody reads on
		return exitFine
	case problem != nil:
		c.complain(problem.Error())
	}
	if c.trouble {
		return exitTrouble
	}
	return exitFine
}

// An exitStatus ends the command after all is said.
type exitStatus int

func (s exitStatus) Error() string { return "exit status" }

// complain says what went wrong. The exit code will be 2.
func (c *command) complain(text string) {
	c.trouble = true
	c.note(text)
}

// note says something beside the results, in one line: a name in it may have line
// feeds.
func (c *command) note(text string) {
	c.clearProgress()
	fmt.Fprintln(c.err, "misstep: "+visible(text))
}

func (c *command) run() error {
	switch {
	case c.help:
		_, err := io.WriteString(c.out, help)
		return err
	case c.version:
		_, err := io.WriteString(c.out, versionText())
		return err
	}
	c.catalog = catalog.Load(builtin.Packs)
	for _, file := range c.packs {
		pack, err := addPack(c.err, c.catalog, file)
		if err != nil {
			return err
		}
		if len(c.names) == 0 && c.listed == "" {
			fmt.Fprintf(c.out, "%s: nothing is wrong with the pack %s: errors %d, causes %d, endpoints %d\n", visible(file), pack.ID, len(pack.Errors), len(pack.Causes), len(pack.Endpoints))
		}
	}
	for _, text := range c.hosts {
		host, pack, named := strings.Cut(text, "=")
		if !named {
			return fmt.Errorf("-host %s: want HOST=PACK, such as localhost:8080=%s", text, c.catalog.Packs()[0].ID)
		}
		if err := c.catalog.Watch(host, pack); err != nil {
			return fmt.Errorf("-host %s: %w", text, err)
		}
	}
	if asks := len(c.names) > 0 && (c.names[0] == "explain" || c.names[0] == "search"); asks && c.format != "text" && c.format != "json" {
		return fmt.Errorf("%s writes text, or with -json a line of JSON for each article; %s is for requests", c.names[0], c.format)
	}
	switch {
	case len(c.names) > 0 && c.names[0] == "explain":
		return c.explain(c.names[1:])
	case len(c.names) > 0 && c.names[0] == "search":
		return c.search(c.names[1:])
	case len(c.names) == 0 && c.listed == "" && len(c.packs) > 0:
		return nil
	}
	return c.read()
}
