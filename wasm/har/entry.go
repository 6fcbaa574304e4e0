package har

import (
	"cmp"
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
}

// Entry reads one HAR entry object. Every member may be missing, null or of
// another type than the standard says; only what is no object, or no JSON, is an
// error.
func Entry(data []byte) (httpmsg.Exchange, error) { return (&parser{}).entry(data) }

func (p *parser) entry(data []byte) (httpmsg.Exchange, error) {
	var x httpmsg.Exchange
	var failed string
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
			x.Response = response(p)
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
	return x, nil
}

func request(p *parser) httpmsg.Request {
	var r httpmsg.Request
	p.Object(func(name []byte) {
		switch string(name) {
		case "method":
			r.Method = strings.ToUpper(strings.TrimSpace(p.Str()))
		case "url":
			r.URL = p.Str()
		case "httpVersion":
			r.HTTPVersion = p.Str()
		case "headers":
			r.Headers = pairs(p)
		case "postData":
			r.PostData = postData(p)
		default:
			p.Skip()
		}
	})
	return r
}

func postData(p *parser) *httpmsg.PostData {
	var d httpmsg.PostData
	if !p.Object(func(name []byte) {
		switch string(name) {
		case "mimeType":
			d.MimeType = p.Str()
		case "text":
			d.Text = p.Str()
		case "params":
			d.Params = pairs(p)
		default:
			p.Skip()
		}
	}) {
		return nil
	}
	return &d
}

func response(p *parser) (r httpmsg.Response) {
	var failure string
	p.Object(func(name []byte) {
		switch string(name) {
		case "status":
			if n := p.Number(); n >= 100 && n < 1000 {
				r.Status = int(n)
			}
		case "statusText":
			r.StatusText = p.Str()
		case "httpVersion":
			r.HTTPVersion = p.Str()
		case "headers":
			r.Headers = pairs(p)
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
		case "_failureText": // Playwright
			failure = p.Str()
		default:
			p.Skip()
		}
	})
	r.Error = cmp.Or(r.Error, failure)
	return r
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
			text, recorded = p.Text()
		case "encoding":
			encoding = p.Str()
		case "comment":
			b.Comment = p.Str()
		case "_missing":
			b.Missing = p.Str()
		default:
			p.Skip()
		}
	})
	if recorded && (text != "" || b.Size == 0) {
		b.Set(text, encoding)
		b.Truncated = b.Truncated || saysCut(b.Comment)
	}
	return b
}

// saysCut reports whether a recorder's comment says that the body was cut.
func saysCut(comment string) bool { return strings.Contains(strings.ToLower(comment), "truncated") }

// pairs reads an array of {name, value} objects.
func pairs(p *parser) []httpmsg.Header {
	p.list = p.list[:0]
	p.Pairs("name", "value", func(name, value string) { p.list = append(p.list, httpmsg.Header{Name: name, Value: value}) })
	if len(p.list) == 0 {
		return nil
	}
	return slices.Clone(p.list)
}

// time consumes a value and returns it as a time; the zero time when it is none.
func (p *parser) time() time.Time {
	if p.Peek() != '"' {
		return started(p.Str())
	}
	text := p.Quoted()
	var t time.Time
	if t.UnmarshalText(text) == nil { // as most recorders write it: makes no string
		return utc(t)
	}
	return started(string(text))
}

// utc is the zero time where only the zone makes it one of four digits' years.
func utc(t time.Time) time.Time {
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// started reads a time as recorders write it; the zero time when it is none. A
// time without a zone is taken for UTC, so that every machine reads the same.
func started(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{
		time.RFC3339,
		"2006-01-02T15:04:05Z0700",
		"2006-01-02T15:04:05",
		"2006-01-02 15:04:05Z07:00",
		"2006-01-02 15:04:05",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return utc(t)
		}
	}
	return time.Time{}
}
