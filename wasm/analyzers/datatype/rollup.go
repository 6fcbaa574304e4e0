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
func checkRollUp(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	text := httpmsg.BodyText(&e.Exchange.Request)
	if text == "" {
		return nil
	}
	if found := leadingZero().FindStringSubmatch(text); found != nil && e.Tellable("leading-zero") {
		name, number := found[1], strings.TrimLeft(found[2], "0")
		return []analysis.Report{{Cause: "leading-zero", Certainty: analysis.Certain, Values: map[string]string{"name": name, "value": "0" + found[2], "other": fmt.Sprintf("%q: %s", name, number)},
			Evidence: []analysis.Evidence{{Label: name, Text: "0" + found[2], Where: location.RequestBody}}}}
	}
	var sum summary
	if t.MaxDays == 0 || json.Unmarshal([]byte(text), &sum) != nil {
		return nil
	}
	days := sum.days()
	values := map[string]string{"days": strconv.Itoa(days), "most": strconv.Itoa(t.MaxDays), "data_type": t.ID}
	if days > t.MaxDays && e.Tellable("rollup-too-long") {
		values["calls"] = strconv.Itoa((days + t.MaxDays - 1) / t.MaxDays)
		return []analysis.Report{{Cause: "rollup-too-long", Certainty: analysis.Certain, Values: values, Evidence: []analysis.Evidence{{Label: e.Say("label.days-in-range"), Text: values["days"], Where: location.RequestBody}, {Label: e.Say("label.at-most"), Text: values["most"], Where: location.RequestURL}}}}
	}
	window := sum.window()
	whole := int(math.Ceil(float64(sum.PageSize) * window.Hours() / 24))
	if days == 0 || window == 0 || whole <= t.MaxDays || !e.Tellable("rollup-page-too-large") {
		return nil
	}
	values["days"], values["window"], values["size"] = strconv.Itoa(whole), e.Span(window), strconv.Itoa(sum.PageSize)
	values["calls"] = fmt.Sprintf(`"pageSize": %d`, int(float64(t.MaxDays)*24/window.Hours()))
	return []analysis.Report{{Cause: "rollup-page-too-large", Certainty: analysis.Certain, Values: values,
		Evidence: []analysis.Evidence{{Label: "pageSize", Text: values["size"], Where: location.RequestBody}, {Label: e.Say("label.window"), Text: values["window"], Where: location.RequestBody}}}}
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
}

func (c civil) time() time.Time {
	if c.Date.Year == 0 || c.Date.Month == 0 || c.Date.Day == 0 {
		return time.Time{}
	}
	return time.Date(c.Date.Year, time.Month(c.Date.Month), c.Date.Day, 0, 0, 0, 0, time.UTC)
}

// daysAsked is how many days the range covers, its end left out; 0 when it has none.
func (s summary) days() int {
	start, end := s.Range.Start.time(), s.Range.End.time()
	if s.Range.StartTime != "" {
		start, _ = time.Parse(time.RFC3339, s.Range.StartTime)
		end, _ = time.Parse(time.RFC3339, s.Range.EndTime)
	}
	if start.IsZero() || !end.After(start) {
		return 0
	}
	return int(math.Ceil(end.Sub(start).Hours() / 24))
}

// window is the length of one sum.
func (s summary) window() time.Duration {
	if s.WindowSize != "" {
		length, _ := time.ParseDuration(s.WindowSize)
		return length
	}
	return time.Duration(max(s.WindowSizeDays, 1)) * 24 * time.Hour
}
