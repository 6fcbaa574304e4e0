package ratelimit_test

import (
	"fmt"
	"testing"
	"time"

	"misstep/wasm/diagnosis"
	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
)

type call = explaintest.Call

// limited is a call that the rate limit refuses, with what its headers say.
func limited(line string, headers ...string) call {
	return call{line, 429, explaintest.Failure("system", "Too Many Requests"), func(x *httpmsg.Exchange) {
		for i := 0; i+1 < len(headers); i += 2 {
			explaintest.Header(headers[i], headers[i+1])(x)
		}
	}}
}

func TestRateLimit(t *testing.T) {
	profile := call{"GET /1/user/-/profile.json", 200, `{"user":{}}`, nil}
	var many, days, intraday, few []call
	for i := range 80 {
		many = append(many, profile)
		day := explaintest.Start.AddDate(0, 0, -i).Format(time.DateOnly)
		days = append(days, call{"GET /1/user/-/activities/steps/date/" + day + "/1d.json", 200, "{}", nil})
		intraday = append(intraday, call{"GET /1/user/-/activities/steps/date/" + day + "/1d/1min.json", 200, `{"activities-steps-intraday":{}}`, nil})
		if i < 6 {
			few = append(few, days[i])
		}
	}
	last := limited("GET /1/user/-/profile.json", "fitbit-rate-limit-RESET", "600")
	with := func(calls []call) []call { return append(append([]call{}, calls...), last) }
	low := profile
	low.More = explaintest.Header("Fitbit-Rate-Limit-Remaining", "3")
	explaintest.Try(t, []explaintest.Trial{
		{"alone", []call{last}, "rate-limit-told", ""},
		{"without headers", []call{limited("GET /1/user/-/profile.json")}, "rate-limit-told", "about 2026-10-30 13:00 UTC"},
		{"odd headers", []call{limited("GET /1/user/-/profile.json", "Fitbit-Rate-Limit-Reset", "soon")}, "rate-limit-told", "about 2026-10-30 13:00 UTC"},
		{"this session", with(many), "rate-used-here", "Profile 80"},
		{"day by day", with(days), "rate-used-by-days", "one call"},
		{"intraday has no longer range", with(intraday), "rate-used-here", ""},
		{"few days", with(few), "rate-used-elsewhere", ""},
		{"nearly empty before", with([]call{low}), "rate-used-elsewhere", "shows only 1 of them"},
		{"another status", many, "", ""},
	})
}

func TestRateLimitDoesNotDependOnOrder(t *testing.T) {
	var calls []httpmsg.Exchange
	for i := range 60 {
		day := explaintest.Start.AddDate(0, 0, -i).Format(time.DateOnly)
		calls = append(calls, explaintest.Exchange(call{"GET /1/user/-/hrv/date/" + day + ".json", 200, "{}", nil}, i))
	}
	calls = append(calls, explaintest.Exchange(limited("GET /1/user/-/profile.json"), 60))
	facts := map[string]bool{}
	for _, backwards := range []bool{false, true} {
		s := diagnosis.NewSession(explaintest.Knowledge(t))
		id := 0
		for i := range calls {
			n := i
			if backwards {
				n = len(calls) - 1 - i
			}
			added := s.Add(calls[n])
			s.SetBody(added, calls[n].Response.Body.Text, "") // seen twice, counted once
			if n == len(calls)-1 {
				id = added
			}
		}
		f := s.Diagnosis(id).Findings[0]
		facts[fmt.Sprint(f.Reason, f.Cause, f.Fixes)] = true
	}
	if len(facts) != 1 {
		t.Errorf("two orders, two diagnoses: %v", facts)
	}
}

// A range call is proposed where it saves at least half of many calls: each
// bound has a row just inside and one just outside.
func TestRangeCallIsWorthIt(t *testing.T) {
	day := func(n int) call {
		return call{"GET /1/user/-/hrv/date/" + explaintest.Start.AddDate(0, 0, -n).Format(time.DateOnly) + ".json", 200, "{}", nil}
	}
	// reads are calls for single days, spread over a span: the last one is the
	// span's first day. A range call for heart rate variability reads 30 days.
	reads := func(calls, days, span int) (list []call) {
		for n := range calls {
			list = append(list, day(min(n, days-2)))
		}
		list[calls-1] = day(span - 1)
		return append(list, limited("GET /1/user/-/profile.json"))
	}
	explaintest.Try(t, []explaintest.Trial{
		{"half as many", reads(40, 40, 600), "rate-used-by-days", "20 calls"},
		{"one more than half", reads(40, 40, 601), "rate-used-elsewhere", ""},
		{"a quarter of the limit", reads(38, 38, 38), "rate-used-by-days", ""},
		{"less than a quarter", reads(37, 37, 37), "rate-used-elsewhere", ""},
		{"five days", reads(40, 5, 5), "rate-used-by-days", ""},
		{"four days", reads(40, 4, 4), "rate-used-elsewhere", ""},
	})
}
