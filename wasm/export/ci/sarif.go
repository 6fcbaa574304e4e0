package ci

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"misstep/wasm/diagnosis"
)

// SARIF is version 2.1.0 of the Static Analysis Results Interchange Format: one
// run, a result for each request that failed.
var SARIF = Format{
	Head:       `{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"columnKind":"unicodeCodePoints","results":[` + "\n",
	Separator:  ",\n",
	NewSection: func(string) Section { return results{} },
	Tail:       sarifTail,
}

type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifRule struct {
	ID               string     `json:"id"`
	ShortDescription sarifText  `json:"shortDescription"`
	FullDescription  sarifText  `json:"fullDescription"`
	Help             *sarifText `json:"help,omitempty"`
	HelpURI          string     `json:"helpUri,omitempty"`
}

type sarifDriver struct {
	Name            string      `json:"name"`
	Version         string      `json:"version,omitempty"`
	SemanticVersion string      `json:"semanticVersion,omitempty"`
	Rules           []sarifRule `json:"rules"`
}

type sarifResult struct {
	RuleID       string            `json:"ruleId"`
	Level        string            `json:"level"`
	Message      sarifText         `json:"message"`
	Locations    []sarifLocation   `json:"locations"`
	Fingerprints map[string]string `json:"partialFingerprints"`
	Request      *sarifRequest     `json:"webRequest,omitempty"`
	Response     *sarifResponse    `json:"webResponse,omitempty"`
	Properties   sarifProperties   `json:"properties"`
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region struct {
			StartLine int `json:"startLine"`
		} `json:"region"`
	} `json:"physicalLocation"`
	Logical []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifLogical struct {
	FullyQualifiedName string `json:"fullyQualifiedName"`
	Kind               string `json:"kind"`
}

type sarifRequest struct {
	Method string `json:"method,omitempty"`
	Target string `json:"target"`
}

type sarifResponse struct {
	StatusCode int `json:"statusCode"`
}

type sarifProperties struct {
	Certainty string   `json:"certainty"`
	Reason    string   `json:"reason,omitempty"`
	Number    int      `json:"n"`
	Started   string   `json:"startedDateTime,omitempty"`
	Tags      []string `json:"tags,omitempty"`
}

// results has no state: each result stands for itself.
type results struct{}

func (results) Tail() string { return "" }

func (results) Result(r *Result) string {
	d := &r.Diagnosis
	if !d.Failed {
		return ""
	}
	f := first(d)
	result := sarifResult{
		RuleID:       f.ID,
		Level:        level(&f),
		Message:      sarifText{Text: strings.Join(append([]string{visible(f.Title) + "."}, paragraphs(r, &f)...), "\n")},
		Locations:    []sarifLocation{location(r)},
		Fingerprints: map[string]string{"request/v1": fingerprint(d, &f)},
		Properties:   sarifProperties{Certainty: string(f.Certainty), Reason: f.Reason, Number: r.Number, Started: r.When()},
	}
	if f.Pack != "" {
		result.Properties.Tags = []string{f.Pack}
	}
	if d.URL != "" {
		result.Request = &sarifRequest{visible(d.Method), visible(d.URL)}
	}
	if d.Status != 0 {
		result.Response = &sarifResponse{d.Status}
	}
	return compact(result)
}

// location is the file, and in it the entry. Where that begins is not known: a
// recording is read as a stream, and most are one line.
func location(r *Result) (l sarifLocation) {
	l.Physical.Artifact.URI = fileURI(r.File)
	l.Physical.Region.StartLine = 1
	if r.Entry == 0 {
		return l
	}
	entry := "log.entries[" + strconv.Itoa(r.Entry-1) + "]"
	if r.Member != "" {
		entry = visible(r.Member) + "/" + entry
	}
	l.Logical = []sarifLogical{{entry, "object"}}
	return l
}

// fileURI is a path as a URI, relative where it was.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	u := url.URL{Path: path}
	if strings.HasPrefix(path, "/") {
		u.Scheme = "file"
	}
	return u.String()
}

// fingerprint is the same for the same failure in another recording.
func fingerprint(d *diagnosis.Diagnosis, f *diagnosis.Finding) string {
	what := d.Endpoint
	if what == "" {
		what, _, _ = strings.Cut(d.URL, "?")
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Pack, f.ID, f.Reason, d.Method, what}, "\n")))
	return hex.EncodeToString(sum[:16])
}

func sarifTail(about []Rule, version string) string {
	driver := sarifDriver{Name: "Misstep", Version: version, Rules: []sarifRule{}}
	if strings.Count(version, ".") == 2 {
		driver.SemanticVersion = version
	}
	for _, r := range about {
		rule := sarifRule{ID: r.ID, ShortDescription: sarifText{Text: r.Title}, FullDescription: sarifText{Text: r.Cause}}
		if len(r.Fixes) > 0 {
			var text, markdown strings.Builder
			for i, fix := range r.Fixes {
				text.WriteString(fix + "\n")
				markdown.WriteString(strconv.Itoa(i+1) + ". " + fix + "\n")
			}
			rule.Help = &sarifText{Text: text.String(), Markdown: markdown.String()}
		}
		if len(r.Docs) > 0 {
			rule.HelpURI = r.Docs[0]
		}
		driver.Rules = append(driver.Rules, rule)
	}
	return "\n]," + `"tool":{"driver":` + compact(driver) + "}}]}\n"
}

// compact is JSON in a line, with < and > as they are.
func compact(value any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // strings and numbers can always be written
	}
	return strings.TrimSuffix(b.String(), "\n")
}
