package export

import (
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/markdown"
	"misstep/wasm/paste"
	"misstep/wasm/redact"
)

// A shape is a recording of one request that is made to take long, of about n
// bytes.
type shape struct {
	name string
	text func(n int) string
}

// recordingOf is a recording of one request that failed.
func recordingOf(method, address, headers, postData, more, response string) string {
	return `{"log":{"entries":[{"request":{"method":"` + method + `","url":"` + address + `","headers":[` + headers + `]` + postData + more + `},"response":` + response + `}]}}`
}

func answerOf(body string) string {
	return `{"status":400,"content":{"text":"` + body + `"}}`
}

const profile, tokens = "https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/oauth2/token"

// repeated is a text again and again, of about n bytes.
func repeated(text string, n int) string { return strings.Repeat(text, n/len(text)+1) }

func bodied(name, before, again, after string) shape {
	return shape{"body: " + name, func(n int) string {
		return recordingOf("GET", profile, "", "", "", answerOf(before+repeated(again, n)+after))
	}}
}

func headed(name, header, before, again, after string) shape {
	return shape{header + ": " + name, func(n int) string {
		return recordingOf("GET", profile, `{"name":"`+header+`","value":"`+before+repeated(again, n)+after+`"}`, "", "", answerOf(`{\"errors\":[{\"errorType\":\"invalid_token\",\"message\":\"Access token invalid\"}]}`))
	}}
}

func addressed(name, before, again string) shape {
	return shape{"address: " + name, func(n int) string {
		return recordingOf("GET", before+repeated(again, n), "", "", "", answerOf(`{}`))
	}}
}

func sent(name, kind, before, again string) shape {
	return shape{"sent: " + name, func(n int) string {
		return recordingOf("POST", tokens, "", `,"postData":{"mimeType":"`+kind+`","text":"`+before+repeated(again, n)+`"}`, "", answerOf(`{\"errors\":[{\"errorType\":\"invalid_grant\",\"message\":\"Refresh token invalid: x\"}]}`))
	}}
}

const message = `{\"errors\":[{\"errorType\":\"system\",\"message\":\"`

var shapes = []shape{
	bodied("one message", message, "access token ", `\"}]}`),
	bodied("a token in a message", message+"Access token expired: eyJ", "eyJhbGciOi.", `\"}]}`),
	bodied("many errors", `{\"errors\":[`, `{\"errorType\":\"x_y\",\"message\":\"m\"},`, `{}]}`),
	bodied("many tokens", `{\"errors\":[`, `{\"message\":\"Access token expired: 0123456789abcdef0123456789abcdef\"},`, `{}]}`),
	bodied("deep", "", "[", ""),
	bodied("deep and closed", "", `{\"errors\":[`, ""),
	bodied("halves of characters", message, `\ud800\udbff\udfff`, `\"}]}`),
	bodied("NUL", message, `\u0000`, `\"}]}`),
	bodied("no UTF-8", message, "\xff\xc3(", `\"}]}`),
	bodied("one word", "", "a", ""),
	bodied("digits", "", "4", ""),
	bodied("hexadecimal", "", "0123456789abcdef", ""),
	bodied("quotes", "", `message: \"`, ""),
	bodied("backslashes", message, `\\\\`, ""),
	bodied("percent", message, `%25`, `\"}]}`),
	bodied("open comments", "<html>", "<!-- >", ""),
	bodied("open scripts", "<html>", "<script>", ""),
	bodied("many titles", "<html>", "<title>", ""),
	bodied("mail addresses", message, "a@b.", `\"}]}`),
	bodied("mail names", message, "a.", `@\"}]}`),
	bodied("users", message, "user_id=A1B2C3D4 ", `\"}]}`),
	bodied("curl", message+"curl ", "-b ' ", `\"}]}`),
	bodied("names", message, "access_token ", `\"}]}`),
	bodied("assignments", message, "access_token=", `\"}]}`),
	bodied("lists", message, "access_token=[['", `\"}]}`),
	bodied("schemes", message, "Bearer Basic ", `\"}]}`),
	bodied("backquotes", message, "` `` ``` ", `\"}]}`),
	bodied("rpc", `{\"error\":{\"message\":\"x\",\"details\":[`, `{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"A_B\",\"metadata\":{\"a\":\"b\"}},`, `{}]}}`),
	headed("one token", "Authorization", "Bearer ", "a1", ""),
	headed("schemes", "Authorization", "", "Bearer ", ""),
	headed("commas", "Authorization", `OAuth oauth_token=\"x\"`, ",", ""),
	headed("Basic", "Authorization", "Basic ", base64.StdEncoding.EncodeToString([]byte("23ABC:")), ""),
	headed("JWT", "Authorization", "Bearer ", "eyJhbGciOi.", ""),
	headed("cookies", "Cookie", "", "a=0123456789abcdef; ", ""),
	headed("cookie", "Set-Cookie", "a=", "x", ""),
	headed("link", "Link", "", "<https://x/>; ", ""),
	headed("date", "Date", "", "Mon, ", ""),
	addressed("segments", "https://api.fitbit.com", "/1"),
	addressed("one segment", "https://api.fitbit.com/1/user/-/", "profile"),
	addressed("dates", "https://api.fitbit.com/1/user/-/activities/steps/date/", "2026-01-01"),
	addressed("parameters", profile+"?", "a=b&"),
	addressed("secret parameters", profile+"?", "code=0123456789abcdef&"),
	addressed("fragments", profile, "#?&"),
	addressed("escapes", profile+"?a=", "%2525"),
	addressed("scopes", "https://www.fitbit.com/oauth2/authorize?client_id=23ABCD&scope=", "activity+"),
	addressed("at", "https://", "a:b@"),
	sent("parameters", "application/x-www-form-urlencoded", "grant_type=refresh_token", "&a=b"),
	sent("secrets", "application/x-www-form-urlencoded", "grant_type=refresh_token", "&refresh_token=0123456789abcdef"),
	sent("JSON", "application/json", `{\"grant_type\":`, `[`),
	sent("one secret", "application/x-www-form-urlencoded", "grant_type=authorization_code&code_verifier=", "aB3-"),
	{"headers", func(n int) string {
		return recordingOf("GET", profile, repeated(`{"name":"a","value":"b"},`, n)+`{}`, "", "", answerOf(""))
	}},
	{"headers with secrets", func(n int) string {
		var b strings.Builder
		for i := range n / 80 {
			fmt.Fprintf(&b, `{"name":"x-api-key","value":"%016x%016xAb"},`, i*7919, i)
		}
		return recordingOf("GET", profile, b.String()+`{}`, "", "", answerOf(""))
	}},
	{"answered headers", func(n int) string {
		return recordingOf("GET", profile, "", "", "", `{"status":429,"headers":[`+repeated(`{"name":"fitbit-rate-limit-reset","value":"9"},`, n)+`{}]}`)
	}},
	{"deep entry", func(n int) string {
		return recordingOf("GET", profile, "", "", `,"x":`+strings.Repeat("[", n/2)+strings.Repeat("]", n/2), answerOf(""))
	}},
	{"deep header", func(n int) string {
		return recordingOf("GET", profile, strings.Repeat(`{"name":`, n/9)+strings.Repeat("}", n/9), "", "", answerOf(""))
	}},
	{"parameters of a form", func(n int) string {
		return recordingOf("POST", tokens, "", `,"postData":{"mimeType":"multipart/form-data","params":[`+repeated(`{"name":"code","value":"0123456789abcdef%20"},`, n)+`{}]}`, "", answerOf(""))
	}},
}

// A yield is the size of an input's output, in bytes.
type yield struct{ report, recording, command int }

// through takes an input the whole way: read, listed, explained, reported and
// written without its secrets; and the same again as if it had been pasted.
func through(t testing.TB, input io.Reader, text func(string, ...string) string) (y yield, last *httpmsg.Exchange) {
	s := diagnosis.NewSession(knowledge())
	if _, err := har.Read(input, nil, func(_ int, x httpmsg.Exchange) { s.Add(x) }); err != nil {
		t.Fatal(err)
	}
	for id := 1; id <= s.LastID(); id++ {
		s.Summary(id)
		d := s.Diagnosis(id)
		if len(d.Findings) > 20*6 || len(d.Message) > 1000 {
			t.Errorf("%d findings, message of %d bytes", len(d.Findings), len(d.Message))
		}
		last = s.Exchange(id)
		y.report += len(Markdown(s, id, text))
		y.command += len(Curl(s, id, CurlOptions{}))
	}
	y.report += len(SessionMarkdown(s, nil, text))
	var out counter
	if err := HAR(s, nil, []byte("x"), &out); err != nil {
		t.Fatal(err)
	}
	y.recording = int(out)
	return y, last
}

func readPasted(t testing.TB, text string) {
	found, err := paste.Read(knowledge(), text)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range found {
		diagnosis.Explain(knowledge(), x)
		redact.Text(x.Pasted)
	}
}

// A counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// allocated is how many bytes a function asks for.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Four times the input costs four times the memory, no more, and no report grows
// beyond what people read. './build.sh bench hostile' measures the time.
func TestHostileInputCostsAsItsLength(t *testing.T) {
	const short, long = 16 << 10, 64 << 10
	text := words(t)
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			var y yield
			cost := func(n int) uint64 {
				input := s.text(n)
				return allocated(func() {
					y, _ = through(t, strings.NewReader(input), text)
					readPasted(t, input)
				})
			}
			cost(short) // what is made once
			before, after := cost(short), cost(long)
			if after > 6*before+1<<20 {
				t.Errorf("%d bytes are allocated for an input of %d, %d for one of %d", before, short, after, long)
			}
			if most := 12*long + 20_000; y.recording > most || y.command > most {
				t.Errorf("%+v of an input of %d", y, long)
			}
		})
	}
}

// Of what is promised by its size, all of it. As WebAssembly less, which has
// neither the memory nor the time.
func TestHostileInputOfFullSize(t *testing.T) {
	const mega = 1 << 20
	scale := 1
	if runtime.GOARCH == "wasm" || testing.Short() {
		scale = 10
	}
	text := words(t)
	named := func(name string) func(int) string {
		for _, s := range shapes {
			if s.name == name {
				return s.text
			}
		}
		t.Fatalf("no shape %q", name)
		return nil
	}
	for _, c := range []struct {
		name, shape string
		n           int
	}{
		{"a message of 1 MB", "body: one message", mega},
		{"100,000 errors", "body: many errors", 100_000 * len(`{\"errorType\":\"x_y\",\"message\":\"m\"},`)},
		{"a body 10,000 deep", "body: deep", 10_000},
		{"errors 10,000 deep", "body: deep and closed", 10_000 * len(`{\"errors\":[`)},
		{"an entry 10,000 deep", "deep entry", 20_000},
		{"headers 10,000 deep", "deep header", 10_000 * len(`{"name":}`)},
		{"a JSON form 10,000 deep", "sent: JSON", 10_000},
		{"1 MB of halves of characters", "body: halves of characters", mega},
		{"1 MB of NUL", "body: NUL", mega},
		{"1 MB of no UTF-8", "body: no UTF-8", mega},
		{"a path of 1 MB", "address: segments", mega},
		{"a token of 1 MB", "Authorization: one token", mega},
		{"a million headers", "headers", 1_000_000 / scale * len(`{"name":"a","value":"b"},`)},
	} {
		t.Run(c.name, func(t *testing.T) {
			input := named(c.shape)(c.n)
			y, x := through(t, strings.NewReader(input), text)
			if y.report > mostFields*3*mostBody {
				t.Errorf("a report of %d bytes", y.report)
			}
			if c.shape == "headers" {
				s := diagnosis.NewSession(knowledge())
				report := Markdown(s, s.Add(*x), text)
				if said := markdown.Prose(text("reportFieldsCut", fmt.Sprint(mostFields), fmt.Sprint(len(x.Request.Headers)))); !strings.Contains(report, said) {
					t.Errorf("%q is not in the report", said)
				}
			} else {
				readPasted(t, input)
			}
		})
	}
	t.Run("a text of 100 MB", func(t *testing.T) {
		length := 100 * mega / scale
		before, after, _ := strings.Cut(recordingOf("GET", profile, "", "", "", answerOf("|")), "|")
		input := io.MultiReader(strings.NewReader(before), io.LimitReader(again{'a'}, int64(length)), strings.NewReader(after))
		y, x := through(t, input, text)
		body := &x.Response.Body
		if len(body.Text) > mega || len(body.Text)+body.DroppedBytes != length || y.recording > 2*mega {
			t.Errorf("%d bytes are kept, %d are said to be left out; %+v", len(body.Text), body.DroppedBytes, y)
		}
	})
}

// again reads one byte again and again.
type again struct{ c byte }

func (a again) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = a.c
	}
	return len(p), nil
}

// ./build.sh bench hostile prints the time that twice the input takes, as a
// multiple of what the input takes: 2 where it grows as the input does.
func BenchmarkHostile(b *testing.B) {
	const n = 256 << 10
	text := words(b)
	for _, s := range shapes {
		b.Run(strings.ReplaceAll(s.name, " ", "-"), func(b *testing.B) {
			var took [2]time.Duration
			for i, input := range []string{s.text(n), s.text(2 * n)} {
				took[i] = time.Hour
				for range 3 { // the least of them has least of others' work in it
					start := time.Now()
					through(b, strings.NewReader(input), text)
					readPasted(b, input)
					took[i] = min(took[i], time.Since(start))
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(took[0].Microseconds())/1000, "ms")
			b.ReportMetric(float64(took[1])/float64(took[0]), "times")
		})
	}
}
