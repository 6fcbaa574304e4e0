package cli

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"misstep/wasm/scenario"
)

const session = `{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[
{"request":{"method":"GET","url":"https://cdn.example/app.js"},"response":{"status":200}},
{"startedDateTime":"2026-10-30T14:00:00Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/sleep/date/2026-10-01.json"},"response":{"status":403,"content":{"text":"{\"errors\":[{\"errorType\":\"insufficient_scope\",\"message\":\"This application does not have permission to access sleep data\"}],\"success\":false}"}}},
{"startedDateTime":"2026-10-30T14:00:00Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":200,"content":{"text":"{\"user\":{}}"}}},
{"startedDateTime":"2026-10-30T14:00:00Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":418,"content":{"text":"{\"errors\":[{\"errorType\":\"teapot\",\"message\":\"short and stout\"}]}"}}}
]}}`

func TestExplainFile(t *testing.T) {
	for _, test := range []struct {
		name, content string
		asJSON        bool
		want          []string // in the output
		warning       string
		err           string
	}{
		{"session", session, false, []string{"(scope-missing, certain)", "Unknown error", "2 of 3 requests fail"}, "", ""},
		{"session as JSON", session, true, []string{`"id":"scope-missing"`, `"unknown":true`}, "", ""},
		{"cut off", session[:strings.Index(session, "418")], false, []string{"scope-missing", "1 of 2 requests fail"}, "byte", ""},
		{"switched off", strings.NewReplacer("418", "410", "2026-10-30", "2026-11-02").Replace(session), false, []string{"(api-shut-down, certain)", "Instead  GET https://health.googleapis.com/v4/users/me/profile  ("}, "", ""},
		{"pasted line", "invalid_grant - Authorization code invalid: abc", false, []string{"authorization-code-invalid"}, "", ""},
		{"empty", "", false, nil, "", "empty"},
		{"not a HAR", `{"log":{}}`, false, []string{"Unknown error"}, "", ""},
		{"no watched host", `{"log":{"entries":[{"request":{"method":"GET","url":"https://cdn.example/app.js"},"response":{"status":200}}]}}`, false, nil, "", "cdn.example"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "input.har")
			if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, warn bytes.Buffer
			err := run(&out, &warn, nil, file, test.asJSON, false)
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Fatalf("error %v, want %q", err, test.err)
			}
			for _, want := range test.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("no %q in\n%s", want, out.String())
				}
			}
			if !strings.Contains(warn.String(), test.warning) {
				t.Errorf("warning %q, want %q in it", warn.String(), test.warning)
			}
			if test.asJSON {
				for line := range strings.Lines(out.String()) {
					if !json.Valid([]byte(line)) {
						t.Errorf("not JSON: %s", line)
					}
				}
			}
		})
	}
}

// What is packed is explained as what is not.
func TestExplainPacked(t *testing.T) {
	cut := session[:strings.Index(session, "418")]
	for _, test := range []struct {
		name      string
		content   []byte
		want      string
		warnings  []string
		notWarned string
	}{
		{"session.har.gz", scenario.Gzip(t, session), "2 of 3 requests fail", nil, "session"},
		{"two.zip", scenario.Zip(t, zip.Deflate, "a.har", session, "b.har", cut, "notes.txt", "x"), "3 of 5 requests fail", []string{"two.zip › b.har", "byte"}, "notes"},
		{"cut.zip", scenario.Zip(t, zip.Store, "a.har", session)[:len(session)], "1 of 2 requests fail", []string{"cut.zip: the ZIP archive", "cut.zip › a.har"}, "nothing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), test.name)
			if err := os.WriteFile(file, test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			var out, warn bytes.Buffer
			if err := run(&out, &warn, nil, file, false, false); err != nil || !strings.Contains(out.String(), test.want) {
				t.Errorf("%v, no %q in\n%s", err, test.want, out.String())
			}
			for _, want := range test.warnings {
				if !strings.Contains(warn.String(), want) {
					t.Errorf("no %q in %q", want, warn.String())
				}
			}
			if strings.Contains(warn.String(), test.notWarned) {
				t.Errorf("it is said that %q", warn.String())
			}
		})
	}
}

func TestRunWithPacks(t *testing.T) {
	const own = "../../catalog/testdata/parking.json"
	text, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	broken := write("broken.json", strings.Replace(strings.Replace(string(text), `"brief": "Bad day",`, "", 1), `"name": "Take any bay"`, `"name": ""`, 1))
	taken := write("taken.json", strings.Replace(string(text), `"id": "ticket-unknown"`, `"id": "expired-token"`, 1))
	log := write("log.har", `{"log":{"entries":[{"request":{"method":"POST","url":"http://localhost:8090/bays/B7/tickets"},"response":{"status":409,"content":{"text":"{\"error\":\"bay_taken\",\"error_description\":\"Bay B7 is taken until 2026-05-01\"}"}}}]}}`)
	for _, test := range []struct {
		name           string
		packs          []string
		input          string
		out, warn, err []string
	}{
		{"only read", []string{own}, "", []string{"nothing is wrong with the pack parking: errors 3, causes 1, endpoints 3"}, nil, nil},
		{"explains", []string{own}, log, []string{"Take a bay", "(bay-taken, certain)"}, nil, nil},
		{"broken", []string{broken}, log, nil, []string{`broken.json: errors[2] (day-not-understood) lacks "brief"`, "broken.json: endpoints[1].name must not be empty"}, []string{"cannot be used"}},
		{"taken id", []string{taken}, "", nil, nil, []string{"taken.json", `"expired-token"`, `"fitbit"`}},
		{"twice", []string{own, own}, "", nil, nil, []string{`"parking"`}},
		{"no file", []string{filepath.Join(folder, "none.json")}, "", nil, nil, []string{"none.json"}},
		{"no pack", nil, log, nil, nil, []string{"localhost:8090"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out, warn bytes.Buffer
			failure := ""
			if err := run(&out, &warn, test.packs, test.input, false, false); err != nil {
				failure = err.Error()
			}
			if (failure != "") != (test.err != nil) {
				t.Errorf("error %q, want %q", failure, test.err)
			}
			for have, wants := range map[string][]string{out.String(): test.out, warn.String(): test.warn, failure: test.err} {
				for _, want := range wants {
					if !strings.Contains(have, want) {
						t.Errorf("no %q in %q", want, have)
					}
				}
			}
		})
	}
}

func TestCleanFile(t *testing.T) {
	const token = "0123456789abcdef0123456789abcdef01234567"
	file := filepath.Join(t.TempDir(), "input.har")
	if err := os.WriteFile(file, []byte(session), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, warn bytes.Buffer
	if err := run(&out, &warn, nil, file, false, true); err != nil || !json.Valid(out.Bytes()) || !strings.Contains(out.String(), "insufficient_scope") {
		t.Errorf("%v: %s", err, out.String())
	}
	out.Reset()
	if err := os.WriteFile(file, []byte("Refresh token invalid: "+token), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(&out, &warn, nil, file, false, true); err != nil || strings.Contains(out.String(), token) || !strings.Contains(out.String(), "refresh-token-1.") {
		t.Errorf("%v: %s", err, out.String())
	}
	// What was pasted is found again.
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := run(&out, &warn, nil, file, false, false); err != nil || !strings.Contains(out.String(), "refresh-token-invalid") {
		t.Errorf("%v: %s", err, out.String())
	}
}
