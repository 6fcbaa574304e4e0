package session

import (
	"encoding/json"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// pageIndex knows which pages of lists were named, and asked for.
type pageIndex struct {
	pages  map[string]page // by token
	latest map[*catalog.Pack]time.Time
	filled map[string]bool // data types of which some response held data
}

// A page is one that a response named, or a request asked for.
type page struct {
	by    int // exchange whose response named it; 0: none
	asked bool
}

// observe takes note of the pages in an exchange, before its body is cut.
func (i *pageIndex) observe(id int, r *Recorded) {
	x := &r.Exchange
	if r.Pack == nil || r.Pack.Paging == nil || r.Preflight {
		return
	}
	if i.pages == nil {
		*i = pageIndex{pages: map[string]page{}, latest: map[*catalog.Pack]time.Time{}, filled: map[string]bool{}}
	}
	if x.Started.After(i.latest[r.Pack]) {
		i.latest[r.Pack] = x.Started
	}
	paging := r.Pack.Paging
	if token := PageParam(x, paging.Token); token != "" {
		r.askedPage = strings.ReplaceAll(token, " ", "+") // which is what became of a + that was not encoded
		p := i.pages[r.askedPage]
		p.asked = true
		i.pages[r.askedPage] = p
	}
	if body := &x.Response.Body; httpmsg.Succeeded(x) && body.Recorded && body.DroppedBytes == 0 {
		if token := lastMember(body.Text, paging.Next); token != "" {
			r.nextPage = token
			p := i.pages[token]
			p.by = id
			i.pages[token] = p
		}
		if r.Endpoint != nil && !NoData(body.Text) {
			i.filled[r.dataType()] = true
		}
	}
}

// forget drops the pages of an exchange.
func (i *pageIndex) forget(r *Recorded) {
	delete(i.pages, r.nextPage)
	delete(i.pages, r.askedPage)
}

func (r *Recorded) dataType() string { return catalog.PathValue(r.Endpoint, r.Path, "data-type") }

// A NextPage is the page that a response says to go on with.
type NextPage struct {
	Token string
	Asked bool // some request of the session asks for it
	Later bool // requests to the API began after this response, so that one might have
}

// NextPage is the page after the one that an exchange brought; no token: it was
// the last, or none of several.
func (s *Session) NextPage(id int) NextPage {
	r := s.Recorded(id)
	x := &r.Exchange
	return NextPage{Token: r.nextPage, Asked: s.pages.pages[r.nextPage].asked,
		Later: !x.Started.IsZero() && s.pages.latest[r.Pack].After(EventTimeOf(id, x).End)}
}

// HadData reports whether some response of the session held data of the type that
// an exchange asks for.
func (s *Session) HadData(id int) bool {
	r := s.Recorded(id)
	return r.Endpoint != nil && s.pages.filled[r.dataType()]
}

// PageParam is a parameter about pages, in the query or in a JSON body.
func PageParam(x *httpmsg.Exchange, name string) string {
	if value := httpmsg.FirstParam(httpmsg.Query(x.Request.URL), name); value != "" {
		return value
	}
	return lastMember(httpmsg.BodyText(&x.Request), name)
}

// lastMember is the text or number of the last member with a name in JSON, which
// need not be whole; "" if there is none.
func lastMember(text, name string) string {
	at := strings.LastIndex(text, `"`+name+`"`)
	if name == "" || at < 0 {
		return ""
	}
	value, found := strings.CutPrefix(strings.TrimLeft(text[at+len(name)+2:], " \t\r\n"), ":")
	if value = strings.TrimLeft(value, " \t\r\n"); !found || value == "" {
		return ""
	}
	if value[0] != '"' {
		return strings.Clone(value[:len(value)-len(strings.TrimLeft(value, "0123456789"))])
	}
	end := strings.IndexByte(value[1:], '"')
	if end < 0 {
		return ""
	}
	return strings.Clone(value[1 : end+1]) // not all of the body
}

// NoData reports whether the body of a list is an empty object, or one whose
// members are all empty.
func NoData(text string) bool {
	var members map[string]json.RawMessage
	if len(text) > 200 || json.Unmarshal([]byte(text), &members) != nil {
		return false
	}
	for _, value := range members {
		switch string(value) {
		case "[]", "{}", `""`, "null":
		default:
			return false
		}
	}
	return true
}
