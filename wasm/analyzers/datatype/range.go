package datatype

import (
	"encoding/json"
	"strconv"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
)

// checkRange finds a range that no roll-up takes: a day that doesn't exist, a time without
// its zone, and an end that isn't after the start.
func checkRange(pass *analysis.Pass, sum *summary) []analysis.Report {
	c := analysis.Report{Certainty: analysis.Likely, Values: map[string]string{}}
	for _, day := range []civil{sum.Range.Start, sum.Range.End} {
		if t := day.time(); !t.IsZero() && t.Day() != day.Date.Day {
			c.Cause, c.Values["value"] = "rollup-date-impossible", day.text()
			c.Values["other"] = time.Date(day.Date.Year, time.Month(day.Date.Month)+1, 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
	}
	for _, text := range []string{sum.Range.StartTime, sum.Range.EndTime} {
		if zoned := timeFor("", text); zoned != "" && !isZoned(text) {
			c.Cause, c.Values["value"], c.Values["other"] = "rollup-without-zone", text, zoned
			break
		}
	}
	start, end := sum.bounds()
	from, to := start.Add(sum.Range.Start.clock()), end.Add(sum.Range.End.clock())
	switch {
	case c.Cause != "" || start.IsZero() || end.IsZero() || from.Before(to):
	case from.Equal(to):
		next := sum.next(end)
		c.Cause, c.Values["start"], c.Values["end"] = "rollup-empty", sum.say(start), sum.say(next)
		c.Corrections = setMembers(pass, map[string]any{"range": sum.until(next)})
	default:
		c.Cause, c.Values["start"], c.Values["end"] = "rollup-reversed", sum.say(start), sum.say(end)
	}
	if c.Cause == "" || !pass.MayApply(c.Cause) {
		return nil
	}
	if pass.MayExplain(c.Cause) && !pass.Matches[0].IsAbout(catalog.ArgumentRefused) {
		c.Certainty = analysis.Certain
	}
	sent := pass.Format("text.range", "start", sum.Range.Start.text(), "end", sum.Range.End.text())
	if sum.Range.StartTime != "" {
		sent = pass.Format("text.range", "start", sum.Range.StartTime, "end", sum.Range.EndTime)
	}
	c.Evidence = []analysis.Evidence{{Label: "range", Text: analysis.Short(sent), Where: location.RequestBody}}
	return []analysis.Report{c}
}

// next is the least end of a range that begins at a time: the next day, or, of times
// that aren't midnight, the end of one window.
func (s *summary) next(start time.Time) time.Time {
	if window := s.window(); window > 0 && s.Range.StartTime != "" && start.Truncate(time.Minute).Format("15:04") != "00:00" {
		return start.Add(window)
	}
	return start.AddDate(0, 0, 1)
}

// text is a day as it was sent, whether it exists or not.
func (c civil) text() string {
	two := func(n int) string {
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	return strconv.Itoa(c.Date.Year) + "-" + two(c.Date.Month) + "-" + two(c.Date.Day)
}

// clock is the time of day of a civil time.
func (c civil) clock() time.Duration {
	var at struct{ Hours, Minutes, Seconds int }
	_ = json.Unmarshal(c.Time, &at) // none is midnight
	return time.Duration(at.Hours)*time.Hour + time.Duration(at.Minutes)*time.Minute + time.Duration(at.Seconds)*time.Second
}
