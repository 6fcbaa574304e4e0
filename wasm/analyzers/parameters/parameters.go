// Package parameters analyzes dates, ranges, ids and bodies that a request was made with.
package parameters

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "parameters",
	Causes: []string{
		"date-format",
		"date-impossible",
		"date-in-future",
		"date-is-period",
		"date-unfilled",
		"id-rounded",
		"id-rounded-perhaps",
		"intraday-over-day",
		"json-body",
		"length-chunked",
		"length-lost",
		"length-missing",
		"length-no-body",
		"parameter-name",
		"period-as-range",
		"period-is-date",
		"period-not-allowed",
		"period-too-much",
		"range-reversed",
		"range-too-long",
	},
	Run: run,
}

// run reads dates, ranges, periods, ids and the body.
func run(e *analysis.Pass) []analysis.Report {
	if s := e.Status(); s < 400 || s == 401 || s == 403 || s == 429 {
		return nil
	}
	places := e.Places()
	return slices.Concat(checkDates(e, places), e.BesideServer(checkRange(e, places)), checkPeriod(e, places), checkID(e, places), checkBody(e), checkSpelling(e), checkLength(e))
}

// dateForms are other ways to write a date that can be read in one way only.
var dateForms = []string{"2006-1-2", "20060102", "2006/1/2", "2006.1.2", time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04:05.000Z07:00", "2006-01-02 15:04:05", "2 Jan 2006", "Jan 2 2006", "January 2, 2006", "Mon Jan 02 2006"}

// rewritten is a date in the usual form; "" when it can be read in two ways, or none.
func rewritten(value string) string {
	for _, form := range dateForms {
		if t, err := time.Parse(form, value); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	if len(value) > 15 { // JavaScript's Date.toString()
		if t, err := time.Parse("Mon Jan 02 2006", value[:15]); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// checkDates finds dates in the path that are none, or lie ahead.
func checkDates(e *analysis.Pass, places []request.Place) []analysis.Report {
	var reports []analysis.Report
	for _, p := range places {
		day, ok := e.Day(p.Value)
		ahead := ok && !e.Answered().IsZero() && day.After(e.Answered().Add(14*time.Hour)) // nowhere on earth is it later than UTC+14
		if !p.Date || p.Value == "today" || ok && !ahead {
			continue
		}
		c := analysis.Report{Certainty: analysis.Likely, Weight: 2, Values: map[string]string{"name": p.Name, "value": analysis.Short(p.Value)}, Evidence: []analysis.Evidence{{Label: p.Name, Text: analysis.Short(p.Value), Where: "request URL"}}}
		if e.Found(catalog.DateInvalid) {
			c.Certainty = analysis.Certain
		}
		switch {
		case ahead:
			c.Cause, c.Weight = "date-in-future", 0
			c.Values["days"] = strconv.Itoa(int(math.Ceil(day.Sub(e.Answered()).Hours() / 24)))
			c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.answered"), Text: e.Answered().Format(time.DateOnly), Where: "response header Date"})
			if e.CertainlyNot(catalog.DateInvalid) {
				continue
			}
		case request.Unfilled().MatchString(p.Value):
			c.Cause = "date-unfilled"
		case request.PeriodForm().MatchString(p.Value):
			c.Cause = "date-is-period"
			c.Values["endpoint"] = e.Endpoint.Name
		case request.DayForm().MatchString(p.Value):
			c.Cause = "date-impossible"
			c.Values["month"], c.Values["days"] = lengthOfMonth(e, p.Value)
			if c.Values["days"] == "" {
				c.Cause = "date-format"
			}
		default:
			c.Cause = "date-format"
			if right := rewritten(p.Value); right != "" {
				c.Values["date"] = right
				c.Corrections = analysis.ToPath(httpmsg.PathWith(e.Exchange.Request.URL, map[int]string{p.Segment: right + p.Ending}))
			} else {
				c.Values["date"] = "yyyy-MM-dd"
			}
		}
		found := []analysis.Report{c}
		if c.Cause != "date-unfilled" && !othersWork(e) { // servers were seen failing over unfilled ones
			e.BesideServer(found)
		}
		reports = append(reports, found...)
	}
	return reports
}

// othersWork reports whether the endpoint answers with data to another request.
func othersWork(e *analysis.Pass) bool {
	return e.Endpoint != nil && e.Session.FirstSuccess(e.Endpoint) != nil
}

// lengthOfMonth gives the month of an impossible date, and how many days it
// has: "February 2026", "28".
func lengthOfMonth(e *analysis.Pass, value string) (month, days string) {
	first, err := time.Parse("2006-01", value[:7])
	if err != nil {
		return "", ""
	}
	return e.Say("month."+strconv.Itoa(int(first.Month())), "year", strconv.Itoa(first.Year())), strconv.Itoa(first.AddDate(0, 1, -1).Day())
}

// checkRange measures the range between two dates.
func checkRange(e *analysis.Pass, places []request.Place) []analysis.Report {
	dates := request.Dates(places)
	if len(dates) == 0 || len(dates) > 2 {
		return nil
	}
	start, ok := e.Day(dates[0].Value)
	if !ok {
		return nil
	}
	end := start
	if len(dates) == 2 {
		if end, ok = e.Day(dates[1].Value); !ok {
			return nil
		}
	}
	values := map[string]string{"start": dates[0].Value, "end": dates[len(dates)-1].Value, "endpoint": e.Endpoint.Name}
	from, to, timed := clockSpan(e, places, start, end)
	if timed {
		values["start"], values["end"] = from.Format("2006-01-02 15:04"), to.Format("2006-01-02 15:04")
	}
	evidence := []analysis.Evidence{{Label: e.Say("label.range"), Text: e.Say("text.range", "start", values["start"], "end", values["end"]), Where: "request URL"}}
	if end.Before(start) || to.Before(from) {
		c := analysis.Report{Cause: "range-reversed", Certainty: analysis.Likely, Weight: 3, Values: values, Evidence: evidence}
		if !timed && len(dates) == 2 {
			c.Corrections = analysis.ToPath(httpmsg.PathWith(e.Exchange.Request.URL, map[int]string{dates[0].Segment: dates[1].Value + dates[0].Ending, dates[1].Segment: dates[0].Value + dates[1].Ending}))
		}
		return []analysis.Report{c}
	}
	if len(dates) < 2 {
		return nil
	}
	days := int(end.Sub(start).Hours()/24) + 1
	if e.Endpoint.Intraday && e.Endpoint.MaxDays == 1 {
		if to.Sub(from) <= 24*time.Hour {
			return nil
		}
		return []analysis.Report{splitByDay(e, dates, days, values, evidence)}
	}
	limit, by := longestRange(e)
	if limit == 0 || days <= limit {
		return nil
	}
	values["days"], values["most"] = strconv.Itoa(days), strconv.Itoa(limit)
	values["calls"] = strconv.Itoa((days + limit - 1) / limit)
	values["path"] = httpmsg.PathWith(e.Exchange.Request.URL, map[int]string{
		dates[0].Segment: start.Format(time.DateOnly) + dates[0].Ending,
		dates[1].Segment: start.AddDate(0, 0, limit-1).Format(time.DateOnly) + dates[1].Ending,
	})
	values["next"] = start.AddDate(0, 0, limit).Format(time.DateOnly)
	c := analysis.Report{Cause: "range-too-long", Certainty: analysis.Likely, Weight: 3, Values: values, Evidence: append(evidence, analysis.Evidence{Label: e.Say("label.days-both-ends-counted"), Text: values["days"], Where: "request URL"}, by)}
	c.Corrections = analysis.ToPath(values["path"])
	if e.Found(catalog.RangeTooLong) {
		c.Certainty = analysis.Certain
	}
	return []analysis.Report{c}
}

// clockSpan puts the times of day of an intraday call to its dates. Without any,
// the range is whole days.
func clockSpan(e *analysis.Pass, places []request.Place, start, end time.Time) (from, to time.Time, timed bool) {
	from, to = start, end.AddDate(0, 0, 1)
	for _, p := range places {
		if !strings.HasSuffix(p.Name, "time") {
			continue
		}
		value := p.Value
		if len(value) == len("15:04:05") {
			value = value[:5]
		}
		t, err := time.Parse("15:04", value)
		if err != nil {
			continue
		}
		timed = true
		offset := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
		if strings.HasPrefix(p.Name, "start") {
			from = start.Add(offset)
		} else {
			to = end.Add(offset)
		}
	}
	return from, to, timed
}

// splitByDay makes the report of an intraday call over more than 24 hours.
func splitByDay(e *analysis.Pass, dates []request.Place, days int, values map[string]string, evidence []analysis.Evidence) analysis.Report {
	start, _ := e.Day(dates[0].Value)
	day := start.Format(time.DateOnly)
	values["calls"] = strconv.Itoa(days)
	values["path"] = httpmsg.PathWith(e.Exchange.Request.URL, map[int]string{dates[0].Segment: day + dates[0].Ending, dates[1].Segment: day + dates[1].Ending})
	c := analysis.Report{Cause: "intraday-over-day", Certainty: analysis.Likely, Weight: 3, Values: values, Evidence: evidence}
	c.Corrections = analysis.ToPath(values["path"])
	if e.Found(catalog.TimeRangeTooLong, catalog.RangeTooLong) {
		c.Certainty = analysis.Certain
	}
	return c
}

var firstNumber = lazyregexp.New(`\d+`)

// longestRange is how many days the endpoint takes at once, and where that
// stands: the answer's own limit counts more than the documentation's.
func longestRange(e *analysis.Pass) (int, analysis.Evidence) {
	for _, f := range e.Matches {
		if told := firstNumber().FindString(f.Message); told != "" && f.IsAbout(catalog.RangeTooLong) {
			if days, err := strconv.Atoi(told); err == nil && days > 0 && days < 5000 {
				return days, analysis.Evidence{Label: e.Say("label.limit-in-days"), Text: told, Where: "response body"}
			}
		}
	}
	return e.Endpoint.MaxDays, analysis.Evidence{Label: e.Say("label.limit-in-days"), Text: e.Say("text.documented", "value", strconv.Itoa(e.Endpoint.MaxDays)), Where: "request URL"}
}

// checkPeriod compares the period with those that the endpoint takes.
func checkPeriod(e *analysis.Pass, places []request.Place) []analysis.Report {
	if e.Endpoint == nil || len(e.Endpoint.Periods) == 0 {
		return nil
	}
	at := slices.IndexFunc(places, func(p request.Place) bool { return p.Name == "period" })
	if at < 0 || slices.Contains(e.Endpoint.Periods, places[at].Value) {
		return nil
	}
	period := analysis.Short(places[at].Value)
	values := map[string]string{"period": period, "periods": strings.Join(e.Endpoint.Periods, ", "), "endpoint": e.Endpoint.Name}
	c := analysis.Report{Cause: "period-not-allowed", Certainty: analysis.Likely, Weight: 3, Values: values, Evidence: []analysis.Evidence{{Label: e.Say("label.period"), Text: period, Where: "request URL"}, {Label: e.Say("label.allowed"), Text: values["periods"], Where: "request URL"}}}
	if e.Found(catalog.PeriodInvalid) {
		c.Certainty = analysis.Certain
	}
	values["other"] = samePeriod(e, period)
	if values["other"] != "" {
		c.Corrections = analysis.ToPath(httpmsg.PathWith(e.Exchange.Request.URL, map[int]string{places[at].Segment: values["other"] + places[at].Ending}))
	} else {
		values["other"] = e.Endpoint.Periods[len(e.Endpoint.Periods)-1]
	}
	if dates := request.Dates(places); len(dates) == 1 && request.DayForm().MatchString(period) {
		c.Cause, c.Corrections = "period-is-date", nil
	} else if path, days := asRange(e, places[at], dates); path != "" {
		values["path"], values["days"] = path, strconv.Itoa(days)
		c.Cause, c.Corrections = "period-as-range", analysis.ToPath(path)
	}
	if e.Status() >= 500 && c.Cause != "period-is-date" {
		c.Cause, c.Weight = "period-too-much", 2
	}
	return []analysis.Report{c}
}

// samePeriod is an allowed period that is about as long; "" when there is none.
func samePeriod(e *analysis.Pass, period string) string {
	days := request.Days(period)
	for _, allowed := range e.Endpoint.Periods {
		if d := request.Days(allowed); days > 0 && abs(d-days) <= 5 && abs(d-days)*10 <= days {
			return allowed
		}
	}
	return ""
}

func abs(n int) int { return max(n, -n) }

// asRange is the path that asks for the same days by their first and last; ""
// when no endpoint takes it, or that many.
func asRange(e *analysis.Pass, period request.Place, dates []request.Place) (path string, days int) {
	days = request.Days(period.Value)
	if len(dates) != 1 || days < 2 {
		return "", 0
	}
	last, ok := e.Day(dates[0].Value)
	if !ok {
		return "", 0
	}
	path = httpmsg.PathWith(e.Exchange.Request.URL, map[int]string{
		dates[0].Segment: last.AddDate(0, 0, 1-days).Format(time.DateOnly) + dates[0].Ending,
		period.Segment:   last.Format(time.DateOnly) + period.Ending,
	})
	base, _, _ := strings.Cut(strings.SplitN(e.Exchange.Request.URL, "?", 2)[0], httpmsg.Path(e.Exchange.Request.URL))
	_, found := e.Session.Catalog().Endpoint(e.Exchange.Request.Method, base+path)
	if found == nil || len(request.Dates(request.Places(found, base+path))) != 2 || found.MaxDays != 0 && found.MaxDays < days {
		return "", 0
	}
	return path, days
}

// checkID finds an id in the path that JavaScript rounded.
func checkID(e *analysis.Pass, places []request.Place) []analysis.Report {
	if e.Status() != httpmsg.StatusNotFound && !e.Unexplained(400) {
		return nil
	}
	for _, p := range places {
		id, err := strconv.ParseUint(p.Value, 10, 64)
		if err != nil || id <= session.LargestExact || session.AsNumber(p.Value) != p.Value {
			continue
		}
		c := analysis.Report{Cause: "id-rounded-perhaps", Certainty: analysis.Likely, Weight: 2, Values: map[string]string{"id": p.Value}, Evidence: []analysis.Evidence{{Label: p.Name, Text: p.Value, Where: "request URL"}}}
		if known, ok := e.Session.RoundedID(p.Value); ok {
			c.Cause, c.Certainty = "id-rounded", analysis.Certain
			c.Values["whole"] = known.Whole
			c.Corrections = analysis.ToPath(httpmsg.PathWith(e.Exchange.Request.URL, map[int]string{p.Segment: known.Whole + p.Ending}))
			c.Evidence = append(c.Evidence, analysis.Evidence{Label: e.Say("label.id-as-it-was-sent"), Text: known.Whole, Where: session.ExchangeName(known.Seen.ID)})
		} else if !strings.HasSuffix(p.Value, "00") {
			continue // half of the numbers of this size are no rounded ones
		}
		return []analysis.Report{c}
	}
	return nil
}

// checkBody finds a JSON body where parameters belong into a form: the API
// misses what is there in the wrong notation.
func checkBody(e *analysis.Pass) []analysis.Report {
	data := e.Exchange.Request.PostData
	if data == nil || e.IsStep || !e.Found(catalog.FieldMissing) && !e.Unexplained(400) {
		return nil
	}
	var members map[string]any
	if json.Unmarshal([]byte(data.Text), &members) != nil || len(members) == 0 {
		return nil
	}
	form := url.Values{}
	for name, value := range members {
		form.Set(name, fmt.Sprint(value))
	}
	names := slices.Sorted(maps.Keys(members))
	c := analysis.Report{Cause: "json-body", Certainty: analysis.Likely, Weight: 2, Values: map[string]string{"names": analysis.Short(strings.Join(names, ", ")), "form": analysis.Short(form.Encode())},
		Evidence:    []analysis.Evidence{{Label: e.Say("label.json-members"), Text: analysis.Short(strings.Join(names, ", ")), Where: "request body"}},
		Corrections: []analysis.Correction{{Part: analysis.PartNotation, Value: httpmsg.FormType}}}
	kind, _ := e.Exchange.Request.Header("Content-Type")
	if kind == "" {
		kind = data.MimeType
	}
	if kind != "" {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: "Content-Type", Text: kind, Where: "request header Content-Type"})
	}
	for _, f := range e.Matches {
		if _, sent := members[f.Values["field"]]; sent || slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, f.Values["field"]) }) {
			c.Certainty = analysis.Certain
		}
	}
	return []analysis.Report{c}
}

var nameInMessage = lazyregexp.New(`"(\w+)"|\b([a-z]+[A-Z]\w*)\b`)

// checkSpelling finds a parameter that the answer misses under a name that is
// nearly the same.
func checkSpelling(e *analysis.Pass) []analysis.Report {
	if e.IsStep || !e.Found(catalog.FieldMissing) {
		return nil
	}
	wanted := []string{e.Matches[0].Values["field"]}
	for _, m := range nameInMessage().FindAllStringSubmatch(e.Matches[0].Message, -1) {
		wanted = append(wanted, m[1]+m[2])
	}
	for _, sent := range sentParameters(&e.Exchange.Request) {
		for _, name := range wanted {
			if name != "" && !strings.EqualFold(sent.name, name) && match.SimilarNames(sent.name, name) {
				return []analysis.Report{{Cause: "parameter-name", Certainty: analysis.Likely, Weight: 1, Values: map[string]string{"name": sent.name, "other": name},
					Evidence: []analysis.Evidence{{Label: e.Say("label.sent"), Text: sent.name, Where: sent.where}}, Corrections: e.Rename(sent.name, name)}}
			}
		}
	}
	return nil
}

type sentParameter struct{ name, where string }

// sentParameters are those of query and form.
func sentParameters(r *httpmsg.Request) []sentParameter {
	var found []sentParameter
	_, query, _ := strings.Cut(r.URL, "?")
	add := func(text, where string) {
		for _, pair := range strings.Split(text, "&") {
			name, _, _ := strings.Cut(pair, "=")
			if unescaped, err := url.QueryUnescape(name); err == nil && unescaped != "" {
				found = append(found, sentParameter{unescaped, where + " " + unescaped})
			}
		}
	}
	add(query, "request parameter")
	if r.PostData != nil && len(r.PostData.Text) < httpmsg.MaxBody && !strings.HasPrefix(strings.TrimSpace(r.PostData.Text), "{") {
		add(r.PostData.Text, "request body")
	}
	return found
}

// checkLength looks why a request was taken for one without a length.
func checkLength(e *analysis.Pass) []analysis.Report {
	if e.Status() != httpmsg.StatusLengthRequired || len(e.Exchange.Request.Headers) == 0 {
		return nil
	}
	c := analysis.Report{Cause: "length-missing", Certainty: analysis.Likely, Weight: 1, Values: map[string]string{"method": e.Exchange.Request.Method}}
	length, has := e.Exchange.Request.Header("Content-Length")
	coding, chunked := e.Exchange.Request.Header("Transfer-Encoding")
	switch {
	case has:
		c.Cause = "length-lost"
		c.Values["length"] = length
		c.Evidence = []analysis.Evidence{{Label: "Content-Length", Text: length, Where: "request header Content-Length"}}
	case chunked:
		c.Cause, c.Certainty = "length-chunked", analysis.Certain
		c.Evidence = []analysis.Evidence{{Label: "Transfer-Encoding", Text: coding, Where: "request header Transfer-Encoding"}}
	case e.Exchange.Request.PostData == nil || e.Exchange.Request.PostData.Text == "":
		c.Cause = "length-no-body"
		c.Evidence = []analysis.Evidence{{Label: e.Say("label.body"), Text: e.Say("text.none-recorded"), Where: "request body"}}
	default:
		c.Evidence = []analysis.Evidence{{Label: "Content-Length", Text: e.Say("text.not-among-headers"), Where: "request headers"}}
	}
	return []analysis.Report{c}
}
