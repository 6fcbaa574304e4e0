package parameters

import (
	"math"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
)

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

// checkDates finds dates in the path that are invalid or in the future.
func checkDates(pass *analysis.Pass, places []request.Place) []analysis.Report {
	var reports []analysis.Report
	for _, p := range places {
		day, ok := pass.Day(p.Value)
		ahead := ok && !pass.Answered().IsZero() && day.After(pass.Answered().Add(14*time.Hour)) // nowhere on earth is it later than UTC+14
		if !p.Date || p.Value == "today" || ok && !ahead {
			continue
		}
		c := analysis.Report{Certainty: analysis.Likely, Values: map[string]string{"name": p.Name, "value": analysis.Short(p.Value)}, Evidence: []analysis.Evidence{{Label: p.Name, Text: analysis.Short(p.Value), Where: location.RequestURL}}}
		if pass.Shows(catalog.DateInvalid) {
			c.Certainty = analysis.Certain
		}
		switch {
		case ahead:
			c.Cause = "date-in-future"
			c.Values["days"] = strconv.Itoa(int(math.Ceil(day.Sub(pass.Answered()).Hours() / 24)))
			c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.answered"), Text: pass.Answered().Format(time.DateOnly), Where: location.Date})
			if pass.ShowsOther(catalog.DateInvalid) {
				continue
			}
		case request.Unfilled().MatchString(p.Value):
			c.Cause = "date-unfilled"
		case request.PeriodForm().MatchString(p.Value):
			c.Cause = "date-is-period"
			c.Values["endpoint"] = pass.Endpoint.Name
		case request.DayForm().MatchString(p.Value):
			c.Cause = "date-impossible"
			c.Values["month"], c.Values["days"] = lengthOfMonth(pass, p.Value)
			if c.Values["days"] == "" {
				c.Cause = "date-format"
			}
		default:
			c.Cause = "date-format"
			if right := rewritten(p.Value); right != "" {
				c.Values["date"] = right
				c.Corrections = analysis.ToPath(httpmsg.PathWith(pass.Exchange.Request.URL, map[int]string{p.Segment: right + p.Ending}))
			} else {
				c.Values["date"] = "yyyy-MM-dd"
			}
		}
		found := []analysis.Report{c}
		if c.Cause != "date-unfilled" && !othersWork(pass) { // servers were seen failing over unfilled ones
			pass.BesideServer(found)
		}
		reports = append(reports, found...)
	}
	return reports
}

// othersWork reports whether the endpoint answers with data to another address, never
// to this one, and no outage goes on.
func othersWork(pass *analysis.Pass) bool {
	if pass.Endpoint == nil || pass.Session.FirstSuccess(pass.Endpoint) == nil {
		return false
	}
	own := pass.Session.OutcomesOf(pass.Exchange.Request.Method, pass.Exchange.Request.URL)
	window := pass.Session.RateWindow(pass.Pack, pass.Exchange.Started)
	return (own == nil || own.Succeeded == 0) && (window == nil || !window.Outage())
}

// lengthOfMonth gives the month of an impossible date, and how many days it
// has: "February 2026", "28".
func lengthOfMonth(pass *analysis.Pass, value string) (month, days string) {
	first, err := time.Parse("2006-01", value[:7])
	if err != nil {
		return "", ""
	}
	return pass.Format("month."+strconv.Itoa(int(first.Month())), "year", strconv.Itoa(first.Year())), strconv.Itoa(first.AddDate(0, 1, -1).Day())
}

// checkRange measures the range between two dates.
func checkRange(pass *analysis.Pass, places []request.Place) []analysis.Report {
	dates := request.Dates(places)
	if len(dates) == 0 || len(dates) > 2 {
		return nil
	}
	start, ok := pass.Day(dates[0].Value)
	if !ok {
		return nil
	}
	end := start
	if len(dates) == 2 {
		if end, ok = pass.Day(dates[1].Value); !ok {
			return nil
		}
	}
	values := map[string]string{"start": dates[0].Value, "end": dates[len(dates)-1].Value, "endpoint": pass.Endpoint.Name}
	from, to, timed := clockSpan(pass, places, start, end)
	if timed {
		values["start"], values["end"] = from.Format("2006-01-02 15:04"), to.Format("2006-01-02 15:04")
	}
	evidence := func() []analysis.Evidence {
		return []analysis.Evidence{{Label: pass.Format("label.range"), Text: pass.Format("text.range", "start", values["start"], "end", values["end"]), Where: location.RequestURL}}
	}
	if end.Before(start) || to.Before(from) {
		c := analysis.Report{Cause: "range-reversed", Certainty: analysis.Likely, Values: values, Evidence: evidence()}
		if !timed && len(dates) == 2 {
			c.Corrections = analysis.ToPath(httpmsg.PathWith(pass.Exchange.Request.URL, map[int]string{dates[0].Segment: dates[1].Value + dates[0].Ending, dates[1].Segment: dates[0].Value + dates[1].Ending}))
		}
		return []analysis.Report{c}
	}
	if len(dates) < 2 {
		return nil
	}
	days := int(end.Sub(start).Hours()/24) + 1
	if pass.Endpoint.Intraday && pass.Endpoint.MaxDays == 1 {
		if to.Sub(from) <= 24*time.Hour {
			return nil
		}
		return []analysis.Report{splitByDay(pass, dates, days, values, evidence())}
	}
	limit, told := longestRange(pass)
	if limit == 0 || days <= limit {
		return nil
	}
	values["days"], values["most"] = strconv.Itoa(days), strconv.Itoa(limit)
	values["calls"] = strconv.Itoa((days + limit - 1) / limit)
	values["path"] = httpmsg.PathWith(pass.Exchange.Request.URL, map[int]string{
		dates[0].Segment: start.Format(time.DateOnly) + dates[0].Ending,
		dates[1].Segment: start.AddDate(0, 0, limit-1).Format(time.DateOnly) + dates[1].Ending,
	})
	values["next"] = start.AddDate(0, 0, limit).Format(time.DateOnly)
	c := analysis.Report{Cause: "range-too-long", Certainty: analysis.Likely, Values: values, Evidence: append(evidence(), analysis.Evidence{Label: pass.Format("label.days-both-ends-counted"), Text: values["days"], Where: location.RequestURL}, limitInDays(pass, limit, told))}
	c.Corrections = analysis.ToPath(values["path"])
	if pass.Shows(catalog.RangeTooLong) {
		c.Certainty = analysis.Certain
	}
	return []analysis.Report{c}
}

// clockSpan puts the times of day of an intraday call to its dates. Without any,
// the range is whole days.
func clockSpan(pass *analysis.Pass, places []request.Place, start, end time.Time) (from, to time.Time, timed bool) {
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
func splitByDay(pass *analysis.Pass, dates []request.Place, days int, values map[string]string, evidence []analysis.Evidence) analysis.Report {
	start, _ := pass.Day(dates[0].Value)
	day := start.Format(time.DateOnly)
	values["calls"] = strconv.Itoa(days)
	values["path"] = httpmsg.PathWith(pass.Exchange.Request.URL, map[int]string{dates[0].Segment: day + dates[0].Ending, dates[1].Segment: day + dates[1].Ending})
	c := analysis.Report{Cause: "intraday-over-day", Certainty: analysis.Likely, Values: values, Evidence: evidence}
	c.Corrections = analysis.ToPath(values["path"])
	if pass.Shows(catalog.TimeRangeTooLong, catalog.RangeTooLong) {
		c.Certainty = analysis.Certain
	}
	return c
}

// longestRange is how many days the endpoint takes at once, and the number as the
// response told it, which counts more than the documentation's; "": it did not.
func longestRange(pass *analysis.Pass) (limit int, told string) {
	for _, f := range pass.Matches {
		if !f.IsAbout(catalog.RangeTooLong) {
			continue
		}
		start := strings.IndexFunc(f.Message, isDigit)
		if start < 0 {
			continue
		}
		told := f.Message[start:]
		if end := strings.IndexFunc(told, func(r rune) bool { return !isDigit(r) }); end >= 0 {
			told = told[:end]
		}
		if days, err := strconv.Atoi(told); err == nil && days > 0 && days < 5000 {
			return days, told
		}
	}
	return pass.Endpoint.MaxDays, ""
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// limitInDays says where the limit is from.
func limitInDays(pass *analysis.Pass, limit int, told string) analysis.Evidence {
	if told != "" {
		return analysis.Evidence{Label: pass.Format("label.limit-in-days"), Text: told, Where: location.ResponseBody}
	}
	return analysis.Evidence{Label: pass.Format("label.limit-in-days"), Text: pass.Format("text.documented", "value", strconv.Itoa(limit)), Where: location.RequestURL}
}
