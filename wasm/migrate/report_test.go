package migrate

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

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

// A session that calls both APIs shows how far the migration is.
func TestProgress(t *testing.T) {
	const old, health = "https://api.fitbit.com", "https://health.googleapis.com/v4/users/me"
	report := func(calls ...string) Report {
		s := diagnosis.NewSession(catalog.Load(builtin.Packs))
		for _, call := range calls {
			status, line, _ := strings.Cut(call, " ")
			method, address, _ := strings.Cut(line, " ")
			code, err := strconv.Atoi(status)
			if err != nil {
				t.Fatal(err)
			}
			s.Add(httpmsg.Exchange{Started: time.Date(2026, 11, 29, 8, 0, s.LastID(), 0, time.UTC), Request: httpmsg.Request{Method: method, URL: address}, Response: httpmsg.Response{Status: code}})
		}
		return New(s)
	}
	weight, devices, badges := "410 GET "+old+"/1/user/-/body/log/weight/date/2026-10-30.json", "410 GET "+old+"/1/user/-/devices.json", "410 GET "+old+"/1/user/-/badges.json"
	newWeight, newDevices := "200 GET "+health+"/dataTypes/weight/dataPoints?pageSize=5", "200 GET "+health+"/pairedDevices"
	for _, test := range []struct {
		name       string
		calls      []string
		moved, all int
		new        int
	}{
		{"the old API alone", []string{weight, devices}, 0, 0, 0},
		{"nothing works there yet", []string{weight, devices, "401 GET " + health + "/pairedDevices"}, 0, 2, 0},
		{"one of two", []string{weight, devices, newWeight}, 1, 2, 0},
		{"both, and one is new", []string{newWeight, newDevices, weight, devices, "200 GET " + health + "/dataTypes/altitude/dataPoints"}, 2, 2, 1},
		{"another data type", []string{weight, "200 GET " + health + "/dataTypes/height/dataPoints"}, 0, 1, 1},
		{"what has no replacement doesn't count", []string{weight, badges, newWeight}, 1, 1, 0},
		{"a code isn't a refresh", []string{"410 POST " + old + "/oauth2/token?grant_type=refresh_token", "200 POST https://oauth2.googleapis.com/token?grant_type=authorization_code"}, 0, 1, 1},
		{"a refresh", []string{"410 POST " + old + "/oauth2/token?grant_type=refresh_token", "200 POST https://oauth2.googleapis.com/token?grant_type=refresh_token"}, 1, 1, 0},
		{"another version of the path", []string{"410 GET " + old + "/1.2/user/-/devices.json", newDevices}, 1, 1, 0},
		{"beta paths are the same calls", []string{devices, "200 GET https://health.googleapis.com/v4beta/users/me/pairedDevices"}, 1, 1, 0},
	} {
		r := report(test.calls...)
		if r.Moved != test.moved || r.Endpoints != test.all || len(r.New) != test.new {
			t.Errorf("%s: %d of %d, %v", test.name, r.Moved, r.Endpoints, r.New)
		}
		progress := fmt.Sprintf("Moved: %d of %d endpoints", test.moved, test.all)
		for _, text := range []string{r.Markdown(words(t)), Text(r, words(t))} {
			if strings.Contains(text, progress) != (test.all > 0) {
				t.Errorf("%s: %q is not in\n%s", test.name, progress, text)
			}
		}
	}
}

// People read filters decoded, and copy them encoded. Nothing of a recording acts
// on the terminal.
func TestText(t *testing.T) {
	text := Text(New(session(t)), words(t))
	golden(t, "testdata/report.txt", []byte(text))
	for _, part := range []string{`?filter=sleep.interval.civil_end_time >= "2026-10-31" AND`, `?filter=sleep.interval.civil_end_time%20%3E%3D%20%222026-10-31%22`} {
		if strings.Count(text, part) != 1 {
			t.Errorf("%s is there %d times", part, strings.Count(text, part))
		}
	}
	s := diagnosis.NewSession(catalog.Load(builtin.Packs))
	s.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: "GET\x1b[2J", URL: "https://api.fitbit.com/1/x\x1b]0;y\x07\n#9 fine.json"}, Response: httpmsg.Response{Status: 410}})
	if text := Text(New(s), words(t)); strings.ContainsAny(text, "\x1b\x07") || strings.Contains(text, "\n#9") {
		t.Errorf("%q", text)
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
