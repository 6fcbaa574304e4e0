package har

import (
	"math"
	"strings"
	"time"

	"misstep/catalog"
)

// Entry reads one HAR entry object. Every member may be missing, null or of
// another type than the standard says; only what is no object, or no JSON, is an
// error.
func Entry(data []byte) (Exchange, error) {
	var x Exchange
	var failed string
	p := &parser{data: data}
	ok := p.object(func(name []byte) {
		switch string(name) {
		case "startedDateTime":
			x.Started = started(p.str())
		case "time":
			x.Duration = max(0, p.number())
		case "request":
			x.Request = request(p)
		case "response":
			x.Response = response(p)
		case "_resourceType":
			x.ResourceType = p.str()
		case "_fromCache":
			x.FromCache = p.str()
		case "_pasted":
			x.Pasted = p.str()
		case "_error":
			failed = p.str()
		default:
			p.skip()
		}
	})
	if p.err != nil {
		return Exchange{}, catalog.NewError("file.broken-entry", "offset", p.pos, "error", p.err)
	}
	if !ok {
		return Exchange{}, catalog.NewError("file.no-entry")
	}
	if x.Response.Error == "" {
		x.Response.Error = failed
	}
	return x, nil
}

func request(p *parser) Request {
	var r Request
	p.object(func(name []byte) {
		switch string(name) {
		case "method":
			r.Method = strings.ToUpper(strings.TrimSpace(p.str()))
		case "url":
			r.URL = p.str()
		case "httpVersion":
			r.HTTPVersion = p.str()
		case "headers":
			r.Headers = pairs(p)
		case "postData":
			r.PostData = postData(p)
		default:
			p.skip()
		}
	})
	return r
}

func postData(p *parser) *PostData {
	var d PostData
	if !p.object(func(name []byte) {
		switch string(name) {
		case "mimeType":
			d.MimeType = p.str()
		case "text":
			d.Text = p.str()
		case "params":
			d.Params = pairs(p)
		default:
			p.skip()
		}
	}) {
		return nil
	}
	return &d
}

func response(p *parser) Response {
	var r Response
	p.object(func(name []byte) {
		switch string(name) {
		case "status":
			if n := p.number(); n >= 100 && n < 1000 {
				r.Status = int(n)
			}
		case "statusText":
			r.StatusText = p.str()
		case "httpVersion":
			r.HTTPVersion = p.str()
		case "headers":
			r.Headers = pairs(p)
		case "redirectURL":
			r.RedirectURL = p.str()
		case "content":
			r.Body = content(p)
		case "_error":
			r.Error = p.str()
		default:
			p.skip()
		}
	})
	return r
}

func content(p *parser) Body {
	var b Body
	var text, encoding string
	var recorded bool
	p.object(func(name []byte) {
		switch string(name) {
		case "size":
			b.Size = int64(min(max(0, p.number()), math.MaxInt32*1024))
		case "mimeType":
			b.MimeType = p.str()
		case "text":
			text, recorded = p.text()
		case "encoding":
			encoding = p.str()
		case "comment":
			b.Comment = p.str()
		default:
			p.skip()
		}
	})
	if recorded && (text != "" || b.Size == 0) {
		b.set(text, encoding)
		b.Cut = b.Cut || saysCut(b.Comment)
	}
	return b
}

// saysCut reports whether a recorder's comment says that the body was cut.
func saysCut(comment string) bool { return strings.Contains(strings.ToLower(comment), "truncated") }

// pairs reads an array of {name, value} objects.
func pairs(p *parser) []Header {
	var list []Header
	p.array(func() {
		var h Header
		if p.object(func(name []byte) {
			switch string(name) {
			case "name":
				h.Name = p.str()
			case "value":
				h.Value = p.str()
			default:
				p.skip()
			}
		}) {
			list = append(list, h)
		}
	})
	return list
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
			return t.UTC()
		}
	}
	return time.Time{}
}
