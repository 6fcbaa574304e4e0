package cli

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"

	"misstep/wasm/cli/terminal"
	"misstep/wasm/export"
	"misstep/wasm/redact"
)

//go:embed help.txt
var help string

// options are what a person asks for.
type options struct {
	help, version bool
	format        string
	packs, hosts  []string
	names         []string // of files, or a command with its words
	listed        string   // file with further names; "-": standard input
	verbose, all  bool
	exitZero      bool
	jobs, keep    int
	color         string
	width         int // columns; 0: as many as a line needs
	painted       bool
}

// flagSet are the flags. They are parsed with one dash or two, before and after names.
func (o *options) flagSet() *flag.FlagSet {
	flags := flag.NewFlagSet("misstep", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	for _, name := range []string{"help", "h"} {
		flags.BoolVar(&o.help, name, false, "")
	}
	flags.BoolVar(&o.version, "version", false, "")
	flags.Func("format", "", o.setFormat)
	for _, f := range formats {
		if f.flag {
			flags.BoolFunc(f.name, "", func(value string) error {
				if on, err := strconv.ParseBool(value); err != nil || !on {
					return err
				}
				return o.setFormat(f.name)
			})
		}
	}
	flags.Func("pack", "", func(file string) error {
		o.packs = append(o.packs, file)
		return nil
	})
	flags.Func("host", "", func(text string) error {
		o.hosts = append(o.hosts, text)
		return nil
	})
	flags.StringVar(&o.listed, "files-from", "", "")
	for _, name := range []string{"verbose", "v"} {
		flags.BoolVar(&o.verbose, name, false, "")
	}
	flags.BoolVar(&o.all, "all", false, "")
	flags.BoolVar(&o.exitZero, "exit-zero", false, "")
	flags.IntVar(&o.jobs, "jobs", runtime.GOMAXPROCS(0), "")
	flags.IntVar(&o.keep, "keep", 10_000, "")
	flags.IntVar(&o.width, "width", -1, "")
	flags.Func("color", "", func(when string) error {
		if !slices.Contains([]string{"auto", "always", "never"}, when) {
			return errors.New("want auto, always or never")
		}
		o.color = when
		return nil
	})
	return flags
}

// setFormat chooses the format. Two would be one too many.
func (o *options) setFormat(name string) error {
	if formatNamed(name) == nil {
		return fmt.Errorf("want %s", strings.Join(formatNames(), ", "))
	}
	if o.format != "" && o.format != name {
		return fmt.Errorf("%s was asked for already; choose one", o.format)
	}
	o.format = name
	return nil
}

// parse reads the arguments and looks at the terminal.
func (c *command) parse(arguments []string) error {
	flags := c.flagSet()
	for rest := arguments; ; {
		if err := flags.Parse(rest); err != nil {
			return usageError(flags, err)
		}
		parsed := rest[:len(rest)-flags.NArg()]
		rest = flags.Args()
		if len(rest) == 0 {
			break
		}
		if len(parsed) > 0 && parsed[len(parsed)-1] == "--" {
			c.names = append(c.names, rest...)
			break
		}
		c.names = append(c.names, rest[0])
		rest = rest[1:]
	}
	switch {
	case c.help || c.version:
		return nil
	case c.jobs < 1 || c.keep < 1:
		return errors.New("-jobs and -keep need a number of at least 1")
	case len(c.names) == 0 && c.listed == "" && len(c.packs) == 0:
		return errors.New("no file named; - reads standard input, -help shows how to use it")
	case len(c.names) == 1 && c.names[0] == "help":
		c.help = true
	}
	if c.format == "" {
		c.format = "text"
	}
	c.lookAtTerminal()
	return nil
}

// lookAtTerminal chooses width and color: on a terminal lines are wrapped and
// painted, elsewhere neither.
func (c *command) lookAtTerminal() {
	columns, isTerminal := terminal.Width(c.out)
	_, c.progress.on = terminal.Width(c.err)
	c.progress.out = func(text string) { io.WriteString(c.err, text) }
	if c.width < 0 {
		c.width = 0
		if isTerminal {
			c.width = columns
		}
	}
	switch c.color {
	case "always":
		c.painted = true
	case "", "auto":
		c.painted = isTerminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	}
}

// longestValue is how long what a flag can have is at most, in bytes: longer is a mistake.
const longestValue = 12

// usageError says what is wrong with a flag, and which one may have been meant.
func usageError(flags *flag.FlagSet, err error) error {
	text := err.Error()
	if before, rest, found := strings.Cut(text, ` value "`); found { // which may have been meant for another flag
		if value, after, _ := strings.Cut(rest, `" for flag `); len(value) > longestValue {
			text = before + ` value "` + redact.Secret(value) + `" for flag ` + after
		}
	}
	name, unknown := strings.CutPrefix(text, "flag provided but not defined: -")
	if !unknown {
		return errors.New(text)
	}
	text = "there is no flag -" + name
	best, distance := "", 3
	flags.VisitAll(func(f *flag.Flag) {
		if d := levenshtein.ComputeDistance(f.Name, name); len(f.Name) > 2 && d < distance {
			best, distance = f.Name, d
		}
	})
	if best != "" {
		return errors.New(text + "; did you mean -" + best + "?")
	}
	return errors.New(text + "; -help lists them")
}

// versionText says which Misstep this is.
func versionText() string {
	version := export.Creator.Version
	if info, ok := debug.ReadBuildInfo(); ok && version == "development" {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				version += " (" + s.Value[:min(len(s.Value), 12)] + ")"
			}
		}
	}
	return "misstep " + version + "\n" + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH + "\n"
}
