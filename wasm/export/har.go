// Package export makes what a person takes away: a request as a cURL command,
// as it was or corrected; a report to paste into an issue; a recording without
// secrets. It is pure and knows no API.
package export

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"misstep/catalog/lazyregexp"
	"misstep/catalog/messages"
	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// Creator is who exported recordings say they are made by.
var Creator = har.Creator{Name: "Misstep", Version: "development"}

// HAR writes a recording of the exchanges with these ids (nil: all) in which
// secrets, users and mail addresses are aliases and the data in answers is left
// out. Errors, answers with tokens and whatever else a diagnosis reads stay, so
// that the recording is diagnosed as the session was. The salt should be random,
// and is not to be kept.
func HAR(s *diagnosis.Session, ids []int, salt []byte, w io.Writer) error {
	c := cleaner{session: s, aliases: s.Secrets().Aliases(salt)}
	return har.Write(w, func(yield func(*httpmsg.Exchange) bool) {
		for _, id := range idsOr(ids, s) {
			if x := c.clean(id); !yield(&x) {
				return
			}
		}
	}, Creator)
}

// idsOr are the ids, or those of the whole session.
func idsOr(ids []int, s *diagnosis.Session) []int {
	if ids == nil {
		for id := s.First(); id <= s.LastID(); id++ {
			ids = append(ids, id)
		}
	}
	return ids
}

// A cleaner takes out of exchanges what is nobody else's business.
type cleaner struct {
	session *diagnosis.Session
	aliases *redact.Aliases
}

// pathOf is the path of an address, as it was sent.
func pathOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	if end := strings.IndexAny(rest, "?#"); end >= 0 {
		rest = rest[:end]
	}
	if slash := strings.IndexByte(rest, '/'); slash >= 0 {
		return rest[slash:]
	}
	return ""
}

// step reports whether an exchange is one of OAuth's between programs, whose
// answers are needed.
func (c *cleaner) step(x *httpmsg.Exchange) bool {
	pack := c.session.Catalog().Watched(x.Request.URL)
	if pack == nil {
		return false
	}
	for role, step := range pack.OAuth {
		if role != "authorize" && pathOf(step.Address) == pathOf(x.Request.URL) {
			return true
		}
	}
	return false
}

func (c *cleaner) clean(id int) httpmsg.Exchange {
	x := *c.session.Exchange(id)
	step := c.step(&x)
	success := x.Response.Status >= 200 && x.Response.Status < 300
	if d := x.Request.PostData; d != nil && success && !step {
		x.Request.PostData = &httpmsg.PostData{MimeType: d.MimeType}
	}
	text := x.Response.Body.Text
	leaveOut := success || x.Response.Status == 0 && x.Pasted == ""
	if leaveOut {
		x.Response.Body.Text = ""
	}
	x = c.aliases.Exchange(x)
	b := &x.Response.Body
	switch {
	case !b.Recorded || text == "":
	case leaveOut:
		b.Text = text
		c.empty(id, b, step, c.session.Summary(id).Failed && success)
	default:
		c.rewrite(b, b.Text)
	}
	return x
}

// rewrite changes a body's text; whether it is all of it stays known.
func (c *cleaner) rewrite(b *httpmsg.Body, text string) {
	b.Text = text
	b.Size = int64(len(text) + b.DroppedBytes)
}

// empty leaves of a successful answer its errors and the names of its members:
// which of them are there is what a diagnosis looks at, and whether a list has items and a next page. A step of OAuth also
// keeps its plain values: tokens, by their aliases, scopes, times.
func (c *cleaner) empty(id int, b *httpmsg.Body, step, failed bool) {
	size := b.Size
	if b.DroppedBytes > 0 && !failed {
		*b = httpmsg.Body{MimeType: b.MimeType, Text: c.dataOf(id), Recorded: true, Truncated: true, Size: size, Comment: note("file.left-out", size)}
		return
	}
	if text, ok := c.skeleton(b.Text, step, c.nextPage(id)); ok {
		c.rewrite(b, text)
		b.Comment = note("file.values-left-out", size)
		return
	}
	if failed {
		c.rewrite(b, c.aliases.Text(b.Text))
		return
	}
	left := "…"
	if strings.HasPrefix(strings.TrimSpace(b.Text), "<") {
		left = "<html></html>"
	}
	*b = httpmsg.Body{MimeType: b.MimeType, Text: left, Recorded: true, Truncated: true, Size: size, Comment: note("file.left-out", size)}
}

// dataOf stands for data of which the session has the beginning only: with the
// member that the endpoint is for, or else it would have been kept.
func (c *cleaner) dataOf(id int) string {
	r := &c.session.Exchange(id).Request
	if _, endpoint := c.session.Catalog().Endpoint(r.Method, r.URL); endpoint != nil && endpoint.Member != "" {
		return `{"…` + endpoint.Member + `":{}}`
	}
	if name := c.nextPage(id); name != "" {
		if text, err := json.Marshal(map[string]string{name: c.session.NextPage(id).Token}); err == nil {
			return string(text)
		}
	}
	return "{}"
}

// nextPage is the member by which a list's response names the next page; "" for
// an API without pages.
func (c *cleaner) nextPage(id int) string {
	if pack := c.session.Pack(id); pack != nil && pack.Paging != nil {
		return pack.Paging.Next
	}
	return ""
}

// note says in a recording, which is read anywhere, what is not in it.
func note(key string, size int64) string {
	return Creator.Name + ": " + messages.English().Format(key, "count", strconv.FormatInt(size, 10))
}

var memberName = lazyregexp.New(`^[A-Za-z][A-Za-z_-]{0,63}$`)

// skeleton is a JSON text without its values, or without those that are made of
// others; false if it isn't one.
func (c *cleaner) skeleton(text string, plain bool, nextPage string) (string, bool) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "[") && json.Valid([]byte(text)) {
		return "[]", true
	}
	var members map[string]json.RawMessage
	if len(text) == 0 || text[0] != '{' || json.Unmarshal([]byte(text), &members) != nil {
		return "", false
	}
	kept := map[string]json.RawMessage{}
	for name, value := range members {
		if !memberName().MatchString(name) {
			continue // a date, an ID: a value itself
		}
		empty := ""
		switch value[0] {
		case '{':
			empty = "{}"
		case '[':
			if empty = "[]"; strings.ContainsAny(string(value[1:]), `{["0123456789tfn`) {
				empty = "[{}]" // that there was something matters
			}
		case '"':
			empty = `""`
		case 't', 'f', 'n':
			empty = string(value)
		default:
			empty = "0"
		}
		if name == "error" || name == "errors" || name == nextPage || plain && value[0] != '{' && value[0] != '[' {
			// With its name, which says what it is.
			quoted := `"` + name + `":`
			told := strings.TrimPrefix(c.aliases.Text(quoted+string(value)), quoted)
			if json.Valid([]byte(told)) {
				empty = told
			}
		}
		kept[name] = json.RawMessage(empty)
	}
	out, err := json.Marshal(kept)
	return string(out), err == nil
}
