package softerror_test

import (
	"testing"

	"misstep/wasm/diagnosis/explaintest"
)

type call = explaintest.Call

const intradayBody = `{"activities-heart":[],"activities-heart-intraday":{"dataset":[]}}`

func TestSoftError(t *testing.T) {
	heart := "GET /1/user/-/activities/heart/date/today/1d/1min.json"
	summary := `{"activities-heart":[{"dateTime":"2026-10-30"}]}`
	cut := call{heart, 200, summary, nil}
	exchange := explaintest.Exchange(cut, 0)
	exchange.Response.Body.Truncated = true
	if found := explaintest.Reasons(explaintest.Last(t, exchange)); len(found) > 0 {
		t.Errorf("a body that was cut may have held it: %q", found)
	}
	explaintest.Try(t, []explaintest.Trial{
		{"intraday left out", []call{{heart, 200, summary, nil}}, "member-missing", "Personal"},
		{"another resource's data", []call{{"GET /1/user/-/activities/heart/date/yesterday/1d/1sec.json", 200, `{"categories":[{"id":90013}]}`, nil}}, "", ""},
		{"intraday empty", []call{{heart, 200, intradayBody, nil}}, "", ""},
		{"body not recorded", []call{{heart, 200, "", nil}}, "", ""},
		{"daily call", []call{{"GET /1/user/-/activities/heart/date/today/1d.json", 200, summary, nil}}, "", ""},
		{"intraday of another form", []call{{"GET /1/user/-/hrv/date/today/all.json", 200, `{"hrv":[]}`, nil}}, "", ""},
		{"undocumented", []call{{"GET /1.1/user/-/activities/7.json", 200, `{"activityLog":{}}`, nil}}, "endpoint-undocumented", ""},
		{"an undocumented path", []call{{"GET /1/user/-/mood.json", 200, `{"mood":1}`, nil}}, "path-unknown", ""},
		{"undocumented and failing", []call{{"GET /1.1/user/-/activities/7.json", 401, explaintest.Failure("expired_token", "Access token expired"), nil}}, "", ""},
		{"deprecated", []call{{"POST /oauth2/introspect", 200, `{"active":false}`, nil}}, "endpoint-deprecated", "/1.1/"},
		{"errors next to data", []call{{"GET /1/user/-/profile.json", 200, `{"user":{},"errors":[{"errorType":"odd","message":"nobody knows this one"}]}`, nil}}, "errors-in-success", ""},
		{"no errors", []call{{"GET /1/user/-/profile.json", 200, `{"user":{},"errors":[]}`, nil}}, "", ""},
	})
}
