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
	ID       int // of the exchange
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
func (pass *Pass) OnlyRefused(reports []Report) []Report {
	status := pass.Status()
	if status == httpmsg.StatusUnauthorized || status == httpmsg.StatusForbidden && len(pass.Matches) == 0 {
		return reports
	}
	if status == httpmsg.StatusBadRequest && pass.Step == "token" && pass.Unread() {
		for i := range reports {
			if reports[i].Certainty == Certain {
				reports[i].Certainty = Likely // it may as well be the code or the refresh token
			}
		}
		return reports
	}
	return pass.OnlyExplaining(reports)
}

// OnlyExplaining keeps the reports whose cause explains what the response says.
func (pass *Pass) OnlyExplaining(reports []Report) []Report {
	return slices.DeleteFunc(reports, func(c Report) bool { return !pass.MayExplain(c.Cause) })
}

// MayExplain reports whether the response shows an entry that this cause explains.
func (pass *Pass) MayExplain(id string) bool {
	_, cause := pass.Session.Catalog().Cause(pass.Pack.ID, id)
	return cause != nil && slices.ContainsFunc(pass.Matches, func(f Match) bool { return slices.Contains(cause.Explains, f.ID) })
}

// WhereRead is where a finding's message or type was read.
func (f *Match) WhereRead() location.Location {
	return cmp.Or(f.Where, location.ResponseBody)
}

// MayApply reports whether the response shows an error that a cause explains, or
// refused the request and says nothing.
func (pass *Pass) MayApply(cause string) bool {
	return pass.MayExplain(cause) || pass.Unexplained(400) || pass.Unexplained(404)
}

// Places are the values in the path of the request; not to be changed.
func (pass *Pass) Places() []request.Place {
	if !pass.placed {
		pass.values, pass.placed = request.Places(pass.Endpoint, pass.Exchange.Request.URL), true
	}
	return pass.values
}

// Status is the response's; in a pasted text it may be in the words only.
func (pass *Pass) Status() int {
	if s := pass.Exchange.Response.Status; s != 0 || pass.Exchange.Pasted == "" || len(pass.Matches) == 0 {
		return s
	}
	return pass.Matches[0].Status
}

// Unexplained reports whether the response has this status and says nothing that
// the catalog knows: a recording without bodies, mostly.
func (pass *Pass) Unexplained(status int) bool {
	return pass.Exchange.Response.Status == status && len(pass.Matches) == 0
}

// Answered is when the exchange was answered: by the server's clock when the
// answer has a Date, otherwise when it began; zero when neither was recorded.
func (pass *Pass) Answered() time.Time {
	t, _ := pass.AnsweredWhere()
	return t
}

// AnsweredWhere is Answered, and where that was read.
func (pass *Pass) AnsweredWhere() (time.Time, location.Location) {
	if date, ok := pass.Exchange.Response.Header("Date"); ok {
		if t, err := httpmsg.ParseDate(date); err == nil {
			return t, location.Date
		}
	}
	return pass.Exchange.Started, location.RequestStart
}

// Shows reports whether the response shows an error, or a success, of one of
// these tags.
func (pass *Pass) Shows(tags ...catalog.Tag) bool {
	for i := range pass.Matches {
		if pass.Matches[i].IsAbout(tags...) {
			return true
		}
	}
	return false
}

func (f *Match) IsAbout(tags ...catalog.Tag) bool {
	for _, tag := range tags { // a closure would be one allocation more for each exchange
		if slices.Contains(f.Tags, tag) {
			return true
		}
	}
	return false
}

// Now is the moment of the exchange that is examined.
func (pass *Pass) Now() session.EventTime {
	return session.EventTimeOf(pass.ID, pass.Exchange)
}

// Applies reports whether a cause applies here: the response shows an error that
// it explains, or was a refusal that says nothing else.
func (pass *Pass) Applies(cause string) bool {
	return pass.SurelyExplains(cause) || pass.UnexplainedRefusal()
}

// SurelyExplains reports whether the response shows an error that the cause explains.
func (pass *Pass) SurelyExplains(cause string) bool {
	_, known := pass.Session.Catalog().Cause(pass.Pack.ID, cause)
	if known == nil {
		return false
	}
	return slices.ContainsFunc(pass.Matches, func(f Match) bool {
		return f.Certainty != Possible && slices.Contains(known.Explains, f.ID)
	})
}

// UnexplainedRefusal reports whether the response refused the request's form and no entry says
// with some certainty why.
func (pass *Pass) UnexplainedRefusal() bool {
	return pass.Status() == 400 && !slices.ContainsFunc(pass.Matches, func(f Match) bool { return f.Certainty != Possible })
}

// CertaintyOf is how sure a cause on the consent page is: certain when the page says
// so, too.
func (pass *Pass) CertaintyOf(cause string) Certainty { return SureIf(pass.SurelyExplains(cause)) }

// BesideServer lets the server's own failure come first: what is odd about a
// range is then only evidence, unless the response says so, too.
func (pass *Pass) BesideServer(reports []Report) []Report {
	for i := range reports {
		if pass.Status() >= 500 && reports[i].Certainty == Likely {
			reports[i].Certainty = Possible
		}
	}
	return reports
}

// Day reads a date; today is that of the response.
func (pass *Pass) Day(value string) (time.Time, bool) {
	if value == "today" {
		now := pass.Answered()
		return now.Truncate(24 * time.Hour), !now.IsZero()
	}
	if !httpmsg.IsDay(value) {
		return time.Time{}, false
	}
	return time.Date(httpmsg.Digits(value[:4]), time.Month(httpmsg.Digits(value[5:7])), httpmsg.Digits(value[8:]), 0, 0, 0, 0, time.UTC), true
}

// ShowsOther reports whether the response says something else than these tags.
func (pass *Pass) ShowsOther(tags ...catalog.Tag) bool {
	return len(pass.Matches) > 0 && !pass.Shows(tags...)
}

// Unread reports whether a request was refused and nothing says why: the
// response has no body, and no header with an error.
func (pass *Pass) Unread() bool {
	r := &pass.Exchange.Response
	return r.Status >= 400 && r.Status < 500 && len(pass.Matches) == 0 && (!r.Body.Recorded || strings.TrimSpace(r.Body.Text) == "")
}
