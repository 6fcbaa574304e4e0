package panel

import (
	"strings"

	"misstep/catalog"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/ui/richtext"
)

// An entry is what the list knows of one exchange. All that it is sorted and
// filtered by is worked out once, most of it when it is read.
type entry struct {
	line      line
	text      string // what the filter looks in; "": it was not asked for yet
	path      string // this and the next two are in lower case
	endpoint  string
	host      string
	certainty string
	reason    string // cause, by its id
	started   int64  // milliseconds since 1970, 0: not known
	failed    bool
	auth      bool // fails for who asks, not for what is asked
	network   bool // the browser has no answer, or shows none

	read   bool
	queued bool
	stale  bool   // older than the diagnosis
	told   bool   // announced, if it failed
	news   bool   // came while nobody followed, and is not counted yet
	listed bool   // in the group's shown
	group  *group // that it is, or would be, listed in
}

// A source is a session, as far as the list asks.
type source interface {
	Len() int
	Exchange(id int) *har.Exchange
	Row(id int) diagnose.Row
	OAuthStep(id int) bool
}

// readFrom brings an entry up to date with the session.
func (e *entry) readFrom(s source, id int, text richtext.Text) {
	x, d := s.Exchange(id), s.Row(id)
	e.line, e.text = lineOf(x, d, text), ""
	e.read, e.stale, e.failed = true, false, d.Failed
	e.host, e.path, e.endpoint = strings.ToLower(e.line.host), strings.ToLower(e.line.path), strings.ToLower(e.line.endpoint)
	e.started = 0
	if !x.Started.IsZero() {
		e.started = x.Started.UnixMilli()
	}
	e.certainty, e.reason = string(d.Certainty), d.Reason
	code := e.line.code
	e.network = e.failed && (d.Kind == catalog.KindNetwork || code == 0 && x.Pasted == "")
	e.auth = e.failed && !e.network && (code == 401 || code == 403 || d.Kind == catalog.KindConsent || s.OAuthStep(id))
}

// size is how many exchanges were ever known; the last of them is the latest.
func (l *listing) size() int { return len(l.entries) }

// textOf is what the row of an exchange says. It is not to be changed.
func (l *listing) textOf(id int) *line { return &l.entries[id-1].line }

// isListed reports whether an exchange is in a row.
func (l *listing) isListed(id int) bool { return l.entries[id-1].listed }

// listedIDs are the exchanges in the rows, in the order in which they came.
func (l *listing) listedIDs() []int {
	ids := []int{}
	for i, e := range l.entries {
		if e.listed {
			ids = append(ids, i+1)
		}
	}
	return ids
}

// showing is how many exchanges show an entry or a cause of the catalogue.
func (l *listing) showing(id string) int {
	n := 0
	for _, e := range l.entries {
		if e.line.finding == id || e.reason == id {
			n++
		}
	}
	return n
}

// isNews has an exchange counted as having arrived, once it has a row.
func (l *listing) isNews(id int) { l.entries[id-1].news = true }

// allKnown has nothing that is there be told as new.
func (l *listing) allKnown() {
	for _, e := range l.entries {
		e.told = true
	}
}

// holds reports whether a text, in lower case, is in what the row tells.
func (e *entry) holds(text string) bool {
	if e.text == "" {
		e.text = e.line.words()
	}
	return strings.Contains(e.text, text)
}

// is reports whether the entry is what a chip, or the filter's is:…, asks for.
func (e *entry) is(what string) bool {
	code := e.line.code
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
		return e.line.finding == "unknown"
	}
	return false
}

// A groupKey is what failures have in common that are listed as one.
type groupKey struct {
	method, endpoint, finding, reason, fact string
	code                                    int
}

func (e *entry) groupKey() groupKey {
	k := groupKey{e.line.method, e.line.endpoint, e.line.finding, e.reason, "", e.line.code}
	if e.line.finding == "unknown" {
		k.fact = e.line.fact // all that tells one unknown error from another
	}
	return k
}
