package cli

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"strings"

	"misstep/extension"
	"misstep/wasm/diagnosis"
	"misstep/wasm/export"
	"misstep/wasm/export/ci"
	"misstep/wasm/migrate"
)

// A format is one that results are written in: as they come, or when all that was
// named has been read. Flags, help and tests go by the table of them.
type format struct {
	name  string
	flag  bool // -NAME is short for -format NAME
	flow  func(c *command) ci.Format
	whole func(w io.Writer, s *diagnosis.Session) error
}

var formats []format

func init() { // the formats ask for options, which ask for formats
	as := func(f ci.Format) func(*command) ci.Format { return func(*command) ci.Format { return f } }
	formats = []format{
		{name: "text", flow: textFormat},
		{name: "json", flag: true, flow: as(jsonLines)},
		{name: "sarif", flow: as(ci.SARIF)},
		{name: "junit", flow: as(ci.JUnit)},
		{name: "github", flow: as(ci.GitHub)},
		{name: "har", flag: true, whole: writeHAR},
		{name: "markdown", whole: func(w io.Writer, s *diagnosis.Session) error {
			_, err := io.WriteString(w, export.SessionMarkdown(s, nil, extension.English))
			return err
		}},
		{name: "migration", flag: true, whole: func(w io.Writer, s *diagnosis.Session) error {
			_, err := io.WriteString(w, migrate.Text(migrate.New(s).Rewritten(export.Aliases(s).Known), extension.English))
			return err
		}},
	}
}

func formatNamed(name string) *format {
	for i := range formats {
		if formats[i].name == name {
			return &formats[i]
		}
	}
	return nil
}

func formatNames() (names []string) {
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// writeHAR writes the exchanges as a recording without secrets.
func writeHAR(w io.Writer, s *diagnosis.Session) error {
	salt := make([]byte, 16)
	rand.Read(salt)
	return export.HAR(s, nil, salt, &jsonWriter{to: w})
}

// jsonLines is a line of JSON for each request: docs/terminal.schema.json.
var jsonLines = ci.Format{
	NewSection: func(string) ci.Section { return lines{} },
	Tail:       func([]ci.Rule, string) string { return "" },
}

// A line is a Diagnosis with what names its request.
type line struct {
	File    string `json:"file"`
	Member  string `json:"member,omitempty"`
	Number  int    `json:"n"`
	Entry   int    `json:"entry,omitempty"`
	Started string `json:"startedDateTime,omitempty"`
	diagnosis.Diagnosis
}

type lines struct{}

func (lines) Tail() string { return "" }

func (lines) Result(r *ci.Result) string {
	var b strings.Builder
	encoder := json.NewEncoder(&jsonWriter{to: &b})
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line{r.File, r.Member, r.Number, r.Entry, r.When(), r.Diagnosis}); err != nil {
		panic(err) // there is nothing in it that cannot be written
	}
	return b.String()
}
