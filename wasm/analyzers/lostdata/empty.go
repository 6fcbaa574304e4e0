package lostdata

import (
	"encoding/json"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// aheadAnywhere is how far a local time may be ahead of UTC.
const aheadAnywhere = 14 * time.Hour

// checkEmpty says why a list may have come without data: its range, the sources
// it is limited to, or that there is none. A last page may be empty. Where another response had data of the
// type, this range just has none.
func checkEmpty(pass *analysis.Pass) []analysis.Report {
	body := &pass.Exchange.Response.Body
	reads := pass.Endpoint.Action == "list" || pass.Endpoint.Action == "reconcile" || strings.HasSuffix(pass.Endpoint.Action, "ollUp")
	if !reads || session.PageParam(pass.Exchange, pass.Pack.Paging.Token) != "" || !body.Recorded || body.Truncated || !session.NoData(body.Text) {
		return nil
	}
	c := analysis.Report{Cause: "empty-no-data", Certainty: analysis.Possible,
		Values:   map[string]string{"data_type": catalog.PathValue(pass.Endpoint, pass.Path, "data-type")},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.body"), Text: body.Text, Where: location.ResponseBody}}}
	from, to, where := rangeAsked(pass)
	source := pass.Pack.Parameters["source"]
	family := httpmsg.FirstParam(pass.Exchange.Request.Params(), source)
	switch now := pass.Answered(); {
	case !from.IsZero() && !to.IsZero() && !from.Before(to):
		c.Cause, c.Certainty = "empty-range-reversed", analysis.Likely
	case !from.IsZero() && !now.IsZero() && from.After(now.Add(aheadAnywhere)):
		c.Cause, c.Certainty = "empty-range-future", analysis.Likely
	case family != "":
		c.Cause, c.Values["value"] = "empty-source-family", family
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: source, Text: analysis.Short(family), Where: location.RequestParameter(source)})
		return []analysis.Report{c}
	case pass.Session.HadData(pass.ID):
		return nil
	}
	if c.Certainty == analysis.Likely {
		c.Values["start"], c.Values["end"], c.Values["time"] = analysis.TimeText(from), analysis.TimeText(to), analysis.TimeText(pass.Answered())
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.range-start"), Text: c.Values["start"], Where: where})
	}
	return []analysis.Report{c}
}

// rangeAsked is from when to when data is asked for, by the filter or by the body;
// zero for an end that is open.
func rangeAsked(pass *analysis.Pass) (from, to time.Time, where location.Location) {
	if filter := httpmsg.FirstParam(httpmsg.Query(pass.Exchange.Request.URL), "filter"); filter != "" {
		return bound(filter, ">"), bound(filter, "<"), location.RequestParameter("filter")
	}
	type civil struct {
		Date struct{ Year, Month, Day int }
	}
	var body struct {
		Range struct {
			Start, End         civil
			StartTime, EndTime string
		}
	}
	_ = json.Unmarshal([]byte(httpmsg.BodyText(&pass.Exchange.Request)), &body) // what is none of these isn't a range
	day := func(c civil, text string) time.Time {
		if c.Date.Day == 0 {
			return moment(text)
		}
		return time.Date(c.Date.Year, time.Month(c.Date.Month), c.Date.Day, 0, 0, 0, 0, time.UTC)
	}
	return day(body.Range.Start, body.Range.StartTime), day(body.Range.End, body.Range.EndTime), location.RequestBody
}

// bound is the time after a comparison in a filter.
func bound(filter, comparison string) time.Time {
	_, rest, found := strings.Cut(filter, comparison)
	if !found {
		return time.Time{}
	}
	_, rest, _ = strings.Cut(rest, `"`)
	value, _, _ := strings.Cut(rest, `"`)
	return moment(value)
}

// moment reads a point in time, a local time or a day; zero for anything else.
func moment(text string) time.Time {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
