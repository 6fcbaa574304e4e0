// Package paste reads what people copy from somewhere: commands of cURL, HTTPie, Wget
// and PowerShell, a call of fetch, what curl printed, raw HTTP, one HAR entry, a log,
// a traceback, or an error and nothing more.
package paste

import (
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/errorformat"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

// Read reads what a person copied from somewhere: one HAR entry, commands
// (with or without what they printed), the output of curl -i or -v, or raw HTTP. In any other text it looks for what client libraries and logs write of
// requests, in the forms that the catalog knows; one without any is taken for a
// response's body, with Status 0. A log gives an exchange for each request, in its
// order. The text that an exchange was read from is kept in Pasted. A blank
// text is an error, har.ErrEmpty; of a log that is too long, what was read comes with
// a CutError.
func Read(c *catalog.Catalog, text string) (found []httpmsg.Exchange, err error) {
	clean := strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	if clean == "" {
		return nil, har.ErrEmpty
	}
	clean = strings.ToValidUTF8(clean, "\ufffd")
	if x, ok := pastedEntry(clean); ok {
		found = append(found, x)
	} else if found = commands(c, clean); len(found) > 0 {
	} else if x, ok := fetchCall(c, clean); ok {
		found = append(found, x)
	} else if x, ok := pastedHTTP(clean); ok {
		x.Unrecorded = x.Response.Status == 0 && x.Response.Error == ""
		if code, _, _ := errorformat.CallbackError(x.Request.URL); x.Unrecorded && code != "" { // what the app was called with says all
			x = httpmsg.Exchange{}
			x.Response.Body.Set(clean, "")
		}
		found = append(found, x)
	} else if oldAddress(c, clean) {
		found = append(found, httpmsg.Exchange{Request: httpmsg.Request{Method: httpmsg.MethodGet, URL: clean}, Unrecorded: true})
	} else {
		found, err = prose(c, clean)
	}
	if len(found) == 1 {
		found[0].Pasted = text
	}
	return found, err
}

// oldAddress reports whether a text is one address of an API that has a successor, and
// nothing else: who pastes it asks what to call now.
func oldAddress(c *catalog.Catalog, text string) bool {
	if strings.ContainsAny(text, " \t\n\"<") || !strings.HasPrefix(text, "http") {
		return false
	}
	pack := c.Watched(text)
	code, _, _ := errorformat.CallbackError(text)
	return pack != nil && pack.Successor != nil && code == ""
}

// A CutError says that only the beginning of a log was read.
type CutError struct {
	Requests int // that were read
	Rest     int // bytes that were not
}

func (e *CutError) Error() string { return "text-cut:" + strconv.Itoa(e.Rest) }

// pastedEntry reads a text that is one HAR entry: an object with a request or a
// response that have what those have.
func pastedEntry(text string) (httpmsg.Exchange, bool) {
	if text[0] != '{' {
		return httpmsg.Exchange{}, false
	}
	x, err := har.Entry([]byte(text))
	if err != nil || x.Request.URL == "" && !x.Response.Body.Recorded {
		return httpmsg.Exchange{}, false
	}
	return x, true
}
