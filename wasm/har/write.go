package har

import (
	"bufio"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"misstep/catalog/messages"
	"misstep/wasm/httpmsg"
)

// A Creator is the program that a recording says it was made by.
type Creator struct {
	Name, Version string
}

// Write writes a HAR 1.2 recording of the exchanges, one at a time. Read gives
// the same exchanges again. What an Exchange does not keep is written as
// unknown: sizes of headers are -1, of the timings there is only the whole.
func Write(w io.Writer, exchanges iter.Seq[*httpmsg.Exchange], creator Creator) error {
	out := bufio.NewWriterSize(w, 64<<10)
	var b jsonBuilder
	b.raw(`{"log":{"version":"1.2","creator":{`)
	b.field("name", creator.Name)
	b.field("version", creator.Version)
	b.raw(`},"entries":[`)
	first := true
	for x := range exchanges {
		if !first {
			b.raw(",")
		}
		first = false
		b.raw("\n")
		b.entry(x)
		if _, err := out.Write(b.text); err != nil {
			return err
		}
		b.text = b.text[:0]
	}
	b.raw("\n]}}\n")
	if _, err := out.Write(b.text); err != nil {
		return err
	}
	return out.Flush()
}

// A jsonBuilder puts a JSON text together. Commas come by themselves.
type jsonBuilder struct{ text []byte }

func (b *jsonBuilder) raw(s string) { b.text = append(b.text, s...) }

// comma parts what comes next from what stands before it.
func (b *jsonBuilder) comma() {
	if last := b.text[len(b.text)-1]; last != '{' && last != '[' {
		b.raw(",")
	}
}

func (b *jsonBuilder) name(name string) {
	b.comma()
	b.string(name)
	b.raw(":")
}

func (b *jsonBuilder) field(name, value string) {
	b.name(name)
	b.string(value)
}

// some is a field that is left out when it is empty.
func (b *jsonBuilder) some(name, value string) {
	if value != "" {
		b.field(name, value)
	}
}

// written is a field whose value is JSON already.
func (b *jsonBuilder) written(name, value string) {
	b.name(name)
	b.raw(value)
}

const hexDigits = "0123456789abcdef"

// string writes a text; what is no UTF-8 becomes U+FFFD. Nothing in it can end
// a script that the recording is put into.
func (b *jsonBuilder) string(s string) {
	b.raw(`"`)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c == '"' || c == '\\':
				b.text = append(b.text, '\\', c)
			case c == '\n':
				b.raw(`\n`)
			case c < ' ' || c == 0x7f || c == '<':
				b.text = append(b.text, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			default:
				b.text = append(b.text, c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '\u2028', '\u2029':
			b.raw(`\u202` + string(hexDigits[r&15]))
		default:
			b.text = utf8.AppendRune(b.text, r)
		}
		i += n
	}
	b.raw(`"`)
}

// object writes an element of an array, or the value of a name.
func (b *jsonBuilder) object(members func()) {
	b.raw("{")
	members()
	b.raw("}")
}

func (b *jsonBuilder) list(name string, list []httpmsg.Header) {
	b.name(name)
	b.raw("[")
	for _, h := range list {
		b.comma()
		b.object(func() {
			b.field("name", h.Name)
			b.field("value", h.Value)
		})
	}
	b.raw("]")
}

func (b *jsonBuilder) entry(x *httpmsg.Exchange) {
	duration := strconv.FormatFloat(x.Duration, 'f', -1, 64)
	b.object(func() {
		b.some("_pasted", x.Pasted) // before the request: see Read
		b.field("startedDateTime", timeText(x.Started))
		b.written("time", duration)
		b.name("request")
		b.object(func() { b.request(&x.Request) })
		b.name("response")
		b.object(func() { b.response(x) })
		b.written("cache", "{}")
		b.written("timings", `{"blocked":-1,"dns":-1,"connect":-1,"ssl":-1,"send":0,"wait":`+duration+`,"receive":0}`)
		b.some("pageref", x.Tab)
		b.some("_resourceType", x.ResourceType)
		b.some("_fromCache", x.FromCache)
		if x.CutOff {
			b.written("_cutOff", "true")
		}
	})
}

// timeText keeps the zero time: in the year 1, which no recording is of.
func timeText(t time.Time) string {
	if t.Nanosecond()%int(time.Millisecond) != 0 {
		return t.UTC().Format(time.RFC3339Nano)
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

func (b *jsonBuilder) request(r *httpmsg.Request) {
	b.field("method", r.Method)
	b.field("url", r.URL)
	b.field("httpVersion", r.HTTPVersion)
	b.list("cookies", cookiesOf(r.Headers, "Cookie"))
	b.list("headers", r.Headers)
	b.list("queryString", httpmsg.Request{URL: r.URL}.Params())
	if d := r.PostData; d != nil {
		b.name("postData")
		b.object(func() {
			b.field("mimeType", d.MimeType)
			if d.Params != nil {
				b.list("params", d.Params)
			}
			b.field("text", d.Text)
		})
	}
	b.written("headersSize", "-1")
	size := -1
	if r.PostData != nil {
		size = len(r.PostData.Text)
	}
	b.written("bodySize", strconv.Itoa(size))
}

func (b *jsonBuilder) response(x *httpmsg.Exchange) {
	r := &x.Response
	b.written("status", strconv.Itoa(r.Status))
	b.field("statusText", r.StatusText)
	b.field("httpVersion", r.HTTPVersion)
	b.list("cookies", cookiesOf(r.Headers, "Set-Cookie"))
	b.list("headers", r.Headers)
	b.name("content")
	b.object(func() { b.content(r.Body) })
	b.field("redirectURL", r.RedirectURL)
	b.written("headersSize", "-1")
	b.written("bodySize", "-1")
	b.some("_error", r.Error)
	if r.Unfailed {
		b.written("_error", "null")
	}
	if r.ByWorker {
		b.written("_fetchedViaServiceWorker", "true")
	}
}

func (b *jsonBuilder) content(body httpmsg.Body) {
	if body.Recorded && body.Text == "" && body.DroppedBytes == 0 {
		body.Size = 0 // else it would be taken for one that was not recorded
	}
	if again := (httpmsg.Body{Size: body.Size}); body.Recorded {
		again.Set(body.Text, "")
		switch {
		case body.DroppedBytes > 0:
			body.Comment = strings.TrimSpace(body.Comment + " " + messages.English().Format("file.not-kept", "count", strconv.Itoa(body.DroppedBytes)))
			body.Size = max(body.Size, int64(len(body.Text)+body.DroppedBytes))
		case body.Truncated && !again.Truncated && !saysCut(body.Comment):
			body.Comment = strings.TrimSpace(body.Comment + " truncated")
		case !body.Truncated && again.Truncated:
			body.Size = int64(len(body.Text)) // else it would be taken for one that was cut
		}
	}
	b.written("size", strconv.FormatInt(body.Size, 10))
	b.field("mimeType", body.MimeType)
	if body.Recorded {
		b.field("text", body.Text)
	}
	b.some("comment", body.Comment)
	b.some("_missing", body.Missing)
}

// cookiesOf are the names and values in header fields of that name.
func cookiesOf(headers []httpmsg.Header, name string) []httpmsg.Header {
	var list []httpmsg.Header
	for _, h := range headers {
		if !strings.EqualFold(h.Name, name) {
			continue
		}
		for i, part := range strings.Split(h.Value, ";") {
			if i > 0 && name == "Set-Cookie" {
				break // attributes
			}
			if cookie, value, ok := strings.Cut(strings.TrimSpace(part), "="); ok {
				list = append(list, httpmsg.Header{Name: cookie, Value: value})
			}
		}
	}
	return list
}
