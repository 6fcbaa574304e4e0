// Command discovery compares the Google Health pack with the API's discovery
// document, of which an extract is stored beside the pack:
//
//	go run ./catalog/discovery                  what the pack and the extract differ in
//	go run ./catalog/discovery FILE.json        and what a newer document has changed
//	go run ./catalog/discovery -write FILE.json takes the changes into the extract
//
// The document is at https://health.googleapis.com/$discovery/rest?version=v4. It
// ends with 1 when something differs.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

// stored is where the extract is, from the module's root.
const stored = "catalog/googlehealth/testdata/discovery.json"

func main() {
	write := flag.Bool("write", false, "take the changes into the extract")
	flag.Parse()
	differences, err := run(flag.Arg(0), *write)
	for _, line := range differences {
		fmt.Println(line)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "discovery:", err)
	}
	if err != nil || len(differences) > 0 {
		os.Exit(1)
	}
}

func run(file string, write bool) (differences []string, err error) {
	known, err := readExtract(stored)
	if err != nil {
		return nil, err
	}
	if file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		newer, err := extractOf(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		differences = changes(known, newer)
		known = known.updated(newer)
		if write {
			if err := known.save(stored); err != nil {
				return differences, err
			}
		}
	}
	c := catalog.Load(builtin.Packs)
	return append(differences, compare(known, c.Pack("googlehealth"), c.Pack("fitbit").Replacements)...), nil
}

// A row is one fact of the document, or of what corrects it.
type row struct {
	Name       string   `json:"name"`                 // "GET /v4/users/{}/profile", a scope, the ID of a data type
	Parameters []string `json:"parameters,omitempty"` // of a method: its query's, and the members of its body
	Scopes     []string `json:"scopes,omitempty"`     // of a method: any of them
	Why        string   `json:"why,omitempty"`        // of what the pack has beyond the document
	Source     string   `json:"source"`
	Date       string   `json:"date"` // 2026-10-02
}

// An extract is what the pack is compared with.
type extract struct {
	Revision  string `json:"revision"` // of the newest document that was looked at
	Source    string `json:"source"`
	Methods   []row  `json:"methods"`
	Scopes    []row  `json:"scopes"`
	DataTypes []row  `json:"dataTypes"`
	Beyond    []row  `json:"beyond"` // names that the pack has and no document, with the reason
}

func readExtract(file string) (*extract, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var e extract
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &e, nil
}

// save writes an extract with one row a line.
func (e *extract) save(file string) error {
	var b strings.Builder
	line := func(value any) string {
		var text strings.Builder
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		encoder.Encode(value) // of strings alone: it always has a form
		return strings.TrimSpace(text.String())
	}
	fmt.Fprintf(&b, "{\n  \"revision\": %s,\n  \"source\": %s", line(e.Revision), line(e.Source))
	for _, list := range []struct {
		name string
		rows []row
	}{{"methods", e.Methods}, {"scopes", e.Scopes}, {"dataTypes", e.DataTypes}, {"beyond", e.Beyond}} {
		fmt.Fprintf(&b, ",\n  %q: [", list.name)
		for i, r := range list.rows {
			b.WriteString([]string{",\n    ", "\n    "}[min(1, max(0, 1-i))] + line(r))
		}
		b.WriteString("\n  ]")
	}
	b.WriteString("\n}\n")
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

var errNoDocument = errors.New("not a discovery document: it has no resources or no schemas")
