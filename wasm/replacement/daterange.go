package replacement

import (
	"strconv"
	"strings"
	"time"

	"misstep/wasm/analysis"
	"misstep/wasm/request"
)

// askedDays is what a request asks for, by the names of a Call's placeholders: the
// values of its path, the parameters of query and form, and the days and times
// it is about.
func askedDays(pass *analysis.Pass) map[string]string {
	values := parametersAsked(pass)
	places := pass.Places()
	first, last := daysAsked(pass, places, values)
	for _, p := range places {
		values[p.Name] = p.Value
	}
	// A date of the path may be today, and its name that of one of the two days.
	for _, name := range []string{"start-date", "end-date"} {
		delete(values, name)
	}
	writeDay(values, "start", first)
	writeDay(values, "end", last)
	if !last.IsZero() {
		writeDay(values, "after", last.AddDate(0, 0, 1))
	}
	for _, name := range []string{"start-time", "end-time"} {
		writeClock(values, name, values[name])
	}
	for _, own := range []string{"time", "startTime"} {
		if values["start-time"] == "" {
			writeClock(values, "start-time", values[own])
		}
	}
	return values
}

// givenValues is what a request says: the values of its path, and its parameters.
func givenValues(pass *analysis.Pass) map[string]string {
	values := parametersAsked(pass)
	for _, p := range pass.Places() {
		values[p.Name] = p.Value
	}
	return values
}

// parametersAsked are those of query and form.
func parametersAsked(pass *analysis.Pass) map[string]string {
	values := map[string]string{}
	for _, p := range pass.Exchange.Request.Params() {
		if _, known := values[p.Name]; !known && p.Value != "" {
			values[p.Name] = p.Value
		}
	}
	return values
}

// daysAsked are the first and the last day that a request asks for, or writes;
// zero if unknown.
func daysAsked(pass *analysis.Pass, places []request.Place, parameters map[string]string) (first, last time.Time) {
	if dates := request.Dates(places); len(dates) > 0 {
		first, _ = pass.Day(dates[0].Value)
		last, _ = pass.Day(dates[len(dates)-1].Value)
		for _, p := range places {
			if p.Name != "period" || len(dates) != 1 || last.IsZero() {
				continue
			}
			first = time.Time{}
			if days := request.Days(p.Value); days > 0 {
				first = last.AddDate(0, 0, 1-days) // a period ends at its date
			}
		}
		return first, last
	}
	if day, ok := pass.Day(dayOf(parameters["date"])); ok {
		return day, day
	}
	if day, ok := pass.Day(dayOf(parameters[pass.Pack.Parameters["after"]])); ok {
		if today, known := pass.Day("today"); known && !today.Before(day) {
			last = today
		}
		return day, last
	}
	if day, ok := pass.Day(dayOf(parameters[pass.Pack.Parameters["before"]])); ok {
		last = day.AddDate(0, 0, -1)
	}
	return first, last
}

// dayOf is the day of a date that may have a time after it.
func dayOf(value string) string {
	day, _, _ := strings.Cut(value, "T")
	return day
}

func writeDay(values map[string]string, name string, day time.Time) {
	if day.IsZero() {
		return
	}
	values[name+"-date"] = day.Format(time.DateOnly)
	values[name+"-year"] = strconv.Itoa(day.Year())
	values[name+"-month"] = strconv.Itoa(int(day.Month()))
	values[name+"-day"] = strconv.Itoa(day.Day())
}

// writeClock writes a time of day with its seconds, and leaves out what is none.
func writeClock(values map[string]string, name, value string) {
	delete(values, name)
	for _, form := range []string{time.TimeOnly, "15:04"} {
		if t, err := time.Parse(form, value); err == nil {
			values[name] = t.Format(time.TimeOnly)
		}
	}
}
