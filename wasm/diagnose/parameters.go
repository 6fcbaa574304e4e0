package diagnose

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
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
	"misstep/wasm/session"
)

// examineParameters reads dates, ranges, periods, ids and the body.
func examineParameters(e *examination) []clue {
	if s := e.status(); s < 400 || s == 401 || s == 403 || s == 429 {
		return nil
	}
	places := e.places()
	return slices.Concat(examineDates(e, places), e.besideServer(examineRange(e, places)), examinePeriod(e, places), examineID(e, places), examineBody(e), examineSpelling(e), examineLength(e))
}

// besideServer lets the server's own failure come first: what is odd about a
// range then only speaks for it, unless the answer says so, too.
func (e *examination) besideServer(clues []clue) []clue {
	for i := range clues {
		if e.status() >= 500 && clues[i].certainty == Likely {
			clues[i].certainty = Possible
		}
	}
	return clues
}

// day reads a date; today is that of the answer.
func (e *examination) day(value string) (time.Time, bool) {
	if value == "today" {
		now := e.answered()
		return now.Truncate(24 * time.Hour), !now.IsZero()
	}
	if !httpmsg.IsDay(value) {
		return time.Time{}, false
	}
	return time.Date(httpmsg.Digits(value[:4]), time.Month(httpmsg.Digits(value[5:7])), httpmsg.Digits(value[8:]), 0, 0, 0, 0, time.UTC), true
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

// examineDates finds dates in the path that are none, or lie ahead.
func examineDates(e *examination, places []request.Place) []clue {
	var clues []clue
	for _, p := range places {
		day, ok := e.day(p.Value)
		ahead := ok && !e.answered().IsZero() && day.After(e.answered().Add(14*time.Hour)) // nowhere on earth is it later than UTC+14
		if !p.Date || p.Value == "today" || ok && !ahead {
			continue
		}
		c := clue{certainty: Likely, weight: 2, values: map[string]string{"name": p.Name, "value": short(p.Value)}, evidence: []Evidence{{p.Name, short(p.Value), "request URL"}}}
		if e.found(catalog.DateInvalid) {
			c.certainty = Certain
		}
		switch {
		case ahead:
			c.cause, c.weight = "date-in-future", 0
			c.values["days"] = strconv.Itoa(int(math.Ceil(day.Sub(e.answered()).Hours() / 24)))
			c.evidence = append(c.evidence, Evidence{e.say("label.answered"), e.answered().Format(time.DateOnly), "response header Date"})
			if e.certainlyNot(catalog.DateInvalid) {
				continue
			}
			if e.status() >= 500 {
				c.certainty = Possible
			}
		case request.Unfilled().MatchString(p.Value):
			c.cause = "date-unfilled"
		case request.PeriodForm().MatchString(p.Value):
			c.cause = "date-is-period"
			c.values["endpoint"] = e.Endpoint.Name
		case request.DayForm().MatchString(p.Value):
			c.cause = "date-impossible"
			c.values["month"], c.values["days"] = lengthOfMonth(e, p.Value)
			if c.values["days"] == "" {
				c.cause = "date-format"
			}
		default:
			c.cause = "date-format"
			if right := rewritten(p.Value); right != "" {
				c.values["date"] = right
				c.corrections = toPath(httpmsg.PathWith(e.exchange.Request.URL, map[int]string{p.Segment: right + p.Ending}))
			} else {
				c.values["date"] = "yyyy-MM-dd"
			}
		}
		clues = append(clues, c)
	}
	return clues
}

// certainlyNot reports whether the answer says something else than these facets.
func (e *examination) certainlyNot(facets ...catalog.Tag) bool {
	return len(e.matches) > 0 && !e.found(facets...)
}

// lengthOfMonth gives the month of an impossible date, and how many days it
// has: "February 2026", "28".
func lengthOfMonth(e *examination, value string) (month, days string) {
	first, err := time.Parse("2006-01", value[:7])
	if err != nil {
		return "", ""
	}
	return e.say("month."+strconv.Itoa(int(first.Month())), "year", strconv.Itoa(first.Year())), strconv.Itoa(first.AddDate(0, 1, -1).Day())
}

// examineRange measures the range between two dates.
func examineRange(e *examination, places []request.Place) []clue {
	dates := request.Dates(places)
	if len(dates) == 0 || len(dates) > 2 {
		return nil
	}
	start, ok := e.day(dates[0].Value)
	if !ok {
		return nil
	}
	end := start
	if len(dates) == 2 {
		if end, ok = e.day(dates[1].Value); !ok {
			return nil
		}
	}
	values := map[string]string{"start": dates[0].Value, "end": dates[len(dates)-1].Value, "endpoint": e.Endpoint.Name}
	from, to, timed := clockSpan(e, places, start, end)
	if timed {
		values["start"], values["end"] = from.Format("2006-01-02 15:04"), to.Format("2006-01-02 15:04")
	}
	evidence := []Evidence{{e.say("label.range"), e.say("text.range", "start", values["start"], "end", values["end"]), "request URL"}}
	if end.Before(start) || to.Before(from) {
		c := clue{cause: "range-reversed", certainty: Likely, weight: 3, values: values, evidence: evidence}
		if !timed && len(dates) == 2 {
			c.corrections = toPath(httpmsg.PathWith(e.exchange.Request.URL, map[int]string{dates[0].Segment: dates[1].Value + dates[0].Ending, dates[1].Segment: dates[0].Value + dates[1].Ending}))
		}
		return []clue{c}
	}
	if len(dates) < 2 {
		return nil
	}
	days := int(end.Sub(start).Hours()/24) + 1
	if e.Endpoint.Intraday && e.Endpoint.MaxDays == 1 {
		if to.Sub(from) <= 24*time.Hour {
			return nil
		}
		return []clue{splitByDay(e, dates, days, values, evidence)}
	}
	limit, by := longestRange(e)
	if limit == 0 || days <= limit {
		return nil
	}
	values["days"], values["most"] = strconv.Itoa(days), strconv.Itoa(limit)
	values["calls"] = strconv.Itoa((days + limit - 1) / limit)
	values["path"] = httpmsg.PathWith(e.exchange.Request.URL, map[int]string{
		dates[0].Segment: start.Format(time.DateOnly) + dates[0].Ending,
		dates[1].Segment: start.AddDate(0, 0, limit-1).Format(time.DateOnly) + dates[1].Ending,
	})
	values["next"] = start.AddDate(0, 0, limit).Format(time.DateOnly)
	c := clue{cause: "range-too-long", certainty: Likely, weight: 3, values: values, evidence: append(evidence, Evidence{e.say("label.days-both-ends-counted"), values["days"], "request URL"}, by)}
	c.corrections = toPath(values["path"])
	if e.found(catalog.RangeTooLong) {
		c.certainty = Certain
	}
	return []clue{c}
}

// clockSpan puts the times of day of an intraday call to its dates. Without any,
// the range is whole days.
func clockSpan(e *examination, places []request.Place, start, end time.Time) (from, to time.Time, timed bool) {
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

// splitByDay makes the clue of an intraday call over more than 24 hours.
func splitByDay(e *examination, dates []request.Place, days int, values map[string]string, evidence []Evidence) clue {
	start, _ := e.day(dates[0].Value)
	day := start.Format(time.DateOnly)
	values["calls"] = strconv.Itoa(days)
	values["path"] = httpmsg.PathWith(e.exchange.Request.URL, map[int]string{dates[0].Segment: day + dates[0].Ending, dates[1].Segment: day + dates[1].Ending})
	c := clue{cause: "intraday-over-day", certainty: Likely, weight: 3, values: values, evidence: evidence}
	c.corrections = toPath(values["path"])
	if e.found(catalog.TimeRangeTooLong, catalog.RangeTooLong) {
		c.certainty = Certain
	}
	return c
}

var firstNumber = lazyregexp.New(`\d+`)

// longestRange is how many days the endpoint takes at once, and where that
// stands: the answer's own limit counts more than the documentation's.
func longestRange(e *examination) (int, Evidence) {
	for _, f := range e.matches {
		if told := firstNumber().FindString(f.Message); told != "" && f.isAbout(catalog.RangeTooLong) {
			if days, err := strconv.Atoi(told); err == nil && days > 0 && days < 5000 {
				return days, Evidence{e.say("label.limit-in-days"), told, "response body"}
			}
		}
	}
	return e.Endpoint.MaxDays, Evidence{e.say("label.limit-in-days"), e.say("text.documented", "value", strconv.Itoa(e.Endpoint.MaxDays)), "request URL"}
}

// examinePeriod compares the period with those that the endpoint takes.
func examinePeriod(e *examination, places []request.Place) []clue {
	if e.Endpoint == nil || len(e.Endpoint.Periods) == 0 {
		return nil
	}
	at := slices.IndexFunc(places, func(p request.Place) bool { return p.Name == "period" })
	if at < 0 || slices.Contains(e.Endpoint.Periods, places[at].Value) {
		return nil
	}
	period := short(places[at].Value)
	values := map[string]string{"period": period, "periods": strings.Join(e.Endpoint.Periods, ", "), "endpoint": e.Endpoint.Name}
	c := clue{cause: "period-not-allowed", certainty: Likely, weight: 3, values: values, evidence: []Evidence{{e.say("label.period"), period, "request URL"}, {e.say("label.allowed"), values["periods"], "request URL"}}}
	if e.found(catalog.PeriodInvalid) {
		c.certainty = Certain
	}
	values["other"] = samePeriod(e, period)
	if values["other"] != "" {
		c.corrections = toPath(httpmsg.PathWith(e.exchange.Request.URL, map[int]string{places[at].Segment: values["other"] + places[at].Ending}))
	} else {
		values["other"] = e.Endpoint.Periods[len(e.Endpoint.Periods)-1]
	}
	if dates := request.Dates(places); len(dates) == 1 && request.DayForm().MatchString(period) {
		c.cause, c.corrections = "period-is-date", nil
	} else if path, days := asRange(e, places[at], dates); path != "" {
		values["path"], values["days"] = path, strconv.Itoa(days)
		c.cause, c.corrections = "period-as-range", toPath(path)
	}
	if e.status() >= 500 && c.cause != "period-is-date" {
		c.cause, c.weight = "period-too-much", 2
	}
	return []clue{c}
}

// samePeriod is an allowed period that is about as long; "" when there is none.
func samePeriod(e *examination, period string) string {
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
func asRange(e *examination, period request.Place, dates []request.Place) (path string, days int) {
	days = request.Days(period.Value)
	if len(dates) != 1 || days < 2 {
		return "", 0
	}
	last, ok := e.day(dates[0].Value)
	if !ok {
		return "", 0
	}
	path = httpmsg.PathWith(e.exchange.Request.URL, map[int]string{
		dates[0].Segment: last.AddDate(0, 0, 1-days).Format(time.DateOnly) + dates[0].Ending,
		period.Segment:   last.Format(time.DateOnly) + period.Ending,
	})
	base, _, _ := strings.Cut(strings.SplitN(e.exchange.Request.URL, "?", 2)[0], httpmsg.Path(e.exchange.Request.URL))
	_, found := e.session.Catalog().Endpoint(e.exchange.Request.Method, base+path)
	if found == nil || len(request.Dates(request.Places(found, base+path))) != 2 || found.MaxDays != 0 && found.MaxDays < days {
		return "", 0
	}
	return path, days
}

// examineID finds an id in the path that JavaScript rounded.
func examineID(e *examination, places []request.Place) []clue {
	if e.status() != httpmsg.StatusNotFound && !e.unexplained(400) {
		return nil
	}
	for _, p := range places {
		id, err := strconv.ParseUint(p.Value, 10, 64)
		if err != nil || id <= session.LargestExact || session.AsNumber(p.Value) != p.Value {
			continue
		}
		c := clue{cause: "id-rounded-perhaps", certainty: Likely, weight: 2, values: map[string]string{"id": p.Value}, evidence: []Evidence{{p.Name, p.Value, "request URL"}}}
		if known, ok := e.session.RoundedID(p.Value); ok {
			c.cause, c.certainty = "id-rounded", Certain
			c.values["whole"] = known.Whole
			c.corrections = toPath(httpmsg.PathWith(e.exchange.Request.URL, map[int]string{p.Segment: known.Whole + p.Ending}))
			c.evidence = append(c.evidence, Evidence{e.say("label.id-as-it-was-sent"), known.Whole, session.ExchangeName(known.Seen.ID)})
		} else if !strings.HasSuffix(p.Value, "00") {
			continue // half of the numbers of this size are no rounded ones
		}
		return []clue{c}
	}
	return nil
}

// examineBody finds a JSON body where parameters belong into a form: the API
// misses what is there in the wrong notation.
func examineBody(e *examination) []clue {
	data := e.exchange.Request.PostData
	if data == nil || e.IsStep || !e.found(catalog.FieldMissing) && !e.unexplained(400) {
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
	c := clue{cause: "json-body", certainty: Likely, weight: 2, values: map[string]string{"names": short(strings.Join(names, ", ")), "form": short(form.Encode())},
		evidence:    []Evidence{{e.say("label.json-members"), short(strings.Join(names, ", ")), "request body"}},
		corrections: []Correction{{Part: PartNotation, Value: httpmsg.FormType}}}
	kind, _ := e.exchange.Request.Header("Content-Type")
	if kind == "" {
		kind = data.MimeType
	}
	if kind != "" {
		c.evidence = append(c.evidence, Evidence{"Content-Type", kind, "request header Content-Type"})
	}
	for _, f := range e.matches {
		if _, sent := members[f.Values["field"]]; sent || slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, f.Values["field"]) }) {
			c.certainty = Certain
		}
	}
	return []clue{c}
}

var nameInMessage = lazyregexp.New(`"(\w+)"|\b([a-z]+[A-Z]\w*)\b`)

// examineSpelling finds a parameter that the answer misses under a name that is
// nearly the same.
func examineSpelling(e *examination) []clue {
	if e.IsStep || !e.found(catalog.FieldMissing) {
		return nil
	}
	wanted := []string{e.matches[0].Values["field"]}
	for _, m := range nameInMessage().FindAllStringSubmatch(e.matches[0].Message, -1) {
		wanted = append(wanted, m[1]+m[2])
	}
	for _, sent := range sentParameters(&e.exchange.Request) {
		for _, name := range wanted {
			if name != "" && !strings.EqualFold(sent.name, name) && match.SimilarNames(sent.name, name) {
				return []clue{{cause: "parameter-name", certainty: Likely, weight: 1, values: map[string]string{"name": sent.name, "other": name},
					evidence: []Evidence{{e.say("label.sent"), sent.name, sent.where}}, corrections: e.rename(sent.name, name)}}
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

// examineLength looks why a request was taken for one without a length.
func examineLength(e *examination) []clue {
	if e.status() != httpmsg.StatusLengthRequired || len(e.exchange.Request.Headers) == 0 {
		return nil
	}
	c := clue{cause: "length-missing", certainty: Likely, weight: 1, values: map[string]string{"method": e.exchange.Request.Method}}
	length, has := e.exchange.Request.Header("Content-Length")
	coding, chunked := e.exchange.Request.Header("Transfer-Encoding")
	switch {
	case has:
		c.cause = "length-lost"
		c.values["length"] = length
		c.evidence = []Evidence{{"Content-Length", length, "request header Content-Length"}}
	case chunked:
		c.cause, c.certainty = "length-chunked", Certain
		c.evidence = []Evidence{{"Transfer-Encoding", coding, "request header Transfer-Encoding"}}
	case e.exchange.Request.PostData == nil || e.exchange.Request.PostData.Text == "":
		c.cause = "length-no-body"
		c.evidence = []Evidence{{e.say("label.body"), e.say("text.none-recorded"), "request body"}}
	default:
		c.evidence = []Evidence{{"Content-Length", e.say("text.not-among-headers"), "request headers"}}
	}
	return []clue{c}
}
