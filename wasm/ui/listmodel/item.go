package listmodel

import (
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/ui/richtext"
)

// An Item is what the list knows of one exchange. All that it is sorted and
// filtered by is worked out once, most of it when it is read.
type Item struct {
	row       RowText
	text      string // what the filter looks in; "": it was not asked for yet
	path      string // this and the next two are in lower case
	endpoint  string
	host      string
	certainty string
	reason    string // cause, by its ID
	token     string // number of the access token
	user      string // that the token is of
	day       int    // in the reader's zone, in an order of their own; 0: not known
	started   int64  // milliseconds since 1970, 0: not known
	place     int64  // in the list that is not sorted: see placeUpTo
	latest    int64  // place of this item and those that came before
	failed    bool
	part      bool // of another, which is the one that counts
	auth      bool // fails for who asks, not for what is asked
	network   bool // the browser has no response, or shows none

	read   bool
	pasted bool // a person pasted it
	queued bool
	stale  bool   // older than the diagnosis
	told   bool   // announced, if it failed
	news   bool   // came while nobody followed, and is not counted yet
	listed bool   // in the group's shown
	group  *group // that it is, or would be, listed in
}

// A source is a session, as far as the list asks.
type source interface {
	LastID() int
	Exchange(id int) *httpmsg.Exchange
	Summary(id int) diagnosis.Summary
	OAuthStep(id int) bool
	TokenOf(id int) (number int, user string)
	Screen() *redact.Aliases
}

// readFrom brings an item up to date with the session.
func (e *Item) readFrom(s source, id int, text richtext.Text, zone richtext.Zone) {
	x, d := s.Exchange(id), s.Summary(id)
	e.row, e.text = NewRowText(x, d, s.Screen(), text, zone), ""
	e.read, e.stale, e.failed, e.part = true, false, d.Failed, d.Part != 0
	e.host, e.path, e.endpoint = strings.ToLower(e.row.host), strings.ToLower(e.row.path), strings.ToLower(e.row.Endpoint)
	e.row.Number = id
	e.token = ""
	if number, user := s.TokenOf(id); number > 0 {
		e.token, e.user = strconv.Itoa(number), user
		e.row.Token = richtext.Join(" ", e.token, user)
	}
	if e.day = 0; !e.row.Started.IsZero() {
		e.day = e.row.Started.Year()*1000 + e.row.Started.YearDay()
	}
	e.pasted = x.Pasted != ""
	e.started = 0
	if !x.Started.IsZero() {
		e.started = x.Started.UnixMilli()
	}
	e.certainty, e.reason = string(d.Certainty), d.Reason
	code := e.row.Code
	e.network = e.failed && (d.Kind == catalog.KindNetwork || d.Hidden || code == 0 && x.Pasted == "")
	e.auth = e.failed && (!e.network || d.Hidden) && (code == 401 || code == 403 || d.Kind == catalog.KindConsent || s.OAuthStep(id))
}

// Len is how many exchanges were ever known; the last of them is the latest.
func (l *Model) Len() int { return len(l.items) }

// RowText is what the row of an exchange says. It is not to be changed.
func (l *Model) RowText(id int) *RowText { return &l.items[id-1].row }

// IsListed reports whether an exchange is in a row.
func (l *Model) IsListed(id int) bool { return l.items[id-1].listed }

// ListedIDs are the exchanges in the rows, in the order in which they came.
func (l *Model) ListedIDs() []int {
	ids := []int{}
	for i, e := range l.items {
		if e.listed {
			ids = append(ids, i+1)
		}
	}
	return ids
}

// Showing is how many exchanges show an entry or a cause of the catalog.
func (l *Model) Showing(id string) int {
	n := 0
	for _, e := range l.items {
		if e.row.Finding == id || e.reason == id {
			n++
		}
	}
	return n
}

// MarkNew has an exchange counted as having arrived, once it has a row.
func (l *Model) MarkNew(id int) { l.items[id-1].news = true }

// MarkAllTold marks everything as announced.
func (l *Model) MarkAllTold() {
	for _, e := range l.items {
		e.told = true
	}
}

// Field is what an exchange has in a field of the filter; "": nothing.
func (l *Model) Field(id int, name string) string {
	f, e := fieldNamed(name), l.items[id-1]
	if f == nil || f.value == nil {
		return ""
	}
	return f.value(e)
}

// holds reports whether a text, in lower case, is in the row's text.
func (e *Item) holds(text string) bool {
	if e.text == "" {
		e.text = e.row.words()
	}
	return strings.Contains(e.text, text)
}

// isAny reports whether the item is one of several choices, with spaces between.
func (e *Item) isAny(choices string) bool {
	for choices != "" {
		var choice string
		if choice, choices, _ = strings.Cut(choices, " "); e.is(choice) {
			return true
		}
	}
	return false
}

// is reports whether the item is what a chip, or the filter's is:…, asks for.
func (e *Item) is(what string) bool {
	code := e.row.Code
	switch what {
	case "all":
		return true
	case "failing":
		return e.failed
	case "ok":
		return !e.failed
	case "auth":
		return e.auth
	case "network":
		return e.network
	case "4xx":
		return e.failed && 400 <= code && code < 500
	case "5xx":
		return e.failed && 500 <= code && code < 600
	case "silent": // fails though its status says that it does not
		return e.failed && 0 < code && code < 400
	case "unknown":
		return e.row.Finding == "unknown"
	}
	return false
}

// A groupKey is what failures have in common that are listed as one.
type groupKey struct {
	method, endpoint, finding, reason, fact string
	code                                    int
}

func (e *Item) groupKey() groupKey {
	k := groupKey{e.row.Method, e.row.Endpoint, e.row.Finding, e.reason, "", e.row.Code}
	if e.row.Finding == "unknown" {
		k.fact = e.row.fact // all that distinguishes one unknown error from another
	}
	return k
}
