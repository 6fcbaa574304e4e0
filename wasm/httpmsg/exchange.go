// package httpmsg is one HTTP request with its response, as it was recorded, and
// what any reader of HTTP asks of them. It knows no recording format, no browser
// and no API.
package httpmsg

import (
	"strconv"
	"strings"
	"time"
)

// A Header is one header field, name as recorded.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A Param is one query or form parameter, decoded.
type Param = Header

// An Exchange is one HTTP request with its response: one HAR entry.
type Exchange struct {
	Started  time.Time // zero when not recorded
	Duration float64   // milliseconds
	Request  Request
	Response Response

	ResourceType string // Chromium's _resourceType: "fetch", "xhr", "document", "preflight", …
	FromCache    string // Chromium's _fromCache
	Pasted       string // the text this exchange was read from, when somebody pasted it
	Tab          string `json:",omitempty"` // Playwright's pageref, one for each tab
	CutOff       bool   `json:",omitempty"` // the page that asked was left before the whole response was there: neither an error nor the API's doing
	Unrecorded   bool   `json:",omitempty"` // the recording has no response: nobody knows whether one came
}

// A Request as recorded.
type Request struct {
	Method      string // upper case; "" when not recorded
	URL         string
	HTTPVersion string
	Headers     []Header
	PostData    *PostData // nil: none recorded
	BodyFile    string    `json:",omitempty"` // the file that was sent, by a pasted command: its content is not known
}

// PostData is the body of a request.
type PostData struct {
	MimeType string
	Text     string // bytes as they were sent
	Params   []Param
	File     string `json:"-"` // the file beside the recording that has the text; "": none
}

// A Response as recorded.
type Response struct {
	Status      int // 0: the browser got none, or none was recorded
	StatusText  string
	HTTPVersion string
	Headers     []Header
	RedirectURL string
	Body        Body
	ByWorker    bool   `json:",omitempty"` // a service worker answered it: Chromium's _fetchedViaServiceWorker
	Unfailed    bool   `json:",omitempty"` // Chromium says that it did not fail: an explicit null in _error
	Error       string // why there is no response: Chromium's _error (net::ERR_FAILED, …), or curl's own message
}

// A Body is a response body, decoded to text.
type Body struct {
	MimeType     string
	Text         string
	Recorded     bool // false: the recording has no body, which says nothing about what was sent
	Truncated    bool // the recording says, or its size shows, that the body was cut
	DroppedBytes int  `json:",omitempty"` // bytes that Text had at its end and that Truncate let go; 0: none
	Size         int64
	Comment      string `json:",omitempty"` // what the recording says about the body
	Missing      string `json:",omitempty"` // why there is no body to read: one of the Missing…; "": not known
	Packed       string `json:"-"`          // bytes that are compressed still, which Unpacked replaces
	File         string `json:"-"`          // the file beside the recording that has the body; "": none
	Lent         bool   `json:"-"`          // Text is invalid when the next exchange is read: call Keep before, to keep it
}

// Why a body that a response had cannot be read.
const (
	MissingNavigated = "navigated" // the browser forgot it when the page changed its address or was left
	MissingUnread    = "unread"    // the page has not read it
	MissingPacked    = "packed"    // it was recorded compressed
	MissingBinary    = "binary"    // what was recorded isn't text
	MissingFile      = "file"      // it is in a file of its own, beside the recording
)

// KnownMissing returns a known reason for a missing body, "" for anything else.
func KnownMissing(why string) string {
	switch why {
	case MissingNavigated, MissingUnread, MissingPacked, MissingBinary, MissingFile:
		return why
	}
	return ""
}

// Header returns the first field with that name, in any case.
func (r Request) Header(name string) (string, bool) { return Field(r.Headers, name) }

// Header returns the first field with that name, in any case.
func (r Response) Header(name string) (string, bool) { return Field(r.Headers, name) }

// Field returns the first of the fields with that name, in any case.
func Field(headers []Header, name string) (string, bool) {
	for _, h := range headers {
		if len(h.Name) == len(name) && strings.EqualFold(h.Name, name) {
			return h.Value, true
		}
	}
	return "", false
}

// Joined is the value of all fields with that name, a list as HTTP reads it.
func Joined(headers []Header, name string) (list string, ok bool) {
	for _, h := range headers {
		if !strings.EqualFold(h.Name, name) {
			continue
		}
		if ok {
			list += ", "
		}
		list, ok = list+h.Value, true
	}
	return list, ok
}

// MaxBody bounds how much of a body is looked at, in bytes. Error bodies are
// small; those of successes can be of any size.
const MaxBody = 256 << 10

// BodyText is the body that a request sent; "" when none was recorded.
func BodyText(r *Request) string {
	if r.PostData == nil || len(r.PostData.Text) > MaxBody {
		return ""
	}
	return r.PostData.Text
}

// IntHeader reads a number from a response header, in any case.
func IntHeader(x *Exchange, name string) (int, bool) {
	if name == "" {
		return 0, false
	}
	text, ok := x.Response.Header(name)
	number, err := strconv.Atoi(strings.TrimSpace(text))
	return number, ok && err == nil
}

// Unfinished reports whether a request was neither answered nor failed when it was
// recorded. Chromium gives one without an end no times, and says that it did not
// fail (DevTools' HAREntry); Playwright names the failure of all that failed.
func Unfinished(x *Exchange) bool {
	return (x.ResourceType != "" && x.Response.Unfailed || x.Tab != "") && x.Response.Status == 0 && x.Response.Error == "" && x.Duration == 0 && x.Pasted == ""
}

// MostPatience is how long a request may have been under way, when its page is left, to
// count as cut off. After that it got no response.
const MostPatience = 10 * time.Second

// SameTab reports whether two requests can have come from one browser, and one
// tab of it.
func SameTab(x, y *Exchange) bool {
	a, _ := x.Request.Header("User-Agent")
	b, _ := y.Request.Header("User-Agent")
	return (a == b || a == "" || b == "") && (x.Tab == y.Tab || x.Tab == "" || y.Tab == "")
}
