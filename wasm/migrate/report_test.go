package migrate

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/replacement"
)

var update = flag.Bool("update", false, "write the golden files")

// session is a recording with several endpoints, an unknown one, and requests
// that do not count.
func session(t *testing.T) *diagnosis.Session {
	t.Helper()
	c := catalog.Load(builtin.Packs)
	data, err := os.ReadFile("testdata/session.har")
	if err != nil {
		t.Fatal(err)
	}
	s := diagnosis.NewSession(c)
	if _, err := har.Read(bytes.NewReader(data), nil, func(_ int, x httpmsg.Exchange) { s.Add(x) }); err != nil {
		t.Fatal(err)
	}
	return s
}

// words reads the texts that the browser shows.
func words(t *testing.T) func(string, ...string) string {
	t.Helper()
	data, err := os.ReadFile("../../extension/_locales/en/messages.json")
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]struct {
		Message      string
		Placeholders map[string]struct{ Content string }
	}
	if err := json.Unmarshal(data, &messages); err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`\$([A-Z]+)\$`)
	return func(key string, args ...string) string {
		m, ok := messages[key]
		if !ok {
			t.Errorf("messages.json has no %s", key)
		}
		return name.ReplaceAllStringFunc(m.Message, func(found string) string {
			content := m.Placeholders[strings.ToLower(strings.Trim(found, "$"))].Content
			if n := int(strings.TrimPrefix(content, "$")[0] - '1'); n < len(args) {
				return args[n]
			}
			t.Errorf("%s: no argument for %s", key, found)
			return ""
		})
	}
}

func golden(t *testing.T, file string, have []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, have, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Errorf("%s differs; if that is right: go test ./wasm/migrate -update\n%s", file, have)
	}
}

func TestReport(t *testing.T) {
	r := New(session(t))
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(r); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/report.json", data.Bytes())
	markdown := r.Markdown(words(t))
	golden(t, "testdata/report.md", []byte(markdown))
	for _, secret := range []string{"c2lnbmF0dXJl", "ABC123", "0123456789abcdef0123", "hunter2"} {
		if strings.Contains(markdown+data.String(), secret) {
			t.Errorf("%s is told", secret)
		}
	}
}

func TestReportWithoutCalls(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	s := diagnosis.NewSession(c)
	s.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://example.org/"}})
	r := New(s)
	if r.Calls != 0 || r.API != "" || len(r.Groups)+len(r.Unknown) != 0 {
		t.Errorf("have %+v", r)
	}
	if text := r.Markdown(words(t)); text != "No request in this recording went to an API that has a successor.\n" {
		t.Errorf("have %q", text)
	}
}

func TestSourceOfDifference(t *testing.T) {
	w := &writer{text: func(key string, _ ...string) string { return key }}
	for source, want := range map[string]string{
		"https://example.org/a (b)":          " ([migrateSource](https://example.org/a))",
		"https://example.org/(javascript:x)": "",
		"javascript:alert(1)":                "",
		"a guide":                            "",
	} {
		if have := w.source(replacement.Difference{Source: source}); have != want {
			t.Errorf("%s: have %q, want %q", source, have, want)
		}
	}
}
