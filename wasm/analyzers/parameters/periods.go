package parameters

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
)

// checkPeriod compares the period with those that the endpoint takes.
func checkPeriod(pass *analysis.Pass, places []request.Place) []analysis.Report {
	if pass.Endpoint == nil || len(pass.Endpoint.Periods) == 0 {
		return nil
	}
	at := slices.IndexFunc(places, func(p request.Place) bool { return p.Name == "period" })
	if at < 0 || slices.Contains(pass.Endpoint.Periods, places[at].Value) {
		return nil
	}
	period := analysis.Short(places[at].Value)
	values := map[string]string{"period": period, "periods": strings.Join(pass.Endpoint.Periods, ", "), "endpoint": pass.Endpoint.Name}
	c := analysis.Report{Cause: "period-not-allowed", Certainty: analysis.Likely, Values: values, Evidence: []analysis.Evidence{{Label: pass.Format("label.period"), Text: period, Where: location.RequestURL}, {Label: pass.Format("label.allowed"), Text: values["periods"], Where: location.RequestURL}}}
	if pass.Shows(catalog.PeriodInvalid) {
		c.Certainty = analysis.Certain
	}
	values["other"] = samePeriod(pass, period)
	if values["other"] != "" {
		c.Corrections = analysis.ToPath(httpmsg.PathWith(pass.Exchange.Request.URL, map[int]string{places[at].Segment: values["other"] + places[at].Ending}))
	} else {
		values["other"] = pass.Endpoint.Periods[len(pass.Endpoint.Periods)-1]
	}
	if dates := request.Dates(places); len(dates) == 1 && request.DayForm().MatchString(period) {
		c.Cause, c.Corrections = "period-is-date", nil
	} else if path, days := asRange(pass, places[at], dates); path != "" {
		values["path"], values["days"] = path, strconv.Itoa(days)
		c.Cause, c.Corrections = "period-as-range", analysis.ToPath(path)
	}
	if pass.Status() >= 500 && c.Cause != "period-is-date" {
		c.Cause = "period-too-much"
	}
	return []analysis.Report{c}
}

// samePeriod is an allowed period that is about as long; "" when there is none.
func samePeriod(pass *analysis.Pass, period string) string {
	days := request.Days(period)
	for _, allowed := range pass.Endpoint.Periods {
		if d := request.Days(allowed); days > 0 && abs(d-days) <= 5 && abs(d-days)*10 <= days {
			return allowed
		}
	}
	return ""
}

func abs(n int) int { return max(n, -n) }

// asRange is the path that asks for the same days by their first and last; ""
// when no endpoint takes it, or that many.
func asRange(pass *analysis.Pass, period request.Place, dates []request.Place) (path string, days int) {
	days = request.Days(period.Value)
	if len(dates) != 1 || days < 2 {
		return "", 0
	}
	last, ok := pass.Day(dates[0].Value)
	if !ok {
		return "", 0
	}
	path = httpmsg.PathWith(pass.Exchange.Request.URL, map[int]string{
		dates[0].Segment: last.AddDate(0, 0, 1-days).Format(time.DateOnly) + dates[0].Ending,
		period.Segment:   last.Format(time.DateOnly) + period.Ending,
	})
	base, _, _ := strings.Cut(strings.SplitN(pass.Exchange.Request.URL, "?", 2)[0], httpmsg.Path(pass.Exchange.Request.URL))
	_, found := pass.Session.Catalog().Endpoint(pass.Exchange.Request.Method, base+path)
	if found == nil || len(request.Dates(request.Places(found, base+path))) != 2 || found.MaxDays != 0 && found.MaxDays < days {
		return "", 0
	}
	return path, days
}
