package har

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"misstep/wasm/httpmsg"
)

// recordingOf is a recording of so many entries, one in twenty of which goes to a host that
// is watched; headers come before or after the address.
func recordingOf(entries, body int, headersFirst bool) []byte {
	var b bytes.Buffer
	b.WriteString(`{"log":{"version":"1.2","entries":[`)
	for i := range entries {
		if i > 0 {
			b.WriteByte(',')
		}
		host := "cdn.example"
		if i%20 == 0 {
			host = "api.fitbit.com"
		}
		headers := `"headers":[{"name":"Accept","value":"*/*"},{"name":"User-Agent","value":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"},{"name":"Referer","value":"https://app.example/dashboard"}`
		if i%3 == 0 {
			headers += fmt.Sprintf(`,{"name":"authorization","value":"Bearer token%d"}`, i)
		}
		headers += `,{"name":"Cookie","value":"` + strings.Repeat("a=b; ", 200) + `"}]`
		address := fmt.Sprintf(`"url":"https://%s/%d"`, host, i)
		first, second := address, headers
		if headersFirst {
			first, second = headers, address
		}
		fmt.Fprintf(&b, `{"startedDateTime":"2026-10-30T12:00:00.000Z","request":{"method":"GET",%s,"httpVersion":"h2",%s,"queryString":[]},"response":{"status":200,"headers":[{"name":"authorization","value":"none"}],"content":{"mimeType":"text/plain","text":"%s"}}}`,
			first, second, strings.Repeat(`body \"authorization\": `, body/24))
	}
	b.WriteString(`]}}`)
	return b.Bytes()
}

func seeFitbit(_ int, address []byte) bool { return bytes.Contains(address, []byte("fitbit")) }

// Of what is refused the request's credentials are heard, and nothing else.
func TestOverhear(t *testing.T) {
	for _, headersFirst := range []bool{false, true} {
		text := recordingOf(60, 200, headersFirst)
		var heard []string
		sum, err := ReadLending(bytes.NewReader(text), seeFitbit, func(fields []httpmsg.Header) {
			for _, f := range fields {
				if f.Name == "authorization" {
					heard = append(heard, f.Value)
				}
			}
		}, func(int, httpmsg.Exchange) {})
		if err != nil || sum.Entries != 3 || sum.Passed != 57 {
			t.Fatal(sum, err)
		}
		if len(heard) != 19 || heard[0] != "Bearer token3" || heard[18] != "Bearer token57" {
			t.Errorf("headers first %v: %q", headersFirst, heard)
		}
	}
}

// A refused entry that is broken inside is stepped over as before.
func TestOverhearBroken(t *testing.T) {
	for _, request := range []string{`{"url":"https://x.example/" "headers":[1,2]}`, `{"url":"https://x.example/","a":}`, `{"url":"https://x.example/",}`, `{"url":"https://x.example/","headers":{"authorization":"Bearer x"}}`, `{"url":"https://x.example/","headers":"authorization\""}`, `{"headers":[{"name":"authorization"}],"url":"https://x.example/"}`} {
		text := `{"log":{"entries":[{"request":` + request + `,"response":{}},{"request":{"url":"https://api.fitbit.com/"}}]}}`
		sum, err := ReadLending(strings.NewReader(text), seeFitbit, func([]httpmsg.Header) {}, func(int, httpmsg.Exchange) {})
		if err != nil || sum.Entries != 1 || sum.Passed != 1 {
			t.Errorf("%s: %+v, %v", request, sum, err)
		}
	}
}

func BenchmarkOverhear(b *testing.B) {
	text := recordingOf(5000, 20<<10, false)
	for _, overhear := range []func([]httpmsg.Header){nil, func([]httpmsg.Header) {}} {
		b.Run(fmt.Sprint(overhear != nil), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				ReadLending(bytes.NewReader(text), seeFitbit, overhear, func(int, httpmsg.Exchange) {})
			}
		})
	}
}
