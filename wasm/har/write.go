package har

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
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
	Name    string `json:"name"`
	Version string `json:"version"`
}

// What HAR 1.2 has of an entry, and what Chromium and Misstep add.
type (
	entryJSON struct {
		Pasted       string       `json:"_pasted,omitempty"` // before the request: see Read
		Started      string       `json:"startedDateTime"`
		Time         float64      `json:"time"`
		Request      requestJSON  `json:"request"`
		Response     responseJSON `json:"response"`
		Cache        struct{}     `json:"cache"`
		Timings      timingsJSON  `json:"timings"`
		Tab          string       `json:"pageref,omitempty"`
		ResourceType string       `json:"_resourceType,omitempty"`
		FromCache    string       `json:"_fromCache,omitempty"`
		CutOff       bool         `json:"_cutOff,omitempty"`
		Unrecorded   bool         `json:"_unrecorded,omitempty"` // HAR needs a response where none was recorded
	}
	requestJSON struct {
		Method      string           `json:"method"`
		URL         string           `json:"url"`
		HTTPVersion string           `json:"httpVersion"`
		Cookies     []httpmsg.Header `json:"cookies"`
		Headers     []httpmsg.Header `json:"headers"`
		Query       []httpmsg.Header `json:"queryString"`
		PostData    *postDataJSON    `json:"postData,omitempty"`
		HeadersSize int              `json:"headersSize"`
		BodySize    int              `json:"bodySize"`
	}
	postDataJSON struct {
		MimeType string          `json:"mimeType"`
		Params   []httpmsg.Param `json:"params,omitempty"`
		Text     string          `json:"text"`
		Encoding string          `json:"encoding,omitempty"` // "base64" where it isn't text
	}
	responseJSON struct {
		Status      int              `json:"status"`
		StatusText  string           `json:"statusText"`
		HTTPVersion string           `json:"httpVersion"`
		Cookies     []httpmsg.Header `json:"cookies"`
		Headers     []httpmsg.Header `json:"headers"`
		Content     contentJSON      `json:"content"`
		RedirectURL string           `json:"redirectURL"`
		HeadersSize int              `json:"headersSize"`
		BodySize    int              `json:"bodySize"`
		Error       json.RawMessage  `json:"_error,omitempty"` // null says that there was none
		ByWorker    bool             `json:"_fetchedViaServiceWorker,omitempty"`
	}
	contentJSON struct {
		Size     int64   `json:"size"`
		MimeType string  `json:"mimeType"`
		Text     *string `json:"text,omitempty"`
		Comment  string  `json:"comment,omitempty"`
		Missing  string  `json:"_missing,omitempty"`
	}
	timingsJSON struct {
		Blocked int     `json:"blocked"`
		DNS     int     `json:"dns"`
		Connect int     `json:"connect"`
		SSL     int     `json:"ssl"`
		Send    int     `json:"send"`
		Wait    float64 `json:"wait"`
		Receive int     `json:"receive"`
	}
)

// Write writes a HAR 1.2 recording of the exchanges, one at a time. Read gives
// the same exchanges again. What an Exchange does not keep is written as
// unknown: sizes of headers are -1, of the timings there is only the whole.
// Nothing in it can end a script that the recording is put into.
func Write(w io.Writer, exchanges iter.Seq[*httpmsg.Exchange], creator Creator) error {
	out := bufio.NewWriterSize(w, 64<<10)
	head, err := json.Marshal(creator)
	if err != nil {
		return err
	}
	out.WriteString(`{"log":{"version":"1.2","creator":` + string(head) + `,"entries":[` + "\n")
	encoder := json.NewEncoder(out)
	first := true
	for x := range exchanges {
		if !first {
			out.WriteByte(',')
		}
		first = false
		if err := encoder.Encode(entryOf(x)); err != nil {
			return err
		}
	}
	out.WriteString("]}}\n")
	return out.Flush()
}

func entryOf(x *httpmsg.Exchange) *entryJSON {
	return &entryJSON{
		Pasted: x.Pasted, Started: timeText(x.Started), Time: x.Duration, Request: requestOf(&x.Request), Response: responseOf(&x.Response),
		Timings: timingsJSON{Blocked: -1, DNS: -1, Connect: -1, SSL: -1, Wait: x.Duration},
		Tab:     x.Tab, ResourceType: x.ResourceType, FromCache: x.FromCache, CutOff: x.CutOff, Unrecorded: x.Unrecorded,
	}
}

// timeText keeps the zero time: in the year 1, which no recording is of.
func timeText(t time.Time) string {
	if t.Nanosecond()%int(time.Millisecond) != 0 {
		return t.UTC().Format(time.RFC3339Nano)
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

// some is a list that is never null.
func some(list []httpmsg.Header) []httpmsg.Header {
	if list == nil {
		return []httpmsg.Header{}
	}
	return list
}

func requestOf(r *httpmsg.Request) requestJSON {
	request := requestJSON{Method: r.Method, URL: r.URL, HTTPVersion: r.HTTPVersion, Cookies: some(cookiesOf(r.Headers, "Cookie")), Headers: some(r.Headers), Query: some(httpmsg.Request{URL: r.URL}.Params()), HeadersSize: -1, BodySize: -1}
	if d := r.PostData; d != nil {
		data := &postDataJSON{MimeType: d.MimeType, Params: d.Params, Text: d.Text}
		if !utf8.ValidString(d.Text) {
			data.Text, data.Encoding = base64.StdEncoding.EncodeToString([]byte(d.Text)), "base64"
		}
		request.PostData, request.BodySize = data, len(d.Text)
	}
	return request
}

func responseOf(r *httpmsg.Response) responseJSON {
	response := responseJSON{Status: r.Status, StatusText: r.StatusText, HTTPVersion: r.HTTPVersion, Cookies: some(cookiesOf(r.Headers, "Set-Cookie")), Headers: some(r.Headers), Content: contentOf(r.Body), RedirectURL: r.RedirectURL, HeadersSize: -1, BodySize: -1, ByWorker: r.ByWorker}
	switch {
	case r.Error != "":
		response.Error, _ = json.Marshal(r.Error)
	case r.Unfailed:
		response.Error = json.RawMessage("null")
	}
	return response
}

func contentOf(body httpmsg.Body) contentJSON {
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
	content := contentJSON{Size: body.Size, MimeType: body.MimeType, Comment: body.Comment, Missing: body.Missing}
	if body.Recorded {
		content.Text = &body.Text
	}
	return content
}

// cookiesOf are the names and values in header fields of that name.
func cookiesOf(headers []httpmsg.Header, name string) []httpmsg.Header {
	var list []httpmsg.Header
	for _, h := range headers {
		if !strings.EqualFold(h.Name, name) {
			continue
		}
		parts := strings.Split(h.Value, ";")
		if name == "Set-Cookie" {
			parts = httpmsg.SetCookies(h.Value)
		}
		for _, part := range parts {
			if cookie, value := httpmsg.CookieNamed(part); cookie != "" || value != "" {
				list = append(list, httpmsg.Header{Name: cookie, Value: value})
			}
		}
	}
	return list
}
