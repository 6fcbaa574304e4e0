// Contents writes what is in the module, by package, and why: the packages with
// the most code, from the names that a build without -s has.
//
//	go run ./wasm/bench/contents MODULE FILE
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// least is the code of a package that has a line of its own, in bytes.
const least = 50_000

// why a package is there, by name as the linker writes it.
var why = map[string]string{
	"runtime":                              "Go itself: memory, goroutines, maps; most of an empty program",
	"misstep_wasm_diagnosis":               "matching, ranking, and the texts of diagnoses",
	"misstep_wasm_ui_list":                 "the list of requests, and its reading",
	"misstep_wasm_ui_shell":                "the views joined",
	"slices":                               "sorting, compiled once for each type that is sorted",
	"misstep_catalog":                      "errors, endpoints and causes by id, host and address",
	"misstep_catalog_builtin":              "the packs that come with the program",
	"misstep_catalog_match":                "the errors that a message may be",
	"misstep_catalog_validate":             "the check of packs that a person adds",
	"misstep_wasm_app":                     "joins sources, session and views",
	"misstep_wasm_browser":                 "event loop, promises, blobs, streams, storage",
	"misstep_wasm_errorformat":             "the errors in a response, in whatever form",
	"misstep_wasm_paste":                   "reads pasted text",
	"misstep_wasm_session":                 "the exchanges and what they tell about each other",
	"misstep_wasm_ui_catalogview":          "the view of the catalog",
	"misstep_wasm_ui_detail":               "the view of one explanation",
	"misstep_wasm_ui_dialogs":              "hosts, packs, keys and pasting",
	"misstep_wasm_ui_listmodel":            "the list's rows",
	"misstep_wasm_ui_page":                 "what all views do in the document",
	"misstep_wasm_ui_timelineview":         "the view of the session on an axis of time",
	"encoding_json":                        "packs that a person adds, settings, what is exported",
	"misstep_wasm_analyzers_oauth":         "steps of OAuth, from consent to the use of a token",
	"misstep_wasm_analyzers_parameters":    "dates, ranges and ids of requests",
	"misstep_wasm_analyzers_endpoint":      "paths that no endpoint answers",
	"misstep_wasm_analyzers_token":         "access tokens of refused requests",
	"misstep_wasm_analyzers_authorization": "the form of Authorization headers",
	"misstep_wasm_analyzers_datatype":      "what data types offer",
	"misstep_wasm_analyzers_legacyuse":     "what is left of an API's predecessor",
	"misstep_wasm_analyzers_proofkey":      "PKCE",
	"misstep_wasm_analyzers_server":        "failures that are not the caller's",
	"misstep_wasm_analysis":                "what analyzers share",
	"misstep_wasm_jsonscan":                "JSON that is long, broken or cut",
	"misstep_wasm_har":                     "reads recordings and single entries",
	"misstep_wasm_redact":                  "masks secrets",
	"regexp_syntax":                        "patterns of secrets and of pasted text, compiled when first needed",
	"regexp":                               "the same",
	"misstep_wasm_export":                  "reports, cURL commands, recordings without secrets",
	"time":                                 "times of requests, of tokens, of days in paths",
	"reflect":                              "encoding/json and fmt",
	"misstep_wasm_timeline":                "the session on an axis of time",
	"fmt":                                  "errors, and numbers in texts",
	"type_":                                "equality and hashes of types, written by the compiler",
	"main":                                 "joins sources, session and panel",
	"strings":                              "texts",
	"unicode":                              "tables that regexp/syntax refers to",
	"honnef":                               "elements of the document",
	"internal_strconv":                     "numbers from texts and back",
	"misstep_wasm_migrate":                 "the move to the successor",
	"misstep_wasm_browse":                  "the catalog as a person reads it",
	"misstep_wasm_settings":                "what a person has set",
	"misstep_wasm_compare":                 "in what a request differs from one that worked",
	"internal_runtime_maps":                "maps",
	"net_url":                              "addresses of requests",
	"mime":                                 "content types",
	"crypto_internal_fips140_aes":          "comes with crypto/sha256",
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: contents MODULE FILE")
		os.Exit(2)
	}
	var out bytes.Buffer
	err := run(os.Args[1], &out)
	if err == nil {
		os.Stdout.Write(out.Bytes())
		err = os.WriteFile(os.Args[2], out.Bytes(), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "contents:", err)
		os.Exit(1)
	}
}

func run(file string, out io.Writer) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	m, err := read(data)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	fmt.Fprint(out, "# What is in the module\n\nWritten by `./build.sh bench contents`: packages with 50 kB of code and more, in kB.\n\n| code | package | why |\n|--:|--|--|\n")
	rest := m.total
	packages := slices.SortedFunc(maps.Keys(m.code), func(a, b string) int {
		return cmp.Or(cmp.Compare(m.code[b], m.code[a]), cmp.Compare(a, b))
	})
	for _, name := range packages {
		if m.code[name] < least {
			break
		}
		if why[name] == "" {
			return fmt.Errorf("%s has %d bytes of code; say in wasm/bench/contents why it is there", name, m.code[name])
		}
		fmt.Fprintf(out, "| %d | `%s` | %s |\n", m.code[name]/1000, name, why[name])
		rest -= m.code[name]
	}
	fmt.Fprintf(out, "| %d | all others | of %d packages |\n", rest/1000, len(packages))
	fmt.Fprintf(out, "| %d | data | the catalog, tables for the garbage collector and for stack traces, types, texts |\n", m.data/1000)
	return nil
}
