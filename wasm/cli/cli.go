// Package cli is Misstep in a terminal: it explains a recorded session or a pasted
// error with the engine that also runs in the browser.
//
//	go run ./wasm [-json] [-pack PACK.json] FILE.har   (also .har.gz, or a .zip with some)
//	go run ./wasm [-json] [-pack PACK.json] -   (reads a HAR or any error text)
//	go run ./wasm -pack PACK.json               (says what is wrong with a pack)
//	go run ./wasm -har FILE.har                 (writes the recording without its secrets)
package cli

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/archive"
	"misstep/wasm/capture"
	"misstep/wasm/diagnosis"
	"misstep/wasm/export"
	"misstep/wasm/har"
	"misstep/wasm/paste"
	"misstep/wasm/redact"
	"misstep/wasm/replacement"
)

// Main runs the command with these arguments, and returns its exit code.
func Main(arguments []string) int {
	flags := flag.NewFlagSet("wasm", flag.ExitOnError)
	asJSON := flags.Bool("json", false, "print diagnoses as JSON, one exchange a line")
	asHAR := flags.Bool("har", false, "print the recording as HAR, secrets and users as aliases, the data of answers left out")
	var packs []string
	flags.Func("pack", "add the pack in this `file`, or, by itself, say what is wrong with it", func(file string) error {
		packs = append(packs, file)
		return nil
	})
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "usage: wasm [-json] [-pack PACK.json] FILE.har\n       wasm [-json] [-pack PACK.json] -   reads a HAR, an error body, a log line or cURL output from standard input\n       wasm -pack PACK.json               says what is wrong with a pack\n       wasm -har FILE.har                 writes the recording without its secrets")
		flags.PrintDefaults()
	}
	flags.Parse(arguments)
	if flags.NArg() > 1 || flags.NArg() == 0 && len(packs) == 0 {
		flags.Usage()
		return 2
	}
	if err := run(os.Stdout, os.Stderr, packs, flags.Arg(0), *asJSON, *asHAR); err != nil {
		fmt.Fprintln(os.Stderr, "misstep:", visible(err.Error()))
		return 1
	}
	return 0
}

// run adds the packs in these files and explains an input; by itself a pack
// is only read.
func run(out, warn io.Writer, packs []string, name string, asJSON, asHAR bool) error {
	knowledge := catalog.Load(builtin.Packs)
	for _, file := range packs {
		pack, err := addPack(warn, knowledge, file)
		if err != nil {
			return err
		}
		if name == "" {
			fmt.Fprintf(out, "%s: nothing is wrong with the pack %s: errors %d, causes %d, endpoints %d\n", file, pack.ID, len(pack.Errors), len(pack.Causes), len(pack.Endpoints))
		}
	}
	if name == "" {
		return nil
	}
	session, err := openFile(warn, knowledge, name)
	switch {
	case err != nil:
		return err
	case asHAR:
		return cleanSession(out, session)
	}
	return explainSession(out, session, asJSON)
}

// cleanSession prints the exchanges as a recording without secrets.
func cleanSession(out io.Writer, session *diagnosis.Session) error {
	salt := make([]byte, 16)
	rand.Read(salt)
	return export.HAR(session, nil, redact.NewAliases(salt), &jsonWriter{to: out})
}

// openFile reads a file with recordings or any other text, or standard input
// where name is "-". What could not be read is said on warn.
func openFile(warn io.Writer, knowledge *catalog.Catalog, name string) (*diagnosis.Session, error) {
	f, err := fileNamed(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	found, err := capture.Find(name, f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	complain := func(name string, what any) {
		fmt.Fprintf(warn, "misstep: %s\n", visible(fmt.Sprintf("%s: %v", name, what)))
	}
	if found.Cut {
		complain(name, archive.ErrBroken)
	}
	for _, m := range found.Refused {
		complain(name, fmt.Sprintf("%s cannot be unpacked (encrypted: %t, method %d)", m.Name, m.Encrypted, m.Method))
	}
	session := diagnosis.NewSession(knowledge)
	c := capture.NewStore(knowledge, session, math.MaxInt)
	hosts := capture.HostCounts{}
	for _, s := range found.Sources {
		r := &capture.Recording{Source: s}
		err := openRecording(c, r)
		var cut *har.CutError
		switch {
		case errors.As(err, &cut):
			complain(s.Name, err)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		}
		hosts.Merge(&r.Skipped)
	}
	if session.LastID() == 0 {
		return nil, fmt.Errorf("%s: no exchange with a watched host; hosts seen: %s", name, strings.Join(hosts.Hosts(), ", "))
	}
	return session, nil
}

// openRecording reads a recording, or what a person might paste.
func openRecording(c *capture.Store, r *capture.Recording) error {
	text, err := r.Open(nil)
	if err != nil {
		return err
	}
	err = c.Load(r, text, capture.NewYielder(func() {}), &capture.Loaded{})
	var broken *har.NotJSONError
	if !errors.Is(err, har.ErrNotHAR) && !errors.As(err, &broken) {
		return err
	}
	if text, err = r.Open(nil); err != nil {
		return err
	}
	data, err := io.ReadAll(text)
	if err != nil {
		return err
	}
	x, err := paste.Read(string(data))
	if err == nil {
		c.Add(x)
	}
	return err
}

// A diskFile is a file on disk, or what was read from standard input.
type diskFile struct {
	*io.SectionReader
	io.Closer
}

func (f diskFile) Section(from, to int64) io.ReadCloser {
	return io.NopCloser(io.NewSectionReader(f, from, to-from))
}

func fileNamed(name string) (diskFile, error) {
	if name == "-" {
		data, err := io.ReadAll(os.Stdin)
		return diskFile{io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), os.Stdin}, err
	}
	f, err := os.Open(name)
	if err != nil {
		return diskFile{}, err
	}
	about, err := f.Stat()
	if err != nil {
		return diskFile{}, err
	}
	return diskFile{io.NewSectionReader(f, 0, about.Size()), f}, nil
}

// explainSession prints the diagnoses of the failing exchanges.
func explainSession(out io.Writer, session *diagnosis.Session, asJSON bool) error {
	encoder := json.NewEncoder(&jsonWriter{to: out})
	encoder.SetEscapeHTML(false)
	failing, calls := 0, 0
	for id := 1; id <= session.LastID(); id++ {
		d := session.Diagnosis(id)
		if d.Failed {
			failing++
		}
		if d.Part == 0 {
			calls++
		}
		switch {
		case asJSON:
			if err := encoder.Encode(d); err != nil {
				return err
			}
		case d.Failed:
			printDiagnosis(out, id, d)
		}
	}
	if !asJSON {
		fmt.Fprintf(out, "%d of %d requests fail\n", failing, calls)
	}
	return nil
}

func printDiagnosis(out io.Writer, id int, d diagnosis.Diagnosis) {
	var b bytes.Buffer
	line := func(format string, texts ...string) { printLine(&b, format, texts...) }
	call := d.Endpoint
	if call == "" {
		call = d.URL
	}
	line("#%s  %s  %s\n", strconv.Itoa(id), strings.TrimSpace(fmt.Sprintf("%03d %s", d.Status, d.Method)), call)
	if d.Unknown {
		line("    Unknown error: nothing like it is known\n    %s\n\n", d.Message)
		out.Write(b.Bytes())
		return
	}
	for i, f := range d.Findings {
		if i > 0 {
			line("    or: %s (%s, %s)\n", f.Title, f.ID, string(f.Certainty))
			continue
		}
		line("    %s (%s, %s)\n", f.Title, f.ID, string(f.Certainty))
		if f.Message != "" {
			line("    “%s”\n", f.Message)
		}
		line("    Why  %s\n", f.Cause)
		for n, fix := range f.Fixes {
			line("    Fix  %s. %s\n", strconv.Itoa(n+1), fix)
		}
		for _, e := range f.Evidence {
			line("    Seen %s: %s (%s)\n", e.Label, e.Text, e.Where.String())
		}
	}
	printReplacement(&b, d.Replacement)
	b.WriteString("\n")
	out.Write(b.Bytes())
}

// printReplacement prints what to call instead at the successor.
func printReplacement(b *bytes.Buffer, r *replacement.Replacement) {
	if r == nil {
		return
	}
	if r.None != "" {
		printLine(b, "    Instead  nothing: %s\n", r.None)
	}
	for _, call := range r.Calls {
		printLine(b, "    Instead  %s %s  (%s)\n", call.Method, call.URL, call.Gives)
		if call.Body != "" {
			printLine(b, "             %s\n", call.Body)
		}
	}
}

// printLine prints what is made of texts of a recording, which are shown and do
// nothing else.
func printLine(b *bytes.Buffer, format string, texts ...string) {
	shown := make([]any, len(texts))
	for i, text := range texts {
		shown[i] = visible(text)
	}
	fmt.Fprintf(b, format, shown...)
}
