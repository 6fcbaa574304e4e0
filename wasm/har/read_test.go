package har

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"misstep/wasm/httpmsg"
)

const entry = `{"startedDateTime":"2026-11-02T14:00:11.5+02:00","time":12.5,"request":{"method":"get","url":"https://api.fitbit.com/1/user/-/profile.json?a=b","httpVersion":"http/2.0","headers":[{"name":"authorization","value":"Bearer x"}]},"response":{"status":401,"statusText":"","headers":[{"name":"Date","value":"d"}],"content":{"size":2,"mimeType":"application/json","text":"{}"}}}`

func read(r io.Reader) ([]httpmsg.Exchange, Summary, error) {
	var list []httpmsg.Exchange
	sum, err := Read(r, nil, func(_ int, x httpmsg.Exchange) { list = append(list, x) })
	return list, sum, err
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       Summary
	}{
		{"HAR 1.2", `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[` + entry + `,` + entry + `]}}`, Summary{"1.2", "WebInspector 537.36", 2, 0, 0, 0}},
		{"entries first", `{"x":[{"entries":1}],"log":{"entries":[` + entry + `],"creator":{"version":"1","name":"f"},"version":"1.1"}}`, Summary{"1.1", "f 1", 1, 0, 0, 0}},
		{"byte order mark", "\ufeff \r\n{\"log\":{\"entries\":[]}}\n\x00", Summary{}},
		{"log alone", `{"version":"1.2","entries":[` + entry + `]}`, Summary{"1.2", "", 1, 0, 0, 0}},
		{"null members", `{"log":{"version":null,"creator":null,"entries":null}}`, Summary{}},
		{"broken entries", `{"log":{"entries":[null,5,"x",[],{"request":},{},` + entry + `]}}`, Summary{"", "", 2, 0, 5, 1}},
		{"version as number", `{"log":{"version":1.2,"entries":[]}}`, Summary{Version: "1.2"}},
		{"escaped names", `{"l\u006fg":{"entries":[{}]}}`, Summary{Entries: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(c.text), iotest.OneByteReader(strings.NewReader(c.text)), iotest.DataErrReader(strings.NewReader(c.text))} {
				list, sum, err := read(r)
				if err != nil || sum != c.want || len(list) != sum.Entries {
					t.Errorf("read %d, %+v, %v; want %+v", len(list), sum, err, c.want)
				}
			}
			for _, size := range windows {
				if _, sum, err := readIn(size, c.text, nil); err != nil || sum != c.want {
					t.Errorf("in a window of %d: %+v, %v; want %+v", size, sum, err, c.want)
				}
			}
		})
	}
}

// What Chromium left unfinished was cut off where a page of the list began later.
func TestReadPages(t *testing.T) {
	const pending = `{"startedDateTime":"2026-11-02T14:00:11.065Z","time":0,"_resourceType":"fetch","request":{"url":"https://x/"},"response":{"status":0,"_error":null}}`
	page := func(began string) string { return `{"startedDateTime":` + began + `,"id":"page_1","title":"t"}` }
	const before, same, after = `"2026-11-02T14:00:11.060Z"`, `"2026-11-02T14:00:11.065Z"`, `"2026-11-02T14:00:11.077Z"`
	for _, c := range []struct {
		name, log string
		want      bool
	}{
		{"its own page alone", `"pages":[` + page(before) + `],"entries":[` + pending + `]`, false},
		{"a page that began with it", `"pages":[` + page(same) + `],"entries":[` + pending + `]`, false},
		{"a page ten seconds after it", `"pages":[` + page(`"2026-11-02T14:00:21.065Z"`) + `],"entries":[` + pending + `]`, true},
		{"a page later than that", `"pages":[` + page(`"2026-11-02T14:00:21.066Z"`) + `],"entries":[` + pending + `]`, false},
		{"a page after it", `"pages":[` + page(before) + `,` + page(after) + `],"entries":[` + pending + `]`, true},
		{"the newest page first", `"pages":[` + page(after) + `,` + page(before) + `],"entries":[` + pending + `]`, true},
		{"no pages", `"entries":[` + pending + `]`, false},
		{"pages after the entries", `"entries":[` + pending + `],"pages":[` + page(after) + `]`, false},
		{"odd pages", `"pages":[null,7,{"startedDateTime":null},{"startedDateTime":9},{}],"entries":[` + pending + `]`, false},
		{"pages that aren't a list", `"pages":{"startedDateTime":` + after + `},"entries":[` + pending + `]`, false},
		{"one that was answered", `"pages":[` + page(`"2026-11-02T12:00:12Z"`) + `],"entries":[` + entry + `]`, false},
	} {
		for _, size := range windows {
			list, _, err := readIn(size, `{"log":{`+c.log+`}}`, nil)
			if err != nil || len(list) != 1 || list[0].CutOff != c.want {
				t.Errorf("%s, in a window of %d: %+v, %v; want cut off %v", c.name, size, list, err, c.want)
			}
		}
	}
}

func TestReadErrors(t *testing.T) {
	offset := func(want int64) func(error) bool {
		return func(err error) bool {
			var not *NotJSONError
			return errors.As(err, &not) && not.Offset == want
		}
	}
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	for _, c := range []struct {
		text string
		ok   func(error) bool
	}{
		{"", is(ErrEmpty)},
		{" \n", is(ErrEmpty)},
		{"\ufeff", is(ErrEmpty)},
		{"<html>", offset(0)},
		{" \x00\x00", offset(1)},
		{"401 Unauthorized", offset(4)},
		{"[2026-11-02] GET", offset(0)},
		{"not", offset(0)},
		{`{"errors":nonsense`, offset(18)},
		{"{errors}", offset(1)},
		{"{}", is(ErrNotHAR)},
		{"[]", is(ErrNotHAR)},
		{"null", is(ErrNotHAR)},
		{`{"errors":[{"errorType":"x"}]}`, is(ErrNotHAR)},
		{`{"log":{"version":"1.2"}}`, is(ErrNotHAR)},
		{`{"log":{"entries":{}}}`, is(ErrNotHAR)},
		{`{"log":"entries"}`, is(ErrNotHAR)},
	} {
		if _, _, err := read(strings.NewReader(c.text)); !c.ok(err) {
			t.Errorf("Read(%q): %v", c.text, err)
		}
	}
	broken := errors.New("disk on fire")
	text := `{"log":{"entries":[` + entry
	list, _, err := read(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)))
	if !errors.Is(err, broken) || len(list) != 1 {
		t.Errorf("after a read error: %d entries, %v", len(list), err)
	}
}

// Wherever a recording is cut, the entries before the cut are read and the cut
// is said with its place.
func TestReadCut(t *testing.T) {
	head := `{"log":{"version":"1.2","entries":[`
	text := head + entry + "," + entry + `],"pages":[]}}`
	for n := len(`{"log":{`); n < len(text); n++ {
		window := windows[n%len(windows)]
		list, sum, err := readIn(window, text[:n], nil)
		var cut *CutError
		if !errors.As(err, &cut) || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut at %d: %v", n, err)
		}
		_, passed, err := readIn(window, text[:n], func(int, []byte) bool { return false })
		if refused := new(CutError); !errors.As(err, &refused) || *refused != *cut || passed.Passed != sum.Entries {
			t.Fatalf("cut at %d: %v where entries are wanted, %v, %+v where not", n, cut, err, passed)
		}
		want := 0
		if n >= len(head)+len(entry) {
			want++
		}
		if n >= len(head)+2*len(entry)+1 {
			want++
		}
		if len(list) != want || sum.Entries != want || cut.Entry != want || cut.Offset != int64(n) {
			t.Fatalf("cut at %d: %d entries, %+v, want %d", n, len(list), cut, want)
		}
	}
	_, _, err := read(strings.NewReader(head + entry + " nonsense"))
	var cut *CutError
	if !errors.As(err, &cut) || cut.Entry != 1 || cut.Offset != int64(len(head+entry)+1) {
		t.Errorf("corrupt: %v", err)
	}
}

func TestLooksLikeHAR(t *testing.T) {
	for text, want := range map[string]bool{
		`{"log":{"entries":[` + entry + `]}}`:                true,
		"\ufeff\n" + `{"log":{"version":"1.2","entries":[{"`: true,
		`{"version":"1.2","entries":[` + entry + `]}`:        true,
		entry:                      false,
		`{"errors":[]}`:            false,
		`{"log":{}}`:               false,
		`{"entries":[1]}`:          false,
		"curl https://x":           false,
		"":                         false,
		`the "log" has "entries"[`: false,
	} {
		if got := LooksLikeHAR(text); got != want {
			t.Errorf("LooksLikeHAR(%q) = %v", text, got)
		}
	}
}

func TestEntry(t *testing.T) {
	x, err := Entry([]byte(entry))
	if err != nil {
		t.Fatal(err)
	}
	if !x.Started.Equal(time.Date(2026, 11, 2, 12, 0, 11, 5e8, time.UTC)) || x.Duration != 12.5 || x.Request.Method != "GET" || x.Response.Status != 401 {
		t.Errorf("%+v", x)
	}
	if v, ok := x.Request.Header("Authorization"); v != "Bearer x" || !ok {
		t.Errorf("Authorization: %q, %v", v, ok)
	}
	if v, ok := x.Response.Header("date"); v != "d" || !ok {
		t.Errorf("Date: %q, %v", v, ok)
	}
	if _, ok := x.Response.Header("Server"); ok {
		t.Error("a header that is not there")
	}
	for _, c := range []struct {
		name, text string
		get        func(x httpmsg.Exchange) any
		want       any
	}{
		{"no members", `{}`, func(x httpmsg.Exchange) any { return fmt.Sprint(x) }, fmt.Sprint(httpmsg.Exchange{})},
		{"null members", `{"startedDateTime":null,"time":null,"request":null,"response":null}`, func(x httpmsg.Exchange) any { return fmt.Sprint(x) }, fmt.Sprint(httpmsg.Exchange{})},
		{"null headers", `{"request":{"headers":null,"postData":null},"response":{"headers":[null,{"name":"a"}],"content":null}}`, func(x httpmsg.Exchange) any { return len(x.Response.Headers) }, 1},
		{"status as text", `{"response":{"status":"403"}}`, func(x httpmsg.Exchange) any { return x.Response.Status }, 403},
		{"status as fraction", `{"response":{"status":4.03e2}}`, func(x httpmsg.Exchange) any { return x.Response.Status }, 403},
		{"status 0", `{"response":{"status":0,"_error":"net::ERR_FAILED"}}`, func(x httpmsg.Exchange) any { return x.Response.Error }, "net::ERR_FAILED"},
		{"failed in Playwright", `{"response":{"status":-1,"_failureText":"NS_ERROR_UNKNOWN_HOST"}}`, func(x httpmsg.Exchange) any { return x.Response.Error }, "NS_ERROR_UNKNOWN_HOST"},
		{"status -1", `{"response":{"status":-1}}`, func(x httpmsg.Exchange) any { return x.Response.Status }, 0},
		{"error of the entry", `{"_error":"net::ERR_ABORTED","response":{}}`, func(x httpmsg.Exchange) any { return x.Response.Error }, "net::ERR_ABORTED"},
		{"error null", `{"response":{"_error":null}}`, func(x httpmsg.Exchange) any { return x.Response.Error }, ""},
		{"type and cache", `{"_resourceType":"fetch","_fromCache":"disk"}`, func(x httpmsg.Exchange) any { return x.ResourceType + x.FromCache }, "fetchdisk"},
		{"cut off", `{"_cutOff":true,"response":{"status":401}}`, func(x httpmsg.Exchange) any { return x.CutOff }, true},
		{"not cut off", `{"_cutOff":false,"response":{"status":401}}`, func(x httpmsg.Exchange) any { return x.CutOff }, false},
		{"left unfinished by Chromium", `{"_resourceType":"fetch","time":0,"response":{"status":0,"_error":null}}`, func(x httpmsg.Exchange) any { return httpmsg.Unfinished(&x) && !x.CutOff }, true},
		{"left unfinished, as another tool has it", `{"_resourceType":"fetch","time":0,"response":{"status":0}}`, func(x httpmsg.Exchange) any { return httpmsg.Unfinished(&x) }, false},
		{"under way in Playwright", `{"pageref":"page@1f","time":-1,"response":{"status":-1}}`, func(x httpmsg.Exchange) any { return httpmsg.Unfinished(&x) }, true},
		{"failed in Playwright", `{"pageref":"page@1f","time":-1,"response":{"status":-1,"_failureText":"net::ERR_FAILED"}}`, func(x httpmsg.Exchange) any { return httpmsg.Unfinished(&x) }, false},
		{"answered in Chromium", `{"_resourceType":"fetch","time":9,"response":{"status":200,"_error":null}}`, func(x httpmsg.Exchange) any { return x.Response.Unfailed && !httpmsg.Unfinished(&x) }, true},
		{"failed in Chromium", `{"_resourceType":"fetch","time":0,"response":{"status":0,"_error":"net::ERR_FAILED"}}`, func(x httpmsg.Exchange) any { return httpmsg.Unfinished(&x) }, false},
		{"no status after some time", `{"_resourceType":"fetch","time":7,"response":{"status":0}}`, func(x httpmsg.Exchange) any { return httpmsg.Unfinished(&x) }, false},
		{"no status in Firefox", `{"time":0,"response":{"status":0}}`, func(x httpmsg.Exchange) any { return httpmsg.Unfinished(&x) }, false},
		{"no response recorded", `{"_resourceType":"fetch","time":0}`, func(x httpmsg.Exchange) any { return httpmsg.Unfinished(&x) }, false},
		{"body missing", `{"response":{"content":{"size":7,"_missing":"unread"}}}`, func(x httpmsg.Exchange) any { return x.Response.Body.Missing }, httpmsg.MissingUnread},
		{"negative time", `{"time":-1}`, func(x httpmsg.Exchange) any { return x.Duration }, 0.0},
		{"offset without colon", `{"startedDateTime":"2026-11-02T10:00:00.123+0100"}`, func(x httpmsg.Exchange) any { return x.Started.Format(time.RFC3339Nano) }, "2026-11-02T09:00:00.123Z"},
		{"no offset", `{"startedDateTime":"2026-11-02T10:00:00"}`, func(x httpmsg.Exchange) any { return x.Started.Format(time.RFC3339) }, "2026-11-02T10:00:00Z"},
		{"no time", `{"startedDateTime":"yesterday"}`, func(x httpmsg.Exchange) any { return x.Started.IsZero() }, true},
		{"escapes", `{"request":{"url":"\u0061\/\n\"\\\ud83d\ude00"}}`, func(x httpmsg.Exchange) any { return x.Request.URL }, "a/\n\"\\😀"},
		{"lone surrogates", `{"request":{"url":"a\ud83db\udc00\ud83d\u0041"}}`, func(x httpmsg.Exchange) any { return x.Request.URL }, "a\ufffdb\ufffd\ufffdA"},
		{"broken UTF-8, NUL, bad escapes", "{\"request\":{\"url\":\"a\xff\x00\\q\\u12\"}}", func(x httpmsg.Exchange) any { return x.Request.URL }, "a\ufffd\x00\\q\\u12"},
		{"redirect", `{"response":{"redirectURL":"/x"}}`, func(x httpmsg.Exchange) any { return x.Response.RedirectURL }, "/x"},
	} {
		x, err := Entry([]byte(c.text))
		if err != nil || c.get(x) != c.want {
			t.Errorf("%s: %v, %v; want %v", c.name, c.get(x), err, c.want)
		}
	}
	for _, text := range []string{"", "null", "[]", `{"request":}`, `{"a":1`, `{"a" 1}`, `{"request":{"url":"x}}`, "x"} {
		if _, err := Entry([]byte(text)); err == nil {
			t.Errorf("Entry(%q): no error", text)
		}
	}
}

func TestBody(t *testing.T) {
	mega := strings.Repeat("x", 1<<20)
	for _, c := range []struct {
		name, content string
		want          httpmsg.Body
	}{
		{"none", `{"size":5,"mimeType":"text/plain"}`, httpmsg.Body{MimeType: "text/plain", Size: 5}},
		{"null", `{"size":5,"text":null}`, httpmsg.Body{Size: 5}},
		{"empty", `{"size":0,"text":""}`, httpmsg.Body{Recorded: true}},
		{"empty, size unknown", `{"size":-1,"text":""}`, httpmsg.Body{Recorded: true}},
		{"left out", `{"size":9,"text":""}`, httpmsg.Body{Size: 9}},
		{"text", `{"size":2,"text":"{}"}`, httpmsg.Body{Text: "{}", Recorded: true, Size: 2}},
		{"no size", `{"text":"{}"}`, httpmsg.Body{Text: "{}", Recorded: true, Size: 2}},
		{"cut", `{"size":90,"text":"{\"a\":"}`, httpmsg.Body{Text: `{"a":`, Recorded: true, Truncated: true, Size: 90}},
		{"UTF-16", `{"size":12,"text":"hello"}`, httpmsg.Body{Text: "hello", Recorded: true, Size: 12}},
		{"said to be cut", `{"size":2,"text":"{}","comment":"Truncated"}`, httpmsg.Body{Text: "{}", Recorded: true, Truncated: true, Size: 2, Comment: "Truncated"}},
		{"base64", `{"text":"eyJhIjoi4oKsIn0=","encoding":"base64"}`, httpmsg.Body{Text: `{"a":"€"}`, Recorded: true, Size: 11}},
		{"base64, URL alphabet, no padding", `{"text":"Pj8_","encoding":"BASE64"}`, httpmsg.Body{Text: ">??", Recorded: true, Size: 3}},
		{"invalid base64", `{"text":"{}!","encoding":"base64"}`, httpmsg.Body{Text: "{}!", Recorded: true, Size: 3}},
		{"Latin-1", `{"text":"6Q==","encoding":"base64","mimeType":"text/plain; charset=ISO-8859-1"}`, httpmsg.Body{MimeType: "text/plain; charset=ISO-8859-1", Text: "é", Recorded: true, Size: 1}},
		{"bytes", `{"text":"6QA=","encoding":"base64"}`, httpmsg.Body{Text: "\ufffd\x00", Recorded: true, Size: 2}},
		{"byte order mark", `{"text":"77u/e30=","encoding":"base64"}`, httpmsg.Body{Text: "{}", Recorded: true, Size: 5}},
		{"UTF-16 bytes", `{"text":"//5hAA==","encoding":"base64"}`, httpmsg.Body{Text: "a", Recorded: true, Size: 4}},
		{"Firefox's limit", `{"text":"` + mega + `"}`, httpmsg.Body{Text: mega, Recorded: true, Truncated: true, Size: 1 << 20}},
	} {
		x, err := Entry([]byte(`{"response":{"content":` + c.content + `}}`))
		if err != nil || x.Response.Body != c.want {
			t.Errorf("%s: %.99v, %v", c.name, fmt.Sprintf("%+v", x.Response.Body), err)
		}
	}
}
