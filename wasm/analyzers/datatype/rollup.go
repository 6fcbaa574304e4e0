package datatype

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
)

// leadingZero is a number in a JSON body that begins with 0, and its name.
var leadingZero = lazyregexp.New(`"(\w+)"\s*:\s*0(\d+)\b`)

// checkRollUp reads the range in the body of a call that sums data up.
func checkRollUp(pass *analysis.Pass, t *catalog.DataType) []analysis.Report {
	text := httpmsg.BodyText(&pass.Exchange.Request)
	if text == "" {
		return nil
	}
	if found := leadingZero().FindStringSubmatch(text); found != nil && pass.MayApply("leading-zero") {
		name, number := found[1], strings.TrimLeft(found[2], "0")
		return []analysis.Report{{Cause: "leading-zero", Certainty: analysis.Certain, Values: map[string]string{"name": name, "value": "0" + found[2], "other": fmt.Sprintf("%q: %s", name, number)},
			Evidence: []analysis.Evidence{{Label: name, Text: "0" + found[2], Where: location.RequestBody}}}}
	}
	var sum summary
	if json.Unmarshal([]byte(text), &sum) != nil {
		return nil
	}
	if reports := checkRange(pass, &sum); reports != nil {
		return reports
	}
	most, from, where := longestRollUp(pass, t)
	if most == 0 {
		return nil
	}
	values := map[string]string{"most": strconv.Itoa(most), "data_type": t.ID, "note": from}
	if days := sum.days(); days > most && pass.MayApply("rollup-too-long") {
		values["days"] = strconv.Itoa(days)
		return []analysis.Report{splitRollUp(pass, &sum, most, where, values)}
	}
	return checkRollUpPage(pass, &sum, most, values)
}

// longestRollUp is how many days one roll-up takes: by the response's own words, otherwise
// by the table, which may be older than the API.
func longestRollUp(pass *analysis.Pass, t *catalog.DataType) (days int, from string, where location.Location) {
	for i := range pass.Matches {
		if told, err := strconv.Atoi(pass.Matches[i].Values["max_duration_days"]); err == nil && told > 0 && told < 5000 {
			return told, pass.Format("value.response-says"), pass.Matches[i].WhereRead()
		}
	}
	return t.MaxDays, knownFrom(pass, t), location.RequestURL
}

// mostRanges is how many calls are listed of those that a long roll-up takes.
const mostRanges = 8

// splitRollUp makes the report of a roll-up over too many days: the ranges that
// work, and the first of them as the corrected request.
func splitRollUp(pass *analysis.Pass, sum *summary, most int, where location.Location, values map[string]string) analysis.Report {
	start, end := sum.bounds()
	var ranges []string
	for from := start; from.Before(end) && len(ranges) < mostRanges; from = from.AddDate(0, 0, most) {
		to := from.AddDate(0, 0, most)
		if to.After(end) {
			to = end
		}
		ranges = append(ranges, pass.Format("text.range", "start", sum.say(from), "end", sum.say(to)))
	}
	days := int(math.Ceil(end.Sub(start).Hours() / 24))
	calls := (days + most - 1) / most
	if calls > len(ranges) {
		ranges = append(ranges, "…")
	}
	values["calls"], values["ranges"] = strconv.Itoa(calls), strings.Join(ranges, ", ")
	return analysis.Report{Cause: "rollup-too-long", Certainty: analysis.Certain, Values: values,
		Evidence:    []analysis.Evidence{{Label: pass.Format("label.days-in-range"), Text: values["days"], Where: location.RequestBody}, {Label: pass.Format("label.at-most"), Text: values["most"], Where: where}},
		Corrections: setMembers(pass, map[string]any{"range": sum.until(start.AddDate(0, 0, most))})}
}

// checkRollUpPage multiplies the window with the size of the page, which counts
// as the range does, even where it was left out.
func checkRollUpPage(pass *analysis.Pass, sum *summary, most int, values map[string]string) []analysis.Report {
	window, size, days := sum.window(), sum.PageSize, sum.days()
	if size == 0 && sum.WindowSize != "" {
		size = pass.Pack.RollUpPage
	}
	whole := int(math.Ceil(float64(size) * window.Hours() / 24))
	if days == 0 || window == 0 || whole <= most || !pass.MayApply("rollup-page-too-large") {
		return nil
	}
	start, end := sum.bounds()
	fitting := int(math.Ceil(float64(end.Sub(start)) / float64(window)))
	values["days"], values["window"], values["size"] = strconv.Itoa(whole), pass.Span(window), strconv.Itoa(size)
	values["calls"] = fmt.Sprintf(`"pageSize": %d`, fitting)
	c := analysis.Report{Cause: "rollup-page-too-large", Certainty: analysis.Certain, Values: values,
		Evidence:    []analysis.Evidence{{Label: "pageSize", Text: values["size"], Where: location.RequestBody}, {Label: pass.Format("label.window"), Text: values["window"], Where: location.RequestBody}},
		Corrections: setMembers(pass, map[string]any{"pageSize": fitting})}
	if sum.PageSize == 0 {
		c.Cause, c.Evidence[0].Text = "rollup-page-left-out", pass.Format("text.left-out-means", "value", values["size"])
		if !pass.MayExplain("rollup-too-long") || pass.Matches[0].IsAbout(catalog.ArgumentRefused) {
			c.Certainty = analysis.Likely
		}
	}
	return []analysis.Report{c}
}

// setMembers is the JSON body with other values of some members, without those that
// are nil; nil when it can't be written.
func setMembers(pass *analysis.Pass, members map[string]any) []analysis.Correction {
	body := map[string]any{}
	d := json.NewDecoder(strings.NewReader(httpmsg.BodyText(&pass.Exchange.Request)))
	d.UseNumber()
	if d.Decode(&body) != nil {
		return nil
	}
	for name, value := range members {
		if body[name] = value; value == nil {
			delete(body, name)
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		return nil
	}
	return []analysis.Correction{{Part: analysis.PartContent, Value: string(text)}}
}

// A summary is the body of a call that sums data up: over civil days, or over
// physical time.
type summary struct {
	Range struct {
		Start, End         civil
		StartTime, EndTime string
	}
	WindowSize     string // "3600s"
	WindowSizeDays int
	PageSize       int
}

type civil struct {
	Date struct{ Year, Month, Day int }
	Time json.RawMessage
}

func (c civil) time() time.Time {
	if c.Date.Year == 0 || c.Date.Month == 0 || c.Date.Day == 0 {
		return time.Time{}
	}
	return time.Date(c.Date.Year, time.Month(c.Date.Month), c.Date.Day, 0, 0, 0, 0, time.UTC)
}

// bounds are the two ends of the range; zero when it has none.
func (s *summary) bounds() (start, end time.Time) {
	if s.Range.StartTime == "" {
		return s.Range.Start.time(), s.Range.End.time()
	}
	start, _ = time.Parse(time.RFC3339, s.Range.StartTime)
	end, _ = time.Parse(time.RFC3339, s.Range.EndTime)
	return start, end
}

// days is how many the range covers, its end left out; 0 when it has none.
func (s *summary) days() int {
	start, end := s.bounds()
	if start.IsZero() || !end.After(start) {
		return 0
	}
	return int(math.Ceil(end.Sub(start).Hours() / 24))
}

// say is a bound of the range in words.
func (s *summary) say(bound time.Time) string {
	if s.Range.StartTime != "" {
		return bound.Format(time.RFC3339)
	}
	return bound.Format(time.DateOnly)
}

// until is the range with another end, in the notation that it has.
func (s *summary) until(end time.Time) any {
	if s.Range.StartTime != "" {
		return map[string]any{"startTime": s.Range.StartTime, "endTime": end.Format(time.RFC3339)}
	}
	day := func(t time.Time) map[string]int {
		return map[string]int{"year": t.Year(), "month": int(t.Month()), "day": t.Day()}
	}
	start := map[string]any{"date": day(s.Range.Start.time())}
	if len(s.Range.Start.Time) > 0 {
		start["time"] = s.Range.Start.Time
	}
	return map[string]any{"start": start, "end": map[string]any{"date": day(end)}}
}

// window is the length of one sum.
func (s *summary) window() time.Duration {
	if s.WindowSize != "" {
		length, _ := time.ParseDuration(s.WindowSize)
		return length
	}
	return time.Duration(max(s.WindowSizeDays, 1)) * 24 * time.Hour
}
