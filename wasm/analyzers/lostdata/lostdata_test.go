package lostdata_test

import (
	"slices"
	"strings"
	"testing"

	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
)

const (
	steps  = "GET https://health.googleapis.com/v4/users/me/dataTypes/steps/dataPoints"
	sleep  = "GET https://health.googleapis.com/v4/users/me/dataTypes/sleep/dataPoints"
	rollUp = "POST https://health.googleapis.com/v4/users/me/dataTypes/steps/dataPoints:rollUp"
	daily  = "POST https://health.googleapis.com/v4/users/me/dataTypes/steps/dataPoints:dailyRollUp"
	token  = "POST https://oauth2.googleapis.com/token"

	more  = `{"dataPoints":[{"name":"users/me/dataTypes/steps/dataPoints/1"}],"nextPageToken":"CAUSCg+abc"}`
	last  = `{"dataPoints":[{"name":"users/me/dataTypes/steps/dataPoints/2"}],"nextPageToken":""}`
	empty = `{"dataPoints":[]}`
)

func body(text string) func(*httpmsg.Exchange) {
	return func(x *httpmsg.Exchange) {
		x.Request.PostData = &httpmsg.PostData{MimeType: "application/json", Text: text}
	}
}

// One row for each cause that fires, and one much like it that must not.
func TestAnalyzer(t *testing.T) {
	for _, test := range []explaintest.Trial{
		{"a next page, and the recording ends", []explaintest.Call{{steps, 200, more, nil}}, "page-not-followed", "pageToken"},
		{"the last page", []explaintest.Call{{steps, 200, more, nil}, {steps + "?pageToken=CAUSCg%2Babc", 200, last, nil}}, "", ""},
		{"an empty last page", []explaintest.Call{{steps + "?pageToken=CAUSCg%2Babc", 200, `{}`, nil}}, "", ""},
		{"no next page", []explaintest.Call{{steps, 200, last, nil}}, "", ""},
		{"the newest alone", []explaintest.Call{{steps + "?pageSize=1", 200, more, nil}}, "", ""},
		{"a roll-up's next page", []explaintest.Call{{rollUp, 200, `{"rollupDataPoints":[{}],"nextPageToken":"CAUSCg+abc"}`, body(`{"windowSize":"60s"}`)}}, "page-not-followed", ""},
		{"larger pages than there are", []explaintest.Call{{sleep + "?pageSize=100", 200, more, nil}}, "page-size-capped", "25"},
		{"larger pages, all there", []explaintest.Call{{sleep + "?pageSize=100", 200, last, nil}}, "", ""},
		{"as large as they are", []explaintest.Call{{sleep + "?pageSize=25", 200, more, nil}}, "page-not-followed", ""},
		{"a success elsewhere", []explaintest.Call{{"GET https://health.googleapis.com/v4/users/me/profile", 200, `{}`, nil}}, "", ""},

		{"no data", []explaintest.Call{{steps, 200, empty, nil}}, "empty-no-data", "steps"},
		{"an empty object", []explaintest.Call{{steps + ":reconcile", 200, `{}`, nil}}, "empty-no-data", ""},
		{"no data in this range", []explaintest.Call{{steps, 200, last, nil}, {steps + "?x", 200, empty, nil}}, "", ""},
		{"from a family of sources", []explaintest.Call{{steps + ":reconcile?dataSourceFamily=users/me/dataSourceFamilies/google-wearables", 200, `{}`, nil}}, "empty-source-family", "all-sources"},
		{"in the future", []explaintest.Call{{steps + `?filter=steps.interval.start_time%20%3E%3D%20%222027-10-01T00:00:00Z%22`, 200, empty, nil}}, "empty-range-future", "2027-10-01"},
		{"today", []explaintest.Call{{steps, 200, last, nil}, {steps + `?filter=steps.interval.start_time%20%3E%3D%20%222026-10-30T00:00:00Z%22`, 200, empty, nil}}, "", ""},
		{"reversed", []explaintest.Call{{steps + `?filter=steps.interval.civil_start_time%20%3E%3D%20%222026-10-09%22%20AND%20steps.interval.civil_start_time%20%3C%20%222026-10-02%22`, 200, empty, nil}}, "empty-range-reversed", "2026-10-09"},
		{"a roll-up in the future", []explaintest.Call{{daily, 200, `{"rollupDataPoints":[]}`, body(`{"range":{"start":{"date":{"year":2027,"month":1,"day":1}},"end":{"date":{"year":2027,"month":1,"day":2}}}}`)}}, "empty-range-future", ""},
		{"data that says null", []explaintest.Call{{steps, 200, `{"dataPoints":[{"name":null}]}`, nil}}, "", ""},

		{"a week", []explaintest.Call{{token, 200, `{"access_token":"ya29.example-example","expires_in":3599,"refresh_token":"1//example","refresh_token_expires_in":604799}`, nil}}, "refresh-token-short", "7 d"},
		{"a week, as text", []explaintest.Call{{token, 200, `{"access_token":"ya29.example-example","expires_in":3599,"refresh_token_expires_in":"604799"}`, nil}}, "", ""},
		{"a time that the user chose", []explaintest.Call{{token, 200, `{"access_token":"ya29.example-example","expires_in":3599,"refresh_token_expires_in":2591999}`, nil}}, "", ""},
		{"no end", []explaintest.Call{{token, 200, `{"access_token":"ya29.example-example","expires_in":3599,"refresh_token":"1//example"}`, nil}}, "", ""},
	} {
		t.Run(test.Name, func(t *testing.T) {
			var exchanges []httpmsg.Exchange
			for n, c := range test.Calls {
				exchanges = append(exchanges, explaintest.Exchange(c, n))
			}
			d := explaintest.Last(t, exchanges...)
			have, said := "", ""
			for _, f := range d.Findings {
				if have += f.Reason; f.Reason != "" {
					said = strings.Join(append(f.Fixes, f.Cause, f.Fact), "\n")
				}
			}
			if have != test.Want || !strings.Contains(said, test.Says) || d.Failed != strings.HasPrefix(have, "empty-range-") {
				t.Fatalf("have %q, failed %t, want %q with %q in\n%s", have, d.Failed, test.Want, test.Says, said)
			}
		})
	}
}

// Later requests complete what is known about a page; a program that keeps reading loses nothing.
func TestPagesOfSession(t *testing.T) {
	calls := func(list ...explaintest.Call) (exchanges []httpmsg.Exchange) {
		for n, c := range list {
			exchanges = append(exchanges, explaintest.Exchange(c, n))
		}
		return exchanges
	}
	first, elsewhere := explaintest.Call{steps, 200, more, nil}, explaintest.Call{sleep, 200, last, nil}
	for _, test := range []struct {
		name      string
		exchanges []httpmsg.Exchange
		want      analysis.Certainty // of the first exchange's report; "": none
		affected  []int              // by the last
	}{
		{"the session ends", calls(first), analysis.Possible, nil},
		{"the program went on to something else", calls(first, elsewhere), analysis.Likely, nil},
		{"it wanted so many", calls(explaintest.Call{steps + "?pageSize=50", 200, more, nil}, elsewhere), analysis.Possible, nil},
		{"it read on", calls(first, elsewhere, explaintest.Call{steps + "?pageToken=CAUSCg%2Babc", 200, last, nil}), "", []int{1}},
		{"it read on, and was refused", calls(first, explaintest.Call{steps + "?pageToken=CAUSCg+abc", 401, "", nil}), "", []int{1}},
		{"it read on in a body", calls(explaintest.Call{rollUp, 200, more, nil}, explaintest.Call{rollUp, 200, last, body(`{"pageToken": "CAUSCg+abc"}`)}), "", []int{1}},
		{"another list went on", calls(first, explaintest.Call{sleep + "?pageToken=other", 200, last, nil}), analysis.Likely, nil},
	} {
		s := diagnosis.NewSession(explaintest.Knowledge(t))
		for _, x := range test.exchanges {
			s.Add(x)
		}
		var have analysis.Certainty
		for _, f := range s.Diagnosis(1).Findings {
			if f.Reason == "page-not-followed" {
				have = f.Certainty
			}
		}
		if have != test.want {
			t.Errorf("%s: have %q, want %q", test.name, have, test.want)
		}
		if have := s.Affected(s.LastID()); !slices.Equal(have, test.affected) {
			t.Errorf("%s: %v are affected, want %v", test.name, have, test.affected)
		}
		if s.Forget(s.LastID() + 1); s.Held() != 0 {
			t.Errorf("%s: %d entries are held of a session that is forgotten", test.name, s.Held())
		}
	}
}
