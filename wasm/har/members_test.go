package har

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
)

// Recorders put the same data into different members.
func TestEntryMembers(t *testing.T) {
	const json = `{\"errors\":[{\"errorType\":\"invalid_client\"}]}`
	plain := strings.ReplaceAll(json, `\`, "")
	header := func(name string) func(httpmsg.Exchange) any {
		return func(x httpmsg.Exchange) any {
			value, _ := httpmsg.Joined(append(x.Request.Headers, x.Response.Headers...), name)
			return value
		}
	}
	address := func(x httpmsg.Exchange) any { return x.Request.URL }
	sent := func(x httpmsg.Exchange) any { return x.Request.PostData.Text }
	body := func(x httpmsg.Exchange) any { return x.Response.Body.Text }
	missing := func(x httpmsg.Exchange) any { return x.Response.Body.Missing }
	unrecorded := func(x httpmsg.Exchange) any { return x.Unrecorded }
	began := func(x httpmsg.Exchange) any { return x.Started.Format(time.RFC3339) }
	for _, c := range []struct {
		name, text string
		get        func(httpmsg.Exchange) any
		want       any
	}{
		{"query next to the URL", `{"request":{"url":"https://x/a#b","queryString":[{"name":"a","value":"1 2"},{"name":"c[]","value":"%20&="}]}}`, address, "https://x/a?a=1+2&c%5B%5D=%2520%26%3D#b"},
		{"query before the URL, encoded", `{"request":{"queryString":[{"name":"a","value":"1%202"}],"url":"https://x/"}}`, address, "https://x/?a=1+2"},
		{"query as an object", `{"request":{"url":"https://x/","queryString":{"a":"1","b":2}}}`, address, "https://x/?a=1&b=2"},
		{"query in both", `{"request":{"url":"https://x/?a=1","queryString":[{"name":"a","value":"1"}]}}`, address, "https://x/?a=1"},
		{"no query", `{"request":{"url":"https://x/","queryString":[ ]}}`, address, "https://x/"},
		{"blanks around the URL", `{"request":{"url":" https://x/\n"}}`, address, "https://x/"},
		{"cookies next to the headers", `{"request":{"cookies":[{"name":"a","value":"b","path":"/"},{"name":"c","value":"d"}]}}`, header("Cookie"), "a=b; c=d"},
		{"cookies in both", `{"request":{"headers":[{"name":"cookie","value":"a=b"}],"cookies":[{"name":"a","value":"b"}]}}`, header("Cookie"), "a=b"},
		{"cookies of the response", `{"response":{"cookies":[{"name":"a","value":"b","httpOnly":true},{"name":"c","value":"d"}]}}`, header("Set-Cookie"), "a=b, c=d"},
		{"headers as an object", `{"request":{"headers":{"Accept":"x","N":1}}}`, header("Accept"), "x"},

		{"base64", `{"request":{"postData":{"text":"YT1i","encoding":"base64"}}}`, sent, "a=b"},
		{"base64 of bytes", `{"request":{"postData":{"encoding":"base64","text":"/wA="}}}`, sent, "\xff\x00"},
		{"invalid base64", `{"request":{"postData":{"encoding":"base64","text":"a=b&c"}}}`, sent, "a=b&c"},
		{"no base64", `{"request":{"postData":{"text":"YT1i"}}}`, sent, "YT1i"},
		{"an object that was sent", `{"request":{"postData":{"text":{"a": [1]}}}}`, sent, `{"a": [1]}`},
		{"a text alone", `{"request":{"postData":"a=b"}}`, sent, "a=b"},
		{"a file that was sent", `{"request":{"postData":{"_file":"a.json"}}}`, func(x httpmsg.Exchange) any { return x.Request.PostData.File }, "a.json"},

		{"an object", `{"response":{"content":{"text":` + plain + `}}}`, body, plain},
		{"an array", `{"response":{"content":{"text":[1, 2]}}}`, body, `[1, 2]`},
		{"a list of bytes", `{"response":{"content":{"text":[123, 34, 97, 34, 58, 49, 125]}}}`, body, `{"a":1}`},
		{"a Buffer of Node", `{"response":{"content":{"text":{"type":"Buffer","data":[60,112,62,195,169]}}}}`, body, "<p>é"},
		{"a list that is a body", `{"response":{"content":{"text":[1,2,300]}}}`, body, "[1,2,300]"},
		{"an object that is a body", `{"response":{"content":{"text":{"type":"Buffer","data":[1,2]}}}}`, body, `{"type":"Buffer","data":[1,2]}`},
		{"base64 undeclared", `{"response":{"content":{"mimeType":"application/json","text":"eyJlcnJvcnMiOlt7ImVycm9yVHlwZSI6ImludmFsaWRfY2xpZW50In1dfQ=="}}}`, body, plain},
		{"HTML in base64 undeclared", `{"response":{"content":{"mimeType":"text/html","text":"PGh0bWw+PHA+Tm90IGZvdW5kPC9wPjwvaHRtbD4="}}}`, body, "<html><p>Not found</p></html>"},
		{"a token, no base64", `{"response":{"content":{"text":"eyJhbGciOiJIUzI1NiJ9.e30.c2ln"}}}`, body, "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"},
		{"a word, no base64", `{"response":{"content":{"text":"everythingIsFineHere"}}}`, body, "everythingIsFineHere"},
		{"a picture", `{"response":{"content":{"mimeType":"image/png","text":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ","encoding":"base64"}}}`, missing, httpmsg.MissingBinary},
		{"gzip", `{"response":{"content":{"text":"H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==","encoding":"base64"}}}`, missing, httpmsg.MissingPacked},
		{"gzip undeclared", `{"response":{"content":{"text":"H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA=="}}}`, missing, httpmsg.MissingPacked},
		{"gzip as characters", `{"response":{"content":{"text":"\u001f\u008b\b\u0000\u0000\u0000\u0000\u0000\u0000\u0003\u00ab\u00ae\u0005\u0000"}}}`, missing, httpmsg.MissingPacked},
		{"gzip as broken characters", `{"response":{"content":{"text":"\u001f\ufffd\b\u0000\u0000\u0000\u0000\u0000\u0000\u0003\ufffd\ufffd\u0005"}}}`, missing, httpmsg.MissingBinary},
		{"Brotli", `{"response":{"headers":[{"name":"content-encoding","value":"br"}],"content":{"text":"iwGAe32VAw8B//+AAQL+gP+B","encoding":"base64"}}}`, missing, httpmsg.MissingPacked},
		{"unpacked by the recorder", `{"response":{"headers":[{"name":"content-encoding","value":"gzip"}],"content":{"text":"{}"}}}`, body, "{}"},
		{"a file", `{"response":{"status":401,"content":{"size":5,"_file":"a.json"}}}`, func(x httpmsg.Exchange) any { return x.Response.Body.File + " " + x.Response.Body.Missing }, "a.json file"},
		{"an unknown reason", `{"response":{"content":{"_missing":"<b>"}}}`, missing, ""},

		{"no response", `{"request":{"url":"https://x/"}}`, unrecorded, true},
		{"null for a response", `{"request":{"url":"https://x/"},"response":null}`, unrecorded, true},
		{"an empty response", `{"request":{"url":"https://x/"},"response":{"headers":[],"content":{}}}`, unrecorded, true},
		{"a status that is null", `{"request":{"url":"https://x/"},"response":{"status":null}}`, unrecorded, true},
		{"status 0, as Firefox", `{"request":{"url":"https://x/"},"response":{"status":0}}`, unrecorded, false},
		{"an error", `{"request":{"url":"https://x/"},"_error":"net::ERR_FAILED"}`, unrecorded, false},
		{"an error of null, as Chromium", `{"request":{"url":"https://x/"},"response":{"_error":null}}`, unrecorded, false},
		{"pasted", `{"_pasted":"x","request":{"url":"https://x/"}}`, unrecorded, false},

		{"a time that isn't ISO 8601", `{"startedDateTime":"Mon, 02 Nov 2026 14:00:11 GMT"}`, began, "2026-11-02T14:00:11Z"},
		{"milliseconds", `{"startedDateTime":1793628011000}`, began, "2026-11-02T14:00:11Z"},
		{"no time, but the server's", `{"time":1000,"response":{"headers":[{"name":"date","value":"Mon, 02 Nov 2026 14:00:11 GMT"}]}}`, began, "2026-11-02T14:00:10Z"},
		{"no time, and an old server's", `{"_fromCache":"disk","response":{"headers":[{"name":"date","value":"Mon, 02 Nov 2026 14:00:11 GMT"}]}}`, began, "0001-01-01T00:00:00Z"},
	} {
		x, err := Entry([]byte(c.text))
		if err != nil || c.get(x) != c.want {
			t.Errorf("%s: %v, %v; want %v", c.name, fmt.Sprintf("%q", c.get(x)), err, c.want)
		}
	}
}
