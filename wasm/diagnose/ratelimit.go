package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// examineRateLimit reads the rate limit and what used it up.
func examineRateLimit(e *examination) []clue {
	if e.status() != httpmsg.StatusTooManyRequests {
		return nil
	}
	limits := &e.Pack.RateLimit
	limit := limits.Requests
	if told, ok := httpmsg.IntHeader(e.exchange, limits.Headers.Limit); ok && told > 0 {
		limit = told
	}
	c := clue{cause: "rate-limit-told", certainty: Likely, values: map[string]string{"resets": resetTime(e)}}
	h := e.session.RateWindow(e.Pack, e.exchange.Started)
	use := session.CauseUnknown
	if h != nil && !e.exchange.Started.IsZero() {
		use = h.Cause(e.session.Catalog(), e.Pack, limit)
	}
	if use == session.CauseUnknown {
		c.more = func(values map[string]string) []Evidence {
			values["limit"] = strconv.Itoa(limit)
			return rateTold(e, values["resets"])
		}
		return []clue{c}
	}
	switch use {
	case session.CauseElsewhere:
		c.cause, c.weight = "rate-used-elsewhere", 1
	case session.CauseDailySeries:
		c.cause, c.weight = "rate-used-by-days", 2
	case session.CauseMaybeElsewhere:
		c.cause = "rate-used-elsewhere"
	default:
		c.cause = "rate-used-here"
	}
	c.more = func(values map[string]string) []Evidence {
		values["limit"], values["calls"], values["most"] = strconv.Itoa(limit), strconv.Itoa(h.Calls), mostCalled(e, h)
		switch use {
		case session.CauseElsewhere:
			values["left"] = strconv.Itoa(h.Remaining)
		case session.CauseDailySeries:
			tellDays(e, h.Busiest, values)
		}
		return append(rateTold(e, values["resets"]), rateUsed(e, h, use)...)
	}
	return []clue{c}
}

// resetTime is when all calls are free again.
func resetTime(e *examination) string {
	reset, told := httpmsg.IntHeader(e.exchange, e.Pack.RateLimit.Headers.Reset)
	now := e.answered()
	switch {
	case now.IsZero() && told:
		return e.count("value.after-answer", reset)
	case now.IsZero():
		return e.say("value.full-" + session.WindowName(e.Pack))
	case told:
		return clockText(now.Add(time.Duration(reset) * time.Second))
	}
	next := time.Unix((session.WindowOf(e.Pack, now).Number+1)*int64(max(e.Pack.RateLimit.WindowSeconds, 1)), 0).UTC()
	return e.say("value.about", "time", next.Format("15:04 UTC"))
}

// rateTold is what the answer says of the rate limit.
func rateTold(e *examination, resets string) (found []Evidence) {
	for _, told := range []struct{ label, header string }{
		{"label.limit", e.Pack.RateLimit.Headers.Limit}, {"label.remaining", e.Pack.RateLimit.Headers.Remaining}, {"label.reset", e.Pack.RateLimit.Headers.Reset},
	} {
		if number, ok := httpmsg.IntHeader(e.exchange, told.header); ok {
			found = append(found, Evidence{e.say(told.label), strconv.Itoa(number), "response header " + told.header})
		}
	}
	if !e.answered().IsZero() {
		found = append(found, Evidence{e.say("label.free-again"), resets, "response headers"})
	}
	return found
}

// rateUsed is what the session shows of an hour's calls.
func rateUsed(e *examination, h *session.RateWindow, use session.RateCause) []Evidence {
	found := []Evidence{{e.say("label.calls-in-" + session.WindowName(e.Pack)), strconv.Itoa(h.Calls), "session"}, {e.say("label.most"), mostCalled(e, h), "session"}}
	if h.Refused > 1 {
		found = append(found, Evidence{e.say("label.refused-in-" + session.WindowName(e.Pack)), strconv.Itoa(h.Refused), "session"})
	}
	if use == session.CauseElsewhere {
		return append(found, Evidence{e.say("label.remaining-first-" + session.WindowName(e.Pack)), strconv.Itoa(h.Remaining), session.ExchangeName(h.ToldAt.ID)})
	}
	if f := h.Busiest; f != nil {
		found = append(found, Evidence{e.say("label.differ-by-their-date-only"), e.count("text.calls-between", f.Calls, "first", f.First, "last", f.Last), "session"})
	}
	return found
}

// mostCalled names the endpoints that were called most: "Sleep Log by Date 120, Profile 3".
func mostCalled(e *examination, h *session.RateWindow) string {
	type count struct {
		name  string
		calls int
	}
	byName := map[string]int{}
	for endpoint, calls := range h.Endpoints {
		name := e.say("value.undocumented-paths")
		if endpoint != nil {
			name = endpoint.Name
		}
		byName[name] += calls
	}
	var counts []count
	for name, calls := range byName {
		counts = append(counts, count{name, calls})
	}
	slices.SortStableFunc(counts, func(a, b count) int { return cmp.Or(cmp.Compare(b.calls, a.calls), cmp.Compare(a.name, b.name)) })
	var list []string
	for _, c := range counts[:min(3, len(counts))] {
		list = append(list, c.name+" "+strconv.Itoa(c.calls))
	}
	return strings.Join(list, ", ")
}

// tellDays gives values for calls for single days.
func tellDays(e *examination, f *session.DailySeries, values map[string]string) {
	path, needed := f.RangeCall(e.session.Catalog())
	values["count"], values["endpoint"], values["path"] = strconv.Itoa(f.Calls), f.Endpoint.Name, path
	values["first_date"], values["last_date"] = f.First, f.Last
	values["needed"] = e.count("value.calls", needed)
}
