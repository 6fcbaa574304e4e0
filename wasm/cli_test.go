//go:build !js

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const session = `{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[
{"request":{"method":"GET","url":"https://cdn.example/app.js"},"response":{"status":200}},
{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/sleep/date/2026-10-01.json"},"response":{"status":403,"content":{"text":"{\"errors\":[{\"errorType\":\"insufficient_scope\",\"message\":\"This application does not have permission to access sleep data\"}],\"success\":false}"}}},
{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":200,"content":{"text":"{\"user\":{}}"}}},
{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":418,"content":{"text":"{\"errors\":[{\"errorType\":\"teapot\",\"message\":\"short and stout\"}]}"}}}
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
			err := explainFile(&out, &warn, file, test.asJSON)
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
