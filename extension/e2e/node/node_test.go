// Package node tests the module's JavaScript interface under Node, where there
// isn't a document.
package node

import (
	"bufio"
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

type diagnosis struct {
	Status   int    `json:"status"`
	URL      string `json:"url"`
	Unknown  bool   `json:"unknown"`
	Message  string `json:"message"`
	Findings []struct {
		ID, Pack, Type, Title, Message, Certainty, Cause string
		Status                                           int
		Score                                            float64
		Values                                           map[string]string
		Fixes, Docs                                      []string
		Evidence                                         []struct{ Text, Where string }
	} `json:"findings"`
}

// call makes these calls of globalThis.misstep in one Node process.
func call(t *testing.T, calls ...[]any) []json.RawMessage {
	t.Helper()
	var input bytes.Buffer
	for _, c := range calls {
		if err := json.NewEncoder(&input).Encode(c); err != nil {
			t.Fatal(err)
		}
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	wasmExec := filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js")
	node := exec.Command("node", "module.js", wasmExec, "../../../dist/extension/misstep.wasm")
	node.Stdin = &input
	var stderr bytes.Buffer
	node.Stderr = &stderr
	output, err := node.Output()
	if err != nil {
		t.Fatalf("node: %v\n%s", err, stderr.String())
	}
	var results []json.RawMessage
	lines := bufio.NewScanner(bytes.NewReader(output))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		results = append(results, bytes.Clone(lines.Bytes()))
	}
	if len(results) != len(calls) {
		t.Fatalf("%d calls, %d results (%s, Go %s)", len(calls), len(results), stderr.String(), runtime.Version())
	}
	return results
}

func decode[T any](t *testing.T, raw json.RawMessage) (value T) {
	t.Helper()
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatalf("%v in %.200s", err, raw)
	}
	return value
}

func entry(status int, method, url, body string) map[string]any {
	return map[string]any{
		"request":  map[string]any{"method": method, "url": url},
		"response": map[string]any{"status": status, "content": map[string]any{"text": body}},
	}
}

func TestInterface(t *testing.T) {
	const expired = `{"errors":[{"errorType":"expired_token","message":"Access token expired: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIifQ.c2lnbmF0dXJl Visit https://dev.fitbit.com/docs/oauth2 for more information on the Fitbit Web API authorization process."}],"success":false}`
	profile := entry(401, "GET", "https://api.fitbit.com/1/user/-/profile.json", expired)
	results := call(t,
		[]any{"version"},
		[]any{"explain", profile},
		[]any{"explain", expired},
		[]any{"explain", "Error: nothing that anybody knows"},
		[]any{"explain", 7},
		[]any{"explainAll", []any{profile, "invalid_grant - Authorization code invalid: x", 7}},
		[]any{"search", "concurrent refr", 3},
		[]any{"catalog"},
		[]any{"match", []any{map[string]any{"message": "Access token expired: abc", "status": 401}, map[string]any{"message": "no"}}},
		[]any{"identify", []any{"Access token expired: abc", "no", "in two\x00parts", "Access token expired: abc"}},
	)
	if version := decode[string](t, results[0]); version == "" || version == "development" {
		t.Errorf("version %q, want the manifest's", version)
	}
	for _, raw := range results[1:3] {
		d := decode[diagnosis](t, raw)
		if len(d.Findings) == 0 {
			t.Fatalf("nothing found: %s", raw)
		}
		f := d.Findings[0]
		if f.ID != "expired-token" || f.Certainty != "certain" || f.Pack != "fitbit" || f.Type != "expired_token" || f.Status != 401 ||
			f.Title == "" || f.Cause == "" || len(f.Fixes) == 0 || len(f.Docs) == 0 || len(f.Evidence) == 0 || f.Values["access_token"] == "" || f.Score < 0.9 {
			t.Errorf("%+v", f)
		}
		if strings.Contains(string(raw), "eyJzdWIiOiI5WFlaNDIifQ") {
			t.Error("the token is in clear")
		}
	}
	for _, raw := range results[3:5] {
		if d := decode[diagnosis](t, raw); !d.Unknown || d.Findings == nil || len(d.Findings) > 0 || d.Message == "" {
			t.Errorf("want unknown, have %s", raw)
		}
	}
	all := decode[[]diagnosis](t, results[5])
	if len(all) != 3 || all[0].Findings[0].ID != "expired-token" || all[1].Findings[0].ID != "authorization-code-invalid" || !all[2].Unknown {
		t.Errorf("explainAll: %s", results[5])
	}
	if hits := decode[[]struct{ ID string }](t, results[6]); len(hits) == 0 || hits[0].ID != "concurrent-refresh" {
		t.Errorf("search: %s", results[6])
	}
	packs := decode[[]struct {
		ID     string
		Errors []struct{ ID string }
	}](t, results[7])
	if len(packs) == 0 || packs[0].ID != "fitbit" || len(packs[0].Errors) < 66 {
		t.Errorf("catalog: %.200s", results[7])
	}
	if found := decode[[][]struct{ ID, Certainty string }](t, results[8]); len(found) != 2 || len(found[0]) == 0 || found[0][0].ID != "expired-token" || len(found[1]) != 0 {
		t.Errorf("match: %s", results[8])
	}
	place := 1 + slices.IndexFunc(packs[0].Errors, func(e struct{ ID string }) bool { return e.ID == "expired-token" })
	if have, want := decode[map[string]int](t, results[9]), map[string]int{"0": place, "1": 3, "2": 0, "3": 0, "4": 0, "5": 0, "6": place, "7": 3}; !maps.Equal(have, want) {
		t.Errorf("identify: %v, want %v", have, want)
	}
}

// Every error met in public goes through misstep.explain. The score is held in
// wasm/diagnosis; here it must come out the same under Node.
func TestPublicErrors(t *testing.T) {
	data, err := os.ReadFile("../../../wasm/diagnosis/testdata/public_errors.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	type public struct {
		ID, Method, URL, Body, Want string
		Status                      int
	}
	var lines []public
	var calls [][]any
	for line := range bytes.Lines(data) {
		p := decode[public](t, line)
		lines = append(lines, p)
		if p.Status == 0 {
			calls = append(calls, []any{"explain", p.Body})
		} else {
			calls = append(calls, []any{"explain", entry(p.Status, p.Method, p.URL, p.Body)})
		}
	}
	want, right := 0, 0
	for i, raw := range call(t, calls...) {
		d := decode[diagnosis](t, raw)
		if lines[i].Want == "" {
			continue
		}
		want++
		if len(d.Findings) > 0 && d.Findings[0].ID == lines[i].Want {
			right++
		} else {
			t.Logf("%s: want %s, have %.300s", lines[i].ID, lines[i].Want, raw)
		}
	}
	t.Logf("%d of %d lines of the public corpus that have a row find it first (%.1f %%)", right, want, 100*float64(right)/float64(want))
	if right*100 < want*90 {
		t.Errorf("%d of %d, want at least 90 %%", right, want)
	}
}

// Whatever a script hands over, it gets a response, and the program goes on.
func TestHostileInput(t *testing.T) {
	script := func(text string) map[string]any { return map[string]any{"script": text} }
	values := []any{
		script("1n"), script("Symbol()"), script("NaN"), script("undefined"), script("() => {}"), script("Object(1n)"),
		script("(() => { const all = Proxy.revocable([], {}); all.revoke(); return all.proxy; })()"),
		script("(() => { const all = []; all.push(all); return all; })()"),
		script("[{ toJSON() { throw { get message() { throw new Error('again'); } }; } }]"),
		script("({ get request() { throw { toString() { throw 1; } }; } })"),
		script("[{ toJSON() { throw Object.create(null); } }]"),
		script("[{ toJSON() { throw (() => { const all = Proxy.revocable({}, {}); all.revoke(); return all.proxy; })(); } }]"),
		script("[{ toJSON() { return misstep.explain({ toJSON() { throw 1; } }).message; } }]"),
		script("new Proxy([], { get() { throw 1; } })"),
		script("Array(1_000_000).fill('x')"),
		script("'x'.repeat(300_000_000)"),
		script("[[[[]]]].concat(JSON.parse('['.repeat(5000) + ']'.repeat(5000)))"),
	}
	var calls [][]any
	for _, name := range []string{"explain", "explainAll", "match", "identify", "search"} {
		for _, value := range values {
			calls = append(calls, []any{name, value, value})
		}
	}
	calls = append(calls, []any{"search", "rate limit", script("Infinity")}, []any{"search", "rate limit", 3}, []any{"explainAll", script("Array(1_000_000).fill('x')")})
	results := call(t, calls...)
	hits := decode[[]struct{ ID string }](t, results[len(results)-2])
	if len(hits) != 3 || hits[0].ID != "rate-limit" {
		t.Errorf("afterwards it finds %+v", hits)
	}
	if all := decode[[]diagnosis](t, results[len(results)-1]); len(all) != 1 || !strings.Contains(all[0].Message, "10000") {
		t.Errorf("a million are explained as %.300s", results[len(results)-1])
	}
}
