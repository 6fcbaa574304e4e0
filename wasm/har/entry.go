package har

import (
	"math"
	"slices"
	"strings"
	"time"

	"misstep/catalog/messages"
)

// Entry reads one HAR entry object. Every member may be missing, null or of
// another type than the standard says; only what is no object, or no JSON, is an
// error.
func Entry(data []byte) (Exchange, error) { return (&parser{}).entry(data) }

func (p *parser) entry(data []byte) (Exchange, error) {
	var x Exchange
	var failed string
	var responded bool // a response is recorded, if only that there was none
	p.data, p.pos, p.err = data, 0, nil
	ok := p.object(func(name []byte) {
		switch string(name) {
		case "startedDateTime":
			x.Started = p.time()
		case "time":
			x.Duration = max(0, p.number())
		case "request":
			x.Request = request(p)
		case "response":
			x.Response, responded = response(p), true
		case "_resourceType":
			x.ResourceType = p.str()
		case "_fromCache":
			x.FromCache = p.str()
		case "_pasted":
			x.Pasted = p.str()
		case "_cutOff":
			x.CutOff = p.truth()
		case "_error":
			failed = p.str()
		default:
			p.skip()
		}
	})
	if p.err != nil {
		return Exchange{}, messages.NewError("file.broken-entry", "offset", p.at, "error", p.err)
	}
	if !ok {
		return Exchange{}, messages.NewError("file.no-entry")
	}
	if x.Response.Error == "" {
		x.Response.Error = failed
	}
	x.CutOff = x.CutOff || responded && unfinished(&x)
	return x, nil
}

// unfinished reports whether an entry is one that Chromium wrote of a request
// that had neither been answered nor failed: its page had been left.
func unfinished(x *Exchange) bool {
	return x.ResourceType != "" && x.Response.Status == 0 && x.Response.Error == "" && x.Duration == 0 && x.Pasted == ""
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
		case "_missing":
			b.Missing = p.str()
		default:
			p.skip()
		}
	})
	if recorded && (text != "" || b.Size == 0) {
		b.Set(text, encoding)
		b.Cut = b.Cut || saysCut(b.Comment)
	}
	return b
}

// saysCut reports whether a recorder's comment says that the body was cut.
func saysCut(comment string) bool { return strings.Contains(strings.ToLower(comment), "truncated") }

// pairs reads an array of {name, value} objects.
func pairs(p *parser) []Header {
	p.list = p.list[:0]
	p.array(func() {
		if p.framedPairs() {
			return
		}
		if h, ok := p.pair(); ok {
			p.list = append(p.list, h)
		}
	})
	if len(p.list) == 0 {
		return nil
	}
	return slices.Clone(p.list)
}

// A frame is what stands around a name and a value, from brace to brace:
//
//	{"name": "…", "value": "…"}
//
// It is the same, white space and all, around most pairs of a recording, which
// are the most of it besides bodies. Comparing it is faster than reading it.
type frame struct{ before, between, after string }

// pair reads a {name, value} object and keeps its frame.
func (p *parser) pair() (h Header, ok bool) {
	type span struct{ from, to int } // of a text, with its quotes
	var name, value span
	text := func(at *span) string {
		p.peek()
		at.from = p.pos
		s := p.str()
		at.to = p.pos
		return s
	}
	p.peek()
	start := p.pos
	ok = p.object(func(member []byte) {
		switch string(member) {
		case "name":
			h.Name = text(&name)
		case "value":
			h.Value = text(&value)
		default:
			p.skip()
		}
	})
	p.frame = frame{}
	if ok && start < name.from && name.to < value.from && p.data[name.from] == '"' && p.data[value.from] == '"' {
		p.frame = frame{
			before:  string(p.data[start : name.from+1]),
			between: string(p.data[name.to-1 : value.from+1]),
			after:   string(p.data[value.to-1 : p.pos]),
		}
	}
	return h, ok
}

// framedPairs reads the pairs that come next in the last one's frame, but for
// the comma or bracket after them. It reports whether there were any.
func (p *parser) framedPairs() bool {
	f := &p.frame
	if f.before == "" {
		return false
	}
	read, start := false, p.pos
	for {
		end := p.pos // of those that were read
		var h Header
		at := behind(p.data, space(p.data, start), f.before)
		if at > 0 {
			h.Name, at = p.textAt(at)
			at = behind(p.data, at, f.between)
		}
		if at > 0 {
			h.Value, at = p.textAt(at)
			at = behind(p.data, at, f.after)
		}
		if at == 0 {
			if p.err == nil {
				p.pos = end
			}
			return read
		}
		p.list = append(p.list, h)
		p.pos, read = at, true
		if at == len(p.data) || p.data[at] != ',' {
			return true
		}
		start = at + 1
	}
}

// textAt reads a string whose first quote is just before i, and returns the
// place of its last.
func (p *parser) textAt(i int) (string, int) {
	p.pos = i - 1
	s := p.texts.of(p.quoted())
	return s, p.pos - 1
}

// behind is the place behind text, which is looked for at i of data; 0: there is
// another.
func behind(data []byte, i int, text string) int {
	if end := i + len(text); end <= len(data) && same(text, data[i:end]) {
		return end
	}
	return 0
}

// time consumes a value and returns it as a time; the zero time when it is none.
func (p *parser) time() time.Time {
	if p.peek() != '"' {
		return started(p.str())
	}
	text := p.quoted()
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
