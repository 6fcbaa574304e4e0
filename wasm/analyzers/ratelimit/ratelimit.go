// Package ratelimit analyzes what used up a rate limit, and when it resets.
package ratelimit

import (
	"cmp"
	"math"
	"sort"
	"strconv"
	"strings"
	"time"

	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "ratelimit",
	Causes: analysis.Weights{
		// Names the calls that could be fewer.
		"rate-used-by-days": 2,
		// What the session shows does not add up to the limit.
		"rate-used-elsewhere": 1,
		// The response says it all.
		"rate-limit-told": 0,
		"rate-used-here":  0,
	},
	Run: run,
}

// run reads the rate limit and what used it up.
func run(pass *analysis.Pass) []analysis.Report {
	if pass.Status() != httpmsg.StatusTooManyRequests {
		return nil
	}
	limits := &pass.Pack.RateLimit
	limit := limits.Requests
	if told, ok := httpmsg.IntHeader(pass.Exchange, limits.Headers.Limit); ok && told > 0 {
		limit = told
	}
	if text := toldValue(pass, "quota_limit_value"); text != "" && strings.HasSuffix(match.PlainName(toldValue(pass, "quota_limit")), "peruser") {
		if told, err := strconv.Atoi(text); err == nil && told > 0 {
			limit = told
		}
	}
	c := analysis.Report{Cause: "rate-limit-told", Certainty: analysis.Likely, Values: map[string]string{"resets": resetTime(pass)}}
	h := pass.Session.RateWindow(pass.Pack, pass.Exchange.Started)
	use := session.CauseUnknown
	if h != nil && !pass.Exchange.Started.IsZero() {
		use = h.Cause(pass.Session.Catalog(), pass.Pack, limit)
	}
	if use == session.CauseUnknown {
		c.Complete = func(values map[string]string) []analysis.Evidence {
			values["limit"] = strconv.Itoa(limit)
			return rateTold(pass, values["resets"])
		}
		return []analysis.Report{c}
	}
	switch use {
	case session.CauseElsewhere:
		c.Cause = "rate-used-elsewhere"
	case session.CauseDailySeries:
		c.Cause = "rate-used-by-days"
	case session.CauseMaybeElsewhere:
		c.Cause = "rate-used-elsewhere"
	default:
		c.Cause = "rate-used-here"
	}
	c.Complete = func(values map[string]string) []analysis.Evidence {
		values["limit"], values["calls"], values["most"] = strconv.Itoa(limit), strconv.Itoa(h.Calls), mostCalled(pass, h)
		switch use {
		case session.CauseElsewhere:
			values["left"] = strconv.Itoa(h.Remaining)
		case session.CauseDailySeries:
			tellDays(pass, h.Busiest, values)
		}
		return append(rateTold(pass, values["resets"]), rateUsed(pass, h, use)...)
	}
	return []analysis.Report{c}
}

// resetTime is when all calls are free again.
func resetTime(pass *analysis.Pass) string {
	reset, told := httpmsg.IntHeader(pass.Exchange, pass.Pack.RateLimit.Headers.Reset)
	if text := toldValue(pass, "retry_delay"); text != "" {
		if delay, err := time.ParseDuration(text); err == nil && delay > 0 {
			reset, told = int(math.Ceil(delay.Seconds())), true
		}
	}
	if !told && pass.Exchange.Pasted != "" {
		reset, told = secondsIn(pass.Exchange.Pasted, pass.Pack.RateLimit.Headers.Reset, "retry-after")
	}
	now := pass.Answered()
	switch {
	case now.IsZero() && told:
		return pass.Count("value.after-answer", reset)
	case now.IsZero():
		return pass.Format("value.full-" + session.WindowName(pass.Pack))
	case told:
		return analysis.TimeText(httpmsg.NearMinute(now.Add(time.Duration(reset) * time.Second)))
	}
	next := time.Unix((session.WindowOf(pass.Pack, now).Number+1)*int64(max(pass.Pack.RateLimit.WindowSeconds, 1)), 0).UTC()
	return pass.Format("value.about", "time", next.Format("2006-01-02 15:04 UTC"))
}

// secondsIn is the number of seconds that a line of a log gives under one of these names
// of headers, however it writes them: retry_after=30.
func secondsIn(text string, names ...string) (seconds int, told bool) {
	text = strings.ToLower(strings.ReplaceAll(text, "_", "-"))
	for _, name := range names {
		_, behind, found := strings.Cut(text, strings.ToLower(name))
		if name == "" || !found {
			continue
		}
		behind = strings.TrimLeft(behind, "\"'\\ :=>[")
		end := strings.IndexFunc(behind, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			end = len(behind)
		}
		if seconds, err := strconv.Atoi(behind[:end]); err == nil && seconds > 0 {
			return seconds, true
		}
	}
	return 0, false
}

// toldValue is what the details of the response say under a name; "" for nothing.
func toldValue(pass *analysis.Pass, name string) string {
	for i := range pass.Matches {
		if value := pass.Matches[i].Values[name]; value != "" {
			return value
		}
	}
	return ""
}

// rateTold is what the response says of the rate limit.
func rateTold(pass *analysis.Pass, resets string) (found []analysis.Evidence) {
	for _, told := range []struct{ label, header string }{
		{"label.limit", pass.Pack.RateLimit.Headers.Limit}, {"label.remaining", pass.Pack.RateLimit.Headers.Remaining}, {"label.reset", pass.Pack.RateLimit.Headers.Reset},
	} {
		if number, ok := httpmsg.IntHeader(pass.Exchange, told.header); ok {
			found = append(found, analysis.Evidence{Label: pass.Format(told.label), Text: strconv.Itoa(number), Where: location.ResponseHeader(told.header)})
		}
	}
	if !pass.Answered().IsZero() {
		found = append(found, analysis.Evidence{Label: pass.Format("label.free-again"), Text: resets, Where: location.ResponseHeaders})
	}
	return found
}

// rateUsed is what the session shows of an hour's calls.
func rateUsed(pass *analysis.Pass, h *session.RateWindow, use session.RateCause) []analysis.Evidence {
	found := []analysis.Evidence{{Label: pass.Format("label.calls-in-" + session.WindowName(pass.Pack)), Text: strconv.Itoa(h.Calls), Where: location.Session}, {Label: pass.Format("label.most"), Text: mostCalled(pass, h), Where: location.Session}}
	if h.Refused > 1 {
		found = append(found, analysis.Evidence{Label: pass.Format("label.refused-in-" + session.WindowName(pass.Pack)), Text: strconv.Itoa(h.Refused), Where: location.Session})
	}
	if use == session.CauseElsewhere {
		return append(found, analysis.Evidence{Label: pass.Format("label.remaining-first-" + session.WindowName(pass.Pack)), Text: strconv.Itoa(h.Remaining), Where: location.Exchange(h.ToldAt.ID)})
	}
	if f := h.Busiest; f != nil {
		found = append(found, analysis.Evidence{Label: pass.Format("label.differ-by-their-date-only"), Text: pass.Count("text.calls-between", f.Calls, "first", f.First, "last", f.Last), Where: location.Session})
	}
	return found
}

// mostCalled names the endpoints that were called most: "Sleep Log by Date 120, Profile 3".
func mostCalled(pass *analysis.Pass, h *session.RateWindow) string {
	type count struct {
		name  string
		calls int
	}
	byName := map[string]int{}
	for endpoint, calls := range h.Endpoints {
		name := pass.Format("value.undocumented-paths")
		if endpoint != nil {
			name = endpoint.Name
		}
		byName[name] += calls
	}
	var counts []count
	for name, calls := range byName {
		counts = append(counts, count{name, calls})
	}
	sort.Slice(counts, func(i, j int) bool {
		a, b := counts[i], counts[j]
		return cmp.Or(cmp.Compare(b.calls, a.calls), cmp.Compare(a.name, b.name)) < 0
	})
	var list []string
	for _, c := range counts[:min(3, len(counts))] {
		list = append(list, c.name+" "+strconv.Itoa(c.calls))
	}
	return strings.Join(list, ", ")
}

// tellDays gives values for calls for single days.
func tellDays(pass *analysis.Pass, f *session.DailySeries, values map[string]string) {
	path, needed := f.RangeCall(pass.Session.Catalog())
	values["count"], values["endpoint"], values["path"] = strconv.Itoa(f.Calls), f.Endpoint.Name, path
	values["first_date"], values["last_date"] = f.First, f.Last
	values["needed"] = pass.Count("value.calls", needed)
}
