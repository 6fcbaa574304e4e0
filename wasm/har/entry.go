package har

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"misstep/catalog/messages"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jsonscan"
)

// A parser reads entries, one after the other.
type parser struct {
	jsonscan.Scanner
	list []httpmsg.Header // room for a list

	sent, received, others jsonscan.PairList // that were read last
}

// Entry reads one HAR entry object. Every member may be missing, null or of
// another type than the standard says; only what isn't an object, or no JSON, is an
// error.
func Entry(data []byte) (httpmsg.Exchange, error) { return (&parser{}).entry(data) }

func (p *parser) entry(data []byte) (httpmsg.Exchange, error) {
	var x httpmsg.Exchange
	var failed string
	answered, unrecorded := false, false
	p.Reset(data)
	ok := p.Object(func(name []byte) {
		switch string(name) {
		case "startedDateTime":
			x.Started = p.time()
		case "time":
			x.Duration = max(0, p.Number())
		case "request":
			x.Request = request(p)
		case "response":
			x.Response, answered = response(p)
		case "_resourceType":
			x.ResourceType = p.Str()
		case "_fromCache":
			x.FromCache = p.Str()
		case "pageref":
			if page := p.Str(); strings.HasPrefix(page, "page@") { // Chromium's is another after each navigation
				x.Tab = page
			}
		case "_pasted":
			x.Pasted = p.Str()
		case "_cutOff":
			x.CutOff = p.Truth()
		case "_unrecorded":
			unrecorded = p.Truth()
		case "_error":
			failed = p.Str()
		default:
			p.Skip()
		}
	})
	if at, err := p.Err(); err != nil {
		return httpmsg.Exchange{}, messages.NewError("file.broken-entry", "offset", at, "error", inWords(err))
	}
	if !ok {
		return httpmsg.Exchange{}, messages.NewError("file.no-entry")
	}
	if x.Response.Error == "" {
		x.Response.Error = failed
	}
	if x.Response.Body.Missing == httpmsg.MissingBinary && isPacked(&x.Response) {
		x.Response.Body.Missing = httpmsg.MissingPacked
	}
	x.Unrecorded = (!answered || unrecorded) && x.Response.Status == 0 && failed == "" && x.Pasted == "" && x.Request.URL != ""
	if x.Started.IsZero() {
		x.Started = httpmsg.StartByServer(&x)
	}
	return x, nil
}

// isPacked reports whether a response came compressed, in whatever way.
func isPacked(r *httpmsg.Response) bool {
	how, _ := r.Header("Content-Encoding")
	return how != "" && !strings.EqualFold(how, "identity")
}

func request(p *parser) httpmsg.Request {
	var r httpmsg.Request
	var query, cookies []byte // as written: the URL and the headers nearly always have the same
	p.Object(func(name []byte) {
		switch string(name) {
		case "method":
			r.Method = method(p.Str())
		case "url":
			r.URL = strings.TrimSpace(p.Str())
		case "httpVersion":
			r.HTTPVersion = p.Str()
		case "headers":
			r.Headers = pairs(p, &p.sent)
		case "queryString":
			query = p.Raw()
		case "cookies":
			cookies = p.Raw()
		case "postData":
			r.PostData = postData(p)
		default:
			p.Skip()
		}
	})
	if !strings.Contains(r.URL, "?") {
		r.AddQuery(elsewhere(query))
	}
	if _, sent := r.Header("Cookie"); !sent {
		if list := elsewhere(cookies); len(list) > 0 {
			r.Headers = append(r.Headers, httpmsg.Header{Name: "Cookie", Value: httpmsg.CookieList(list)})
		}
	}
	return r
}

// method is one as it is compared. Anything else stays as written: letters may show a
// secret in it, too.
func method(text string) string {
	text = strings.TrimSpace(text)
	for i := range len(text) {
		if c := text[i] | 0x20; c < 'a' || c > 'z' || i == len("UPDATEREDIRECTREF") {
			return text
		}
	}
	return strings.ToUpper(text)
}

// elsewhere reads the pairs of a list that was stepped over.
func elsewhere(list []byte) []httpmsg.Header {
	if len(list) <= len("[]") {
		return nil
	}
	p := parser{}
	p.Reset(list)
	return pairs(&p, &p.others)
}

func postData(p *parser) *httpmsg.PostData {
	var d httpmsg.PostData
	encoding := ""
	if p.Peek() == '"' {
		d.Text = p.Str()
		return &d
	}
	if !p.Object(func(name []byte) {
		switch string(name) {
		case "mimeType":
			d.MimeType = p.Str()
		case "text":
			d.Text, _, _ = textOf(p, (*parser).keptText)
		case "params":
			d.Params = pairs(p, &p.others)
		case "encoding", "_encoding":
			encoding = p.Str()
		case "_file":
			d.File = p.Str()
		default:
			p.Skip()
		}
	}) {
		return nil
	}
	d.Decode(encoding)
	return &d
}

// textOf is a text. Some recorders write one that is JSON as the value that it
// stands for.
func textOf(p *parser, read func(p *parser) (text string, lent, ok bool)) (text string, lent, ok bool) {
	if c := p.Peek(); c == '{' || c == '[' {
		raw := p.Raw()
		if text, ok := bytesIn(raw); ok {
			return text, false, true
		}
		_, err := p.Err()
		return string(raw), false, err == nil
	}
	return read(p)
}

func (p *parser) lentText() (text string, lent, ok bool) { return p.Lent() }

func (p *parser) keptText() (text string, lent, ok bool) {
	text, ok = p.Text()
	return text, false, ok
}

// bytesIn reads a text that was recorded byte by byte: a list of numbers, or Node's
// Buffer as JSON. A list of numbers that begins as no JSON and no page is itself.
func bytesIn(raw []byte) (string, bool) {
	var buffer struct {
		Type string
		Data []uint16
	}
	switch {
	case raw[0] == '[':
		if json.Unmarshal(raw, &buffer.Data) != nil {
			return "", false
		}
	case json.Unmarshal(raw, &buffer) != nil || buffer.Type != "Buffer":
		return "", false
	}
	var text strings.Builder
	for _, n := range buffer.Data {
		if n > 0xff {
			return "", false
		}
		text.WriteByte(byte(n))
	}
	trimmed := strings.TrimSpace(text.String())
	return text.String(), trimmed != "" && strings.IndexByte("{[<", trimmed[0]) >= 0
}

// response reports whether anything was recorded of one: Firefox has a status of 0
// for what failed.
func response(p *parser) (r httpmsg.Response, recorded bool) {
	var failure string
	var cookies []byte
	p.Object(func(name []byte) {
		switch string(name) {
		case "status":
			recorded = recorded || p.Peek() != 'n' // null
			if n := p.Number(); n >= 100 && n < 1000 {
				r.Status = int(n)
			}
		case "statusText":
			r.StatusText = p.Str()
		case "httpVersion":
			r.HTTPVersion = p.Str()
		case "headers":
			r.Headers = pairs(p, &p.received)
		case "cookies":
			cookies = p.Raw()
		case "redirectURL":
			r.RedirectURL = p.Str()
		case "_fetchedViaServiceWorker":
			r.ByWorker = p.Truth()
		case "content":
			r.Body = content(p)
		case "_error":
			var failed bool
			r.Error, failed = p.Text()
			r.Unfailed = !failed
			recorded = true
		case "_failureText": // Playwright
			failure = p.Str()
		default:
			p.Skip()
		}
	})
	r.Error = cmp.Or(r.Error, failure)
	if _, sent := r.Header("Set-Cookie"); !sent {
		for _, cookie := range elsewhere(cookies) {
			r.Headers = append(r.Headers, httpmsg.Header{Name: "Set-Cookie", Value: cookie.Name + "=" + cookie.Value})
		}
	}
	return r, recorded || r.Error != "" || len(r.Headers) > 0 || r.Body.Recorded
}

func content(p *parser) httpmsg.Body {
	var b httpmsg.Body
	var text, encoding string
	var recorded bool
	p.Object(func(name []byte) {
		switch string(name) {
		case "size":
			b.Size = int64(min(max(0, p.Number()), math.MaxInt32*1024))
		case "mimeType":
			b.MimeType = p.Str()
		case "text":
			text, b.Lent, recorded = textOf(p, (*parser).lentText)
		case "encoding":
			encoding = p.Str()
		case "comment":
			b.Comment = p.Str()
		case "_missing":
			b.Missing = httpmsg.KnownMissing(p.Str())
		case "_file":
			b.File = p.Str()
		default:
			p.Skip()
		}
	})
	switch {
	case recorded && (text != "" || b.Size == 0 && b.File == ""):
		b.Set(text, encoding)
		b.Truncated = b.Truncated || saysCut(b.Comment)
	case b.File != "":
		b.Missing = httpmsg.MissingFile
	}
	return b
}

// saysCut reports whether a recorder's comment says that the body was cut.
func saysCut(comment string) bool { return strings.Contains(strings.ToLower(comment), "truncated") }

// pairs reads an array of {name, value} objects, or an object of such members.
func pairs(p *parser, last *jsonscan.PairList) []httpmsg.Header {
	p.list = p.list[:0]
	add := func(name, value string) { p.list = append(p.list, httpmsg.Header{Name: name, Value: value}) }
	if p.Peek() == '{' {
		p.Object(func(name []byte) {
			text := string(name)
			add(text, p.Str())
		})
	} else {
		p.Pairs(last, "name", "value", add)
	}
	if len(p.list) == 0 {
		return nil
	}
	return slices.Clone(p.list)
}

// time consumes a value and returns it as a time; the zero time if it isn't one.
func (p *parser) time() time.Time {
	if p.Peek() != '"' {
		return httpmsg.ParseAnyDate(p.Str())
	}
	text := p.Quoted()
	var t time.Time
	if t.UnmarshalText(text) == nil { // as most recorders write it: makes no string
		return httpmsg.InYears(t)
	}
	return httpmsg.ParseAnyDate(string(text))
}
