package cli

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/diagnosis"
	"misstep/wasm/scenario"
)

const session = `{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[
{"request":{"method":"GET","url":"https://cdn.example/app.js"},"response":{"status":200}},
{"startedDateTime":"2026-10-30T09:00:00.250+01:00","time":120,"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/sleep/date/2026-10-01.json"},"response":{"status":403,"content":{"text":"{\"errors\":[{\"errorType\":\"insufficient_scope\",\"message\":\"This application does not have permission to access sleep data\"}],\"success\":false}"}}},
{"startedDateTime":"2026-10-30T14:00:00Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":200,"content":{"text":"{\"user\":{}}"}}},
{"startedDateTime":"2026-10-30T14:00:00Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":418,"content":{"text":"{\"errors\":[{\"errorType\":\"teapot\",\"message\":\"short and stout\"}]}"}}}
]}}`

// fine has no failure, unwatched no request to a watched host.
const (
	fine      = `{"log":{"entries":[{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":200,"content":{"text":"{\"user\":{}}"}}}]}}`
	unwatched = `{"log":{"entries":[{"request":{"method":"GET","url":"https://cdn.example/app.js"},"response":{"status":200}}]}}`
)

// runs runs the command in a folder with these files; in is standard input.
func runs(t *testing.T, files map[string]string, in string, arguments ...string) (status int, out, warned string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var o, w bytes.Buffer
	status = Run(arguments, strings.NewReader(in), &o, &w)
	return status, o.String(), w.String()
}

func TestRun(t *testing.T) {
	files := map[string]string{
		"session.har": session, "fine.har": fine, "other.har": unwatched, "empty.har": "", "log.txt": "invalid_grant - Authorization code invalid: abc",
		"nohar.json": `{"log":{}}`, "cut.har": session[:strings.Index(session, "418")], "gone.har": strings.NewReplacer("418", "410", "2026-10-30", "2026-11-02").Replace(session),
		"folder/a.har": fine, "folder/deep/b.har": session, "folder/notes.txt": "x", "bare/notes.txt": "x", "list.txt": "fine.har\r\n\nsession.har\n",
		"v/my file;rm x.har": "x", "it's\n.har": "x",
		"bare.har":      strings.Replace(fine, `"response":{"status":200,"content":{"text":"{\"user\":{}}"}}`, `"response":null`, 1),
		"noaddress.har": strings.Replace(unwatched, "https://cdn.example", "//api.fitbit.com", 1), "socket.har": strings.Replace(unwatched, "https://cdn.example", "wss://api.fitbit.com", 1),
		"packed.har.gz": string(scenario.Gzip(t, session)),
		"two.zip":       string(scenario.Zip(t, zip.Deflate, "a.har", session, "b.har", session[:strings.Index(session, "418")], "notes.txt", "x")),
		"cut.zip":       string(scenario.Zip(t, zip.Store, "a.har", session)[:len(session)]),
	}
	for _, test := range []struct {
		name      string
		arguments []string
		in        string
		status    int
		out       []string // in the output, in this order
		warned    []string
	}{
		{"a session", []string{"session.har"}, "", 1, []string{"session.har: 2 of 3 requests failed, 2 different errors\n", "error[scope-missing]: ", "(certain)\n  --> #1 GET https://api.fitbit.com/1/user/-/sleep/date/2026-10-01.json 403\n", "  why: ", "  fix: 1. ", "error[unknown]: Unknown error", "teapot: short and stout"}, nil},
		{"without failures", []string{"fine.har"}, "", 0, []string{"fine.har: no failures in 1 request\n"}, nil},
		{"evidence", []string{"-v", "session.har"}, "", 1, []string{"  evidence: ", "status: 403 (response status)", "  docs: https://"}, nil},
		{"flags after the files", []string{"session.har", "--json", "--exit-zero"}, "", 0, []string{`"id":"scope-missing"`, `"unknown":true`}, nil},
		{"two dashes end flags", []string{"-exit-zero", "--", "session.har"}, "", 0, []string{"2 of 3"}, nil},
		{"cut off", []string{"cut.har"}, "", 2, []string{"1 of 2 requests failed", "scope-missing"}, []string{"cut.har", "byte"}},
		{"switched off", []string{"gone.har"}, "", 1, []string{"error[api-shut-down]", "  replacement: GET https://health.googleapis.com/v4/users/me/profile ("}, nil},
		{"several files", []string{"session.har", "fine.har"}, "", 1, []string{"session.har: 2 of 3 requests failed", "fine.har: no failures", "2 files: 2 of 4 requests failed"}, nil},
		{"a folder", []string{"folder"}, "", 1, []string{"folder/a.har: no failures", "folder/deep/b.har: 2 of 3", "2 files: 2 of 4"}, nil},
		{"a folder without any", []string{"bare"}, "", 2, nil, []string{"bare: the folder has no recordings"}},
		{"a glob", []string{"f*.har"}, "", 0, []string{"fine.har"}, nil},
		{"a glob without match", []string{"z*.har"}, "", 2, nil, []string{"z*.har: no file"}},
		{"names in a file", []string{"-json", "-files-from", "list.txt"}, "", 1, []string{`"file":"fine.har"`, `"file":"session.har"`}, nil},
		{"names on standard input", []string{"-files-from=-"}, "fine.har\nfolder\n", 1, []string{"fine.har: no", "folder/a.har: no", "3 files"}, nil},
		{"one that is missing", []string{"none.har", "fine.har"}, "", 2, []string{"fine.har: no failures"}, []string{"misstep: none.har: "}},
		{"gzip", []string{"packed.har.gz"}, "", 1, []string{"2 of 3 requests failed"}, nil},
		{"an archive", []string{"two.zip"}, "", 2, []string{"3 of 5 requests failed", "and 1 more: #4"}, []string{"two.zip › b.har", "byte"}},
		{"an archive that is cut off", []string{"cut.zip"}, "", 2, []string{"1 of 2 requests failed"}, []string{"cut.zip is cut off or damaged", "cut.zip › a.har"}},
		{"no response recorded", []string{"bare.har", "fine.har"}, "", 0, []string{"bare.har: no failures in 1 request, 1 response not recorded\n", "2 files: no failures in 2 requests, 1 response not recorded\n"}, nil},
		{"no response recorded, in Markdown", []string{"-format", "markdown", "bare.har"}, "", 0, []string{"# 0 of 1 requests failed\n\nResponses not recorded: 1\n"}, nil},
		{"empty", []string{"empty.har"}, "", 2, nil, []string{"empty.har is empty"}},
		{"a text in a file", []string{"log.txt"}, "", 2, nil, []string{"log.txt isn't a HAR file", "misstep - < log.txt"}},
		{"a text whose name means something to a shell", []string{"v/my file;rm x.har"}, "", 2, nil, []string{"misstep: To explain the text in it: misstep - < 'v/my file;rm x.har'\n"}},
		{"a text in a file with a quote", []string{"it's\n.har"}, "", 2, nil, []string{"misstep - < $'it\\'s\\n.har'\n"}},
		{"no recording", []string{"nohar.json"}, "", 2, nil, []string{"nohar.json isn't a HAR file"}},
		{"no watched host", []string{"other.har"}, "", 0, nil, []string{"cdn.example (1)"}},
		{"no full address", []string{"noaddress.har"}, "", 2, nil, []string{"noaddress.har: entries skipped because they're invalid or their URL has no scheme or host: 1. The first is entry 1."}},
		{"a WebSocket", []string{"socket.har"}, "", 0, nil, []string{"socket.har has no requests to watched hosts (1 in all), and none with an http"}},
		{"pasted line", []string{"-"}, files["log.txt"], 1, []string{"error[authorization-code-invalid]", "--> pasted text\n"}, nil},
		{"pasted body", []string{"-json", "-"}, `{"errors":[{"errorType":"expired_token","message":"Access token expired: x"}]}`, 1, []string{`"file":"stdin"`, `"id":"expired-token"`}, nil},
		{"pasted log", []string{"-"}, `"GET /1/user/-/profile.json HTTP/1.1" 401 48` + "\n" + `"GET /1/user/-/sleep/date/2026-10-01.json HTTP/1.1" 200 48` + "\n" + `"GET /1/user/-/sleep/date/2026-10-01.json HTTP/1.1" 429 48`, 1, []string{"stdin: 2 of 3 pasted requests failed", "--> #1 GET", "--> #3 GET"}, nil},
		{"pasted success", []string{"-"}, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"user\":{}}", 0, []string{"No error found in the text.\n"}, nil},
		{"a command alone", []string{"-"}, "curl -H 'Authorization: Bearer ya29.a0AfH6SMBx1234567890abcdefghijklmnop' https://health.googleapis.com/v4/users/me/profile", 0, []string{"note[google-response-unrecorded]: No response to explain", "curl -i"}, nil},
		{"a command that would be refused", []string{"-"}, "curl https://health.googleapis.com/v4/users/me/profile", 0, []string{"note[authorization-missing]: Authorization header missing (likely)"}, nil},
		{"a success with a catch", []string{"-"}, "POST /token HTTP/1.1\nHost: oauth2.googleapis.com\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorization_code&code=4/x\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"access_token\":\"ya29.example-example\",\"expires_in\":3599,\"refresh_token\":\"1//example\",\"refresh_token_expires_in\":604799}", 0, []string{"warning[refresh-token-short]: Refresh token ends after seven days"}, nil},
		{"recording on standard input", []string{"-"}, session, 1, []string{"stdin: 2 of 3 requests failed"}, nil},
		{"long recording on standard input", []string{"-"}, strings.Replace(session, `"entries"`, `"pad":"`+strings.Repeat("x", maxHeld)+`","entries"`, 1), 1, []string{"stdin: 2 of 3 requests failed"}, nil},
		{"long packed recording on standard input", []string{"-"}, string(scenario.Gzip(t, session)), 1, []string{"stdin: 2 of 3 requests failed"}, nil},
		{"archive on standard input", []string{"-json", "-"}, files["two.zip"], 2, []string{`"file":"stdin","member":"a.har"`}, []string{"b.har"}},
		{"nothing on standard input", []string{"-"}, "", 2, nil, []string{"stdin is empty"}},
		{"the last requests", []string{"-keep", "1", "-json", "session.har"}, "", 1, []string{`"n":1,"entry":2,"startedDateTime":"2026-10-30T08:00:00.250Z","status":403`, `"n":2`, `"n":3`}, nil},
		{"each by itself", []string{"-all", "two.zip"}, "", 2, []string{"#1 GET", "#3 GET", "#4 GET"}, []string{"b.har"}},
		{"help", []string{"session.har", "--help"}, "", 0, []string{"Usage:", "Examples:", "Exit status:"}, nil},
		{"version", []string{"-version"}, "", 0, []string{"misstep "}, nil},
		{"no file", nil, "", 2, nil, []string{"no file named", "-help"}},
		{"a flag that is misspelled", []string{"-jsn", "session.har"}, "", 2, nil, []string{"there is no flag -jsn; did you mean -json?"}},
		{"an unknown flag", []string{"-frobnicate"}, "", 2, nil, []string{"there is no flag -frobnicate; -help"}},
		{"an unknown format", []string{"-format", "xml", "session.har"}, "", 2, nil, []string{"want text, json, sarif, junit, github, har, markdown, migration"}},
		{"two formats", []string{"-json", "-har", "session.har"}, "", 2, nil, []string{"json was asked for already"}},
		{"no jobs", []string{"-jobs", "0", "session.har"}, "", 2, nil, []string{"at least 1"}},
		{"migration", []string{"-migration", "gone.har", "session.har"}, "", 0, []string{"From Fitbit Web API to ", "Google Health API", "/v4/users/me/profile"}, nil},
		{"markdown", []string{"-format", "markdown", "session.har"}, "", 0, []string{"# 2 of 3 requests", "`scope-missing`"}, nil},
		{"no migration of nothing", []string{"-migration", "empty.har"}, "", 2, nil, []string{"empty.har is empty"}},
		{"explain", []string{"explain", "scope-missing"}, "", 0, []string{"error[scope-missing]: ", "403 insufficient_scope – Fitbit Web API", "  why: ", "  causes: "}, nil},
		{"explain as JSON", []string{"explain", "-json", "scope-missing", "scope-not-granted"}, "", 0, []string{`{"id":"scope-missing","pack":"fitbit","error":{`, `{"id":"scope-not-granted","pack":"fitbit","cause":{`}, nil},
		{"explain as SARIF", []string{"explain", "-format", "sarif", "scope-missing"}, "", 2, nil, []string{"explain writes text, or with -json"}},
		{"search as JSON", []string{"search", "-json", "rate", "limit"}, "", 0, []string{`{"id":"rate-limit","pack":"fitbit","error":{`}, nil},
		{"explain a cause", []string{"explain", "scope-not-granted"}, "", 0, []string{"cause[scope-not-granted]", "  errors: "}, nil},
		{"explain an endpoint", []string{"explain", "fitbit/GET/1/user/{user-id}/profile.json"}, "", 0, []string{"GET /1/user/{user-id}/profile.json – Fitbit Web API", "  replacement: GET https://health.googleapis.com/v4/users/me/profile"}, nil},
		{"explain what is not there", []string{"explain", "no-such-rate-limit"}, "", 2, nil, []string{"no error or cause has the ID no-such-rate-limit; try: misstep search rate limit"}},
		{"explain in capitals", []string{"explain", "SCOPE-Missing"}, "", 0, []string{"error[scope-missing]: "}, nil},
		{"explain nothing", []string{"explain"}, "", 2, nil, []string{"explain what?"}},
		{"search", []string{"search", "rate", "limit"}, "", 0, []string{"rate-limit ", "(429, system, Fitbit Web API)"}, nil},
		{"search a message", []string{"search", "Access token expired: abc"}, "", 0, []string{"expired-token"}, nil},
		{"search in vain", []string{"search", "xyzzy"}, "", 1, nil, []string{"nothing in the catalog"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, out, warned := runs(t, files, test.in, test.arguments...)
			if status != test.status {
				t.Errorf("exit status %d, want %d", status, test.status)
			}
			rest := out
			for _, want := range test.out {
				_, after, found := strings.Cut(rest, want)
				if !found {
					t.Errorf("no %q in its place in\n%s", want, out)
				}
				rest = after
			}
			for _, want := range test.warned {
				if !strings.Contains(warned, want) {
					t.Errorf("no %q in %q", want, warned)
				}
			}
			if len(test.warned) == 0 && warned != "" {
				t.Errorf("it is said that %q", warned)
			}
			if strings.Contains(strings.Join(test.arguments, " "), "-json") {
				for line := range strings.Lines(out) {
					if !json.Valid([]byte(line)) {
						t.Errorf("not JSON: %s", line)
					}
				}
			}
		})
	}
}

// The command that explains a text is shown only where it can work as shown.
func TestNoHintThatCannotWork(t *testing.T) {
	files := map[string]string{"two  spaces.har": "x", "text.zip": string(scenario.Zip(t, zip.Deflate, "a.har", "no JSON")), "text.har": "x"}
	for _, c := range []struct {
		name, in string
		hint     bool
	}{{"two  spaces.har", "", false}, {"text.zip", "", false}, {"-", "x", false}, {"text.har", "", true}} {
		if _, _, warned := runs(t, files, c.in, c.name); strings.Contains(warned, "misstep - <") != c.hint || c.hint == (c.name == "-") && warned == "" {
			t.Errorf("%s: %q", c.name, warned)
		}
	}
}

// Files that could not be read are not summed up.
func TestNoSummaryWithoutFiles(t *testing.T) {
	for _, c := range []struct{ in, name string }{{"", "none.har"}, {"Access token expired: x", "none.har"}, {"", "none2.har"}} {
		status, out, _ := runs(t, nil, c.in, "-", c.name, "gone.har")
		if status != 2 || strings.Contains(out, "files:") {
			t.Errorf("%d: %q", status, out)
		}
	}
}

// An invented format is one row of the table: it has a name, a flag and a place in messages.
func TestFormatIsARow(t *testing.T) {
	before := formats
	t.Cleanup(func() { formats = before })
	formats = append(slices.Clone(before), format{name: "count", flag: true, whole: func(w io.Writer, s *diagnosis.Session) error {
		_, err := fmt.Fprintln(w, s.Len(), "requests")
		return err
	}})
	for _, arguments := range [][]string{{"-format", "count", "a.har"}, {"a.har", "-count"}} {
		if status, out, warned := runs(t, map[string]string{"a.har": session}, "", arguments...); status != exitFine || out != "3 requests\n" {
			t.Errorf("%q: %d: %q %q", arguments, status, out, warned)
		}
	}
	if _, _, warned := runs(t, nil, "", "-format", "total", "a.har"); !strings.Contains(warned, "migration, count") {
		t.Errorf("an unknown format: %q", warned)
	}
}

// What there is to choose is in the help.
func TestHelpIsComplete(t *testing.T) {
	names := formatNames()
	(&options{}).flagSet().VisitAll(func(f *flag.Flag) { names = append(names, "-"+f.Name) })
	for _, name := range names {
		if !strings.Contains(help, name) {
			t.Errorf("the help says nothing of %s", name)
		}
	}
	for line := range strings.Lines(help) {
		if len([]rune(line)) > 91 {
			t.Errorf("too long for a terminal: %q", line)
		}
	}
}

func TestRunWithPacks(t *testing.T) {
	const own = "../../catalog/testdata/parking.json"
	text, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"parking.json": string(text),
		"broken.json":  strings.Replace(strings.Replace(string(text), `"brief": "Bad day",`, "", 1), `"name": "Take any bay"`, `"name": ""`, 1),
		"taken.json":   strings.Replace(string(text), `"id": "ticket-unknown"`, `"id": "expired-token"`, 1),
		"log.har":      `{"log":{"entries":[{"request":{"method":"POST","url":"http://localhost:8090/bays/B7/tickets"},"response":{"status":409,"content":{"text":"{\"error\":\"bay_taken\",\"error_description\":\"Bay B7 is taken until 2026-05-01\"}"}}}]}}`,
		"proxied.har":  `{"log":{"entries":[{"request":{"method":"POST","url":"https://proxy.example/park/bays/B7/tickets"},"response":{"status":409,"content":{"text":"{\"error\":\"bay_taken\",\"error_description\":\"Bay B7 is taken until 2026-05-01\"}"}}}]}}`,
	}
	for _, test := range []struct {
		name        string
		arguments   []string
		status      int
		out, warned []string
	}{
		{"only read", []string{"-pack", "parking.json"}, 0, []string{"nothing is wrong with the pack parking: errors 3, causes 1, endpoints 3"}, nil},
		{"explains", []string{"log.har", "-pack", "parking.json"}, 1, []string{"error[bay-taken]", "(certain)"}, nil},
		{"broken", []string{"-pack", "broken.json", "log.har"}, 2, nil, []string{`broken.json: errors[2] (day-not-understood) is missing "brief"`, "broken.json: endpoints[1].name must not be empty", "cannot be used"}},
		{"taken id", []string{"-pack", "taken.json"}, 2, nil, []string{"taken.json", `"expired-token"`, `"fitbit"`}},
		{"twice", []string{"-pack", "parking.json", "-pack=parking.json"}, 2, nil, []string{`"parking"`}},
		{"no file", []string{"-pack", "none.json"}, 2, nil, []string{"misstep: none.json: "}},
		{"no pack", []string{"log.har"}, 0, nil, []string{"localhost:8090"}},
		{"another host", []string{"-pack", "parking.json", "-host", "proxy.example/park=parking", "proxied.har"}, 1, []string{"error[bay-taken]", "(certain)"}, nil},
		{"a host without a pack", []string{"-host", "localhost:8090", "log.har"}, 2, nil, []string{"misstep: -host localhost:8090: want HOST=PACK"}},
		{"host of an unknown pack", []string{"-host", "localhost:8090=perking", "log.har"}, 2, nil, []string{`misstep: -host localhost:8090=perking: `, `"perking"`}},
		{"no host", []string{"-host", "a b=fitbit", "log.har"}, 2, nil, []string{"misstep: -host a b=fitbit: "}},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, out, warned := runs(t, files, "", test.arguments...)
			if status != test.status {
				t.Errorf("exit status %d, want %d: %s", status, test.status, warned)
			}
			for have, wants := range map[string][]string{out: test.out, warned: test.warned} {
				for _, want := range wants {
					if !strings.Contains(have, want) {
						t.Errorf("no %q in %q", want, have)
					}
				}
			}
		})
	}
}

// What is written without secrets is explained as before.
func TestClean(t *testing.T) {
	const token = "0123456789abcdef0123456789abcdef01234567"
	status, out, _ := runs(t, map[string]string{"a.har": session}, "", "-har", "a.har")
	if status != 0 || !json.Valid([]byte(out)) || !strings.Contains(out, "insufficient_scope") {
		t.Errorf("%d: %s", status, out)
	}
	status, out, _ = runs(t, nil, "Refresh token invalid: "+token, "-har", "-")
	if status != 0 || strings.Contains(out, token) || !strings.Contains(out, "refresh-token-1.") {
		t.Errorf("%d: %s", status, out)
	}
	if status, out, _ = runs(t, map[string]string{"a.har": out}, "", "a.har"); status != 1 || !strings.Contains(out, "refresh-token-invalid") {
		t.Errorf("%d: %s", status, out)
	}
}
