// Package analysis is what analyzers share: a Pass is one exchange with what may
// be asked of it, a Report is a cause that was found. It knows sessions and packs,
// no cause by name but those of preflights, which two analyzers find.
package analysis

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
	"misstep/wasm/session"
)

// A Pass is one exchange that is explained, with what an analyzer may ask.
type Pass struct {
	Session  *session.Session
	Id       int // of the exchange
	Exchange *httpmsg.Exchange
	request.Target
	Data     bool              // see session.Recorded
	Matches  []Match           // what the response says by itself, best first; not to be changed
	Symptoms []catalog.Symptom // what they were made of
	Memos    map[string]Sized  // see MemoOf

	placed bool // values were read
	values []request.Place
}

// A Match is a record of the catalog that a response shows, as far as analyzers
// may know it.
type Match struct {
	ID, Kind, Title, Message string
	Status                   int
	Certainty                Certainty
	Values                   map[string]string
	Tags                     []catalog.Tag
	Where                    location.Location // where message or type was read
}

// OnlyRefused keeps the reports to a 401, and to other answers only those whose
// cause explains what the response says: whatever else is odd about the header,
// it was not why the request failed. A 403 that says nothing may have any cause.
func (e *Pass) OnlyRefused(reports []Report) []Report {
	status := e.Status()
	if status == httpmsg.StatusUnauthorized || status == httpmsg.StatusForbidden && len(e.Matches) == 0 {
		return reports
	}
	if status == httpmsg.StatusBadRequest && e.Step == "token" && e.Unread() {
		for i := range reports {
			if reports[i].Certainty == Certain {
				reports[i].Certainty = Likely // it may as well be the code or the refresh token
			}
		}
		return reports
	}
	return e.OnlyExplaining(reports)
}

// OnlyExplaining keeps the reports whose cause explains what the response says.
func (e *Pass) OnlyExplaining(reports []Report) []Report {
	return slices.DeleteFunc(reports, func(c Report) bool { return !e.Explains(c.Cause) })
}

// Explains reports whether the response shows an entry that this cause explains.
func (e *Pass) Explains(id string) bool {
	_, cause := e.Session.Catalog().Cause(e.Pack.ID, id)
	return cause != nil && slices.ContainsFunc(e.Matches, func(f Match) bool { return slices.Contains(cause.Explains, f.ID) })
}

// WhereRead is where a finding's message or type was read.
func (f *Match) WhereRead() location.Location {
	return cmp.Or(f.Where, location.ResponseBody)
}

// Tellable reports whether the response shows an error that a cause explains, or
// refused the request and says nothing.
func (e *Pass) Tellable(cause string) bool {
	return e.Explains(cause) || e.Unexplained(400) || e.Unexplained(404)
}

// Places are the values in the path of the request; not to be changed.
func (e *Pass) Places() []request.Place {
	if !e.placed {
		e.values, e.placed = request.Places(e.Endpoint, e.Exchange.Request.URL), true
	}
	return e.values
}

// Status is the response's; in a pasted text it may be in the words only.
func (e *Pass) Status() int {
	if s := e.Exchange.Response.Status; s != 0 || e.Exchange.Pasted == "" || len(e.Matches) == 0 {
		return s
	}
	return e.Matches[0].Status
}

// Unexplained reports whether the response has this status and says nothing that
// the catalog knows: a recording without bodies, mostly.
func (e *Pass) Unexplained(status int) bool {
	return e.Exchange.Response.Status == status && len(e.Matches) == 0
}

// Answered is when the exchange was answered: by the server's clock when the
// answer has a Date, otherwise when it began; zero when neither was recorded.
func (e *Pass) Answered() time.Time {
	t, _ := e.AnsweredWhere()
	return t
}

// AnsweredWhere is Answered, and where that was read.
func (e *Pass) AnsweredWhere() (time.Time, location.Location) {
	if date, ok := e.Exchange.Response.Header("Date"); ok {
		if t, err := httpmsg.ParseDate(date); err == nil {
			return t, location.Date
		}
	}
	return e.Exchange.Started, location.RequestStart
}

// Found reports whether the response shows an error, or a success, of one of
// these facets.
func (e *Pass) Found(facets ...catalog.Tag) bool {
	for i := range e.Matches {
		if e.Matches[i].IsAbout(facets...) {
			return true
		}
	}
	return false
}

func (f *Match) IsAbout(facets ...catalog.Tag) bool {
	for _, facet := range facets { // a closure would be one allocation more for each exchange
		if slices.Contains(f.Tags, facet) {
			return true
		}
	}
	return false
}

// Now is the moment of the exchange that is examined.
func (e *Pass) Now() session.EventTime {
	return session.EventTimeOf(e.Id, e.Exchange)
}

// Fits reports whether a cause applies here: the response shows an error that
// it explains, or was a refusal that says nothing else.
func (e *Pass) Fits(cause string) bool { return e.Answers(cause) || e.Open() }

// Answers reports whether the response shows an error that the cause explains.
func (e *Pass) Answers(cause string) bool {
	_, known := e.Session.Catalog().Cause(e.Pack.ID, cause)
	if known == nil {
		return false
	}
	return slices.ContainsFunc(e.Matches, func(f Match) bool {
		return f.Certainty != Possible && slices.Contains(known.Explains, f.ID)
	})
}

// Open reports whether the response refused the request's form and no entry says
// with some certainty why.
func (e *Pass) Open() bool {
	return e.Status() == 400 && !slices.ContainsFunc(e.Matches, func(f Match) bool { return f.Certainty != Possible })
}

// Told is how sure a cause on the consent page is: certain when the page says
// so, too.
func (e *Pass) Told(cause string) Certainty { return SureIf(e.Answers(cause)) }

// BesideServer lets the server's own failure come first: what is odd about a
// range then only speaks for it, unless the response says so, too.
func (e *Pass) BesideServer(reports []Report) []Report {
	for i := range reports {
		if e.Status() >= 500 && reports[i].Certainty == Likely {
			reports[i].Certainty = Possible
		}
	}
	return reports
}

// Day reads a date; today is that of the response.
func (e *Pass) Day(value string) (time.Time, bool) {
	if value == "today" {
		now := e.Answered()
		return now.Truncate(24 * time.Hour), !now.IsZero()
	}
	if !httpmsg.IsDay(value) {
		return time.Time{}, false
	}
	return time.Date(httpmsg.Digits(value[:4]), time.Month(httpmsg.Digits(value[5:7])), httpmsg.Digits(value[8:]), 0, 0, 0, 0, time.UTC), true
}

// CertainlyNot reports whether the response says something else than these facets.
func (e *Pass) CertainlyNot(facets ...catalog.Tag) bool {
	return len(e.Matches) > 0 && !e.Found(facets...)
}

// Unread reports whether a request was refused and nothing says why: the
// response has no body, and no header with an error.
func (e *Pass) Unread() bool {
	r := &e.Exchange.Response
	return r.Status >= 400 && r.Status < 500 && len(e.Matches) == 0 && (!r.Body.Recorded || strings.TrimSpace(r.Body.Text) == "")
}
