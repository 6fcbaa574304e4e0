package paste

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

var knowledge = catalog.Load(builtin.Packs)

// readOne reads a text that is one exchange.
func readOne(t *testing.T, text string) httpmsg.Exchange {
	t.Helper()
	found, err := Read(knowledge, text)
	if err != nil || len(found) != 1 {
		t.Fatalf("Read(%q): %d exchanges, %v", text, len(found), err)
	}
	return found[0]
}

var update = flag.Bool("update", false, "write the golden files anew")

// Each testdata/paste/*.txt is a text as people paste it; the .json beside it is
// the exchange that it is read as.
func TestPaste(t *testing.T) {
	files, err := filepath.Glob("testdata/paste/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no texts in testdata/paste", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			x := readOne(t, string(text))
			if x.Pasted != string(text) {
				t.Error("Pasted is not the text")
			}
			x.Pasted = ""
			got, err := json.MarshalIndent(x, "", "\t")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			golden := strings.TrimSuffix(file, ".txt") + ".json"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatalf("%v; run go test -update", err)
			}
			if string(got) != strings.ReplaceAll(string(want), "\r\n", "\n") {
				t.Errorf("differs from %s:\n%s", golden, got)
			}
			crlf := readOne(t, "\ufeff"+strings.ReplaceAll(string(text), "\n", "\r\n"))
			if crlf.Request.URL != x.Request.URL || crlf.Response.Status != x.Response.Status || len(crlf.Response.Headers) != len(x.Response.Headers) {
				t.Errorf("with CR LF: %+v", crlf)
			}
		})
	}
}

func TestPasteBlank(t *testing.T) {
	for _, text := range []string{"", " \n", "\ufeff"} {
		if _, err := Read(knowledge, text); !errors.Is(err, har.ErrEmpty) {
			t.Errorf("Read(%q): %v", text, err)
		}
	}
}

// Texts that aren't request and no raw HTTP are bodies, as they are.
func TestPastePlain(t *testing.T) {
	for _, text := range []string{
		"Fitbit API request failed. Status code: 403 API client is not authorized",
		`{"errors":[{"errorType":"expired_token","message":"Access token expired"}],"success":false}`,
		`{"response":{"status":401,"data":{"errors":[]}}}`,
		`{u'errors': [{u'errorType': u'expired_token'}]}`,
		"curl", "curling is fun", "curl --compressed", "HTTP/1.1", "HTTP error 401",
		"<html>502</html>", "* item\n> quote\n< other", "{", "null", "'", "\x00",
	} {
		x := readOne(t, text)
		b := x.Response.Body
		if x.Response.Status != 0 || x.Request.URL != "" || b.Text != text || !b.Recorded || b.Truncated {
			t.Errorf("Read(%q) = %+v", text, x)
		}
	}
}

func TestShellWords(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
		rest string
	}{
		{`a 'b c' "d e" f\ g`, []string{"a", "b c", "d e", "f g"}, ""},
		{`a '' "" b`, []string{"a", "", "", "b"}, ""},
		{"a \\\n  -b \\\r\n -c\nrest\nmore", []string{"a", "-b", "-c"}, "rest\nmore"},
		{"a b\n  -H c\n\n--data d\n{}", []string{"a", "b", "-H", "c", "--data", "d"}, "{}"},
		{`$'a\'b\n\x41\u00e9\101\\' $"x"`, []string{"a'b\nAéA\\", "x"}, ""},
		{`"a\"b\$c\\d\e"`, []string{`a"b$c\d\e`}, ""},
		{`'it'\''s'`, []string{"it's"}, ""},
		{"a 'unclosed b", []string{"a", "unclosed b"}, ""},
		{`a "unclosed \`, []string{"a", `unclosed \`}, ""},
		{"a $'unclosed \\", []string{"a", `unclosed \`}, ""},
		{"a | jq .\n{}", []string{"a"}, "{}"},
		{"a 2>&1 > f\n{}", []string{"a"}, "{}"},
		{"a https://x?b=1&c=2", []string{"a", "https://x?b=1&c=2"}, ""},
		{"a ^\n  -H ^\"b: c^\" ^\n  -d ^\"^{^\\^\"x^\\^\":1^}^\"", []string{"a", "-H", "b: c", "-d", `{"x":1}`}, ""},
		{"a ^\"b^\n\nc^\" ^\n -d", []string{"a", "b\nc", "-d"}, ""},
		{"a \"b: it's\" ^\r\n  -d \"{\"\"x\"\":1}\"", []string{"a", "b: it's", "-d", `{"x":1}`}, ""},
		{"a 'b: ^\"c^\" ^\nd' \"e ^\" f^\"g", []string{"a", "b: ^\"c^\" ^\nd", "e ^", "f^g"}, ""}, // bash's: ^ in quotes or in a word
		{"a 'b'\n{\"c\": \"^\n ^\"}", []string{"a", "b"}, "{\"c\": \"^\n ^\"}"},                   // what follows says nothing of the command
		{"a `\n -b", []string{"a", "-b"}, ""},
	} {
		got := shellWords(c.text)
		if strings.Join(got.words, "\x00") != strings.Join(c.want, "\x00") || got.rest != c.rest {
			t.Errorf("shellWords(%q) = %q, %q; want %q, %q", c.text, got.words, got.rest, c.want, c.rest)
		}
	}
}

func TestCurlOptions(t *testing.T) {
	for _, c := range []struct{ text, method, url, header, body string }{
		{"curl https://x/a", "GET", "https://x/a", "", ""},
		{"curl x/a", "GET", "http://x/a", "", ""},
		{"curl -sSLX delete https://x", "delete", "https://x", "", ""},
		{"curl -XPUT --url https://x", "PUT", "https://x", "", ""},
		{"curl --request=PATCH https://x", "PATCH", "https://x", "", ""},
		{"curl -I https://x", "HEAD", "https://x", "", ""},
		{"curl -T f https://x", "PUT", "https://x", "", ""},
		{"curl -d a=1 -d 'b=2' https://x", "POST", "https://x", "Content-Type: application/x-www-form-urlencoded", "a=1&b=2"},
		{"curl -G -d a=1 --data-urlencode 'b=c d' 'https://x?z=0#f'", "GET", "https://x?z=0&a=1&b=c+d#f", "", ""},
		{"curl --data-urlencode 'c d' https://x", "POST", "https://x", "Content-Type: application/x-www-form-urlencoded", "c+d"},
		{"curl --json '{}' https://x", "POST", "https://x", "Content-Type: application/json", "{}"},
		{"curl -H 'content-type: text/plain' --data-raw x https://x", "POST", "https://x", "content-type: text/plain", "x"},
		{"curl -u 22ABCD:secret https://x", "GET", "https://x", "Authorization: Basic MjJBQkNEOnNlY3JldA==", ""},
		{"curl --oauth2-bearer t https://x", "GET", "https://x", "Authorization: Bearer t", ""},
		{"curl -u a:b -H 'authorization: Bearer t' https://x", "GET", "https://x", "authorization: Bearer t", ""},
		{"curl -b a=b https://x", "GET", "https://x", "Cookie: a=b", ""},
		{"curl -o out.json -m 5 --retry 3 https://x", "GET", "https://x", "", ""},
		{"$ curl https://x", "GET", "https://x", "", ""},
		{"curl https://x -H 'X-Empty;'", "GET", "https://x", "X-Empty: ", ""},
		{"curl https://x -H", "GET", "https://x", "", ""},
	} {
		x := readOne(t, c.text)
		if x.Request.Method != c.method || x.Request.URL != c.url || x.Response.Body.Recorded {
			t.Errorf("Read(%q) = %+v", c.text, x.Request)
			continue
		}
		if c.header != "" {
			name, value, _ := strings.Cut(c.header, ": ")
			if got, ok := x.Request.Header(name); !ok || got != value {
				t.Errorf("Read(%q): %s: %q", c.text, name, got)
			}
		}
		body := ""
		if x.Request.PostData != nil {
			body = x.Request.PostData.Text
		}
		if body != c.body {
			t.Errorf("Read(%q): body %q", c.text, body)
		}
	}
}

// A lot of whatever takes a moment, not minutes.
func TestLinear(t *testing.T) {
	const size = 1 << 19
	for _, unit := range []string{
		"\n", "\\\n", "'", "\"", "$'", "^\n", "-A x ", "-H a:b ", "-d a ", "\n-d x", " x\n", "a: b\n", "> a: b\n", "< HTTP/2 200\n", "< HTTP/2 200\n<\nx\n",
		"HTTP/2 200\n\n", "{", "[", `{"log":`, `{"request":`, "* Connection #", "\n\n\n",
	} {
		for _, head := range []string{"", "curl https://x ", "HTTP/1.1 200 OK\na: b\n", "> GET / HTTP/1.1\n", "GET / HTTP/1.1\n", `{"request":`} {
			text := head + strings.Repeat(unit, size/len(unit))
			start := time.Now()
			Read(knowledge, text)
			har.LooksLikeHAR(text)
			har.Read(strings.NewReader(text), nil, func(int, httpmsg.Exchange) {})
			if d := time.Since(start); d > 8*time.Second {
				t.Errorf("half a megabyte of %q after %q takes %v", unit, head, d)
			} else if testing.Verbose() && d > 200*time.Millisecond {
				t.Logf("%q after %q takes %v", unit, head, d)
			}
		}
	}
}

func FuzzPaste(f *testing.F) {
	f.Add(`{"startedDateTime":"2026-11-02T14:00:11.5+02:00","time":12.5,"request":{"method":"get","url":"https://api.fitbit.com/1/user/-/profile.json?a=b","httpVersion":"http/2.0","headers":[{"name":"authorization","value":"Bearer x"}]},"response":{"status":401,"statusText":"","headers":[{"name":"Date","value":"d"}],"content":{"size":2,"mimeType":"application/json","text":"{}"}}}`)
	f.Add("curl -X POST 'https://x' -H \"a: b\" -d $'a\\x41' \\\n -u a:b\nHTTP/1.1 401 Unauthorized\na: b\n\n{}")
	f.Add("* Trying\n> GET / HTTP/1.1\n> Host: x\n>\n< HTTP/1.1 100 Continue\n<\n< HTTP/1.1 401\n< a: b\n<\n{}* Connection #0 to host x left intact")
	f.Add("GET /x HTTP/1.1\nHost: x\n\nHTTP/2 302\nLocation: y\n\nHTTP/2 200\n\nbody")
	f.Add("curl ^\"https://x^\" ^\n -H ^\"a: ^\\^\"b^\\^\"^\"")
	f.Fuzz(func(t *testing.T, text string) {
		found, err := Read(knowledge, text)
		if err != nil {
			if !errors.Is(err, har.ErrEmpty) || strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")) != "" {
				t.Errorf("Read(%q): %v", text, err)
			}
			return
		}
		if len(found) == 1 && found[0].Pasted != text {
			t.Errorf("Pasted is %q", found[0].Pasted)
		}
		for _, x := range found {
			if s := x.Response.Status; s != 0 && (s < 100 || s > 999) {
				t.Errorf("status %d", s)
			}
			x.Request.Params()
		}
	})
}

// One command may make several requests, as the real curl does.
func TestSeveralRequests(t *testing.T) {
	for _, c := range []struct{ text, urls string }{
		{"curl https://x https://y", "https://x https://y"},
		{"curl -X POST https://x --next https://y", "https://x https://y"},
		{"curl 'https://x/{a,b}/[1-2]'", "https://x/a/1 https://x/b/1 https://x/a/2 https://x/b/2"},
		{"curl 'https://x/[08-10]'", "https://x/08 https://x/09 https://x/10"},
		{"curl 'https://x/[a-e:2]'", "https://x/a https://x/c https://x/e"},
		{"curl -g 'https://x/{a,b}'", "https://x/{a,b}"},
		{"curl 'https://x/{user-id}/[x]'", "https://x/{user-id}/[x]"},
		{"curl 'https://x/{a,b'", "https://x/{a,b"},
	} {
		found, err := Read(knowledge, c.text)
		var urls []string
		for _, x := range found {
			urls = append(urls, x.Request.URL)
		}
		if have := strings.Join(urls, " "); err != nil || have != c.urls {
			t.Errorf("Read(%q): %s, %v; want %s", c.text, have, err, c.urls)
		}
	}
}

// Of a log that is too long, what was not read is said.
func TestLongLog(t *testing.T) {
	const lines = 10_001
	var log strings.Builder
	for i := range lines {
		fmt.Fprintf(&log, "\"GET /1/user/-/sleep/date/2026-10-30.json?n=%d HTTP/1.1\" 401 48\n", i)
	}
	found, err := Read(knowledge, log.String())
	var cut *CutError
	if !errors.As(err, &cut) || cut.Requests != len(found) || len(found) != lines-1 || cut.Rest == 0 {
		t.Errorf("%d requests, %v", len(found), err)
	}
}
