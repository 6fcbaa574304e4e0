package panel

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/redact"
	"misstep/wasm/ui/richtext"
)

// A line is what the list shows of one exchange.
type line struct {
	finding  string // catalogue entry, "unknown", or "" when nothing is wrong
	code     int    // HTTP status, 0: none
	status   string // as shown
	tone     string // "error", "warning" or ""
	method   string
	endpoint string // name, or path when the endpoint is not known
	address  string // whole URL, masked
	host     string
	path     string
	title    string
	brief    string
	fact     string
	started  time.Time // zero: not known
}

func lineOf(x *har.Exchange, d diagnose.Row, text richtext.Text) (l line) {
	l.code = statusOf(x, d)
	l.method = cmp.Or(d.Method, x.Request.Method)
	if l.address = d.URL; l.address == "" {
		l.address = redact.URL(x.Request.URL)
	}
	l.host, l.path = placeOf(l.address)
	l.endpoint = cmp.Or(d.Endpoint, l.path)
	l.started = x.Started

	switch {
	case l.code != 0:
		l.status = strconv.Itoa(l.code)
	case x.Pasted != "" || !d.Failed:
		l.status = text("statusNone")
	default:
		l.status = text("statusFailed")
	}
	switch {
	case !d.Failed || 0 < l.code && l.code < 400: // the status is not what went wrong
	case l.code == 429 || l.code >= 500:
		l.tone = "warning" // may pass by itself
	default:
		l.tone = "error"
	}

	switch {
	case d.Finding != "":
		l.finding, l.brief, l.fact, l.title = d.Finding, cmp.Or(d.Brief, d.Title), d.Fact, d.Title
	case d.Unknown || d.Failed:
		l.finding, l.brief = "unknown", text("unknownBrief")
		l.fact = cmp.Or(oneLine(redact.Text(d.Message)), text("unknownFact"))
		l.title = text("unknownTitle")
	}
	return l
}

// time is when it began, as it is shown; "" when that is not known.
func (l *line) time() string {
	if l.started.IsZero() {
		return ""
	}
	return l.started.Local().Format("15:04:05")
}

// words are what the filter looks in, lower case.
func (l *line) words() string {
	return strings.ToLower(strings.Join([]string{
		l.method, l.path, l.endpoint, l.title, l.brief, l.fact, l.status, strconv.Itoa(l.code), l.finding,
	}, "\n"))
}

// statusOf prefers what the diagnosis read, which for pasted text may be in the text.
func statusOf(x *har.Exchange, d diagnose.Row) int {
	if d.Status != 0 {
		return d.Status
	}
	return x.Response.Status
}

// placeOf is where an address leads: its host, and its path, which is the address
// itself where it has none.
func placeOf(address string) (host, path string) {
	u, err := url.Parse(address)
	if err != nil {
		return "", address
	}
	return u.Host, cmp.Or(u.Path, address)
}

// oneLine folds white space and keeps what a row can hold.
func oneLine(text string) string {
	return richtext.Truncate(strings.Join(strings.Fields(richtext.Truncate(text, 1000)), " "), 200)
}
