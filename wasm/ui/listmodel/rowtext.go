package listmodel

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/messages"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/ui/richtext"
)

// A RowText is what the list shows of one exchange.
type RowText struct {
	Fine      bool   // the finding is that nothing went wrong
	Number    int    // the exchange's; 0 outside of the list
	Finding   string // catalog entry, "unknown", or "" when nothing is wrong
	Code      int    // HTTP status, 0: none
	Status    string // as shown
	Tone      string // "error", "warning" or ""
	Method    string
	Endpoint  string // name, with the data type where it is for many, or path when the endpoint is not known
	Address   string // whole URL, masked
	host      string
	path      string
	title     string
	Brief     string
	Fact      string
	Certainty string    // in words
	Token     string    // its number, and its user where that is known
	Duration  int       // milliseconds
	Started   time.Time // by the reader's clock; zero: not known
	Day       string    // on which that was, as the reader writes it, where it's to be said
	fact      string    // in UTC
}

// NewRowText is what the row of an exchange says, with its times in zone, and
// masked by what other exchanges show to be secret.
func NewRowText(x *httpmsg.Exchange, d diagnosis.Summary, mask *redact.Aliases, text richtext.Text, zone richtext.Zone) (l RowText) {
	d.URL = mask.Known(cmp.Or(d.URL, redact.URL(x.Request.URL)))
	if d.Finding == "" {
		d.Message = mask.Known(d.Message)
	}
	l.Code = statusOf(x, d)
	l.Method = cmp.Or(d.Method, x.Request.Method)
	l.Address = d.URL
	l.host, l.path = HostAndPath(l.Address)
	l.Endpoint = richtext.Join(" · ", cmp.Or(d.Endpoint, l.path), d.DataType)
	l.Duration = int(x.Duration)
	if l.Endpoint == "" && x.Pasted != "" {
		l.Endpoint = text("pastedText")
	}
	if !x.Started.IsZero() {
		l.Started = zone(x.Started)
	}

	switch {
	case l.Code != 0:
		l.Status = strconv.Itoa(l.Code)
	case x.Pasted != "" || !d.Failed:
		l.Status = text("statusNone")
	default:
		l.Status = text("statusFailed")
	}
	switch {
	case !d.Failed || 0 < l.Code && l.Code < 400: // the status is not what went wrong
	case l.Code == 429 || l.Code >= 500:
		l.Tone = "warning" // may pass by itself
	default:
		l.Tone = "error"
	}

	switch {
	case d.Finding != "" && !d.Failed && d.Kind == catalog.KindSuccess: // nothing to say about it
		l.Fine, l.Finding, l.title = true, d.Finding, d.Title
	case d.Finding != "":
		l.Finding, l.Brief, l.title = d.Finding, cmp.Or(d.Brief, d.Title), d.Title
		l.Fact, l.fact = zone.Text(d.Fact, x.Started), d.Fact
	case d.Unknown || d.Failed:
		l.Finding, l.Brief = "unknown", text("unknownBrief")
		l.fact = cmp.Or(oneLine(redact.Text(d.Message)), text("unknownFact"))
		l.Fact = diagnosis.ShortenFact(l.Brief, l.fact)
		l.title = text("unknownTitle")
	}
	return l
}

// Time is when it began, as it is shown; "" when that is not known.
func (l *RowText) Time() string {
	if l.Started.IsZero() {
		return ""
	}
	if l.Day != "" {
		return l.Day + " " + l.Started.Format("15:04")
	}
	return l.Started.Format(time.TimeOnly)
}

// Lasted is how long it took; "" when that is not known.
func (l *RowText) Lasted() string {
	if l.Duration <= 0 {
		return ""
	}
	return strconv.Itoa(l.Duration) + " ms"
}

// Headline is what went wrong, in a line.
func (l *RowText) Headline() string { return diagnosis.Headline(l.Brief, l.Fact) }

// HeadlineUTC is the headline for reports and tooltips.
func (l *RowText) HeadlineUTC() string { return diagnosis.Headline(l.Brief, l.fact) }

// Query is what follows the host in the address.
func (l *RowText) Query() string {
	_, rest, _ := strings.Cut(l.Address, "://")
	if slash := strings.IndexByte(rest, '/'); slash >= 0 {
		return rest[slash:]
	}
	return l.Address
}

// Beside is what the row of a group's member says: in what it differs from the
// group's own, and its address.
func (l RowText) Beside(group *RowText) RowText {
	l.Status, l.Method, l.Brief, l.Certainty, l.Endpoint = "", "", "", "", l.Query()
	for _, same := range []struct{ mine, its *string }{{&l.Fact, &group.Fact}, {&l.Token, &group.Token}, {&l.host, &group.host}} {
		if *same.mine == *same.its {
			*same.mine = ""
		}
	}
	return l
}

// UTC is when it began, for a tooltip.
func (l *RowText) UTC() string { return richtext.UTC(l.Started) }

// words are what the filter looks in, lower case.
func (l *RowText) words() string {
	return strings.ToLower(strings.Join([]string{
		l.Method, l.path, l.Endpoint, l.title, l.Brief, l.Fact, l.fact, l.Status, strconv.Itoa(l.Code), l.Finding,
	}, "\n"))
}

// statusOf prefers what the diagnosis read, which for pasted text may be in the text.
func statusOf(x *httpmsg.Exchange, d diagnosis.Summary) int {
	if d.Status != 0 {
		return d.Status
	}
	return x.Response.Status
}

// HostAndPath is where an address leads: its host, and its path, which is the address
// itself where it has none.
func HostAndPath(address string) (host, path string) {
	if host, path, ok := plainHostAndPath(address); ok {
		return host, cmp.Or(path, address)
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", address
	}
	return u.Host, cmp.Or(u.Path, address)
}

// plainHostAndPath is that of most addresses: of letters, digits and what needs no
// decoding; false: it may be another one.
func plainHostAndPath(address string) (host, path string, ok bool) {
	rest, ok := strings.CutPrefix(address, "https://")
	if !ok {
		return "", "", false
	}
	end := 0
	for ; end < len(rest) && rest[end] != '/'; end++ {
		if c := rest[end]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '.' || c == '-') {
			return "", "", false
		}
	}
	host, path = rest[:end], rest[end:]
	for i := range len(path) {
		switch c := path[i]; {
		case c == '?' && strings.IndexByte(path, '#') < 0 && isPrintable(path[i:]):
			return host, path[:i], host != ""
		case c == '%' || c == '?' || c == '#' || c < ' ' || c == 0x7f:
			return "", "", false
		}
	}
	return host, path, host != ""
}

// isPrintable reports whether a text has no control characters.
func isPrintable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0
}

// oneLine folds white space and keeps what a row can hold.
func oneLine(text string) string {
	return messages.Truncate(strings.Join(strings.Fields(messages.Truncate(text, 1000)), " "), 200)
}
